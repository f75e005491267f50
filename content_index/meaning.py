"""How near passages are to a question as one audience's passages tell themselves apart: what its corpus
shares is what *its* passages share, so that hidden ones weigh nothing."""

from __future__ import annotations

from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from content_index.exact import best
from content_index.model import Vector
from content_index.ports import VectorIndex
from content_index.whitening import whitened, whitening

Rows: TypeAlias = NDArray[np.int64]


class Meaning(Protocol):
    """`asked` is a question's whitened unit vector, shape (dimension,); cosines are between whitened unit
    vectors, in the order of `rows`."""

    def asked(self, vector: Vector) -> Vector: ...
    def nearest(self, asked: Vector, k: int) -> tuple[Rows, Vector]: ...
    def cosines(self, asked: Vector, rows: Rows) -> Vector: ...
    def vectors(self, rows: Rows) -> Vector: ...


class OfAll:
    """Of a whole snapshot, from what was whitened when it was written."""

    def __init__(self, whitening: Vector, whitened: Vector, index: VectorIndex) -> None:
        self._whitening = whitening
        self._whitened = whitened
        self._index = index

    def asked(self, vector: Vector) -> Vector:
        return whitened(vector, self._whitening)

    def nearest(self, asked: Vector, k: int) -> tuple[Rows, Vector]:
        return self._index.search(asked, k)

    def cosines(self, asked: Vector, rows: Rows) -> Vector:
        cosines: Vector = self._whitened[rows] @ asked
        return cosines

    def vectors(self, rows: Rows) -> Vector:
        return self._whitened[rows]


class OfSome:
    """Of the rows of a mask, exactly. Keeps a number a row beside the plain vectors: with W whitening,
    cos(q, vW) = (Wq · v) / |vW|."""

    def __init__(self, matrix: Vector, mask: NDArray[np.bool_]) -> None:
        self._matrix = matrix
        self._rows = np.flatnonzero(mask)
        seen = matrix[self._rows]
        self._whitening = whitening(seen)
        self._lengths: Vector = np.ones(len(matrix), np.float32)
        self._lengths[self._rows] = np.maximum(np.linalg.norm(seen @ self._whitening, axis=-1), 1e-12)

    def asked(self, vector: Vector) -> Vector:
        return whitened(vector, self._whitening)

    def nearest(self, asked: Vector, k: int) -> tuple[Rows, Vector]:
        products: Vector = self._matrix @ (self._whitening @ asked)
        return best(self._rows, (products / self._lengths)[self._rows], k)

    def cosines(self, asked: Vector, rows: Rows) -> Vector:
        products: Vector = self._matrix[rows] @ (self._whitening @ asked)
        return products / self._lengths[rows]

    def vectors(self, rows: Rows) -> Vector:
        return whitened(self._matrix[rows], self._whitening)
