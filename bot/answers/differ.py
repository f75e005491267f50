"""Sources that say the same, and sources that contradict each other with another value. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.answers.claims import Claim, Values, claim
from bot.answers.scoring import Candidate
from content_index.lexical import analyse
from content_index.model import Document

_ALIKE = 0.5
_SAME = 0.8
_SHARED = 2
_CONDITION = re.compile(
    r"\b(?:for|if|when|unless|until|on|in|with|without|during|after|before|outside|under|over|above|below|from|by|as|to)\b",
    re.IGNORECASE,
)


def sides(chosen: Sequence[Candidate], near: Sequence[Candidate]) -> tuple[Candidate, Candidate] | None:
    """The first chosen piece that another page contradicts, and what that says; the newer page first."""
    for one in chosen:
        for other in near:
            if _same_matter(one, other) and contradict(one.unit.text, other.unit.text):
                first, second = sorted((one, other), key=lambda c: _day(c.hit.document), reverse=True)
                return first, second
    return None


def _same_matter(one: Candidate, other: Candidate) -> bool:
    """Sentences of two pages that hold the same words of the question, under headings without other values:
    "up to 1,000 hosts" and "up to 25,000 hosts" are two matters, and so are two releases."""
    return (
        one.hit.document.id != other.hit.document.id
        and "code" not in (one.unit.shape, other.unit.shape)
        and one.asked == other.asked != frozenset()
        and _context(one) == _context(other)
    )


def _context(candidate: Candidate) -> Values:
    passage = candidate.hit.passage
    return claim(" · ".join((passage.title, *passage.headings, candidate.unit.lead))).values


def _day(document: Document) -> date:
    return max(filter(None, (document.updated, document.verified)), default=date.min)


def repeats(one: Candidate, near: Sequence[Candidate]) -> Candidate | None:
    """The first piece of another page that says the same."""
    return next(
        (
            other
            for other in near
            if one.hit.document.id != other.hit.document.id
            and one.unit.shape == other.unit.shape != "code"
            and _context(one) == _context(other)
            and same(one.unit.text, other.unit.text)
        ),
        None,
    )


def same(one: str, other: str) -> bool:
    """Whether either sentence bears out the other: the same values, names and negation in all but the same
    words."""
    a, b = claim(one), claim(other)
    words, others = set(analyse(one)), set(analyse(other))
    alike = len(words & others) >= _SAME * len(words | others) > 0
    return alike and (a.values, a.names, a.negated) == (b.values, b.names, b.negated)


def contradict(one: str, other: str) -> bool:
    """The sentences share their words, one has none that narrows it beside the other, and they differ in the
    values of exactly one sort, or in nothing but a negation."""
    a, b = claim(one), claim(other)
    shared = a.words & b.words
    if (
        not shared
        or (len(shared) < _SHARED and a.words != b.words)
        or len(shared) < _ALIKE * len(a.words | b.words)
    ):
        return False
    if a.words - b.words and b.words - a.words:
        return False
    if _narrowed(one, a, b) or _narrowed(other, b, a):
        return False
    if a.values == b.values:
        return a.negated != b.negated
    return a.negated == b.negated and _other_values(a, b)


def _other_values(a: Claim, b: Claim) -> bool:
    """One sort of value that both have has nothing in common, and all other sorts agree."""
    sorts = {sort for sort, _ in a.values} & {sort for sort, _ in b.values}
    differing = [sort for sort in sorts if not _of(a, sort) & _of(b, sort)]
    extra = {pair for pair in a.values ^ b.values if pair[0] not in differing}
    return len(differing) == 1 and not extra


def _of(claimed: Claim, sort: str) -> set[str]:
    return {value for kind, value in claimed.values if kind == sort}


def _narrowed(sentence: str, a: Claim, b: Claim) -> bool:
    """Words that the other lacks are names, or stand behind "for", "if", "on" … and say when it holds."""
    own = a.words - b.words
    conditions = _CONDITION.split(sentence)[1:]
    return bool(own & a.names) or any(own & set(analyse(part)) for part in conditions)
