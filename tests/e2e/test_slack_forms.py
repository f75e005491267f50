"""Forms when the core takes its time: Slack's three seconds are kept, and nothing that was typed is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from adapters.slack import waiting
from bot.chat import Event, FormErrors, Message, Outcome, Press, Reply, Text
from tests.e2e.test_slack import FORM, SAVED, pressed, said, submitted
from tests.fakes.slack_bot import hello, workspace

WRONG = FormErrors({"amount": "Enter an amount above 0."})


def slow(outcome: Outcome, release: threading.Event) -> Callable[[Event], Outcome]:
    def answer(event: Event) -> Outcome:
        assert release.wait(20)
        return outcome

    return answer


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.05)


def press_edit() -> dict[str, Any]:
    payload = pressed("edit", trigger="4.5")
    payload["actions"][0]["action_id"] = "edit#1!"
    return payload


def view_of_form() -> dict[str, Any]:
    with workspace(lambda event: FORM) as slack:
        slack.send(press_edit())
        slack.settle()
        view: dict[str, Any] = slack.api.arguments("views.open")[0]["view"]
    return view


def test_a_form_that_takes_long_is_opened_at_once_and_filled_later() -> None:
    release = threading.Event()
    with workspace(slow(FORM, release)) as slack:
        assert slack.send(press_edit()).status == 200
        opened = slack.api.wait_for("views.open")
        release.set()
        slack.settle()
        (filled,) = slack.api.arguments("views.update")
    assert opened["trigger_id"] == "4.5"
    assert opened["view"]["blocks"][0]["text"]["text"] == "One moment…"
    assert filled["view_id"] == "V1"
    assert filled["view"]["blocks"][0]["element"]["initial_value"] == "90000"


def test_a_form_that_could_not_be_opened_holds_nobody_up() -> None:
    """Its answer waits for the view: without it, it would wait for ever, and its chat with it."""
    release = threading.Event()
    with workspace(slow(FORM, release)) as slack:
        slack.api.failures["views.open"] = "expired_trigger_id"
        slack.send(press_edit())
        slack.api.wait_for("views.open")
        del slack.api.failures["views.open"]
        release.set()
        slack.send(said("and now?"))
        slack.settle()
    assert [type(event) for event in slack.door.answered] == [Press, Message]


def test_what_came_instead_of_a_form_is_said_in_the_open_view() -> None:
    release = threading.Event()
    with workspace(slow(Reply((Text("That card is closed."),)), release)) as slack:
        slack.send(press_edit())
        slack.api.wait_for("views.open")
        release.set()
        slack.settle()
        (filled,) = slack.api.arguments("views.update")
    assert filled["view"]["blocks"][0]["text"]["text"] == "That card is closed."


def test_a_form_in_time_opens_as_itself() -> None:
    with workspace(lambda event: FORM) as slack:
        slack.send(press_edit())
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["views.open"]
        assert slack.api.arguments("views.open")[0]["view"]["title"]["text"] == "Edit draft"


def test_errors_that_come_late_stand_above_what_was_typed() -> None:
    view, release = view_of_form(), threading.Event()
    with workspace(slow(WRONG, release)) as slack:
        answer = slack.send(submitted(view, "-1"))
        release.set()
        slack.settle()
        (changed,) = slack.api.arguments("views.update")
    assert answer.json["response_action"] == "update"
    assert answer.json["view"]["blocks"][0]["text"]["text"] == "One moment…"
    assert changed["view_id"] == "V1"
    said_wrong, amount = changed["view"]["blocks"]
    assert said_wrong["text"]["text"] == "Amount: Enter an amount above 0."
    assert amount["element"]["initial_value"] == "-1"


def test_errors_that_come_late_twice_stand_above_it_once() -> None:
    view, release = view_of_form(), threading.Event()
    with workspace(slow(WRONG, release)) as slack:
        slack.send(submitted(view, "-1"))
        release.set()
        slack.door.wait_for_delivery()
        (changed,) = slack.api.arguments("views.update")
        release.clear()
        slack.send({**submitted(changed["view"], "-2"), "trigger_id": "77.1"})
        release.set()
        slack.settle()
        _, twice = slack.api.arguments("views.update")
    assert [block["type"] for block in twice["view"]["blocks"]] == ["section", "input"]
    assert twice["view"]["blocks"][1]["element"]["initial_value"] == "-2"


def test_a_form_that_waits_is_not_left_waiting_when_its_answer_fails() -> None:
    release = threading.Event()

    def broken(_: Event) -> Outcome:
        assert release.wait(20)
        raise RuntimeError("secret words")

    with workspace(broken) as slack:
        slack.send(press_edit())
        slack.api.wait_for("views.open")
        release.set()
        slack.settle()
        (told,) = slack.api.arguments("views.update")
    assert told["view"]["blocks"][0]["text"]["text"].startswith("That takes longer than it should.")


def test_a_card_saved_late_says_so_in_the_view_and_changes_in_the_chat() -> None:
    view, release = view_of_form(), threading.Event()
    with workspace(slow(SAVED, release)) as slack:
        slack.send(submitted(view, "120000"))
        release.set()
        slack.settle()
        assert [name for name, _ in slack.api.calls] == ["views.update", "chat.update"]


def test_an_acknowledgement_never_queues_behind_answers() -> None:
    release = threading.Event()
    busy = slow(SAVED, release)
    with workspace(lambda event: busy(event) if isinstance(event, Press) else hello(event)) as slack:
        for number in range(8):
            payload = pressed("save", trigger=f"{number}.1", channel=f"D{number}")
            assert slack.send(payload).status == 200
        assert slack.send(said("hi")).status == 200
        assert slack.door.deliveries == []
        release.set()
        slack.settle()
        assert len(slack.door.deliveries) == 9


def test_messages_of_one_chat_are_answered_in_their_order() -> None:
    release, first = threading.Event(), []

    def answer(event: Event) -> Outcome:
        first.append(event.id)
        assert release.wait(20)
        return Reply((Text(event.id),))

    with workspace(answer) as slack:
        for number in range(4):
            slack.send(said(f"{number}", ts=f"177244200{number}.000001"))
        assert len(first) <= 1
        release.set()
        slack.settle()
        told = [call["text"][-17:] for call in slack.api.arguments("chat.postMessage")]
    assert told == [f"177244200{number}.000001" for number in range(4)]
