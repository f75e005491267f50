"""txtai: its embeddings database with `hybrid`, BM25 and vectors in equal shares."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from adapters.evaluate_peers.pieces import DEPTH, documents_of
from content_index.evaluate import Ranker
from content_index.model import Document, Vector
from content_index.ports import Embedder


def txtai(documents: Sequence[Document], embedder: Embedder) -> Ranker:
    """Paragraphs, as its segmentation cuts them."""
    cut = import_module("txtai.pipeline").Segmentation(paragraphs=True)
    pieces = [(one.path, f"{one.title}\n{text}") for one in documents for text in cut(one.text) or [""]]
    texts = [text for _, text in pieces]
    known = dict(zip(texts, embedder.encode(texts), strict=True))

    def vectors(some: list[str]) -> Vector:
        return np.stack([known[text] for text in some])

    library = import_module("txtai").Embeddings(method="external", transform=vectors, hybrid=True)
    library.index((place, text, None) for place, text in enumerate(texts))

    def rank(text: str, vector: Vector) -> list[str]:
        known[text] = vector
        return documents_of(pieces[place][0] for place, _ in library.search(text, DEPTH))

    return rank
