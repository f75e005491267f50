"""Teams' activities as events. Pure, and over plain JSON: nothing here needs the Bot Framework."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from bot.chat import Address, Deleted, Edited, Event, Identity, Message, Opened, Press, Submit

Payload: TypeAlias = Mapping[str, Any]

PLATFORM = "teams"
PLACES: Mapping[str, Literal["direct", "group", "channel"]] = {
    "personal": "direct",
    "groupChat": "group",
    "channel": "channel",
}
THREAD = ";messageid="


def parse(body: Payload, now: datetime) -> Event | None:
    """None for other bots, reactions, and talk in a group chat without a mention. What is said in a channel
    without one is overheard: the core decides.

    `now` dates an activity that bears no time of its own.
    """
    if not body.get("id") or not _from_a_person(body):
        return None
    match body.get("type"), body.get("name"):
        case "message", _ if isinstance(body.get("value"), dict) and "action" in body["value"]:
            # A button that opens a dialog, in a client that has none.
            return _press(body, body["value"], now)
        case "message", _:
            return _message(body, now)
        case "messageUpdate" | "messageDelete", _:
            return _changed(body, now)
        case "installationUpdate", _:
            return _opened(body, now)
        case "invoke", "adaptiveCard/action":
            return _press(body, body["value"]["action"].get("data") or {}, now)
        case "invoke", "task/fetch":
            return _press(body, body["value"].get("data") or {}, now)
        case "invoke", "task/submit":
            return submitted(body, body["value"].get("data") or {}, now)
    return None


def removed(body: Payload) -> tuple[Identity, Address] | None:
    """Whose chat the app was taken out of."""
    gone = body.get("type") == "installationUpdate" and str(body.get("action")).startswith("remove")
    return (identity_of(body), address_of(body)) if gone and body.get("from") else None


def chat_of(body: Payload) -> tuple[Identity, Address] | None:
    """Whose personal chat with the bot this came from."""
    personal = (body.get("conversation") or {}).get("conversationType") == "personal"
    return (identity_of(body), address_of(body)) if personal and _from_a_person(body) else None


def tenant(body: Payload) -> str:
    channel_data = body.get("channelData") or {}
    conversation = body.get("conversation") or {}
    return str((channel_data.get("tenant") or {}).get("id") or conversation.get("tenantId") or "")


def message_ref(body: Payload) -> str:
    """The message a press or a form came from, or ''."""
    value = body.get("value") or {}
    data = value.get("data") or {}
    return str(body.get("replyToId") or data.get("message") or "")


def _message(body: Payload, now: datetime) -> Message | None:
    where = address_of(body)
    text, mentioned = _without_the_bot(body)
    if where.kind != "direct" and not mentioned and not where.thread:
        return None
    to_others = where.kind != "direct" and not mentioned and "<at" in (body.get("text") or "")
    return Message(
        event_id(body),
        _moment(body, now),
        identity_of(body),
        where,
        text="" if to_others else text,
        mentioned=mentioned,
        opens_thread=where.thread == body["id"],
    )


def _changed(body: Payload, now: datetime) -> Edited | Deleted | None:
    """The message's own id comes again with the change; whether it was said to the bot is not told."""
    where, at = address_of(body), _moment(body, now)
    text, _ = _without_the_bot(body)
    kind = (body.get("channelData") or {}).get("eventType")
    id = f"{event_id(body)}:{kind}:{at.isoformat()}"
    if kind == "editMessage":
        return Edited(id, at, identity_of(body), where, event_id(body), text)
    return Deleted(id, at, identity_of(body), where, event_id(body)) if kind == "softDeleteMessage" else None


def _opened(body: Payload, now: datetime) -> Opened | None:
    """A chat is opened once, however often the app comes back to it."""
    where = address_of(body)
    if body.get("action") != "add" or where.kind != "direct":
        return None
    return Opened(f"teams:{where.channel}:opened", _moment(body, now), identity_of(body), where)


def _press(body: Payload, data: Payload, now: datetime) -> Press | None:
    if "action" not in data:
        return None
    return Press(
        event_id(body),
        _moment(body, now),
        identity_of(body),
        address_of(body),
        card_id=str(data.get("card_id", "")),
        action=str(data["action"]),
        value=str(data.get("value", "")),
    )


def submitted(body: Payload, data: Payload, now: datetime) -> Submit | None:
    form = data.get("form")
    if not isinstance(form, dict):
        return None
    names = [field["name"] for field in form["fields"]]
    return Submit(
        event_id(body),
        _moment(body, now),
        identity_of(body),
        address_of(body),
        card_id=form["card_id"],
        form=form["id"],
        values={name: _entered(data.get(name)) for name in names},
    )


def _entered(value: object) -> str:
    return "" if value is None else str(value)


def _from_a_person(body: Payload) -> bool:
    sender = body.get("from") or {}
    # Teams numbers bots 28: and people 29:.
    return bool(sender.get("id")) and sender.get("role") != "bot" and not sender["id"].startswith("28:")


def event_id(body: Payload) -> str:
    return f"teams:{body['conversation']['id']}:{body['id']}"


def identity_of(body: Payload) -> Identity:
    """The directory's id for the person, the same in every conversation."""
    sender = body["from"]
    return Identity(PLATFORM, tenant(body), sender.get("aadObjectId") or sender["id"])


def address_of(body: Payload) -> Address:
    conversation = body["conversation"]
    channel, _, thread = conversation["id"].partition(THREAD)
    kind = PLACES.get(conversation.get("conversationType", "personal"), "group")
    return Address(PLATFORM, tenant(body), channel, thread or None, kind)


def _moment(body: Payload, now: datetime) -> datetime:
    if not body.get("timestamp"):
        return now
    moment = datetime.fromisoformat(body["timestamp"])
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _without_the_bot(body: Payload) -> tuple[str, bool]:
    """What the person typed, and whether the bot was mentioned in it. Other people's names stay."""
    text = body.get("text") or ""
    mentioned = False
    for entity in body.get("entities") or ():
        if entity.get("type") == "mention" and entity["mentioned"]["id"] == body["recipient"]["id"]:
            text = text.replace(entity.get("text") or "", "", 1)
            mentioned = True
    text = html.unescape(re.sub(r"</?at[^>]*>", "", text))
    return text.replace("\xa0", " ").strip(), mentioned
