"""BM25 over passages with tantivy. A question is analysed, never parsed: any string is a question."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

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
_HEAP = 256_000_000
_LONGEST_WORD = 100
_MOST_WORDS = 256
_FILTER_BELOW = 1_000
"""Allowed rows up to which they are part of the query; above, results are drawn until enough are allowed."""


class TantivyPassages:
    """Opened over a folder written by `build`. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        try:
            index = tantivy.Index.open(str(folder))
        except ValueError as error:
            # It locks the folder even to read it, and tells of that in words of its own.
            if not os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder)) from error
            raise
        index.register_tokenizer(_ANALYSER, _analyser())
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(
        self, text: str, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vector]:
        return self._search(list(dict.fromkeys(analyse(text)))[:_MOST_WORDS], k, allowed)

    def holds(self, word: str, allowed: NDArray[np.bool_] | None = None) -> bool:
        """Whether any allowed passage holds the analysed word."""
        return len(self.holding(word, 1, allowed)) > 0

    def holding(self, word: str, most: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """The allowed passages that hold the analysed word, those that are most about it first."""
        return self._search([word], most, allowed)[0]

    def _search(
        self, words: Sequence[str], k: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], Vector]:
        if not words or k <= 0 or not self._searcher.num_docs:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        query = self._any_of(words)
        if allowed is None:
            return self._run(query, k)
        if (rows := np.flatnonzero(allowed)).size <= _FILTER_BELOW:
            return self._run(self._within(query, rows), k)
        return self._drawn(query, k, allowed)

    def terms(self, beginning: str) -> list[str]:
        """Every analysed word that begins so, whoever may see it: ask `holds` before one is used."""
        return [term for term, _ in self._searcher.terms_with_prefix("text", beginning)]

    def frequency(self, word: str) -> int:
        """How many passages hold the analysed word."""
        return int(self._searcher.doc_freq("text", word))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def _any_of(self, words: Sequence[str]) -> Any:
        from tantivy import Occur, Query

        terms = (Query.term_query(self._schema, "text", word, "freq") for word in words)
        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def _within(self, query: Any, rows: NDArray[np.int64]) -> Any:
        from tantivy import Occur, Query

        members = Query.term_set_query(self._schema, "row", rows.tolist())
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(members, 0.0))])

    def _run(self, query: Any, k: int) -> tuple[NDArray[np.int64], Vector]:
        hits = self._searcher.search(query, limit=k, count=False).hits
        scores = np.array([score for score, _ in hits], np.float32)
        rows = np.array(
            self._searcher.fast_field_values("row", [address for _, address in hits]), np.int64
        ).reshape(-1)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def _drawn(self, query: Any, k: int, allowed: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Vector]:
        drawn = k
        while True:
            drawn = min(4 * drawn, len(allowed))
            rows, scores = self._run(query, drawn)
            seen = allowed[rows]
            if int(seen.sum()) >= k or len(rows) < drawn or drawn == len(allowed):
                return rows[seen][:k], scores[seen][:k]


def build(texts: Sequence[str], folder: Path) -> None:
    """Writes an index of `texts`, whose row numbers are their places, into the new folder `folder`.

    Raises OSError where the disk refuses.
    """
    folder.mkdir(parents=True)
    try:
        _write(texts, folder)
    except ValueError as error:
        # All that tantivy makes of a full or broken disk.
        raise OSError(str(error)) from error


def _write(texts: Sequence[str], folder: Path) -> None:
    import tantivy

    schema = (
        tantivy.SchemaBuilder()
        .add_unsigned_field("row", indexed=True, fast=True)
        .add_text_field("text", tokenizer_name=_ANALYSER, index_option="freq")
        .build()
    )
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer(_ANALYSER, _analyser())
    writer = index.writer(_HEAP, num_threads=1)
    for row, text in enumerate(texts):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("text", _spelled(text))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


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
