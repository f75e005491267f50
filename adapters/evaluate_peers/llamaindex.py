"""LlamaIndex: a query fusion retriever of BM25 and a vector index."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from adapters.evaluate_peers.pieces import DEPTH, documents_of
from content_index.evaluate import Ranker
from content_index.model import Document, Vector
from content_index.ports import Embedder

MODE = "relative_score"
"""The strongest of its modes on the sets of tests/relevance/README.md, so that ours is held to that."""


def llamaindex(documents: Sequence[Document], embedder: Embedder) -> Ranker:
    """Nodes of the sentence splitter's default: up to 1,024 tokens, 200 of them overlapping. The question is
    asked as it is, not in versions that a language model makes of it."""
    core = import_module("llama_index.core")
    nodes = _nodes(documents, embedder)
    # It looks for a model by itself; every vector is given, so a mock is never asked.
    mock = import_module("llama_index.core.embeddings").MockEmbedding(embed_dim=embedder.dimension)
    index = core.VectorStoreIndex(nodes, embed_model=mock)
    worded = import_module("llama_index.retrievers.bm25").BM25Retriever.from_defaults(
        nodes=nodes, similarity_top_k=min(DEPTH, len(nodes))
    )
    fused = import_module("llama_index.core.retrievers").QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=DEPTH), worded],
        llm=import_module("llama_index.core.llms").MockLLM(),
        mode=MODE,
        similarity_top_k=2 * DEPTH,
        num_queries=1,
        use_async=False,
    )
    bundle = import_module("llama_index.core.schema").QueryBundle

    def rank(text: str, vector: Vector) -> list[str]:
        found = fused.retrieve(bundle(text, embedding=vector.tolist()))
        return documents_of(one.node.metadata["path"] for one in found)

    return rank


def _nodes(documents: Sequence[Document], embedder: Embedder) -> list[Any]:
    make = import_module("llama_index.core").Document
    splitter = import_module("llama_index.core.node_parser").SentenceSplitter()
    hidden = {"excluded_embed_metadata_keys": ["path"], "excluded_llm_metadata_keys": ["path"]}
    whole = [
        make(text=one.text, metadata={"title": one.title, "path": one.path}, **hidden) for one in documents
    ]
    nodes: list[Any] = splitter.get_nodes_from_documents(whole)
    embedded = import_module("llama_index.core.schema").MetadataMode.EMBED
    vectors = embedder.encode([node.get_content(metadata_mode=embedded) for node in nodes])
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector.tolist()
    return nodes
