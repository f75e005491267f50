"""Drivers by how their evidence goes together with wins; small groups are not shown."""

from __future__ import annotations

from datetime import date

from bot.coaching.evidence import Watched
from bot.coaching.model import Driver
from bot.coaching.ranking import ranked
from bot.sales import Status

DAY = date(2026, 3, 2)
DISCOVERY = Driver("discovery", "Discovery", "", verifiers=("problem",))
VALUE = Driver("value", "Value", "", verifiers=("budget",))
RARE = Driver("rare", "Rare", "", verifiers=("rare",))


def closed(count: int, status: Status, *verifiers: str) -> list[Watched]:
    days = dict.fromkeys(verifiers)
    return [Watched(f"{status}{n}{verifiers}", "p", "x", "s", status, days, DAY, DAY) for n in range(count)]


def test_the_widest_difference_comes_first_and_small_groups_say_nothing() -> None:
    rows = [
        *closed(6, "won", "problem"),
        *closed(2, "lost", "problem"),
        *closed(3, "won", "budget"),
        *closed(5, "lost", "budget"),
        *closed(4, "lost", "rare"),
        *closed(9, "open", "problem"),
    ]
    assert [one.told for one in ranked(rows, (RARE, VALUE, DISCOVERY))] == [
        "Discovery: with its evidence 6 of 8 won, without 3 of 12 won",
        "Value: with its evidence 3 of 8 won, without 6 of 12 won",
        "Rare: too few closed opportunities to say anything",
    ]


def test_five_are_enough_and_shares_need_thirty_on_both_sides() -> None:
    (found,) = ranked([*closed(5, "won", "problem"), *closed(5, "lost")], (DISCOVERY,))
    assert found.told == "Discovery: with its evidence 5 of 5 won, without 0 of 5 won"
    (found,) = ranked([*closed(4, "won", "problem"), *closed(50, "lost")], (DISCOVERY,))
    assert not found.shown
    (found,) = ranked([*closed(30, "won", "problem"), *closed(29, "lost")], (DISCOVERY,))
    assert found.told == "Discovery: with its evidence 30 of 30 won, without 0 of 29 won"
    many = [
        *closed(24, "won", "problem"),
        *closed(8, "lost", "problem"),
        *closed(9, "won"),
        *closed(21, "lost"),
    ]
    assert ranked(many, (DISCOVERY,))[0].told == (
        "Discovery: with its evidence 75% won (n = 32), without 30% won (n = 30)"
    )
