"""Where a reply goes and how it gets there: the same on every platform that sends by address."""

from __future__ import annotations

import logging
import traceback

from bot.chat import Address, Event, Outcome, Reply
from bot.ports import Door, Messenger

log = logging.getLogger(__name__)


def deliver(door: Door, chat: Messenger, event: Event, outcome: Outcome, pressed: str) -> tuple[Address, str]:
    """Puts a reply where it belongs; `pressed` is the message the event came from, or ''.

    Returns where it is now and its message, '' for an outcome that is no message. Raises DeliveryError.
    """
    if not isinstance(outcome, Reply):
        return event.where, ""
    where = _place(chat, event, outcome)
    standing = _standing(door, event, outcome, pressed)
    if standing and standing[0].channel == where.channel:
        chat.update(*standing, outcome)
        return standing
    return where, chat.send(where, outcome, key=event.id)


def log_failure(event: Event, error: Exception) -> None:
    log.error("event %s: %s", event.id, kind_and_place(error))


def kind_and_place(error: Exception) -> str:
    """For logs: an error's own words may quote a message, so its kind and place must be enough."""
    place = "".join(traceback.format_tb(error.__traceback__)[-1:]).strip()
    return f"{type(error).__name__} at {place}"


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
