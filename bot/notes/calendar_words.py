"""The words for months, days and spans of time in English, German and Dutch, and calendar arithmetic."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_MONTH_WORDS = (
    "january jan januar januari janner",
    "february feb februar februari",
    "march mar marz maerz maart mrt",
    "april apr",
    "may mai mei",
    "june jun juni",
    "july jul juli",
    "august aug augustus",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
)
MONTHS = {word: n for n, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}
_DAY_WORDS = (
    "monday mon montag maandag",
    "tuesday tues tue dienstag dinsdag",
    "wednesday weds wed mittwoch woensdag",
    "thursday thurs thur thu donnerstag donderdag",
    "friday fri freitag vrijdag",
    "saturday sat samstag zaterdag",
    "sunday sun sonntag zondag",
)
WEEKDAYS = {word: n for n, words in enumerate(_DAY_WORDS) for word in words.split()}


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    return first.replace(day=min(day.day, last_of_month(first).day))


def make_date(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1990 <= year <= 2100 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def full_year(written: str) -> int:
    return int(written) + 2000 if len(written) == 2 else int(written)


def coming(today: date, month: int, day: int) -> date | None:
    """That day this year, or next year when it has passed. 29 February waits for a leap year."""
    for year in range(today.year, today.year + 8):
        found = make_date(year, month, day)
        if found and found >= today:
            return found
        if found is None and (month, day) != (2, 29):
            return None
    return None


def month_end(today: date, month: int, year: int | None = None) -> date:
    """The last day of a month; without a year, of the next such month that is not yet over."""
    end = last_of_month(date(year or today.year, month, 1))
    return end if year or end >= today else last_of_month(date(today.year + 1, month, 1))


def weekday_after(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def this_weekday(today: date, weekday: int) -> date:
    found = week_start(today) + timedelta(days=weekday)
    return found if found >= today else found + timedelta(days=7)


def next_weekday(today: date, weekday: int) -> date:
    """That day of next week, weeks starting on Monday."""
    return week_start(today) + timedelta(days=7 + weekday)


def week_start(day: date) -> date:
    return day - timedelta(days=day.weekday())


def friday_of(day: date) -> date:
    return week_start(day) + timedelta(days=4)


def period_end(today: date, fiscal_start: int, number: int, months: int, year: int | None = None) -> date:
    """The last day of fiscal period `number` of `months` months (3 = quarter, 6 = half); without a year,
    the next one not yet over. Fiscal year N is the one that ends in calendar year N."""
    begins = date(today.year - 2, fiscal_start, 1)
    while True:
        end = last_of_month(add_months(begins, number * months - 1))
        fiscal_end_year = last_of_month(add_months(begins, 11)).year
        if (year is None and end >= today) or (year is not None and fiscal_end_year >= year):
            return end
        begins = add_months(begins, 12)


def current_period_end(today: date, fiscal_start: int, months: int) -> date:
    passed = (today.month - fiscal_start) % 12 % months
    return last_of_month(add_months(today.replace(day=1), months - 1 - passed))
