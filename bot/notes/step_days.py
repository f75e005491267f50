"""By when a step is due, and a clause without the days and names in it."""

from __future__ import annotations

import re

from bot.notes.clauses import Clause
from bot.notes.dates import DateHit
from bot.notes.plain_words import left_over
from bot.notes.segment import Passage
from bot.notes.vocabulary import listed


def plain(p: Passage, start: int, end: int) -> str:
    """The clause without dates and names, at its place."""
    words = undated(p, start, end)
    for a, b in p.names:
        if start <= a and b <= end:
            words = words[: a - start] + "\0" * (b - a) + words[b - start :]
    return " " * start + words


def undated(p: Passage, start: int, end: int) -> str:
    words = p.reading.folded[start:end]
    for d in p.dates:
        if start <= d.start and d.end <= end:
            words = words[: d.start - start] + " " * (d.end - d.start) + words[d.end - start :]
    return words


def without_names(p: Passage, start: int, end: int) -> str:
    words = p.reading.folded[start:end]
    for a, b in p.names:
        if start <= a and b <= end:
            words = words[: a - start] + " " * (b - a) + words[b - start :]
    return words


def day_due(p: Passage, start: int, end: int) -> DateHit | None:
    """The first coming day; of a step that was moved, the last; of `Friday: send BOM`, the heading's."""
    opening = max(p.reading.clause_at(start).opening, p.start)
    headed = [
        d
        for d in p.dates
        if opening <= d.start
        and (
            _HEADING.fullmatch(p.reading.folded[d.end : start])
            or (
                _COMMA.fullmatch(p.reading.folded[d.end : start]) and left_over(p, opening, d.start) <= _LEADS
            )
        )
    ]
    start = headed[-1].start if headed else start
    coming = [d for d in p.dates if start <= d.start < end and not d.past and d.day >= p.today]
    coming = coming or _told_next(p, end)
    return (coming[-1] if _RESET.search(p.reading.folded, start, end) else coming[0]) if coming else None


def _told_next(p: Passage, end: int) -> list[DateHit]:
    """`the list, Monday latest`, `his answers, should have them Monday`: the next clause is the day."""
    clause = p.reading.clause_at(max(end - 1, 0))
    following = next((c for c in p.clauses() if c.start >= clause.end and c.opening == clause.opening), None)
    if following is None or not _plain_words(p, following) <= _ONLY_DUE:
        return []
    days = (d for d in p.dates if following.start <= d.start < following.end)
    return [d for d in days if not d.past and d.day >= p.today]


def _plain_words(p: Passage, clause: Clause) -> set[str]:
    """The clause's words but the hour."""
    return {w for w in left_over(p, clause.start, clause.end) if not _HOUR.fullmatch(w)}


_HOUR = re.compile(r"\d{1,2}(?:[.:]\d\d)?(?:am|pm|uhr|h|hrs)?|am|pm|uhr|noon|o'clock")
_ONLY_DUE = frozenset(
    listed(
        "due by on latest the at deadline is until before til till should will 'll have get getting them it "
        "i we him her that expected expecting promised for no later than bis spatestens uiterlijk am op"
    )
)
_LEADS = frozenset(listed("both all each by on for till until bis am op"))
_COMMA = re.compile(r"\s*,\s*")
_HEADING = re.compile(r"\s*[:–—-]\s*")
_RESET = re.compile(
    r"\b(?:moved|pushed|slipped|shifted|rescheduled|delayed|postponed|bumped|brought forward|pulled|"
    r"verschoben|verlegt|verzet|"
    r"from)\b"
)
