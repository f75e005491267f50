"""The Teams app as it runs, on loopback, between a scripted door and the fake connector service."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.teams.app import Cite, build_app, nothing_to_cite
from adapters.teams.connector import Connector
from adapters.teams.places import KeptPlaces
from bot.chat import Event, Outcome, Reply, Text
from tests.fakes.loopback import Answer, loopback
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.store import FakeStore
from tests.fakes.teams_service import TeamsService, activity, send_activity, teams_service

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Tenant:
    service: TeamsService
    door: ScriptedDoor
    url: str
    pool: ThreadPoolExecutor

    def send(self, authorization: str = "", **own: Any) -> Answer:
        return send_activity(self.url, activity(self.service.url, **own), authorization)

    def settle(self) -> None:
        """Waits until everything accepted so far has been answered."""
        self.pool.shutdown(wait=True)


@contextmanager
def tenant(
    answer: Callable[[Event], Outcome],
    door: ScriptedDoor | None = None,
    app_id: str = "",
    tenants: Collection[str] = (),
    cite: Cite = nothing_to_cite,
) -> Iterator[Tenant]:
    door = door or ScriptedDoor(answer)
    connector = Connector(app_id, "password" if app_id else "")
    with teams_service() as service, ThreadPoolExecutor(4) as pool:
        places = KeptPlaces(FakeStore())
        app = build_app(door, pool, connector, places, lambda: MOMENT, "127.0.0.1", tenants, cite)
        with loopback(app) as url:
            yield Tenant(service, door, url, pool)


def hello(_: Event) -> Outcome:
    return Reply(parts=(Text("Hello"),))
