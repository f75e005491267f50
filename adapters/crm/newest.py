"""A memory with an end: so many entries, those used longest ago are forgotten first."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Newest(Generic[Value]):
    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, Value] = {}
        self._lock = Lock()

    def get(self, key: str) -> Value | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept[key] = found = self._kept.pop(key)
            return found

    def put(self, key: str, value: Value) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = value
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def drop(self, key: str) -> None:
        with self._lock:
            self._kept.pop(key, None)
