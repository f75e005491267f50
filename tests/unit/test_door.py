"""Accepted once, answered once, delivered once; a fault is said kindly and logged without the text."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta

import pytest

from bot import wording
from bot.chat import (
    Address,
    Deleted,
    Edited,
    Event,
    Form,
    FormErrors,
    Identity,
    Message,
    Outcome,
    Person,
    Reply,
    Silence,
    Text,
)
from bot.delivery import code_of
from bot.door import GIVE_UP_AFTER, MAX_ATTEMPTS, InboxDoor
from bot.errors import DeliveryError, StaleState, StoreError, StoreUnavailable
from bot.ports import ChannelRules, Outgoing
from content_index.errors import NoContent
from tests.fakes.echo import NOW, Clock, Echo, Sent
from tests.fakes.store import FakeStore

DM = Address("console", "demo", "priya")


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
        assert uow.inbox.claim_unfinished(NOW + timedelta(days=1), {"console"}) == []
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
    code = code_of(message())
    assert reply.parts == (Text(wording.our_fault(code)),)
    assert f"(code {code}): ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_a_sweep_leaves_other_platforms_events_to_their_processes() -> None:
    clock, console, slack, echo = Clock(), Sent(), Sent(), Echo()
    door = InboxDoor(FakeStore(), echo.handle, clock)
    door.accept(message())
    for _ in range(9):
        clock.now += timedelta(minutes=10)
        assert door.sweep({"slack": slack}) == 0
        assert door.sweep({}) == 0
    assert echo.handled == 0
    assert door.sweep({"console": console}) == 1
    assert (len(console.replies), slack.replies) == (1, [])


def test_a_sweep_does_not_take_an_event_from_who_has_just_accepted_it() -> None:
    clock, sent = Clock(), Sent()
    door = InboxDoor(FakeStore(), Echo().handle, clock)
    door.accept(message())
    clock.now += timedelta(seconds=10)
    assert door.sweep({"console": sent}) == 0
    assert door.answer(message()) == Reply((Text("secret words"),))


PRIYA = Person("priya", "Priya Nair", "priya@example.com", frozenset({"rep"}))


def store_with_priya() -> FakeStore:
    store = FakeStore()
    with store.write() as uow:
        uow.people.save(PRIYA)
        uow.people.link(Identity("console", "demo", "priya"), "priya")
        uow.commit()
    return store


def apology(store: FakeStore, event_id: str = "e1") -> Outgoing | None:
    with store.read() as uow:
        return uow.outgoings.get(f"{event_id}:unanswered")


def test_an_event_that_breaks_the_sender_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    clock, sent = Clock(), Sent()
    sent.refused["e1"] = ValueError("cannot draw: secret words")
    door = InboxDoor(FakeStore(), Echo().handle, clock)
    door.accept(message())
    door.accept(message("e2", "other words"))
    clock.now += timedelta(minutes=1)
    assert door.sweep({"console": sent}) == 2
    assert sent.replies == [Reply((Text("other words"),))]
    assert "event e1 (code 8B5CC4): ValueError at File" in caplog.text
    assert "secret words" not in caplog.text


def test_an_outage_of_the_platform_for_hours_loses_no_answer() -> None:
    clock, sent, echo = Clock(), Sent(), Echo()
    store = store_with_priya()
    door = InboxDoor(store, echo.handle, clock)
    sent.refused["e1"] = DeliveryError("Slack cannot be reached")
    door.accept(message())
    tried = 0
    for _ in range(20 * 60):
        clock.now += timedelta(minutes=1)
        tried += door.sweep({"console": sent})
    assert 20 < tried < 40, "the waits grow to an hour"
    sent.refused.clear()
    clock.now += timedelta(hours=1)
    assert door.sweep({"console": sent}) == 1
    assert sent.replies == [Reply((Text("secret words"),))]
    assert echo.handled == 1
    assert apology(store) is None


def test_an_outage_of_the_database_counts_as_no_attempt() -> None:
    clock, sent = Clock(), Sent()
    store = store_with_priya()
    away = InboxDoor(store, Echo(StoreUnavailable("locked")).handle, clock)
    away.accept(message())
    tried = 0
    for _ in range(10 * 60):
        clock.now += timedelta(minutes=1)
        tried += away.sweep({"console": sent})
    assert tried > MAX_ATTEMPTS
    clock.now += timedelta(hours=1)
    assert InboxDoor(store, Echo().handle, clock).sweep({"console": sent}) == 1
    assert sent.replies == [Reply((Text("secret words"),))]


def test_an_answer_that_cannot_be_delivered_for_a_day_is_given_up_aloud(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, sent, store = Clock(), Sent(), store_with_priya()
    door = InboxDoor(store, Echo().handle, clock)
    sent.refused["e1"] = DeliveryError("Slack cannot be reached")
    door.accept(message())
    clock.now += GIVE_UP_AFTER
    assert door.sweep({"console": sent}) == 1
    clock.now += timedelta(days=1)
    assert door.sweep({"console": sent}) == 0
    assert "event e1 (code 8B5CC4) is given up: it is too old" in caplog.text
    told = apology(store)
    assert told is not None
    assert (told.person_id, told.where) == ("priya", DM)
    assert told.reply.parts == (Text(wording.unanswered(code_of(message()))),)


def test_what_a_platform_refuses_for_good_is_given_up_at_once_in_the_persons_own_chat() -> None:
    clock, sent, store = Clock(), Sent(), store_with_priya()
    door = InboxDoor(store, Echo().handle, clock)
    sent.refused["e1"] = DeliveryError("the channel is archived", permanent=True)
    channel = Address("console", "demo", "C1", kind="channel")
    door.accept(
        Message("e1", NOW, Identity("console", "demo", "priya"), channel, "secret words", mentioned=True)
    )
    clock.now += timedelta(minutes=1)
    door.sweep({"console": sent})
    told = apology(store)
    assert told is not None
    assert (told.person_id, told.where) == ("priya", None)


class Crash(BaseException):
    """The process ends while it handles an event."""


def test_an_event_that_ends_every_process_is_given_up_aloud(caplog: pytest.LogCaptureFixture) -> None:
    clock, sent, store = Clock(), Sent(), store_with_priya()

    def crash(event: Event) -> Outcome:
        raise Crash

    door = InboxDoor(store, crash, clock)
    door.accept(message())
    for _ in range(MAX_ATTEMPTS):
        clock.now += timedelta(minutes=10)
        with pytest.raises(Crash):
            door.sweep({"console": sent})
    clock.now += timedelta(minutes=10)
    assert door.sweep({"console": sent}) == 1
    assert f"event e1 (code 8B5CC4) is given up: {MAX_ATTEMPTS} attempts to handle it" in caplog.text
    assert apology(store) is not None
    assert sent.replies == []


def test_giving_up_on_a_stranger_is_logged_only(caplog: pytest.LogCaptureFixture) -> None:
    clock, store = Clock(), FakeStore()
    door = InboxDoor(store, Echo().handle, clock)
    door.accept(message())
    clock.now += timedelta(days=7)
    assert door.sweep({"slack": Sent()}) == 1
    assert "event e1 (code 8B5CC4) is given up: no process can read or serve it" in caplog.text
    assert apology(store) is None
    assert not door.accept(message())


def test_slow_events_outlive_no_lease() -> None:
    clock, other = Clock(), Sent()
    store = FakeStore()
    second = InboxDoor(store, Echo().handle, clock)
    handled: list[str] = []

    def slowly(event: Event) -> Outcome:
        handled.append(event.id)
        clock.now += timedelta(seconds=100)
        second.sweep({"console": other})
        return Reply((Text("slow"),))

    first = InboxDoor(store, slowly, clock)
    for number in range(4):
        first.accept(message(f"e{number}"))
    clock.now += timedelta(minutes=1)
    first.sweep({"console": Sent()})
    assert len(handled) + len(other.replies) == 4


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreError("The database /srv/x.sqlite refused a row."), wording.our_fault(code_of(message()))),
        (StaleState("This card was changed meanwhile."), "This card was changed meanwhile."),
    ],
)
def test_what_the_database_says_is_for_the_log(error: Exception, said: str) -> None:
    door = InboxDoor(FakeStore(), Echo(error).handle, Clock())
    door.accept(message())
    assert door.answer(message()) == wording.plain(said)


CHANNEL = Address("console", "demo", "C1", "7.0", "channel")
HER_ACCOUNT = Identity("console", "demo", "priya")
OPENER = Message("slack:o1", NOW, HER_ACCOUNT, CHANNEL, "secret words?", opens_thread=True)


@pytest.mark.parametrize("error", [NoContent("no index in /srv"), RuntimeError("secret words")])
@pytest.mark.parametrize(
    "event",
    [
        OPENER,
        Edited("e2", NOW, HER_ACCOUNT, CHANNEL, "e1", "x"),
        Deleted("e2", NOW, HER_ACCOUNT, CHANNEL, "e1"),
    ],
)
def test_a_fault_is_not_told_to_who_asked_nothing(
    event: Event, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Event) -> Outcome:
        raise error

    store = FakeStore()
    with store.write() as uow:
        uow.channels.put(CHANNEL, ChannelRules((), "auto"), "lena", NOW)
        uow.inbox.accept(message("e1"), NOW)
        uow.commit()
    door = InboxDoor(store, broken, Clock())
    assert door.accept(event)
    assert isinstance(door.answer(event), Silence)
    assert type(error).__name__ in caplog.text
    assert "secret words" not in caplog.text


def test_nobody_hears_an_apology_who_asked_nothing() -> None:
    clock, store = Clock(), store_with_priya()
    with store.write() as uow:
        uow.channels.put(CHANNEL, ChannelRules((), "auto"), "lena", NOW)
        uow.commit()

    def crash(_: Event) -> Outcome:
        raise Crash

    door = InboxDoor(store, crash, clock)
    assert door.accept(OPENER)
    for _ in range(MAX_ATTEMPTS + 1):
        clock.now += timedelta(hours=2)
        with suppress(Crash):
            door.sweep({"console": Sent()})
    with store.read() as uow:
        assert uow.outgoings.get("slack:o1:unanswered") is None
        assert uow.inbox.claim_unfinished(clock.now + timedelta(days=9), {"console"}) == []


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (FormErrors({"amount": "Enter an amount above 0."}), "Enter an amount above 0."),
        (Form("edit", "c1", "Edit", ()), "The form could not be shown, and nothing was written"),
    ],
)
def test_what_belongs_in_a_form_is_said_in_words_where_none_is_open_any_more(
    outcome: Outcome, told: str
) -> None:
    clock, sent = Clock(), Sent()
    door = InboxDoor(FakeStore(), lambda _: outcome, clock)
    door.accept(message())
    clock.now = NOW + timedelta(minutes=10)
    door.sweep({"console": sent})
    ((part,),) = [reply.parts for reply in sent.replies]
    assert isinstance(part, Text)
    assert part.text.startswith(told)
