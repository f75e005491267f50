"""Accepted once, answered once, delivered once; a fault is said kindly and logged without the text."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot import wording
from bot.chat import Address, Event, Identity, Message, Outcome, Reply, Text
from bot.door import InboxDoor
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
DM = Address("console", "demo", "priya")


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


class Echo:
    """Answers with the text, counting; or raises what it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.handled = 0
        self._error = error

    def handle(self, event: Event) -> Outcome:
        self.handled += 1
        if self._error:
            raise self._error
        assert isinstance(event, Message)
        return Reply((Text(event.text),))


class Sent:
    def __init__(self) -> None:
        self.replies: list[Reply] = []

    def send(self, where: Address, reply: Reply, key: str) -> str:
        self.replies.append(reply)
        return key

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self.replies.append(reply)

    def direct_to(self, who: Identity) -> Address:
        return Address(who.platform, who.workspace, who.user)


def message(id: str = "e1", text: str = "secret words") -> Message:
    return Message(id, NOW, Identity("console", "demo", "priya"), DM, text)


def test_an_event_sent_twice_is_one_event() -> None:
    echo = Echo()
    door = InboxDoor(FakeStore(), echo.handle, Clock())
    assert door.accept(message())
    assert not door.accept(message())
    assert door.answer(message()) == Reply((Text("secret words"),))
    assert door.answer(message()) is None
    assert echo.handled == 1


def test_after_delivery_the_text_is_wiped_and_the_id_stays() -> None:
    store = FakeStore()
    door = InboxDoor(store, Echo().handle, Clock())
    door.accept(message())
    answer = door.answer(message())
    assert answer is not None
    door.delivered(message(), answer, DM, "ts1")
    with store.read() as uow:
        assert uow.inbox.claim_unfinished(NOW + timedelta(days=1)) == []
    assert not door.accept(message())


def test_what_a_crash_left_unanswered_is_answered_and_sent_by_the_sweep() -> None:
    clock, sent = Clock(), Sent()
    door = InboxDoor(FakeStore(), Echo().handle, clock)
    door.accept(message())
    clock.now = NOW + timedelta(minutes=10)
    assert door.sweep({"console": sent}) == 1
    assert sent.replies == [Reply((Text("secret words"),))]
    clock.now += timedelta(minutes=10)
    assert door.sweep({"console": sent}) == 0


def test_an_answer_that_was_not_delivered_is_sent_again_without_answering_again() -> None:
    clock, sent, echo = Clock(), Sent(), Echo()
    door = InboxDoor(FakeStore(), echo.handle, clock)
    door.accept(message())
    door.answer(message())
    clock.now = NOW + timedelta(minutes=10)
    door.sweep({"console": sent})
    assert (len(sent.replies), echo.handled) == (1, 1)


def test_a_fault_is_said_kindly_and_logged_without_the_message(caplog: pytest.LogCaptureFixture) -> None:
    door = InboxDoor(FakeStore(), Echo(ValueError("bad: secret words")).handle, Clock())
    door.accept(message())
    with caplog.at_level(logging.DEBUG):
        reply = door.answer(message())
    assert isinstance(reply, Reply)
    assert reply.parts == (Text(wording.OUR_FAULT),)
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
