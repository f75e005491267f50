"""Vectors seen relative to their corpus: what its passages share counts less, what tells them apart more."""

from __future__ import annotations

import numpy as np

from content_index.model import Vector


def whitening(vectors: Vector) -> Vector:
    """The matrix W, shape (dimension, dimension), that brings the directions in which unit `vectors` (rows,
    dimension) lie to about equal length: W = (VᵀV / rows + (1/dimension + 1/rows) · I)^-½.

    After Su, Cao, Liu and Ou, "Whitening Sentence Representations for Better Semantics and Faster Retrieval"
    (2021), with a ridge: the mean eigenvalue, and what one passage more could add, so that a direction in
    which a small corpus has no passage is not held to be telling.
    """
    rows, dimension = vectors.shape
    rows = max(rows, 1)
    lengths, directions = np.linalg.eigh((vectors.T @ vectors).astype(np.float64) / rows)
    scale = (np.maximum(lengths, 0.0) + 1.0 / dimension + 1.0 / rows) ** -0.5
    matrix: Vector = ((directions * scale) @ directions.T).astype(np.float32)
    return matrix


def whitened(vectors: Vector, matrix: Vector) -> Vector:
    """Unit rows again; shape (rows, dimension) in and out."""
    turned = vectors @ matrix
    rows: Vector = turned / np.maximum(np.linalg.norm(turned, axis=-1, keepdims=True), 1e-12)
    return rows.astype(np.float32)
