"""One message with all that is needed to understand it, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat import TERMINAL, Event, Message, Outcome, Person, Reply
from bot.crm_log.desk import LogDesk
from bot.crm_log.speaker import speaker_of
from bot.errors import CrmError
from bot.memory import SPOKEN_OF, Memory, recall
from bot.notes.model import DialogContext, RecordUpdate
from bot.ports import Card, Crm, Store
from bot.sales import Book, Note
from bot.wire import load

EVERYWHERE = ""
"""The address under which is remembered what holds for a person in every conversation."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, with all that is needed to understand it. `acted` is the card that this very message
    acted on before, when it comes again, `last` the one acted on last; `shown` the id of the card that the
    person was last shown. `away` is what the CRM said instead of giving its `book`, which then is empty."""

    event: Message
    person: Person
    memory: Memory
    book: Book
    context: DialogContext
    draft: Card | None
    applied: Card | None
    choice: Card | None
    acted: Card | None
    last: Card | None
    shown: str
    away: str = ""

    @property
    def today(self) -> date:
        return self.event.at.astimezone(ZoneInfo(self.person.zone)).date()

    @property
    def surprising(self) -> bool:
        """What was done last wrote no field or is undone already, and the save before it is not what stands
        on the screen."""
        last, applied = self.last, self.applied
        idle = last is not None and last.state in ("discarded", "noted", "undone")
        return bool(idle and applied and self.shown != applied.id)


class Turns:
    def __init__(self, store: Store, crm: Crm, log: LogDesk) -> None:
        self._store = store
        self._crm = crm
        self._log = log

    def open(self, event: Message, person: Person) -> Turn:
        book, away = book_of(self._crm, person, event.text)
        with self._store.read() as uow:
            memory = recall(uow.conversations.load(event.where.key, person.id), event.at)
            draft = uow.cards.latest("draft", person.id, ["open"])
            applied = uow.cards.latest("draft", person.id, ["applied", "undoing"])
            choice = uow.cards.latest("choice", person.id, ["open"])
            acted = uow.cards.get(memory.acted(event.id))
            acts = [c for card_id in memory.last_acts if (c := uow.cards.get(card_id)) and c.state != "open"]
            last_saved = next((c for c in acts if c.state in ("applied", "undoing")), applied)
            shown = recall(uow.conversations.load(EVERYWHERE, person.id), event.at).shown
            on_screen = uow.cards.get(shown)
        # Left behind by an act on something later: the buttons still work, but words mean what came after.
        passed = max((c.created_at for c in (*acts, last_saved) if c), default=None)
        draft, choice = (
            c if c and (passed is None or c.created_at >= passed) else None for c in (draft, choice)
        )
        if draft and choice:
            # What was asked or shown last is what an answer means.
            draft, choice = (draft, None) if draft.created_at > choice.created_at else (None, choice)
        fresh = last_saved if last_saved and event.at - last_saved.created_at < SPOKEN_OF else None
        context = DialogContext(
            speaker=person,
            pending=self._log.updates_of(draft),
            applied=self._log.updates_of(fresh),
            candidates=tuple(choice.payload["candidates"]) if choice else (),
            asked_for=load(choice.payload["update"], RecordUpdate) if choice else None,
            recent=memory.recent,
        )
        # An undo in another conversation of the same person, of which this one remembers no act.
        undone = on_screen if on_screen and on_screen.state == "undone" else None
        last = undone or (acts[0] if acts else None)
        return Turn(event, person, memory, book, context, draft, last_saved, choice, acted, last, shown, away)

    def notes(self, record_id: str, person: Person) -> Sequence[Note]:
        """None where the CRM gives none: what else is known is worth having without them."""
        try:
            return self._crm.notes(record_id, speaker_of(person))
        except CrmError:
            return ()

    def book(self, person: Person) -> Book:
        """Raises the CrmError tree."""
        return self._crm.book(speaker_of(person))

    def remember(self, turn: Turn, facts: Mapping[str, Any]) -> None:
        with self._store.write() as uow:
            # Read again: another message of the same person may have been answered meanwhile.
            state = uow.conversations.load(turn.event.where.key, turn.person.id)
            known = recall(state, turn.event.at).data
            uow.conversations.save(replace(state, data={**known, **facts}), turn.event.at)
            uow.commit()

    def remember_chat(self, event: Message, person: Person) -> None:
        """The chat itself, not a thread in it: what the bot says first belongs at its end."""
        chat = replace(event.where, thread=None)
        with self._store.read() as uow:
            known = uow.people.address_of(person.id)
        # One person has one preferred place.
        if known != chat and (known is None or chat.platform != TERMINAL):
            with self._store.write() as uow:
                uow.people.remember_address(person.id, chat)
                uow.commit()

    def noting(self, turn: Turn, reply: Reply, facts: Mapping[str, Any]) -> Reply:
        self.remember(turn, facts)
        return reply

    def remember_shown(self, event: Event, person: Person, outcome: Outcome, before: str = "") -> None:
        """`before`: what is remembered already."""
        shown = outcome.card_id if isinstance(outcome, Reply) else ""
        if shown == before:
            return
        with self._store.write() as uow:
            # A draft asked for in a channel is answered in the direct chat: one memory for all places.
            state = uow.conversations.load(EVERYWHERE, person.id)
            known = recall(state, event.at).data
            uow.conversations.save(replace(state, data={**known, "shown": shown}), event.at)
            uow.commit()


def book_of(crm: Crm, person: Person, said: str = "") -> tuple[Book, str]:
    """An empty book and the CRM's sentence where it gives none: questions need no CRM, and what was confirmed
    can wait for it."""
    try:
        return crm.book(speaker_of(person), said), ""
    except CrmError as error:
        return Book(person.crm_user, ()), str(error)
