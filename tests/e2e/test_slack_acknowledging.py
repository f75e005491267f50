"""Slack takes an acknowledgement for three seconds: it waits for nothing that Slack itself, or anyone else,
has yet to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from adapters.slack import waiting
from bot.chat import Address, Event, Outcome, Press
from tests.e2e.test_slack import FORM, SAVED, TS, pressed, submitted
from tests.e2e.test_slack_forms import press_edit, slow, view_of_form
from tests.fakes.slack_bot import hello, workspace

COMMAND = {
    "command": "/cornerman",
    "text": "my",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.1",
}
SHORTCUT = {
    "type": "message_action",
    "callback_id": "ask_about",
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T1"},
    "channel": {"id": "C1", "name": "sales"},
    "message": {"user": "U9", "text": "what is our SLA?", "ts": "1.0"},
    "trigger_id": "1.1",
}
AT_HOME = {
    **{name: value for name, value in pressed("save").items() if name not in ("message", "channel")},
    "view": {"type": "home", "id": "VH"},
}
BESIDE = {
    "type": "event_callback",
    "team_id": "T1",
    "event": {
        "type": "assistant_thread_started",
        "assistant_thread": {"user_id": "U1", "channel_id": "D1", "thread_ts": "2.0"},
        "event_ts": TS,
    },
}


def hanging(release: threading.Event) -> Callable[[str, Mapping[str, Any]], None]:
    def weather(_: str, __: Mapping[str, Any]) -> None:
        assert release.wait(20)

    return weather


@pytest.mark.parametrize(
    ("payload", "at_last"),
    [
        (COMMAND, ["conversations.open", "chat.postMessage"]),
        (SHORTCUT, ["conversations.open", "chat.postMessage"]),
        (AT_HOME, ["conversations.open", "chat.postMessage"]),
        (BESIDE, ["assistant.threads.setSuggestedPrompts"]),
    ],
    ids=["command", "shortcut", "home", "assistant"],
)
def test_an_acknowledgement_does_not_wait_for_slack(payload: dict[str, Any], at_last: list[str]) -> None:
    release = threading.Event()
    with workspace(hello) as slack:
        slack.api.weather = hanging(release)
        assert slack.send(payload).status == 200
        assert slack.api.calls == []
        release.set()
        slack.settle()
        assert [name for name, _ in slack.api.calls][: len(at_last)] == at_last


def test_a_press_for_a_form_does_not_wait_for_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.0)
    answers, slack_answers = threading.Event(), threading.Event()
    with workspace(slow(FORM, answers)) as slack:
        slack.api.weather = hanging(slack_answers)
        assert slack.send(press_edit()).status == 200
        assert slack.api.calls == []
        slack_answers.set()
        answers.set()
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["views.open", "views.update"]


def test_many_who_send_forms_in_hold_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds no seat to wait in is told at once that the answer comes."""
    monkeypatch.setattr(waiting, "SEATS", 0)
    monkeypatch.setattr(waiting, "PATIENCE", 60.0)
    view, release = view_of_form(), threading.Event()
    with workspace(slow(SAVED, release)) as slack:
        answer = slack.send(submitted(view, "120000"))
        release.set()
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["views.update", "chat.update"]
    assert answer.json["response_action"] == "update"


def test_a_form_that_could_not_be_opened_is_told_of_with_its_code(caplog: pytest.LogCaptureFixture) -> None:
    def answer(event: Event) -> Outcome:
        return FORM if isinstance(event, Press) else SAVED

    with workspace(answer) as slack:
        slack.api.failures["views.open"] = "expired_trigger_id"
        slack.send({**press_edit(), "channel": {"id": "C1", "name": "sales"}})
        slack.settle()
        (told,) = slack.api.arguments("chat.postMessage")
    (code,) = [word for word in told["text"].split() if f"(code {word})" in caplog.text]
    assert (len(code), told["channel"]) == (6, "DU1")
    assert "press its button again" in told["text"]


def test_a_command_is_answered_in_the_chat_that_stays_the_same() -> None:
    with workspace(hello) as slack:
        slack.send(COMMAND)
        slack.door.wait_for_delivery()
        slack.send({**COMMAND, "trigger_id": "1.2"})
        slack.settle()
        opened = slack.api.arguments("conversations.open")
    assert [event.where for event in slack.door.answered] == [Address("slack", "T1", "DU1")] * 2
    assert [event.where.channel for event in slack.door.accepted.values()] == ["U1", "DU1"]
    assert len(opened) == 1
