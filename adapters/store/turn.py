"""Who writes next, where one writes at a time."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from bot.errors import StoreUnavailable


class Turn:
    """One thread at a time, in the order in which they came, those `ahead` before all others. Not to be taken
    twice. Raises StoreUnavailable after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._numbers = count()
        self._taken = False
        self._waiting: list[tuple[bool, int, threading.Event]] = []

    @contextmanager
    def taken(self, *, ahead: bool) -> Iterator[None]:
        self._take(ahead)
        try:
            yield
        finally:
            self._hand_on()

    def _take(self, ahead: bool) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = (not ahead, next(self._numbers), threading.Event())
            heapq.heappush(self._waiting, mine)
        if mine[2].wait(self._seconds):
            return
        with self._lock:
            # Else it was handed over at the last moment.
            if mine in self._waiting:
                self._waiting.remove(mine)
                heapq.heapify(self._waiting)
                raise StoreUnavailable("Others are writing to the database for too long: try again.")

    def _hand_on(self) -> None:
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[2].set()
            else:
                self._taken = False
