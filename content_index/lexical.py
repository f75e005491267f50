"""BM25 over passages, the words as tantivy's analyser makes them. A question is analysed, never parsed: any
string is a question."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise, takewhile
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from content_index import arrays
from content_index.exact import best
from content_index.model import Vector

_ANALYSER = "english"
_UNSPACED = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
"""Chinese, Japanese and Korean: tantivy takes a run of them as one word."""
_UNWRITTEN = re.compile(
    "[\u00ad\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060]"
)
"""Hebrew points, Arabic vowels and lengthening, joiners: a word is written with and without them."""
_LONGEST_WORD = 100
_MOST_WORDS = 256
_K1, _B = 1.2, 0.75

Rows: TypeAlias = NDArray[np.int64]
Allowed: TypeAlias = NDArray[np.bool_] | None


class PassageWords:
    """Opened over a folder written by `build`. Whatever is asked with `allowed` rows is answered as if there
    were no others: what words of hidden passages are rare, and how long those are, weighs nothing. Safe to
    share between threads.

    BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with Lucene's idf.
    """

    def __init__(self, folder: Path) -> None:
        self._terms = (folder / "terms.txt").read_text("utf-8").split("\n")[:-1]
        self._place = {term: place for place, term in enumerate(self._terms)}
        self._starts: Rows = np.load(folder / "starts.npy")
        self._rows: NDArray[np.int32] = np.load(folder / "rows.npy", mmap_mode="r")
        self._counts: NDArray[np.int32] = np.load(folder / "counts.npy", mmap_mode="r")
        self._lengths: NDArray[np.int32] = np.load(folder / "lengths.npy")

    def search(self, text: str, k: int, allowed: Allowed = None) -> tuple[Rows, Vector]:
        return self.best(self.scores(text, allowed), k)

    def scores(self, text: str, allowed: Allowed = None) -> Vector:
        """The BM25 score of every row, 0.0 where no word of the text stands or the row is not allowed."""
        return self._scores(list(dict.fromkeys(analyse(text)))[:_MOST_WORDS], allowed)

    def best(self, scores: Vector, k: int) -> tuple[Rows, Vector]:
        """The k best rows that hold a word, and their scores."""
        rows = np.flatnonzero(scores)
        return best(rows, scores[rows], k)

    def holds(self, word: str, allowed: Allowed = None) -> bool:
        """Whether any allowed passage holds the analysed word."""
        return self.frequency(word, allowed) > 0

    def holding(self, word: str, most: int, allowed: Allowed = None) -> Rows:
        """The allowed passages that hold the analysed word, those that are most about it first."""
        return self.best(self._scores([word], allowed), most)[0]

    def frequency(self, word: str, allowed: Allowed = None) -> int:
        """How many allowed passages hold the analysed word."""
        return len(self._postings(word, allowed)[0])

    def terms(self, beginning: str) -> list[str]:
        """Every analysed word that begins so, whoever may see it: ask `holds` before one is used."""
        first = bisect_left(self._terms, beginning)
        return list(takewhile(lambda term: term.startswith(beginning), self._terms[first:]))

    def __len__(self) -> int:
        return len(self._lengths)

    def _scores(self, words: Sequence[str], allowed: Allowed) -> Vector:
        scores = np.zeros(len(self), np.float32)
        lengths = self._lengths if allowed is None else self._lengths[allowed]
        if not lengths.sum():
            return scores
        average = float(lengths.mean())
        for word in words:
            rows, counts = self._postings(word, allowed)
            rarity = np.log(1.0 + (len(lengths) - len(rows) + 0.5) / (len(rows) + 0.5))
            slowing = _K1 * (1.0 - _B + _B * self._lengths[rows] / average)
            scores[rows] += (rarity * counts * (_K1 + 1.0) / (counts + slowing)).astype(np.float32)
        return scores

    def _postings(self, word: str, allowed: Allowed) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The rows that hold the word, and how often each does."""
        place = self._place.get(word)
        if place is None:
            return self._rows[:0], self._counts[:0]
        some = slice(self._starts[place], self._starts[place + 1])
        rows, counts = self._rows[some], self._counts[some]
        if allowed is None:
            return rows, counts
        seen = allowed[rows]
        return rows[seen], counts[seen]


def build(texts: Iterable[str], folder: Path) -> None:
    """Writes an index of `texts`, whose row numbers are their places, into the new folder `folder`.

    Raises OSError where the disk refuses.
    """
    postings: dict[str, tuple[array[int], array[int]]] = {}
    lengths = array("i")
    for row, text in enumerate(texts):
        words = Counter(analyse(text))
        lengths.append(words.total())
        for word, count in words.items():
            rows, counts = postings.setdefault(word, (array("i"), array("i")))
            rows.append(row)
            counts.append(count)
    folder.mkdir(parents=True)
    terms = sorted(postings)
    (folder / "terms.txt").write_text("".join(f"{term}\n" for term in terms), "utf-8", newline="\n")
    ends = accumulate((len(postings[term][0]) for term in terms), initial=0)
    arrays.save(folder / "starts.npy", np.array(list(ends), np.int64))
    arrays.save(folder / "rows.npy", _joined(postings[term][0] for term in terms))
    arrays.save(folder / "counts.npy", _joined(postings[term][1] for term in terms))
    arrays.save(folder / "lengths.npy", np.array(lengths, np.int32))


def _joined(parts: Iterable[array[int]]) -> NDArray[np.int32]:
    return np.concatenate([np.zeros(0, np.int32), *(np.frombuffer(part, np.int32) for part in parts)])


def analyse(text: str) -> list[str]:
    """The words of `text` as the index knows them: lower case, no accents, no stop words, stemmed; Chinese,
    Japanese and Korean as pairs of neighbouring letters."""
    words: list[str] = _analyser().analyze(_spelled(text))
    return words


def _spelled(text: str) -> str:
    if text.isascii():
        return text
    return _UNSPACED.sub(_pairs, _UNWRITTEN.sub("", normalize("NFC", text)))


def _pairs(run: re.Match[str]) -> str:
    pairs = " ".join(one + next for one, next in pairwise(run[0]))
    return f" {pairs or run[0]} "


@cache
def _analyser() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (
        Filter.remove_long(_LONGEST_WORD),
        Filter.lowercase(),
        Filter.ascii_fold(),
        Filter.stopword("english"),
        Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()
