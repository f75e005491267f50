"""What the index needs from outside, and its own replaceable parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from content_index.model import Document, Vector

Progress: TypeAlias = Callable[[str, int, int], None]
"""progress(stage, done, total)"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file a source holds, without its content. `fingerprint` changes whenever the content or its
    metadata does; `path` is relative to the source."""

    path: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be taken in, or not for all who should see it, and why, in one sentence a content
    owner can act on."""

    path: str
    reason: str


WHOLE_SOURCE = "."
"""The path that says a source could not be listed at all."""


class Source(Protocol):
    """Where content comes from. `read` raises `Unreadable` (content_index.errors) with the reason."""

    @property
    def name(self) -> str: ...
    def list(self) -> Iterator[Listed]: ...
    def read(self, listed: Listed) -> Document: ...


class Embedder(Protocol):
    """`encode` returns float32 unit rows of shape (len(texts), dimension). `fingerprint` names model and
    weights: vectors of different fingerprints never meet. `knows` tells whether a word in small letters is in
    the model's own vocabulary, whole: then it is a word and no slip of the fingers."""

    @property
    def dimension(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    def knows(self, word: str) -> bool: ...
    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector: ...


class VectorIndex(Protocol):
    """Nearest passages by inner product over unit vectors, ids being row numbers 0..n-1.

    `allowed` is a boolean array of shape (n,) or None for all: the k best *allowed* rows come back,
    however few they are. Returns (ids int64, scores float32), both (≤k,), best first, ties by lower id.
    """

    def search(
        self, vector: Vector, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vector]: ...
    def save(self, path: Path) -> None: ...


class LexicalIndex(Protocol):
    """BM25 over the same rows. Any string is a valid question: operators and quotes are plain text.
    Same return as `VectorIndex.search`; rows with no matching word are absent."""

    def search(
        self, text: str, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vector]: ...
