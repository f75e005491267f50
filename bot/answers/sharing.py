"""An answer that only its asker was shown, put where it was asked: just what everyone there may see.

Nothing is decided when the answer is given. Whenever Share is pressed, who reads there and who may see each
page is asked again; a line goes with its source, and a source whose words have changed since stays out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot import wire, wording
from bot.answers import reply
from bot.answers.audience import Content, principals
from bot.answers.model import Answer, Source
from bot.chat import Action, Address, Identity, Person, Press, Reply, Text
from bot.errors import DeliveryError
from bot.ports import Card, Outgoing, Rooms, Store
from content_index.model import PUBLIC, Principal

SHARE = Action("share", "Share in the channel")
SHARE_PART = "share_part"
ACTIONS = (SHARE.id, SHARE_PART)

SHARED = "Shared where you asked."
SHARED_BEFORE = "It is there already."
NOT_POSTED = "I could not post it there. Ask again there, and share the new answer."
NOTHING_LEFT = "Nothing of this answer may be seen by everyone there, so I shared nothing."
CHANGED = "Its pages have changed since. Ask again for the newest answer."
PUBLIC_ONLY = {
    "stranger": " Somebody there is not known to me, so only public pages count.",
    "silent": " I could not see who reads there, so only public pages count.",
}
TOO_LATE = timedelta(minutes=10)
"""A share that could not be delivered for so long is dropped: who reads there may have changed."""


@dataclass(frozen=True, slots=True)
class _Readers:
    """What each reader may see; `why` says in a sentence why it is only what is public."""

    allowed: frozenset[frozenset[Principal]]
    why: str = ""


class Sharing:
    """`rooms` by platform name: who can be asked who reads a channel."""

    def __init__(self, store: Store, content: Content, rooms: Mapping[str, Rooms]) -> None:
        self._store = store
        self._content = content
        self._rooms = rooms

    def kept(self, answer: Answer, where: Address, person: Person) -> Mapping[str, Any]:
        """What the card has to keep for a later Share; empty where there is nothing to share."""
        private = any(not source.public for source in answer.sources)
        if where.kind == "direct" or answer.kind != "answered" or not private:
            return {}
        words = [self._words(source, principals(person)) for source in answer.sources]
        return {"where": wire.dump(where, Address), "answer": wire.dump(answer, Answer), "words": words}

    def press(self, event: Press, person: Person, card: Card) -> Reply:
        """The asker's own press alone counts."""
        kept = card.payload.get("share")
        if not kept or person.id != card.person_id:
            return wording.plain(wording.OLD_CARD)
        answer: Answer = wire.load(kept["answer"], Answer)
        where: Address = wire.load(kept["where"], Address)
        allowed = principals(person)
        marked = zip(answer.sources, kept["words"], strict=True)
        mine = [source for source, words in marked if words and self._words(source, allowed) == words]
        if not mine:
            return wording.plain(CHANGED)
        readers = self._readers(where)
        theirs = [source for source in mine if self._may_see(source, readers.allowed)]
        shared = part_of(answer, [source.number for source in theirs])
        if not shared.lines:
            return wording.plain(NOTHING_LEFT + readers.why)
        if len(theirs) < len(mine) and event.action != SHARE_PART:
            return _ask(len(mine) - len(theirs), len(mine), readers.why, card.id)
        return self._post(shared, where, event, person, card)

    def _post(self, shared: Answer, where: Address, event: Press, person: Person, card: Card) -> Reply:
        today = event.at.astimezone(ZoneInfo(person.zone)).date()
        message = Outgoing(
            f"{card.id}:share",
            person.id,
            _said(shared, today),
            where,
            not_before=event.at,
            expires_at=event.at + TOO_LATE,
        )
        with self._store.write() as uow:
            before = uow.outgoings.get(message.key)
            uow.outgoings.add(message)
            uow.commit()
        if before is None:
            return wording.plain(SHARED)
        return wording.plain(NOT_POSTED if before.state in ("failed", "expired") else SHARED_BEFORE)

    def _readers(self, where: Address) -> _Readers:
        everyone = frozenset({frozenset({PUBLIC})})
        room = self._rooms.get(where.platform)
        try:
            accounts = room.members(where) if room else ()
            if room is None or not accounts:
                return _Readers(everyone, PUBLIC_ONLY["silent"])
            people = self._people(accounts)
            strange = any(person is None and not room.is_program(who) for who, person in people.items())
        except DeliveryError:
            return _Readers(everyone, PUBLIC_ONLY["silent"])
        known = frozenset(principals(person) for person in people.values() if person)
        return (
            _Readers(known | everyone, PUBLIC_ONLY["stranger"]) if strange or not known else _Readers(known)
        )

    def _people(self, accounts: Sequence[Identity]) -> dict[Identity, Person | None]:
        with self._store.read() as uow:
            return {who: uow.people.by_identity(who) for who in accounts}

    def _may_see(self, source: Source, readers: Collection[frozenset[Principal]]) -> bool:
        return all(self._content.document(source.document_id, one) for one in readers)

    def _words(self, source: Source, allowed: frozenset[Principal]) -> str:
        """A mark of the cited passage's words; empty where it is not there or may not be seen."""
        passages = self._content.passages(source.document_id, allowed)
        text = next((one.text for one in passages if one.id == source.passage_id), "")
        return sha256(text.encode()).hexdigest() if text else ""


def part_of(answer: Answer, numbers: Collection[int]) -> Answer:
    """The lines from the sources of these numbers, numbered anew: nothing tells that there were others, nor
    who else says the same."""
    kept = [line for line in answer.lines if line.number in numbers]
    lines = [replace(line, also=tuple(number for number in line.also if number in numbers)) for line in kept]
    cited = {number for line in lines for number in (line.number, *line.also)}
    used = [source for source in answer.sources if source.number in cited]
    new = {source.number: place for place, source in enumerate(used, start=1)}
    return replace(
        answer,
        lines=tuple(
            replace(line, number=new[line.number], also=tuple(new[number] for number in line.also))
            for line in lines
        ),
        sources=tuple(replace(source, number=new[source.number], public=True) for source in used),
        unmatched=(),
        differ=answer.differ and answer.lines[:2] == tuple(kept[:2]),
    )


def _said(shared: Answer, today: date) -> Reply:
    return Reply(reply.render(shared, "", today).parts)


def _ask(hidden: int, count: int, why: str, card_id: str) -> Reply:
    are, them = ("is", "it") if hidden == 1 else ("are", "them")
    sources = "source" if count == 1 else "sources"
    question = (
        f"{hidden} of {count} {sources} {are} not visible to everyone there; share without {them}?{why}"
    )
    return Reply((Text(question),), (Action(SHARE_PART, f"Share without {them}"),), card_id=card_id)
