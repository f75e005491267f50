from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Person
from bot.coaching.calendar import Calendar, calendar_for
from bot.coaching.model import Absence
from tests.fakes.coaching import NEW_YORK, SETTINGS, local, person

WINDOWS = ((time(9), time(11, 30)), (time(13, 30), time(16)))


def test_inside_a_window_is_now() -> None:
    now = local("2026-03-10 10:00")
    assert NEW_YORK.next_send_time(now) == now


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-10 07:15", "2026-03-10 09:00"),
        ("2026-03-10 11:30", "2026-03-10 13:30"),
        ("2026-03-10 16:00", "2026-03-11 09:00"),
        ("2026-03-13 16:00", "2026-03-16 09:00"),
        ("2026-07-03 10:00", "2026-07-06 09:00"),  # Independence Day is observed on the Friday
    ],
)
def test_next_send_time_is_the_next_opening(moment: str, expected: str) -> None:
    assert NEW_YORK.next_send_time(local(moment)) == local(expected)


def test_midweek_is_preferred_only_when_it_is_near() -> None:
    assert NEW_YORK.next_send_time(local("2026-03-09 10:00"), midweek=True) == local("2026-03-10 09:00")
    assert NEW_YORK.next_send_time(local("2026-03-13 10:00"), midweek=True) == local("2026-03-17 09:00")
    assert NEW_YORK.next_send_time(local("2026-03-12 10:00"), midweek=True) == local("2026-03-12 10:00")


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/New_York", date(2026, 3, 6), date(2026, 3, 9)),
        ("Australia/Sydney", date(2026, 4, 3), date(2026, 4, 6)),
    ],
)
def test_nine_o_clock_stays_nine_over_a_clock_change(zone: str, before: date, after: date) -> None:
    calendar = Calendar(zone, WINDOWS)
    first, second = calendar.at(before, time(9)), calendar.at(after, time(9))
    assert first.astimezone(ZoneInfo(zone)).hour == second.astimezone(ZoneInfo(zone)).hour == 9
    # Spring takes an hour from the days between, autumn gives one.
    hours = (second - first).total_seconds() / 3600
    assert hours == (71 if zone == "America/New_York" else 73)


def test_absence_and_quiet_days_are_business_days_that_are_not_open() -> None:
    calendar = Calendar(
        "UTC",
        WINDOWS,
        quiet=((date(2026, 3, 30), date(2026, 3, 31)),),
        absences=((date(2026, 3, 10), date(2026, 3, 11)),),
    )
    assert calendar.is_business(date(2026, 3, 10))
    assert not calendar.is_open(date(2026, 3, 10))
    assert calendar.roll(date(2026, 3, 10)) == date(2026, 3, 12)
    assert calendar.roll(date(2026, 3, 30)) == date(2026, 4, 1)
    assert calendar.open_days(date(2026, 3, 9), date(2026, 3, 13)) == 2


def test_holidays_are_those_of_the_place_not_of_the_company() -> None:
    berlin = calendar_for(person("tom", zone="Europe/Berlin"), (), SETTINGS)
    home = calendar_for(person("marta"), (), SETTINGS)
    labour_day, thanksgiving = date(2026, 5, 1), date(2026, 11, 26)
    assert (berlin.is_business(labour_day), home.is_business(labour_day)) == (False, True)
    assert (berlin.is_business(thanksgiving), home.is_business(thanksgiving)) == (True, False)


def test_the_companys_own_days_off_and_absences_count() -> None:
    calendar = calendar_for(
        person("marta"), [Absence("marta", date(2026, 3, 10), date(2026, 3, 10))], SETTINGS
    )
    assert not calendar.is_business(date(2026, 12, 24))
    assert not calendar.is_open(date(2026, 3, 10))


def test_a_working_week_from_sunday_is_respected() -> None:
    tel_aviv = calendar_for(person("noa", zone="Asia/Jerusalem"), (), SETTINGS)
    assert tel_aviv.is_business(date(2026, 3, 8))
    assert not tel_aviv.is_business(date(2026, 3, 6))


def test_nothing_is_scheduled_in_the_small_hours() -> None:
    from dataclasses import replace

    settings = replace(SETTINGS, coaching=replace(SETTINGS.coaching, windows=("02:00-06:00",)))
    calendar = calendar_for(Person("x", "X", "", frozenset(), zone="UTC"), (), settings)
    assert calendar.next_send_time(datetime(2026, 3, 10, 1, tzinfo=UTC)) == datetime(
        2026, 3, 10, 5, tzinfo=UTC
    )
