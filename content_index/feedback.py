"""Pseudo-relevance feedback: the first passages found teach the question what is meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from content_index.model import Vector

TEACHERS = 3
LESSON = 0.2
"""How far the question leans towards the teachers' mean. Both are measured beside other numbers in
tests/relevance/README.md; all that lie near are within the noise."""


def teachers(scores: Vector) -> NDArray[np.intp]:
    """The places of the best scores, best first, and of equal ones the first."""
    return np.argsort(-scores, kind="stable")[:TEACHERS]


def taught(asked: Vector, known: Vector, scores: Vector) -> Vector:
    """The unit vector of the question, leaning towards the rows of `known`, each by its score.

    After Rocchio (1971), on vectors as in Li et al., "Pseudo Relevance Feedback with Deep Language Models and
    Dense Retrievers" (2021). Shapes (dimension,), (teachers, dimension), (teachers,).
    """
    if not scores.sum():
        return asked
    lesson = np.average(known, axis=0, weights=scores)
    leaning: Vector = (asked + LESSON * lesson).astype(np.float32)
    return leaning / np.linalg.norm(leaning)
