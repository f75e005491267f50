"""A Slack that does not answer holds nobody up for longer than a minute, and then only one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from slack_sdk import WebClient

from adapters.slack import messenger
from adapters.slack.calls import Refused
from adapters.slack.messenger import SlackMessenger
from adapters.slack.outage import SPARED
from adapters.slack.pace import Pace
from bot.chat import Address, Reply, Text
from bot.errors import DeliveryError

HERE = Address("slack", "T1", "D1")
THERE = Address("slack", "T1", "D2")
HELLO = Reply((Text("Hello"),))
SLOW = 10.0


class Time:
    """Passes while Slack takes its time and while somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


class Slack:
    """Channels it does `not_answer` for take ten seconds each and say nothing."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.silent_for: set[str] = set()
        self.tries = 0
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, _: object, method: str, **arguments: Any) -> Mapping[str, Any]:
        self.tries += 1
        if arguments["channel"] in self.silent_for:
            self.time.pass_by(SLOW)
            self.meanwhile()
            raise Refused("TimeoutError", doubtful=True)
        return {"ts": f"{self.tries}", "messages": []}


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Slack:
    slack = Slack(Time())
    monkeypatch.setattr(messenger, "call", slack)
    monkeypatch.setattr(messenger, "asked", slack)
    return slack


def sender(slack: Slack) -> SlackMessenger:
    return SlackMessenger(WebClient("xoxb"), Pace(slack.time.now, slack.time.pass_by))


def test_the_time_that_slack_takes_counts_too(slack: Slack) -> None:
    slack.silent_for = {"D1"}
    with pytest.raises(DeliveryError) as refused:
        sender(slack).send(HERE, HELLO, "e1")
    assert not refused.value.permanent
    assert slack.time.seconds <= messenger.PATIENCE + SLOW


def test_others_are_spared_the_wait_for_a_while(slack: Slack) -> None:
    slack.silent_for, mine = {"D1", "D2"}, sender(slack)
    with pytest.raises(DeliveryError):
        mine.send(HERE, HELLO, "e1")
    tries, began = slack.tries, slack.time.seconds
    with pytest.raises(DeliveryError, match="does not answer") as refused:
        mine.update(THERE, "1.0", HELLO)
    assert (slack.tries, slack.time.seconds, refused.value.retry_after) == (tries, began, SPARED)
    slack.silent_for = set()
    slack.time.pass_by(SPARED)
    assert mine.send(THERE, HELLO, "e2")
    assert mine.send(HERE, HELLO, "e1", again=True)


def test_one_chat_that_does_not_answer_is_no_outage(slack: Slack) -> None:
    slack.silent_for, mine = {"D1"}, sender(slack)
    slack.meanwhile = lambda: mine.update(THERE, "1.0", HELLO)
    with pytest.raises(DeliveryError):
        mine.send(HERE, HELLO, "e1")
    assert mine.send(THERE, HELLO, "e2")


def test_a_rate_limit_is_no_outage(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*_: object, **arguments: Any) -> Mapping[str, Any]:
        if arguments["channel"] == "D1":
            raise Refused("ratelimited", wait=120.0)
        return {"ts": "1.0"}

    monkeypatch.setattr(messenger, "call", limited)
    mine = sender(slack)
    with pytest.raises(DeliveryError) as refused:
        mine.send(HERE, HELLO, "e1")
    assert refused.value.retry_after == 120.0
    assert mine.send(THERE, HELLO, "e2") == "1.0"
