"""The words of a step: without its day, the fillers and what leads up to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.notes.dates import DateHit
from bot.notes.segment import Passage


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    start: int
    end: int
    due: DateHit | None
    hedged: bool


_TRIM = re.compile(
    r"^[\s,.:;!\-–—→>]*(?:(?:and|then|so|but|also|plus|please|pls|plz|kindly|the|a|an|her|him|them|me|"
    r"us|you)\b[\s,]*)*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,.;:!\-–—→>(@]*(?:\b(?:on|by|at|for|is|are|set|booked|scheduled|due|to|the|and|before|until|"
    r"till|this|w/|in|am|bis|zum|den|dem|der|op|um|uiterlijk|spatestens|planned|confirmed|moved|pushed|"
    r"rescheduled|no later than|latest)\b[\s,.:;]*)*$",
    re.IGNORECASE,
)


def step_text(p: Passage, start: int, end: int, due: DateHit | None) -> str:
    """The words without the date; a date in the middle is cut out."""
    text = p.reading.text
    if due and start <= due.start < end:
        left = _TAIL.sub("", text[start : _day_begins(p, due, start)])
        right = HOUR.sub("", _without_day(p, text[due.end : end], due.end)).strip(" ,.;:!")
        right = right if len(right.split()) <= 6 and len(left.split()) <= 2 else ""
        said = f"{left} {right}"
    else:
        said = text[start:end]
    said = _FILLERS.sub(" ", said)
    return " ".join(_TRIM.sub("", _TAIL.sub("", said)).split())[:255]


def _day_begins(p: Passage, due: DateHit, start: int) -> int:
    """`to Tuesday 20.10.` is one day."""
    before = (d.start for d in p.dates if start < d.start and d.end <= due.start <= d.end + 3)
    return min(before, default=due.start)


def _without_day(p: Passage, words: str, at: int) -> str:
    """What follows the day, without the same day told again."""
    again = next((d.end - at for d in p.dates if at <= d.start <= at + 3), 0)
    return words[again:]


HOUR = re.compile(
    r"^\W*(?:at|@|um|om|-)?\s*\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|uhr|h|hrs|ist|cet|gmt)?\b", re.IGNORECASE
)
_FILLERS = re.compile(r"\b(?:uh+m?|umm?|erm?)\b", re.IGNORECASE)
