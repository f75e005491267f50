"""The same question again: its answer gets better, and nobody is told but by the asker's own tap."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot import wording
from bot.answers.audience import Content, principals
from bot.chat import Action, Citation, Part, Person, Press, Reply, Text
from bot.coaching import reading, telling
from bot.coaching.evidence import Signal
from bot.coaching.model import Driver, Plan
from bot.ports import Card, Store, UnitOfWork
from bot.settings import Settings
from content_index.errors import NoContent
from content_index.model import Query, Vector
from content_index.ports import Embedder

LATELY = timedelta(days=14)
TIMES = 3
SAME = 0.85
"""Two questions of one person with a cosine above this ask the same."""
OTHERS = 2
VALID = timedelta(days=14)
ONE_ON_ONE = "one_on_one"


class Again:
    def __init__(self, store: Store, content: Content, embedder: Embedder, settings: Settings) -> None:
        self._store = store
        self._content = content
        self._embedder = embedder
        self._settings = settings

    def noted(self, reply: Reply, card: Card, person: Person) -> Reply:
        """`reply` as it is, or with more where the person comes back to the same for the third time within
        two weeks. In a channel others read along: there it stays as it is."""
        if card.where.kind != "direct" or self._times(card, person) < TIMES:
            return reply
        with self._store.read() as uow:
            plan = self._plan(card, person, uow)
        driver = reading.driver(plan.driver_id, self._settings) if plan else self._driver(card)
        parts: list[Part] = [Text(_heading(driver))]
        parts += self._others(card, person)
        bring = (Action(ONE_ON_ONE, "Bring to my 1:1"),) if plan else ()
        return replace(reply, parts=(*reply.parts, *parts), actions=(*reply.actions, *bring))

    def bring(self, event: Press, person: Person, card: Card) -> Reply:
        """The manager reads the topic and nothing of the question; the person sees what they will read."""
        with self._store.write() as uow:
            plan = self._plan(card, person, uow) if card.person_id == person.id else None
            manager = uow.people.get(plan.manager_id) if plan else None
            if plan is None or manager is None:
                return wording.plain(wording.OLD_CARD)
            topic = reading.driver(plan.driver_id, self._settings).name
            uow.coaching.wake((manager.id,))
            uow.evidence.add_signal(_wish(plan, topic, card, event.at))
            uow.commit()
        passed_on = telling.wish(person, topic)
        words = f"{manager.name} reads this and no more: “{passed_on}”"
        return Reply((Text(words),), visibility="asker")

    def _plan(self, card: Card, person: Person, uow: UnitOfWork) -> Plan | None:
        """The plan under way that the question belongs to."""
        cited = _cited(card)
        return next(
            (
                plan
                for plan in uow.coaching.plans_of(person.id)
                if (plan.rep_id, plan.manager_id, plan.state) == (person.id, person.manager_id, "active")
                and cited & set(reading.driver(plan.driver_id, self._settings).content)
            ),
            None,
        )

    def _times(self, card: Card, person: Person) -> int:
        """How often the person has asked this lately, now included. Only vectors are kept, for two weeks."""
        vector = self._embedder.encode([card.payload["question"]])[0]
        model, since = self._embedder.fingerprint, card.created_at - LATELY
        cited = next(iter(card.payload["sources"]), None) if card.payload["kind"] == "answered" else None
        page = cited["document_id"] if cited else ""
        with self._store.write() as uow:
            uow.returning.note(person.id, card.id, card.created_at, _text(vector), model, page)
            uow.returning.forget(since)
            kept = [_vector(text) for text in uow.returning.since(person.id, since, model)]
            uow.commit()
        return int(np.count_nonzero(np.stack(kept) @ vector >= SAME)) if kept else 0

    def _driver(self, card: Card) -> Driver | None:
        cited = _cited(card)
        return next((d for d in self._settings.drivers if cited & set(d.content)), None)

    def _others(self, card: Card, person: Person) -> list[Citation]:
        """Pages near the question that the answer does not cite."""
        sources = card.payload["sources"]
        seen = {source["document_id"] for source in sources}
        try:
            found = self._content.search(Query(card.payload["question"], principals(person)))
        except NoContent:
            return []
        near = {hit.document.id: hit.document for hit in found.hits if hit.document.id not in seen}
        pages = list(near.values())[:OTHERS]
        today = card.created_at.astimezone(ZoneInfo(person.zone)).date()
        return [
            Citation(n, page.title, owner=page.owner, age=wording.age(page.updated, today), url=page.url)
            for n, page in enumerate(pages, len(sources) + 1)
        ]


def _cited(card: Card) -> set[str]:
    return {source["document_id"] for source in card.payload["sources"]}


def _heading(driver: Driver | None) -> str:
    practise = f"“practise {driver.name.lower()}” tries it out, and " if driver else ""
    return (
        f"You have come back to this, so here is more: {practise}“Ask an expert” reaches a person. "
        "Nobody is told that you asked."
    )


def _wish(plan: Plan, topic: str, card: Card, now: datetime) -> Signal:
    return Signal(
        f"wish:{card.id}:{plan.manager_id}",
        "wants_time",
        plan.manager_id,
        plan.id,
        plan.rep_id,
        plan.driver_id,
        topic,
        "",
        now,
        now + VALID,
    )


def _text(vector: Vector) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


def _vector(text: str) -> Vector:
    return np.frombuffer(base64.b64decode(text), "<f4").astype(np.float32)
