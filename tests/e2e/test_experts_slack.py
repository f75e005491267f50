"""A question in a Slack channel, its expert and the answer back: the real bot through the real Bolt app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from adapters.clock import system_clock
from adapters.slack.app import build_app
from adapters.slack.messenger import SlackMessenger, web_client
from adapters.slack.receive import build_receiver
from adapters.worker import Worker
from bot.chat import Address, Identity
from bot.deliveries import FIRST_WAIT
from tests.e2e.house import PAGES, House, build_house
from tests.fakes.inline import Inline
from tests.fakes.loopback import loopback
from tests.fakes.slack_api import BOT, SECRET, TEAM, TOKEN, SlackApi, send_signed, slack_api

PEOPLE = {"priya": "U1", "joel": "U2", "victor": "U3", "lena": "U4"}
QUESTION = "does a renewal discount need the value review?"
Call = tuple[str, dict[str, Any]]


@dataclass
class Workspace:
    house: House
    api: SlackApi
    url: str
    worker: Worker
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def _calls(self, payload: dict[str, Any]) -> list[Call]:
        before = len(self.api.calls)
        assert send_signed(self.url, payload, system_clock(), SECRET).status == 200
        return self.api.calls[before:]

    def _ts(self) -> str:
        return f"{int(self.house.app.clock().timestamp())}.{next(self._numbers):06}"

    def say(self, who: str, text: str, channel: str = "", **event: Any) -> list[Call]:
        user = PEOPLE[who]
        place = {"channel": channel, "channel_type": "channel", "type": "app_mention"}
        direct = {"channel": f"D{user}", "channel_type": "im", "type": "message"}
        said = {"user": user, "ts": self._ts(), "text": text, **(place if channel else direct), **event}
        return self._calls({"type": "event_callback", "team_id": TEAM, "event": said})

    def press(self, who: str, message: dict[str, Any], action: str, ts: str) -> list[Call]:
        """The button as it was posted, in the message with that timestamp."""
        buttons = [
            (block["block_id"], button)
            for block in message["blocks"]
            if block["type"] == "actions"
            for button in block["elements"]
        ]
        id, button = next(pair for pair in buttons if pair[1]["action_id"].startswith(f"{action}#"))
        shown = {"ts": ts} | ({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {})
        pressed = {"type": "button", "block_id": id, "action_ts": self._ts(), **button}
        return self._calls(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": PEOPLE[who], "team_id": TEAM},
                "channel": {"id": message["channel"], "name": "here"},
                "message": shown,
                "trigger_id": self._ts(),
                "actions": [pressed],
            }
        )

    def submit(self, who: str, view: dict[str, Any], **values: str) -> list[Call]:
        entered = {name: {"value": {"type": "plain_text_input", "value": v}} for name, v in values.items()}
        return self._calls(
            {
                "type": "view_submission",
                "team": {"id": TEAM},
                "user": {"id": PEOPLE[who], "team_id": TEAM},
                "trigger_id": self._ts(),
                "view": {**view, "id": "V1", "state": {"values": entered}},
            }
        )

    def work(self) -> list[Call]:
        before = len(self.api.calls)
        self.worker.tick()
        return self.api.calls[before:]

    def last_ts(self) -> str:
        """Of the message posted by the last call."""
        return f"1700000000.{len(self.api.calls):06}"


@contextmanager
def workspace(directory: Path) -> Iterator[Workspace]:
    house = build_house(directory, PAGES)
    with house.app.store.write() as uow:
        for person, user in PEOPLE.items():
            uow.people.link(Identity("slack", TEAM, user), person)
            uow.people.remember_address(person, Address("slack", TEAM, f"D{user}"))
        uow.commit()
    with slack_api() as api:
        app = build_app(house.app.door, Inline(), TOKEN, SECRET, house.app.clock, api.api_url)
        messenger = SlackMessenger(web_client(TOKEN, api.api_url))
        with loopback(build_receiver(app)) as url:
            yield Workspace(house, api, url, Worker(house.app, {"slack": messenger}))


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
    assert [name for name, _ in slack.work()] == ["chat.postMessage"]
    del slack.api.failures["chat.postMessage"]
    assert slack.work() == []
    slack.house.demo.move_clock(FIRST_WAIT * 2)
    assert [back["text"][:24] for _, back in slack.work()] == ["Answer from Joel Okafor "]
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
