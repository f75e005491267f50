"""Callers that need vectors at the same time share forward passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Condition

import numpy as np

from content_index.around import Around
from content_index.model import Vector
from content_index.ports import Embedder

BATCH = 32
"""Most texts encoded at once: what a question that comes in meanwhile waits for."""

FOR_THE_SHORT = BATCH // 2
"""So many places of a batch go to the callers with the fewest texts left, the others to those who wait
longest: a question does not wait behind a thousand passages, nor they for ever behind questions."""


class SharedEmbedder(Around):
    """An `Embedder` for many threads around one that encodes for one at a time.

    A caller who finds nothing being encoded encodes at once all that is waiting; who comes meanwhile is part
    of the next batch, so that nobody ever waits for company. What the inner embedder raises reaches every
    caller with a text in that batch.
    """

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._changed = Condition()
        self._waiting: list[_Request] = []
        self._encoding = False

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        request = _Request(texts, self.dimension)
        with self._changed:
            self._waiting.append(request)
        try:
            while request.left:
                made = request.made
                self._lead_or_follow(request)
                if progress is not None and request.made > made:
                    progress(request.made)
        finally:
            with self._changed:
                self._waiting.remove(request)
        if request.error is not None:
            raise request.error
        return request.rows

    def _lead_or_follow(self, request: _Request) -> None:
        with self._changed:
            if self._encoding and request.left:
                self._changed.wait()
            if self._encoding or not request.left:
                return
            self._encoding = True
            batch = _batch(self._waiting)
        try:
            self._encode(batch)
        finally:
            with self._changed:
                self._encoding = False
                self._changed.notify_all()

    def _encode(self, batch: Sequence[tuple[_Request, int]]) -> None:
        try:
            rows = self._embedder.encode([text for request, count in batch for text in request.next(count)])
        except Exception as error:
            for request, _ in batch:
                request.error = error
            return
        for request, count in batch:
            request.keep(rows[:count])
            rows = rows[count:]


class _Request:
    """One caller's texts, of which the `made` longest have their vectors in `rows`."""

    __slots__ = ("_order", "_texts", "error", "made", "rows")

    def __init__(self, texts: Sequence[str], dimension: int) -> None:
        self._texts = texts
        # Texts of like length share a batch, so that little of it is padding.
        self._order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        self.rows: Vector = np.zeros((len(texts), dimension), np.float32)
        self.made = 0
        self.error: Exception | None = None

    @property
    def left(self) -> int:
        return 0 if self.error is not None else len(self._texts) - self.made

    def next(self, count: int) -> list[str]:
        return [self._texts[place] for place in self._order[self.made : self.made + count]]

    def keep(self, rows: Vector) -> None:
        self.rows[self._order[self.made : self.made + len(rows)]] = rows
        self.made += len(rows)


def _batch(waiting: Sequence[_Request]) -> list[tuple[_Request, int]]:
    """Who gets how many places; `waiting` is in the order of arrival."""
    taken = dict.fromkeys(waiting, 0)
    shortest_first = sorted(waiting, key=lambda request: request.left)
    for requests, until in ((shortest_first, FOR_THE_SHORT), (waiting, BATCH)):
        for request in requests:
            room = until - sum(taken.values())
            taken[request] += min(room, request.left - taken[request])
    return [(request, count) for request, count in taken.items() if count]
