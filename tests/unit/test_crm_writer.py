"""How long a confirmed write is tried, by what the CRM says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.crm_log.writer import MAX_ATTEMPTS, THROTTLED_FOR, CrmWriter
from bot.errors import CrmThrottled, CrmTransient
from bot.ports import OutboxItem
from bot.sales import Applied, CrmUpdate
from tests.contracts.company import BARE, HALCYON, NOW, STAGES
from tests.fakes.crm import FakeCrm
from tests.fakes.store import FakeStore


class Away(FakeCrm):
    def __init__(self, error: Exception) -> None:
        super().__init__(STAGES, clock=lambda: NOW)
        self.load_seed([HALCYON], (), [BARE])
        self.error: Exception | None = error

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        if self.error:
            raise self.error
        return super().update(update, speaker)


def tried(error: Exception, until: timedelta, back_after: timedelta | None = None) -> tuple[OutboxItem, int]:
    """The write after minute-long rounds of the worker, and how often it was tried."""
    store, crm, now, calls = FakeStore(), Away(error), [NOW], 0
    writer = CrmWriter(store, crm, lambda: now[0])
    with store.write() as uow:
        update = CrmUpdate("k1", BARE.id, {"next_step": "Call"})
        uow.crm_outbox.add("k1", "ann", BARE.owner_id, "c1", update, NOW)
        uow.commit()
    while now[0] <= NOW + until:
        if back_after is not None and now[0] >= NOW + back_after:
            crm.error = None
        calls += len(writer.run_due())
        now[0] += timedelta(minutes=1)
    with store.read() as uow:
        item = uow.crm_outbox.get("k1")
    assert item is not None
    return item, calls


def test_a_crm_that_does_not_answer_is_tried_six_times_over_an_hour() -> None:
    item, calls = tried(CrmTransient("It does not answer."), timedelta(hours=3))
    assert (item.state, calls) == ("dead", MAX_ATTEMPTS)
    item, calls = tried(CrmTransient("It does not answer."), timedelta(minutes=61))
    assert (item.state, calls) == ("queued", MAX_ATTEMPTS - 1)


@pytest.mark.parametrize("hours", [5, 23])
def test_a_crm_that_asks_to_wait_is_waited_for_through_a_daily_limit(hours: int) -> None:
    wait = CrmThrottled("Wait.", retry_after=600)
    item, calls = tried(wait, timedelta(hours=24), back_after=timedelta(hours=hours))
    assert (item.state, item.attempts) == ("applied", 1)
    assert calls > MAX_ATTEMPTS


def test_a_crm_that_asks_to_wait_for_ever_is_given_up() -> None:
    item, _ = tried(CrmThrottled("Wait.", retry_after=600), THROTTLED_FOR + timedelta(hours=2))
    assert item.state == "dead"


def test_a_write_parked_for_a_day_survives_one_throttle() -> None:
    store, crm, now = FakeStore(), Away(CrmThrottled("Wait.", retry_after=60)), [NOW + timedelta(hours=30)]
    writer = CrmWriter(store, crm, lambda: now[0])
    with store.write() as uow:
        uow.crm_outbox.add("k1", "ann", "U1", "c1", CrmUpdate("k1", BARE.id, {"next_step": "Call"}), NOW)
        uow.commit()
    assert [item.key for item in writer.run_due()] == ["k1"]
    crm.error = None
    now[0] += timedelta(minutes=3)
    writer.run_due()
    with store.read() as uow:
        item = uow.crm_outbox.get("k1")
    assert item is not None
    assert item.state == "applied"


def test_a_fault_of_ours_stops_no_other_write_and_is_given_up_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    item, calls = tried(KeyError("Dana said 80k"), timedelta(hours=3))
    assert (item.state, calls) == ("dead", MAX_ATTEMPTS)
    assert "CRM write k1: KeyError" in caplog.text
    assert "Dana" not in caplog.text


def test_a_crm_that_asks_for_no_wait_is_not_asked_at_once_again() -> None:
    store, crm = FakeStore(), Away(CrmThrottled("Wait.", retry_after=0))
    writer = CrmWriter(store, crm, lambda: NOW)
    with store.write() as uow:
        uow.crm_outbox.add("k1", "ann", "U1", "c1", CrmUpdate("k1", BARE.id, {"next_step": "Call"}), NOW)
        uow.commit()
    assert len(writer.run_due()) == 1
    with store.read() as uow:
        item = uow.crm_outbox.get("k1")
    assert item is not None
    assert item.not_before >= NOW + timedelta(seconds=5)
