"""A look at the index: what is in it, what was skipped, and whether it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from content_index import refusal, snapshot
from content_index.errors import ContentError
from content_index.ports import Embedder, Skipped
from content_index.search import LiveIndex


@dataclass(frozen=True, slots=True)
class SourceStatus:
    name: str
    documents: int
    passages: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """`problem` is empty while healthy. `model` is the embedder's fingerprint, `size` is in bytes."""

    healthy: bool
    problem: str
    sources: tuple[SourceStatus, ...] = ()
    documents: int = 0
    passages: int = 0
    model: str = ""
    size: int = 0
    built_at: datetime | None = None


def status(directory: Path, embedder: Embedder | None = None) -> IndexStatus:
    """With an embedder, also whether the index answers with it."""
    try:
        folder, manifest = snapshot.current(directory)
        snapshot.verify(folder, manifest.files)
        refused = refusal.of(directory)
    except ContentError as error:
        return IndexStatus(False, str(error))
    problem = refused.reason if refused else LiveIndex(directory, embedder).problem() if embedder else ""
    sources = tuple(
        SourceStatus(name, manifest.documents[name], manifest.passages[name], manifest.skipped.get(name, ()))
        for name in sorted(manifest.documents)
    )
    return IndexStatus(
        not problem,
        problem,
        sources,
        sum(manifest.documents.values()),
        sum(manifest.passages.values()),
        manifest.model,
        snapshot.size(folder),
        manifest.built_at,
    )
