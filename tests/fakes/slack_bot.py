"""The Slack app as it runs over HTTP, on loopback, between a scripted door and the fake Web API."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.clock import system_clock
from adapters.slack.app import build_app
from adapters.slack.calls import web_client
from adapters.slack.messenger import SlackMessenger
from adapters.slack.pace import Pace
from adapters.slack.receive import build_receiver
from bot.chat import Event, Outcome, Reply, Text
from tests.fakes.loopback import Answer, loopback
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_api import SECRET, TOKEN, SlackApi, send_signed, slack_api

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Workspace:
    api: SlackApi
    door: ScriptedDoor
    url: str
    pool: ThreadPoolExecutor

    def send(self, payload: dict[str, Any], secret: str = SECRET) -> Answer:
        return send_signed(self.url, payload, system_clock(), secret)

    def settle(self) -> None:
        """Waits until everything accepted so far has been answered."""
        self.pool.shutdown(wait=True)


def messenger_for(
    api: SlackApi, token: str = TOKEN, now: Callable[[], float] = time.monotonic
) -> SlackMessenger:
    """Its waits are only written down: `api.paused`."""
    return SlackMessenger(web_client(token, api.api_url), Pace(now, api.paused.append))


@contextmanager
def workspace(answer: Callable[[Event], Outcome], door: ScriptedDoor | None = None) -> Iterator[Workspace]:
    door = door or ScriptedDoor(answer)
    with slack_api() as api, ThreadPoolExecutor(4) as pool:
        app = build_app(door, pool, messenger_for(api), SECRET, lambda: MOMENT)
        with loopback(build_receiver(app)) as url:
            yield Workspace(api, door, url, pool)


def hello(_: Event) -> Outcome:
    return Reply(parts=(Text("Hello"),))
