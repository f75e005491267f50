"""Work that must stay in order, and work that need not, on one pool."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import TypeAlias

Task: TypeAlias = Callable[[], None]


class Gate:
    """Lets what must be quick go first: work that can wait begins only while nothing of the other is under
    way, or after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._quiet = threading.Condition()
        self._under_way = 0

    @contextmanager
    def first(self) -> Iterator[None]:
        with self._quiet:
            self._under_way += 1
        try:
            yield
        finally:
            with self._quiet:
                self._under_way -= 1
                self._quiet.notify_all()

    def wait(self) -> None:
        with self._quiet:
            self._quiet.wait_for(lambda: not self._under_way, self._seconds)


class Lanes:
    """Tasks of one lane run one after another, of those that wait the earliest first; lanes run side by side.
    A task must not raise. None begins while its `gate` is busy: of what arrives together, the earliest goes
    first, whichever was kept first."""

    def __init__(self, executor: Executor, seconds: float = 1.5) -> None:
        self.gate = Gate(seconds)
        self._executor = executor
        self._lock = threading.Lock()
        self._numbers = count()
        self._waiting: dict[str, list[tuple[datetime, int, Task]]] = {}

    def add(self, lane: str, at: datetime, task: Task) -> bool:
        """True where the lane stood still: then it has to be started, once the gate has been left."""
        with self._lock:
            busy = lane in self._waiting
            heapq.heappush(self._waiting.setdefault(lane, []), (at, next(self._numbers), task))
        return not busy

    def start(self, lane: str) -> None:
        self._executor.submit(self._run, lane)

    def _run(self, lane: str) -> None:
        while task := self._next(lane):
            task()

    def _next(self, lane: str) -> Task | None:
        self.gate.wait()
        with self._lock:
            if self._waiting[lane]:
                return heapq.heappop(self._waiting[lane])[2]
            del self._waiting[lane]
            return None
