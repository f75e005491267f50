"""Teams' thumbs below an answer, and the dialog that a thumb opens. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.teams.guidelines import THUMBS
from adapters.teams.parse import Payload, address_of, event_id, identity_of, submitted
from bot.chat import Press, Submit

ASKED_FOR, SENT = "message/fetchTask", "message/submitAction"


def judges(body: Payload) -> bool:
    return body.get("type") == "invoke" and body.get("name") in (ASKED_FOR, SENT)


def parse_judged(body: Payload, card_id: str, now: datetime) -> Press | Submit | None:
    """Of the card that stands in the message. Our own dialog comes back with what was entered; Teams' default
    one, which older clients show, counts as the thumb alone."""
    told = (body.get("value") or {}).get("actionValue") or {}
    if body["name"] == SENT and (form := _entered(told.get("feedback"))):
        return submitted(body, form, now)
    action = THUMBS.get(str(told.get("reaction")))
    if action is None:
        return None
    return Press(event_id(body), now, identity_of(body), address_of(body), card_id, action)


def _entered(feedback: object) -> Mapping[str, Any]:
    try:
        entered = json.loads(feedback) if isinstance(feedback, str) else feedback
    except ValueError:
        return {}
    return entered if isinstance(entered, dict) and isinstance(entered.get("form"), dict) else {}
