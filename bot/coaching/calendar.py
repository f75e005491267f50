"""When a person may be written to: business days, send windows, holidays, absences, daylight saving time."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.coaching.model import OVER, Absence
from bot.settings import Settings

Window = tuple[time, time]
Period = tuple[date, date]
"""First and last day, both included."""

DAY = timedelta(days=1)
MIDWEEK = frozenset({1, 2, 3})
NIGHT_ENDS = time(5)
HORIZON = 400


@dataclass(frozen=True, slots=True)
class Calendar:
    """One person's local days. A business day is a working day of their country and company; an open day
    is one on which they are also neither absent nor in a quiet period. All dates are local to `zone`."""

    zone: str
    windows: tuple[Window, ...]
    country: str = ""
    company_days: frozenset[date] = frozenset()
    quiet: tuple[Period, ...] = ()
    absences: tuple[Period, ...] = ()
    weekday: int | None = None
    """The day of the week on which the person would rather hear; Monday is 0."""

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def today(self, moment: datetime) -> date:
        return self.local(moment).date()

    def at(self, day: date, clock: time) -> datetime:
        """That local wall time in UTC, computed on the day itself so that a DST change moves it."""
        return datetime.combine(day, clock, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def is_business(self, day: date) -> bool:
        off, weekend = _public(self.country, day.year)
        return day.weekday() not in weekend and day not in off and day not in self.company_days

    def is_open(self, day: date) -> bool:
        away = any(first <= day <= last for first, last in (*self.quiet, *self.absences))
        return not away and self.is_business(day)

    def roll(self, day: date) -> date:
        """`day` itself, or the next open day."""
        return next(each for each in _days(day) if self.is_open(each))

    def roll_to_weekday(self, day: date) -> date:
        """`day`, or the person's own weekday where it is open within the week that follows."""
        if self.weekday is None:
            return day
        wanted = day + DAY * ((self.weekday - day.weekday()) % 7)
        return wanted if self.is_open(wanted) else day

    def roll_business(self, day: date) -> date:
        return next(each for each in _days(day) if self.is_business(each))

    def after(self, day: date, count: int) -> date:
        """The `count`-th open day after `day`."""
        return _nth((each for each in _days(day + DAY) if self.is_open(each)), count, day)

    def after_business(self, day: date, count: int) -> date:
        return _nth((each for each in _days(day + DAY) if self.is_business(each)), count, day)

    def open_days(self, first: date, last: date) -> int:
        """Open days after `first` up to and including `last`: how late something due on `first` is."""
        return sum(self.is_open(first + DAY * n) for n in range(1, (last - first).days + 1))

    def business_days(self, first: date, last: date) -> tuple[date, ...]:
        """Business days from `first` to `last`, both included."""
        span = (first + DAY * n for n in range((last - first).days + 1))
        return tuple(day for day in span if self.is_business(day))

    def in_window(self, moment: datetime) -> bool:
        local = self.local(moment)
        clock = local.time().replace(tzinfo=None)
        return self.is_open(local.date()) and any(a <= clock < b for a, b in self.windows)

    def next_send_time(self, not_before: datetime, *, midweek: bool = False) -> datetime:
        """The first moment inside a window at or after `not_before`, in UTC.

        `midweek` prefers Tuesday to Thursday where one comes within two business days: for what has no
        day of its own.
        """
        first = self._first_open(not_before)
        if not midweek or self.today(first).weekday() in MIDWEEK:
            return first
        days = [self.after(self.today(first), n) for n in (1, 2)]
        better = next((day for day in days if day.weekday() in MIDWEEK), None)
        return self.at(better, self.windows[0][0]) if better else first

    def _first_open(self, not_before: datetime) -> datetime:
        if self.in_window(not_before):
            return not_before.astimezone(UTC)
        starts = (
            self.at(day, start)
            for day in _days(self.today(not_before))
            if self.is_open(day)
            for start, _ in self.windows
        )
        return next(start for start in starts if start >= not_before)


def calendar_for(
    person: Person, absences: Sequence[Absence], settings: Settings, weekday: int | None = None
) -> Calendar:
    company = settings.company
    at_home = not company.country or person.zone == company.zone
    return Calendar(
        zone=person.zone,
        windows=tuple(_window(text) for text in sorted(settings.coaching.windows)),
        country=company.country if at_home else _country_of(person.zone) or company.country,
        company_days=frozenset(date.fromisoformat(day) for day in company.holidays),
        quiet=periods(settings.coaching.quiet),
        absences=tuple((each.first, each.last) for each in absences if each.source not in OVER),
        weekday=weekday,
    )


def _window(text: str) -> Window:
    first, _, last = text.partition("-")
    # Whatever the configuration says, nobody is written to in the hours clocks change.
    return max(time.fromisoformat(first), NIGHT_ENDS), time.fromisoformat(last)


def periods(text: str) -> tuple[Period, ...]:
    """Of `FIRST/LAST FIRST/LAST …`."""
    pairs = (each.partition("/") for each in text.split())
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, _, last in pairs)


def _days(first: date) -> Iterator[date]:
    return (first + DAY * n for n in range(HORIZON))


def _nth(days: Iterator[date], count: int, start: date) -> date:
    found = start
    for _ in range(count):
        found = next(days)
    return found


@cache
def _public(country: str, year: int) -> tuple[frozenset[date], frozenset[int]]:
    """Public holidays and weekend days (Monday is 0) of `DE` or, with a subdivision, `DE-BY`."""
    if not country:
        return frozenset(), frozenset({5, 6})
    import holidays

    code, _, subdivision = country.partition("-")
    table = holidays.country_holidays(code, subdiv=subdivision or None, years=year)
    return frozenset(table), frozenset(table.weekend)


@cache
def _country_of(zone: str) -> str:
    """The country the tz database names first for `zone`; empty where the machine has no such table."""
    for folder in zoneinfo.TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            rows = (line.split("\t") for line in table.read_text("utf-8").splitlines() if line[:1] != "#")
            return next((row[0] for row in rows if row[2:3] == [zone]), "")
    return ""
