"""Outgoing messages: once, at their time, one sender, leases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from adapters.store.unit import SqlStore
from bot.chat import (
    Action,
    Address,
    Diff,
    DiffRow,
    Facts,
    Identity,
    Person,
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


MESSAGE = Outgoing("n1", "ann", REPLY, HERE, NOW, later(600))


def test_a_message_is_added_once_and_comes_back_whole(store: Store) -> None:
    elsewhere = replace(MESSAGE, key="n2", where=None, expires_at=None)
    with store.write() as unit:
        assert unit.outgoings.add(MESSAGE)
        assert not unit.outgoings.add(MESSAGE)
        assert not unit.outgoings.add(replace(MESSAGE, person_id="zoe"))
        unit.outgoings.add_each([])
        unit.outgoings.add_each([replace(MESSAGE, person_id="zoe"), elsewhere])
        assert not unit.outgoings.add(elsewhere)
        unit.commit()
    with store.read() as unit:
        assert unit.outgoings.get("n1") == MESSAGE
        assert unit.outgoings.get("n2") == elsewhere
        assert unit.outgoings.get("n3") is None


def outgoing(
    store: Store, now: datetime, limit: int = 20, platforms: tuple[str, ...] = ("slack",)
) -> list[tuple[str, int]]:
    with store.write() as unit:
        claimed = unit.outgoings.claim_due(now, platforms, limit)
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
        unit.outgoings.claim_due(NOW, {"slack"})
        unit.outgoings.sent("n1", "171.5", NOW)
        unit.outgoings.retry("n1", NOW)
        unit.outgoings.failed("n1", "expired")
        unit.commit()
    with store.read() as unit:
        sent = replace(MESSAGE, state="sent", attempts=1, message_ref="171.5")
        assert unit.outgoings.get("n1") == sent
    assert outgoing(store, later(599)) == []
    assert outgoing(store, later(9_999_999), platforms=()) == []


def keys(store: Store, platform: str, now: datetime = NOW) -> list[str]:
    return [key for key, _ in outgoing(store, now, platforms=(platform,))]


def test_a_claim_that_is_renewed_is_nobody_elses(store: Store) -> None:
    with store.write() as unit:
        unit.outgoings.add(MESSAGE)
        unit.outgoings.renew("n1", later(500))
        assert [m.key for m in unit.outgoings.claim_due(NOW, {"slack"}, lease_seconds=60)] == ["n1"]
        unit.outgoings.renew("n1", later(100))
        unit.commit()
    with store.write() as unit:
        assert unit.outgoings.claim_due(later(99), {"slack"}) == []
        assert [m.key for m in unit.outgoings.claim_due(later(100), {"slack"})] == ["n1"]
        unit.outgoings.sent("n1", "m1", later(100))
        unit.outgoings.renew("n1", later(200))
        assert unit.outgoings.claim_due(later(300), {"slack"}) == []


def test_each_platform_claims_its_own_messages(store: Store) -> None:
    teams = replace(HERE, platform="teams")
    with store.write() as unit:
        unit.outgoings.add(MESSAGE)
        unit.outgoings.add(replace(MESSAGE, key="n2", where=teams))
        unit.commit()
    assert outgoing(store, NOW, platforms=()) == []
    assert keys(store, "console") == []
    assert keys(store, "teams") == ["n2"]
    assert keys(store, "slack") == ["n1"]
    assert keys(store, "teams", later(60)) == ["n2"]


def test_without_an_address_the_remembered_chat_decides_then_the_accounts(store: Store) -> None:
    unaddressed = replace(MESSAGE, where=None)
    with store.write() as unit:
        for name in ("ann", "zoe", "bob"):
            unit.people.save(Person(name, name, f"{name}@example.com", frozenset({"rep"})))
            unit.outgoings.add(replace(unaddressed, key=f"to {name}", person_id=name))
        unit.people.remember_address("ann", HERE)
        unit.people.link(Identity("teams", "t", "ann"), "ann")
        unit.people.link(Identity("teams", "t", "zoe"), "zoe")
        unit.commit()
    assert keys(store, "teams") == ["to zoe"]
    assert keys(store, "slack") == ["to ann"]
    with store.read() as unit:
        waiting = unit.outgoings.get("to bob")
    assert waiting is not None
    assert (waiting.state, waiting.attempts) == ("queued", 0)


def test_what_expired_or_waited_for_days_is_anyones(store: Store) -> None:
    with store.write() as unit:
        unit.outgoings.add(MESSAGE)
        unit.outgoings.add(replace(MESSAGE, key="n2", where=None, expires_at=None))
        unit.commit()
    assert keys(store, "console", later(599)) == []
    assert keys(store, "console", later(600)) == ["n1"]
    with store.write() as unit:
        unit.outgoings.failed("n1", "expired")
        unit.commit()
    week = 7 * 86_400
    assert keys(store, "console", later(week - 1)) == []
    assert keys(store, "console", later(week)) == ["n2"]


def test_a_row_this_version_cannot_read_fails_and_stops_no_other(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqlStore(engine)
    with store.write() as unit:
        unit.outgoings.add(MESSAGE)
        unit.outgoings.add(replace(MESSAGE, key="n2", not_before=later(1)))
        unit.commit()
    with engine.begin() as connection:
        connection.execute(text("""UPDATE outgoing SET reply = '{"parts": "secret"}' WHERE "key" = 'n1'"""))
    assert keys(store, "slack", later(1)) == ["n2"]
    assert keys(store, "slack", later(599)) == ["n2"]
    assert "message n1 cannot be read" in caplog.text
    assert "secret" not in caplog.text


def test_a_message_is_tried_again_or_given_up(store: Store) -> None:
    with store.write() as unit:
        for key in ("n1", "n2", "n3"):
            unit.outgoings.add(replace(MESSAGE, key=key))
        unit.outgoings.claim_due(NOW, {"slack"})
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
