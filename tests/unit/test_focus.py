"""Which opportunity is worth a second thought, and which is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.book import focus
from bot.coaching.evidence import Watched
from bot.sales import Book, Opportunity, Verifier

TODAY = date(2026, 3, 10)
HEALTHY = Opportunity(
    "h", "a", "Healthy", "R1", stage="s", close_date=TODAY + timedelta(days=40), next_step="call",
    next_step_due=TODAY + timedelta(days=3), verifiers=("problem",),
)  # fmt: skip


def book(*mine: Opportunity) -> Book:
    return Book("R1", mine, verifiers=(Verifier("problem", "Problem"), Verifier("budget", "Budget")))


def seen(one: Opportunity, day: date | None, first: date = date(2025, 1, 1)) -> dict[str, Watched]:
    return {
        one.id: Watched(one.id, "r1", one.name, "s", "open", dict.fromkeys(one.verifiers, day), first, first)
    }


def test_a_healthy_one_gets_no_word() -> None:
    found = focus.weighed(book(HEALTHY), seen(HEALTHY, TODAY), TODAY)
    assert found[0].reasons == ()
    assert focus.to_drop(found) is None


def test_one_thing_amiss_is_not_enough() -> None:
    late = replace(HEALTHY, close_date=TODAY - timedelta(days=1))
    found = focus.weighed(book(late), seen(late, TODAY), TODAY)
    assert found[0].reasons == ("its close date, 9 Mar, has passed",)
    assert focus.to_drop(found) is None


def test_the_reasons_are_in_words_and_the_worst_is_named() -> None:
    quiet = replace(
        HEALTHY, id="q", name="Quiet", close_date=date(2026, 2, 1), next_step="", next_step_due=None
    )
    known = {**seen(HEALTHY, TODAY), **seen(quiet, date(2026, 1, 5))}
    worse = focus.weighed(book(HEALTHY, quiet), known, TODAY)
    assert focus.to_drop(worse) == worse[1]
    assert worse[1].reasons == (
        "nothing new from the customer since 5 Jan at the latest",
        "its close date, 1 Feb, has passed",
        "there is no next step",
    )


def test_quiet_begins_after_six_weeks_and_a_step_is_late_after_two() -> None:
    day = TODAY - focus.QUIET
    step = replace(HEALTHY, next_step_due=TODAY - focus.LATE)
    assert focus.weighed(book(step), seen(step, day), TODAY)[0].reasons == (
        "nothing new from the customer since 27 Jan at the latest",
        "its next step was due 24 Feb",
    )
    fresh = replace(HEALTHY, next_step_due=TODAY - focus.LATE + timedelta(days=1))
    assert focus.weighed(book(fresh), seen(fresh, day + timedelta(days=1)), TODAY)[0].reasons == ()


def test_nothing_is_said_of_how_long_while_nobody_has_looked() -> None:
    assert focus.weighed(book(HEALTHY), {}, TODAY)[0].reasons == ()


def test_a_colleagues_and_a_closed_one_are_not_weighed() -> None:
    theirs, won = (
        replace(HEALTHY, id="t", owner_id="R2", team_ids=("R1",)),
        replace(HEALTHY, id="w", status="won"),
    )
    assert focus.weighed(book(theirs, won), {}, TODAY) == ()
