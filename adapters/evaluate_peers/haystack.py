"""Haystack: in-memory BM25 and embedding retrievers behind its joiner by reciprocal ranks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from adapters.evaluate_peers.pieces import DEPTH, documents_of
from content_index.evaluate import Ranker
from content_index.model import Document, Vector
from content_index.ports import Embedder


def haystack(documents: Sequence[Document], embedder: Embedder) -> Ranker:
    """Pieces of the splitter's default: 200 words, no overlap. BM25L over unstemmed words is the store's."""
    os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
    store = import_module("haystack.document_stores.in_memory").InMemoryDocumentStore()
    store.write_documents(_pieces(documents, embedder))
    retrievers = import_module("haystack.components.retrievers.in_memory")
    worded = retrievers.InMemoryBM25Retriever(store, top_k=DEPTH)
    near = retrievers.InMemoryEmbeddingRetriever(store, top_k=DEPTH)
    joiner = import_module("haystack.components.joiners").DocumentJoiner("reciprocal_rank_fusion")

    def rank(text: str, vector: Vector) -> list[str]:
        found = [
            worded.run(query=text)["documents"],
            near.run(query_embedding=vector.tolist())["documents"],
        ]
        return documents_of(piece.meta["path"] for piece in joiner.run(documents=found)["documents"])

    return rank


def _pieces(documents: Sequence[Document], embedder: Embedder) -> list[Any]:
    make = import_module("haystack").Document
    splitter = import_module("haystack.components.preprocessors").DocumentSplitter()
    whole = [make(content=one.text, meta={"path": one.path, "title": one.title}) for one in documents]
    pieces = splitter.run(documents=whole)["documents"]
    texts = [f"{piece.meta['title']}\n{piece.content}" for piece in pieces]
    return [
        make(content=text, meta={"path": piece.meta["path"], "piece": place}, embedding=vector.tolist())
        for place, (piece, text, vector) in enumerate(zip(pieces, texts, embedder.encode(texts), strict=True))
    ]
