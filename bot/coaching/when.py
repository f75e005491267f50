"""Days and hours as people type them to a coach: `Thursday`, `the 23rd`, `in two weeks`, `at 3pm`."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
LATELY, LATELY_THE_NTH = 60, 7
"""Days back to which `1 March` and `the 1st` are rather a slip than the one to come."""
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_DAY = "|".join(f"{name}|{name[:3]}" for name in DAYS) + "|tues|thurs|thur|weds"
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
_PHRASE = re.compile(
    rf"""(?:(?:on|by|until|till|through)\s+)?(?:
      (?P<iso>\d{{4}}-\d\d-\d\d)
    | (?P<near>today|tomorrow|next\ week)
    | in\s+(?P<count>\d+|a|an|one|two|three|four|five|six)\s+(?P<unit>day|week)s?
    | (?P<count2>\d+|a|one|two|three|four|five|six)\s+(?P<unit2>day|week)s?\s+from\s+(?:today|now)
    | (?:(?P<next>next|this)\s+)?(?P<weekday>{_DAY})
    | (?:the\s+)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?(?:\s+(?P<y1>\d{{4}}))?
    | (?P<m2>{_MONTH})\.?\s+(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}}))?
    | the\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?
    | (?P<d4>\d{{1,2}})(?:st|nd|rd|th)(?=\s*(?:at\b.*)?$)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMES_A_THING = (
    r"(?<!\bthe\s)(?<!\ba\s)(?<!\bmy\s)(?<!\bour\s)(?<!\bhis\s)(?<!\bher\s)(?<!\btheir\s)(?<!'s\s)"
)
"""`the 4pm call` and `my 10:30` name a meeting, not the moment."""
_CLOCK = re.compile(
    rf"""(?<![\d:.,$€£])(?:
      \bat\s+(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?\s*(?P<half>am|pm)?(?![\d:%]|[.,]\d)
    | {_NAMES_A_THING}\b(?P<hour2>\d{{1,2}})(?::(?P<minute2>\d\d))?\s*(?P<half2>am|pm)\b
    | {_NAMES_A_THING}\b(?P<hour3>\d{{1,2}}):(?P<minute3>\d\d)(?![\d:])
    | \bat\s+(?P<noon>noon)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TIMELY = re.compile(r":|[ap]m", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:$|[,.;]|to\b)", re.IGNORECASE)


def day_in(text: str, today: date) -> tuple[date, str] | None:
    """The last day named in `text`, from `today` on, and the text without it; None when none is named."""
    match = _last(text, today)
    day = _read(match, today) if match else None
    return (day, _without(text, match)) if match and day else None


def just_passed(text: str, today: date) -> date | None:
    """The day named last in `text` as it was lately: `1 March` on 10 March, `the 8th` on the 10th.
    None when it lies further back or was said with its year."""
    match = _last(text, today)
    if match is None or not _without_year(match):
        return None
    month = match["m1"] or match["m2"]
    number = _number(match)
    days = (today - timedelta(n) for n in range(1, (LATELY if month else LATELY_THE_NTH) + 1))
    same = (day for day in days if day.day == number and (not month or day.month == _month(month)))
    return next(same, None)


def misses_a_year(text: str, today: date) -> bool:
    """The day named last in `text` is a day of a month, said without its year."""
    match = _last(text, today)
    return match is not None and _without_year(match)


def opening_day(text: str, today: date) -> tuple[date, str] | None:
    """The day that `text` begins with, and the text without it."""
    match = _PHRASE.match(text)
    day = _read(match, today) if match else None
    return (day, _without(text, match)) if match and day else None


def clock_in(text: str) -> tuple[time, str] | None:
    for match in _CLOCK.finditer(text):
        clock = _clock(match)
        if clock is not None:
            return clock, _without(text, match)
    return None


def no_clock_in(text: str) -> str | None:
    """The first words of `text` that look like an hour but are none: `25:00`, `at 25`, `14am`."""
    for match in _CLOCK.finditer(text):
        looks = _TIMELY.search(match[0]) or _CLOSES.match(text, match.end())
        if looks and _clock(match) is None:
            return re.sub(r"^at\s+", "", match[0].strip(), flags=re.IGNORECASE)
    return None


def _clock(match: re.Match[str]) -> time | None:
    hour = 12 if match["noon"] else int(match["hour"] or match["hour2"] or match["hour3"])
    minute = int(match["minute"] or match["minute2"] or match["minute3"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    return time(hour % 12 + 12 * (half == "pm") if half else hour, minute)


def _without(text: str, match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", f"{text[: match.start()]} {text[match.end() :]}").strip(" ,.;:–-")


def _last(text: str, today: date) -> re.Match[str] | None:
    return next((m for m in reversed(list(_PHRASE.finditer(text))) if _read(m, today)), None)


def _without_year(match: re.Match[str]) -> bool:
    return any(match[f"d{n}"] for n in (1, 2, 3, 4)) and not (match["y1"] or match["y2"])


def _number(match: re.Match[str]) -> int:
    return int(match["d1"] or match["d2"] or match["d3"] or match["d4"])


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3].lower()))


def _read(match: re.Match[str], today: date) -> date | None:
    if match["iso"]:
        return _iso(match["iso"])
    if match["near"]:
        return {"today": today, "tomorrow": today + timedelta(1)}.get(
            match["near"].lower(), today + timedelta(7 - today.weekday())
        )
    number, unit = match["count"] or match["count2"], match["unit"] or match["unit2"]
    if number:
        count = NUMBERS.get(number.lower()) or int(number)
        return today + timedelta(count * (7 if unit.lower() == "week" else 1))
    if match["weekday"]:
        return _weekday(match["weekday"].lower(), (match["next"] or "").lower(), today)
    month = match["m1"] or match["m2"]
    return _dated(_number(match), month, match["y1"] or match["y2"], today)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weekday(name: str, which: str, today: date) -> date:
    """`Thursday` is the coming one, never today; `next Thursday` is the one in next week."""
    index = next(n for n, day in enumerate(DAYS) if day.startswith(name[:3]))
    if which == "next":
        return today + timedelta(7 - today.weekday() + index)
    return today + timedelta((index - today.weekday() - 1) % 7 + 1)


def _dated(number: int, month: str | None, year: str | None, today: date) -> date | None:
    """The first such day from `today` on."""
    if month:
        index = _month(month)
        years = [int(year)] if year else [today.year, today.year + 1]
        candidates = [(each, index) for each in years]
    else:
        months = [today.year * 12 + today.month - 1 + n for n in range(3)]
        candidates = [(each // 12, each % 12 + 1) for each in months]
    days = [day for each, index in candidates if (day := _safe(each, index, number))]
    return next((day for day in days if day >= today or year), None)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
