"""Practising a driver in a direct message: a scene, the answer, what it shows. Only which scene is open is
remembered; an answer is looked at and let go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot import wording as general
from bot.answers.audience import Content
from bot.chat import Citation, Message, Part, Person, Reply, Text
from bot.coaching import asks, cards, reading, rehearsal, scenes, wording
from bot.coaching.model import Driver
from bot.memory import NO_PRACTICE, Memory
from bot.notes.model import Understanding
from bot.settings import Settings
from content_index.ports import Embedder

_STOP = re.compile(
    r"\W*(?:(?:please |ok |okay )?(?:stop|end|quit|exit|enough|cancel)(?: (?:it|now|here|practi[sc]\w+))?|"
    r"that(?:'s|’s| is) enough)\W*",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\W*(?:again|another(?: one)?|one more|next(?: one)?|once more)\W*", re.IGNORECASE)
_TO_BOT = re.compile(r"^\W*(?:can|could|would|will) you (?:please )?(?:tell|show|give|find|send|remind) me\b")
_TO_CUSTOMER = re.compile(r"\b(?:you|your|yours|let['’]?s|shall we)\b")
_WOULD = re.compile(r"^\W*i(?:['’]d| would)\b")
_OF_US = re.compile(r"\bour\b|^\W*(?:do|are|can|have|did|how do|what do) we\b")
DIRECTLY = Reply((Text(wording.PRACTISE_DIRECTLY),), visibility="asker", deliver="direct")
_Facts: TypeAlias = Mapping[str, Any]
SHORT = 3
"""So few words are never taken for a question or a note of their own."""


class Practice:
    """Its facts are for the memory of the conversation in which it runs."""

    def __init__(self, content: Content, embedder: Embedder, settings: Settings) -> None:
        self._content = content
        self._embedder = embedder
        self._settings = settings

    def begun(self, card: Reply, event: Message, person: Person, memory: Memory) -> tuple[Reply, _Facts]:
        """The card of a driver to practise, with its first scene."""
        driver = reading.driver(card.card_id.removeprefix(cards.PRACTICE), self._settings)
        scene = self._scene(driver, 0, person, event.at)
        *task, private = card.parts
        said = Reply((*task, *scene, private), visibility="asker", deliver="direct", card_id=card.card_id)
        return said, memory.with_practice(driver.id, 0)

    def heard(
        self, event: Message, person: Person, memory: Memory, meaning: Understanding
    ) -> tuple[Reply, _Facts] | None:
        """None where nothing is being practised, or the message is for somebody else than the customer."""
        if memory.practice is None:
            return None
        driver_id, place = memory.practice
        driver = reading.driver(driver_id, self._settings)
        if _STOP.fullmatch(event.text):
            return _reply(Text(wording.practice_over(driver))), NO_PRACTICE
        if _AGAIN.fullmatch(event.text):
            place += 1
            scene = self._scene(driver, place, person, event.at)
            return _reply(*scene), memory.with_practice(driver.id, place)
        if self._is_for_the_bot(event.text, driver, person, meaning):
            return None
        return self._feedback(event.text, driver, person), memory.with_practice(driver.id, place)

    def left(self, outcome: Reply, memory: Memory) -> tuple[Reply, _Facts]:
        """Something else was said meanwhile, which `outcome` answers."""
        assert memory.practice is not None
        driver = reading.driver(memory.practice[0], self._settings)
        return replace(outcome, parts=(*outcome.parts, Text(wording.practice_left(driver)))), NO_PRACTICE

    def _scene(self, driver: Driver, place: int, person: Person, now: datetime) -> tuple[Part, ...]:
        line = scenes.scene(driver, place, person, self._content)
        aim = driver.behaviours[place % len(driver.behaviours)] if driver.behaviours else ""
        mark = " [1]" if line.document else ""
        parts: list[Part] = [Text(f"Your customer says: “{line.text}”{mark}", strong=True)]
        parts += [Text(f"Try for: {aim}.")] if aim else []
        parts += [Text(wording.WRITE_IT)]
        return (*parts, *_cited(line, person, now))

    def _feedback(self, text: str, driver: Driver, person: Person) -> Reply:
        spoken = scenes.spoken(driver, person, self._content)
        found = rehearsal.feedback(text, driver, spoken, self._embedder)
        lines = [f"✓ {shown.what}: “{shown.words}”" for shown in found.did]
        lines += [f"A common mistake: {shown.what}. You wrote “{shown.words}”" for shown in found.slips]
        lines = lines or [wording.NOTHING_SEEN]
        if found.try_next:
            say = f" You could say: “{found.line}”" if found.line else ""
            lines += [f"To try next: {found.try_next}.{say}"]
        elif driver.behaviours:
            lines += [wording.ALL_SEEN]
        return _reply(*(Text(line) for line in lines), Text(wording.AGAIN_OR_STOP))

    def _is_for_the_bot(self, text: str, driver: Driver, person: Person, meaning: Understanding) -> bool:
        said = text.lower()
        if asks.understood(text):
            return True
        if _WOULD.search(said):
            return False
        if any(update.record.ids and update.changes for update in meaning.updates):
            return True
        if len(text.split()) <= SHORT:
            return meaning.dialog_act is not None
        if _TO_BOT.search(said):
            return True
        if _TO_CUSTOMER.search(said):
            return False
        if meaning.dialog_act or meaning.updates:
            return True
        if meaning.intent not in ("question", "crm_lookup", "coaching"):
            return False
        spoken = scenes.spoken(driver, person, self._content)
        return bool(_OF_US.search(said)) or not rehearsal.shows_anything(text, driver, spoken, self._embedder)


def _reply(*parts: Part) -> Reply:
    return Reply(parts, visibility="asker", deliver="direct")


def _cited(line: scenes.Line, person: Person, now: datetime) -> tuple[Citation, ...]:
    document, passage = line.document, line.passage
    if document is None or passage is None:
        return ()
    today = now.astimezone(ZoneInfo(person.zone)).date()
    age = general.age(document.updated, today)
    return (Citation(1, document.title, passage.section, document.owner, age, url=document.url),)
