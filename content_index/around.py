from __future__ import annotations

from content_index.ports import Embedder


class Around:
    """What every `Embedder` around another one has of it: all but how it encodes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    def knows(self, word: str) -> bool:
        return self._embedder.knows(word)
