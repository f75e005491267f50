"""The whole bot in a Slack workspace: the real Bolt app over HTTP, Slack's Web API on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from adapters.clock import system_clock
from adapters.slack.app import build_app
from adapters.slack.receive import build_receiver
from adapters.worker import Worker
from bot.chat import Address, Identity
from tests.e2e.house import PAGES, House, build_house
from tests.fakes.inline import Inline
from tests.fakes.loopback import loopback
from tests.fakes.slack_api import SECRET, TEAM, SlackApi, send_signed, slack_api
from tests.fakes.slack_bot import messenger_for

PEOPLE = {"priya": "U1", "joel": "U2", "victor": "U3", "lena": "U4"}
Call = tuple[str, dict[str, Any]]


@dataclass
class Workspace:
    house: House
    api: SlackApi
    url: str
    worker: Worker
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def _calls(self, payload: dict[str, Any]) -> list[Call]:
        before = len(self.api.calls)
        assert send_signed(self.url, payload, system_clock(), SECRET).status == 200
        return self.api.calls[before:]

    def _ts(self) -> str:
        return f"{int(self.house.app.clock().timestamp())}.{next(self._numbers):06}"

    def say(self, who: str, text: str, channel: str = "", **event: Any) -> list[Call]:
        user = PEOPLE[who]
        place = {"channel": channel, "channel_type": "channel", "type": "app_mention"}
        direct = {"channel": f"D{user}", "channel_type": "im", "type": "message"}
        said = {"user": user, "ts": self._ts(), "text": text, **(place if channel else direct), **event}
        return self._calls({"type": "event_callback", "team_id": TEAM, "event": said})

    def press(self, who: str, message: dict[str, Any], action: str, ts: str) -> list[Call]:
        """The button as it was posted, in the message with that timestamp."""
        buttons = [
            (block["block_id"], button)
            for block in message["blocks"]
            if block["type"] == "actions"
            for button in block["elements"]
        ]
        id, button = next(pair for pair in buttons if pair[1]["action_id"].startswith(f"{action}#"))
        shown = {"ts": ts} | ({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {})
        pressed = {"type": "button", "block_id": id, "action_ts": self._ts(), **button}
        return self._calls(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": PEOPLE[who], "team_id": TEAM},
                "channel": {"id": message["channel"], "name": "here"},
                "message": shown,
                "trigger_id": self._ts(),
                "actions": [pressed],
            }
        )

    def submit(self, who: str, view: dict[str, Any], **values: str) -> list[Call]:
        entered = {name: {"value": {"type": "plain_text_input", "value": v}} for name, v in values.items()}
        return self._calls(
            {
                "type": "view_submission",
                "team": {"id": TEAM},
                "user": {"id": PEOPLE[who], "team_id": TEAM},
                "trigger_id": self._ts(),
                "view": {**view, "id": "V1", "state": {"values": entered}},
            }
        )

    def work(self) -> list[Call]:
        before = len(self.api.calls)
        self.worker.tick()
        return self.api.calls[before:]

    def last_ts(self) -> str:
        """Of the message posted by the last call."""
        return f"1700000000.{len(self.api.calls):06}"


@contextmanager
def workspace(directory: Path, pages: dict[str, str] = PAGES) -> Iterator[Workspace]:
    house = build_house(directory, pages)
    with house.app.store.write() as uow:
        for person, user in PEOPLE.items():
            uow.people.link(Identity("slack", TEAM, user), person)
            uow.people.remember_address(person, Address("slack", TEAM, f"D{user}"))
        uow.commit()
    with slack_api() as api:
        messenger = messenger_for(api, now=lambda: house.app.clock().timestamp())
        house.app.accounts["slack"] = messenger
        house.app.attachments["slack"] = messenger
        app = build_app(house.app.door, Inline(), messenger, SECRET, house.app.clock)
        with loopback(build_receiver(app)) as url:
            yield Workspace(house, api, url, Worker(house.app, {"slack": messenger}))
