"""How likely the hits answer the question, and which of its words no page knows. Pure but for the index."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content_index.common_words import COMMON
from content_index.lexical import PassageWords, analyse

_WORD = re.compile(r"[^\W_](?:[\w.+&'’-]*[^\W_])?")
_MOST_WORDS = 64

# The same weight for each of three kinds of evidence, one curve for every corpus (tests/relevance/README.md).
# The middle is where all but a few of the answerable questions lie above, among some thousand passages. Among
# fewer, what is nearest by chance is less near, by about as much for each halving, so less is asked for.
_STEEPNESS = 5.0
_MIDDLE = 1.0
_MANY, _FEW = 5_000, 50
_EASE = 0.07


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word of the question that says what it is about. `terms` are its parts as the index knows them,
    `named` says that it is written as a name, an acronym or a code."""

    word: str
    terms: tuple[str, ...]
    named: bool


def telling_words(question: str) -> tuple[TellingWord, ...]:
    """In order, each once; common words are left out."""
    found: dict[tuple[str, ...], TellingWord] = {}
    for place, match in enumerate(_WORD.finditer(question)):
        word = match[0].removesuffix("'s").removesuffix("’s")
        terms = tuple(analyse(word))
        named = _named(word, first=place == 0)
        if terms and (named or word.casefold() not in COMMON) and len(found) < _MOST_WORDS:
            found.setdefault(terms, TellingWord(word, terms, named))
    return tuple(found.values())


def unmatched(
    words: Sequence[TellingWord], index: PassageWords, allowed: NDArray[np.bool_] | None
) -> tuple[str, ...]:
    """The words of which no allowed passage holds any part."""
    return tuple(one.word for one in words if not any(index.holds(term, allowed) for term in one.terms))


def coverages(
    words: Sequence[TellingWord],
    texts: Sequence[str],
    index: PassageWords,
    allowed: NDArray[np.bool_] | None,
) -> list[float]:
    """Of each text the share of the question's telling words that it holds, weighted by their rarity among
    the allowed passages; 0.0 where there are none."""
    passages = len(index) if allowed is None else int(np.count_nonzero(allowed))
    weights = {term: _rarity(index.frequency(term, allowed), passages) for one in words for term in one.terms}
    total = sum(weights.values()) or 1.0
    return [_held(weights, text) / total for text in texts]


def confidence(
    cosines: Sequence[float], likenesses: Sequence[float], covered: Sequence[float], passages: int
) -> float:
    """In 0..1, from the plain and the whitened cosine of each hit and its coverage: how near the nearest is,
    how near as the corpus tells its passages apart, and how near one comes that has the question's words.
    `passages` is how many the hits were chosen from. 0.0 without hits."""
    if not cosines:
        return 0.0
    together = max(likeness * share for likeness, share in zip(likenesses, covered, strict=True))
    evidence = max(cosines) + max(likenesses) + together
    return 1.0 / (1.0 + math.exp(-_STEEPNESS * (evidence - _middle(passages))))


def _middle(passages: int) -> float:
    return _MIDDLE - _EASE * math.log(_MANY / min(max(passages, _FEW), _MANY))


def _held(weights: dict[str, float], text: str) -> float:
    terms = set(analyse(text))
    return sum(weight for term, weight in weights.items() if term in terms)


def _rarity(frequency: int, passages: int) -> float:
    return math.log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))


def _named(word: str, first: bool) -> bool:
    """Capitals inside, or at the start where no sentence begins, or digits beside letters."""
    inner = any(letter.isupper() for letter in word[1:])
    coded = any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)
    return inner or coded or (word[0].isupper() and not first)
