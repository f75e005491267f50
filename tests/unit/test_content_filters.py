"""What an asker may see decides what a search is: it finds as much of that as if there were nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content_index import view
from content_index.exact import ExactVectors
from content_index.ingest import sync
from content_index.model import PUBLIC, Document, Findings, Principal, Query
from content_index.ports import Listed
from content_index.search import LiveIndex
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HIDDEN = Principal("group:elsewhere")
EVERYONE = frozenset({PUBLIC})
WORDS = [
    "seat",
    "price",
    "trial",
    "vault",
    "renewal",
    "contract",
    "discount",
    "floor",
    "quota",
    "pilot",
    "invoice",
    "margin",
]
QUESTIONS = (
    "seat price",
    "which vault holds the contract",
    "discount floor and margin",
    "quota pilot invoice",
)
PAGES = 600


class Shelf:
    name = "shelf"

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.path: document for document in documents}

    def list(self) -> Iterator[Listed]:
        for path in self._documents:
            yield Listed(path, "1")

    def read(self, listed: Listed) -> Document:
        return self._documents[listed.path]


def page(path: str, text: str, seen: bool = True) -> Document:
    return Document(f"shelf/{path}", "shelf", path, path, text, frozenset({PUBLIC if seen else HIDDEN}))


def index_of(folder: Path, documents: Sequence[Document]) -> LiveIndex:
    sync([Shelf(documents)], folder, HashEmbedder(), NOW)
    return LiveIndex(folder, HashEmbedder())


def ask(index: LiveIndex, question: str, k: int = 10) -> Findings:
    return index.search(Query(question, EVERYONE, k))


def crowd(share: float) -> list[Document]:
    random = np.random.default_rng(3)
    texts = [" ".join(random.choice(WORDS, 6)) for _ in range(PAGES)]
    seen = set(random.permutation(PAGES)[: round(share * PAGES)].tolist())
    return [page(f"p{number}", text, number in seen) for number, text in enumerate(texts)]


@pytest.mark.parametrize("share", [0.5, 0.1, 0.01])
def test_k_hits_come_back_and_they_are_the_exact_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    pages = crowd(share)
    visible = {one.path for one in pages if PUBLIC in one.audience}
    index = index_of(tmp_path, pages)
    found = {(question, k): ask(index, question, k).hits for question in QUESTIONS for k in (1, 10, 50)}
    monkeypatch.setattr(view, "FaissVectors", ExactVectors)
    exact = LiveIndex(tmp_path, HashEmbedder())
    embedder = HashEmbedder()
    for (question, k), hits in found.items():
        assert len(hits) == min(k, len(visible))
        assert {hit.document.path for hit in hits} <= visible
        wanted = ask(exact, question, k).hits
        assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in wanted]
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in wanted], abs=2e-6)
        asked, *vectors = embedder.encode(
            [question, *(f"{hit.document.title}\n{hit.passage.text}" for hit in hits)]
        )
        assert [hit.dense for hit in hits] == pytest.approx([float(one @ asked) for one in vectors], abs=2e-6)


HOLDS = [
    page("seats", "A seat has a price."),
    page("trial", "A trial has no price."),
    page("vault", "The vault."),
]
SECRETS = [page(f"s{number}", f"zebra zebra seat {number}", seen=False) for number in range(30)]


@pytest.mark.parametrize("question", ["zebra seat price", "zebra", "the trial of a zebra"])
def test_a_word_of_hidden_pages_is_as_unheard_of_as_any(tmp_path: Path, question: str) -> None:
    beside, alone = index_of(tmp_path / "a", HOLDS + SECRETS), index_of(tmp_path / "b", HOLDS)
    found, wanted = ask(beside, question), ask(alone, question)
    assert found.unmatched == wanted.unmatched == ("zebra",)
    assert {hit.passage.id for hit in found.hits} == {hit.passage.id for hit in wanted.hits}


TEXTS = st.lists(st.lists(st.sampled_from([*WORDS, "zebra", "prices"]), min_size=1, max_size=8), max_size=6)
ASKED = st.lists(st.sampled_from([*WORDS, "zebra", "zebre", "pirce", "disount"]), min_size=1, max_size=5)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seen=TEXTS.filter(bool), hidden=TEXTS, question=ASKED)
@example(
    seen=[["seat", "price"], ["trial", "price"], ["vault"]],
    hidden=[["zebra", "zebra", "seat"]] * 30,
    question=["zebra", "seat", "price"],
)
def test_a_reply_is_the_one_there_would_be_without_hidden_pages(
    seen: list[list[str]], hidden: list[list[str]], question: list[str]
) -> None:
    """Else how sure the bot is, or what comes first, would tell a patient asker which words hidden pages
    hold."""
    shown = [page(f"p{number}", " ".join(words)) for number, words in enumerate(seen)]
    secret = [page(f"a{number}", " ".join(words), seen=False) for number, words in enumerate(hidden)]
    with TemporaryDirectory() as folder:
        beside, alone = index_of(Path(folder, "a"), secret + shown), index_of(Path(folder, "b"), shown)
        found, wanted = (ask(one, " ".join(question), 50) for one in (beside, alone))
    assert (found.unmatched, found.meant, found.corrections) == (
        wanted.unmatched,
        wanted.meant,
        wanted.corrections,
    )
    assert found.confidence == pytest.approx(wanted.confidence, abs=1e-5)
    figures, expected = _figures(found), _figures(wanted)
    assert figures.keys() == expected.keys()
    assert list(figures.values()) == [pytest.approx(expected[key], abs=1e-4) for key in figures]


def _figures(findings: Findings) -> dict[str, tuple[float, ...]]:
    return {hit.passage.id: (hit.score, hit.dense, hit.likeness, hit.lexical) for hit in findings.hits}
