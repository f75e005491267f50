"""Where a reply goes and how it gets there: the same on every platform that sends by address."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from hashlib import sha256

from bot.chat import Address, Event, Outcome, Reply
from bot.errors import MessageGone, StoreUnavailable
from bot.ports import Door, Messenger

log = logging.getLogger(__name__)

RECORD_TRIES = 5
"""Each waits as long as the database's own patience."""


def deliver(
    door: Door, chat: Messenger, event: Event, outcome: Outcome, pressed: str, again: bool = False
) -> tuple[Address, str]:
    """Puts a reply where it belongs; `pressed` is the message the event came from, or ''; `again` when this
    was tried before.

    Returns where it is now and its message, '' for an outcome that is no message. Raises DeliveryError.
    """
    if not isinstance(outcome, Reply):
        return event.where, ""
    with door.kept(event):
        return _put(door, chat, event, outcome, pressed, again)


def record(door: Door, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
    recorded(f"event {event.id}", lambda: door.delivered(event, outcome, where, message_ref))


def recorded(name: str, record: Callable[[], None]) -> None:
    """What was sent must not be sent again because the database was busy for a moment."""
    for _ in range(RECORD_TRIES - 1):
        try:
            return record()
        except StoreUnavailable as error:
            log.warning("%s was sent, and that is not recorded yet: %s", name, type(error).__name__)
    return record()


def log_failure(event: Event, error: Exception) -> None:
    log.error("event %s (code %s): %s", event.id, code_of(event), kind_and_place(error))


def code_of(event: Event) -> str:
    """What its author can read to an administrator, who finds the event by it in the log."""
    return sha256(event.id.encode()).hexdigest()[:6].upper()


def kind_and_place(error: Exception) -> str:
    """For logs: an error's own words may quote a message, so its kind and place must be enough."""
    place = "".join(traceback.format_tb(error.__traceback__)[-1:]).strip()
    return f"{type(error).__name__} at {place}"


def _put(
    door: Door, chat: Messenger, event: Event, outcome: Reply, pressed: str, again: bool
) -> tuple[Address, str]:
    where = _place(chat, event, outcome)
    standing = _standing(door, event, outcome, pressed)
    if standing and standing[0].channel == where.channel:
        try:
            chat.update(*standing, outcome)
            return standing
        except MessageGone:
            log.info("event %s: its card is gone, so it is sent anew", event.id)
    return where, chat.send(where, outcome, key=event.id, again=again)


def _place(chat: Messenger, event: Event, reply: Reply) -> Address:
    private = reply.visibility == "asker" or reply.deliver == "direct"
    return chat.direct_to(event.who) if private and event.where.kind != "direct" else event.where


def _standing(door: Door, event: Event, reply: Reply, pressed: str) -> tuple[Address, str] | None:
    """The message that already shows the card this reply becomes."""
    if not reply.replaces:
        return None
    if pressed and getattr(event, "card_id", None) == reply.card_id:
        return event.where, pressed
    shown = door.shown(reply.card_id)
    return shown if shown and shown[0].platform == event.where.platform else None
