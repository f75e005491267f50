"""The way in for every platform: keep the event first, answer it once, remember where the answer went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from bot import wording
from bot.chat import Address, Event, Outcome, Reply
from bot.delivery import deliver, log_failure
from bot.errors import CornermanError, DeliveryError, StoreUnavailable
from bot.ports import Clock, InboxItem, Messenger, Store
from content_index.errors import ContentError

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


class InboxDoor:
    """`accept` commits the event before the platform is told "received"; a re-sent event is one event.
    What a crash leaves unanswered is taken over by `sweep`, on whichever process runs the worker."""

    def __init__(self, store: Store, handle: Callable[[Event], Outcome], clock: Clock) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock

    def accept(self, event: Event) -> bool:
        with self._store.write() as uow:
            fresh = uow.inbox.accept(event, self._clock())
            uow.commit()
        return fresh

    def answer(self, event: Event) -> Outcome | None:
        with self._store.write() as uow:
            item = uow.inbox.claim(event.id, self._clock())
            uow.commit()
        return self._work(item, event) if item else None

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        # Whatever was said has been heard: the event's text is wiped with it.
        with self._store.write() as uow:
            if isinstance(outcome, Reply) and outcome.card_id:
                uow.cards.delivered(outcome.card_id, where, message_ref)
            uow.inbox.done(event.id, self._clock())
            uow.commit()

    def shown(self, card_id: str) -> tuple[Address, str] | None:
        with self._store.read() as uow:
            card = uow.cards.get(card_id)
        return (card.where, card.message_ref) if card and card.message_ref else None

    def sweep(self, messengers: Mapping[str, Messenger]) -> int:
        """Finish what was accepted but not answered, or answered but not delivered. Returns how many."""
        with self._store.write() as uow:
            items = uow.inbox.claim_unfinished(self._clock())
            uow.commit()
        for item in items:
            self._finish(item, messengers)
        return len(items)

    def _finish(self, item: InboxItem, messengers: Mapping[str, Messenger]) -> None:
        event = item.event
        if event is None or item.attempts > MAX_ATTEMPTS:
            with self._store.write() as uow:
                uow.inbox.dead(item.event_id, self._clock())
                uow.commit()
            return
        outcome = item.outcome or self._work(item, event)
        messenger = messengers.get(event.where.platform)
        if messenger is None:
            return  # another process serves that platform; the answer is kept for it
        try:
            where, ref = deliver(self, messenger, event, outcome, pressed="")
        except DeliveryError as error:
            log_failure(event, error)
            return
        self.delivered(event, outcome, where, ref)

    def _work(self, item: InboxItem, event: Event) -> Outcome:
        if item.outcome is not None:
            return item.outcome
        outcome = self._answer_kindly(event)
        with self._store.write() as uow:
            uow.inbox.handled(event.id, outcome)
            uow.commit()
        return outcome

    def _answer_kindly(self, event: Event) -> Outcome:
        """A user's mistake is an answer. A fault of ours is logged without the message's text, and said."""
        try:
            return self._handle(event)
        except StoreUnavailable:
            raise
        except (CornermanError, ContentError) as error:
            log.warning("event %s could not be handled: %s", event.id, type(error).__name__)
            return wording.plain(str(error))
        except Exception as error:
            log_failure(event, error)
            return wording.plain(wording.OUR_FAULT)
