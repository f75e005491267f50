"""Real botbuilder, real HTTP: activities in, the connector service (on loopback) out."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.teams.app import build_app
from adapters.teams.connector import Connector
from adapters.teams.places import KeptPlaces
from bot.chat import (
    Action,
    Address,
    Event,
    Form,
    FormErrors,
    FormField,
    Identity,
    Message,
    Outcome,
    Press,
    Reply,
    Silence,
    Submit,
    Text,
)
from bot.errors import ConfigError, StoreUnavailable
from tests.fakes.loopback import post
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.store import FakeStore
from tests.fakes.teams_bot import MOMENT, hello, tenant
from tests.fakes.teams_service import BOT, PERSON, TENANT

DRAFT = Reply(
    parts=(Text("Save this?"),),
    actions=(Action("save", "Save", "d1", style="primary"), Action("edit", "Edit", opens_form=True)),
    card_id="card-7",
)
SAVED = Reply(parts=(Text("Saved."),), actions=(Action("undo", "Undo"),), card_id="card-7", replaces=True)
FORM = Form("draft", "card-7", "Edit draft", (FormField("0.amount", "Amount", "number", "90000"),))
CHANNEL = {
    "id": "19:sales@thread.tacv2;messageid=1700",
    "conversationType": "channel",
    "tenantId": TENANT,
}
MENTION = {"type": "mention", "text": "<at>Cornerman</at>", "mentioned": {"id": BOT, "name": "Cornerman"}}


def executed(action: str, value: str = "", **own: Any) -> dict[str, Any]:
    data = {"card_id": "card-7", "action": action, "value": value}
    pressed = {"action": {"type": "Action.Execute", "verb": action, "data": data}, "trigger": "manual"}
    invoke = {"type": "invoke", "name": "adaptiveCard/action", "id": "press-1", "replyToId": "act-9"}
    return {**invoke, "value": pressed, **own}


def fetched(button: dict[str, Any]) -> dict[str, Any]:
    value = {"data": button["data"], "context": {"theme": "default"}}
    return {"type": "invoke", "name": "task/fetch", "id": "fetch-1", "replyToId": "act-9", "value": value}


def submitted(dialog: dict[str, Any], entered: str, id: str) -> dict[str, Any]:
    (button,) = dialog["task"]["value"]["card"]["content"]["actions"]
    data = {**button["data"], "0.amount": entered}
    return {"type": "invoke", "name": "task/submit", "id": id, "value": {"data": data}}


def test_a_personal_message_is_answered_in_its_chat() -> None:
    with tenant(hello) as teams:
        assert teams.send(text="what is our SLA?").status == 202
        teams.settle()
        ((verb, conversation, _, sent),) = teams.service.calls
    assert (verb, conversation) == ("send", "a:chat")
    assert (sent["type"], sent["summary"]) == ("message", "Hello")
    assert sent["attachments"][0]["content"]["body"] == [{"type": "TextBlock", "text": "Hello", "wrap": True}]
    (event,) = teams.door.answered
    assert event == Message(
        id="teams:a:chat:1",
        at=datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC),
        who=Identity("teams", TENANT, PERSON),
        where=Address("teams", TENANT, "a:chat"),
        text="what is our SLA?",
    )
    assert teams.door.deliveries[0][2:] == (Address("teams", TENANT, "a:chat"), "act-1")


def test_a_mention_in_a_channel_is_answered_in_its_thread() -> None:
    with tenant(hello) as teams:
        teams.send(conversation=CHANNEL, text="<at>Cornerman</at>&nbsp;R&amp;D prices?", entities=[MENTION])
        teams.settle()
        ((_, conversation, _, _),) = teams.service.calls
    assert conversation == "19:sales@thread.tacv2;messageid=1700"
    (event,) = teams.door.answered
    assert isinstance(event, Message)
    assert (event.text, event.mentioned) == ("R&D prices?", True)
    assert event.where == Address("teams", TENANT, "19:sales@thread.tacv2", "1700", "channel")


def test_a_resent_activity_is_answered_once() -> None:
    with tenant(hello) as teams:
        assert [teams.send(text="hi").status for _ in range(3)] == [202, 202, 202]
        teams.settle()
        assert len(teams.service.calls) == 1


def test_nothing_is_acknowledged_that_was_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    class Unavailable(ScriptedDoor):
        def accept(self, event: Event) -> bool:
            raise StoreUnavailable("the database is gone")

    with tenant(hello, Unavailable(hello)) as teams:
        assert teams.send(text="secret words").status == 500
    assert teams.door.answered == []
    assert "secret words" not in caplog.text


@pytest.mark.parametrize(
    "own",
    [
        {"from": {"id": "28:other", "name": "Another bot"}},
        {"from": {"id": "29:x", "role": "bot"}},
        {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "typing"},
    ],
)
def test_bots_and_comings_and_goings_are_ignored(own: dict[str, Any]) -> None:
    with tenant(hello) as teams:
        assert teams.send(text="hi", **own).status == 202
        teams.settle()
    assert teams.door.accepted == {}


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '"text"'])
def test_what_is_no_activity_is_a_bad_request(body: str) -> None:
    with tenant(hello) as teams:
        assert post(f"{teams.url}/api/messages", body, {}).status == 400
    assert teams.door.accepted == {}


@pytest.mark.parametrize("own", [{"conversation": None}, {"timestamp": "yesterday"}, {"entities": [7]}])
def test_a_broken_activity_is_a_bad_request(own: dict[str, Any]) -> None:
    with tenant(hello) as teams:
        assert teams.send(text="hi", **own).status == 400
    assert teams.door.accepted == {}


def test_a_press_updates_its_own_card_once() -> None:
    with tenant(lambda event: SAVED) as teams:
        first = teams.send(**executed("save", "d1"))
        second = teams.send(**executed("save", "d1"))
        ((verb, conversation, message, sent),) = teams.service.calls
    assert (verb, conversation, message) == ("update", "a:chat", "act-9")
    card = sent["attachments"][0]["content"]
    assert first.json == {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}
    assert card["body"][0]["text"] == "Saved."
    assert (second.status, second.json["type"]) == (200, "application/vnd.microsoft.activity.message")
    (event,) = teams.door.answered
    assert isinstance(event, Press)
    assert (event.card_id, event.action, event.value) == ("card-7", "save", "d1")
    assert teams.door.deliveries[0][2:] == (Address("teams", TENANT, "a:chat"), "act-9")


def test_typed_words_update_the_card_where_it_stands() -> None:
    with tenant(
        lambda event: DRAFT if isinstance(event, Message) and event.text == "note" else SAVED
    ) as teams:
        teams.send(text="note")
        teams.door.wait_for_delivery()
        teams.send(text="save", id="2")
        teams.settle()
        assert [(verb, message) for verb, _, message, _ in teams.service.calls] == [
            ("send", "act-1"),
            ("update", "act-1"),
        ]


@pytest.mark.parametrize("private", [{"visibility": "asker"}, {"deliver": "direct"}])
def test_what_only_the_asker_may_see_goes_to_the_personal_chat(private: dict[str, Any]) -> None:
    with tenant(lambda event: Reply(parts=(Text("For you"),), **private)) as teams:
        teams.send(conversation=CHANNEL, text="<at>Cornerman</at> my deals", entities=[MENTION])
        teams.settle()
        assert [(verb, conversation) for verb, conversation, _, _ in teams.service.calls] == [
            ("open", ""),
            ("send", f"chat-{PERSON}"),
        ]
        wanted = teams.service.calls[0][3]
    assert (wanted["isGroup"], wanted["channelData"]) == (False, {"tenant": {"id": TENANT}})
    assert teams.door.deliveries[0][2] == Address("teams", TENANT, f"chat-{PERSON}")


def test_a_private_reply_to_a_press_in_a_channel_is_not_shown_in_its_card() -> None:
    private = Reply(parts=(Text("For you"),), card_id="card-7", replaces=True, visibility="asker")
    with tenant(lambda event: private) as teams:
        answer = teams.send(**executed("save", conversation=CHANNEL))
        assert [verb for verb, *_ in teams.service.calls] == ["open", "send"]
    assert "For you" not in answer.text


def test_a_form_opens_shows_its_errors_and_updates_the_card() -> None:
    def answer(event: Event) -> Outcome:
        if isinstance(event, Message):
            return DRAFT
        if isinstance(event, Press):
            return FORM
        wrong = isinstance(event, Submit) and event.values["0.amount"] == "-1"
        return FormErrors({"0.amount": "Enter an amount above 0."}) if wrong else SAVED

    with tenant(answer) as teams:
        teams.send(text="note")
        teams.door.wait_for_delivery()
        button = teams.service.cards("send")[0]["body"][-1]["actions"][1]
        opened = teams.send(**fetched(button)).json
        refused = teams.send(**submitted(opened, "-1", "submit-1")).json
        accepted = teams.send(**submitted(refused, "120000", "submit-2"))
        updates = [(message, card) for verb, _, message, card in teams.service.calls if verb == "update"]
    assert button["type"] == "Action.Submit"
    assert opened["task"]["value"]["title"] == "Edit draft"
    body = refused["task"]["value"]["card"]["content"]["body"]
    assert (body[0]["id"], body[0]["value"]) == ("0.amount", "-1")
    assert body[1]["text"] == "Enter an amount above 0."
    assert (accepted.status, accepted.text) == (200, "")
    assert [message for message, _ in updates] == ["act-9"]
    submit = teams.door.answered[-1]
    assert isinstance(submit, Submit)
    assert (submit.form, submit.card_id, dict(submit.values)) == ("draft", "card-7", {"0.amount": "120000"})


def test_a_form_button_of_a_closed_card_says_so_in_the_dialog() -> None:
    with tenant(lambda event: Reply(parts=(Text("That card is closed."),))) as teams:
        button = {"data": {"card_id": "card-7", "action": "edit", "value": ""}}
        assert teams.send(**fetched(button)).json == {
            "task": {"type": "message", "value": "That card is closed."}
        }


def test_what_could_not_be_delivered_is_left_for_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    with tenant(hello) as teams:
        teams.service.status = 403
        assert teams.send(text="secret words").status == 202
        teams.settle()
    assert teams.door.deliveries == []
    assert "DeliveryError" in caplog.text
    assert "secret words" not in caplog.text


def test_silence_is_delivered_without_a_word() -> None:
    with tenant(lambda event: Silence("not for the bot")) as teams:
        teams.send(text="hm")
        teams.settle()
    assert teams.service.calls == []
    assert teams.door.deliveries[0][1] == Silence("not for the bot")


def test_without_an_app_id_only_this_machine_is_served(caplog: pytest.LogCaptureFixture) -> None:
    connector, places = Connector(), KeptPlaces(FakeStore())
    with ThreadPoolExecutor(1) as pool, pytest.raises(ConfigError, match="MicrosoftAppId"):
        build_app(ScriptedDoor(hello), pool, connector, places, lambda: MOMENT, "0.0.0.0")
    with tenant(hello):
        assert "MicrosoftAppId is not set" in caplog.text


PRESSED = {"card_id": "card-7", "action": "edit"}


def test_whoever_pressed_is_answered_in_time_and_the_card_changes_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.teams.app.INVOKE_SECONDS", 0.05)
    told = threading.Event()

    def slow(event: Event) -> Outcome:
        assert told.wait(20)
        return SAVED

    with tenant(slow) as teams:
        answers = [teams.send(**executed("save")), teams.send(**fetched({"data": PRESSED}))]
        told.set()
        teams.settle()
        assert [call[0] for call in teams.service.calls] == ["update", "update"]
    assert answers[0].json["value"] == "I am still at it; the card changes when it is done."
    assert answers[1].json["task"]["value"].endswith("Please press the button again.")
