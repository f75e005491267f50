"""Work that must stay in order, and work that need not, on one pool."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from itertools import count
from typing import TypeAlias

Task: TypeAlias = Callable[[], None]


class Lanes:
    """Tasks of one lane run one after another, of those that wait the earliest first; lanes run side by side.
    A task must not raise."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._lock = threading.Lock()
        self._numbers = count()
        self._waiting: dict[str, list[tuple[datetime, int, Task]]] = {}

    def submit(self, lane: str, at: datetime, task: Task) -> None:
        with self._lock:
            busy = lane in self._waiting
            heapq.heappush(self._waiting.setdefault(lane, []), (at, next(self._numbers), task))
        if not busy:
            self._executor.submit(self._run, lane)

    def _run(self, lane: str) -> None:
        while task := self._next(lane):
            task()

    def _next(self, lane: str) -> Task | None:
        with self._lock:
            if self._waiting[lane]:
                return heapq.heappop(self._waiting[lane])[2]
            del self._waiting[lane]
            return None
