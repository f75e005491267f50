from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from adapters.sources.files import FileSource
from content_index.errors import Unreadable
from content_index.ports import Source


class Shelf:
    """A place whose files a test can change, and the source that reads them."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._files = fsspec.core.url_to_fs(location)[0]
        self.source: Source = FileSource("plays", location, ("group:sales",), "ana", "https://wiki.test/")

    def put(self, path: str, data: bytes) -> None:
        full = f"{self._location}/{path}"
        self._files.makedirs(full.rsplit("/", 1)[0], exist_ok=True)
        self._files.pipe_file(full, data)

    def remove(self, path: str) -> None:
        self._files.rm_file(f"{self._location}/{path}")

    def listing(self) -> dict[str, str]:
        return {listed.path: listed.fingerprint for listed in self.source.list()}


@pytest.fixture(params=["local", "memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    location = str(tmp_path / "shelf") if request.param == "local" else "memory://shelf"
    made = Shelf(location)
    made.put("pricing/seats.md", b"# Seats\n\nA seat is 40 EUR.")
    yield made
    made._files.rm(location, recursive=True)


def test_files_are_listed_by_their_relative_path(shelf: Shelf) -> None:
    shelf.put("a.txt", b"hello")
    assert list(shelf.listing()) == ["a.txt", "pricing/seats.md"]


def test_a_document_carries_text_title_audience_owner_and_url(shelf: Shelf) -> None:
    [listed] = shelf.source.list()
    document = shelf.source.read(listed)
    assert document.id == "plays/pricing/seats.md"
    assert (document.source, document.path) == ("plays", "pricing/seats.md")
    assert document.title == "Seats"
    assert "A seat is 40 EUR." in document.text
    assert document.audience == {"group:sales"}
    assert document.owner == "ana"
    assert document.url == "https://wiki.test/pricing/seats.md"


def test_a_fingerprint_changes_with_the_content_and_only_then(shelf: Shelf) -> None:
    before = shelf.listing()
    assert shelf.listing() == before
    shelf.put("pricing/seats.md", b"# Seats\n\nA seat is 50 EUR, billed yearly.")
    assert shelf.listing()["pricing/seats.md"] != before["pricing/seats.md"]


def test_a_fingerprint_changes_with_the_sidecar(shelf: Shelf) -> None:
    shelf.put("deck.pdf", b"%PDF")
    before = shelf.listing()
    shelf.put("deck.pdf.meta.yaml", b"owner: bo")
    after = shelf.listing()
    assert after["deck.pdf"] != before["deck.pdf"]
    assert after["pricing/seats.md"] == before["pricing/seats.md"]
    assert "deck.pdf.meta.yaml" not in after


def test_deleted_files_are_gone(shelf: Shelf) -> None:
    shelf.put("a.txt", b"hello")
    [first, _] = shelf.source.list()
    shelf.remove("a.txt")
    assert list(shelf.listing()) == ["pricing/seats.md"]
    with pytest.raises(Unreadable, match="it is gone"):
        shelf.source.read(first)


def test_hidden_files_and_other_kinds_are_no_content(shelf: Shelf) -> None:
    for path in (".git/config.md", "drafts/.secret.md", "~$deck.pptx", "logo.png", "app.js"):
        shelf.put(path, b"x")
    assert list(shelf.listing()) == ["pricing/seats.md"]


def test_a_missing_place_is_an_error_not_an_empty_one(tmp_path: Path) -> None:
    for location in (str(tmp_path / "nowhere"), "memory://nowhere", "nosuchscheme://x"):
        with pytest.raises(Unreadable):
            list(FileSource("plays", location).list())
