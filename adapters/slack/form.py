"""A form as a Slack modal. Pure."""

from __future__ import annotations

import json
from typing import Any

from bot.chat import Address, Form, FormField

TITLE = 24
LABEL = 2000
OPTION = 75
OPTIONS = 100
TYPED = 3000


def modal(form: Form, where: Address, message_ref: str) -> dict[str, Any]:
    """The view remembers where it was opened from, so that its submission finds the card again."""
    origin = {
        "form": form.id,
        "card": form.card_id,
        "channel": where.channel,
        "thread": where.thread,
        "kind": where.kind,
        "message": message_ref,
    }
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": json.dumps(origin),
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit_label, TITLE),
        "close": _plain("Cancel", TITLE),
        "blocks": [_input(field) for field in form.fields],
    }


def _input(field: FormField) -> dict[str, Any]:
    # The block carries the field's name: Slack puts an error under the block it names.
    return {
        "type": "input",
        "block_id": field.name,
        "optional": field.optional,
        "label": _plain(field.label, LABEL),
        "element": {"action_id": "value", **_control(field)},
    }


def _control(field: FormField) -> dict[str, Any]:
    if field.control == "choice":
        return _choice(field)
    if field.control == "date":
        return {"type": "datepicker", **({"initial_date": field.value} if field.value else {})}
    # Numbers too: Slack's number input refuses "85,000" without a word; the form's own error helps.
    typed = {"initial_value": field.value[:TYPED]} if field.value else {}
    return {"type": "plain_text_input", "multiline": field.control == "long_text", **typed}


def _choice(field: FormField) -> dict[str, Any]:
    options = [{"text": _plain(label, OPTION), "value": value} for value, label in field.options[:OPTIONS]]
    chosen = next((option for option in options if option["value"] == field.value), None)
    return {
        "type": "static_select",
        "options": options,
        **({"initial_option": chosen} if chosen else {}),
    }


def _plain(text: str, limit: int) -> dict[str, Any]:
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return {"type": "plain_text", "text": short, "emoji": False}
