"""The way in for every platform: keep the event first, answer it once, remember where the answer went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

from bot import threads, wording
from bot.chat import (
    Address,
    Deleted,
    Edited,
    Event,
    Form,
    FormErrors,
    Identity,
    Message,
    Outcome,
    Reply,
    Silence,
)
from bot.delivery import code_of, deliver, log_failure, record
from bot.errors import CornermanError, DeliveryError, StaleState, StoreError, StoreUnavailable
from bot.keeping import kept
from bot.ports import Clock, InboxItem, Messenger, Outgoing, Store, UnitOfWork
from content_index.errors import ContentError

log = logging.getLogger(__name__)

BATCH = 50
"""Events a round, so that a full inbox does not keep the worker from its other duties."""

MAX_ATTEMPTS = 5
"""How often an event may stop its handling, perhaps with the whole process, before it is given up."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
LEASE = timedelta(seconds=120)
"""Renewed while an event is answered and its answer is on its way."""


class InboxDoor:
    """`accept` commits the event before the platform is told "received"; a re-sent event is one event.
    What a crash leaves unanswered is taken over by `sweep`, on whichever process runs the worker. Accounts
    that an administrator has `named` stay their people's, whatever a platform says."""

    def __init__(
        self,
        store: Store,
        handle: Callable[[Event], Outcome],
        clock: Clock,
        named: Collection[Identity] = (),
    ) -> None:
        self._store = store
        self._named = frozenset(named)
        self._handle = handle
        self._clock = clock

    def accept(self, event: Event) -> bool:
        if isinstance(event, Message) and event.overheard and not self._may_be_heard(event):
            return False
        if isinstance(event, Edited | Deleted) and not self._was_said_here(event):
            return False
        try:
            return self._keep(event)
        except StaleState:
            # Somebody else spoke in the same thread in between.
            return self._keep(event)

    def _may_be_heard(self, event: Message) -> bool:
        with self._store.read() as uow:
            return threads.may_be_heard(event, uow)

    def _was_said_here(self, event: Edited | Deleted) -> bool:
        """Platforms also tell of changes to what people said to each other."""
        with self._store.read() as uow:
            return uow.inbox.knows(event.message_ref)

    def _keep(self, event: Event) -> bool:
        # The platform waits for this, and for nothing else that is written.
        with self._store.write(ahead=True) as uow:
            now = self._clock()
            fresh = threads.heard(event, uow, now) and uow.inbox.accept(event, now)
            uow.commit()
        return fresh

    def answer(self, event: Event) -> Outcome | None:
        with self._store.write() as uow:
            item = uow.inbox.claim(event.id, self._clock(), LEASE.total_seconds())
            uow.commit()
        return self._work(item, event) if item else None

    def kept(self, event: Event) -> AbstractContextManager[None]:
        return kept(lambda: self._renew(event), every=LEASE / 3)

    def _renew(self, event: Event) -> None:
        with self._store.write() as uow:
            uow.inbox.postpone(event.id, self._clock() + LEASE, forgiven=False)
            uow.commit()

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        # Whatever was said has been heard: the event's text is wiped with it.
        with self._store.write() as uow:
            if isinstance(outcome, Reply) and outcome.card_id and not _stays(outcome.card_id, uow):
                uow.cards.delivered(outcome.card_id, where, message_ref)
            uow.inbox.done(event.id, self._clock())
            threads.answered(event, outcome, where, uow, self._clock())
            uow.commit()

    def forget(self, who: Identity) -> None:
        with self._store.read() as uow:
            known = uow.people.by_identity(who)
        if known and who not in self._named:
            with self._store.write() as uow:
                uow.people.unlink(who)
                uow.commit()

    def shown(self, card_id: str) -> tuple[Address, str] | None:
        with self._store.read() as uow:
            card = uow.cards.get(card_id)
        return (card.where, card.message_ref) if card and card.message_ref else None

    def card_at(self, where: Address, message_ref: str) -> str:
        with self._store.read() as uow:
            card = uow.cards.standing(where, message_ref)
        return card.id if card else ""

    def sweep(self, messengers: Mapping[str, Messenger]) -> int:
        """Finish what was accepted but not answered, or answered but not delivered, on these platforms.
        Returns how many were taken up."""
        # One at a time: a lease must not run out behind slow events before it.
        for taken in range(BATCH):
            item = self._claim_unfinished(messengers)
            if item is None:
                return taken
            self._finish(item, messengers)
        return BATCH

    def _claim_unfinished(self, messengers: Mapping[str, Messenger]) -> InboxItem | None:
        with self._store.write() as uow:
            items = uow.inbox.claim_unfinished(self._clock(), messengers.keys(), 1, LEASE.total_seconds())
            uow.commit()
        return items[0] if items else None

    def _finish(self, item: InboxItem, messengers: Mapping[str, Messenger]) -> None:
        event = item.event
        messenger = messengers.get(event.where.platform) if event else None
        if event is None or messenger is None:
            # The queue hands out what it cannot read and what nobody has served for days.
            self._give_up(item, "no process can read or serve it")
        elif item.outcome is None and item.attempts > MAX_ATTEMPTS:
            self._give_up(item, f"{MAX_ATTEMPTS} attempts to handle it ended without an answer")
        else:
            self._try_again(item, event, messenger)

    def _try_again(self, item: InboxItem, event: Event, messenger: Messenger) -> None:
        try:
            outcome = _in_words(self._work(item, event), event)
            tried = item.outcome is not None
            where, ref = deliver(self, messenger, event, outcome, pressed="", again=tried)
            record(self, event, outcome, where, ref)
        except Exception as error:
            log_failure(event, error)
            self._put_off(item, error)

    def _put_off(self, item: InboxItem, error: Exception) -> None:
        now = self._clock()
        age = now - item.accepted_at
        if isinstance(error, DeliveryError) and error.permanent:
            self._give_up(item, "its answer cannot be delivered")
        elif age >= GIVE_UP_AFTER:
            self._give_up(item, "it is too old to go on trying")
        else:
            outage = isinstance(error, StoreUnavailable)
            with self._store.write() as uow:
                # As long again as it has waited already: the waits double.
                asked = error.retry_after if isinstance(error, DeliveryError) else 0.0
                wait = max(min(max(age, FIRST_WAIT), LONGEST_WAIT), timedelta(seconds=asked))
                uow.inbox.postpone(item.event_id, now + wait, forgiven=outage)
                uow.commit()

    def _give_up(self, item: InboxItem, why: str) -> None:
        code = code_of(item.event) if item.event else "-"
        log.error("event %s (code %s) is given up: %s", item.event_id, code, why)
        with self._store.write() as uow:
            uow.inbox.dead(item.event_id, self._clock())
            person = uow.people.by_identity(item.event.who) if item.event else None
            if item.event and person and not _unasked(item.event):
                uow.outgoings.add(self._apology(item.event, person.id))
            uow.commit()

    def _apology(self, event: Event, person_id: str) -> Outgoing:
        where = event.where if event.where.kind == "direct" else None
        reply = wording.plain(wording.unanswered(code_of(event)))
        return Outgoing(f"{event.id}:unanswered", person_id, reply, where, not_before=self._clock())

    def _work(self, item: InboxItem, event: Event) -> Outcome:
        if item.outcome is not None:
            return item.outcome
        with self.kept(event):
            outcome = self._answer_kindly(event)
        with self._store.write() as uow:
            uow.inbox.handled(event.id, outcome)
            uow.commit()
        return outcome

    def _answer_kindly(self, event: Event) -> Outcome:
        """A user's mistake is an answer. A fault of ours is logged without the message's text, and said
        to whoever waits for an answer."""
        try:
            return self._handle(event)
        except StoreUnavailable:
            raise
        except Exception as error:
            known = _is_for_users(error)
            if known:
                log.warning("event %s could not be handled: %s", event.id, type(error).__name__)
            else:
                log_failure(event, error)
            if _unasked(event):
                return Silence("it could not be handled, and nobody waits for it")
            return wording.plain(str(error) if known else wording.our_fault(code_of(event)))


def _stays(card_id: str, uow: UnitOfWork) -> bool:
    """An answer stands where it was given, whatever is said about it later and to whom."""
    card = uow.cards.get(card_id)
    return card is not None and card.kind == "answer" and bool(card.message_ref)


def _unasked(event: Event) -> bool:
    """Said among people, who wait for no answer."""
    if isinstance(event, Message):
        return event.overheard and event.opens_thread
    return isinstance(event, Edited | Deleted) and event.where.kind != "direct"


def _in_words(outcome: Outcome, event: Event) -> Outcome:
    """No form stands open for what is taken up later."""
    if isinstance(outcome, FormErrors):
        return replace(wording.plain("\n".join(outcome.errors.values())), visibility="asker")
    if isinstance(outcome, Form):
        return replace(wording.plain(wording.not_shown(code_of(event))), visibility="asker")
    return outcome


def _is_for_users(error: Exception) -> bool:
    """What the database says names its file or host: that is for the log."""
    if isinstance(error, StoreError):
        return isinstance(error, StaleState)
    return isinstance(error, CornermanError | ContentError)
