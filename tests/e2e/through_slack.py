"""A house that is talked to in Slack: what a test says, presses and fills in goes to the real Bolt app over
HTTP, as Slack would send it, and what Slack is then told is compared with what the core said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from adapters.clock import system_clock
from adapters.slack.app import build_app
from adapters.slack.calls import web_client
from adapters.slack.messenger import SlackMessenger
from adapters.slack.pace import Pace
from adapters.slack.receive import build_receiver
from adapters.slack.render import fallback
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
from tests.fakes.inline import Inline
from tests.fakes.loopback import loopback
from tests.fakes.slack_api import BOT, SECRET, TEAM, SlackApi, send_signed, slack_api

Payload = dict[str, Any]
DIRECT = "DU"


class Recorded(SlackMessenger):
    """Keeps what it sent as the console's messenger in the house does, by person."""

    def __init__(self, api: SlackApi, sent: list[tuple[str, Reply]]) -> None:
        super().__init__(web_client("xoxb-test", api.api_url), Pace(pause=api.paused.append))
        self._sent = sent

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        ref = super().send(where, reply, key, again)
        self._sent.append((where.channel.removeprefix(DIRECT), reply))
        return ref

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        super().update(where, message_ref, reply)
        self._sent.append((where.channel.removeprefix(DIRECT), reply))


@dataclass
class SlackHouse(House):
    api: SlackApi = field(default_factory=SlackApi)
    url: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def give(self, event: Event) -> Outcome:
        before, said = len(self.outcomes), len(self.api.calls)
        answer = send_signed(self.url, self._payload(event), system_clock(), SECRET)
        assert answer.status == 200
        assert len(self.outcomes) > before, "Slack's event was not taken up"
        outcome = self.outcomes[before]
        self._is_shown(outcome, self.api.calls[said:], answer.text)
        return outcome

    def _is_shown(self, outcome: Outcome, calls: list[tuple[str, Payload]], answer: str) -> None:
        told = [arguments.get("text") for name, arguments in calls if name.startswith("chat.")]
        views = [name for name, _ in calls if name.startswith("views.")]
        match outcome:
            case Reply():
                assert fallback(outcome) in told or "views.publish" in views
            case Form():
                assert "views.open" in views or "update" in answer
            case FormErrors():
                assert set(json.loads(answer)["errors"].values()) == set(outcome.errors.values())
            case Home():
                assert views == ["views.publish"]
            case Silence():
                assert told == []

    def _stamp(self, event: Event) -> str:
        return f"{int(event.at.timestamp())}.{next(self.numbers):06}"

    def _payload(self, event: Event) -> Payload:
        user = f"U{event.who.user}"
        match event:
            case Message():
                return _told(self._message(event, user))
            case Edited() | Deleted():
                return _told(self._change(event, user))
            case Opened():
                channel, tab = DIRECT + event.who.user, "home" if event.home else "messages"
                place = {"user": user, "channel": channel, "tab": tab, "event_ts": self._stamp(event)}
                return _told({"type": "app_home_opened", **place})
            case Press():
                return self._by(user, {"type": "block_actions", **self._press(event)})
            case Submit():
                return self._by(user, {"type": "view_submission", "view": self._view(event)})

    def _by(self, user: str, payload: Payload) -> Payload:
        ids = {"team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}}
        return {**ids, "trigger_id": f"{next(self.numbers)}.1", **payload}

    def _message(self, event: Message, user: str) -> Payload:
        ts = self.stamps.setdefault(event.id, self._stamp(event))
        mention = f"<@{BOT}> " if event.mentioned and event.where.kind != "direct" else ""
        thread = {"thread_ts": event.where.thread} if event.where.thread and not event.opens_thread else {}
        words = event.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return {"type": "message", "user": user, "ts": ts, "text": mention + words, **_place(event), **thread}

    def _change(self, event: Edited | Deleted, user: str) -> Payload:
        mention = f"<@{BOT}> " if event.where.kind != "direct" else ""
        before = {"user": user, "ts": self.stamps[event.message_ref], "text": f"{mention}before"}
        kind = "message_changed" if isinstance(event, Edited) else "message_deleted"
        now = {"message": {**before, "text": mention + event.text}} if isinstance(event, Edited) else {}
        stamp = {"subtype": kind, "previous_message": before, "ts": self._stamp(event), **now}
        return {"type": "message", **_place(event), **stamp}

    def _press(self, event: Press) -> Payload:
        channel, shown, button = self._button(event)
        message = {"ts": shown["ts"]} | {k: shown[k] for k in ("thread_ts",) if shown.get(k)}
        acted = {**button, "value": event.value, "action_ts": self._stamp(event)}
        return {"channel": {"id": channel, "name": "here"}, "message": message, "actions": [acted]}

    def _button(self, event: Press) -> tuple[str, Payload, Payload]:
        """Where it stands; one that stands nowhere any more is pressed by whoever still sees it."""
        wanted = (event.card_id, event.action)
        for channel, message, block in self._rows():
            for button in block["elements"]:
                if (_name(block["block_id"]), _name(button["action_id"])) == wanted:
                    return channel, message, {**button, "block_id": block["block_id"]}
        stale = {"type": "button", "block_id": f"{event.card_id}#0", "action_id": f"{event.action}#0"}
        return _place(event)["channel"], {"ts": "1.000001"}, stale

    def _rows(self) -> Iterator[tuple[str, Payload, Payload]]:
        """Every row of buttons that stands in a chat, newest first in each."""
        for channel, messages in self.api.posted.items():
            for message in reversed(messages):
                yield from ((channel, message, b) for b in message["blocks"] if b["type"] == "actions")

    def _view(self, event: Submit) -> Payload:
        opened = [c["view"] for name, c in self.api.calls if name == "views.open"]
        view = next((v for v in reversed(opened) if v.get("callback_id") == "form"), None)
        assert view is not None, "no form was opened"
        entered = {name: {"value": {"value": value}} for name, value in event.values.items()}
        return {**view, "id": "V1", "state": {"values": entered}}


def _told(event: Payload) -> Payload:
    return {"type": "event_callback", "team_id": TEAM, "event": event}


def _name(id: str) -> str:
    return id.rpartition("#")[0]


def _place(event: Event) -> Mapping[str, Any]:
    if event.where.kind == "direct":
        return {"channel": DIRECT + event.who.user, "channel_type": "im"}
    return {"channel": f"C{event.where.channel}", "channel_type": "channel"}


@contextmanager
def through_slack(house: House) -> Iterator[SlackHouse]:
    app = house.app
    move_in(house, "slack", TEAM, "U", DIRECT)
    with slack_api() as api:
        messenger = Recorded(api, house.chats.sent)
        app.accounts["slack"] = app.rooms["slack"] = messenger
        door = Overheard(app.store, app.conversation.handle, app.clock)
        bolt = build_app(door, Inline(), messenger, SECRET, app.clock)
        with loopback(build_receiver(bolt)) as url:
            worker = Worker(app, {"slack": messenger})
            yield SlackHouse(app, house.demo, house.chats, worker, api=api, url=url, outcomes=door.outcomes)
