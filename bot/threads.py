"""Who speaks in a channel's thread: alone with its asker the bot needs no mention, among people it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.chat import Address, Event, Identity, Message, Outcome, Reply
from bot.ports import UnitOfWork

EVERYONE = ""
"""The person under whom is remembered what holds for all who speak in a conversation."""


def may_be_heard(event: Message, uow: UnitOfWork) -> bool:
    """Of talk in a channel: the bot was asked in this thread, and nobody but the asker has spoken there so
    far; or the channel is set so that what opens a thread is heard."""
    answers = uow.channels.rules(event.where).answers
    if event.opens_thread or answers == "quiet":
        return answers == "auto"
    return bool(uow.conversations.load(event.where.key, EVERYONE).data.get("asker"))


def heard(event: Event, uow: UnitOfWork, now: datetime) -> bool:
    """Remembers who spoke. True for what is said to the bot: everything but talk in a channel, and of that
    what the asker says who opened the thread with a mention, was answered there and is the only one to have
    spoken. (What was said before a later mention nobody told us.)"""
    if not isinstance(event, Message) or event.where.kind == "direct":
        return True
    if event.overheard and event.opens_thread:
        return "?" in event.text and uow.channels.rules(event.where).answers == "auto"
    known = uow.conversations.load(event.where.key, EVERYONE)
    if event.mentioned and event.opens_thread and not known.version:
        _keep(event.where, {"asker": _name(event.who), "answered": False}, uow, now)
    elif known.data.get("asker") not in (None, "", _name(event.who)):
        _keep(event.where, {"asker": ""}, uow, now)
    elif event.overheard:
        return bool(event.text and known.data.get("asker") and known.data.get("answered"))
    return event.mentioned


def answered(event: Event, outcome: Outcome, where: Address, uow: UnitOfWork, now: datetime) -> None:
    """Remembers that the bot has spoken in this thread; what went to a direct chat is not heard there."""
    if not isinstance(event, Message) or not isinstance(outcome, Reply) or where != event.where:
        return
    if event.overheard and event.opens_thread:
        _keep(where, {"asker": _name(event.who), "answered": True}, uow, now)
        return
    known = uow.conversations.load(where.key, EVERYONE).data
    if known.get("asker") == _name(event.who) and not known.get("answered"):
        _keep(where, {**known, "answered": True}, uow, now)


def _keep(where: Address, thread: Mapping[str, object], uow: UnitOfWork, now: datetime) -> None:
    uow.conversations.save(replace(uow.conversations.load(where.key, EVERYONE), data=thread), now)


def _name(who: Identity) -> str:
    return "/".join((who.platform, who.workspace, who.user))
