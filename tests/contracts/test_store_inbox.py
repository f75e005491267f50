"""The inbox: an event is one event, someone finishes it, and its text goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from adapters.store.unit import SqlStore
from bot.chat import (
    Action,
    Address,
    Citation,
    Diff,
    DiffRow,
    Edited,
    Event,
    Facts,
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
from bot.ports import InboxItem, Store
from tests.contracts.crowd import at_once

NOW = datetime(2026, 3, 11, 14, 0, tzinfo=UTC)
HERE = Address("slack", "T1", "D1")
ANN = Identity("slack", "T1", "U1")
REPLY = Reply(
    (
        Text("Hello", strong=True),
        Facts((("Amount", "€1"),)),
        Diff("Halcyon", (DiffRow("a", "A", "", "1", "one"),)),
    ),
    (Action("save", "Save", "c1", "primary"),),
    "asker",
    "direct",
    "c1",
)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


MESSAGE_EVENT = Message("e1", NOW, ANN, HERE, "Halcyon is at 48k 🎉\x00", True)
EVENTS: list[Event] = [
    MESSAGE_EVENT,
    Press("e2", NOW, ANN, HERE, "c1", "save", "x"),
    Submit("e3", NOW, ANN, HERE, "c1", "edit", {"amount": "48k"}),
    Edited("e4", NOW, ANN, HERE, "171.5", "48k, not 50"),
]
OUTCOMES: list[Outcome] = [
    REPLY,
    Reply((Citation(1, "Pricing", "Tiers"),)),
    Form("f1", "c1", "Edit", (FormField("amount", "Amount", options=(("a", "A"),)),)),
    FormErrors({"amount": "Enter a number."}),
    Silence("not for the bot"),
]


def accept(store: Store, event: Event, at: datetime = NOW) -> bool:
    with store.write() as unit:
        fresh = unit.inbox.accept(event, at)
        unit.commit()
        return fresh


def take(store: Store, event_id: str, now: datetime = NOW) -> InboxItem | None:
    with store.write() as unit:
        taken = unit.inbox.claim(event_id, now)
        unit.commit()
        return taken


def unfinished(
    store: Store, now: datetime, limit: int = 20, platforms: tuple[str, ...] = ("slack",)
) -> list[InboxItem]:
    with store.write() as unit:
        taken = list(unit.inbox.claim_unfinished(now, platforms, limit))
        unit.commit()
        return taken


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_an_event_is_accepted_once_and_comes_back_whole(store: Store, event: Event) -> None:
    assert accept(store, event)
    assert not accept(store, event, later(5))
    assert take(store, event.id) == InboxItem(event.id, event, None, "claimed", 1, NOW)
    assert take(store, event.id, later(119)) is None
    assert take(store, event.id, later(120)) == InboxItem(event.id, event, None, "claimed", 2, NOW)
    assert take(store, "unknown") is None


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.kind)
def test_a_handled_event_brings_its_outcome_until_delivered(store: Store, outcome: Outcome) -> None:
    accept(store, MESSAGE_EVENT)
    take(store, "e1")
    with store.write() as unit:
        unit.inbox.handled("e1", outcome)
        unit.commit()
    assert unfinished(store, later(119)) == []
    assert unfinished(store, later(120)) == [InboxItem("e1", MESSAGE_EVENT, outcome, "handled", 1, NOW)]
    assert take(store, "e1", later(121)) is None


@pytest.mark.parametrize("end", ["done", "dead"])
def test_a_finished_event_is_wiped_and_still_known(store: Store, end: str) -> None:
    accept(store, MESSAGE_EVENT)
    take(store, "e1")
    with store.write() as unit:
        unit.inbox.handled("e1", REPLY)
        getattr(unit.inbox, end)("e1", later(1))
        unit.inbox.handled("e1", REPLY)
        unit.commit()
    assert not accept(store, MESSAGE_EVENT)
    with store.read() as unit:
        assert (unit.inbox.knows("e1"), unit.inbox.knows("e2")) == (True, False)
    assert take(store, "e1", later(999)) is None
    assert unfinished(store, later(999)) == []


def test_nothing_of_a_done_event_is_left_in_its_row(engine: Engine) -> None:
    store = SqlStore(engine)
    accept(store, MESSAGE_EVENT)
    with store.write() as unit:
        unit.inbox.handled("e1", REPLY)
        unit.inbox.done("e1", later(1))
        unit.commit()
    with engine.connect() as connection:
        columns = "event, outcome, state, lease_until, finished_at IS NULL"
        row = connection.execute(text(f"SELECT {columns} FROM inbox")).one()
    assert tuple(row) == (None, None, "done", None, False)


def test_unfinished_events_oldest_first_without_those_in_hand(store: Store) -> None:
    for number, seconds in enumerate([3, 1, 2, 4]):
        accept(store, replace(MESSAGE_EVENT, id=f"e{number}"), later(seconds))
    take(store, "e2", later(25))
    assert [i.event_id for i in unfinished(store, later(25), limit=2)] == ["e1", "e0"]
    assert [i.event_id for i in unfinished(store, later(25))] == ["e3"]
    assert [i.event_id for i in unfinished(store, later(145))] == ["e1", "e2", "e0", "e3"]


def test_whoever_accepted_an_event_goes_first(store: Store) -> None:
    accept(store, MESSAGE_EVENT)
    assert unfinished(store, later(19)) == []
    assert take(store, "e1", later(19)) == InboxItem("e1", MESSAGE_EVENT, None, "claimed", 1, NOW)
    accept(store, replace(MESSAGE_EVENT, id="e2"))
    assert [i.event_id for i in unfinished(store, later(20))] == ["e2"]


def test_events_of_other_platforms_are_left_alone_until_nobody_can_be_expected(store: Store) -> None:
    accept(store, MESSAGE_EVENT)
    accept(store, replace(MESSAGE_EVENT, id="e2", where=replace(HERE, platform="teams")))
    assert [i.event_id for i in unfinished(store, later(60), platforms=("teams", "console"))] == ["e2"]
    assert unfinished(store, later(6 * 86_400), platforms=("console",)) == []
    assert unfinished(store, later(6 * 86_400), platforms=()) == []
    assert [i.event_id for i in unfinished(store, later(7 * 86_400), platforms=())] == ["e1", "e2"]


def postpone(store: Store, until: datetime, forgiven: bool) -> None:
    with store.write() as unit:
        unit.inbox.postpone("e1", until, forgiven=forgiven)
        unit.commit()


@pytest.mark.parametrize(("forgiven", "attempts"), [(False, 2), (True, 1)])
def test_a_postponed_event_waits_and_an_outage_is_not_counted(
    store: Store, forgiven: bool, attempts: int
) -> None:
    accept(store, MESSAGE_EVENT)
    take(store, "e1")
    postpone(store, later(3600), forgiven)
    assert unfinished(store, later(3599)) == []
    expected = InboxItem("e1", MESSAGE_EVENT, None, "claimed", attempts, NOW)
    assert unfinished(store, later(3600)) == [expected]


def test_deliveries_of_a_handled_event_count_as_no_attempts(store: Store) -> None:
    accept(store, MESSAGE_EVENT)
    take(store, "e1")
    with store.write() as unit:
        unit.inbox.handled("e1", REPLY)
        unit.commit()
    for round in range(1, 4):
        postpone(store, later(round * 1000), forgiven=round == 2)
        assert unfinished(store, later(round * 1000 - 1)) == []
        expected = InboxItem("e1", MESSAGE_EVENT, REPLY, "handled", 1, NOW)
        assert unfinished(store, later(round * 1000)) == [expected]


@pytest.mark.parametrize("end", ["done", "dead"])
def test_a_finished_event_is_not_postponed_back_to_life(store: Store, end: str) -> None:
    accept(store, MESSAGE_EVENT)
    take(store, "e1")
    with store.write() as unit:
        getattr(unit.inbox, end)("e1", NOW)
        unit.commit()
    postpone(store, later(1), forgiven=True)
    assert unfinished(store, later(999)) == []


def test_a_row_this_version_cannot_read_is_handed_out_without_its_event(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqlStore(engine)
    accept(store, MESSAGE_EVENT)
    with engine.begin() as connection:
        connection.execute(text("""UPDATE inbox SET event = '{"kind": "sung", "words": "secret"}'"""))
    accept(store, replace(MESSAGE_EVENT, id="e2"))
    assert [(i.event_id, i.event is None) for i in unfinished(store, later(60))] == [
        ("e1", True),
        ("e2", False),
    ]
    assert "event e1 cannot be read" in caplog.text
    assert "secret" not in caplog.text


def test_eight_accept_one_event_and_eight_claim_it(store: Store) -> None:
    assert sorted(at_once(8, lambda _: accept(store, MESSAGE_EVENT))) == [False] * 7 + [True]
    claims = at_once(8, lambda number: take(store, "e1") if number % 2 else unfinished(store, later(60)))
    assert [bool(c) for c in claims].count(True) == 1
