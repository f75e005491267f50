"""What Teams shows at once to whoever pressed a button or sent a dialog. Pure."""

from __future__ import annotations

from typing import Any

from adapters.teams import form, render
from adapters.teams.fitting import Element
from adapters.teams.parse import Payload, message_ref
from bot.chat import Event, Form, FormErrors, Outcome, Reply, Submit

CARD_ACTION = "adaptiveCard/action"
AT_WORK = "I am still at it; the card changes when it is done."
PRESS_AGAIN = "That takes longer than Teams waits. Please press the button again."


def response(event: Event, outcome: Outcome, body: Payload, updated: bool) -> Element:
    """`updated`: the message that holds the pressed card now shows the outcome."""
    name = body.get("name")
    if name == CARD_ACTION and isinstance(outcome, Reply) and updated:
        return {"statusCode": 200, "type": render.CONTENT_TYPE, "value": render.card(outcome)}
    if name == "task/fetch" and isinstance(outcome, Form):
        return form.dialog(outcome, message_ref(body))
    if name == "task/fetch" and isinstance(outcome, Reply):
        return form.notice(render.summary(outcome))
    if isinstance(outcome, FormErrors) and isinstance(event, Submit):
        data: dict[str, Any] = body["value"]["data"]
        again = form.entered(data["form"], event.values)
        return form.dialog(again, message_ref(body), outcome.errors)
    return nothing(body)


def nothing(body: Payload) -> Element:
    """The card or dialog stays, or closes, without a word."""
    return _told("") if body.get("name") == CARD_ACTION else {}


def not_yet(body: Payload) -> Element:
    """Teams waits no longer, and shows an error where it is told nothing."""
    if body.get("name") == CARD_ACTION:
        return _told(AT_WORK)
    return form.notice(PRESS_AGAIN if body.get("name") == "task/fetch" else AT_WORK)


def _told(text: str) -> Element:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}
