"""Embedders that break without an error: their fingerprint stays, their vectors do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from content_index.model import Vector
from tests.fakes.embedder import HashEmbedder


class Turned(HashEmbedder):
    """The same fingerprint, other vectors: a tokenizer or library that changed under the model."""

    def __init__(self, turn: Callable[[Vector], Vector]) -> None:
        super().__init__()
        self._turn = turn

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        return self._turn(super().encode(texts, progress))


def constant(rows: Vector) -> Vector:
    same = np.zeros_like(rows)
    same[:, 0] = 1.0
    return same


def rolled(rows: Vector) -> Vector:
    return np.roll(rows, 7, axis=1)


def reversed_rows(rows: Vector) -> Vector:
    return np.ascontiguousarray(rows[::-1])
