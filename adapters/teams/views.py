"""One card for everyone in a group, and its asker's own view, fetched whenever they see it. Pure."""

from __future__ import annotations

from adapters.teams.fitting import Element, size
from adapters.teams.parse import Payload
from bot.chat import Reply

REFRESH = "refresh"


def for_asker(whole: Element, reply: Reply, asker: str, most: int) -> Element:
    """The card without the buttons that only `asker` may press, and the means for them to have it whole. The
    view travels in the card itself, so nothing is kept; one of more than `most` bytes is everyone's."""
    own = {action.id for action in reply.actions if action.asker_only}
    if not own:
        return whole
    data = {"asker": asker, "card": whole}
    action = {"type": "Action.Execute", "title": "Refresh", "verb": REFRESH, "data": data}
    shared = {**whole, "body": _without(own, whole["body"])}
    viewed = {**shared, "refresh": {"action": action, "userIds": [asker]}}
    return viewed if size(viewed) <= most else whole


def _without(own: set[str], body: list[Element]) -> list[Element]:
    kept = (
        {**each, "actions": [one for one in each["actions"] if one["data"]["action"] not in own]}
        if each["type"] == "ActionSet"
        else each
        for each in body
    )
    return [each for each in kept if each.get("actions") != []]


def is_refresh(body: Payload) -> bool:
    pressed = (body.get("value") or {}).get("action") or {}
    return body.get("name") == "adaptiveCard/action" and pressed.get("verb") == REFRESH


def viewed_by(body: Payload) -> Element | None:
    """The card whole, for its asker alone."""
    data = body["value"]["action"].get("data") or {}
    whole: Element | None = data.get("card")
    return whole if (body.get("from") or {}).get("id") == data.get("asker") else None
