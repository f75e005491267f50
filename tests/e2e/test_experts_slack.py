"""A question in a Slack channel, its expert and the answer back: the real bot through the real Bolt app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.deliveries import FIRST_WAIT
from tests.e2e.slack_house import Workspace, workspace
from tests.fakes.slack_api import BOT

QUESTION = "does a renewal discount need the value review?"


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as running:
        yield running


def asked_in_channel(slack: Workspace) -> tuple[str, dict[str, Any], str]:
    """The thread, and Joel's card with its timestamp."""
    ((_, answer),) = slack.say("priya", f"<@{BOT}> {QUESTION}", "C1")
    ((_, passed_on),) = slack.press("priya", answer, "expert", slack.last_ts())
    assert "I passed your question to Joel Okafor" in passed_on["text"]
    assert (passed_on["channel"], passed_on["thread_ts"]) == ("C1", answer["thread_ts"])
    ((_, card),) = slack.work()
    assert (card["channel"], card.get("thread_ts")) == ("DU2", None)
    return answer["thread_ts"], card, slack.last_ts()


def test_the_answer_comes_back_to_the_thread_once(slack: Workspace) -> None:
    thread, card, ts = asked_in_channel(slack)
    ((opened, form),) = slack.press("joel", card, "answer", ts)
    assert (opened, form["view"]["title"]["text"]) == ("views.open", "Answer Priya")
    ((updated, mine),) = slack.submit("joel", form["view"], answer="Yes, @channel.", readers="thread")
    assert (updated, mine["channel"], mine["ts"]) == ("chat.update", "DU2", ts)
    ((_, back),) = slack.work()
    assert (back["channel"], back["thread_ts"]) == ("C1", thread)
    assert back["text"].startswith("Answer from Joel Okafor · 10 Mar")
    assert back["blocks"][2]["text"] == {"type": "mrkdwn", "text": "Yes, @channel.", "verbatim": True}
    assert slack.work() == []


def test_while_slack_is_down_the_answer_waits_and_comes_once(slack: Workspace) -> None:
    _, card, ts = asked_in_channel(slack)
    ((_, form),) = slack.press("joel", card, "answer", ts)
    slack.submit("joel", form["view"], answer="Yes.", readers="thread")
    slack.api.failures["chat.postMessage"] = "internal_error"
    assert {name for name, _ in slack.work()} == {"chat.postMessage", "conversations.replies"}
    del slack.api.failures["chat.postMessage"]
    assert slack.work() == []
    slack.house.demo.move_clock(FIRST_WAIT * 2)
    told = [call["text"][:24] for name, call in slack.work() if name == "chat.postMessage"]
    assert told == ["Answer from Joel Okafor "]
    slack.house.demo.move_clock(FIRST_WAIT * 2)
    assert slack.work() == []


def test_the_second_of_a_desk_sees_the_card_change_where_it_stands(slack: Workspace) -> None:
    ((_, none),) = slack.say("priya", "which discount do nonprofits in Peru get?")
    slack.press("priya", none, "expert", slack.last_ts())
    before = len(slack.api.calls)
    cards = {
        call["channel"]: (call, f"1700000000.{n:06}") for n, (_, call) in enumerate(slack.work(), before + 1)
    }
    assert sorted(cards) == ["DU3", "DU4"]
    ((_, form),) = slack.press("victor", *_at(cards["DU3"], "answer"))
    slack.submit("victor", form["view"], answer="None.")
    calls = dict(slack.work())
    assert calls["chat.postMessage"]["channel"] == "DU1"
    taken = calls["chat.update"]
    assert (taken["channel"], taken["ts"]) == ("DU4", cards["DU4"][1])
    assert taken["text"].startswith("Victor Osei answered this.")
    assert [block["type"] for block in taken["blocks"]] == ["section", "section"]


def _at(card: tuple[dict[str, Any], str], action: str) -> tuple[dict[str, Any], str, str]:
    return card[0], action, card[1]


def test_words_under_the_card_are_sent_once_they_are_confirmed(slack: Workspace) -> None:
    thread, _, ts = asked_in_channel(slack)
    ((_, shown),) = slack.say("joel", "Yes, always.", thread_ts=ts)
    assert (shown["channel"], shown["thread_ts"]) == ("DU2", ts)
    assert shown["text"].startswith("Send this to Priya?\nYes, always.")
    confirm = slack.last_ts()
    assert slack.work() == []
    ((updated, mine),) = slack.press("joel", shown, "send", confirm)
    assert (updated, mine["ts"]) == ("chat.update", confirm)
    sent = slack.work()
    assert [(name, call["channel"]) for name, call in sent] == [
        ("chat.postMessage", "C1"),
        ("chat.update", "DU2"),
    ]
    assert sent[0][1]["thread_ts"] == thread
    assert "Yes, always." in sent[0][1]["text"]
    assert sent[1][1]["ts"] == ts
    # The question is answered: words there mean what they mean elsewhere.
    ((_, other),) = slack.say("joel", "gaps", thread_ts=ts)
    assert "Send this" not in other["text"]
