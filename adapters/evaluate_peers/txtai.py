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
    pieces = [(one, text) for one in documents for text in cut(one.text) or [""]]
    asked: dict[str, Vector] = {}

    def vectors(texts: list[str]) -> Vector:
        known = [asked[text] for text in texts if text in asked]
        return np.stack(known) if len(known) == len(texts) else embedder.encode(texts)

    library = import_module("txtai").Embeddings(method="external", transform=vectors, hybrid=True)
    library.index((place, f"{one.title}\n{text}", None) for place, (one, text) in enumerate(pieces))

    def rank(text: str, vector: Vector) -> list[str]:
        asked[text] = vector
        return documents_of(pieces[place][0].path for place, _ in library.search(text, DEPTH))

    return rank
