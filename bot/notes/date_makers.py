"""The day each way of writing or saying a date means in the speaker's calendar.

Rules in words: a bare weekday is the next one strictly after today; `next Friday` is next week's;
a month or quarter means its last day; a day already past is next year's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from bot.notes import calendar_words as cal
from bot.notes.vocabulary import listed


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one speaker reads dates: `month_first` is the American order."""

    today: date
    month_first: bool = True
    fiscal_start: int = 1


Made: TypeAlias = tuple[date | None, bool]
Maker: TypeAlias = Callable[[re.Match[str], Calendar], Made]

MONTH = "|".join(sorted(cal.MONTHS, key=len, reverse=True))
DAY = "|".join(sorted(cal.WEEKDAYS, key=len, reverse=True))
ORD = r"(?:st|nd|rd|th|\.)"
YEAR = r"(?:,?\s*(?:of\s+)?(?P<year>20\d\d)|\s*'(?P<yy>\d\d))"
EDGE_END = (
    r"(?:(?:the )?(?:(?:very|back|tail|rear)[- ])?end(?: of| in)?|ende|eind(?: van)?|month[- ]end|late|spat|"
    r"by the end of|close of|(?:the )?(?:very )?(?:last|final) (?:few )?days? (?:of|in))"
)
EDGE = (
    rf"(?P<edge>{EDGE_END}|early|(?:the )?(?:(?:very )?beginning|start) of|anfang|begin|"
    r"(?:the )?(?:first|1st) half of|(?:erste|1\.) halfte(?: des)?|eerste helft(?: van)?|"
    r"mid(?:dle of)?[- ]?|(?:the )?middle of|mitte|medio|half|(?:the )?(?:second|2nd) half of|"
    r"(?:zweite|2\.) halfte(?: des)?|tweede helft(?: van)?)"
)


def _year_of(match: re.Match[str]) -> int | None:
    written = match.groupdict().get("year") or match.groupdict().get("yy")
    return cal.full_year(written) if written else None


def iso_made(match: re.Match[str], _: Calendar) -> Made:
    return cal.make_date(int(match["y"]), int(match["m"]), int(match["d"])), False


def numeric_made(match: re.Match[str], c: Calendar) -> Made:
    first, second = int(match["a"]), int(match["b"])
    dotted = match["sep"] == "."
    month, day = (first, second) if c.month_first and not dotted else (second, first)
    if month > 12 >= day:
        month, day = day, month
    written = match.groupdict().get("year")
    if written:
        return cal.make_date(cal.full_year(written), month, day), False
    return cal.coming(c.today, month, day), False


def day_of_month_made(match: re.Match[str], c: Calendar) -> Made:
    month, day, year = cal.MONTHS[match["mon"]], int(match["d"]), _year_of(match)
    return (cal.make_date(year, month, day) if year else cal.coming(c.today, month, day)), False


def week_of_made(match: re.Match[str], c: Calendar) -> Made:
    groups = match.groupdict()
    month = groups.get("mon") or groups.get("mon_2")
    number = int(groups.get("d") or groups.get("d_2") or groups["d_3"])
    start = c.today - timedelta(days=6)
    day = cal.coming(start, cal.MONTHS[month], number) if month else _coming_day(start, number)
    return (cal.friday_of(day) if day else None), True


def week_of_numeric_made(match: re.Match[str], c: Calendar) -> Made:
    day, _ = numeric_made(match, c)
    return (cal.friday_of(day) if day else None), True


def day_next_month_made(match: re.Match[str], c: Calendar) -> Made:
    first = cal.add_months(c.today.replace(day=1), 1)
    return cal.make_date(first.year, first.month, int(match["d"])), False


def month_made(match: re.Match[str], c: Calendar) -> Made:
    name = match["mon"] or match.groupdict().get("mon_2") or ""
    end = cal.month_end(c.today, cal.MONTHS[name], _year_of(match))
    return _edge_of(end, (match.groupdict().get("edge") or "").strip(), c, bool(_year_of(match))), True


def _edge_of(end: date, edge: str, c: Calendar, fixed: bool = False) -> date:
    day = 0
    if edge.startswith(
        (
            "the first",
            "the 1st",
            "erste",
            "1.",
            "eerste",
            "the very beg",
            "early",
            "the beginning",
            "the start",
            "beginning",
            "start",
            "anfang",
            "begin",
            "first half",
            "1st half",
        )
    ):
        day = 5
    elif edge.startswith(("mid", "the middle", "mitte", "medio", "half")):
        day = 15
    elif edge.startswith(
        ("late", "spat", "second half", "2nd half", "the second", "the 2nd", "zweite", "2.", "tweede")
    ) or re.match(r"(?:the )?(?:back|tail|rear)", edge):
        day = 25
    found = end.replace(day=day) if day else end
    if found < c.today and not fixed and day and end.month == c.today.month:
        return end
    return found


def nth_week_made(match: re.Match[str], c: Calendar) -> Made:
    end = cal.month_end(c.today, cal.MONTHS[match["mon"]], None)
    which = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
    if match["nth"] == "last":
        return cal.friday_of(end - timedelta(days=6 if end.weekday() < 4 else 0)), True
    return cal.weekday_after(end.replace(day=1) - timedelta(days=1), 4) + timedelta(
        weeks=which[match["nth"]]
    ), True


def period_made(match: re.Match[str], c: Calendar) -> Made:
    groups = match.groupdict()
    months = 6 if groups.get("half") else 3
    number = int(groups.get("half") or groups.get("quarter") or _ORDINALS[groups["nth"] or "first"])
    if groups.get("word") == "half":
        months = 6
    year = _year_of(match) or (cal.full_year(groups["fy"]) if groups.get("fy") else None)
    if number > 12 // months:
        return None, True
    return cal.period_end(c.today, c.fiscal_start, number, months, year), True


_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 4,
}


def weekday_made(match: re.Match[str], c: Calendar) -> Made:
    weekday, which = cal.WEEKDAYS[match["wd"]], (match["which"] or "").strip()
    if which in {"next", "nachsten", "volgende"}:
        return cal.next_weekday(c.today, weekday), False
    if which in {"this", "diesen", "deze"}:
        return cal.this_weekday(c.today, weekday), False
    day = cal.weekday_after(c.today, weekday)
    return (day + timedelta(days=7) if match.groupdict().get("later") else day), False


def next_week_day_made(match: re.Match[str], c: Calendar) -> Made:
    return cal.next_weekday(c.today, cal.WEEKDAYS[match["wd"] or match["wd_2"]]), False


def week_from_made(match: re.Match[str], c: Calendar) -> Made:
    weeks = {"a": 1, "one": 1, "two": 2, "2": 2}[match["n"]]
    return cal.weekday_after(c.today, cal.WEEKDAYS[match["wd"]]) + timedelta(weeks=weeks), False


_UNITS = {"day": 1, "tag": 1, "dag": 1, "week": 7, "wk": 7, "woche": 7, "weke": 7, "fortnight": 14}
_COUNTS = {w: n for n, w in enumerate(listed("zero one two three four five six seven eight nine ten"))} | {
    **dict.fromkeys(("a", "an", "einer"), 1),
    **{"couple of": 2, "a couple of": 2, "twelve": 12, "zwei": 2, "drei": 3, "twee": 2, "drie": 3},
}


def from_now_made(match: re.Match[str], c: Calendar) -> Made:
    count = int(match["n"]) if match["n"].isdigit() else _COUNTS[match["n"]]
    unit = match["unit"]
    if count > 500:
        return None, False
    if unit.startswith(("month", "monat", "maand")):
        return cal.add_months(c.today, count), False
    days = next(n for stem, n in _UNITS.items() if unit.startswith(stem))
    return c.today + timedelta(days=count * days), False


def fixed(make: Callable[[Calendar], date], span: bool = True) -> Maker:
    return lambda match, c: (make(c), span)


def ordinal_made(match: re.Match[str], c: Calendar) -> Made:
    return _coming_day(c.today, int(match["d"])), False


def _coming_day(today: date, day: int) -> date | None:
    if not 1 <= day <= 31:
        return None
    first = today.replace(day=1)
    months = (cal.add_months(first, n) for n in range(4))
    days = (cal.make_date(m.year, m.month, day) for m in months)
    return next((d for d in days if d and d >= today), None)


_SPOKEN_DAYS = {
    **{
        w: n
        for n, w in enumerate(
            listed(
                "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
                "thirteenth fourteenth "
                "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
            ),
            start=1,
        )
    },
    "thirtieth": 30,
    "thirty first": 31,
    **{
        f"twenty {w}": 20 + n
        for n, w in enumerate(listed("first second third fourth fifth sixth seventh eighth ninth"), 1)
    },
}
SPOKEN_DAY = "|".join(sorted(_SPOKEN_DAYS, key=len, reverse=True)).replace(" ", "[ -]")


def spoken_day_made(match: re.Match[str], c: Calendar) -> Made:
    day = _SPOKEN_DAYS[(match["d"] or match["d_2"]).replace("-", " ")]
    return cal.coming(c.today, cal.MONTHS[match["mon"] or match["mon_2"]], day), False


def spoken_ordinal_made(match: re.Match[str], c: Calendar) -> Made:
    return _coming_day(c.today, _SPOKEN_DAYS[match["d"].replace("-", " ")]), False


def calendar_week_made(match: re.Match[str], c: Calendar) -> Made:
    week = int(match["kw"])
    if not 1 <= week <= 52:
        return None, True
    friday = date.fromisocalendar(c.today.year, week, 5)
    return (friday if friday >= c.today else date.fromisocalendar(c.today.year + 1, week, 5)), True


def end_of_next_month(c: Calendar) -> date:
    return cal.last_of_month(cal.add_months(c.today.replace(day=1), 1))


def quarter_end(c: Calendar) -> date:
    return cal.current_period_end(c.today, c.fiscal_start, 3)


def half_end(c: Calendar) -> date:
    return cal.current_period_end(c.today, c.fiscal_start, 6)


def next_quarter_end(c: Calendar) -> date:
    return cal.last_of_month(cal.add_months(quarter_end(c).replace(day=1), 3))


def year_end(c: Calendar) -> date:
    return cal.current_period_end(c.today, c.fiscal_start, 12)


def in_week(days: int) -> Maker:
    return fixed(lambda c: cal.week_start(c.today) + timedelta(days=days))
