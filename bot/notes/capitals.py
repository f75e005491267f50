"""Runs of words written with a capital: the people and companies of a message that no book knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.notes.clauses import Reading, fold
from bot.notes.name_words import FIRM, GIVEN, ROLES
from bot.notes.vocabulary import listed

_WORD = r"(?:[A-ZÀ-ÖØ-ÞŠŽ][\w'’&-]*\w|[A-ZÀ-ÖØ-Þ](?=\s))"
_INSIDE = r"(?:&|of|and|und|de|la|der|den|van|von|bin|al)"
_RUN = re.compile(rf"(?<![\w@#]){_WORD}(?:[ ]+(?:{_INSIDE}[ ]+){{0,2}}{_WORD})*")
_LEGAL = frozenset(listed("inc llc ltd limited gmbh ag bv nv plc corp pvt sa sas sarl spa srl oy kg"))
_TITLES = frozenset(
    listed(
        "mr mrs ms miss dr prof herr frau mevrouw meneer sri smt shri sir madam doktor doctor professor "
        "ing dipl"
    )
)
_ROLE_BEFORE = re.compile(
    r"(?P<role>[a-z-]+)(?: of [a-z]+(?: [a-z]+)?| for [a-z]+)?"
    r"(?:\s*[,:(–-]\s*|\s+(?:is|named|called|namens|heisst|genannt|heet)\s+|\s+)(?:the |one |a )?$"
)
_ROLE_AFTER = re.compile(
    r"\s*(?:[,(–-]\s*|\s+(?:is|as|from|in|of)\s+)?(?:(?:their|the|our|new|an?|acting|interim|group|senior|"
    r"deputy|now|who is|who's|being|der|die)\s+){0,3}(?P<role>[a-z-]+)"
)
_TITLE_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(_TITLES))})\.? $")


@dataclass(frozen=True, slots=True)
class Run:
    start: int
    end: int
    tokens: tuple[str, ...]


def runs(reading: Reading, start: int, end: int) -> Iterator[Run]:
    """Every run in [start:end], each word folded; a full stop or comma ends one."""
    for match in _RUN.finditer(reading.text, start, end):
        yield _run(reading, match.start(), match.end())


def _run(reading: Reading, start: int, end: int) -> Run:
    end = end - 2 if reading.folded[end - 2 : end] == "'s" else end
    return Run(start, end, tuple(fold(reading.text[start:end]).split()))


def shortened(reading: Reading, run: Run, dropped: frozenset[str]) -> Run | None:
    """Without the words at its ends that belong to no name."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", reading.text[run.start : run.end])]
    spans = [(run.start + a, run.start + b) for a, b in words]
    off = dropped | _TITLES

    def falls(span: tuple[int, int]) -> bool:
        return fold(reading.text[slice(*span)]).strip(".'’-&") in off

    while spans and falls(spans[0]):
        spans.pop(0)
    while spans and falls(spans[-1]):
        spans.pop()
    return _run(reading, spans[0][0], spans[-1][1]) if spans else None


def is_firm(run: Run) -> bool:
    """Its own words say that it is a company."""
    telling = (FIRM | _LEGAL) - GIVEN
    return len(run.tokens) > 1 and bool(set(run.tokens[1:]) & (FIRM | _LEGAL) or run.tokens[0] in telling)


def is_person(reading: Reading, run: Run) -> bool:
    """A given name, a title before it, or beside it what people are at work."""
    if is_firm(run):
        return False
    if run.tokens[0] in GIVEN and len(run.tokens) > 1:
        return True
    return is_titled(reading, run) or has_role(reading, run)


def is_titled(reading: Reading, run: Run) -> bool:
    return bool(_TITLE_BEFORE.search(reading.folded[max(0, run.start - 12) : run.start]))


def has_role(reading: Reading, run: Run) -> bool:
    opening = max(reading.clause_at(run.start).opening, run.start - 50)
    before = _ROLE_BEFORE.search(reading.folded[opening : run.start])
    if before and before["role"] in ROLES and not (before["role"] == "lead" and ":" in before.group()):
        return True
    after = _ROLE_AFTER.match(reading.folded[: run.end + 50], run.end)
    return bool(after and after["role"] in ROLES and not _NEXT_NAME.match(reading.text, after.end()))


_NEXT_NAME = re.compile(r"(?:\s*[:,])?\s+[A-ZÀ-Þ]")
"""`Acme, director Jane Roe`: the work is the next one's."""
