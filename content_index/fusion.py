"""Two kinds of evidence to one order. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np

from content_index.model import Vector

T = TypeVar("T", bound=Hashable)

_DIGITS = 5
"""What differs after these is how sums were rounded: no order may hang on it."""
_DENSE_SHARE = 0.5
"""Equal shares: measured beside other shares, raw cosines and z-scores in tests/relevance/README.md; what
lies near is within the noise, so nothing is tuned to a set."""


def fuse(dense: Vector, lexical: Vector, floor: float) -> Vector:
    """A convex combination of both scores of the same candidates, each brought to 0..1.

    `dense` are cosines, of which `floor` and all below count as nothing; `lexical` are BM25 scores, 0.0
    where no word matches. Shape (candidates,) in and out.
    """
    if not len(dense):
        return np.zeros(0, np.float32)
    near = np.clip((dense - floor) / max(float(dense.max()) - floor, 1e-6), 0.0, 1.0)
    worded = lexical / max(float(lexical.max()), 1e-6)
    fused: Vector = (_DENSE_SHARE * near + (1 - _DENSE_SHARE) * worded).astype(np.float32)
    return fused.round(_DIGITS)


def reciprocal_ranks(rankings: Sequence[Sequence[T]], k: int = 60) -> list[T]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), best first."""
    scores: dict[T, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, 1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (k + rank)
    return sorted(scores, key=lambda item: -scores[item])
