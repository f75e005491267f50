"""A data folder that this user may not write to, or read, is not a damaged one to be rebuilt or deleted."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.sources.files import FileSource
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from bot.errors import StoreUnavailable
from content_index.errors import ContentError, NotPermitted
from content_index.ingest import sync
from content_index.model import PUBLIC, Query
from content_index.search import LiveIndex
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOBODY = 65534


@pytest.fixture
def data() -> Iterator[Path]:
    """Where another user may look: pytest's own folders are closed to them."""
    folder = Path(tempfile.mkdtemp(prefix="cornerman-"))
    folder.chmod(0o755)
    (folder / "pages").mkdir()
    (folder / "pages" / "seats.md").write_text("# Seats\n\nA team seat costs forty euros.")
    sync([FileSource("pages", str(folder / "pages"))], folder / "index", HashEmbedder(), NOW)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def as_a_reader(folder: Path, files: int) -> Iterator[None]:
    """Somebody who may look into the folders but not write there; root may do everything, so not as root."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else files)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_the_index_says_who_must_be_let_in(data: Path) -> None:
    live = LiveIndex(data / "index", HashEmbedder())
    with as_a_reader(data, 0o000), pytest.raises(NotPermitted, match="let the user who runs"):
        live.search(Query("seat", frozenset({PUBLIC})))


def test_an_index_that_may_only_be_read_answers(data: Path) -> None:
    live = LiveIndex(data / "index", HashEmbedder())
    with as_a_reader(data, 0o444):
        (hit,) = live.search(Query("seat", frozenset({PUBLIC}))).hits
    assert hit.document.path == "seats.md"


def test_a_sync_says_that_the_folder_cannot_be_written(data: Path) -> None:
    with as_a_reader(data, 0o444), pytest.raises(ContentError, match="cannot be written"):
        sync([FileSource("pages", str(data / "pages"))], data / "index", HashEmbedder(), NOW)


def test_the_database_says_that_its_folder_cannot_be_written(data: Path) -> None:
    engine = connect(f"sqlite:///{data / 'cornerman.sqlite'}")
    migrate(engine)
    engine.dispose()
    with (
        as_a_reader(data, 0o444),
        pytest.raises(StoreUnavailable, match="cannot be written to: let the user"),
    ):
        migrate(engine)
    engine.dispose()
