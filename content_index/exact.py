"""The reference `VectorIndex`: every product computed, nothing approximated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content_index.model import Vector

_DECIMALS = 6


class ExactVectors:
    """`matrix` holds unit rows; it may be a memory map."""

    def __init__(self, matrix: Vector) -> None:
        self._matrix = matrix

    def search(
        self, vector: Vector, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vector]:
        rows = np.arange(len(self._matrix)) if allowed is None else np.flatnonzero(allowed)
        return best(rows, self._matrix[rows] @ vector, k)

    def save(self, path: Path) -> None:
        np.save(path, self._matrix, allow_pickle=False)


def best(rows: NDArray[np.int64], scores: Vector, k: int) -> tuple[NDArray[np.int64], Vector]:
    """The k best of `rows` (ascending), best first, ties by lower row.

    Scores are rounded first: the same vector at two rows may differ in its last bits with the order in
    which products are summed, and equal content should not change places for that.
    """
    scores = np.round(scores, _DECIMALS).astype(np.float32)
    if 0 < k < len(scores):
        enough = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
        rows, scores = rows[enough], scores[enough]
    order = np.lexsort((rows, -scores))[: max(k, 0)]
    return rows[order].astype(np.int64), scores[order]
