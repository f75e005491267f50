"""Slack at its worst: nothing is lost, nothing is said twice, and each channel keeps its order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from adapters.slack.app import build_app
from adapters.slack.receive import Socket
from bot.chat import Address, Event, Message, Outcome, Reply, Text
from bot.errors import DeliveryError, MessageGone
from tests.e2e.test_slack import said
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_api import SlackApi, Trouble, slack_api
from tests.fakes.slack_bot import MOMENT, messenger_for

HERE = Address("slack", "T1", "D1")
THERE = Address("slack", "T1", "C1", "5.0", "channel")
DOUBTFUL = Trouble(500, done=True)


@pytest.fixture
def api() -> Iterator[SlackApi]:
    with slack_api() as api:
        yield api


def reply(words: str) -> Reply:
    return Reply((Text(words),))


def standing(api: SlackApi, channel: str) -> list[str]:
    return [message["text"] for message in api.posted.get(channel, [])]


def once(trouble: Trouble, method: str = "chat.postMessage") -> Any:
    left = [trouble]
    return lambda name, _: left.pop() if name == method and left else None


@pytest.mark.parametrize("where", [HERE, THERE])
@pytest.mark.parametrize("trouble", [DOUBTFUL, Trouble(200, "internal_error", done=True), Trouble(500)])
def test_what_may_have_arrived_is_looked_for_before_it_is_sent_again(
    api: SlackApi, where: Address, trouble: Trouble
) -> None:
    api.weather = once(trouble)
    ref = messenger_for(api).send(where, reply("Hello"), "e1")
    assert standing(api, where.channel) == ["Hello"]
    assert ref == api.posted[where.channel][0]["ts"]


def test_what_a_process_that_died_had_sent_is_not_sent_again(api: SlackApi) -> None:
    first = messenger_for(api).send(HERE, reply("Hello"), "e1")
    assert messenger_for(api).send(HERE, reply("Hello"), "e1", again=True) == first
    assert messenger_for(api).send(HERE, reply("Hello"), "e2", again=True) != first
    assert standing(api, "D1") == ["Hello", "Hello"]


def test_slack_is_waited_for_as_long_as_it_asks(api: SlackApi) -> None:
    api.weather = once(Trouble(429, "ratelimited", retry_after=7))
    messenger_for(api).send(HERE, reply("Hello"), "e1")
    assert standing(api, "D1") == ["Hello"]
    assert api.paused == pytest.approx([7.0, 1.0], abs=0.2)


def test_nothing_overtakes_what_slack_wants_much_later(api: SlackApi) -> None:
    messenger = messenger_for(api)
    api.weather = once(Trouble(429, "ratelimited", retry_after=3600))
    for number in (1, 2):
        with pytest.raises(DeliveryError) as refused:
            messenger.send(HERE, reply(f"{number}"), f"e{number}")
        assert not refused.value.permanent
    messenger.send(THERE, reply("elsewhere"), "e3")
    assert (standing(api, "D1"), standing(api, "C1")) == ([], ["elsewhere"])


def test_one_message_a_second_goes_into_a_channel(api: SlackApi) -> None:
    messenger = messenger_for(api)
    for number in range(3):
        messenger.send(HERE, reply(f"{number}"), f"e{number}")
    messenger.send(THERE, reply("elsewhere"), "e9")
    assert api.paused == pytest.approx([1.0, 1.0], abs=0.5)


@pytest.mark.parametrize(
    ("code", "permanent"),
    [("channel_not_found", True), ("not_in_channel", True), ("msg_too_long", True), ("is_archived", True)],
)
def test_what_cannot_help_is_not_tried_again(api: SlackApi, code: str, permanent: bool) -> None:
    api.failures["chat.postMessage"] = code
    with pytest.raises(DeliveryError, match=code) as refused:
        messenger_for(api).send(HERE, reply("Hello"), "e1")
    assert refused.value.permanent is permanent
    assert len(api.calls) == 1


def test_a_card_that_was_deleted_is_told_of(api: SlackApi) -> None:
    api.failures["chat.update"] = "message_not_found"
    with pytest.raises(MessageGone):
        messenger_for(api).update(HERE, "1.0", reply("Saved"))


def echo(event: Event) -> Outcome:
    assert isinstance(event, Message)
    return reply(event.text)


def storm(seed: int) -> Any:
    """One call in five fails: told to wait, refused, or carried out with its answer lost."""
    dice = random.Random(seed)
    kinds = [
        Trouble(429, "ratelimited", retry_after=2),
        Trouble(500),
        DOUBTFUL,
        Trouble(503),
        Trouble(200, "internal_error", done=True),
    ]

    def weather(method: str, _: Mapping[str, Any]) -> Trouble | None:
        troubled = method.startswith(("chat.", "conversations.")) and dice.random() < 0.2
        return dice.choice(kinds) if troubled else None

    return weather


def test_all_arrive_once_and_in_order_while_slack_fails_and_the_socket_drops(api: SlackApi) -> None:
    channels, each = 10, 20
    door = ScriptedDoor(echo)
    api.weather = storm(7)
    with ThreadPoolExecutor(8) as pool:
        socket = Socket(build_app(door, pool, messenger_for(api), "", lambda: MOMENT), "xapp-1", ping=0.1)
        socket.open()
        try:
            sent = 0
            for number in range(each):
                for channel in range(channels):
                    event = said(
                        f"{number}", channel=f"D{channel}", ts=f"17724420{number:02}.0000{channel:02}"
                    )
                    api.socket.deliver(f"{number}-{channel}", event)
                    sent += 1
                    if sent % 23 == 0:
                        api.socket.again(f"{number}-{channel}", event)
                        sent += 1
                if number % 5 == 4:
                    api.socket.refresh() if number % 2 else api.socket.drop()
                api.socket.wait_for(sent)
        finally:
            socket.close()
    expected = [f"{number}" for number in range(each)]
    assert {channel: standing(api, f"D{channel}") for channel in range(channels)} == dict.fromkeys(
        range(channels), expected
    )
    assert api.socket.connections >= 4
