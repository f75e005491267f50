"""What whoever presses or waits in Teams is told, whatever fails: a sentence, in time, and never an error."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from bot.chat import Event, Identity, Message, Outcome, Part, Reply, Text
from bot.errors import StoreUnavailable
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.teams_bot import Tenant, hello, tenant
from tests.fakes.teams_service import PERSON, TENANT

CHANNEL = {"id": "19:sales@thread.tacv2;messageid=1700", "conversationType": "channel", "tenantId": TENANT}
NOT_TAKEN = "I could not take that up just now. Please try again in a moment."


def on_message(id: str, **own: Any) -> dict[str, Any]:
    payload = {"id": "m-1", "body": {"content": "Acme: 80k"}}
    value = {"commandId": "log_to_crm", "messagePayload": payload}
    invoke = {"type": "invoke", "name": "composeExtension/fetchTask", "conversation": CHANNEL}
    return {**invoke, "id": id, "value": value, **own}


def verbs(teams: Tenant) -> list[str]:
    return [call[0] for call in teams.service.calls]


def test_the_chat_for_answers_is_opened_once() -> None:
    with tenant(hello) as teams:
        for id in ("a-1", "a-2"):
            assert teams.send(**on_message(id)).status == 200
            teams.door.wait_for_delivery()
        assert verbs(teams) == ["open", "send", "send"]
        assert {event.where.channel for event in teams.door.answered} == {f"chat-{PERSON}"}


def test_whoever_has_written_before_needs_no_opening() -> None:
    with tenant(hello) as teams:
        teams.send(text="hi")
        teams.door.wait_for_delivery()
        teams.send(**on_message("a-1"))
        teams.door.wait_for_delivery()
        assert [call[:2] for call in teams.service.calls] == [("send", "a:chat"), ("send", "a:chat")]
        teams.send(id="gone", type="installationUpdate", action="remove")
        teams.send(**on_message("a-2"))
        teams.door.wait_for_delivery()
        assert verbs(teams)[2:] == ["open", "send"]


def test_leaving_a_group_closes_no_chat_of_ones_own() -> None:
    with tenant(hello) as teams:
        teams.send(text="hi")
        teams.door.wait_for_delivery()
        group: dict[str, Any] = {"conversation": {"id": "19:team", "conversationType": "groupChat"}}
        teams.send(id="gone", type="installationUpdate", action="remove", **group)
        teams.send(**on_message("a-1"))
        teams.door.wait_for_delivery()
        assert verbs(teams) == ["send", "send"]


@pytest.mark.parametrize(
    ("status", "headers", "what_to_do"),
    [
        (403, {}, "add Cornerman under Apps in Teams, or ask your administrator to."),
        (429, {"Retry-After": "3"}, "please try again in a moment."),
        (500, {}, "please try again in a moment."),
    ],
)
def test_an_action_whose_answer_has_no_chat_says_so_at_once(
    status: int, headers: dict[str, str], what_to_do: str
) -> None:
    with tenant(hello) as teams:
        teams.service.refusals = [(status, headers)]
        answer = teams.send(**on_message("a-1"))
        told = f"I could not open our own chat, where the answer would come: {what_to_do}"
        assert (answer.status, answer.json) == (200, {"task": {"type": "message", "value": told}})
        assert (teams.door.accepted, verbs(teams)) == ({}, [])


CARD = {"action": {"type": "Action.Execute", "data": {"card_id": "c", "action": "save"}}}
OPEN = {"data": {"card_id": "c", "action": "edit"}}
NOTICE = {"task": {"type": "message", "value": NOT_TAKEN}}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (
            "adaptiveCard/action",
            CARD,
            {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": NOT_TAKEN},
        ),
        ("task/fetch", OPEN, NOTICE),
        ("task/submit", {"data": {"form": {"id": "f", "card_id": "c", "fields": []}}}, NOTICE),
        ("composeExtension/fetchTask", on_message("a")["value"], NOTICE),
    ],
)
def test_what_could_not_be_kept_is_told_and_not_thrown(
    name: str, value: dict[str, Any], told: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    class Unavailable(ScriptedDoor):
        def accept(self, event: Event) -> bool:
            raise StoreUnavailable("the database is gone")

    with tenant(hello, Unavailable(hello)) as teams:
        answer = teams.send(type="invoke", name=name, id="i-1", value=value)
    assert (answer.status, answer.json) == (200, told)
    assert "80k" not in caplog.text


def test_a_search_that_fails_says_so() -> None:
    def broken(who: Identity, question: str) -> Sequence[Part]:
        raise StoreUnavailable("the database is gone")

    value = {"commandId": "cite", "parameters": [{"name": "question", "value": "price?"}]}
    with tenant(hello, cite=broken) as teams:
        answer = teams.send(type="invoke", name="composeExtension/query", id="q-1", value=value)
    assert answer.json == {"composeExtension": {"type": "message", "text": NOT_TAKEN}}


def test_one_chat_is_answered_in_the_order_in_which_it_was_written() -> None:
    both_in = threading.Event()

    def slow_at_first(event: Event) -> Outcome:
        assert isinstance(event, Message)
        assert event.text != "one" or both_in.wait(20)
        return Reply((Text(event.text),))

    with tenant(slow_at_first) as teams:
        teams.send(text="one", id="1")
        teams.send(text="two", id="2")
        elsewhere = {"id": "a:other", "conversationType": "personal", "tenantId": TENANT}
        teams.send(text="aside", id="3", conversation=elsewhere)
        assert teams.door.wait_for_delivery() == Reply((Text("aside"),))
        both_in.set()
        teams.settle()
        assert [call[3]["summary"] for call in teams.service.calls] == ["aside", "one", "two"]
