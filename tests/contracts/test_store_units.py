"""Units of work: what persists, what is seen, and what many at once may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.chat import Identity
from bot.errors import StaleState, StoreError, StoreUnavailable
from bot.ports import Store
from tests.contracts.crowd import at_once


def test_leaving_without_commit_rolls_back(store: Store) -> None:
    with store.write() as unit:
        unit.installation.put("seeded", "yes")
        assert unit.installation.get("seeded") == "yes"
    with store.read() as unit:
        assert unit.installation.get("seeded") is None


def test_an_error_rolls_back(store: Store) -> None:
    def fail_half_way() -> None:
        with store.write() as unit:
            unit.installation.put("seeded", "yes")
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    with store.read() as unit:
        assert unit.installation.get("seeded") is None


def test_commit_persists_and_what_follows_it_does_not(store: Store) -> None:
    with store.write() as unit:
        unit.installation.put("seeded", "yes")
        unit.commit()
        unit.installation.put("seeded", "twice")
    with store.read() as unit:
        assert unit.installation.get("seeded") == "yes"


def test_a_reading_unit_cannot_commit(store: Store) -> None:
    with store.read() as unit, pytest.raises(RuntimeError, match=r"write\(\)"):
        unit.commit()


def test_writing_in_a_reading_unit_is_loud(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written to"), store.read() as unit:
        unit.installation.put("fact", "x")


def test_a_reading_unit_sees_one_state(store: Store) -> None:
    with store.write() as unit:
        unit.installation.put("offset", "1")
        unit.commit()
    with store.read() as reader:
        assert reader.installation.get("offset") == "1"
        with store.write() as writer:
            writer.installation.put("offset", "2")
            writer.commit()
        assert reader.installation.get("offset") == "1"
    with store.read() as reader:
        assert reader.installation.get("offset") == "2"


def test_a_refused_row_is_a_store_error(store: Store) -> None:
    with pytest.raises(StoreError, match="refused a row"), store.write() as unit:
        unit.people.link(Identity("slack", "T1", "U1"), "nobody")


def test_120_increments_by_12_threads_lose_none(store: Store) -> None:
    def increment(_: int) -> None:
        for _ in range(10):
            _count_up(store)

    at_once(12, increment)
    with store.read() as unit:
        assert unit.conversations.load("here", "ann").data == {"count": 120}


def _count_up(store: Store) -> None:
    while True:
        try:
            with store.write() as unit:
                state = unit.conversations.load("here", "ann")
                counted = replace(state, data={"count": state.data.get("count", 0) + 1})
                unit.conversations.save(counted, datetime.fromisoformat("2026-03-11T10:00:00+00:00"))
                unit.commit()
                return
        except StaleState:
            continue
