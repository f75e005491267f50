"""The one door: every event of every platform comes to `Conversation.handle` and leaves as an outcome."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol

from bot import wording
from bot.answering import NOT_FOR_BOT, Answering
from bot.answers.desk import AskDesk
from bot.answers.help_desk import QUOTE, HelpDesk
from bot.answers.reply import for_asker
from bot.answers.sent_files import SENT, FileDesk
from bot.book import desk as of_book
from bot.channels import CHANNEL, ChannelDesk
from bot.chat import (
    Deleted,
    Edited,
    Event,
    Message,
    Opened,
    Outcome,
    Person,
    Press,
    Reply,
    Silence,
    Submit,
    Text,
)
from bot.coaching.cards import OURS, PRACTICE
from bot.coaching.desk import CoachingDesk
from bot.coaching.practice import DIRECTLY, Practice
from bot.crm_log import results
from bot.crm_log.desk import LogDesk
from bot.crm_log.rewording import Rewording
from bot.errors import StaleState
from bot.home import OPPORTUNITY, HomeDesk
from bot.linking import Linking
from bot.memory import SPOKEN_OF
from bot.notes.extraction import filled_up
from bot.notes.model import Understanding
from bot.notes.understand import understand
from bot.ports import Card, Crm, Extractor, Store
from bot.preferences import MINE, Preferences
from bot.questions import chatted, question_in, wants_help
from bot.turns import Turn, Turns, book_of

_SAVE = re.compile(r"\bsave\b", re.IGNORECASE)
_SAVE_ALONE = re.compile(r"\W*save(?: (?:it|that|this))?\W*$", re.IGNORECASE)
NEED_RECORDS = frozenset({"crm_update", "crm_lookup", "other", "correction", "choice"})
NEED_NO_RECORDS = frozenset({"save", "note_only", "undo", "discard"})
"""What was shown and confirmed is known without the CRM."""


class _Desk(Protocol):
    def press(self, event: Press, person: Person) -> Outcome: ...
    def submit(self, event: Submit, person: Person) -> Outcome: ...


class Conversation:
    """Keeps no mutable state: what a conversation remembers is in the store."""

    def __init__(
        self,
        store: Store,
        linking: Linking,
        crm: Crm,
        ask: AskDesk,
        help: HelpDesk,
        log: LogDesk,
        coaching: CoachingDesk,
        practice: Practice,
        channels: ChannelDesk,
        preferences: Preferences,
        files: FileDesk,
        extractor: Extractor | None = None,
    ) -> None:
        self._store = store
        self._linking = linking
        self._crm = crm
        self._ask = ask
        self._help = help
        self._log = log
        self._channels = channels
        self._preferences = preferences
        self._files = files
        self._turns = Turns(store, crm, log)
        self._answering = Answering(store, self._turns, ask, help, channels)
        self._coaching = coaching
        self._practice = practice
        self._rewording = Rewording(store, self._turns, log)
        self._book = of_book.BookDesk(store, crm, ask, self._turns)
        self._home = HomeDesk(store, crm, log, coaching, preferences)
        self._desks: tuple[tuple[str, _Desk], ...] = (
            (OPPORTUNITY, self._home),
            (CHANNEL, channels),
            (MINE, preferences),
            (SENT, files),
            (of_book.CARD, self._book),
        )
        self._extractor = extractor

    def handle(self, event: Event) -> Outcome:
        try:
            return self._handle(event)
        except StaleState:
            # Someone else acted on the same card or memory in between: look again, and act on what is.
            return self._handle(event)

    def _handle(self, event: Event) -> Outcome:
        person = self._linking.person(event)
        if isinstance(event, Message) and event.overheard:
            return self._answering.overheard(event, person)
        if isinstance(person, Reply):
            return NOT_FOR_BOT if isinstance(event, Edited | Deleted) else person
        match event:
            case Message():
                return self._message(event, person)
            case Press():
                return self._press(event, person)
            case Submit():
                return self._submit(event, person)
            case Opened() if event.home:
                return self._home.page(event, person)
            case Opened():
                return Reply((Text(f"Hello {person.name.split()[0]}.", strong=True), Text(wording.HELP)))
        waiting = self._rewording.change(event, person)
        return self._answering.changed(event, person) if isinstance(waiting, Silence) else waiting

    def _message(self, event: Message, person: Person) -> Outcome:
        if event.where.kind == "direct":
            self._turns.remember_chat(event, person)
        text = wording.without_controls(event.text)
        if len(text) > wording.MESSAGE_LIMIT:
            return wording.plain(wording.too_long(len(text)))
        if wants_help(text):
            return wording.plain(wording.HELP)
        event = replace(event, text=text)
        for desk in (self._files, self._help, self._channels, self._preferences):
            if reply := desk.message(event, person):
                return reply
        turn = self._turns.open(event, person)
        if turn.acted:
            return self._log.resume(turn.event, person, turn.acted, turn.book)
        meaning = understand(text, turn.context, turn.book, event.at)
        if rehearsed := self._practice.heard(turn.event, person, turn.memory, meaning):
            return self._turns.noting(turn, *rehearsed)
        if self._extractor:
            meaning = filled_up(meaning, text, person, turn.book, event.at, self._extractor)
        if not meaning.dialog_act and not any(c.isalnum() for c in text):
            return wording.plain(wording.NO_WORDS)
        outcome = self._route(turn, meaning)
        if turn.memory.practice and isinstance(outcome, Reply) and not outcome.card_id.startswith(PRACTICE):
            outcome = self._turns.noting(turn, *self._practice.left(outcome, turn.memory))
        self._turns.remember_shown(turn.event, person, outcome, turn.shown)
        return outcome

    def _route(self, turn: Turn, meaning: Understanding) -> Outcome:
        if turn.event.wants == "ask":
            return self._answering.question(turn)
        needed = "crm_update" if turn.event.wants == "log" else meaning.dialog_act or meaning.intent
        if turn.away and needed in NEED_RECORDS:
            away = wording.plain(f"{turn.away} {wording.MEANWHILE}")
            return self._book.of_team(turn, meaning) or away
        if turn.event.wants == "log":
            return self._update(turn, replace(meaning, secondary_intent=None))
        if meaning.dialog_act:
            return self._dialog(turn, meaning)
        if _SAVE_ALONE.match(turn.event.text):
            fresh = turn.last and turn.event.at - turn.last.created_at < SPOKEN_OF
            return (
                results.closed(turn.last.state)
                if turn.last and fresh
                else wording.plain(wording.NOTHING_WAITING)
            )
        # The coach's own words ("plan", "what's next with Priya?") mean coaching where they mean anything.
        if reply := self._coach(turn, freely=not any(each.record.ids for each in meaning.updates)):
            return reply
        if reply := self._book.message(turn, meaning):
            return reply
        match meaning.intent:
            case "crm_update":
                return self._update(turn, meaning)
            case "coaching" | "crm_lookup" | "question":
                return self._answering.question(turn)
            case "smalltalk":
                return wording.plain(chatted(turn.event.text))
        return wording.plain(wording.OTHER)

    def _dialog(self, turn: Turn, meaning: Understanding) -> Outcome:
        event, person, book = turn.event, turn.person, turn.book
        match meaning.dialog_act:
            case "correction" if not meaning.updates:
                return self._log.ask_which_field(event, person, turn.draft, book)
            case "correction":
                return self._log.correct(event, person, turn.draft, meaning, book, saved=turn.applied)
            case "choice" if turn.choice and meaning.choice is not None:
                return self._log.choose(
                    event, person, turn.choice, turn.context.candidates[meaning.choice], book
                )
            case "confirm" if turn.draft and (turn.shown == turn.draft.id or _SAVE.search(event.text)):
                return self._log.save(event, person, turn.draft, book)
            case "confirm" if turn.draft:
                # Other things were said since: a "yes" may be meant for them.
                return self._log.ask_again(event, person, turn.draft, book)
            case "cancel" if card := turn.draft or turn.choice:
                return self._log.dismiss(event, person, card)
            case "undo" if turn.last and turn.surprising and not meaning.updates:
                return results.not_what_was_saved(turn.last, turn.applied or turn.last, book, turn.today)
            case "undo" if turn.applied:
                return self._log.undo(event, person, turn.applied, book)
            case "undo" if turn.last and turn.last.state == "undone":
                return results.undone_already(turn.last)
            case "undo":
                return wording.plain(wording.NOTHING_TO_UNDO)
        return self._coach(turn) or wording.plain(wording.NOTHING_WAITING)

    def _update(self, turn: Turn, meaning: Understanding) -> Outcome:
        reply = self._log.note(turn.event, turn.person, meaning, turn.book, turn.choice)
        spoken_of = [i for u in meaning.updates if u.record.kind == "opportunity" for i in u.record.ids]
        if spoken_of:
            self._turns.remember(turn, turn.memory.with_recent(spoken_of))
        if meaning.secondary_intent != "question":
            return reply
        asked = replace(turn.event, text=question_in(turn.event.text))
        answer = self._answering.question(replace(turn, event=asked))
        # One card has one set of buttons, and these are the note's.
        alone = (Text(wording.ASK_ALONE),) if QUOTE in answer.actions else ()
        both = replace(reply, parts=(*reply.parts, *answer.parts, *alone))
        return for_asker(both) if answer.visibility == "asker" else both

    def _coach(self, turn: Turn, *, freely: bool = True) -> Reply | None:
        """What is said about a person's coaching is for the one who asked, wherever they asked."""
        with self._store.read() as uow:
            asked = self._coaching.asked(turn.event.text, turn.person, uow, freely=freely)
        if asked is None:
            return None
        if asked.verb == "practise" and turn.event.where.kind != "direct":
            return DIRECTLY
        with self._store.write() as uow:
            reply = self._coaching.message(turn.event, turn.person, uow, turn.event.at)
            uow.commit()
        if reply and reply.card_id.startswith(PRACTICE):
            begun = self._practice.begun(reply, turn.event, turn.person, turn.memory)
            return self._turns.noting(turn, *begun)
        return replace(reply, visibility="asker", deliver="direct") if reply else None

    # -- buttons and forms ------------------------------------------------------------------------------

    def _press(self, event: Press, person: Person) -> Outcome:
        if desk := self._desk_of(event.card_id):
            return desk.press(event, person)
        if event.card_id.startswith(OURS):
            with self._store.write() as uow:
                outcome = self._coaching.press(event, person, uow, event.at)
                uow.commit()
            return outcome
        card = self._card_of(event, person)
        if card is None:
            return wording.plain(wording.OLD_CARD)
        if card.kind == "answer":
            return self._ask.press(event, person, card)
        if helped := self._help.press(event, person, card):
            return helped
        if event.action in NEED_NO_RECORDS:
            outcome = self._log.press(event, person, card, book_of(self._crm, person)[0])
            self._turns.remember_shown(event, person, outcome)
            return outcome
        return self._log.press(event, person, card, self._turns.book(person))

    def _submit(self, event: Submit, person: Person) -> Outcome:
        if desk := self._desk_of(event.card_id):
            return desk.submit(event, person)
        if event.card_id.startswith(OURS):
            with self._store.write() as uow:
                outcome = self._coaching.submit(event, person, uow, event.at)
                uow.commit()
            return outcome
        card = self._card_of(event, person)
        if card and card.kind == "answer":
            return self._ask.submit(event, person, card)
        if card and (helped := self._help.submit(event, person, card)):
            return helped
        if card is None or card.kind != "draft":
            return wording.plain(wording.OLD_CARD)
        return self._log.submit(event, person, card, self._turns.book(person))

    def _desk_of(self, card_id: str) -> _Desk | None:
        """Of those whose cards are known by how their ids begin."""
        return next((desk for prefix, desk in self._desks if card_id.startswith(prefix)), None)

    def _card_of(self, event: Press | Submit, person: Person) -> Card | None:
        """The card, if it is this person's own. An answer in a channel may be judged by any reader."""
        with self._store.read() as uow:
            card = uow.cards.get(event.card_id)
        if card is None:
            return None
        open_to_all = card.kind == "answer" and card.where.kind != "direct"
        return card if open_to_all or card.person_id == person.id else None
