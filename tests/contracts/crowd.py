"""Many threads that do the same thing at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def at_once(count: int, work: Callable[[int], Result]) -> list[Result]:
    """What `work(0)` to `work(count - 1)` returned, in that order. Raises what one of them raised."""
    start = Barrier(count)

    def begin_together(number: int) -> Result:
        start.wait(timeout=20)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin_together, range(count)))
