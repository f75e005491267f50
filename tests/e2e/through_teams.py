"""A house that is talked to in Teams: what a test says, presses and fills in goes to the real app over HTTP,
as Teams would send it, and what Teams is then told is compared with what the core said."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from adapters.bootstrap import to_cite
from adapters.teams.app import build_app
from adapters.teams.connector import Connector
from adapters.teams.entries import ACTIONS
from adapters.teams.form import in_words
from adapters.teams.guidelines import THUMBS
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.places import KeptPlaces
from adapters.teams.render import summary
from adapters.worker import Worker
from bot.chat import (
    Address,
    Deleted,
    Edited,
    Event,
    Form,
    FormErrors,
    Home,
    Message,
    Opened,
    Outcome,
    Press,
    Reply,
    Silence,
    Submit,
)
from tests.e2e.house import House
from tests.e2e.moving import Overheard, move_in
from tests.fakes.card_schema import faults
from tests.fakes.inline import Inline
from tests.fakes.loopback import loopback
from tests.fakes.teams_service import BOT, TENANT, TeamsService, activity, send_activity, teams_service

Payload = dict[str, Any]
Call = tuple[str, str, str, Payload]
DIRECT = "chat-"
MENTION = {"type": "mention", "text": "<at>Cornerman</at>", "mentioned": {"id": BOT}}
REACTIONS = {action: reaction for reaction, action in THUMBS.items()}
COMMANDS = {wants: command for command, wants in ACTIONS.items()}


class Recorded(TeamsMessenger):
    """Keeps what it sent as the console's messenger in the house does, by person."""

    def __init__(self, connector: Connector, places: KeptPlaces, sent: list[tuple[str, Reply]]) -> None:
        super().__init__(connector, places)
        self._sent = sent

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        ref = super().send(where, reply, key, again)
        self._sent.append((_named(where.channel), reply))
        return ref

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        super().update(where, message_ref, reply)
        self._sent.append((_named(where.channel), reply))


@dataclass
class TeamsHouse(House):
    service: TeamsService = field(default_factory=TeamsService)
    url: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    dialogs: dict[tuple[str, str], Payload] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def give(self, event: Event) -> Outcome:
        before, said = len(self.outcomes), len(self.service.calls)
        answer = send_activity(self.url, activity(self.service.url, **self._activity(event)))
        assert answer.status in (200, 202)
        assert len(self.outcomes) > before, "Teams' activity was not taken up"
        outcome = self.outcomes[before]
        told: Payload = answer.json if answer.text and answer.status == 200 else {}
        self._is_shown(event, outcome, self.service.calls[said:], told)
        return outcome

    def _is_shown(self, event: Event, outcome: Outcome, calls: list[Call], told: Payload) -> None:
        calls = [call for call in calls if call[0] != "open"]
        sent = [content["summary"] for _, _, _, content in calls]
        assert not [fault for call in calls for fault in faults(_card(call[3]))]
        match outcome:
            case Reply():
                assert summary(outcome) in sent
                self.chats.sent.append((_named(calls[sent.index(summary(outcome))][1]), outcome))
            case Form() if told:
                self._opened(told, outcome)
            case Form():
                assert summary(in_words(outcome)) in sent
            case FormErrors():
                self._reopened(event, told, outcome, sent)
            case Home() | Silence():
                assert sent == []

    def _opened(self, told: Payload, form: Form) -> None:
        shown = told["task"]["value"]
        assert shown["title"] == form.title
        assert not faults(shown["card"]["content"])
        self.dialogs[form.card_id, form.id] = shown["card"]["content"]

    def _reopened(self, event: Event, told: Payload, wrong: FormErrors, sent: list[str]) -> None:
        """Below Teams' own thumbs no dialog comes back: there the faults are said."""
        if not told:
            assert sent == ["\n".join(wrong.errors.values())]
            return
        assert isinstance(event, Submit)
        again = told["task"]["value"]["card"]["content"]
        texts = {element.get("text") for element in again["body"]}
        assert {html.escape(each, quote=False) for each in wrong.errors.values()} <= texts, texts
        self.dialogs[event.card_id, event.form] = again

    def _activity(self, event: Event) -> Payload:
        return {**self._by(event), **self._what(event)}

    def _by(self, event: Event) -> Payload:
        user = event.who.user
        return {
            "id": self._id(event),
            "timestamp": event.at.isoformat(),
            "from": {"id": f"29:{user}", "aadObjectId": user},
            "conversation": _conversation(event.where, user),
        }

    def _id(self, event: Event) -> str:
        """What opens a thread gives it its id; a change bears that of the message that was changed."""
        if isinstance(event, Edited | Deleted):
            return self.ids[event.message_ref]
        opens = isinstance(event, Message) and event.opens_thread and event.where.thread
        return self.ids.setdefault(event.id, opens or f"{next(self.numbers)}")

    def _what(self, event: Event) -> Payload:
        match event:
            case Message() if event.wants:
                payload = {"body": {"content": html.escape(event.text).replace("\n", "<br>")}}
                value = {"commandId": COMMANDS[event.wants], "messagePayload": payload}
                return _invoke("composeExtension/fetchTask", value)
            case Message():
                return _said(event.text, event.mentioned and event.where.kind != "direct")
            case Edited():
                said = _said(event.text, event.where.kind != "direct")
                return {"type": "messageUpdate", **said, "channelData": _data("editMessage")}
            case Deleted():
                return {"type": "messageDelete", "channelData": _data("softDeleteMessage")}
            case Opened():
                return {"type": "installationUpdate", "action": "add"}
            case Press():
                return self._press(event)
            case Submit():
                return self._submit(event)

    def _press(self, event: Press) -> Payload:
        """The button as it stands; one that stands nowhere any more is pressed by whoever still sees it."""
        if event.action in REACTIONS and (below := self._judged(event)):
            value = {"actionName": "feedback", "actionValue": {"reaction": REACTIONS[event.action]}}
            return {**below, **_invoke("message/fetchTask", value)}
        for stands, button in self._buttons(event):
            if button["type"] == "Action.Submit":
                return {**stands, **_invoke("task/fetch", {"data": button["data"]})}
            pressed = {"type": "Action.Execute", "verb": button["verb"], "data": button["data"]}
            return {**stands, **_invoke("adaptiveCard/action", {"action": pressed})}
        data = {"card_id": event.card_id, "action": event.action, "value": event.value}
        return _invoke("adaptiveCard/action", {"action": {"type": "Action.Execute", "data": data}})

    def _judged(self, event: Press) -> Payload | None:
        shown = self.app.door.shown(event.card_id)
        if shown is None or not self._standing()[shown[1]][1].get("channelData"):
            return None
        return {"replyToId": shown[1]}

    def _buttons(self, event: Press) -> Iterator[tuple[Payload, Payload]]:
        """With where they stand, newest first; in somebody else's chat nobody can press."""
        wanted = {"card_id": event.card_id, "action": event.action, "value": event.value}
        for ref, (conversation, content) in reversed(self._standing().items()):
            if conversation.startswith(DIRECT) and conversation != DIRECT + event.who.user:
                continue
            kind = "personal" if conversation.startswith(DIRECT) else "channel"
            here = {"id": conversation, "conversationType": kind, "tenantId": TENANT}
            for button in _pressable(_card(content), event.who.user):
                if wanted.items() <= button["data"].items():
                    yield {"replyToId": ref, "conversation": here}, button

    def _standing(self) -> dict[str, tuple[str, Payload]]:
        """By message where it stands and what it shows now."""
        told = [call for call in self.service.calls if call[0] != "open"]
        return {ref: (conversation, content) for _, conversation, ref, content in told}

    def _submit(self, event: Submit) -> Payload:
        dialog = self.dialogs[event.card_id, event.form]
        inputs = {element["id"] for element in dialog["body"] if "id" in element}
        assert event.values.keys() <= inputs
        (button,) = dialog["actions"]
        return _invoke("task/submit", {"data": {**button["data"], **event.values}})


def _invoke(name: str, value: Payload) -> Payload:
    return {"type": "invoke", "name": name, "value": value}


def _said(text: str, mentioned: bool) -> Payload:
    words = html.escape(text, quote=False)
    return {"text": f"<at>Cornerman</at> {words}", "entities": [MENTION]} if mentioned else {"text": words}


def _data(change: str) -> Payload:
    return {"eventType": change, "tenant": {"id": TENANT}}


def _conversation(where: Address, user: str) -> Payload:
    if where.kind == "direct":
        return {"id": DIRECT + user, "conversationType": "personal", "tenantId": TENANT}
    kind = "channel" if where.kind == "channel" else "groupChat"
    thread = f";messageid={where.thread}" if where.kind == "channel" and where.thread else ""
    return {"id": f"19:{where.channel}{thread}", "conversationType": kind, "tenantId": TENANT}


def _named(conversation: str) -> str:
    """As tests call a person's chat and a channel."""
    return conversation.removeprefix(DIRECT).removeprefix("19:").partition(";")[0]


def _card(content: Payload) -> Payload:
    card: Payload = content["attachments"][0]["content"]
    return card


def _pressable(card: Mapping[str, Any], user: str) -> Iterator[Payload]:
    """The buttons on the card as this person sees it."""
    own = card.get("refresh") or {}
    seen = own["action"]["data"]["card"] if f"29:{user}" in own.get("userIds", ()) else card
    for element in seen["body"]:
        yield from element["actions"] if element["type"] == "ActionSet" else ()


@contextmanager
def through_teams(house: House) -> Iterator[TeamsHouse]:
    app = house.app
    move_in(house, "teams", TENANT, "", DIRECT)
    connector, places = Connector("", ""), KeptPlaces(app.store)
    with teams_service() as service:
        places.served(TENANT, service.url)
        messenger = Recorded(connector, places, house.chats.sent)
        app.rooms["teams"] = messenger
        door = Overheard(app.store, app.conversation.handle, app.clock)
        cite = partial(to_cite, app)
        web = build_app(door, Inline(), connector, places, app.clock, "127.0.0.1", (), cite)
        with loopback(web) as url:
            worker = Worker(app, {"teams": messenger})
            yield TeamsHouse(
                app, house.demo, house.chats, worker, service=service, url=url, outcomes=door.outcomes
            )
