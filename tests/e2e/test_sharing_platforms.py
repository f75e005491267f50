"""Share on Slack and Teams: the real apps over HTTP, the whole bot behind them, the platforms on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.worker import Worker
from bot.answers.sharing import SHARED
from bot.chat import Address, Event, Identity, Outcome, Reply
from bot.door import InboxDoor
from tests.e2e.house import House, build_house, words
from tests.e2e.test_sharing import PAGES, QUESTION
from tests.e2e.test_slack import mentioned
from tests.e2e.test_teams import CHANNEL, MENTION
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_bot import messenger_for, workspace
from tests.fakes.teams_bot import tenant
from tests.fakes.teams_service import PERSON, TENANT, reached

PART = "1 of 2 sources is not visible to everyone there; share without it?"


class RealDoor(ScriptedDoor):
    """The bot's own door, of which a test can wait for what was delivered."""

    def __init__(self, door: InboxDoor) -> None:
        super().__init__(lambda event: Reply(()))
        self._door = door

    def accept(self, event: Event) -> bool:
        return self._door.accept(event)

    def answer(self, event: Event) -> Outcome:
        outcome = self._door.answer(event)
        assert outcome is not None
        return outcome

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        self._door.delivered(event, outcome, where, message_ref)
        super().delivered(event, outcome, where, message_ref)

    def shown(self, card_id: str) -> tuple[Address, str] | None:
        return self._door.shown(card_id)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def link(house: House, person_id: str, *identity: str) -> None:
    with house.app.store.write() as uow:
        uow.people.link(Identity(*identity), person_id)
        uow.commit()


def without_a_trace(message: Any) -> bool:
    return "42 dollars" in json.dumps(message) and "floor" not in json.dumps(message).lower()


def test_slack_shares_in_the_thread_what_everyone_in_the_channel_may_see(house: House) -> None:
    link(house, "marta", "slack", "T1", "U1")
    link(house, "priya", "slack", "T1", "U2")
    now = f"{house.app.clock().timestamp():.6f}"

    def press(card_id: str, action: str) -> dict[str, Any]:
        button = {"type": "button", "block_id": f"{card_id}#0", "action_id": f"{action}#0", "action_ts": now}
        return {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "channel": {"id": "DU1", "name": "directmessage"},
            "message": {"ts": now},
            "trigger_id": action,
            "actions": [button],
        }

    door = RealDoor(house.app.door)
    with workspace(door.answer, door) as slack:
        messenger = messenger_for(slack.api)
        house.app.rooms["slack"] = messenger
        slack.send(mentioned(f"<@UBOT> {QUESTION}", ts=now))
        private = door.wait_for_delivery()
        assert isinstance(private, Reply)
        slack.send(press(private.card_id, "share"))
        assert words(door.wait_for_delivery()) == PART
        slack.send(press(private.card_id, "share_part"))
        assert words(door.wait_for_delivery()) == SHARED
        Worker(house.app, {"slack": messenger}).tick()
        *direct, shared = slack.api.arguments("chat.postMessage")
    assert {message["channel"] for message in direct} == {"DU1"}
    assert (shared["channel"], shared["thread_ts"]) == ("C1", now)
    assert without_a_trace(shared)


def test_teams_shares_in_the_thread_and_a_guest_makes_it_public_only(house: House) -> None:
    link(house, "marta", "teams", TENANT, PERSON)
    now = house.app.clock().isoformat()

    def press(card_id: str, action: str) -> dict[str, Any]:
        data = {"card_id": card_id, "action": action, "value": ""}
        pressed = {"action": {"type": "Action.Execute", "verb": action, "data": data}}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "id": action, "timestamp": now}
        return {**invoke, "value": pressed, "conversation": {"id": f"chat-{PERSON}", "tenantId": TENANT}}

    door = RealDoor(house.app.door)
    with tenant(door.answer, door) as teams:
        messenger = TeamsMessenger(Connector(), reached(teams.service.url))
        house.app.rooms["teams"] = messenger
        text = f"<at>Cornerman</at> {QUESTION}"
        teams.send(text=text, entities=[MENTION], conversation=CHANNEL, timestamp=now)
        private = door.wait_for_delivery()
        assert isinstance(private, Reply)
        teams.send(**press(private.card_id, "share"))
        assert words(door.wait_for_delivery()).startswith(f"{PART} Somebody there is not known to me")
        teams.send(**press(private.card_id, "share_part"))
        assert words(door.wait_for_delivery()) == SHARED
        Worker(house.app, {"teams": messenger}).tick()
        *direct, shared = [call for call in teams.service.calls if call[0] == "send"]
    assert {conversation for _, conversation, _, _ in direct} == {f"chat-{PERSON}"}
    assert shared[1] == CHANNEL["id"]
    assert without_a_trace(shared)
