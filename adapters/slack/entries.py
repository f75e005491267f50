"""The ways in beside messages and buttons: commands, shortcuts, the home page and the assistant. Pure."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Literal

from adapters.slack.parse import PLATFORM, Payload, moment, presser, typed
from bot import commands
from bot.channels import ASKED, CHANGE, card_of
from bot.chat import Address, Identity, Message, Opened, Press
from bot.commands import Wanted

SHORTCUTS = MappingProxyType[str, Wanted]({"log_to_crm": "log", "ask_about": "ask"})
"""Callback ids of the message shortcuts."""
IN_OUR_CHAT = "The answer comes in our direct chat."


def parse_command(body: Payload, where: Address, now: datetime) -> Message:
    """A command is said to the bot alone, wherever it is typed: it is answered in the direct chat."""
    wants, text = commands.read(typed(body.get("text") or "", ""))
    who = Identity(PLATFORM, body["team_id"], body["user_id"])
    return Message(f"slack:{body['team_id']}:{body['trigger_id']}", now, who, where, text, wants=wants)


def sets_channel(body: Payload) -> bool:
    """What asks for a channel's settings, said where there are some."""
    text = typed(body.get("text") or "", "")
    return not body["channel_id"].startswith("D") and bool(ASKED.fullmatch(text))


def parse_channel(body: Payload, where: Address, now: datetime) -> Press:
    """A command may open a form at once: it stands for the button of the channel's card."""
    kind: Literal["group", "channel"] = "group" if body.get("channel_name") == "mpdm" else "channel"
    channel = Address(PLATFORM, body["team_id"], body["channel_id"], kind=kind)
    who = Identity(PLATFORM, body["team_id"], body["user_id"])
    id = f"slack:{body['team_id']}:{body['trigger_id']}"
    return Press(id, now, who, where, card_of(channel), CHANGE.id)


def parse_shortcut(body: Payload, where: Address, now: datetime) -> Message:
    """The message it was used on, as if this person had written it to the bot."""
    text = typed(body["message"].get("text") or "", "")
    id = f"slack:{body['team']['id']}:{body['trigger_id']}"
    return Message(id, now, presser(body), where, text, wants=SHORTCUTS[body["callback_id"]])


def parse_opened(body: Payload) -> Opened | None:
    """The home tab each time, the messages tab for whom it is new: the core greets nobody twice."""
    event: Payload = body["event"]
    if not event["channel"].startswith("D"):
        return None
    who = Identity(PLATFORM, body["team_id"], event["user"])
    where = Address(PLATFORM, body["team_id"], event["channel"])
    home = event["tab"] == "home"
    at = moment(event["event_ts"])
    id = f"slack:{body['team_id']}:{event['channel']}:{event['event_ts'] if home else 'opened'}"
    return Opened(id, at, who, where, home=home)


def assistant_thread(body: Payload) -> tuple[str, str]:
    """Channel and thread that were just opened beside whatever the person looks at."""
    thread: Payload = body["event"]["assistant_thread"]
    return thread["channel_id"], thread["thread_ts"]
