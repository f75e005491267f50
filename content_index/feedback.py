"""Pseudo-relevance feedback: the first passages found teach the question what is meant."""

from __future__ import annotations

import numpy as np

from content_index.model import Vector

TEACHERS = 3
LESSON = 0.2
"""How far the question leans towards the teachers' mean. Both are measured beside other numbers in
tests/relevance/README.md; all that lie near are within the noise."""


def taught(asked: Vector, known: Vector, scores: Vector) -> Vector:
    """The unit vector of the question, leaning towards the best scored rows of `known`, each by its score.

    After Rocchio (1971), on vectors as in Li et al., "Pseudo Relevance Feedback with Deep Language Models and
    Dense Retrievers" (2021). Shapes (dimension,), (candidates, dimension), (candidates,).
    """
    first = np.argsort(-scores, kind="stable")[:TEACHERS]
    if not scores[first].sum():
        return asked
    lesson = np.average(known[first], axis=0, weights=scores[first])
    leaning: Vector = (asked + LESSON * lesson).astype(np.float32)
    return leaning / np.linalg.norm(leaning)
