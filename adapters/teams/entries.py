"""The message extension: a message handed to the bot, and a cited answer to insert. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from adapters.teams import form, render
from adapters.teams.fitting import Element
from adapters.teams.parse import Payload, event_id, identity_of
from bot.chat import Address, Message, Part, Reply
from bot.commands import Wanted

ACTIONS = MappingProxyType[str, Wanted]({"log_to_crm": "log", "ask_about": "ask"})
"""Ids of the manifest's commands on a message."""
IN_OUR_CHAT = "The answer comes in our own chat."
SEARCH = "composeExtension/query"
BLOCK_END = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li)>")
TAG = re.compile(r"<[^>]*>")


def parse_action(body: Payload, where: Address, now: datetime) -> Message | None:
    """The message it was used on, as if this person had written it to the bot in their own chat, `where`."""
    value = body.get("value") or {}
    wants = ACTIONS.get(str(value.get("commandId")))
    if body.get("name") not in ("composeExtension/fetchTask", "composeExtension/submitAction") or not wants:
        return None
    content = ((value.get("messagePayload") or {}).get("body") or {}).get("content") or ""
    text = html.unescape(TAG.sub("", BLOCK_END.sub("\n", content))).strip()
    return Message(event_id(body), now, identity_of(body), where, text, wants=wants)


def is_action(body: Payload) -> bool:
    return body.get("type") == "invoke" and str((body.get("value") or {}).get("commandId")) in ACTIONS


def asked(body: Payload) -> str | None:
    """What somebody types to find something to cite; None when that is not what they do."""
    if body.get("type") != "invoke" or body.get("name") != SEARCH:
        return None
    values = [one.get("value") for one in (body.get("value") or {}).get("parameters") or ()]
    return str(values[0] or "").strip() if values else ""


def found(parts: Sequence[Part]) -> Element:
    """One answer to insert, as a card; nothing where `parts` is empty."""
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": _cards(parts)}}


def _cards(parts: Sequence[Part]) -> list[Element]:
    if not parts:
        return []
    reply = Reply(tuple(parts))
    title, *rest = render.summary(reply).split("\n")
    preview = {"title": title, "text": " ".join(rest)}
    shown = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview}
    return [{"contentType": render.CONTENT_TYPE, "content": render.card(reply), "preview": shown}]


def taken_up() -> Element:
    return form.notice(IN_OUR_CHAT)
