from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from bot.coaching.budget import Spent, spent
from bot.coaching.decisions import Close, Decision, PlanView, Send, Situation, Wait
from bot.coaching.model import LIVE_PLANS, Nudge, NudgeState, Plan, PlanState
from bot.coaching.rules import TRANSITIONS, decide, may_move, moved
from bot.coaching.schedule import done_before, start_plan
from bot.errors import StaleState
from tests.fakes.coaching import MARTA, NEW_YORK, SETTINGS, local

WEDNESDAY = local("2026-03-11 10:00")
PROPOSED = Plan("p", "marta", "priya", "discovery", "proposed", "marta", datetime(2026, 3, 3, 15, tzinfo=UTC))


def situation(now: datetime = WEDNESDAY, *recent: Nudge) -> Situation:
    """Marta on day 7 with Priya, at ten on a Wednesday."""
    dated = replace(PROPOSED, start_date=date(2026, 3, 4))
    plan, steps = start_plan(dated, SETTINGS.coaching, PROPOSED.created_at, NEW_YORK, NEW_YORK)
    view = PlanView(plan, done_before(steps, date(2026, 3, 10), PROPOSED.created_at), recent)
    return Situation(
        recipient=MARTA,
        calendar=NEW_YORK,
        now=now,
        plans=(view,),
        recent=recent,
        rep_of={"p": "priya", "q": "tom"},
        driver_of={"p": "discovery", "q": "value_selling"},
        tried=frozenset({"discovery"}),
    )


def nudge(
    key: str, at: datetime, plan: str = "q", state: NudgeState = "acted", trigger: str = "observe"
) -> Nudge:
    sent = Nudge(key, plan, f"{plan}:x", "marta", trigger, "sent", at, at, at + timedelta(days=3))
    return replace(sent, state=state)


def outcome(decisions: tuple[Decision, ...]) -> list[str]:
    found: list[str] = []
    for decision in decisions:
        match decision:
            case Send(items):
                found += [f"send {item.key} {item.reason}" for item in items]
            case Close(_, step, kind, reason):
                found.append(f"{kind} {step.id} {reason}")
            case Wait(_, step, reason):
                found.append(f"wait {step.id} {reason}")
    return found


def test_every_state_has_its_moves_and_an_ended_plan_has_none() -> None:
    assert set(TRANSITIONS) == set(get_args(PlanState))
    assert {state for state, to in TRANSITIONS.items() if not to} == {"completed", "stopped", "transferred"}
    assert all("stopped" in TRANSITIONS[state] for state in LIVE_PLANS)


def test_a_move_the_table_forbids_is_refused() -> None:
    assert moved(PROPOSED, "active").state == "active"
    assert not may_move(PROPOSED, "completed")
    with pytest.raises(StaleState, match="The plan is stopped by now"):
        moved(replace(PROPOSED, state="stopped"), "active")


def test_a_step_on_its_day_is_sent() -> None:
    assert outcome(decide(situation())) == ["send p:2:1:marta due"]


@pytest.mark.parametrize(
    ("earlier", "reason"),
    [
        ([0], "daily_budget"),
        ([1, 2, 6], "weekly_budget"),
        ([1, 2, 7], ""),
        ([1, 6], ""),
    ],
)
def test_budgets_of_a_manager(earlier: list[int], reason: str) -> None:
    told = [nudge(f"n{days}", WEDNESDAY - timedelta(days=days)) for days in earlier]
    expected = f"wait p:2 {reason}" if reason else "send p:2:1:marta due"
    assert outcome(decide(situation(WEDNESDAY, *told))) == [expected]


@pytest.mark.parametrize(("days", "sent"), [(2, False), (3, True)])
def test_one_message_about_a_rep_in_a_calendar_week(days: int, sent: bool) -> None:
    about = nudge("n", WEDNESDAY - timedelta(days=days), plan="p", trigger="observe")
    expected = "send p:2:1:marta due" if sent else "wait p:2 rep_budget"
    assert outcome(decide(situation(WEDNESDAY, about))) == [expected]


def test_what_was_snoozed_keeps_only_to_the_one_a_day() -> None:
    today = WEDNESDAY.date()
    days = frozenset({today - timedelta(days=n) for n in (1, 2, 3)})
    used = Spent(days, days, {"priya": frozenset({today})})
    assert used.over(today, "manager", "priya", "asked") is None
    assert used.over(today, "manager", "priya") == "weekly_budget"


def test_what_is_still_to_leave_counts_for_the_days_before_it() -> None:
    """Two this week and one queued for Friday: nothing more fits on Thursday."""
    monday, week = WEDNESDAY.date() - timedelta(days=2), timedelta(days=7)
    queued = frozenset({monday, monday + timedelta(days=1), monday + timedelta(days=4)})
    used = Spent(queued, frozenset(), {"priya": frozenset({monday + timedelta(days=4)})})
    assert used.over(monday + timedelta(days=3), "manager", "tom", "news") == "weekly_budget"
    assert used.over(monday + timedelta(days=5), "manager", "tom", "news") == "weekly_budget"
    assert used.over(monday + week, "manager", "tom") is None
    two = Spent(queued - {monday}, frozenset(), used.about)
    assert two.over(monday + timedelta(days=3), "manager", "priya", "news") == "rep_budget"
    assert two.over(monday + timedelta(days=3), "manager", "tom", "news") is None


def test_a_rep_hears_of_one_step_and_two_messages_in_seven_days() -> None:
    today = WEDNESDAY.date()
    step = frozenset({today - timedelta(days=2)})
    one = Spent(step, step, {})
    assert one.over(today, "rep", "priya") == "weekly_budget"
    assert one.over(today, "rep", "priya", "news") is None
    news = Spent(step, frozenset(), {})
    assert news.over(today, "rep", "priya") is None
    both = Spent(step | {today - timedelta(days=6)}, step, {})
    assert both.over(today, "rep", "priya", "news") == "weekly_budget"
    assert both.over(today + timedelta(days=1), "rep", "priya", "news") is None


def test_what_was_never_sent_costs_nothing() -> None:
    held = nudge("n", WEDNESDAY, state="suppressed")
    assert spent([held], {"q": "tom"}, NEW_YORK) == Spent(frozenset(), frozenset(), {})


def test_three_declines_turn_a_trigger_off_for_that_manager() -> None:
    said_no = [nudge(f"n{n}", WEDNESDAY - timedelta(days=20 + n), state="declined") for n in range(3)]
    assert outcome(decide(situation(WEDNESDAY, *said_no[:2]))) == ["send p:2:1:marta due"]
    assert outcome(decide(situation(WEDNESDAY, *said_no))) == ["suppressed p:2 three_declines"]
    other = [replace(each, trigger="midpoint") for each in said_no]
    assert outcome(decide(situation(WEDNESDAY, *other))) == ["send p:2:1:marta due"]


def at_the_end(away: tuple[date, date], now: datetime) -> Situation:
    """The wrap-up of 4 May (day 60 is Sunday the 3rd), all else done, Marta absent for a while."""
    calm = situation(now)
    (view,) = calm.plans
    steps = done_before(view.steps, date(2026, 5, 4), PROPOSED.created_at)
    calendar = replace(NEW_YORK, absences=(away,))
    return replace(calm, calendar=calendar, plans=(PlanView(replace(view.plan, state="wrapping_up"), steps),))


def test_a_wrap_up_comes_at_most_seven_days_after_the_end() -> None:
    week = at_the_end((date(2026, 5, 4), date(2026, 5, 7)), local("2026-05-08 10:00"))
    assert outcome(decide(week)) == ["send p:8:1:marta due"]
    longer = at_the_end((date(2026, 5, 4), date(2026, 5, 10)), local("2026-05-11 10:00"))
    assert outcome(decide(longer)) == ["expired p:8 plan_over"]


def test_the_wrap_up_of_what_never_began_is_not_sent() -> None:
    ending = at_the_end((date(2026, 1, 1), date(2026, 1, 1)), local("2026-05-04 10:00"))
    assert outcome(decide(ending)) == ["send p:8:1:marta due"]
    assert outcome(decide(replace(ending, tried=frozenset()))) == ["expired p:8 never_tried"]


def test_an_invitation_that_was_declined_is_the_last() -> None:
    invited = nudge(
        "p:2:try1:marta", WEDNESDAY - timedelta(days=6), plan="p", state="declined", trigger="try_first"
    )
    untried = replace(situation(WEDNESDAY, invited), tried=frozenset())
    move, _ = decide(untried)
    assert (getattr(move, "to", ""), getattr(move, "reason", "")) == ("paused", "waits_until_tried")
