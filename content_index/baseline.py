"""The fixed systems that `hybrid` is measured against. Not for users, and not to be improved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from content_index import lexical
from content_index.exact import ExactVectors
from content_index.fusion import reciprocal_ranks
from content_index.model import Document, Vector
from content_index.ports import Embedder

_WINDOW = 200
_STEP = 170
_DEPTH = 100
_POOL = 1_000


class Baseline:
    """BM25 and cosines over 200-word windows with the title, the best window speaking for its document."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder, folder: Path) -> None:
        texts: list[str] = []
        self._owner: list[str] = []
        for document in documents:
            for window in windows(document):
                texts.append(window)
                self._owner.append(document.path)
        lexical.build(texts, folder)
        self._words = lexical.PassageWords(folder)
        self._vectors = ExactVectors(embedder.encode(texts))

    def lexical(self, text: str) -> list[str]:
        return self._pooled(self._words.search(text, _POOL)[0].tolist())

    def dense(self, vector: Vector) -> list[str]:
        return self._pooled(self._vectors.search(vector, _POOL)[0].tolist())

    def fused(self, text: str, vector: Vector) -> list[str]:
        return reciprocal_ranks([self.lexical(text), self.dense(vector)])[:_DEPTH]

    def _pooled(self, rows: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(self._owner[row] for row in rows))[:_DEPTH]


def windows(document: Document) -> list[str]:
    words = document.text.split()
    last = max(len(words) - _WINDOW + _STEP, 1)
    starts = range(0, last, _STEP)
    return [f"{document.title}\n{' '.join(words[start : start + _WINDOW])}".strip() for start in starts]
