"""One message a second and channel, as Slack asks, in the order in which they were given."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SPACING = 1.0


class Pace:
    """`now` counts seconds from anywhere; `pause` waits so many. One for all who send with a token, in
    whatever thread."""

    def __init__(
        self, now: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.now = now
        self.pause = pause
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[threading.Event]] = {}
        self._free_at: dict[str, float] = {}

    @contextmanager
    def turn(self, channel: str) -> Iterator[None]:
        """Whoever asks first goes first, and nobody else sends there meanwhile."""
        mine = threading.Event()
        with self._lock:
            waiting = self._waiting.setdefault(channel, deque())
            waiting.append(mine)
            if waiting[0] is mine:
                mine.set()
        mine.wait()
        try:
            yield
        finally:
            with self._lock:
                waiting.popleft()
                if waiting:
                    waiting[0].set()
                else:
                    del self._waiting[channel]

    def wait_for_room(self, channel: str) -> None:
        """Until a second has passed since the last message there. Call it within the channel's turn."""
        with self._lock:
            wait = self._free_at.get(channel, 0.0) - self.now()
        if wait > 0:
            self.pause(wait)
        self.keep_away(channel, SPACING)

    def keep_away(self, channel: str, seconds: float) -> None:
        """Nobody sends there for so long."""
        with self._lock:
            now = self.now()
            self._free_at = {place: until for place, until in self._free_at.items() if until > now}
            self._free_at[channel] = now + seconds

    def wait_left(self, channel: str) -> float:
        with self._lock:
            return max(0.0, self._free_at.get(channel, 0.0) - self.now())
