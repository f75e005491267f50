"""Counts over days of sellers: who counts, what counts once, and what is too little to be told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.coaching.comparing import NOTHING, Days, Group, Share, group, told
from bot.coaching.evidence import Move
from bot.sales import Status

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 1)
FIVE = [Days(who, FIRST, LAST) for who in "abcde"]
LATER = ("proposal", "commit")


def move(
    what: str, day: int, to: str, status: Status = "open", came: str = "discovery", who: str = "a"
) -> Move:
    return Move(what, who, datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day), came, to, status)


def counted(*moves: Move, days: list[Days] = FIVE) -> Group:
    return group(days, sorted(moves, key=lambda each: each.at), "discovery", LATER)


def test_what_left_the_stage_went_on_or_did_not() -> None:
    moves = [
        move("on", 1, "proposal"),
        move("far", 2, "commit"),
        move("back", 3, "prospecting"),
        move("won", 4, "closed_won", "won"),
        move("lost", 5, "discovery", "lost"),
        move("elsewhere", 6, "commit", came="proposal"),
        move("arrived", 7, "discovery", came="prospecting"),
    ]
    assert counted(*moves) == Group(Share(3, 5), NOTHING)
    assert counted(*moves, move("sixth", 60, "prospecting")).onward == Share(3, 6)


def test_an_opportunity_counts_once_as_it_last_went() -> None:
    five = [move(f"o{n}", 1, "proposal") for n in range(5)]
    returned = move("o0", 2, "discovery", came="proposal")
    assert counted(*five, returned).onward == NOTHING
    assert counted(*five, returned, move("o0", 3, "lost", "lost")).onward == Share(4, 5)


def test_days_and_sellers_that_are_not_meant_do_not_count() -> None:
    five = [move(f"o{n}", n, "proposal", who="abcde"[n]) for n in range(5)]
    assert counted(*five).onward == Share(5, 5)
    assert counted(*five, move("before", -1, "proposal"), move("after", 61, "proposal")).onward == Share(5, 5)
    assert counted(*five, move("whose", 3, "proposal", who="z")).onward == Share(5, 5)
    assert counted(*five, days=FIVE[:4]) == Group(NOTHING, NOTHING)


def test_won_counts_what_had_stood_in_the_stage_at_any_time() -> None:
    stood = [move(f"o{n}", -40, "proposal") for n in range(5)]
    closed = [move(f"o{n}", n, "closed_won", "won", "proposal") for n in range(3)]
    closed += [move(f"o{n}", n, "closed_lost", "lost", "commit") for n in (3, 4)]
    never = move("never", 9, "closed_won", "won", "commit")
    assert counted(*stood, *closed, never).won == Share(3, 5)
    reopened = move("o0", 20, "commit", came="closed_won")
    assert counted(*stood, *closed, never, reopened).won == NOTHING


def test_shares_need_thirty_in_all_that_is_told() -> None:
    assert told(NOTHING, [("before", Share(9, 9))]) == "too few so far to say anything"
    assert told(Share(30, 40), [("before", Share(10, 29))]) == "30 of 40 during the plans; 10 of 29 before"
    assert told(Share(30, 40), [("before", Share(15, 30)), ("elsewhere", NOTHING)]) == (
        "75% (n = 40) during the plans; 50% (n = 30) before; too few elsewhere"
    )
