"""A question in a Teams channel, its expert and the answer back: the real bot through the real Teams app."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.app import build_app
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.worker import Worker
from bot.chat import Address, Identity
from tests.e2e.house import PAGES, House, build_house
from tests.fakes.loopback import loopback
from tests.fakes.teams_service import BOT, TENANT, TeamsService, activity, send_activity, teams_service

PEOPLE = ("priya", "joel", "nadia")
QUESTION = "does a renewal discount need the value review?"
CHANNEL = "19:sales@thread.tacv2;messageid=1700"
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


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Tenant]:
    house = build_house(tmp_path, PAGES)
    with house.app.store.write() as uow:
        for person in PEOPLE:
            uow.people.link(Identity("teams", TENANT, person), person)
            uow.people.remember_address(person, Address("teams", TENANT, f"chat-{person}"))
        uow.commit()
    connector = Connector("", "")
    messenger = TeamsMessenger(connector)
    with teams_service() as service, ThreadPoolExecutor(1) as pool:
        app = build_app(house.app.door, pool, connector, messenger, house.app.clock, "127.0.0.1")
        with loopback(app) as url:
            yield Tenant(house, service, url, Worker(house.app, {"teams": messenger}), pool)


def shown(call: Call) -> dict[str, Any]:
    card: dict[str, Any] = call[3]["attachments"][0]["content"]
    return card


def texts(call: Call) -> str:
    return "\n".join(element.get("text", "") for element in shown(call)["body"])


def test_the_answer_comes_back_to_the_thread_once(teams: Tenant) -> None:
    mention = {"type": "mention", "text": "<at>Cornerman</at>", "mentioned": {"id": BOT}}
    _, (answer,) = teams.send("priya", True, text=f"<at>Cornerman</at> {QUESTION}", entities=[mention])
    _, (passed_on,) = teams.press("priya", shown(answer), "Ask an expert", "act-1", channel=True)
    assert passed_on[1] == CHANNEL
    assert "I passed your question to Joel Okafor" in texts(passed_on)
    (card,) = teams.work()
    assert card[:2] == ("send", "chat-joel")
    ref = f"act-{len(teams.service.calls)}"
    dialog, _ = teams.press("joel", shown(card), "Answer", ref)
    assert dialog["task"]["value"]["title"] == "Answer Priya"
    (updated,) = teams.submit("joel", dialog, answer="Yes.", readers="thread")
    assert updated[:3] == ("update", "chat-joel", ref)
    (back,) = teams.work()
    assert back[:2] == ("send", CHANNEL)
    assert texts(back).startswith("Answer from Joel Okafor · 10 Mar\n")
    assert teams.work() == []


def test_passed_on_it_stays_with_one_expert_at_a_time(teams: Tenant) -> None:
    _, (answer,) = teams.send("priya", text=QUESTION)
    teams.press("priya", shown(answer), "Ask an expert", "act-1")
    (card,) = teams.work()
    ref = f"act-{len(teams.service.calls)}"
    dialog, _ = teams.press("joel", shown(card), "Pass on", ref)
    (closed,) = teams.submit("joel", dialog, person="Nadia Haddad")
    assert texts(closed).startswith("Passed on to Nadia Haddad.")
    (second,) = teams.work()
    assert second[:2] == ("send", "chat-nadia")
    late, _ = teams.press("joel", shown(card), "Answer", ref)
    assert "is with somebody else by now" in late["task"]["value"]
