"""Every date a message mentions, resolved in the speaker's calendar. What a date is for: closing.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from bot.notes import calendar_words as cal
from bot.notes.date_makers import MONTH, Calendar, month_made
from bot.notes.date_rules import RULES


@dataclass(frozen=True, slots=True)
class DateHit:
    """`said` words are `[start:end]`. `past` dates are history and never plans; `not_before` came with
    `after` or `not before`;
    `span` marks a week, month or quarter."""

    start: int
    end: int
    day: date
    past: bool = False
    not_before: bool = False
    span: bool = False


_BARE_MONTH = re.compile(rf"(?<![\w/.-])(?P<mon>{MONTH})\b(?![\w/-])")
_PREPOSITION = re.compile(
    r"(?:\b(?:in|by|for|to|til|till|until|before|of|next|this|into|from|through|around|since|last|"
    r"after|during|"
    r"im|bis|fur|vor|voor|tot|make it|say|maybe|realistically|targeting|mid|early|late|or|and|now|not|"
    r"expect)|"
    r"->|→|~|=|:)\s*$"
)
_AMBIGUOUS_MONTH = frozenset({"may", "march", "mar", "jan", "april", "june", "august", "mai", "dec", "sep"})
_VERB_AFTER = re.compile(
    r"\s+(?:said|says|wants?|signs|signed|asked|asks|thinks|needs|will|is|was|has|and\b|from\b|who|"
    r"agreed|told|be|not|"
    r"have|need|sign|on\b|ahead|forward|us\b|i\b|we\b|well\b|also\b|still\b|come\b|slip\b|push\b|"
    r"want\b|go\b|close\b|get\b|tekent|komt)"
)
_PAST_BEFORE = re.compile(
    r"\b(?:last|since|past|previous|letzten?|vorige|seit|sinds)\s+(?:the )?(?:week of )?$"
)
_PAST_AFTER = re.compile(r"\s*(?:ago|last year)\b")
_NOT_BEFORE = re.compile(
    r"\b(?:after|not before|not until|earliest|post|from|as of|ab|nach|na|starting)\s+(?:the )?$"
)


def find_dates(text: str, folded: str, calendar: Calendar) -> tuple[DateHit, ...]:
    """All dates in the message, in order and without overlap; earlier rules win."""
    taken = bytearray(len(folded))
    hits = []
    for start, end, day, span in _candidates(text, folded, calendar):
        if any(taken[start:end]) or (day is None and not _LATE_DAY.match(folded, start, end)):
            continue
        taken[start:end] = b"\x01" * (end - start)
        if day is None:
            continue
        before = folded[max(0, start - 24) : start]
        past = bool(_PAST_BEFORE.search(before) or _PAST_AFTER.match(folded, end))
        hits.append(DateHit(start, end, day, past, bool(_NOT_BEFORE.search(before)), span))
    hits.sort(key=lambda h: h.start)
    return tuple(h for h, following in zip_longest(hits, hits[1:]) if not _is_explained(folded, h, following))


_LATE_DAY = re.compile(r"\D*(?:29|30|31)(?!\d)")
"""`31 feb` is no day at all, and not February either."""


def _is_explained(folded: str, hit: DateHit, following: DateHit | None) -> bool:
    """`fiscal year end Sep 30`: the day told right after a period is the day meant."""
    if following is None:
        return False
    if folded[hit.start : hit.end] in cal.WEEKDAYS and not following.span:
        return bool(re.fullmatch(r",? (?:the |den |dem |de )?", folded[hit.end : following.start]))
    if following.span or not (hit.span or "end" in folded[hit.start : hit.end]):
        return False
    return bool(re.fullmatch(r"\s*\(?\s*", folded[hit.end : following.start]))


def _candidates(text: str, folded: str, c: Calendar) -> Iterator[tuple[int, int, date | None, bool]]:
    for pattern, make in RULES:
        for match in pattern.finditer(folded):
            if not _is_idiom(folded, match):
                day, span = make(match, c)
                yield match.start(), match.end(), day, span
    for match in _BARE_MONTH.finditer(folded):
        if _is_month(text, folded, match):
            day, span = month_made(match, c)
            yield match.start(), match.end(), day, span


_IDIOM = re.compile(r"24/7|50/50|\d{1,2}/(?:10|5|7)(?=\s*(?:rating|on the|score|stars|fit|confidence))|9/11")


def _is_idiom(folded: str, match: re.Match[str]) -> bool:
    said = match.group()
    if said in {"sat", "sun"}:
        return not _PREPOSITION.search(folded[max(0, match.start() - 12) : match.start()])
    return bool(_IDIOM.match(folded, match.start()))


def _is_month(text: str, folded: str, match: re.Match[str]) -> bool:
    """`April Nguyen`, `may sign` and `we march on` are not months."""
    word, end = match["mon"], match.end()
    before = folded[max(0, match.start() - 20) : match.start()]
    governed = bool(_PREPOSITION.search(before))
    following = re.match(r"\s+([A-Z][a-z]+)", text[end : end + 30])
    if (
        following
        and text[match.start()].isupper()
        and following[1].lower() not in cal.MONTHS
        and not governed
    ):
        return False
    if word not in _AMBIGUOUS_MONTH:
        return True
    if _VERB_AFTER.match(folded, end) and not governed:
        return False
    return governed or (text[match.start()].isupper() and bool(before.strip()) and word not in {"jan", "mar"})
