"""An embedder without a model: texts that share words are near."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256

import numpy as np

from content_index.model import Vector

_ENDINGS = ("ing", "ed", "es", "s")


class HashEmbedder:
    """A bag of stemmed words, each hashed to a signed place; unit rows. `encoded` lists every text it was
    given; `fails_after` makes it raise once that many texts were encoded."""

    def __init__(
        self,
        dimension: int = 256,
        name: str = "hash",
        fails_after: int | None = None,
        words: Collection[str] = (),
    ) -> None:
        self.encoded: list[str] = []
        self._dimension = dimension
        self._name = name
        self._fails_after = fails_after
        self._words = words

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def fingerprint(self) -> str:
        return f"{self._name}-{self._dimension}"

    def knows(self, word: str) -> bool:
        return word in self._words

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        if self._fails_after is not None and len(self.encoded) + len(texts) > self._fails_after:
            raise RuntimeError("the embedder was told to fail")
        rows = np.zeros((len(texts), self._dimension), np.float32)
        for row, text in enumerate(texts):
            rows[row] = self._row(text)
            if progress is not None:
                progress(row + 1)
        self.encoded.extend(texts)
        return rows

    def _row(self, text: str) -> Vector:
        row = np.zeros(self._dimension, np.float32)
        for word in re.findall(r"\w+", text.lower()):
            digest = sha256(_stem(word).encode("utf-8", "replace")).digest()
            row[int.from_bytes(digest[:4], "big") % self._dimension] += 1 if digest[4] % 2 else -1
        norm = float(np.linalg.norm(row))
        if norm == 0.0:
            row[0] = norm = 1.0
        return row / np.float32(norm)


def _stem(word: str) -> str:
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) > len(one) + 2), "")
    return word.removesuffix(ending)
