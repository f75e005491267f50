"""The whole bot in a Teams tenant: the real app over HTTP, the Bot Framework's service on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from adapters.bootstrap import to_cite
from adapters.teams.app import build_app
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.places import KeptPlaces
from adapters.worker import Worker
from bot.chat import Address, Identity
from tests.e2e.house import PAGES, House, build_house
from tests.fakes.loopback import loopback
from tests.fakes.teams_service import BOT, TENANT, TeamsService, activity, send_activity, teams_service

PEOPLE = ("priya", "joel", "nadia")
CHANNEL = "19:sales@thread.tacv2;messageid=1700"
MENTION = {"type": "mention", "text": "<at>Cornerman</at>", "mentioned": {"id": BOT}}
THUMBS = {"Helpful": "like", "Not helpful": "dislike"}
"""Below the message in Teams, not on its card."""
Call = tuple[str, str, str, dict[str, Any]]


@dataclass
class Tenant:
    house: House
    service: TeamsService
    url: str
    worker: Worker
    pool: ThreadPoolExecutor
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def send(self, who: str, channel: bool = False, **own: Any) -> tuple[Any, list[Call]]:
        """What Teams gets as the answer to an activity, and what the bot sent meanwhile."""
        before = len(self.service.calls)
        here = {
            "id": CHANNEL if channel else f"chat-{who}",
            "conversationType": "channel" if channel else "personal",
        }
        given = {
            "id": str(next(self._numbers)),
            "timestamp": self.house.app.clock().isoformat(),
            "from": {"id": f"29:{who}", "aadObjectId": who},
            "conversation": {**here, "tenantId": TENANT},
            **own,
        }
        answer = send_activity(self.url, activity(self.service.url, **given))
        # One thread answers: when it is free again, this was answered.
        self.pool.submit(lambda: None).result()
        assert answer.status in (200, 202)
        return (answer.json if answer.text else None), self.service.calls[before:]

    def press(
        self, who: str, card: dict[str, Any], title: str, ref: str, channel: bool = False
    ) -> tuple[Any, list[Call]]:
        if title in THUMBS:
            value = {"actionName": "feedback", "actionValue": {"reaction": THUMBS[title]}}
            own = {"type": "invoke", "name": "message/fetchTask", "value": value}
            return self.send(who, channel, replyToId=ref, **own)
        rows = [element for element in card["body"] if element["type"] == "ActionSet"]
        button = next(b for row in rows for b in row["actions"] if b["title"] == title)
        if button["type"] == "Action.Submit":
            own = {"name": "task/fetch", "value": {"data": button["data"]}}
        else:
            pressed = {"type": "Action.Execute", "verb": button["verb"], "data": button["data"]}
            own = {"name": "adaptiveCard/action", "value": {"action": pressed}}
        return self.send(who, channel, type="invoke", replyToId=ref, **own)

    def submit(self, who: str, dialog: dict[str, Any], **values: str) -> list[Call]:
        (button,) = dialog["task"]["value"]["card"]["content"]["actions"]
        data = {**button["data"], **values}
        return self.send(who, type="invoke", name="task/submit", value={"data": data})[1]

    def work(self) -> list[Call]:
        before = len(self.service.calls)
        self.worker.tick()
        return self.service.calls[before:]


@contextmanager
def tenant(directory: Path, pages: dict[str, str] = PAGES) -> Iterator[Tenant]:
    house = build_house(directory, pages)
    with house.app.store.write() as uow:
        for person in PEOPLE:
            uow.people.link(Identity("teams", TENANT, person), person)
            uow.people.remember_address(person, Address("teams", TENANT, f"chat-{person}"))
        uow.commit()
    connector = Connector("", "")
    places = KeptPlaces(house.app.store)
    messenger = TeamsMessenger(connector, places)
    with teams_service() as service, ThreadPoolExecutor(1) as pool:
        app = build_app(
            house.app.door,
            pool,
            connector,
            places,
            house.app.clock,
            "127.0.0.1",
            (),
            partial(to_cite, house.app),
        )
        with loopback(app) as url:
            yield Tenant(house, service, url, Worker(house.app, {"teams": messenger}), pool)


def shown(call: Call) -> dict[str, Any]:
    card: dict[str, Any] = call[3]["attachments"][0]["content"]
    return card


def texts(call: Call) -> str:
    return "\n".join(element.get("text", "") for element in shown(call)["body"])
