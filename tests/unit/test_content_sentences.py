"""Vectors of sentences: made of the right words, made once, kept without the words, never in the way."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from adapters.sources.files import FileSource
from content_index.ingest import sync
from content_index.model import PUBLIC, Passage, Query
from content_index.search import LiveIndex
from content_index.sentences import SentenceVectors, make_all, path_of
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PRICES = Passage("p#0", "p", "Prices", ("Seats", "Team"), "A seat costs 42.\n\nSteps:\n\n- Order\n- Pay", 0)
TERMS = Passage("t#0", "t", "Terms", (), "Notice is three months.", 0)


def test_a_unit_is_embedded_under_its_page_its_heading_and_what_opens_it(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    ((units, vectors),) = SentenceVectors(embedder, tmp_path).of([PRICES])
    assert [unit.text for unit in units] == ["A seat costs 42.", "Order", "Pay"]
    expected = HashEmbedder().encode(
        ["Prices › Team:  A seat costs 42.", "Prices › Team: Steps: Order", "Prices › Team: Steps: Pay"]
    )
    assert np.allclose(vectors, expected, atol=1e-3)
    assert vectors.dtype == np.float32


def test_each_passage_has_its_own_vectors_whatever_was_kept(tmp_path: Path) -> None:
    SentenceVectors(HashEmbedder(), tmp_path).of([TERMS])
    embedder = HashEmbedder()
    (prices, terms, empty) = SentenceVectors(embedder, tmp_path).of(
        [PRICES, TERMS, Passage("e#0", "e", "Empty", (), "", 0)]
    )
    assert len(embedder.encoded) == 3
    assert (prices[1].shape, terms[1].shape, empty[1].shape) == ((3, 256), (1, 256), (0, 256))
    assert np.allclose(terms[1], HashEmbedder().encode(["Terms:  Notice is three months."]), atol=1e-3)


def test_what_is_made_first_and_what_was_kept_are_the_same_to_the_bit(tmp_path: Path) -> None:
    made = SentenceVectors(HashEmbedder(), tmp_path).of([PRICES])
    kept = SentenceVectors(HashEmbedder(fails_after=0), tmp_path).of([PRICES])
    assert np.array_equal(made[0][1], kept[0][1])
    assert made[0][0] == kept[0][0]


def test_another_model_or_another_heading_has_other_vectors(tmp_path: Path) -> None:
    SentenceVectors(HashEmbedder(), tmp_path).of([TERMS])
    other = HashEmbedder(name="other")
    SentenceVectors(other, tmp_path).of([TERMS])
    renamed = HashEmbedder()
    SentenceVectors(renamed, tmp_path).of([Passage("t#0", "t", "Rules", (), TERMS.text, 0)])
    assert (len(other.encoded), renamed.encoded) == (1, ["Rules:  Notice is three months."])


def test_no_word_is_kept(tmp_path: Path) -> None:
    SentenceVectors(HashEmbedder(), tmp_path).of([TERMS])
    kept = path_of(tmp_path).read_bytes()
    assert len(kept) > 512
    assert b"three months" not in kept
    assert b"Terms" not in kept


def test_a_file_that_cannot_be_used_is_said_and_answers_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path_of(tmp_path).mkdir()
    with caplog.at_level(logging.WARNING):
        ((_, vectors),) = SentenceVectors(HashEmbedder(), tmp_path).of([TERMS])
    assert vectors.shape == (1, 256)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "The vectors of sentences cannot be read and are made anew",
        "The vectors of sentences cannot be kept",
    ]
    assert "three months" not in caplog.text


def test_a_row_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    (before,) = SentenceVectors(HashEmbedder(), tmp_path).of([TERMS])
    with sqlite3.connect(path_of(tmp_path)) as database:
        database.execute("UPDATE vectors SET vector = substr(vector, 1, 100)")
    database.close()
    (after,) = SentenceVectors(HashEmbedder(), tmp_path).of([TERMS])
    assert np.array_equal(before[1], after[1])


def test_after_a_sync_only_what_changed_is_made_and_then_nobody_waits(tmp_path: Path) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    (pages / "a.md").write_text("# A\n\nA seat costs 42.\n")
    (pages / "b.md").write_text("# B\n\nNotice is three months.\n")
    embedder, told = HashEmbedder(), list[tuple[str, int, int]]()
    _take_in(pages, index, embedder)
    make_all(index, embedder, lambda *progress: told.append(progress))
    assert told == [("sentences", 2, 2)]
    (pages / "b.md").write_text("# B\n\nNotice is two months.\n")
    _take_in(pages, index, embedder)
    embedder.encoded.clear()
    make_all(index, embedder, lambda *progress: None)
    assert embedder.encoded == ["B:  Notice is two months."]
    found = LiveIndex(index, embedder).search(Query("notice", frozenset({PUBLIC})))
    embedder.encoded.clear()
    SentenceVectors(embedder, index).of([hit.passage for hit in found.hits])
    assert embedder.encoded == []


def test_of_pages_that_are_gone_and_of_another_model_nothing_is_kept(tmp_path: Path) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    for name, text in (
        ("a", "A seat costs 42."),
        ("b", "Notice is three months."),
        ("c", "A seat costs 42."),
    ):
        (pages / f"{name}.md").write_text(f"# Terms\n\n{text}\n")
    _take_in(pages, index, HashEmbedder())
    make_all(index, HashEmbedder(dimension=8), lambda *progress: None)
    make_all(index, HashEmbedder(), lambda *progress: None)
    assert _kept(path_of(index)) == [HashEmbedder().fingerprint] * 2
    (pages / "b.md").unlink()
    (pages / "c.md").unlink()
    _take_in(pages, index, HashEmbedder())
    make_all(index, HashEmbedder(), lambda *progress: None)
    assert _kept(path_of(index)) == _kept(index / "embeddings.sqlite") == [HashEmbedder().fingerprint]
    embedder = HashEmbedder()
    make_all(index, embedder, lambda *progress: None)
    assert embedder.encoded == []


def _kept(file: Path) -> list[str]:
    """The model of each row."""
    with closing(sqlite3.connect(file)) as database:
        return [model for (model,) in database.execute("SELECT model FROM vectors")]


def test_a_rebuild_makes_them_again(tmp_path: Path) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    (pages / "a.md").write_text("# A\n\nA seat costs 42.\n")
    _take_in(pages, index, HashEmbedder())
    make_all(index, HashEmbedder(), lambda *progress: None)
    _take_in(pages, index, HashEmbedder())
    assert path_of(index).exists()
    _take_in(pages, index, HashEmbedder(), rebuild=True)
    assert not path_of(index).exists()


def test_a_search_hands_on_the_vector_it_searched_with(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.md").write_text("# A\n\nA seat costs 42.\n")
    _take_in(tmp_path / "pages", tmp_path / "index", HashEmbedder())
    live = LiveIndex(tmp_path / "index", HashEmbedder())
    found = live.search(Query("what does a seat cost?", frozenset({PUBLIC})))
    assert np.array_equal(found.vector, HashEmbedder().encode(["what does a seat cost?"])[0])


def _take_in(pages: Path, index: Path, embedder: HashEmbedder, rebuild: bool = False) -> None:
    sync([FileSource("pages", str(pages))], index, embedder, NOW, rebuild=rebuild)
