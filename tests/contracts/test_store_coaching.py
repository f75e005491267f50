"""Coaching in the store: one live plan, one nudge, what is due, what was read stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat import Person
from bot.coaching.calls import PlannedCall
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, PlanState, Reminder, Step
from bot.errors import StaleState, StoreError
from bot.ports import Store
from tests.contracts.crowd import at_once

NOW = datetime(2026, 3, 11, 14, 0, tzinfo=UTC)
PLAN = Plan("p1", "max", "ann", "discovery", "active", "max", NOW, date(2026, 3, 1), date(2026, 4, 30), 2)
STEP = Step("p1:1", "p1", 1, "observe", "manager", 7, date(2026, 3, 11))
NUDGE = Nudge("p1:1:1:max", "p1", "p1:1", "max", "due", "sent", NOW, NOW, NOW + timedelta(days=2))
REMINDER = Reminder("r1", "ann", "Call Beth 🎉", NOW, NOW - timedelta(days=1))

PLANS: list[tuple[str, str, PlanState, int]] = [
    ("max", "ann", "active", 3),
    ("max", "zoe", "proposed", 1),
    ("eva", "max", "completed", 2),
    ("eva", "bob", "active", 0),
    ("max", "kim", "draft", 1),
]


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


def test_a_plan_comes_back_whole(store: Store) -> None:
    draft = replace(PLAN, id="p2", driver_id="pricing", state="draft", start_date=None, end_date=None)
    draft = replace(draft, focus=2, extra="ann", line_ended=NOW.date(), follows="p1", notes_shared=True)
    draft = replace(draft, ended_at=NOW, quiet="2026-03-30/2026-04-03")
    with store.write() as unit:
        assert unit.coaching.add_plan(PLAN)
        assert unit.coaching.add_plan(draft)
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.get_plan("p1") == PLAN
        assert unit.coaching.get_plan("p2") == draft
        assert unit.coaching.get_plan("p3") is None


@pytest.mark.parametrize("state", sorted(LIVE_PLANS))
def test_a_rep_has_one_live_plan_on_a_driver(store: Store, state: PlanState) -> None:
    with store.write() as unit:
        assert unit.coaching.add_plan(replace(PLAN, state=state))
        assert not unit.coaching.add_plan(replace(PLAN, id="p2", manager_id="eva", state="draft"))
        assert not unit.coaching.add_plan(replace(PLAN, state="stopped"))
        assert unit.coaching.add_plan(replace(PLAN, id="p3", driver_id="pricing"))
        assert unit.coaching.add_plan(replace(PLAN, id="p4", rep_id="zoe"))
        assert unit.coaching.add_plan(replace(PLAN, id="p5", state="completed"))
        assert unit.coaching.get_plan("p2") is None


def test_a_stopped_plan_makes_room_and_cannot_come_back_beside_another(store: Store) -> None:
    with store.write() as unit:
        unit.coaching.add_plan(PLAN)
        stopped = unit.coaching.save_plan(replace(PLAN, state="stopped"))
        assert unit.coaching.add_plan(replace(PLAN, id="p2"))
        unit.commit()
    with store.write() as unit, pytest.raises(StoreError):
        unit.coaching.save_plan(replace(stopped, state="active"))


def test_eight_propose_the_same_plan_and_one_exists(store: Store) -> None:
    def propose(number: int) -> bool:
        with store.write() as unit:
            added = unit.coaching.add_plan(replace(PLAN, id=f"p{number}"))
            unit.commit()
            return added

    assert sorted(at_once(8, propose)) == [False] * 7 + [True]
    with store.read() as unit:
        assert len(unit.coaching.live_plans()) == 1


def test_saving_a_plan_bumps_its_version_and_a_stale_one_is_refused(store: Store) -> None:
    with store.write() as unit:
        unit.coaching.add_plan(PLAN)
        paused = replace(PLAN, state="paused", paused_since=date(2026, 3, 11), paused_days=5)
        assert unit.coaching.save_plan(paused) == replace(paused, version=1)
        with pytest.raises(StaleState):
            unit.coaching.save_plan(replace(PLAN, state="stopped"))
        with pytest.raises(StaleState):
            unit.coaching.save_plan(replace(PLAN, id="unknown"))
        assert unit.coaching.get_plan("p1") == replace(paused, version=1)


def test_plans_of_a_person_newest_first(store: Store) -> None:
    with store.write() as unit:
        for number, (manager, rep, state, age) in enumerate(PLANS):
            plan = replace(PLAN, id=f"p{number}", manager_id=manager, rep_id=rep, created_at=days(-age))
            unit.coaching.add_plan(replace(plan, state=state))
        assert [p.id for p in unit.coaching.plans_of("max")] == ["p4", "p1", "p0"]
        assert [p.id for p in unit.coaching.plans_of("max", live_only=False)] == ["p4", "p1", "p2", "p0"]
        assert [p.id for p in unit.coaching.plans_of("bob")] == ["p3"]
        assert unit.coaching.plans_of("nobody") == []
        assert {p.id for p in unit.coaching.live_plans()} == {"p0", "p1", "p3", "p4"}


def test_steps_are_put_again_and_come_in_order(store: Store) -> None:
    done = replace(STEP, id="p1:2", seq=2, state="done", done_at=NOW, outcome="went well")
    with store.write() as unit:
        unit.coaching.add_plan(PLAN)
        unit.coaching.put_steps([replace(done, state="planned", done_at=None), STEP])
        unit.coaching.put_steps([done])
        unit.coaching.put_steps([])
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.steps_of("p1") == [STEP, done]
        assert unit.coaching.steps_of("p2") == []
        assert unit.coaching.steps_of_each(["p2", "p1"]) == {"p1": [STEP, done], "p2": []}
        assert unit.coaching.steps_of_each([]) == {}
        assert unit.coaching.first_days([]) == {}
        assert unit.coaching.first_days(["p1", "p2"]) == {("p1", "manager"): STEP.due_date}
        assert unit.coaching.nudges_to_each([], NOW) == {}


def test_a_step_needs_its_plan(store: Store) -> None:
    with store.write() as unit, pytest.raises(StoreError):
        unit.coaching.put_steps([STEP])


def test_who_waits_longest_is_looked_at_first_and_by_one_worker(store: Store) -> None:
    with store.write() as unit:
        for person, day in (("zoe", 0), ("ann", 0), ("bob", -1), ("kim", 1)):
            unit.coaching.look_again({person: days(day)})
        unit.coaching.look_again({"eva": None})
        unit.commit()
    with store.write() as unit:
        assert unit.coaching.to_look_at(NOW) == ["bob", "ann", "zoe"]
        assert unit.coaching.to_look_at(NOW, limit=1) == ["bob"]
        assert unit.coaching.to_look_at(days(-0.5)) == ["bob"]
        assert unit.coaching.take_looks(["bob", "kim", "eva", "unknown"], NOW) == {"bob"}
        assert unit.coaching.take_looks(["bob"], NOW) == set()
        unit.coaching.wake(("kim", "eva"))
        unit.coaching.look_again({"ann": days(2)})
        assert unit.coaching.to_look_at(NOW) == ["eva", "kim", "zoe"]


def test_a_new_plan_an_absence_and_a_practice_wake_people(store: Store) -> None:
    with store.write() as unit:
        unit.coaching.add_plan(PLAN)
        assert unit.coaching.to_look_at(NOW) == ["ann", "max"]
        for person in ("ann", "max"):
            unit.coaching.look_again({person: None})
        assert not unit.coaching.add_plan(PLAN)
        assert unit.coaching.to_look_at(NOW) == []
        unit.coaching.add_absence(Absence("zoe", date(2026, 7, 1), date(2026, 7, 14)))
        unit.coaching.record_practice("bob", "discovery", NOW)
        assert unit.coaching.to_look_at(NOW) == ["bob", "zoe"]


def test_eight_workers_take_one_look(store: Store) -> None:
    with store.write() as unit:
        unit.coaching.wake(("ann",))
        unit.commit()

    def take(_: int) -> bool:
        with store.write() as unit:
            taken = bool(unit.coaching.take_looks(["ann"], NOW))
            unit.commit()
            return taken

    assert sorted(at_once(8, take)) == [False] * 7 + [True]


def works(store: Store, *people: tuple[str, str | None]) -> None:
    with store.write() as unit:
        for person, manager in people:
            unit.people.save(Person(person, person.title(), "", frozenset({"rep"}), manager_id=manager))
        unit.commit()


@pytest.mark.parametrize("state", ["draft", "proposed", "active", "paused", "wrapping_up"])
def test_a_plan_out_of_line_is_found_until_that_is_noted(store: Store, state: PlanState) -> None:
    works(store, ("max", None), ("eva", None), ("ann", "max"))
    with store.write() as unit:
        unit.coaching.add_plan(replace(PLAN, state=state))
        assert unit.coaching.out_of_line(["ann", "eva"]) == []
        unit.people.save(Person("ann", "Ann", "", frozenset({"rep"}), manager_id=None))
        assert unit.coaching.out_of_line(["ann", "eva"]) == []
        unit.people.save(Person("ann", "Ann", "", frozenset({"rep"}), manager_id="eva"))
        (found,) = unit.coaching.out_of_line(["eva", "max"])
        assert unit.coaching.out_of_line(["ann"]) == [found]
        assert unit.coaching.out_of_line(["eva"]) == []
        assert found == replace(PLAN, state=state)
        unit.coaching.save_plan(replace(found, line_ended=date(2026, 3, 11)))
        assert unit.coaching.out_of_line(["ann", "eva"]) == []


@pytest.mark.parametrize("gone", ["max", "ann"])
def test_whoever_left_breaks_the_line(store: Store, gone: str) -> None:
    works(store, ("max", None), ("ann", "max"))
    with store.write() as unit:
        unit.coaching.add_plan(PLAN)
        unit.coaching.add_plan(replace(PLAN, id="p2", driver_id="pricing", state="completed"))
        unit.people.close(gone, NOW)
        assert [plan.id for plan in unit.coaching.out_of_line(["ann"])] == ["p1"]


def test_plans_that_keep_other_quiet_periods_are_found_while_they_run(store: Store) -> None:
    known, other = "2026-03-30/2026-04-03", "2026-06-24/2026-06-30"
    states: list[PlanState] = ["active", "paused", "wrapping_up", "proposed", "stopped", "orphaned"]
    with store.write() as unit:
        for number, state in enumerate(states):
            unit.coaching.add_plan(
                replace(PLAN, id=f"p{number}", driver_id=f"d{number}", state=state, quiet=known)
            )
        unit.coaching.add_plan(replace(PLAN, id="new", quiet=""))
        assert [plan.id for plan in unit.coaching.with_other_quiet(known)] == ["new"]
        assert [plan.id for plan in unit.coaching.with_other_quiet("")] == ["p0", "p1", "p2"]
        assert [plan.id for plan in unit.coaching.with_other_quiet(other)] == ["new", "p0", "p1", "p2"]
        assert len(unit.coaching.with_other_quiet(other, limit=2)) == 2


def test_plans_handed_to_a_manager_are_those_of_reps_who_came(store: Store) -> None:
    works(store, ("eva", None), ("ann", "eva"), ("zoe", "eva"), ("bob", "max"), ("kim", "eva"))
    drawn: list[tuple[str, PlanState, date | None]] = [
        ("ann", "orphaned", NOW.date()),
        ("zoe", "paused", NOW.date()),
        ("bob", "orphaned", NOW.date()),
        ("kim", "paused", None),
        ("kim", "stopped", NOW.date()),
    ]
    with store.write() as unit:
        for number, (rep, state, ended) in enumerate(drawn):
            unit.coaching.add_plan(
                replace(
                    PLAN, id=f"p{number}", rep_id=rep, state=state, line_ended=ended, driver_id=f"d{number}"
                )
            )
        handed = unit.coaching.handed_to(["eva", "max", "kim"])
        assert {who: [p.id for p in each] for who, each in handed.items()} == {
            "eva": ["p0", "p1"],
            "max": ["p2"],
            "kim": [],
        }


def test_whoever_comes_to_another_manager_or_leaves_is_looked_at(store: Store) -> None:
    works(store, ("max", None), ("eva", None), ("ann", "max"))
    with store.write() as unit:
        unit.coaching.look_again({"ann": None, "max": days(9)})
        unit.people.save(Person("ann", "Ann Other", "", frozenset({"rep"}), manager_id="max"))
        unit.people.save(Person("zoe", "Zoe", "", frozenset({"rep"}), manager_id="max"))
        assert unit.coaching.to_look_at(NOW) == []
        unit.people.save(Person("ann", "Ann", "", frozenset({"rep"}), manager_id="eva"))
        assert unit.coaching.to_look_at(NOW) == ["ann"]
        unit.people.close("max", NOW)
        assert unit.coaching.to_look_at(NOW) == ["ann", "max"]


def test_plans_since_leaves_out_what_ended_before(store: Store) -> None:
    drawn: list[tuple[str, str, PlanState, datetime | None]] = [
        ("p1", "ann", "completed", days(-1)),
        ("p2", "ann", "completed", days(1)),
        ("p3", "zoe", "active", None),
        ("p4", "bob", "active", None),
    ]
    with store.write() as unit:
        for plan_id, rep, state, ended in drawn:
            unit.coaching.add_plan(replace(PLAN, id=plan_id, rep_id=rep, state=state, ended_at=ended))
        unit.coaching.add_plan(replace(PLAN, id="p5", manager_id="zoe", rep_id="kim", created_at=days(2)))
        found = unit.coaching.plans_since(["ann", "zoe"], NOW)
    assert [(plan.id, plan.state) for plan in found] == [
        ("p5", PLAN.state),
        ("p3", "active"),
        ("p2", "completed"),
    ]


def test_many_nudges_are_added_and_expired_together(store: Store) -> None:
    trying = replace(NUDGE, key="try", trigger="try_first")
    other, answered = replace(NUDGE, key="k2", step_id="s9"), replace(NUDGE, key="k3", state="acted")
    with store.write() as unit:
        assert unit.coaching.add_nudges([]) == set()
        assert unit.coaching.add_nudges([NUDGE]) == {NUDGE.key}
        added = unit.coaching.add_nudges([answered, replace(NUDGE, recipient_id="eva"), trying, other])
        assert added == {"k2", "k3", "try"}
        unit.coaching.expire_nudges([])
        unit.coaching.expire_nudges([NUDGE.step_id], but=("try_first", "offer"))
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.get_nudge(NUDGE.key) == replace(NUDGE, state="expired")
        assert [unit.coaching.get_nudge(n.key) for n in (trying, other, answered)] == [
            trying,
            other,
            answered,
        ]


def test_a_preferred_weekday_is_the_last_one_told(store: Store) -> None:
    with store.write() as unit:
        assert unit.coaching.preferred_weekday("ann") is None
        unit.coaching.prefer_weekday("ann", 0)
        unit.coaching.prefer_weekday("ann", 3)
        assert unit.coaching.preferred_weekday("ann") == 3
        assert unit.coaching.preferred_weekday("zoe") is None
        assert unit.coaching.preferred_weekdays(["ann", "zoe"]) == {"ann": 3}
        unit.coaching.prefer_weekday("ann", None)
        assert unit.coaching.preferred_weekday("ann") is None


def test_a_reminder_is_found_by_its_id_in_any_state(store: Store) -> None:
    told = Reminder("r1", "ann", "call Dana", days(1), days(0), "sent")
    with store.write() as unit:
        unit.coaching.add_reminder(told)
        assert unit.coaching.get_reminder("r1") == told
        assert unit.coaching.get_reminder("r2") is None


def test_a_nudge_exists_once_and_is_changed_by_saving(store: Store) -> None:
    snoozed = replace(NUDGE, state="snoozed", snooze_until=days(1), reason="asked to wait")
    with store.write() as unit:
        assert unit.coaching.add_nudge(NUDGE)
        assert not unit.coaching.add_nudge(NUDGE)
        assert not unit.coaching.add_nudge(replace(NUDGE, recipient_id="eva"))
        assert unit.coaching.get_nudge(NUDGE.key) == NUDGE
        unit.coaching.save_nudge(snoozed)
        unit.coaching.save_nudge(replace(NUDGE, key="unknown"))
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.get_nudge(NUDGE.key) == snoozed
        assert unit.coaching.get_nudge("unknown") is None


def test_eight_workers_plan_one_nudge(store: Store) -> None:
    def plan(_: int) -> bool:
        with store.write() as unit:
            added = unit.coaching.add_nudge(NUDGE)
            unit.commit()
            return added

    assert sorted(at_once(8, plan)) == [False] * 7 + [True]


def test_nudges_of_a_plan_and_to_a_person_in_order(store: Store) -> None:
    with store.write() as unit:
        for key, plan, to, day in [("b", "p1", "max", 2), ("a", "p1", "max", 2), ("c", "p1", "ann", 0)]:
            unit.coaching.add_nudge(
                replace(NUDGE, key=key, plan_id=plan, recipient_id=to, planned_at=days(day))
            )
        unit.coaching.add_nudge(replace(NUDGE, key="d", plan_id="p2", planned_at=days(1)))
        assert [n.key for n in unit.coaching.nudges_of("p1")] == ["c", "a", "b"]
        each = unit.coaching.nudges_to_each(["max", "ann", "zoe"], days(0.5))
        assert {who: [n.key for n in nudges] for who, nudges in each.items()} == {
            "max": ["d", "a", "b"],
            "ann": [],
            "zoe": [],
        }
        assert [n.key for n in unit.coaching.nudges_to("max", days(1))] == ["d", "a", "b"]
        assert [n.key for n in unit.coaching.nudges_to("max", days(1.1))] == ["a", "b"]
        assert unit.coaching.nudges_to("ann", days(1)) == []


def test_practice_is_remembered_by_person_and_driver(store: Store) -> None:
    with store.write() as unit:
        assert not unit.coaching.practised("ann", "discovery")
        unit.coaching.record_practice("ann", "discovery", NOW)
        unit.coaching.record_practice("ann", "discovery", days(1))
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.practised("ann", "discovery")
        assert not unit.coaching.practised("ann", "pricing")
        assert not unit.coaching.practised("zoe", "discovery")
        assert unit.coaching.practised_by(["ann", "zoe"]) == {("ann", "discovery")}


def test_absences_by_their_first_day(store: Store) -> None:
    summer = Absence("ann", date(2026, 7, 1), date(2026, 7, 14))
    spring = Absence("ann", date(2026, 4, 1), date(2026, 4, 1), "calendar")
    with store.write() as unit:
        for absence in (summer, spring, summer, Absence("zoe", date(2026, 4, 1), date(2026, 4, 2))):
            unit.coaching.add_absence(absence)
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.absences_of("ann") == [spring, summer]
        assert unit.coaching.absences_of("bob") == []
        assert unit.coaching.absences_of_each(["bob", "ann"]) == {"bob": [], "ann": [spring, summer]}


def test_the_calls_of_a_seller_replace_the_ones_before(store: Store) -> None:
    with store.write() as unit:
        unit.coaching.add_plan(PLAN)
        unit.coaching.look_again({PLAN.manager_id: None, PLAN.rep_id: None})
        unit.commit()
    one, two = (PlannedCall(f"c{n}", PLAN.rep_id, "acme", "Acme", days(n)) for n in (1, 2))
    with store.write() as unit:
        unit.coaching.put_calls(PLAN.rep_id, [two, one])
        unit.coaching.put_calls("zoe", [PlannedCall("z", "zoe", "acme", "Acme", days(1))])
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.calls_of_each([PLAN.rep_id, "nobody"], days(0)) == {PLAN.rep_id: [one, two]}
        assert unit.coaching.calls_of_each([PLAN.rep_id], days(1)) == {PLAN.rep_id: [two]}
        assert unit.coaching.to_look_at(days(1)) == [PLAN.manager_id]
    with store.write() as unit:
        unit.coaching.put_calls(PLAN.rep_id, [replace(one, starts_at=days(3))])
        unit.commit()
    with store.read() as unit:
        found = unit.coaching.calls_of_each([PLAN.rep_id, "zoe"], days(0))
        assert [(who, [call.starts_at for call in calls]) for who, calls in sorted(found.items())] == [
            (PLAN.rep_id, [days(3)]),
            ("zoe", [days(1)]),
        ]


def test_reminders_fall_due_in_order_until_sent(store: Store) -> None:
    with store.write() as unit:
        for reminder_id, day in (("r2", 2), ("r1", 0), ("r3", 3)):
            unit.coaching.add_reminder(replace(REMINDER, id=reminder_id, due=days(day)))
        unit.commit()
    with store.write() as unit:
        assert unit.coaching.due_reminders(days(-0.1)) == []
        assert unit.coaching.due_reminders(NOW) == [REMINDER]
        assert [r.id for r in unit.coaching.due_reminders(days(3), limit=2)] == ["r1", "r2"]
        unit.coaching.save_reminder(replace(REMINDER, state="sent"))
        assert [r.id for r in unit.coaching.due_reminders(days(9))] == ["r2", "r3"]


def test_the_reminders_that_wait_for_one_person(store: Store) -> None:
    later, sooner = replace(REMINDER, id="r1", due=days(2)), replace(REMINDER, id="r2", due=days(1))
    others = [
        replace(REMINDER, id="r3", state="sent"),
        replace(REMINDER, id="r4", state="cancelled"),
        replace(REMINDER, id="r5", person_id="somebody-else"),
    ]
    with store.write() as unit:
        for reminder in (later, sooner, *others):
            unit.coaching.add_reminder(reminder)
        unit.commit()
    with store.read() as unit:
        assert unit.coaching.reminders_of(REMINDER.person_id) == [sooner, later]
        assert unit.coaching.reminders_of("nobody") == []
