"""What a driver came to in a team: who is told, when, and of how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat import Person, Text
from bot.coaching import teams
from bot.coaching.desk import CoachingDesk
from bot.coaching.evidence import Move, WrapUp
from bot.coaching.model import Plan
from bot.coaching.rollout import Rollout
from bot.sales import Stage
from tests.fakes.coaching import DISCOVERY, MARTA, SETTINGS, VALUE, local, person, pressed, settle, typed
from tests.fakes.store import FakeStore

STAGES = (
    Stage("prospecting", "Prospecting", 1),
    Stage("discovery", "Discovery", 2),
    Stage("proposal", "Proposal", 3),
    Stage("won", "Won", 4, is_closed=True, is_won=True),
)
STAGED = replace(SETTINGS, stages=STAGES, drivers=(replace(DISCOVERY, stage="discovery"), VALUE))
DESK = CoachingDesk(STAGED)
START, END, NOW = date(2026, 3, 2), date(2026, 5, 1), local("2026-05-15 10:00")
JOEL, EVA = person("joel", "enablement"), person("eva", "manager")
REPS = [replace(person(name, manager="marta"), crm_user=name) for name in ("ann", "bob", "cy", "dee", "ed")]
OTHERS = [replace(person(f"w{n}", manager="eva"), crm_user=f"w{n}") for n in range(5)]


def moves(who: list[Person], on: date, onward: int) -> list[Move]:
    """Ten opportunities that leave discovery that day, `onward` of them for the next stage."""
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return [
        Move(f"{on}-{who[0].id}-{n}", who[n % 5].id, at, "discovery", to, "open")
        for n, to in enumerate(["proposal"] * onward + ["prospecting"] * (10 - onward))
    ]


def complete(store: FakeStore, rep: Person, told_at: datetime | None = NOW - timedelta(days=8)) -> Plan:
    at = local("2026-03-02 10:00")
    plan = Plan(f"p-{rep.id}", "marta", rep.id, "discovery", "completed", "marta", at, START, END)
    with store.write() as uow:
        uow.coaching.add_plan(plan)
        uow.evidence.add_wrap_up(WrapUp(plan.id, NOW - timedelta(days=13), True, told_at=told_at))
        uow.commit()
    return plan


@pytest.fixture
def store() -> FakeStore:
    """Four of Marta's five sellers have completed their plans."""
    found = FakeStore()
    settle(found, MARTA, EVA, JOEL, *REPS, *OTHERS)
    for rep in REPS[:4]:
        complete(found, rep)
    with found.write() as uow:
        uow.evidence.add_moves(moves(REPS, START - timedelta(days=62), 1))
        uow.evidence.add_moves(moves(REPS, START - timedelta(days=10), 4))
        uow.evidence.add_moves(moves(REPS, START + timedelta(days=10), 7))
        uow.evidence.add_moves(moves(OTHERS, START + timedelta(days=10), 5))
        uow.commit()
    return found


def say(store: FakeStore, who: Person, text: str) -> str:
    with store.write() as uow:
        reply = DESK.message(typed(text, who.id, NOW), who, uow, NOW)
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text)) if reply else ""


FIGURES = (
    "Discovery in Marta’s team, 5 sellers whose plans are completed\n"
    "Left Discovery for a later stage: 7 of 10 during the plans; 4 of 10 in as many days before; "
    "5 of 10 with sellers who had not started on it, in the same weeks.\n"
    "Won, of those that had stood in Discovery and were closed: too few so far to say anything.\n"
    "Counted once a day, in the owner’s opportunities.\n" + teams.ASSOCIATION
)


def test_the_manager_and_enablement_are_told_from_five_pairs_on(store: FakeStore) -> None:
    asked = "how is Marta's team doing on discovery?"
    assert say(store, JOEL, asked).startswith("Figures for a whole team come once plans of five")
    assert say(store, MARTA, "how is my team doing on discovery?").startswith("You have no plan running")
    complete(store, REPS[4])
    assert say(store, JOEL, asked) == FIGURES
    assert say(store, JOEL, "how did Marta's team do so far?") == FIGURES
    own = say(store, MARTA, "how did my team do on discovery?")
    assert own.startswith(FIGURES + "\n\nYou have no plan running there.")
    assert say(store, MARTA, "how is Marta's team doing on discovery?") == own


def test_a_pair_that_has_not_read_its_own_result_does_not_count_yet(store: FakeStore) -> None:
    complete(store, REPS[4], NOW - timedelta(days=6))
    assert say(store, JOEL, "how is Marta's team doing on discovery?").startswith("Figures for a whole team")


def test_nobody_else_is_told(store: FakeStore) -> None:
    complete(store, REPS[4])
    asked = "how is Marta's team doing on discovery?"
    for who in (EVA, REPS[0], person("lena", "admin")):
        assert say(store, who, asked).startswith("What a driver came to in a team is for its own manager")
    assert say(store, REPS[0], "how is my team doing on discovery?") == ""
    assert say(store, JOEL, "how is my team doing on discovery?").startswith("Whose team?")
    assert say(store, JOEL, "how is Dana's team doing on discovery?").startswith("I know no team of “Dana”")
    assert say(store, JOEL, "how is Dana's team doing?") == ""
    assert say(store, JOEL, "how is Marta's team doing on value selling?").startswith("No stage is named")


def test_who_has_started_is_no_comparison_from_that_day_on(store: FakeStore) -> None:
    complete(store, REPS[4])
    begun = Plan("p-w0", "eva", "w0", "discovery", "active", "eva", NOW, START + timedelta(days=5))
    with store.write() as uow:
        uow.coaching.add_plan(begun)
        uow.commit()
    said = say(store, JOEL, "how is Marta's team doing on discovery?")
    assert "4 of 8 with sellers who had not started on it" in said
    with store.write() as uow:
        uow.coaching.add_plan(replace(begun, id="p-w1", rep_id="w1", start_date=START))
        uow.commit()
    said = say(store, JOEL, "how is Marta's team doing on discovery?")
    assert "too few with sellers who had not started on it" in said


def test_history_that_begins_later_is_said(store: FakeStore) -> None:
    complete(store, REPS[4])
    found = store.state.evidence.moves
    for key in [key for key in found if key[0].date() < START]:
        del found[key]
    said = say(store, JOEL, "how is Marta's team doing on discovery?")
    assert "too few in as many days before" in said
    assert "I keep since 12 Mar 2026 which stage an opportunity leaves for which" in said


def test_the_fifth_result_tells_manager_and_starter_once_a_week_later(store: FakeStore) -> None:
    complete(store, REPS[4], None)
    with store.write() as uow:
        uow.rollouts.add(Rollout("r1", "discovery", "marta", "launched", "joel", NOW))
        said = uow.evidence.wrap_up("p-ed")
        assert said is not None
        uow.evidence.save_wrap_up(replace(said, observed="both", worth="useful"))
        DESK.press(pressed("plan:p-ed", "habit", "ed", NOW), REPS[4], uow, NOW)
        uow.commit()
    sent = {key: each for key, each in store.state.outgoings.items() if key.startswith("team:")}
    assert sorted(sent) == ["team:marta:discovery:joel", "team:marta:discovery:marta"]
    for each in sent.values():
        assert each.not_before is not None
        assert each.not_before >= NOW + teams.PAIRS_FIRST
        assert each.reply.parts[0] == Text(FIGURES)


def test_four_results_tell_nobody(store: FakeStore) -> None:
    plan = Plan("p-ann", "marta", "ann", "discovery", "completed", "marta", NOW, START, END)
    with store.write() as uow:
        teams.tell(plan, uow, STAGED, NOW)
        uow.commit()
    assert store.state.outgoings == {}


def test_enablement_reads_how_many_plans_of_a_team_were_completed(store: FakeStore) -> None:
    assert say(store, JOEL, "how many plans were completed?") == teams.NONE_COUNTED
    complete(store, REPS[4], NOW - timedelta(days=6))
    begun = Plan("p-w0", "eva", "w0", "discovery", "active", "eva", NOW, START)
    unanswered = replace(
        begun, id="p-none", manager_id="marta", rep_id="new", state="proposed", start_date=None
    )
    with store.write() as uow:
        uow.coaching.add_plan(begun)
        uow.coaching.add_plan(unanswered)
        uow.commit()
    told = "Marta Silva’s team: 4 of 5 plans completed\n" + teams.COUNTED
    for asked in ("how many plans were completed?", "completed plans by team", "plans completed"):
        assert say(store, JOEL, asked) == told
    with store.write() as uow:
        uow.coaching.add_plan(replace(begun, id="p-again", manager_id="marta", rep_id="ann", driver_id="x"))
        uow.commit()
    assert say(store, JOEL, "plan completion").startswith("Marta Silva’s team: 4 of 6 plans completed")


def test_others_are_not_told_how_many_were_completed(store: FakeStore) -> None:
    complete(store, REPS[4])
    for who in (MARTA, REPS[0], person("lena", "admin")):
        assert say(store, who, "how many plans were completed?") == teams.COUNTED_FOR
