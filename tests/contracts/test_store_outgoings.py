"""Outgoing messages: once, at their time, one sender, leases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat import (
    Action,
    Address,
    Diff,
    DiffRow,
    Facts,
    Identity,
    Reply,
    Text,
)
from bot.ports import Outgoing, Store
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


MESSAGE = Outgoing("n1", "ann", REPLY, None, NOW, later(600))


def test_a_message_is_added_once_and_comes_back_whole(store: Store) -> None:
    elsewhere = replace(MESSAGE, key="n2", where=replace(HERE, thread="1.2", kind="group"), expires_at=None)
    with store.write() as unit:
        assert unit.outgoings.add(MESSAGE)
        assert not unit.outgoings.add(MESSAGE)
        assert not unit.outgoings.add(replace(MESSAGE, person_id="zoe"))
        assert unit.outgoings.add(elsewhere)
        unit.commit()
    with store.read() as unit:
        assert unit.outgoings.get("n1") == MESSAGE
        assert unit.outgoings.get("n2") == elsewhere
        assert unit.outgoings.get("n3") is None


def outgoing(store: Store, now: datetime, limit: int = 20) -> list[tuple[str, int]]:
    with store.write() as unit:
        claimed = unit.outgoings.claim_due(now, limit)
        assert all(m.state == "claimed" for m in claimed)
        unit.commit()
        return [(m.key, m.attempts) for m in claimed]


def test_messages_go_out_at_their_time_in_that_order(store: Store) -> None:
    with store.write() as unit:
        for key, seconds in (("n3", 3), ("n1", 1), ("n2", 2), ("n1b", 1)):
            unit.outgoings.add(replace(MESSAGE, key=key, not_before=later(seconds)))
        unit.commit()
    assert outgoing(store, NOW) == []
    assert outgoing(store, later(2), limit=2) == [("n1", 1), ("n1b", 1)]
    assert outgoing(store, later(2)) == [("n2", 1)]
    assert outgoing(store, later(61)) == [("n3", 1)]
    assert outgoing(store, later(62)) == [("n1", 2), ("n1b", 2), ("n2", 2)]


def test_a_sent_message_stays_sent(store: Store) -> None:
    with store.write() as unit:
        unit.outgoings.add(MESSAGE)
        unit.outgoings.claim_due(NOW)
        unit.outgoings.sent("n1", "171.5", NOW)
        unit.outgoings.retry("n1", NOW)
        unit.outgoings.failed("n1", "expired")
        unit.commit()
    with store.read() as unit:
        sent = replace(MESSAGE, state="sent", attempts=1, message_ref="171.5")
        assert unit.outgoings.get("n1") == sent
    assert outgoing(store, later(999)) == []


def test_a_message_is_tried_again_or_given_up(store: Store) -> None:
    with store.write() as unit:
        for key in ("n1", "n2", "n3"):
            unit.outgoings.add(replace(MESSAGE, key=key))
        unit.outgoings.claim_due(NOW)
        unit.outgoings.retry("n1", later(90))
        unit.outgoings.failed("n2", "failed")
        unit.outgoings.failed("n3", "expired")
        unit.commit()
    assert outgoing(store, later(89)) == []
    assert outgoing(store, later(90)) == [("n1", 2)]
    with store.read() as unit:
        states = [getattr(unit.outgoings.get(key), "state", None) for key in ("n2", "n3")]
    assert states == ["failed", "expired"]


def test_eight_senders_send_each_message_once(store: Store) -> None:
    with store.write() as unit:
        for number in range(12):
            unit.outgoings.add(replace(MESSAGE, key=f"n{number:02}"))
        unit.commit()
    shares = at_once(8, lambda _: outgoing(store, NOW, limit=3))
    claimed = [pair for share in shares for pair in share] + outgoing(store, NOW)
    assert sorted(claimed) == [(f"n{number:02}", 1) for number in range(12)]
