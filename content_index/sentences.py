"""The vectors of a passage's units, by which an answer is chosen: made once, by whoever needs them first, and
kept beside the index."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from content_index import snapshot
from content_index.embedding_cache import EmbeddingCache
from content_index.model import Passage, Vector
from content_index.ports import Embedder, Progress
from content_index.records import Lines, passage_from
from content_index.units import Unit, units

Half: TypeAlias = NDArray[np.float16]

_log = logging.getLogger(__name__)

_READ = 300
"""Characters of a unit that its vector is made of: long code says at its top what it is."""
_AT_ONCE = 64


def path_of(directory: Path) -> Path:
    return directory / "sentences.sqlite"


@dataclass(frozen=True, slots=True)
class _Cut:
    """A passage's units, the texts their vectors are made of and what those are kept under."""

    units: tuple[Unit, ...]
    texts: Sequence[str]
    key: str


class SentenceVectors:
    """Units with their vectors, from a file of float16 rows by the model and the text they were made of.
    While the file cannot be read or written they are made anew each time. Safe to share between threads."""

    def __init__(self, embedder: Embedder, directory: Path) -> None:
        self._embedder = embedder
        self._cache = EmbeddingCache(path_of(directory))

    def of(self, passages: Sequence[Passage]) -> list[tuple[tuple[Unit, ...], Vector]]:
        """For each passage its units and their vectors, shape (units, dimension)."""
        cut = [_cut(passage) for passage in passages]
        rows = self._rows({one.key: one.texts for one in cut})
        return [(one.units, rows[one.key].astype(np.float32)) for one in cut]

    def make(self, passages: Sequence[Passage]) -> frozenset[str]:
        """Makes what is missing for these passages and returns what all of it is kept under."""
        cut = {one.key: one.texts for one in map(_cut, passages)}
        self._rows(cut)
        return frozenset(cut)

    def forget_all_but(self, keys: Set[str]) -> None:
        self._cache.forget_all_but(self._embedder.fingerprint, keys)

    def _rows(self, wanted: Mapping[str, Sequence[str]]) -> Mapping[str, Half]:
        kept = self._kept(list(wanted))
        shapes = {key: (len(some), self._embedder.dimension) for key, some in wanted.items()}
        rows = {key: kept[key].reshape(shapes[key]) for key in kept if kept[key].size == np.prod(shapes[key])}
        missing = {key: some for key, some in wanted.items() if key not in rows}
        return {**rows, **self._made(missing)} if missing else rows

    def _made(self, missing: Mapping[str, Sequence[str]]) -> Mapping[str, Half]:
        vectors = self._embedder.encode([text for some in missing.values() for text in some])
        ends = np.cumsum([len(some) for some in missing.values()])
        parts = np.split(vectors.astype(np.float16), ends[:-1])
        made = dict(zip(missing, parts, strict=True))
        self._keep(made)
        return made

    def _kept(self, keys: Sequence[str]) -> Mapping[str, Half]:
        try:
            blobs = self._cache.get(self._embedder.fingerprint, keys)
        except OSError as error:
            _log.warning("The vectors of sentences cannot be read and are made anew: %s", error)
            return {}
        return {key: np.frombuffer(blob, np.float16) for key, blob in blobs.items()}

    def _keep(self, made: Mapping[str, Half]) -> None:
        try:
            self._cache.put(self._embedder.fingerprint, {key: part.tobytes() for key, part in made.items()})
        except OSError as error:
            _log.warning("The vectors of sentences cannot be kept: %s", error)


def make_all(directory: Path, embedder: Embedder, progress: Progress) -> None:
    """Makes what is missing for the current snapshot, so that no asker waits for it, and forgets what no
    passage of it says any more. Killed at any moment it keeps what it has made."""
    vectors = SentenceVectors(embedder, directory)
    lines = Lines(snapshot.current(directory)[0] / "passages.jsonl")
    said: set[str] = set()
    for start in range(0, len(lines), _AT_ONCE):
        end = min(start + _AT_ONCE, len(lines))
        said |= vectors.make([passage_from(lines[row]) for row in range(start, end)])
        progress("sentences", end, len(lines))
    vectors.forget_all_but(said)


def _cut(passage: Passage) -> _Cut:
    found = units(passage.text)
    texts = _texts(passage, found)
    return _Cut(found, texts, sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest())


def _texts(passage: Passage, cut: Sequence[Unit]) -> list[str]:
    """A sentence alone loses its subject; the title and heading above it give it back."""
    above = " › ".join((passage.title, *passage.headings[-1:]))
    return [f"{above}: {unit.lead} {unit.text[:_READ]}" for unit in cut]
