"""Slack's payloads as events. Pure: nothing here talks to Slack."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from adapters.slack.render import FORM
from bot.chat import Address, Deleted, Edited, Identity, Message, Press, SharedFile, Submit

Payload: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["direct", "channel", "group"]

PLATFORM = "slack"
# Every other subtype is a join, a topic or a bot's own words.
CHANGES = ("message_changed", "message_deleted")
SPOKEN = (None, "file_share", "thread_broadcast")
CALL = re.compile(r"<[@!](?!date\^)")
MARKUP = re.compile(r"<([@#!]?)([^|>]*)(?:\|([^>]*))?>")


def parse_message(body: Payload, bot_user: str) -> Message | None:
    """None for bots and edits. What is said in a channel without a mention is overheard: the core decides.

    The id is the message's own place and time, so that a mention, which Slack announces as `app_mention`
    and again as `message`, is one event.
    """
    event: Payload = body["event"]
    mention = f"<@{bot_user}"
    if not _spoken_by_a_person(event, bot_user):
        return None
    where = _address(body, event)
    mentioned = event["type"] == "app_mention" or mention in event.get("text", "")
    opens_thread = event.get("thread_ts") in (None, event["ts"])
    to_others = not mentioned and where.kind != "direct" and CALL.search(event.get("text", ""))
    return Message(
        id=f"slack:{where.workspace}:{where.channel}:{event['ts']}",
        at=moment(event["ts"]),
        who=Identity(PLATFORM, event.get("user_team") or event.get("team") or body["team_id"], event["user"]),
        where=where,
        text="" if to_others else typed(event.get("text", ""), bot_user),
        mentioned=mentioned,
        opens_thread=where.kind != "direct" and opens_thread,
        files=tuple(_files(event)) if where.kind == "direct" else (),
    )


def _files(event: Payload) -> Iterator[SharedFile]:
    """Those that lie with Slack itself."""
    for file in event.get("files") or ():
        url = file.get("url_private_download") or file.get("url_private")
        if url and not file.get("is_external"):
            yield SharedFile(str(file.get("name") or "file"), int(file.get("size") or 0), str(url))


def parse_change(body: Payload, bot_user: str) -> Edited | Deleted | None:
    """What a person changed or deleted; whether it was for the bot, the door knows, which kept it. Slack also
    tells so of previews added to a message, and of every message of a bot: None."""
    event: Payload = body["event"]
    before: Payload = event.get("previous_message") or {}
    now: Payload = event.get("message") or {}
    where = _address(body, {**event, **before, "channel": event["channel"]})
    if not _spoken_by_a_person({**before, "subtype": None}, bot_user):
        return None
    who = Identity(PLATFORM, before.get("user_team") or before.get("team") or body["team_id"], before["user"])
    of = f"slack:{where.workspace}:{where.channel}:{before['ts']}"
    at = moment(event["ts"])
    # Of a message with answers below it a tombstone remains.
    if event["subtype"] == "message_deleted" or now.get("subtype") == "tombstone":
        return Deleted(f"{of}:deleted", at, who, where, of)
    if now.get("text", "") == before.get("text", ""):
        return None
    return Edited(f"{of}:{event['ts']}", at, who, where, of, typed(now.get("text", ""), bot_user))


def parse_press(body: Payload, direct: Callable[[str], Address]) -> Press | None:
    """None for buttons that are not ours. What is pressed on the home page is answered in the direct chat,
    which `direct` finds for a team."""
    action: Payload = body["actions"][0]
    card_id, _, marked = action.get("block_id", "").rpartition("#")
    team: str = body["team"]["id"]
    if not marked.isdigit() or not (body.get("message") or at_home(body)):
        return None
    return Press(
        id=f"slack:{team}:{body['trigger_id']}",
        at=moment(action["action_ts"]),
        who=presser(body),
        where=direct(team) if at_home(body) else _pressed_at(body),
        card_id=card_id,
        action=action["action_id"].rpartition("#")[0],
        value=action.get("value", ""),
    )


def opens_form(body: Payload) -> bool:
    return bool(body["actions"][0]["action_id"].endswith(FORM))


def at_home(body: Payload) -> bool:
    """Pressed on the home page, or in a form that was opened from there."""
    view = body.get("view") or {}
    return view.get("type") == "home" or bool(_origin(view).get("home"))


def _pressed_at(body: Payload) -> Address:
    channel, thread = body["channel"], body["message"].get("thread_ts")
    return Address(PLATFORM, body["team"]["id"], channel["id"], thread, _kind(channel))


def _origin(view: Payload) -> Payload:
    origin: Payload = json.loads(view.get("private_metadata") or "{}")
    return origin


def parse_submit(body: Payload, now: datetime) -> Submit | None:
    """None for a form that is not ours. Slack dates no submission, so `now` does."""
    view: Payload = body["view"]
    origin = _origin(view)
    if not origin:
        return None
    return Submit(
        id=f"slack:{body['team']['id']}:{body['trigger_id']}",
        at=now,
        who=presser(body),
        where=Address(PLATFORM, body["team"]["id"], origin["channel"], origin["thread"], origin["kind"]),
        card_id=origin["card"],
        form=origin["form"],
        values={
            name: _entered(next(iter(inputs.values()))) for name, inputs in view["state"]["values"].items()
        },
    )


def message_ref(body: Payload) -> str:
    """The message a press or a form came from, or ''."""
    if "view" in body:
        return str(_origin(body["view"]).get("message", ""))
    if body.get("type") == "message_action":
        return ""
    return str(body.get("message", {}).get("ts", ""))


def _spoken_by_a_person(event: Payload, bot_user: str) -> bool:
    from_a_bot = event.get("bot_id") or event.get("user") in (None, bot_user, "USLACKBOT")
    return event.get("subtype") in SPOKEN and not from_a_bot


def _address(body: Payload, event: Payload) -> Address:
    """Outside direct chats an answer goes into the message's thread, which it starts if need be."""
    kind = _kind({"id": event["channel"], "type": event.get("channel_type")})
    thread = event.get("thread_ts") or (None if kind == "direct" else event["ts"])
    return Address(PLATFORM, body["team_id"], event["channel"], thread, kind)


def _kind(channel: Payload) -> Kind:
    if channel["id"].startswith("D"):
        return "direct"
    grouped = channel.get("type") == "mpim" or str(channel.get("name", "")).startswith("mpdm-")
    return "group" if grouped else "channel"


def presser(body: Payload) -> Identity:
    user: Payload = body["user"]
    return Identity(PLATFORM, user.get("team_id") or body["team"]["id"], user["id"])


def moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), tz=UTC)


def typed(text: str, bot_user: str) -> str:
    """What the person typed: without the bot's name, links and entities as they were written."""

    def typed(match: re.Match[str]) -> str:
        sign, target, label = match[1], match[2], match[3]
        if sign == "@" and target == bot_user:
            return ""
        if sign == "!":
            return label or "@" + target.partition("^")[0]
        return sign + (label or target.removeprefix("mailto:"))

    return html.unescape(MARKUP.sub(typed, text)).strip()


def _entered(control: Payload) -> str:
    chosen = control.get("selected_option") or {}
    return str(control.get("value") or control.get("selected_date") or chosen.get("value") or "")
