"""What Teams shows at once to whoever pressed a button or sent a dialog. Pure."""

from __future__ import annotations

from typing import Any

from adapters.teams import form, render
from adapters.teams.fitting import Element
from adapters.teams.parse import Payload, message_ref
from adapters.teams.views import viewed_by
from bot.chat import Event, Form, FormErrors, Outcome, Reply, Submit
from bot.errors import DeliveryError

CARD_ACTION = "adaptiveCard/action"
OPENS = ("task/fetch", "message/fetchTask")
"""Teams opens a dialog with the answer."""
AT_WORK = "I am still at it; the card changes when it is done."
NOT_TAKEN = "I could not take that up just now. Please try again in a moment."
NO_CHAT = "I could not open our own chat, where the answer would come: "
FIRST_WRITE = "add Cornerman under Apps in Teams, or ask your administrator to."
LATER = "please try again in a moment."
PRESS_AGAIN = "That takes longer than Teams waits. Please press the button again."


def response(event: Event, outcome: Outcome, body: Payload, updated: bool) -> Element:
    """`updated`: the message that holds the pressed card now shows the outcome."""
    name = body.get("name")
    if name == CARD_ACTION and isinstance(outcome, Reply) and updated:
        return {"statusCode": 200, "type": render.CONTENT_TYPE, "value": render.card(outcome)}
    if name in OPENS and isinstance(outcome, Form):
        return form.dialog(outcome, message_ref(body))
    if name in OPENS and isinstance(outcome, Reply):
        return form.notice(render.summary(outcome))
    if name == "task/submit" and isinstance(outcome, FormErrors) and isinstance(event, Submit):
        data: dict[str, Any] = body["value"]["data"]
        again = form.entered(data["form"], event.values)
        return form.dialog(again, message_ref(body), outcome.errors)
    return nothing(body)


def view_of(body: Payload) -> Element:
    whole = viewed_by(body)
    return {"statusCode": 200, "type": render.CONTENT_TYPE, "value": whole} if whole else _told("")


def nothing(body: Payload) -> Element:
    """The card or dialog stays, or closes, without a word."""
    return _told("") if body.get("name") == CARD_ACTION else {}


def not_yet(body: Payload) -> Element:
    """Teams waits no longer, and shows an error where it is told nothing."""
    return _said(PRESS_AGAIN if body.get("name") in OPENS else AT_WORK, body)


def failed(body: Payload) -> Element:
    """Nothing was kept of it, and whoever waits is told so."""
    return {} if body.get("name") == "message/submitAction" else _said(NOT_TAKEN, body)


def no_chat(error: DeliveryError, body: Payload) -> Element:
    return _said(NO_CHAT + (FIRST_WRITE if error.permanent else LATER), body)


def _said(text: str, body: Payload) -> Element:
    """In the place that this kind of invoke has for words."""
    match body.get("name"):
        case "adaptiveCard/action":
            return _told(text)
        case "composeExtension/query":
            return {"composeExtension": {"type": "message", "text": text}}
    return form.notice(text)


def _told(text: str) -> Element:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}
