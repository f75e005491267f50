"""What an opportunity's fields tell from one look to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.coaching import watching
from bot.coaching.evidence import Move, Watched
from bot.coaching.model import Driver
from bot.sales import Opportunity

DAY = timedelta(days=1)
START = date(2026, 3, 2)
ACME = Opportunity("acme", "acc", "Acme", "priya", stage="discovery", verifiers=("champion",))
DRIVER = Driver("discovery", "Discovery", "", verifiers=("budget", "champion"))


def first(*found: Opportunity, today: date = START) -> dict[str, Watched]:
    return {row.opportunity_id: row for row in watching.looked_at({}, found, "priya", today)}


def test_a_first_look_knows_no_days_and_finds_nothing_fresh() -> None:
    (acme,) = first(ACME).values()
    assert acme == Watched("acme", "priya", "Acme", "discovery", "open", {"champion": None}, START, START)
    assert acme.evidence_on == START
    assert watching.fresh({}, [acme], DRIVER) == []
    assert watching.evidence_days([acme], DRIVER, START) == []


def test_what_is_new_keeps_the_day_on_which_it_was_first_seen() -> None:
    before = first(ACME)
    grown = replace(ACME, verifiers=("champion", "budget", "legal"))
    (second,) = watching.looked_at(before, [grown], "priya", START + DAY)
    assert second.verifiers == {"champion": None, "budget": START + DAY, "legal": START + DAY}
    assert watching.fresh(before, [second], DRIVER) == [(second, "budget")]
    (third,) = watching.looked_at({"acme": second}, [grown], "tom", START + DAY * 2)
    assert third == replace(second, person_id="tom")
    assert watching.evidence_days([third], DRIVER, START) == [START + DAY]
    assert watching.evidence_days([third], DRIVER, START + DAY * 2) == []


def test_what_was_taken_back_and_given_again_is_new_again() -> None:
    before = first(ACME)
    (bare,) = watching.looked_at(before, [replace(ACME, verifiers=())], "priya", START + DAY)
    (again,) = watching.looked_at({"acme": bare}, [ACME], "priya", START + DAY * 2)
    assert again.verifiers == {"champion": START + DAY * 2}


def test_a_stage_is_counted_from_the_day_it_was_first_seen() -> None:
    before = first(ACME)
    (moved,) = watching.looked_at(before, [replace(ACME, stage="proposal")], "priya", START + DAY * 9)
    assert (moved.first_on, moved.stage_since) == (START, START + DAY * 9)


def test_a_move_is_seen_in_stage_or_status_and_not_at_a_first_look() -> None:
    now = datetime(2026, 3, 11, 9, tzinfo=UTC)
    before = first(ACME, replace(ACME, id="same"), replace(ACME, id="lost"))
    found = [
        replace(ACME, stage="proposal"),
        replace(ACME, id="same", verifiers=()),
        replace(ACME, id="lost", status="lost"),
        replace(ACME, id="new", stage="proposal"),
    ]
    after = watching.looked_at(before, found, "tom", START + DAY * 9)
    assert watching.moves(before, after, now) == [
        Move("acme", "tom", now, "discovery", "proposal", "open"),
        Move("lost", "tom", now, "discovery", "discovery", "lost"),
    ]


def test_only_the_drivers_verifiers_on_open_opportunities_are_counted() -> None:
    won = replace(ACME, id="won", status="won", verifiers=("budget", "champion"))
    rows = first(replace(ACME, verifiers=("budget", "legal")), replace(ACME, id="b", verifiers=()), won)
    assert watching.counted(rows.values(), DRIVER) == (1, 2)


def test_days_since_the_last_evidence_are_of_open_ones_whose_day_is_known() -> None:
    def row(name: str, *days: date | None) -> Watched:
        (known,) = first(replace(ACME, id=name, verifiers=())).values()
        return replace(known, verifiers=dict(zip(("budget", "champion"), days, strict=False)))

    today = START + DAY * 30
    rows = [row("a", START + DAY * 5, START + DAY * 20), row("b", START + DAY * 26), row("undated", None)]
    rows += [replace(row("c", START + DAY * 30), status="won"), replace(row("d"), verifiers={"legal": today})]
    assert watching.since_verifier(rows, DRIVER, today) == (7, 2)
    assert watching.since_verifier([*rows, row("e", today)], DRIVER, today) == (4, 3)
    assert watching.since_verifier([row("undated", None)], DRIVER, today) == (0, 0)


def team(*ages: int, stage: str = "discovery") -> list[Watched]:
    today = START + DAY * 100
    return [
        Watched(f"t{n}", "tom", f"T{n}", stage, "open", {}, START, today - DAY * age)
        for n, age in enumerate(ages)
    ]


def aged(days: int, quiet: int = 100) -> Watched:
    today = START + DAY * 100
    since = today - DAY * days
    return Watched("acme", "priya", "Acme", "discovery", "open", {"x": today - DAY * quiet}, START, since)


def is_stale(mine: Watched, others: list[Watched]) -> bool:
    return watching.stale([mine], [mine, *others], START + DAY * 100) == [mine]


def test_old_and_quiet_is_half_as_long_again_as_usual_and_three_weeks_without_evidence() -> None:
    others = team(20, 20, 20, 20)
    assert is_stale(aged(31), others)
    assert not is_stale(aged(30), others)
    assert is_stale(aged(31, quiet=21), others)
    assert not is_stale(aged(31, quiet=20), others)
    assert not is_stale(replace(aged(31), status="won"), others)


def test_fewer_than_five_are_compared_with_nothing() -> None:
    assert not is_stale(aged(90), team(20, 20, 20))
    # Four more at another stage make five in all, and five at the stage itself count before them.
    assert is_stale(aged(90), team(20, 20, 20, 20, stage="proposal"))
    assert not is_stale(aged(90), [*team(80, 80, 80, 80), *team(1, 1, 1, 1, 1, 1, 1, stage="proposal")])


def test_the_oldest_comes_first() -> None:
    younger = replace(aged(50), opportunity_id="b")
    found = watching.stale([younger, aged(60)], [younger, aged(60), *team(9, 9, 9)], START + DAY * 100)
    assert [row.opportunity_id for row in found] == ["acme", "b"]
