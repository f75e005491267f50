"""The CRM outbox: once, in order, one winner, leases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import pytest

from bot.chat import (
    Address,
    Identity,
)
from bot.ports import OutboxItem, OutboxState, Store
from bot.sales import Applied, CrmUpdate, Opportunity
from tests.contracts.crowd import at_once

NOW = datetime(2026, 3, 11, 14, 0, tzinfo=UTC)
HERE = Address("slack", "T1", "D1")
ANN = Identity("slack", "T1", "U1")
UPDATE = CrmUpdate(
    "k1",
    "P01",
    {"amount": Decimal("48000.50"), "close_date": date(2026, 4, 30), "contacts": ("K01", "new:Bo Li")},
    {"amount": None, "close_date": date(2026, 3, 31), "contacts": ("K01",)},
    "Call went well",
    "call",
)
BEFORE = Opportunity(
    "P01", "A01", "Halcyon", "U11", ("U12",), "discovery", None, contacts=("K01",), version="3"
)
APPLIED = Applied(
    BEFORE, replace(BEFORE, amount=Decimal("48000.50"), close_date=date(2026, 4, 30), seats=12, version="4")
)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def queue(store: Store, key: str, opportunity: str = "P01", at: datetime = NOW) -> OutboxItem:
    with store.write() as unit:
        update = replace(UPDATE, key=key, opportunity_id=opportunity)
        item = unit.crm_outbox.add(key, "ann", "U11", "c1", update, at)
        unit.commit()
        return item


def item(store: Store, key: str) -> OutboxItem:
    with store.read() as unit:
        found = unit.crm_outbox.get(key)
    assert found is not None
    return found


def claim(store: Store, key: str, now: datetime = NOW) -> OutboxItem | None:
    with store.write() as unit:
        claimed = unit.crm_outbox.claim(key, now)
        unit.commit()
        return claimed


def claim_due(store: Store, now: datetime = NOW, limit: int = 20) -> list[str]:
    with store.write() as unit:
        claimed = unit.crm_outbox.claim_due(now, limit)
        unit.commit()
        return [one.key for one in claimed]


def test_a_write_is_queued_once_and_comes_back_whole(store: Store) -> None:
    first = queue(store, "k1")
    again = queue(store, "k1", opportunity="P02", at=later(9))
    assert first == again == item(store, "k1")
    assert first == OutboxItem(first.id, "k1", "ann", "U11", "c1", UPDATE, "queued", 0, NOW, NOW)
    with store.read() as unit:
        assert unit.crm_outbox.get("k2") is None


def test_a_claim_is_exclusive_until_its_lease_runs_out(store: Store) -> None:
    queued = queue(store, "k1")
    assert claim(store, "k1") == replace(queued, state="claimed", attempts=1)
    assert claim(store, "k1", later(179)) is None
    assert claim_due(store, later(179)) == []
    assert claim_due(store, later(180)) == ["k1"]
    assert item(store, "k1").attempts == 2
    assert claim(store, "k1", later(119)) is None
    assert claim(store, "k9") is None


def test_an_unwritten_claim_is_no_claim(store: Store) -> None:
    queue(store, "k1")
    with store.write() as unit:
        assert unit.crm_outbox.claim("k1", NOW) is not None
    assert item(store, "k1").state == "queued"
    assert claim(store, "k1") is not None


def test_applied_keeps_both_records(store: Store) -> None:
    queue(store, "k1")
    claim(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.applied("k1", APPLIED, NOW)
        unit.commit()
    done = item(store, "k1")
    assert (done.state, done.applied, done.error) == ("applied", APPLIED, "")
    assert claim(store, "k1", later(999)) is None
    assert claim_due(store, later(999)) == []


def test_what_was_written_stays_written(store: Store) -> None:
    queue(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.applied("k1", APPLIED, NOW)
        unit.crm_outbox.retry("k1", NOW, "late")
        unit.crm_outbox.failed("k1", "dead", "late", NOW)
        unit.commit()
    assert (item(store, "k1").state, item(store, "k1").error) == ("applied", "")


@pytest.mark.parametrize(("forgiven", "attempts"), [(False, 2), (True, 1)])
def test_a_forgiven_attempt_does_not_count(store: Store, forgiven: bool, attempts: int) -> None:
    queue(store, "k1")
    claim(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.retry("k1", NOW, "Wait.", forgiven=forgiven)
        unit.commit()
    claimed = claim(store, "k1")
    assert claimed is not None
    assert claimed.attempts == attempts


def test_a_retry_waits_for_its_time(store: Store) -> None:
    queue(store, "k1")
    claim(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.retry("k1", later(30), "No answer.")
        unit.commit()
    waiting = item(store, "k1")
    assert (waiting.state, waiting.not_before, waiting.error) == (
        "queued",
        later(30),
        "No answer.",
    )
    assert claim(store, "k1", later(29)) is None
    assert claim_due(store, later(29)) == []
    assert claim_due(store, later(30)) == ["k1"]


@pytest.mark.parametrize("state", ["conflict", "failed", "dead"])
def test_a_failure_is_final_and_lets_the_next_one_go(
    store: Store, state: Literal["conflict", "failed", "dead"]
) -> None:
    queue(store, "k1")
    queue(store, "k2")
    claim(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.failed("k1", state, "No.", NOW)
        unit.commit()
    assert (item(store, "k1").state, item(store, "k1").error) == (state, "No.")
    assert claim_due(store, later(999)) == ["k2"]


def test_one_record_is_written_in_order_and_others_do_not_wait(store: Store) -> None:
    for key, opportunity in (("a1", "A"), ("b1", "B"), ("a2", "A"), ("b2", "B"), ("a3", "A")):
        queue(store, key, opportunity)
    assert claim(store, "a2") is None
    assert claim_due(store) == ["a1", "b1"]
    assert claim(store, "a2") is None
    with store.write() as unit:
        unit.crm_outbox.applied("a1", APPLIED, NOW)
        unit.crm_outbox.retry("b1", later(600), "wait")
        unit.commit()
    assert claim(store, "a3") is None
    assert claim_due(store) == ["a2"]


def test_claims_are_limited_oldest_first(store: Store) -> None:
    for number in range(5):
        queue(store, f"k{number}", f"P{number}")
    assert claim_due(store, limit=2) == ["k0", "k1"]
    assert claim_due(store, limit=9) == ["k2", "k3", "k4"]


def test_eight_claim_one_write_and_one_wins(store: Store) -> None:
    queue(store, "k1")
    claims = at_once(8, lambda _: claim(store, "k1"))
    assert [c.attempts for c in claims if c is not None] == [1]


def test_eight_workers_share_the_work_without_overlap(store: Store) -> None:
    for number in range(24):
        queue(store, f"k{number}", f"P{number}")
    shares = at_once(8, lambda _: claim_due(store, limit=5))
    claimed = [key for share in shares for key in share]
    claimed += claim_due(store, limit=24)
    assert sorted(claimed) == sorted(f"k{number}" for number in range(24))


def test_eight_queue_one_key_and_it_is_one_item(store: Store) -> None:
    items = at_once(8, lambda number: queue(store, "k1", f"P{number}"))
    assert len({(i.id, i.update.opportunity_id) for i in items}) == 1


def words(store: Store, key: str) -> str:
    return item(store, key).update.note


@pytest.mark.parametrize(("state", "left"), [("conflict", ""), ("failed", ""), ("dead", UPDATE.note)])
def test_what_is_not_tried_again_keeps_no_words(
    store: Store, state: Literal["conflict", "failed", "dead"], left: str
) -> None:
    queue(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.failed("k1", state, "No.", NOW)
        unit.commit()
    assert words(store, "k1") == left


def test_a_write_on_trial_is_kept_as_such_and_stays_so(store: Store) -> None:
    queue(store, "k1")
    claim(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.applied("k1", replace(APPLIED, written=False), NOW)
        unit.crm_outbox.failed("k1", "dead", "too late", NOW)
        unit.commit()
    done = item(store, "k1")
    assert (done.state, done.applied, done.update.note) == ("shadow", replace(APPLIED, written=False), "")


def test_items_are_listed_by_state_oldest_first(store: Store) -> None:
    for number in range(4):
        queue(store, f"k{number}", f"P{number}")
    with store.write() as unit:
        unit.crm_outbox.failed("k3", "dead", "No.", NOW)
        unit.crm_outbox.failed("k1", "dead", "No.", NOW)
        unit.crm_outbox.failed("k2", "failed", "No.", NOW)
        unit.commit()
    with store.read() as unit:
        assert [one.key for one in unit.crm_outbox.in_states(["dead"])] == ["k1", "k3"]
        assert [one.key for one in unit.crm_outbox.in_states(["queued", "failed"])] == ["k0", "k2"]
        assert unit.crm_outbox.in_states(["shadow"]) == []


def test_only_the_dead_are_revived_or_dropped(store: Store) -> None:
    for key in ("dead1", "dead2", "failed"):
        queue(store, key, key)
        claim(store, key)
    with store.write() as unit:
        unit.crm_outbox.failed("dead1", "dead", "No.", NOW)
        unit.crm_outbox.failed("dead2", "dead", "No.", NOW)
        unit.crm_outbox.failed("failed", "failed", "No.", NOW)
        for key in ("dead1", "failed", "unknown"):
            unit.crm_outbox.revive(key, later(60))
        for key in ("dead2", "failed", "unknown"):
            unit.crm_outbox.drop(key, NOW)
        unit.commit()
    revived = item(store, "dead1")
    assert (revived.state, revived.attempts, revived.not_before, revived.error) == (
        "queued",
        0,
        later(60),
        "",
    )
    assert words(store, "dead1") == UPDATE.note
    assert (item(store, "dead2").state, words(store, "dead2")) == ("dropped", "")
    assert item(store, "failed").state == "failed"
    assert claim_due(store, later(59)) == []
    assert claim_due(store, later(60)) == ["dead1"]


def test_a_dead_item_may_be_revived_with_another_update(store: Store) -> None:
    queue(store, "k1")
    claim(store, "k1")
    note = replace(UPDATE, key="k1", set={}, expect={})
    with store.write() as unit:
        unit.crm_outbox.failed("k1", "dead", "No.", NOW)
        unit.crm_outbox.revive("k1", later(60), note)
        unit.commit()
    assert (item(store, "k1").update, item(store, "k1").speaker) == (note, "U11")


def test_a_dead_item_may_be_revived_as_another_user(store: Store) -> None:
    queue(store, "k1")
    claim(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.failed("k1", "dead", "No.", NOW)
        unit.crm_outbox.revive("k1", later(60), speaker="U12")
        unit.commit()
    assert (item(store, "k1").update, item(store, "k1").speaker) == (replace(UPDATE, key="k1"), "U12")


def test_what_is_put_off_of_one_person_is_theirs_alone(store: Store) -> None:
    for key in ("k1", "k2"):
        queue(store, key, key)
    with store.write() as unit:
        unit.crm_outbox.add("k3", "bo", "U22", "c3", replace(UPDATE, key="k3", opportunity_id="P3"), NOW)
        unit.crm_outbox.retry("k2", later(900), "Away.")
        unit.crm_outbox.put_off("U11", later(300), "Sign in.")
        unit.commit()
    assert claim_due(store, later(299)) == ["k3"]
    assert item(store, "k1").error == "Sign in."
    assert item(store, "k2").error == "Away."
    assert claim_due(store, later(300)) == ["k1"]


def test_what_ended_before_is_forgotten_and_what_is_not_over_stays(store: Store) -> None:
    for number, key in enumerate(("a", "b", "c", "d", "e")):
        queue(store, key, f"P{number}")
    with store.write() as unit:
        unit.crm_outbox.applied("a", APPLIED, NOW)
        unit.crm_outbox.failed("b", "conflict", "No.", later(60))
        unit.crm_outbox.failed("c", "dead", "No.", NOW)
        unit.crm_outbox.applied("d", replace(APPLIED, written=False), NOW)
        unit.commit()
    assert [item(store, key).finished_at for key in "abcde"] == [NOW, later(60), NOW, NOW, None]

    def forget(*states: OutboxState, before: datetime) -> list[str]:
        with store.write() as unit:
            unit.crm_outbox.forget(states, before)
            unit.commit()
        with store.read() as unit:
            return [key for key in "abcde" if unit.crm_outbox.get(key)]

    assert forget("applied", "conflict", before=NOW) == ["a", "b", "c", "d", "e"]
    assert forget("applied", "conflict", "queued", before=later(60)) == ["b", "c", "d", "e"]
    assert forget("conflict", "shadow", before=later(61)) == ["c", "e"]
    with store.write() as unit:
        unit.crm_outbox.drop("c", later(90))
        unit.commit()
    assert item(store, "c").finished_at == later(90)
    assert forget("dropped", before=later(90)) == ["c", "e"]


def test_a_dead_item_that_is_taken_up_is_not_over(store: Store) -> None:
    queue(store, "k1")
    with store.write() as unit:
        unit.crm_outbox.failed("k1", "dead", "No.", NOW)
        unit.crm_outbox.revive("k1", later(9))
        unit.commit()
    assert item(store, "k1").finished_at is None
