from __future__ import annotations

from datetime import date

import pytest

from bot.notes.clauses import fold
from bot.notes.date_makers import Calendar
from bot.notes.dates import find_dates

WEDNESDAY = date(2026, 3, 11)


def found(
    text: str, *, month_first: bool = True, today: date = WEDNESDAY, fiscal_start: int = 1
) -> list[str]:
    hits = find_dates(text, fold(text), Calendar(today, month_first, fiscal_start))
    return [h.day.isoformat() for h in hits if not h.past]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("wednesday", "2026-03-18"),
        ("thu", "2026-03-12"),
        ("this Friday", "2026-03-13"),
        ("next friday", "2026-03-20"),
        ("next Tuesday", "2026-03-17"),
        ("tuesday next week", "2026-03-17"),
        ("Friday week", "2026-03-20"),
        ("a week from Monday", "2026-03-23"),
        ("EOW", "2026-03-13"),
        ("next week", "2026-03-20"),
        ("week of March 16", "2026-03-20"),
        ("week of the 16th", "2026-03-20"),
        ("w/c 13 July", "2026-07-17"),
        ("EOM", "2026-03-31"),
        ("month end", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("EOQ", "2026-03-31"),
        ("end of the quarter", "2026-03-31"),
        ("next quarter", "2026-06-30"),
        ("Q1", "2026-03-31"),
        ("Q2", "2026-06-30"),
        ("end of Q4", "2026-12-31"),
        ("Q2 2027", "2027-06-30"),
        ("H1", "2026-06-30"),
        ("second half of the year", "2026-12-31"),
        ("EOY", "2026-12-31"),
        ("end of March", "2026-03-31"),
        ("early may", "2026-05-05"),
        ("mid April", "2026-04-15"),
        ("late June", "2026-06-25"),
        ("Ende April", "2026-04-30"),
        ("Mitte Mai", "2026-05-15"),
        ("begin juni", "2026-06-05"),
        ("february", "2027-02-28"),
        ("Feb 3", "2027-02-03"),
        ("April 15", "2026-04-15"),
        ("15th of April", "2026-04-15"),
        ("15 Apr 2027", "2027-04-15"),
        ("the thirty first of july", "2026-07-31"),
        ("3/31", "2026-03-31"),
        ("16/03", "2026-03-16"),
        ("24-04-2026", "2026-04-24"),
        ("2026-05-01", "2026-05-01"),
        ("15.4.", "2026-04-15"),
        ("before the 20th", "2026-03-20"),
        ("the 5th", "2026-04-05"),
        ("in 2 weeks", "2026-03-25"),
        ("in ten days", "2026-03-21"),
        ("tomorrow", "2026-03-12"),
        ("tmrw", "2026-03-12"),
        ("day after tomorrow", "2026-03-13"),
        ("first week of May", "2026-05-01"),
        ("KW 14", "2026-04-03"),
        ("nächste Woche", "2026-03-20"),
        ("Quartalsende", "2026-03-31"),
    ],
)
def test_phrases(text: str, day: str) -> None:
    assert found(text) == [day]


@pytest.mark.parametrize(
    ("text", "american", "elsewhere"),
    [
        ("4/5", "2026-04-05", "2026-05-04"),
        ("10/07/26", "2026-10-07", "2026-07-10"),
        ("5/13", "2026-05-13", "2026-05-13"),
    ],
)
def test_day_and_month_follow_the_speaker(text: str, american: str, elsewhere: str) -> None:
    assert found(text) == [american]
    assert found(text, month_first=False) == [elsewhere]


@pytest.mark.parametrize(
    "text",
    [
        "we may sign",
        "we march on with it",
        "April Nguyen said yes",
        "24/7 support",
        "sat with Jan",
        "the sun",
        "9/10 rating",
        "Jan tekent",
        "v1.4",
        "phase 2",
        "the 4th floor",
        "June wants a demo",
    ],
)
def test_words_that_are_not_dates(text: str) -> None:
    assert found(text) == []


def test_history_is_marked_past() -> None:
    (hit,) = find_dates("since January", "since january", Calendar(WEDNESDAY))
    assert hit.past
    assert found("last friday") == []


@pytest.mark.parametrize(
    ("text", "fiscal_start", "day"),
    [
        ("Q1", 2, "2026-04-30"),
        ("Q4", 2, "2027-01-31"),
        ("EOQ", 2, "2026-04-30"),
        ("end of Q2", 4, "2026-09-30"),
        ("H2", 7, "2026-06-30"),
        ("Q1 FY27", 4, "2026-06-30"),
    ],
)
def test_fiscal_years(text: str, fiscal_start: int, day: str) -> None:
    assert found(text, fiscal_start=fiscal_start) == [day]


def test_the_turn_of_the_year() -> None:
    assert found("jan 5", today=date(2026, 12, 30)) == ["2027-01-05"]
    assert found("friday", today=date(2026, 12, 31)) == ["2027-01-01"]
    assert found("feb 29", today=date(2026, 3, 1)) == ["2028-02-29"]
