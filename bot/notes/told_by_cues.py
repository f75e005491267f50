"""Opportunities told apart by what a message says besides the account: the value it had, the word at the head
of a clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.notes.clauses import Reading
from bot.notes.figures import FIGURE, SCALE, SCALES, figure_value
from bot.notes.names import words_of
from bot.notes.spellings import name_tokens
from bot.notes.vocabulary import listed
from bot.sales import Opportunity

_SIGN = r"(?:[$€£₹]|usd|eur|gbp|inr|cad|rs\.?|c\$|a\$)?\s?"
_SCALED = rf"(?P<n>{FIGURE})\s?(?P<scale>{SCALE})?\b"
_OLD = (
    re.compile(
        rf"\b(?:from|was|statt|instead of|von|previously|currently|down from|up from)\s+{_SIGN}{_SCALED}"
    ),
    re.compile(rf"{_SIGN}{_SCALED}\s*(?:→|->|=>|>|to\s+{_SIGN}\d|auf\s+{_SIGN}\d)"),
)


def by_old_amount(words: str, choices: Mapping[str, Opportunity]) -> tuple[str, ...]:
    """Those whose amount is the one that the folded words say it had: `210 → 198k`, `from 48k`."""
    values: set[Decimal] = set()
    for pattern in _OLD:
        for match in pattern.finditer(words):
            scale = SCALES.get(match["scale"] or "")
            value = figure_value(match["n"], scaled=bool(scale))
            values |= {value * scale} if scale else {value, value * 1000, value * 100_000}
    return tuple(i for i, o in choices.items() if o.amount in values)


_ARTICLES = frozenset(listed("the a an and our their but while der die das und de het en for on with s"))


def heads_of_clauses(
    reading: Reading, start: int, end: int, cues: Mapping[str, frozenset[str]]
) -> Sequence[tuple[str, int, int]]:
    """(id, start, end) of each clause between that opens with a word of one choice only: `stores 151k,
    distribution 88k`. Empty unless two choices are named so."""
    found: list[tuple[str, int, int]] = []
    for clause in reading.clauses:
        first = max(clause.start, start)
        words = [w for w in words_of(reading.folded[first : min(clause.end, end)]) if w.text not in _ARTICLES]
        told = [i for i, own in cues.items() if words and words[0].text in own]
        if len(told) == 1 and first < end and clause.end > start:
            found.append((told[0], first + words[0].start, first + words[0].end))
    return found if len({i for i, _, _ in found}) > 1 else ()


def telling_words(
    choices: Mapping[str, Opportunity], account_names: frozenset[str]
) -> dict[str, frozenset[str]]:
    """The words of each opportunity's name that no other choice and not the account has."""
    words = {i: frozenset(name_tokens(o.name)) - account_names for i, o in choices.items()}
    return {
        i: own - frozenset[str]().union(*(w for j, w in words.items() if j != i)) for i, own in words.items()
    }
