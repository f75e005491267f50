"""Questions to experts, gaps and watches: every method of their ports, by value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Address
from bot.errors import StaleState
from bot.ports import Gap, Inquiry, Store, Watch
from tests.contracts.crowd import at_once

NOW = datetime(2026, 3, 11, 14, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
THREAD = Address("slack", "T1", "C1", "171.5", "channel")
INQUIRY = Inquiry(
    "q1",
    "g1",
    "ann",
    "How big may the discount be?",
    THREAD,
    ("pages/a.md", "pages/b.md"),
    ("group:sales", "public"),
    NOW,
)
GAP = Gap("g1", "How big may it be?", ("pages/a.md",), "AAAA", "hash-256", ("ann", "zoe"), NOW - DAY, NOW)
WATCH = Watch("pages/a.md", "ann", "outdated", "d1", NOW)


def add(store: Store, *rows: Inquiry | Gap) -> None:
    with store.write() as unit:
        for row in rows:
            unit.inquiries.add(row) if isinstance(row, Inquiry) else unit.gaps.add(row)
        unit.commit()


class TestInquiries:
    def test_one_is_added_once_and_comes_back_whole(self, store: Store) -> None:
        with store.write() as unit:
            assert unit.inquiries.add(INQUIRY) == INQUIRY
            assert unit.inquiries.add(replace(INQUIRY, question="another", asker_id="bob")) == INQUIRY
            unit.commit()
        with store.read() as unit:
            assert unit.inquiries.get("q1") == INQUIRY
            assert unit.inquiries.get("q2") is None

    def test_it_is_saved_whole_at_its_version(self, store: Store) -> None:
        add(store, INQUIRY)
        answered = replace(
            INQUIRY,
            asked=("joel", "victor"),
            desk_id="deals",
            state="answered",
            answer="37 percent",
            answered_by="joel",
            answered_at=NOW + DAY,
            private=True,
            waiting_since=NOW,
            reminded=True,
        )
        with store.write() as unit:
            assert unit.inquiries.save(answered) == replace(answered, version=1)
            with pytest.raises(StaleState):
                unit.inquiries.save(answered)
            unit.commit()
        with store.read() as unit:
            assert unit.inquiries.get("q1") == replace(answered, version=1)

    def test_what_is_not_stored_cannot_be_saved(self, store: Store) -> None:
        with store.write() as unit, pytest.raises(StaleState):
            unit.inquiries.save(INQUIRY)

    def test_those_of_a_gap_in_the_order_they_were_asked(self, store: Store) -> None:
        later, first = replace(INQUIRY, id="q0", asked_at=NOW + DAY), replace(INQUIRY, id="q9")
        add(store, later, first, replace(INQUIRY, id="q5", gap_id="g2"))
        with store.read() as unit:
            assert unit.inquiries.of_gap("g1") == [first, later]

    def test_those_that_wait_the_longest_first(self, store: Store) -> None:
        longest = replace(INQUIRY, id="q9", waiting_since=NOW - DAY)
        shorter = replace(INQUIRY, waiting_since=NOW - DAY / 2)
        add(store, shorter, longest, replace(INQUIRY, id="q3"), replace(INQUIRY, id="q4", waiting_since=NOW))
        add(store, replace(longest, id="q5", state="answered"))
        with store.read() as unit:
            assert unit.inquiries.waiting(NOW) == [longest, shorter]

    def test_old_words_are_wiped_and_nothing_else(self, store: Store) -> None:
        old = replace(INQUIRY, answer="37", asked_at=NOW - DAY)
        fresh = replace(INQUIRY, id="q2")
        add(store, old, fresh)
        with store.write() as unit:
            assert unit.inquiries.forget(NOW) == 1
            assert unit.inquiries.forget(NOW) == 0
            unit.commit()
        with store.read() as unit:
            assert unit.inquiries.get("q1") == replace(old, question="", answer="", version=1)
            assert unit.inquiries.get("q2") == fresh

    def test_of_eight_who_answer_at_once_one_wins(self, store: Store) -> None:
        add(store, INQUIRY)

        def answer(number: int) -> bool:
            with store.write() as unit:
                stored = unit.inquiries.get("q1")
                assert stored is not None
                if stored.state != "open":
                    return False
                try:
                    unit.inquiries.save(replace(stored, state="answered", answer=str(number)))
                except StaleState:
                    return False
                unit.commit()
                return True

        won = at_once(8, answer)
        assert won.count(True) == 1
        with store.read() as unit:
            stored = unit.inquiries.get("q1")
        assert stored is not None
        assert stored.answer == str(won.index(True))


class TestGaps:
    def test_one_is_added_once_and_comes_back_whole(self, store: Store) -> None:
        with store.write() as unit:
            assert unit.gaps.add(GAP) == GAP
            assert unit.gaps.add(replace(GAP, question="another")) == GAP
            unit.commit()
        with store.read() as unit:
            assert unit.gaps.get("g1") == GAP
            assert unit.gaps.get("g2") is None

    def test_it_is_saved_whole_at_its_version(self, store: Store) -> None:
        add(store, GAP)
        closed = replace(GAP, question="", vector="", askers=(), state="closed", document_id="answers/x.md")
        closed = replace(closed, quotable=True)
        with store.write() as unit:
            assert unit.gaps.save(closed) == replace(closed, version=1)
            with pytest.raises(StaleState):
                unit.gaps.save(closed)
            unit.commit()
        with store.read() as unit:
            assert unit.gaps.get("g1") == replace(closed, version=1)

    def test_what_is_not_stored_cannot_be_saved(self, store: Store) -> None:
        with store.write() as unit, pytest.raises(StaleState):
            unit.gaps.save(GAP)

    def test_by_state_the_last_asked_first(self, store: Store) -> None:
        older = replace(GAP, id="g0", last_asked=NOW - DAY)
        same = replace(GAP, id="g2", state="drafted")
        add(store, older, same, GAP, replace(GAP, id="g3", state="closed"))
        with store.read() as unit:
            assert unit.gaps.in_states(["open", "drafted"]) == [GAP, same, older]
            assert unit.gaps.in_states(["published"]) == []


class TestWatches:
    def test_a_newer_one_replaces_the_older(self, store: Store) -> None:
        newer = replace(WATCH, verdict="wrong", digest="d2", since=NOW + DAY)
        others = (replace(WATCH, person_id="zoe"), replace(WATCH, document_id="pages/b.md"))
        with store.write() as unit:
            for watch in (WATCH, *others, newer):
                unit.watches.put(watch)
            unit.commit()
        with store.read() as unit:
            assert unit.watches.all() == [*others, newer]

    def test_one_is_removed_alone(self, store: Store) -> None:
        other = replace(WATCH, person_id="zoe")
        with store.write() as unit:
            unit.watches.put(WATCH)
            unit.watches.put(other)
            unit.watches.remove("pages/a.md", "ann")
            unit.watches.remove("pages/a.md", "bob")
            unit.commit()
        with store.read() as unit:
            assert unit.watches.all() == [other]
