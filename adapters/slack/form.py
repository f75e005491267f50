"""A form as a Slack modal, and what stands in its place while an answer takes its time. Pure."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from adapters.slack.mrkdwn import cut, escape
from bot.chat import Address, Form, FormField

View: TypeAlias = dict[str, Any]

TITLE = 24
LABEL = 2000
OPTION = 75
CHOSEN = 150
OPTIONS = 100
TYPED = 3000
BLOCKS = 100
WORKING = "One moment…"
LATER = "That takes longer than it should. Close this: what comes of it is told in our chat."


def modal(form: Form, where: Address, message_ref: str, home: bool = False) -> View:
    """The view remembers where it was opened from, so that its submission finds the card again; `home` for
    the person's home page."""
    origin = {
        "form": form.id,
        "card": form.card_id,
        "channel": where.channel,
        "thread": where.thread,
        "kind": where.kind,
        "message": message_ref,
        "home": home,
    }
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": json.dumps(origin),
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit_label, TITLE),
        "close": _plain("Cancel", TITLE),
        "blocks": [_input(field) for field in form.fields[:BLOCKS]],
    }


def notice(words: str, title: str = "Cornerman") -> View:
    """A modal that only says something. `words` are plain."""
    return {
        "type": "modal",
        "title": _plain(title, TITLE),
        "close": _plain("Close", TITLE),
        "blocks": [_words(words)],
    }


def again(sent: Mapping[str, Any], errors: Mapping[str, str]) -> View:
    """The view that was sent in, as it was filled in, with what is wrong above it."""
    labels: dict[str, str] = {}
    blocks = []
    # What was wrong the time before stands above the fields.
    fields = (block for block in sent["blocks"] if block["type"] == "input")
    for block in copy.deepcopy(list(fields)):
        entered = (sent["state"]["values"].get(block["block_id"]) or {}).get("value")
        labels[block["block_id"]] = block["label"]["text"]
        blocks.append({**block, "element": _filled(block["element"], entered or {})})
    wrong = [_words(f"{labels.get(name, name)}: {sentence}") for name, sentence in errors.items()]
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    return {**{name: sent[name] for name in kept}, "blocks": [*wrong, *blocks][:BLOCKS]}


def _filled(element: View, entered: Mapping[str, Any]) -> View:
    names = (("value", "initial_value"), ("selected_date", "initial_date"))
    stood = {k: v for k, v in element.items() if not k.startswith("initial_")}
    typed = {initial: entered[name] for name, initial in names if entered.get(name)}
    chosen = entered.get("selected_option")
    return stood | typed | ({"initial_option": chosen} if chosen else {})


def _words(text: str) -> View:
    words = cut(escape(text), TYPED) or "…"
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}


def _input(field: FormField) -> View:
    # The block carries the field's name: Slack puts an error under the block it names.
    return {
        "type": "input",
        "block_id": field.name,
        "optional": field.optional,
        "label": _plain(field.label, LABEL),
        "element": {"action_id": "value", **_control(field)},
        **({"hint": _plain(field.hint, LABEL)} if field.hint else {}),
    }


def _control(field: FormField) -> View:
    if field.control == "choice" and _options(field):
        return _choice(field)
    if field.control == "date":
        return {"type": "datepicker", **({"initial_date": field.value} if _is_day(field.value) else {})}
    # Numbers too: Slack's number input refuses "85,000" without a word; the form's own error helps.
    typed = {"initial_value": field.value[:TYPED]} if field.value else {}
    return {"type": "plain_text_input", "multiline": field.control == "long_text", **typed}


def _choice(field: FormField) -> View:
    options = _options(field)
    chosen = next((option for option in options if option["value"] == field.value), None)
    return {
        "type": "static_select",
        "options": options,
        **({"initial_option": chosen} if chosen else {}),
    }


def _options(field: FormField) -> list[View]:
    offered = [(value, label) for value, label in field.options if 1 <= len(value) <= CHOSEN]
    return [{"text": _plain(label, OPTION), "value": value} for value, label in offered[:OPTIONS]]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _plain(text: str, limit: int) -> View:
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return {"type": "plain_text", "text": short if short.strip() else "…", "emoji": False}
