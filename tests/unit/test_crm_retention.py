"""Confirmed writes are forgotten in time, and nothing that may still be needed before."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from adapters.crm.builtin import BuiltinCrm
from bot.crm_log.retention import Retention
from bot.ports import OutboxState
from bot.sales import Applied, CrmUpdate
from bot.settings import RetentionSettings
from tests.contracts.company import BARE, HALCYON, NOW, STAGES
from tests.fakes.store import FakeStore

STATES: tuple[OutboxState, ...] = ("applied", "shadow", "conflict", "failed", "dead")


class Kept:
    """A store with one write of each end, and one that waits; `after` runs what is due then."""

    def __init__(self) -> None:
        self.store, self.now = FakeStore(), NOW
        self.receipts: list[datetime] = []
        self._retention = Retention(
            self.store, RetentionSettings(30, 90), lambda: self.now, self.receipts.append
        )
        with self.store.write() as uow:
            for state in (*STATES, "queued"):
                update = CrmUpdate(state, state, {"amount": Decimal(5)}, note="Dana is leaving")
                uow.crm_outbox.add(state, "ann", "U1", "card", update, NOW)
            uow.crm_outbox.applied("applied", Applied(BARE, BARE), NOW)
            uow.crm_outbox.applied("shadow", Applied(BARE, BARE, written=False), NOW)
            for ended in ("conflict", "failed", "dead"):
                uow.crm_outbox.failed(ended, ended, "No.", NOW)
            uow.commit()

    def after(self, **by: int) -> dict[str, tuple[str, str]]:
        self.now = NOW + timedelta(**by)
        self._retention.run()
        with self.store.read() as uow:
            found = {key: uow.crm_outbox.get(key) for key in (*STATES, "queued")}
        return {key: (item.state, item.update.note) for key, item in found.items() if item}


def test_what_ended_is_forgotten_after_a_month_and_a_dead_letter_with_its_words_after_three() -> None:
    kept, note = Kept(), "Dana is leaving"
    assert set(kept.after(days=30)) == {*STATES, "queued"}
    assert kept.after(days=31) == {
        "shadow": ("shadow", ""),
        "dead": ("dead", note),
        "queued": ("queued", note),
    }
    assert set(kept.after(days=89, hours=23)) == {"shadow", "dead", "queued"}
    assert kept.after(days=91) == {"dead": ("dropped", ""), "queued": ("queued", note)}
    assert kept.store.state.audit[-1][1:4] == ("retention", "dead_letter_expired", "dead")
    assert set(kept.after(days=122)) == {"queued"}
    # A dead letter that is taken up on its last day still finds that it was written.
    assert kept.receipts[-1] == NOW + timedelta(days=122 - 30 - 90)


def test_it_looks_once_an_hour() -> None:
    kept = Kept()
    kept.after(days=1)
    kept.after(days=1, minutes=59)
    assert len(kept.receipts) == 1
    kept.after(days=1, minutes=60)
    assert len(kept.receipts) == 2


def test_a_week_before_a_dead_letter_is_dropped_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    with caplog.at_level(logging.WARNING):
        kept.after(days=82)
        assert caplog.messages == []
        kept.after(days=83)
    day = (NOW + timedelta(days=90)).date()
    assert caplog.messages == [
        f"1 of the CRM's dead letters will be dropped, from {day} on; see `cornerman crm dead list`"
    ]
    assert "Dana" not in caplog.text


def test_a_receipt_is_known_until_it_is_forgotten(sqlite_engine: Engine) -> None:
    now = [NOW]
    crm = BuiltinCrm(sqlite_engine, STAGES, clock=lambda: now[0])
    crm.load_seed([HALCYON], (), [BARE])
    old, new = CrmUpdate("old", "P3", {"seats": 1}), CrmUpdate("new", "P3", {"seats": 2})
    crm.update(old, "U1")
    now[0] += timedelta(days=1)
    crm.update(new, "U1")
    crm.forget_receipts(NOW + timedelta(hours=1))
    assert crm.update(new, "U1").repeated
    assert not crm.update(replace(old, expect={}), "U1").repeated
