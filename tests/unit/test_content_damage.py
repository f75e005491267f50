from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from adapters.sources.files import FileSource
from content_index.errors import ContentError, IndexDamaged
from content_index.faiss import FaissVectors
from content_index.ingest import SyncReport, sync
from content_index.model import PUBLIC, Query
from content_index.search import LiveIndex
from content_index.status import status
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVERYONE = frozenset({PUBLIC})


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "seats.md").write_text("# Seats\n\nA team seat costs forty euros.")
    (folder / "security.md").write_text("# Security\n\nOur auditors renew the SOC report every March.")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def take_in(
    folder: Path, index: Path, embedder: HashEmbedder | None = None, name: str = "pages"
) -> SyncReport:
    return sync([FileSource(name, str(folder))], index, embedder or HashEmbedder(), NOW)


def embedded(embedder: HashEmbedder) -> list[str]:
    """Passages, whose first line is their title; golden questions are one line."""
    return [text for text in embedder.encoded if "\n" in text]


def found(index: Path, question: str) -> list[str]:
    findings = LiveIndex(index, HashEmbedder()).search(Query(question, EVERYONE))
    return [hit.document.path for hit in findings.hits]


def snapshot_folder(index: Path) -> Path:
    return index / "snapshots" / (index / "CURRENT").read_text().split()[0]


FILES = [
    "documents.jsonl",
    "passages.jsonl",
    "catalogue.json",
    "vectors.npy",
    "manifest.json",
    "words/terms.txt",
    "words/counts.npy",
]


@pytest.mark.parametrize("harm", ["flip", "cut", "delete"])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_never_served_and_the_next_sync_rebuilds(
    pages: Path, index: Path, name: str, harm: str
) -> None:
    take_in(pages, index)
    path = snapshot_folder(index) / name
    data = path.read_bytes()
    if harm == "delete":
        path.unlink()
    else:
        middle = len(data) // 2
        path.write_bytes(
            data[:middle] + (bytes([data[middle] ^ 1]) + data[middle + 1 :] if harm == "flip" else b"")
        )
    with pytest.raises(IndexDamaged, match="cornerman index sync"):
        found(index, "seat")
    damaged = status(index)
    assert not damaged.healthy
    assert "damaged" in damaged.problem
    embedder = HashEmbedder()
    report = take_in(pages, index, embedder)
    assert report.rebuilt
    assert embedded(embedder) == []
    assert status(index).healthy
    assert found(index, "what does a seat cost")[0] == "seats.md"


def test_damage_to_the_vectors_loses_no_other_source(pages: Path, index: Path) -> None:
    take_in(pages, index)
    take_in(pages, index, name="copy")
    (snapshot_folder(index) / "vectors.npy").write_bytes(b"")
    take_in(pages, index)
    assert [(one.name, one.documents) for one in status(index).sources] == [("copy", 2), ("pages", 2)]


def test_a_damaged_pointer_is_rebuilt(pages: Path, index: Path) -> None:
    take_in(pages, index)
    (index / "CURRENT").write_text("nonsense")
    with pytest.raises(IndexDamaged):
        found(index, "seat")
    assert take_in(pages, index).rebuilt
    assert found(index, "what does a seat cost")[0] == "seats.md"


def test_damaged_vectors_in_the_cache_are_made_again(pages: Path, index: Path) -> None:
    take_in(pages, index)
    (index / "embeddings.sqlite").write_bytes(b"this is no database " * 500)
    (pages / "new.md").write_text("# Trials\n\nA trial lasts two weeks.")
    assert take_in(pages, index).embedded == 3


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A disk that is nearly full, as far as a process can have one of its own."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 150, 1_000, 2_000, 10_000])
def test_a_full_disk_is_told_in_a_sentence_and_the_old_index_serves(
    pages: Path, index: Path, size: int
) -> None:
    take_in(pages, index)
    (pages / "trial.md").write_text("# Trial\n\nA trial lasts thirty days.")
    with no_file_above(size), pytest.raises(ContentError, match=r"cannot be written .*disk's space"):
        take_in(pages, index)
    assert found(index, "what does a team seat cost?")[0] == "seats.md"
    assert take_in(pages, index).added == 1
    assert found(index, "how long is a trial?")[0] == "trial.md"


@pytest.mark.parametrize("size", [0, 100, 300, 1_000])
def test_a_disk_that_fills_while_the_snapshot_is_written(pages: Path, index: Path, size: int) -> None:
    take_in(pages, index)
    (index / "CURRENT").unlink()
    with no_file_above(size), pytest.raises(ContentError, match="cannot be written"):
        take_in(pages, index)
    assert take_in(pages, index).added == 2


def test_a_graph_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    vectors = np.eye(8, dtype=np.float32)
    graph = FaissVectors(vectors, graph_from=1)
    graph.save(tmp_path / "graph.faiss")
    whole = (tmp_path / "graph.faiss").stat().st_size
    for size in (1, whole - 1):
        with no_file_above(size), pytest.raises(OSError, match="File too large"):
            graph.save(tmp_path / "half.faiss")
    rows, scores = FaissVectors.load(tmp_path / "graph.faiss").search(vectors[3], 1)
    assert (list(rows), list(scores)) == ([3], [1.0])
