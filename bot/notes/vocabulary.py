"""Word lists written as running text."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())
