"""Real Bolt, real HTTP: signed requests in, Slack's Web API (on loopback) out."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from adapters.slack.app import build_app
from adapters.slack.receive import Socket
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
from bot.errors import StoreUnavailable
from tests.fakes.scripted_door import BusyDoor, ScriptedDoor
from tests.fakes.slack_api import BOT, send_signed, slack_api
from tests.fakes.slack_bot import MOMENT, hello, messenger_for, workspace

TS = f"{MOMENT.timestamp():.6f}"
DRAFT = Reply(
    parts=(Text("Save this?"),),
    actions=(Action("save", "Save", "d1", style="primary"), Action("edit", "Edit", opens_form=True)),
    card_id="card-7",
)
SAVED = Reply(parts=(Text("Saved."),), actions=(Action("undo", "Undo"),), card_id="card-7", replaces=True)
FORM = Form("draft", "card-7", "Edit draft", (FormField("amount", "Amount", "number", "90000"),))


def said(text: str, **event: Any) -> dict[str, Any]:
    spoken = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": TS, "text": text}
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {**spoken, **event}}


def mentioned(text: str, **event: Any) -> dict[str, Any]:
    return said(text, type="app_mention", channel="C1", channel_type="channel", **event)


def pressed(action: str, value: str = "", channel: str = "D1", trigger: str = "1.2") -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"ts": "1690000000.000009"},
        "container": {"type": "message", "message_ts": "1690000000.000009", "channel_id": channel},
        "trigger_id": trigger,
        "actions": [
            {
                "type": "button",
                "block_id": "card-7#0",
                "action_id": f"{action}#0",
                "value": value,
                "action_ts": TS,
            }
        ],
    }


def submitted(view: dict[str, Any], amount: str) -> dict[str, Any]:
    entered = {"amount": {"value": {"type": "plain_text_input", "value": amount}}}
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "9.9",
        "view": {**view, "id": "V1", "state": {"values": entered}},
    }


def test_a_direct_message_is_answered_in_its_chat() -> None:
    with workspace(hello) as slack:
        assert slack.send(said("what is our SLA?")).status == 200
        slack.settle()
        (sent,) = slack.api.arguments("chat.postMessage")
    assert (sent["channel"], sent.get("thread_ts"), sent["text"]) == ("D1", None, "Hello")
    assert sent["blocks"][0]["text"]["text"] == "Hello"
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    (event,) = slack.door.answered
    assert event == Message(
        id=f"slack:T1:D1:{TS}",
        at=MOMENT,
        who=Identity("slack", "T1", "U1"),
        where=Address("slack", "T1", "D1"),
        text="what is our SLA?",
    )
    assert [(where, ref) for _, _, where, ref in slack.door.deliveries] == [
        (event.where, "1700000000.000001")
    ]


def test_a_mention_in_a_channel_is_answered_in_its_thread_once() -> None:
    with workspace(hello) as slack:
        slack.send(mentioned(f"<@{BOT}> what is our SLA?"))
        slack.send(said(f"<@{BOT}> what is our SLA?", channel="C1", channel_type="channel"))
        slack.settle()
        (sent,) = slack.api.arguments("chat.postMessage")
    assert (sent["channel"], sent["thread_ts"]) == ("C1", TS)
    (event,) = slack.door.answered
    assert isinstance(event, Message)
    assert (event.text, event.mentioned, event.where.kind) == ("what is our SLA?", True, "channel")


def test_a_resent_event_is_acknowledged_and_answered_once() -> None:
    with workspace(hello) as slack:
        assert [slack.send(said("hi")).status for _ in range(3)] == [200, 200, 200]
        slack.settle()
        assert len(slack.api.arguments("chat.postMessage")) == 1


def test_what_was_sent_is_recorded_though_the_database_was_busy() -> None:
    with workspace(hello, BusyDoor(1, hello)) as slack:
        slack.send(said("hi"))
        slack.settle()
        assert len(slack.api.arguments("chat.postMessage")) == 1
    assert [ref for *_, ref in slack.door.deliveries] == ["1700000000.000001"]


def test_nothing_is_acknowledged_that_was_not_kept() -> None:
    class Unavailable(ScriptedDoor):
        def accept(self, event: Event) -> bool:
            raise StoreUnavailable("the database is gone")

    with workspace(hello, Unavailable(hello)) as slack:
        assert slack.send(said("hi")).status == 500
        slack.settle()
    assert slack.door.answered == []


def test_bots_and_edits_are_ignored() -> None:
    with workspace(hello) as slack:
        for payload in (
            said("I am a bot", bot_id="B2"),
            said("I am a bot", subtype="bot_message"),
            said("me myself", user=BOT),
            said("", subtype="message_changed"),
            {"type": "event_callback", "team_id": "T1", "event": {"type": "team_join", "user": {"id": "U9"}}},
        ):
            assert slack.send(payload).status == 200
        slack.settle()
    assert slack.door.accepted == {}
    assert slack.api.calls == []


@pytest.mark.parametrize(
    ("change", "forgotten"),
    [
        ({"profile": {"status_text": "away"}}, []),
        ({"is_restricted": True}, [Identity("slack", "T1", "U5")]),
        ({"is_ultra_restricted": True, "team_id": "T9"}, [Identity("slack", "T9", "U5")]),
        ({"deleted": True}, [Identity("slack", "T1", "U5")]),
    ],
)
def test_whose_membership_ends_is_nobody_from_then_on(
    change: dict[str, Any], forgotten: list[Identity]
) -> None:
    event = {"type": "user_change", "user": {"id": "U5", **change}, "event_ts": TS}
    with workspace(hello) as slack:
        assert slack.send({"type": "event_callback", "team_id": "T1", "event": event}).status == 200
        slack.settle()
    assert slack.door.forgotten == forgotten
    assert slack.api.calls == []


@pytest.mark.parametrize("secret", ["wrong", ""])
def test_a_wrong_signature_is_refused(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="slack_bolt")
    with workspace(hello) as slack:
        assert slack.send(said("secret words"), secret=secret).status == 401
        slack.settle()
    assert slack.door.accepted == {}
    assert "secret words" not in caplog.text


def test_an_old_request_is_refused() -> None:
    with workspace(hello) as slack:
        assert send_signed(slack.url, said("hi"), MOMENT).status == 401
    assert slack.door.accepted == {}


def test_a_press_updates_its_own_card_once() -> None:
    with workspace(lambda event: SAVED) as slack:
        assert slack.send(pressed("save", "d1")).status == 200
        assert slack.send(pressed("save", "d1")).status == 200
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["chat.update"]
        (update,) = slack.api.arguments("chat.update")
    assert (update["channel"], update["ts"], update["text"]) == ("D1", "1690000000.000009", "Saved.")
    (event,) = slack.door.answered
    assert isinstance(event, Press)
    assert (event.card_id, event.action, event.value, event.at) == ("card-7", "save", "d1", MOMENT)
    assert slack.door.deliveries[0][2:] == (Address("slack", "T1", "D1"), "1690000000.000009")


def test_typed_words_update_the_card_where_it_stands() -> None:
    with workspace(
        lambda event: DRAFT if isinstance(event, Message) and event.text == "note" else SAVED
    ) as slack:
        slack.send(said("note"))
        slack.door.wait_for_delivery()
        slack.send(said("save", ts="1772442001.000000"))
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["chat.postMessage", "chat.update"]
        assert slack.api.arguments("chat.update")[0]["ts"] == "1700000000.000001"


def test_buttons_come_back_as_they_were_offered() -> None:
    with workspace(lambda event: DRAFT) as slack:
        slack.send(said("note"))
        slack.settle()
        block = slack.api.arguments("chat.postMessage")[0]["blocks"][-1]
    shown = [
        (button["text"]["text"], button.get("value"), button.get("style")) for button in block["elements"]
    ]
    assert shown == [("Save", "d1", "primary"), ("Edit", None, None)]
    assert (block["block_id"], block["elements"][0]["action_id"]) == ("card-7#0", "save#0")


@pytest.mark.parametrize("private", [{"visibility": "asker"}, {"deliver": "direct"}])
def test_what_only_the_asker_may_see_goes_to_the_direct_chat(private: dict[str, Any]) -> None:
    with workspace(lambda event: Reply(parts=(Text("For you"),), **private)) as slack:
        slack.send(mentioned(f"<@{BOT}> my opportunities"))
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["conversations.open", "chat.postMessage"]
        (sent,) = slack.api.arguments("chat.postMessage")
    assert (sent["channel"], sent.get("thread_ts")) == ("DU1", None)
    assert slack.door.deliveries[0][2] == Address("slack", "T1", "DU1")


def test_a_private_reply_to_a_press_in_a_channel_leaves_the_card_alone() -> None:
    private = Reply(parts=(Text("For you"),), card_id="card-7", replaces=True, visibility="asker")
    with workspace(lambda event: private) as slack:
        slack.send(pressed("save", channel="C1"))
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["conversations.open", "chat.postMessage"]
        assert slack.api.arguments("chat.postMessage")[0]["channel"] == "DU1"


def test_a_form_opens_shows_its_errors_and_updates_the_card() -> None:
    def answer(event: Event) -> Outcome:
        if isinstance(event, Press):
            return FORM
        wrong = isinstance(event, Submit) and event.values["amount"] == "-1"
        return FormErrors({"amount": "Enter an amount above 0."}) if wrong else SAVED

    with workspace(answer) as slack:
        slack.send(pressed("edit", trigger="4.5"))
        slack.door.wait_for_delivery()
        (opened,) = slack.api.arguments("views.open")
        refused = slack.send(submitted(opened["view"], "-1"))
        accepted = slack.send({**submitted(opened["view"], "120000"), "trigger_id": "10.1"})
        slack.settle()
        (update,) = slack.api.arguments("chat.update")
    assert opened["trigger_id"] == "4.5"
    assert refused.json == {"response_action": "errors", "errors": {"amount": "Enter an amount above 0."}}
    assert (accepted.status, accepted.text) == (200, "")
    assert (update["channel"], update["ts"]) == ("D1", "1690000000.000009")
    submit = slack.door.answered[-1]
    assert isinstance(submit, Submit)
    assert (submit.form, submit.card_id, dict(submit.values)) == ("draft", "card-7", {"amount": "120000"})


def test_what_could_not_be_delivered_is_left_for_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    with workspace(hello) as slack:
        slack.api.failures["chat.postMessage"] = "not_in_channel"
        slack.send(said("secret words"))
        slack.settle()
    assert slack.door.deliveries == []
    assert "DeliveryError" in caplog.text
    assert "secret words" not in caplog.text


def test_silence_is_delivered_without_a_word() -> None:
    with workspace(lambda event: Silence("not for the bot")) as slack:
        slack.send(said("hm"))
        slack.settle()
    assert slack.api.calls == []
    assert slack.door.deliveries[0][1] == Silence("not for the bot")


def test_socket_mode_acknowledges_and_answers() -> None:
    door = ScriptedDoor(lambda event: SAVED if isinstance(event, Press) else DRAFT)
    with slack_api() as api, ThreadPoolExecutor(4) as pool:
        socket = Socket(build_app(door, pool, messenger_for(api), "", lambda: MOMENT), "xapp-1")
        socket.open()
        try:
            assert socket.is_open()
            for number, payload in enumerate((said("note"), pressed("save"), said("note"))):
                api.socket.deliver(str(number), payload)
            api.socket.wait_for(3)
        finally:
            socket.close()
        pool.shutdown(wait=True)
        assert set(api.socket.acknowledged) == {"0", "1", "2"}
        assert sorted(name for name, _ in api.calls) == ["chat.postMessage", "chat.update"]
