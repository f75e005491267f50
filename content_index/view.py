"""One snapshot, opened: what a question is answered from. Immutable, and shared between threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from content_index import lexical, snapshot
from content_index.errors import IndexDamaged
from content_index.faiss import FaissVectors
from content_index.feedback import taught, teachers
from content_index.fusion import fuse
from content_index.meaning import Meaning, OfAll, OfSome
from content_index.model import Document, Hit, Passage, Principal, Vector, lies_within, seen_by_all
from content_index.records import Entry, Lines, catalogue_from, document_from, passage_from
from content_index.snapshot import Manifest

DEPTH = 200
"""Candidates from each side. Fixed, so that asking for more hits never changes the first ones."""

_PER_DOCUMENT = 3
_MASKS = 256
_MEANINGS = 16
"""Audiences that see different pages, for each of which four bytes a passage are kept."""

Mask: TypeAlias = NDArray[np.bool_] | None
Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Passage rows, best first, and their scores; all of shape (candidates,). `dense` are plain cosines,
    `likeness` whitened ones."""

    rows: Rows
    scores: Vector
    dense: Vector
    likeness: Vector
    lexical: Vector


class View:
    """A snapshot's folder, opened. Raises `IndexDamaged` or `NotPermitted` when it is opened, never later."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        snapshot.verify(folder, manifest.files)
        try:
            self._open(folder)
        except (OSError, ValueError, KeyError) as error:
            raise snapshot.unusable(folder, error) from error
        self.folder = folder
        self.model = manifest.model
        self.built_at = manifest.built_at
        self._lock = Lock()
        self._masks: dict[tuple[frozenset[Principal], frozenset[str]], Mask] = {}
        self._meanings: dict[bytes, Meaning] = {}
        self._document: Callable[[int], Document] = lru_cache(512)(self._read_document)

    def _open(self, folder: Path) -> None:
        self._catalogue: list[Entry] = catalogue_from((folder / "catalogue.json").read_text("utf-8"))
        self._documents = Lines(folder / "documents.jsonl")
        self._passages = Lines(folder / "passages.jsonl")
        self._matrix: Vector = np.load(folder / "vectors.npy", mmap_mode="r")
        rows: Vector = np.load(folder / "whitened.npy", mmap_mode="r")
        graph = folder / "graph.faiss"
        index = FaissVectors.load(graph) if graph.exists() else FaissVectors(rows)
        self._meaning_of_all = OfAll(np.load(folder / "whitening.npy"), rows, index)
        self.words = lexical.PassageWords(folder / "words")
        self._row_of = {entry.id: row for row, entry in enumerate(self._catalogue)}
        self._owner = np.repeat(np.arange(len(self._catalogue)), [entry.count for entry in self._catalogue])
        parts = (self._passages, self._matrix, rows, self.words)
        if any(len(part) != len(self) for part in parts):
            raise IndexDamaged("The parts of the content index do not agree: run `cornerman index sync`.")

    def __len__(self) -> int:
        return len(self._owner)

    @property
    def dimension(self) -> int:
        return int(self._matrix.shape[1])

    @property
    def audiences(self) -> Mapping[str, frozenset[Principal]]:
        """By document id."""
        return {entry.id: entry.audience for entry in self._catalogue}

    def narrowed(self, audiences: Mapping[str, frozenset[Principal]]) -> View:
        """The same snapshot, of which nobody sees what `audiences` does not let them see too."""
        other = copy(self)
        nobody: frozenset[Principal] = frozenset()
        other._catalogue = [
            replace(entry, audience=seen_by_all((entry.audience, audiences.get(entry.id, nobody))))
            for entry in self._catalogue
        ]
        other._masks = {}
        return other

    def mask(self, allowed: frozenset[Principal], within: frozenset[str] = frozenset()) -> Mask:
        """Which passages these principals may see, in these folders where any are named; None for all."""
        key = (allowed, within)
        with self._lock:
            if key not in self._masks:
                if len(self._masks) >= _MASKS:
                    self._masks.clear()
                self._masks[key] = self._seen_by(allowed, within)
            return self._masks[key]

    def _seen_by(self, allowed: frozenset[Principal], within: frozenset[str]) -> Mask:
        seen = [not e.audience.isdisjoint(allowed) and lies_within(e.id, within) for e in self._catalogue]
        documents = np.array(seen, bool)
        return None if documents.all() else documents[self._owner]

    def _meaning(self, mask: Mask) -> Meaning:
        """As those see it who see these passages."""
        if mask is None:
            return self._meaning_of_all
        key = np.packbits(mask).tobytes()
        with self._lock:
            if key not in self._meanings:
                if len(self._meanings) >= _MEANINGS:
                    del self._meanings[next(iter(self._meanings))]
                self._meanings[key] = OfSome(self._matrix, mask)
            return self._meanings[key]

    def folders(self, allowed: frozenset[Principal]) -> Mapping[str, int]:
        """By name; each counts what lies below it."""
        counts: Counter[str] = Counter()
        for entry in self._catalogue:
            if not entry.audience.isdisjoint(allowed):
                steps = entry.id.split("/")
                counts.update("/".join(steps[:depth]) for depth in range(1, len(steps)))
        return dict(sorted(counts.items()))

    def without(self, document_ids: Set[str]) -> Mask:
        """Everything but these documents."""
        kept = np.array([entry.id not in document_ids for entry in self._catalogue], bool)
        return kept[self._owner]

    def dense(self, vector: Vector, mask: Mask) -> Rows:
        """Passages by meaning alone, best first."""
        meaning = self._meaning(mask)
        return meaning.nearest(meaning.asked(vector), DEPTH)[0]

    def rank(self, vector: Vector, text: str, mask: Mask) -> Ranked:
        """Candidates of either side, scored by both: one that only one side found is not held to lack
        what the other was never asked for."""
        meaning = self._meaning(mask)
        asked = meaning.asked(vector)
        near, cosines = meaning.nearest(asked, DEPTH)
        worded = self.words.scores(text, mask)
        rows = np.union1d(near, self.words.best(worded, DEPTH)[0])
        lexical = worded[rows]
        floor = float(cosines[-1]) if len(cosines) == DEPTH else 0.0
        likeness = meaning.cosines(asked, rows)
        first = fuse(likeness, lexical, floor)
        best = teachers(first)
        leaning = taught(asked, meaning.vectors(rows[best]), first[best])
        scores = fuse(meaning.cosines(leaning, rows), lexical, floor)
        order = np.lexsort((rows, -scores))
        dense: Vector = (self._matrix[rows] @ vector).astype(np.float32)
        return Ranked(rows[order], scores[order], dense[order], likeness[order], lexical[order])

    def hits(self, ranked: Ranked, k: int) -> tuple[Hit, ...]:
        """The k best passages, of one document no more than three."""
        taken: list[int] = []
        used: dict[int, int] = {}
        for place, row in enumerate(ranked.rows):
            if len(taken) >= k:
                break
            owner = int(self._owner[row])
            if used.get(owner, 0) < _PER_DOCUMENT:
                used[owner] = used.get(owner, 0) + 1
                taken.append(place)
        return tuple(self._hit(ranked, place) for place in taken)

    def _hit(self, ranked: Ranked, place: int) -> Hit:
        row = int(ranked.rows[place])
        return Hit(
            self.passage(row),
            self._document_now(int(self._owner[row])),
            float(ranked.scores[place]),
            float(ranked.dense[place]),
            float(ranked.likeness[place]),
            float(ranked.lexical[place]),
        )

    def passage(self, row: int) -> Passage:
        return passage_from(self._passages[row])

    def document_of(self, row: int) -> str:
        """The id of the document that holds the passage at `row`."""
        return self._catalogue[int(self._owner[row])].id

    def document(self, document_id: str, allowed: frozenset[Principal]) -> Document | None:
        """None alike for a document that is not there and one that may not be seen."""
        entry = self._entry(document_id, allowed)
        return None if entry is None else self._document_now(self._row_of[document_id])

    def passages(self, document_id: str, allowed: frozenset[Principal]) -> Sequence[Passage]:
        entry = self._entry(document_id, allowed)
        rows = range(0) if entry is None else range(entry.first, entry.first + entry.count)
        return tuple(self.passage(row) for row in rows)

    def _entry(self, document_id: str, allowed: frozenset[Principal]) -> Entry | None:
        row = self._row_of.get(document_id)
        entry = None if row is None else self._catalogue[row]
        return None if entry is None or entry.audience.isdisjoint(allowed) else entry

    def _document_now(self, row: int) -> Document:
        """With the audience that counts now: it may be narrower than when the snapshot was written."""
        return replace(self._document(row), audience=self._catalogue[row].audience)

    def _read_document(self, row: int) -> Document:
        return document_from(self._documents[row])
