"""Questions made of the content's own words, which an index must go on answering: what breaks retrieval (a
release, a library, a model's files) is noticed before anybody is answered wrongly. They are never shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from content_index.confidence import telling_words
from content_index.model import Findings, Passage, Query, Vector
from content_index.ports import Embedder
from content_index.slang import spelled_out
from content_index.snapshot import Stored
from content_index.view import Mask, View

Find: TypeAlias = Callable[[View, Query, Vector, Mask], Findings]

MOST = 12
TRIED = 3 * MOST
WITHIN = 5
MAY_FAIL = 1 / 3
"""Content changes around a page, and with it a close ranking; what is broken fails nearly all."""

_DEPTH = 50
_READ = 2_000
_LONGEST = 200
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Golden:
    question: str
    document_id: str


def choose(view: View, stored: Sequence[Stored], embedder: Embedder, find: Find) -> tuple[Golden, ...]:
    """At most 12 questions, the sources in turn, that the index answers by meaning, by words and by both.
    The same pages give the same questions."""
    tried = list(islice(_candidates(stored), TRIED))
    answered = answers(view, tried, embedder, find)
    return tuple(one for one, found in zip(tried, answered, strict=True) if found.all())[:MOST]


def answers(
    view: View, questions: Sequence[Golden], embedder: Embedder, find: Find, mask: Mask = None
) -> NDArray[np.bool_]:
    """Whether each question's page is among the first five by both kinds of evidence together, by meaning
    alone and by words alone; shape (questions, 3). What breaks one kind hides behind the other."""
    vectors = embedder.encode([spelled_out(one.question) for one in questions])
    found = [
        [one.document_id in pages for pages in _first_pages(view, one.question, vector, find, mask)]
        for one, vector in zip(questions, vectors, strict=True)
    ]
    return np.array(found, bool).reshape(-1, 3)


def holds(answered: NDArray[np.bool_]) -> bool:
    """Whether few enough questions failed in every one of the three ways."""
    return not len(answered) or bool((np.mean(~answered, axis=0) <= MAY_FAIL).all())


def write(folder: Path, questions: Sequence[Golden]) -> None:
    (folder / "golden.json").write_text(json.dumps([astuple(one) for one in questions]), "utf-8")


def read(folder: Path) -> tuple[Golden, ...]:
    """Empty for an index that was built before there were such questions."""
    path = folder / "golden.json"
    return tuple(Golden(*pair) for pair in json.loads(path.read_text("utf-8"))) if path.exists() else ()


def _first_pages(
    view: View, question: str, vector: Vector, find: Find, mask: Mask
) -> Iterator[Sequence[str]]:
    hits = find(view, Query(question, frozenset(), WITHIN), vector, mask).hits
    yield [hit.document.id for hit in hits]
    yield _pages(view, view.dense(vector, mask))
    yield _pages(view, view.words.search(spelled_out(question), _DEPTH, mask)[0])


def _pages(view: View, rows: NDArray[np.int64]) -> Sequence[str]:
    return list(dict.fromkeys(view.document_of(int(row)) for row in rows))[:WITHIN]


def _candidates(stored: Sequence[Stored]) -> Iterator[Golden]:
    by_source: dict[str, list[Stored]] = {}
    for entry in sorted(stored, key=lambda entry: _shuffled(entry.document.id)):
        by_source.setdefault(entry.document.source, []).append(entry)
    in_turn = chain.from_iterable(zip_longest(*by_source.values()))
    return (Golden(_question(entry.passages), entry.document.id) for entry in in_turn if entry)


def _question(passages: Sequence[Passage]) -> str:
    """A heading with its page's title, else the sentence that says most."""
    passage = min(passages, key=lambda one: _shuffled(one.id))
    if passage.headings:
        return f"{passage.title}: {passage.headings[-1]}"
    sentences = [sentence[:_LONGEST] for sentence in _SENTENCE.split(passage.text[:_READ])]
    return max(sentences, key=lambda sentence: len(telling_words(sentence)))


def _shuffled(key: str) -> str:
    """An order that is the same every time and has nothing to do with names."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
