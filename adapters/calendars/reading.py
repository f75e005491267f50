"""What of a calendar concerns coaching: days off, and when something is planned. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.calendars.fetch import CalendarFailed
from bot.coaching.calendar import DAY, Period

AWAY = re.compile(
    r"\b(vacation|annual leave|parental leave|sick leave|on leave|time off|day off|pto|ooo|"
    r"out of (the )?office|"
    r"holidays?|urlaub|abwesend|abwesenheit|elternzeit|cong[ée]s?|vacances|absente?|arr[êe]t maladie|"
    r"vacaciones|fuera de la oficina|de baja|ausente|f[ée]rias|ferie|assente|vakantie|verlof|afwezig|"
    r"semester|semesterledig|ferien?|loma|lomalla|urlop|nieobecn\w+|dovolen[áa]|szabads[áa]g|отпуск|休暇|休み|休假)\b",
    re.IGNORECASE,
)
"""How people call a day off, in the languages that calendars of sellers are kept in."""
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
WORKDAY = (time(9), time(17))
MOST_OF_IT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Happening:
    """`id` stays when it moves. `summary` is looked at and never kept."""

    id: str
    summary: str
    starts: datetime
    ends: datetime
    whole_days: bool
    away: bool


def read(raw: bytes, zone: str, since: datetime, until: datetime) -> list[Happening]:
    """What touches those moments, repeated and moved events where they fall, cancelled ones not. Raises
    CalendarFailed for what is no calendar."""
    import icalendar
    import recurring_ical_events

    try:
        calendar = icalendar.Calendar.from_ical(raw)
        every = calendar.walk("VEVENT")
        calendar.subcomponents = [c for c in calendar.subcomponents if not _too_often(c)]
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until)
        series = {str(event.get("UID")) for event in every if event.get("RRULE") or event.get("RDATE")}
        return [each for event in found for each in _happening(event, zone, series)]
    except Exception as error:
        # The library fails in many ways on what is no calendar; the text is not to be shown.
        raise CalendarFailed(f"it is no calendar that can be read ({type(error).__name__})") from None


def days_off(happenings: Iterable[Happening], zone: str) -> list[Period]:
    """First and last days; neighbours are one."""
    days = sorted({day for each in happenings if each.away for day in _days_of(each, zone)})
    found: list[Period] = []
    for day in days:
        if found and day == found[-1][1] + DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def meetings(happenings: Iterable[Happening], now: datetime) -> Sequence[Happening]:
    return [each for each in happenings if not each.away and not each.whole_days and each.starts > now]


def _too_often(component: Any) -> bool:
    rule = component.get("RRULE")
    rules = rule if isinstance(rule, list) else [rule] if rule else []
    return any(str(each.get("FREQ", [""])[0]).upper() in TOO_OFTEN for each in rules)


def _happening(event: Any, zone: str, series: set[str]) -> Iterator[Happening]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    starts, ends = event.start, event.end
    whole = not isinstance(starts, datetime)
    uid = str(event.get("UID", ""))
    at = event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else starts
    summary = str(event.get("SUMMARY", ""))
    opaque = str(event.get("TRANSP", "OPAQUE")).upper() == "OPAQUE"
    busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    yield Happening(
        f"{uid} {_moment(at, zone).isoformat()}" if uid in series else uid,
        summary,
        _moment(starts, zone),
        _moment(ends, zone),
        whole,
        busy == "OOF" or (opaque and busy != "FREE" and AWAY.search(summary) is not None),
    )


def _moment(at: date, zone: str) -> datetime:
    """A day begins at the person's midnight; a time without a zone is by their clock."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(0))
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _days_of(each: Happening, zone: str) -> Iterator[date]:
    here = ZoneInfo(zone)
    day, last = each.starts.astimezone(here).date(), each.ends.astimezone(here)
    while datetime.combine(day, time(0), here) < last:
        begins, ends = (datetime.combine(day, clock, here) for clock in WORKDAY)
        if each.whole_days or min(each.ends, ends) - max(each.starts, begins) >= MOST_OF_IT:
            yield day
        day += DAY
