"""Measures of rankings and of confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Grades = Mapping[str, int]
"""Document id to grade; what is absent is irrelevant."""


def ndcg(ranking: Sequence[str], grades: Grades, k: int) -> float:
    """Normalised discounted cumulative gain with linear gains, as trec_eval computes it."""
    gains = [grades.get(document, 0) for document in ranking[:k]]
    ideal = sorted(grades.values(), reverse=True)[:k]
    return _discounted(gains) / _discounted(ideal)


def recall(ranking: Sequence[str], grades: Grades, k: int) -> float:
    return len(set(ranking[:k]) & set(grades)) / len(grades)


def reciprocal_rank(ranking: Sequence[str], grades: Grades, k: int) -> float:
    ranks = (rank for rank, document in enumerate(ranking[:k], 1) if document in grades)
    return 1.0 / next(ranks, np.inf)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive scores above a negative, a tie counting half (Mann and Whitney)."""
    ordered = np.sort(np.asarray(negative, float))
    below = np.searchsorted(ordered, positive, "left")
    up_to = np.searchsorted(ordered, positive, "right")
    return float(np.mean((below + up_to) / (2 * len(ordered))))


def refused_at(answered: float, positive: Sequence[float], negative: Sequence[float]) -> float:
    """The share of negatives below the threshold that leaves `answered` of the positives at or above it."""
    threshold = np.quantile(np.asarray(positive, float), 1.0 - answered, method="lower")
    return float(np.mean(np.asarray(negative, float) < threshold))


def paired_bootstrap(better: Sequence[float], worse: Sequence[float], resamples: int = 10_000) -> float:
    """The share of resamples of the same questions in which `better` has no higher mean: the one-sided p of
    the paired bootstrap (Efron and Tibshirani). The same input gives the same figure."""
    gains = np.asarray(better, float) - np.asarray(worse, float)
    drawn = np.random.default_rng(0).integers(0, len(gains), (resamples, len(gains)))
    return float(np.mean(gains[drawn].mean(axis=1) <= 0))


def _discounted(gains: Sequence[int]) -> float:
    return float(sum(gain / np.log2(rank + 1) for rank, gain in enumerate(gains, 1)))
