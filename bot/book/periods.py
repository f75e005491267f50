"""The days a question about the book means: this month, before Easter, since Monday. Dates themselves are
read by the grammar of notes, which looks ahead; here a span becomes its first and last day, and `since` looks
back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.book.request import Period
from bot.book.words import Words
from bot.notes import calendar_words as cal
from bot.notes.date_makers import Calendar, half_end, quarter_end, year_end
from bot.notes.dates import DateHit, find_dates

DAY = timedelta(days=1)
_BEFORE = re.compile(
    r"(?:\b(?:before|ahead of|earlier than|prior to|vor|voor)|<)\s+(?:the )?(?:end of )?(?:the )?$"
)
_UNTIL = re.compile(
    r"\b(?:by|until|till|til|up to|no later than|not later than|through|bis|"
    r"tot)\s+(?:the )?(?:end of )?(?:the )?$"
)
_AFTER = re.compile(r"\b(?:after|later than|past|beyond|nach|na)\s+(?:the )?(?:end of )?(?:the )?$")
_SINCE = re.compile(
    r"\b(?:since|from|starting|as of|ab|seit|sinds|vanaf)\s+(?:the )?(?:start of )?(?:the )?$"
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the )?$")
_LEADING = re.compile(r"\b(?:in|on|within|during|for|over|this|the|of|im|am|diesen|dieses|at|sometime)\s+$")
_FEAST = re.compile(
    r"\b(?P<feast>easter(?: sunday)?|ostern|pasen|christmas|x-?mas|weihnachten|kerst|new year)\b"
)
_LOOSE = re.compile(
    r"\b(?P<which>this|current|next|coming|last|past|previous|diesen|diese|dieses|nachsten?|letzten?)\s+"
    r"(?P<n>\d{1,3}\s+)?(?P<unit>days?|weeks?|wk|months?|quarter|qtr|half|year|monat|woche|quartal|jahr)\b"
)
_AHEAD = re.compile(
    r"\b(?:in|within|over) (?:the )?(?:next|coming) (?P<n>\d{1,3}) (?P<unit>days?|weeks?|months?)\b"
)
_TODAY = re.compile(r"\b(?P<day>yesterday|gestern|gisteren)\b")
_MONTHS_AGO = re.compile(r"\b(?P<n>\d{1,3}|an?|two|three) (?P<unit>days?|weeks?|months?) ago\b")
_COUNTS = {"a": 1, "an": 1, "two": 2, "three": 3}


def take_period(words: Words, text: str, calendar: Calendar, *, back: bool = False) -> Period | None:
    """The period that is asked for, and its words taken. `back`: it lies in the past, as with `since`."""
    for read in (_ahead, _loose, _feast, _ago):
        if period := read(words, calendar):
            return period
    hits = [hit for hit in find_dates(text, words.left, calendar) if words.left[hit.start : hit.end].strip()]
    return _of_hits(words, hits, calendar, back=back) if hits else None


def _of_hits(words: Words, hits: Sequence[DateHit], calendar: Calendar, *, back: bool) -> Period:
    first = hits[0]
    before = words.left[: first.start]
    looks_back = back or first.past or bool(re.search(r"\bsince\s+(?:the )?$", before))
    shift = _earlier(calendar) if looks_back else _as_is
    spans = [_span(words.text[hit.start : hit.end], shift(hit), hit.span) for hit in hits[:2]]
    if len(hits) > 1 and _BETWEEN.search(before):
        _blank(words, first.start, hits[1].end, _BETWEEN)
        return Period(spans[0].first, spans[1].last)
    return _bounded(words, first.start, first.end, spans[0])


def _bounded(words: Words, start: int, end: int, span: Period) -> Period:
    """What stands before the date says which side of it is meant."""
    before = words.left[:start]
    for pattern, made in _SIDES:
        if pattern.search(before):
            _blank(words, start, end, pattern)
            return made(span)
    _blank(words, start, end, _LEADING)
    return span


def _before(span: Period) -> Period:
    return Period(None, span.first - DAY if span.first else None)


def _after(span: Period) -> Period:
    return Period(span.last + DAY if span.last else None, None)


_SIDES: tuple[tuple[re.Pattern[str], Callable[[Period], Period]], ...] = (
    (_BEFORE, _before),
    (_UNTIL, lambda span: Period(None, span.last)),
    (_AFTER, _after),
    (_SINCE, lambda span: Period(span.first, None)),
)


def _blank(words: Words, start: int, end: int, leading: re.Pattern[str]) -> None:
    lead = leading.search(words.left[:start])
    words.blank(lead.start() if lead else start, end)


def _span(said: str, last: date, is_span: bool) -> Period:
    """A span's end is its last day: `June` is the 30th. Its first day follows from how long it is."""
    if not is_span:
        return Period(last, last)
    if re.search(r"\b(?:w(?:ee)?k|woche|w/c|kw|eow)", said):
        return Period(cal.week_start(last), cal.week_start(last) + timedelta(days=6))
    months = _months_of(said)
    return Period(cal.add_months(cal.last_of_month(last).replace(day=1), 1 - months), cal.last_of_month(last))


def _months_of(said: str) -> int:
    if re.search(r"\bq[1-4]\b|quarter|qtr|quartal|kwartaal|eoq|\bnq\b", said):
        return 3
    if re.search(r"\bh[12]\b|half|halb|semester|eoh", said):
        return 6
    return 12 if re.search(r"year|jahr|jaar|saal|eoy|fye", said) else 1


def _as_is(hit: DateHit) -> date:
    return hit.day


def _earlier(calendar: Calendar) -> Callable[[DateHit], date]:
    """The grammar of notes finds the next such day; what lies behind is the one before it."""

    def shifted(hit: DateHit) -> date:
        if hit.day <= calendar.today:
            return hit.day
        if (hit.day - calendar.today).days <= 7 and not hit.span:
            return hit.day - timedelta(days=7)
        return hit.day.replace(
            year=hit.day.year - 1, day=min(hit.day.day, 28) if hit.day.month == 2 else hit.day.day
        )

    return shifted


def _ahead(words: Words, calendar: Calendar) -> Period | None:
    match = words.take(_AHEAD)
    if match is None:
        return None
    return Period(calendar.today, _moved(calendar.today, int(match["n"]), match["unit"]))


def _ago(words: Words, calendar: Calendar) -> Period | None:
    """`since yesterday`, `three weeks ago`: from that day on."""
    if match := words.take(_TODAY):
        _take_before(words, match.start())
        return Period(calendar.today - DAY)
    if match := words.take(_MONTHS_AGO):
        _take_before(words, match.start())
        count = _COUNTS.get(match["n"]) or int(match["n"])
        return Period(_moved(calendar.today, -count, match["unit"]))
    return None


def _loose(words: Words, calendar: Calendar) -> Period | None:
    match = _LOOSE.search(words.left)
    if match is None:
        return None
    behind = match["which"] in ("last", "past", "previous", "letzten", "letzte")
    unit = match["unit"].rstrip("s")
    if match["n"]:
        count = int(match["n"])
        moved = _moved(calendar.today, -count if behind else count, unit)
        span = Period(*sorted((calendar.today, moved)))
    else:
        ahead = match["which"] in ("next", "coming") or match["which"].startswith("nachst")
        span = _calendar_span(unit, -1 if behind else int(ahead), calendar)
    return _bounded(words, match.start(), match.end(), span)


def _calendar_span(unit: str, step: int, calendar: Calendar) -> Period:
    today = calendar.today
    if unit in ("week", "wk", "woche"):
        monday = cal.week_start(today) + timedelta(weeks=step)
        return Period(monday, monday + timedelta(days=6))
    if unit == "day":
        return Period(today + step * DAY, today + step * DAY)
    months, end = _LENGTHS.get(unit, (1, lambda c: cal.last_of_month(c.today)))
    last = cal.last_of_month(cal.add_months(end(calendar).replace(day=1), step * months))
    return Period(cal.add_months(last.replace(day=1), 1 - months), last)


_LENGTHS: dict[str, tuple[int, Callable[[Calendar], date]]] = {
    **dict.fromkeys(("quarter", "qtr", "quartal"), (3, quarter_end)),
    "half": (6, half_end),
    **dict.fromkeys(("year", "jahr"), (12, year_end)),
}


def _moved(day: date, count: int, unit: str) -> date:
    if unit.startswith("month"):
        return cal.add_months(day, count)
    return day + timedelta(days=count * (7 if unit.startswith("week") else 1))


def _take_before(words: Words, start: int) -> None:
    lead = _SINCE.search(words.left[:start])
    if lead:
        words.blank(lead.start(), start)


def _feast(words: Words, calendar: Calendar) -> Period | None:
    match = _FEAST.search(words.left)
    if match is None:
        return None
    day = _next_feast(match["feast"], calendar.today)
    return _bounded(words, match.start(), match.end(), Period(day, day))


def _next_feast(name: str, today: date) -> date:
    if name.startswith(("easter", "ostern", "pasen")):
        found = easter(today.year)
        return found if found >= today else easter(today.year + 1)
    month, day = (1, 1) if name == "new year" else (12, 25)
    found = date(today.year, month, day)
    return found if found >= today else date(today.year + 1, month, day)


def easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian rule (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
