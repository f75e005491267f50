"""What coaching knows of customers, drivers tried by teams, questions that come back: each method."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat import Person
from bot.coaching.evidence import Baseline, Move, Signal, Watched, WrapUp
from bot.coaching.model import Plan
from bot.coaching.rollout import Rollout
from bot.errors import StaleState
from bot.ports import Store

NOW = datetime(2026, 3, 11, 14, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 11)
ACME = Watched(
    "opp-acme",
    "ann",
    "Acme",
    "discovery",
    "open",
    {"budget": None, "champion": TODAY},
    TODAY - DAY * 9,
    TODAY,
)
BOREALIS = replace(ACME, opportunity_id="opp-b", name="Borealis", verifiers={}, status="won")
SIGNAL = Signal("s1", "verifier", "ann", "p1", "ann", "discovery", "Acme", "opp-acme:budget", NOW, NOW + DAY)
WRAP_UP = WrapUp("p1", NOW, True)
ROLLOUT = Rollout("r1", "discovery", "marta", "pilot", "joel", NOW, ("ann", "bob"))


class TestOpportunities:
    def test_they_come_back_whole_and_in_order(self, store: Store) -> None:
        with store.write() as unit:
            unit.evidence.put_watched("ann", [BOREALIS, ACME])
            unit.evidence.put_watched("bob", [])
            unit.commit()
        with store.read() as unit:
            assert unit.evidence.watched_of(["ann", "bob"]) == [ACME, BOREALIS]
            assert unit.evidence.watched(["opp-b", "opp-none"]) == [BOREALIS]
            assert list(unit.evidence.watched([])) == list(unit.evidence.watched_of([])) == []
            assert unit.evidence.all_watched() == [ACME, BOREALIS]

    def test_one_that_left_its_owners_book_is_nobodys_until_another_has_it(self, store: Store) -> None:
        with store.write() as unit:
            unit.evidence.put_watched("ann", [ACME, BOREALIS])
            unit.evidence.put_watched("ann", [BOREALIS])
            assert unit.evidence.watched(["opp-acme"]) == [replace(ACME, person_id="")]
            later = replace(ACME, person_id="bob", stage="proposal", verifiers={"champion": TODAY + DAY})
            unit.evidence.put_watched("bob", [later])
            assert unit.evidence.watched_of(["bob"]) == [later]
            assert unit.evidence.watched_of(["ann"]) == [BOREALIS]

    def test_what_moved_is_kept_oldest_first(self, store: Store) -> None:
        first = Move("opp-b", "ann", NOW - DAY, "discovery", "proposal", "open")
        won = replace(first, at=NOW, from_stage="proposal", to_stage="closed_won", status="won")
        other = Move("opp-acme", "bob", NOW, "discovery", "discovery", "lost")
        with store.write() as unit:
            unit.evidence.add_moves([won, other])
            unit.evidence.add_moves([])
            unit.evidence.add_moves([first])
            unit.commit()
        with store.read() as unit:
            assert unit.evidence.moves() == [first, other, won]

    def test_who_is_looked_at_next(self, store: Store) -> None:
        with store.write() as unit:
            for name, crm_user in (("ann", "a"), ("bob", "b"), ("eva", "e"), ("max", ""), ("zoe", "z")):
                unit.people.save(Person(name, name, "", frozenset({"rep"}), crm_user=crm_user))
            unit.evidence.observe_again("ann", NOW - DAY)
            unit.evidence.observe_again("bob", NOW + DAY)
            unit.evidence.observe_again("eva", NOW - DAY * 2)
            assert unit.evidence.to_observe(NOW) == ["zoe", "eva", "ann"]
            assert unit.evidence.to_observe(NOW, 1) == ["zoe"]
            unit.people.close("zoe", NOW)
            unit.evidence.observe_again("eva", NOW + DAY)
            assert unit.evidence.to_observe(NOW) == ["ann"]


class TestSignals:
    def test_one_is_said_once(self, store: Store) -> None:
        with store.write() as unit:
            assert unit.evidence.add_signal(SIGNAL)
            assert not unit.evidence.add_signal(replace(SIGNAL, subject="another"))
            assert unit.evidence.signals_of("p1") == [SIGNAL]

    def test_they_come_oldest_first_and_expire(self, store: Store) -> None:
        early = replace(SIGNAL, id="s2", observed_at=NOW - DAY, visibility="rep_only", kind="content_used")
        over = replace(SIGNAL, id="s3", expires_at=NOW)
        other = replace(SIGNAL, id="s4", recipient_id="marta")
        with store.write() as unit:
            for signal in (SIGNAL, early, over, other):
                unit.evidence.add_signal(signal)
            assert unit.evidence.signals_to_each(["ann", "bob"], NOW) == {"ann": [early, SIGNAL], "bob": []}
            assert unit.evidence.signals_of("p1") == [early, SIGNAL, over, other]


class TestEndings:
    def test_a_baseline_is_completed(self, store: Store) -> None:
        before = Baseline("p1", "verifiers", 3, 7)
        with store.write() as unit:
            unit.evidence.put_baseline(before)
            assert unit.evidence.baselines_of("p1") == [before]
            unit.evidence.put_baseline(replace(before, day60=6, n60=8))
            assert unit.evidence.baselines_of("p1") == [Baseline("p1", "verifiers", 3, 7, 6, 8)]
            assert unit.evidence.baselines_of("p2") == []

    def test_a_wrap_up_begins_once_and_is_told_once(self, store: Store) -> None:
        plan = Plan("p1", "marta", "ann", "discovery", "completed", "marta", NOW)
        with store.write() as unit:
            unit.coaching.add_plan(plan)
            unit.coaching.add_plan(replace(plan, id="p2", rep_id="bob", driver_id="pricing"))
            assert unit.evidence.add_wrap_up(WRAP_UP)
            assert not unit.evidence.add_wrap_up(replace(WRAP_UP, rep_asked=False))
            unit.evidence.add_wrap_up(replace(WRAP_UP, plan_id="p2", asked_at=NOW - DAY))
            assert [w.plan_id for w in unit.evidence.untold(NOW + DAY)] == ["p2", "p1"]
            assert [w.plan_id for w in unit.evidence.untold(NOW)] == ["p2"]
            told = replace(WRAP_UP, worth="useful", habit="sometimes", observed="one", told_at=NOW)
            assert unit.evidence.save_wrap_up(told) == replace(told, version=1)
            assert unit.evidence.wrap_up("p1") == replace(told, version=1)
            assert unit.evidence.wrap_up("p3") is None
            assert [w.plan_id for w in unit.evidence.untold(NOW + DAY)] == ["p2"]
            unit.evidence.drop_wrap_up("p2")
            assert unit.evidence.wrap_up("p2") is None
            assert unit.evidence.wrap_up("p1") == replace(told, version=1)

    def test_of_two_answers_at_once_none_is_lost(self, store: Store) -> None:
        """Both have read the wrap-up before either wrote: the later one is told to read again."""
        with store.write() as unit:
            unit.coaching.add_plan(Plan("p1", "marta", "ann", "discovery", "completed", "marta", NOW))
            unit.evidence.add_wrap_up(WRAP_UP)
            unit.commit()
        with store.read() as unit:
            read = unit.evidence.wrap_up("p1")
        assert read is not None
        with store.write() as unit:
            unit.evidence.save_wrap_up(replace(read, observed="both"))
            unit.commit()
        with store.write() as unit, pytest.raises(StaleState):
            unit.evidence.save_wrap_up(replace(read, worth="useful"))
        with store.read() as unit:
            assert unit.evidence.wrap_up("p1") == replace(read, observed="both", version=1)


class TestRollouts:
    def test_one_driver_runs_once_for_a_team(self, store: Store) -> None:
        with store.write() as unit:
            assert unit.rollouts.add(ROLLOUT)
            assert not unit.rollouts.add(replace(ROLLOUT, id="r2"))
            assert unit.rollouts.add(replace(ROLLOUT, id="r3", driver_id="pricing", created_at=NOW - DAY))
            assert unit.rollouts.add(replace(ROLLOUT, id="r4", manager_id="eva"))
            unit.commit()
        with store.read() as unit:
            assert unit.rollouts.get("r1") == ROLLOUT
            assert unit.rollouts.get("r2") is None
            assert [one.id for one in unit.rollouts.running("marta")] == ["r3", "r1"]
            assert [one.id for one in unit.rollouts.in_pilot(NOW)] == ["r3"]

    def test_which_votes_are_over(self, store: Store) -> None:
        over = replace(ROLLOUT, state="polling", closes_at=NOW)
        with store.write() as unit:
            unit.rollouts.add(over)
            unit.rollouts.add(replace(over, id="r2", driver_id="a", closes_at=NOW + DAY))
            unit.rollouts.add(replace(over, id="r3", driver_id="b", closes_at=None))
            unit.rollouts.add(replace(over, id="r4", driver_id="c", state="decided"))
            assert unit.rollouts.closing(NOW) == [over, replace(over, id="r3", driver_id="b", closes_at=None)]
            assert not unit.rollouts.add(replace(over, id="r5", driver_id="c", state="pilot"))

    def test_it_is_saved_whole_at_its_version(self, store: Store) -> None:
        launched = replace(ROLLOUT, state="launched", override_by="joel", override_reason="asked to")
        with store.write() as unit:
            unit.rollouts.add(ROLLOUT)
            assert unit.rollouts.save(launched) == replace(launched, version=1)
            assert unit.rollouts.get("r1") == replace(launched, version=1)
            with pytest.raises(StaleState):
                unit.rollouts.save(launched)
            assert unit.rollouts.in_pilot(NOW + DAY) == []
            unit.rollouts.save(replace(launched, state="retired", version=1))
            assert unit.rollouts.running("marta") == []
            assert unit.rollouts.add(replace(ROLLOUT, id="r2"))

    def test_a_vote_replaces_the_one_before(self, store: Store) -> None:
        with store.write() as unit:
            for who, vote in (("ann", "go"), ("bob", "go"), ("ann", "no_go")):
                unit.rollouts.vote("r1", who, "go" if vote == "go" else "no_go", NOW)
            unit.rollouts.vote("r2", "ann", "go", NOW)
            assert unit.rollouts.votes("r1") == ["go", "no_go"]
            assert unit.rollouts.votes("r3") == []

    def test_what_is_muted_stays_so_until_it_is_wanted_again(self, store: Store) -> None:
        with store.write() as unit:
            unit.rollouts.mute("ann", "digest")
            unit.rollouts.mute("ann", "digest")
            assert unit.rollouts.muted("ann", "digest")
            assert not unit.rollouts.muted("bob", "digest")
            assert not unit.rollouts.muted("ann", "other")
            unit.rollouts.unmute("ann", "digest")
            assert not unit.rollouts.muted("ann", "digest")


def test_questions_are_kept_without_words_and_for_their_asker_alone(store: Store) -> None:
    with store.write() as unit:
        unit.returning.note("ann", "e2", NOW, "BBBB", "hash", "a.md")
        unit.returning.note("ann", "e1", NOW - DAY, "AAAA", "hash", "a.md")
        unit.returning.note("ann", "e1", NOW, "again", "hash", "a.md")
        unit.returning.note("ann", "e3", NOW, "CCCC", "other", "")
        unit.returning.note("bob", "e4", NOW, "DDDD", "hash", "a.md")
        assert unit.returning.since("ann", NOW - DAY, "hash") == ["AAAA", "BBBB"]
        assert unit.returning.since("ann", NOW, "hash") == ["BBBB"]
        unit.returning.forget(NOW)
        assert unit.returning.since("ann", NOW - DAY, "hash") == ["BBBB"]
        assert unit.returning.since("bob", NOW - DAY, "hash") == ["DDDD"]


def test_a_topic_is_told_of_enough_people_only(store: Store) -> None:
    asked = (("ann", "a"), ("ann", "a"), ("bob", "a"), ("bob", "b"), ("eva", "b"), ("zoe", "b"), ("max", ""))
    with store.write() as unit:
        for n, (who, page) in enumerate(asked):
            unit.returning.note(who, f"e{n}", NOW, "AAAA", "hash", page)
        unit.returning.note("eva", "old", NOW - DAY, "AAAA", "hash", "a")
        everyone = ("ann", "bob", "eva", "zoe", "max")
        assert unit.returning.topics(everyone, NOW, 2) == [("b", 3), ("a", 2)]
        assert unit.returning.topics(everyone, NOW, 3) == [("b", 3)]
        assert unit.returning.topics(everyone, NOW - DAY, 3) == [("a", 3), ("b", 3)]
        assert unit.returning.topics(("ann", "bob"), NOW, 2) == [("a", 2)]
        assert unit.returning.topics((), NOW, 1) == []
