"""How well each piece of the passages found answers the question."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from content_index.lexical import analyse
from content_index.model import Findings, Hit, Vector
from content_index.sentences import SentenceVectors
from content_index.slang import spelled_out
from content_index.units import Unit

PASSAGES = 10
"""How many passages are read for sentences."""
_COVERED = 0.6
_PASSAGE = 0.2
_FITS = 0.15
_TOO_SHORT = 0.1
_ASKS_ITSELF = 0.15

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|once|twice|daily|weekly|monthly|hourly"
    r"|quarterly|yearly|annually|free|unlimited|every)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\b(?:Mon|Tues|Wednes|Thurs|Fri)day"
    r"|\b(?:days?|weeks?|months?|quarters?|years?|hours?|before|after|once|until|within)\b"
)
_SOMEBODY = re.compile(
    r"\b[A-Z][a-z]+ [A-Z][a-z]+\b|@\w|\b(?:[A-Z]{2,4}|team|manager|owner|head of|department)\b"
)
_RULING = re.compile(
    r"\b(?:yes|no|not|never|only|cannot|can't|can’t|can|must|may|supports?|supported|requires?|required|allows?"
    r"|available|includes?|currently|unless|without|doesn't|doesn’t|isn't|isn’t|aren’t|aren't)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\bhow (?:many|much|long|often|big|large|old|far|fast)\b|\b(?:minimum|maximum|limit|costs?|price)\b"
)
_ON_WHICH_DAY = re.compile(r"\bwhen\b|\bwhat (?:date|day|time)\b|\bdeadline\b")
_WHO = re.compile(r"\bwho(?:m|se|'s)?\b")
_WHETHER = re.compile(
    r"^(?:hi,? |hey,? )?(?:can|could|do|does|did|is|are|will|would|should|has|have|may|must)\b"
)
_CUES = ((_HOW_MUCH, _NUMBER), (_ON_WHICH_DAY, _WHEN), (_WHO, _SOMEBODY), (_WHETHER, _RULING))
_DOING = re.compile(
    r"\bhow (?:do|can|to|would|should)\b|\b(?:command|syntax|query|sql|example|script|code)\b|\bconfig"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`place` is the rank of its passage, `asked` are the question's words that it holds."""

    hit: Hit
    place: int
    unit: Unit
    score: float
    vector: Vector
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    hit: Hit
    place: int
    unit: Unit
    vector: Vector
    words: frozenset[str]
    lead: frozenset[str]


def candidates(findings: Findings, question: str, sentences: SentenceVectors) -> list[Candidate]:
    """Every piece of the first passages, in reading order."""
    hits = findings.hits[:PASSAGES]
    cut = sentences.of([hit.passage for hit in hits])
    pieces = [
        _piece(hit, place, unit, vector)
        for place, (hit, found) in enumerate(zip(hits, cut, strict=True))
        for unit, vector in zip(*found, strict=True)
    ]
    weights = _weights(spelled_out(question), pieces)
    best_hit = max((hit.score for hit in hits), default=0.0) or 1.0
    return [
        _candidate(piece, weights, findings.vector, piece.hit.score / best_hit, question) for piece in pieces
    ]


def _piece(hit: Hit, place: int, unit: Unit, vector: Vector) -> _Piece:
    return _Piece(hit, place, unit, vector, frozenset(analyse(unit.text)), frozenset(analyse(unit.lead)))


def _weights(question: str, pieces: Sequence[_Piece]) -> dict[str, float]:
    """The question's words, the rarer among the pieces the weightier."""
    held = {word: sum(word in one.words or word in one.lead for one in pieces) for word in analyse(question)}
    return {word: math.log(1.0 + len(pieces) / (1.0 + count)) for word, count in held.items()}


def _share(words: frozenset[str], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in words) / total if total else 0.0


def _candidate(
    piece: _Piece, weights: dict[str, float], asked: Vector, hit_share: float, question: str
) -> Candidate:
    unit, covered = piece.unit, _share(piece.words | piece.lead, weights)
    score = (
        float(piece.vector @ asked) + _COVERED * covered + _PASSAGE * hit_share + _FITS * fits(question, unit)
    )
    score -= _TOO_SHORT * (len(unit.text) < 25 and not unit.lead) + _ASKS_ITSELF * unit.text.endswith("?")
    return Candidate(piece.hit, piece.place, unit, score, piece.vector, piece.words & weights.keys())


def fits(question: str, unit: Unit) -> bool:
    """Whether the piece is of the sort that the question's words ask for: an amount, a date, somebody, a
    ruling, something to do."""
    asked = question.lower().strip()
    if _DOING.search(asked):
        return unit.shape == "code" or unit.mark[:1].isdigit()
    return any(cue.search(asked) and sort.search(unit.text) for cue, sort in _CUES)
