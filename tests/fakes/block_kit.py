"""What Slack refuses in blocks and views, by the limits it documents; stricter where it documents none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

Block: TypeAlias = Mapping[str, Any]

KEYS: Mapping[str, frozenset[str]] = {
    "section": frozenset({"type", "block_id", "text", "fields", "accessory", "expand"}),
    "context": frozenset({"type", "block_id", "elements"}),
    "actions": frozenset({"type", "block_id", "elements"}),
    "divider": frozenset({"type", "block_id"}),
    "header": frozenset({"type", "block_id", "text"}),
    "image": frozenset({"type", "block_id", "image_url", "slack_file", "alt_text", "title"}),
    "input": frozenset({"type", "block_id", "label", "element", "optional", "hint", "dispatch_action"}),
}
IN_MESSAGES = frozenset(KEYS) - {"input"}
MARKUP = re.compile(r"<(?:https?://[^<>|\s]+|mailto:[^<>|\s]+)(?:\|[^<>|]+)?>|&(?:amp|lt|gt);")
WHOLE_MESSAGE = 12_500
"""Undocumented: messages were seen refused as msg_blocks_too_long above some 13,200 characters."""


def message_faults(blocks: Sequence[Block]) -> str:
    """Empty for what chat.postMessage and chat.update take."""
    size = len(json.dumps([block for block in blocks if block["type"] != "actions"], ensure_ascii=False))
    heavy = [f"{size} characters in all"] if size > WHOLE_MESSAGE else []
    return "; ".join([*_all(blocks, 50, IN_MESSAGES), *heavy])


def view_faults(view: Mapping[str, Any]) -> str:
    """Empty for what views.open, views.update and views.publish take."""
    found = list(_all(view["blocks"], 100, frozenset(KEYS)))
    if view["type"] not in ("modal", "home"):
        found.append(f"no such view: {view['type']}")
    if view["type"] == "modal":
        for name in ("title", "submit", "close"):
            found += _plain(view[name], 24) if name in view else []
        has_input = any(block["type"] == "input" for block in view["blocks"])
        if "title" not in view or (has_input and "submit" not in view):
            found.append("a modal needs a title, and with inputs a submit button")
    found += ["callback_id"] if len(view.get("callback_id", "")) > 255 else []
    found += ["private_metadata"] if len(view.get("private_metadata", "")) > 3000 else []
    return "; ".join(found)


def _all(blocks: Sequence[Block], most: int, allowed: frozenset[str]) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    if len(set(ids)) != len(ids) or any(not 1 <= len(id) <= 255 for id in ids):
        yield "block ids repeat, or are empty or too long"
    for block in blocks:
        kind = block["type"]
        if kind not in allowed or not set(block) <= KEYS[kind]:
            yield f"a {kind} block with {sorted(block)}"
        else:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block["type"]:
        case "section":
            fields = block.get("fields", [])
            yield from _mrkdwn(block["text"], 3000) if "text" in block else ()
            for field in fields:
                yield from _mrkdwn(field, 2000)
            if len(fields) > 10 or not ("text" in block or fields):
                yield "a section without text or with more than 10 fields"
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield "a context with no or too many elements"
            for element in block["elements"]:
                yield from _mrkdwn(element, 3000)
        case "actions":
            yield from _actions(block["elements"])
        case "header":
            yield from _plain(block["text"], 150)
        case "image":
            if not 1 <= len(block["alt_text"]) <= 2000 or ("image_url" in block) == ("slack_file" in block):
                yield "an image without words or without exactly one source"
        case "input":
            yield from _plain(block["label"], 2000)
            yield from _plain(block["hint"], 2000) if "hint" in block else ()
            yield from _control(block["element"])


def _actions(elements: Sequence[Block]) -> Iterator[str]:
    ids = [element["action_id"] for element in elements]
    if not 1 <= len(ids) <= 25 or len(set(ids)) != len(ids) or any(not 1 <= len(id) <= 255 for id in ids):
        yield "an actions block with no, too many, repeated or badly named elements"
    for element in elements:
        if element["type"] != "button" or element.get("style", "primary") not in ("primary", "danger"):
            yield f"an element {element['type']} of style {element.get('style')}"
        yield from _plain(element["text"], 75)
        if not 1 <= len(element.get("value", "x")) <= 2000:
            yield "a button's value"


def _control(element: Block) -> Iterator[str]:
    match element["type"]:
        case "plain_text_input":
            if len(element.get("initial_value", "")) > 3000:
                yield "an initial value that is too long"
        case "datepicker":
            if "initial_date" in element:
                yield from _date(element["initial_date"])
        case "static_select":
            options = element["options"]
            if not 1 <= len(options) <= 100:
                yield f"{len(options)} options"
            for option in options:
                yield from _plain(option["text"], 75)
                yield from [] if 1 <= len(option["value"]) <= 150 else ["an option's value"]
            if "initial_option" in element and element["initial_option"] not in options:
                yield "an initial option that is none of the options"
        case other:
            yield f"unknown control {other}"


def _date(text: str) -> Iterator[str]:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        yield f"no date: {text}"
        return
    try:
        date.fromisoformat(text)
    except ValueError:
        yield f"no date: {text}"


def _plain(text: Block, limit: int) -> list[str]:
    wrong = text["type"] != "plain_text" or not text["text"].strip() or len(text["text"]) > limit
    return [f"{len(text['text'])} plain characters where 1 to {limit} are allowed"] if wrong else []


def _mrkdwn(text: Block, limit: int) -> Iterator[str]:
    """Also what Slack would take and show broken: half a link or entity, a mention, a fence left open."""
    words = text["text"]
    if text["type"] != "mrkdwn" or text.get("verbatim") is not True:
        yield "words that are not verbatim mrkdwn"
    if not 1 <= len(words) <= limit:
        yield f"{len(words)} characters where 1 to {limit} are allowed"
    bare = MARKUP.sub("", words)
    if re.search(r"[<>&]", bare):
        yield "a mention, or a link or entity that is cut"
