"""FAISS behind `VectorIndex`: exact while small, a graph above that, and exact again under tight filters."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content_index.exact import best
from content_index.model import Vector

GRAPH_FROM = 50_000
"""Rows from which a graph is worth its build time and memory: a full scan is a few milliseconds below it."""

_EXACT_BELOW = 0.6
"""Measured on 50,000 clustered vectors, a filtered graph keeps .994 of the true neighbours when half the rows
are allowed, but .79 at a tenth and .49 at a hundredth."""

_NEIGHBOURS = 32
_BUILD_BREADTH = 200
_SEARCH_BREADTH = 200
_SPARE = 32
_WRITTEN_AT_ONCE = 1 << 20


class FaissVectors:
    """`graph_from` is the number of rows from which unfiltered searches are approximate."""

    def __init__(self, matrix: Vector, graph_from: int = GRAPH_FROM) -> None:
        rows, dimension = matrix.shape
        self._index = _graph(dimension) if rows >= graph_from else _flat(dimension)
        if rows:
            self._index.add(np.ascontiguousarray(matrix, np.float32))

    @classmethod
    def load(cls, path: Path) -> FaissVectors:
        faiss = _library()
        loaded = cls.__new__(cls)
        loaded._index = faiss.read_index(str(path))
        return loaded

    def save(self, path: Path) -> None:
        faiss = _library()
        # Python's own file tells of a full disk; the library's would lose the end and say nothing.
        with path.open("wb") as file:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write, _WRITTEN_AT_ONCE))

    def search(
        self, vector: Vector, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vector]:
        # A few more than asked for, so that ties at the edge can be settled by the lower row.
        count = min(k + _SPARE, self._index.ntotal if allowed is None else int(allowed.sum()))
        if k <= 0 or count == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        index, parameters = self._plan(count, allowed)
        scores, rows = index.search(np.ascontiguousarray(vector[None], np.float32), count, params=parameters)
        found = rows[0] >= 0
        return best(rows[0][found], scores[0][found], k)

    def _plan(self, count: int, allowed: NDArray[np.bool_] | None) -> tuple[Any, Any]:
        faiss = _library()
        selector = (
            None if allowed is None else faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        )
        if not isinstance(self._index, faiss.IndexHNSW):
            return self._index, faiss.SearchParameters(sel=selector)
        if allowed is not None and float(allowed.mean()) < _EXACT_BELOW:
            return faiss.downcast_index(self._index.storage), faiss.SearchParameters(sel=selector)
        breadth = max(_SEARCH_BREADTH, 2 * count)
        return self._index, faiss.SearchParametersHNSW(sel=selector, efSearch=breadth)


def _flat(dimension: int) -> Any:
    faiss = _library()
    return faiss.IndexFlatIP(dimension)


def _graph(dimension: int) -> Any:
    faiss = _library()
    index = faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = _BUILD_BREADTH
    return index


def _library() -> Any:
    # Its published types miss half of what its Python wrapper adds.
    return importlib.import_module("faiss")
