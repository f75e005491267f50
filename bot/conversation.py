"""The one door: every event of every platform comes to `Conversation.handle` and leaves as an outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers.desk import AskDesk
from bot.chat import Event, Message, Opened, Outcome, Person, Press, Reply, Silence, Submit, Text
from bot.coaching import asks
from bot.coaching.desk import CoachingDesk
from bot.crm_log import lookup
from bot.crm_log.desk import LogDesk
from bot.notes.model import DialogContext, RecordUpdate, Understanding
from bot.notes.understand import understand
from bot.ports import Card, ConversationState, Crm, Store
from bot.sales import Book
from bot.wire import load

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HELP = re.compile(
    r"^\W*(?:help(?: me)?|hilfe|who are you|what (?:can|do) you do|how (?:does this|do you) work)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One message, with all that is needed to understand it."""

    event: Message
    person: Person
    state: ConversationState
    book: Book
    context: DialogContext
    draft: Card | None
    applied: Card | None
    choice: Card | None

    @property
    def today(self) -> date:
        return self.event.at.astimezone(ZoneInfo(self.person.zone)).date()


class Conversation:
    """Keeps no mutable state: what a conversation remembers is in the store."""

    def __init__(self, store: Store, crm: Crm, ask: AskDesk, log: LogDesk, coaching: CoachingDesk) -> None:
        self._store = store
        self._crm = crm
        self._ask = ask
        self._log = log
        self._coaching = coaching

    def handle(self, event: Event) -> Outcome:
        with self._store.read() as uow:
            person = uow.people.by_identity(event.who)
        if person is None:
            return wording.plain(wording.UNKNOWN_PERSON)
        match event:
            case Message():
                return self._message(event, person)
            case Press():
                return self._press(event, person)
            case Submit():
                return self._submit(event, person)
            case Opened():
                return Reply((Text(f"Hello {person.name.split()[0]}.", strong=True), Text(wording.HELP)))
        return Silence("edits and deletions change nothing that was confirmed")

    # -- messages ---------------------------------------------------------------------------------------

    def _message(self, event: Message, person: Person) -> Outcome:
        if event.where.kind == "direct":
            self._remember_direct_chat(event, person)
        text = _CONTROL.sub(" ", event.text).strip()
        if len(text) > wording.MESSAGE_LIMIT:
            return wording.plain(wording.too_long(len(text)))
        if not any(c.isalnum() for c in text):
            return wording.plain(wording.NO_WORDS)
        if _HELP.match(text):
            return wording.plain(wording.HELP)
        turn = self._open(replace(event, text=text), person)
        return self._route(turn, understand(text, turn.context, turn.book, event.at))

    def _open(self, event: Message, person: Person) -> _Turn:
        book = self._crm.book(person.crm_user or person.id)
        with self._store.read() as uow:
            state = uow.conversations.load(event.where.key, person.id)
            draft = self._log.open_card("draft", person, event.where, uow)
            applied = self._log.open_card("draft", person, event.where, uow, "applied")
            choice = self._log.open_card("choice", person, event.where, uow)
        if draft and choice and draft.created_at > choice.created_at:
            choice = None
        context = DialogContext(
            speaker=person,
            pending=self._log.updates_of(draft),
            applied=self._log.updates_of(applied),
            candidates=tuple(choice.payload["candidates"]) if choice else (),
            asked_for=load(choice.payload["update"], RecordUpdate) if choice else None,
            recent=tuple(state.data.get("recent", ())),
        )
        return _Turn(event, person, state, book, context, draft, applied, choice)

    def _route(self, turn: _Turn, meaning: Understanding) -> Outcome:
        if meaning.dialog_act:
            return self._dialog(turn, meaning)
        # The coach's own words ("plan", "what's next with Priya?") mean coaching where they mean anything.
        if asks.understood(turn.event.text) and (reply := self._coach(turn)):
            return reply
        match meaning.intent:
            case "crm_update":
                return self._update(turn, meaning)
            case "crm_lookup":
                return self._lookup(turn)
            case "coaching" | "question":
                return self._question(turn)
            case "smalltalk":
                return wording.plain(wording.SMALLTALK)
        return wording.plain(wording.OTHER)

    def _dialog(self, turn: _Turn, meaning: Understanding) -> Outcome:
        event, person, book = turn.event, turn.person, turn.book
        act = meaning.dialog_act
        if act == "correction":
            return self._log.correct(event, person, meaning, book)
        if act == "choice" and turn.choice and meaning.choice is not None:
            candidates = turn.choice.payload["candidates"]
            return self._log.choose(event, person, turn.choice, candidates[meaning.choice], book)
        if act == "confirm" and turn.draft:
            return self._log.save(event, person, turn.draft, book)
        if act == "cancel" and turn.draft:
            return self._log.discard(turn.draft)
        if act == "undo":
            if turn.applied is None:
                return wording.plain(wording.NOTHING_TO_UNDO)
            return self._log.undo(event, person, turn.applied, book)
        return self._coach(turn) or wording.plain(wording.NOTHING_WAITING)

    def _update(self, turn: _Turn, meaning: Understanding) -> Outcome:
        reply = self._log.note(turn.event, turn.person, meaning, turn.book)
        recent = [i for u in meaning.updates if u.record.kind == "opportunity" for i in u.record.ids]
        if recent:
            self._remember(
                turn, {"recent": [*recent, *(i for i in turn.context.recent if i not in recent)][:5]}
            )
        if meaning.secondary_intent != "question":
            return reply
        answer = self._question(turn)
        return replace(reply, parts=(*reply.parts, *answer.parts))

    def _lookup(self, turn: _Turn) -> Outcome:
        named = lookup.named_opportunities(turn.event.text, turn.book, turn.context.recent)
        if not named and not lookup.wants_list(turn.event.text):
            return self._question(turn)
        if lookup.wants_brief(turn.event.text) and len(named) == 1:
            opportunity = named[0]
            question = (
                f"How do we win against {opportunity.competitors[0]}?" if opportunity.competitors else ""
            )
            card = self._ask.excerpt(question, turn.person, turn.today) if question else ()
            return lookup.brief(opportunity, turn.book, card, turn.today)
        return lookup.lookup(turn.event.text, named, turn.book, turn.today)

    def _coach(self, turn: _Turn) -> Reply | None:
        with self._store.write() as uow:
            reply = self._coaching.message(turn.event, turn.person, uow, turn.event.at)
            uow.commit()
        return reply

    def _question(self, turn: _Turn) -> Reply:
        reply, card, subject = self._ask.message(turn.event, turn.person, turn.state.data.get("question"))
        if card is not None:
            with self._store.write() as uow:
                uow.cards.add(card)
                uow.commit()
            self._remember(turn, {"question": subject})
        return reply

    # -- buttons and forms ------------------------------------------------------------------------------

    def _press(self, event: Press, person: Person) -> Outcome:
        if event.card_id.startswith(("plan:", "nudge:", "reminder:")):
            with self._store.write() as uow:
                outcome = self._coaching.press(event, person, uow, event.at)
                uow.commit()
            return outcome
        card = self._card_of(event, person)
        if card is None:
            return wording.plain(wording.OLD_CARD)
        if card.kind == "answer":
            with self._store.write() as uow:
                outcome = self._ask.press(event, person, card, uow)
                uow.commit()
            return outcome
        return self._log.press(event, person, card, self._crm.book(person.crm_user or person.id))

    def _submit(self, event: Submit, person: Person) -> Outcome:
        if event.card_id.startswith(("plan:", "nudge:", "reminder:")):
            with self._store.write() as uow:
                outcome = self._coaching.submit(event, person, uow, event.at)
                uow.commit()
            return outcome
        card = self._card_of(event, person)
        if card is None or card.kind != "draft":
            return wording.plain(wording.OLD_CARD)
        return self._log.submit(event, person, card, self._crm.book(person.crm_user or person.id))

    def _card_of(self, event: Press | Submit, person: Person) -> Card | None:
        """The card, if it is this person's own. An answer in a channel may be judged by any reader."""
        with self._store.read() as uow:
            card = uow.cards.get(event.card_id)
        if card and (card.person_id == person.id or card.kind == "answer"):
            return card
        return None

    # -- memory -----------------------------------------------------------------------------------------

    def _remember(self, turn: _Turn, facts: Mapping[str, Any]) -> None:
        with self._store.write() as uow:
            # Read again: another message of the same person may have been answered meanwhile.
            state = uow.conversations.load(turn.event.where.key, turn.person.id)
            uow.conversations.save(replace(state, data={**state.data, **facts}), turn.event.at)
            uow.commit()

    def _remember_direct_chat(self, event: Message, person: Person) -> None:
        with self._store.read() as uow:
            known = uow.people.address_of(person.id)
        if known != event.where:
            with self._store.write() as uow:
                uow.people.remember_address(person.id, event.where)
                uow.commit()
