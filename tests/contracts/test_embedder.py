from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from content_index.batching import SharedEmbedder
from content_index.embed import SentenceTransformerEmbedder
from content_index.embedding_cache import CachedEmbedder, EmbeddingCache
from content_index.ports import Embedder
from tests.fakes.embedder import HashEmbedder

Make = Callable[[Path], Embedder]

WORDS = frozenset({"renewal", "discount"})

IMPLEMENTATIONS: dict[str, Make] = {
    "hash": lambda folder: HashEmbedder(words=WORDS),
    "cached": lambda folder: CachedEmbedder(HashEmbedder(words=WORDS), EmbeddingCache(folder / "cache")),
    "shared": lambda folder: SharedEmbedder(HashEmbedder(words=WORDS)),
    "model": lambda folder: SentenceTransformerEmbedder(),
}


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.model if name == "model" else ()) for name in IMPLEMENTATIONS
    ]
)
def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> Embedder:
    return IMPLEMENTATIONS[request.param](tmp_path)


def test_rows_are_unit_float32_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["a price", "the security questionnaire of a large bank", "price", "a price"]
    rows = embedder.encode(texts)
    assert rows.shape == (4, embedder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert rows[3] == pytest.approx(rows[0], abs=1e-6)
    for row, text in zip(rows, texts, strict=True):
        assert row == pytest.approx(embedder.encode([text])[0], abs=1e-5)


def test_texts_that_share_words_are_nearer(embedder: Embedder) -> None:
    price, near, far = embedder.encode(["price of a seat", "what does a seat cost, what price", "wild geese"])
    assert price @ near > price @ far + 0.2


def test_words_of_the_language_are_told_from_slips(embedder: Embedder) -> None:
    words = ["renewal", "discount", "renwal", "discuont"]
    assert [embedder.knows(word) for word in words] == [True, True, False, False]


def test_no_texts_are_no_rows(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_any_text_has_a_vector(embedder: Embedder) -> None:
    rows = embedder.encode(["", "🙂🙂", "\x00\x07", "word " * 5_000, "词" * 2_000])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_progress_ends_at_the_number_of_texts(embedder: Embedder) -> None:
    seen: list[int] = []
    embedder.encode([f"text {number % 590}" for number in range(600)], seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 600


@pytest.mark.model
def test_vectors_are_those_of_the_librarys_own_encode() -> None:
    embedder = SentenceTransformerEmbedder()
    texts = ["a price", *(f"{'a longer passage ' * number} of words" for number in range(40))]
    expected = embedder.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert (embedder.encode(texts) * expected).sum(axis=1) == pytest.approx(np.ones(41), abs=1e-5)


@pytest.mark.model
def test_a_prompt_that_the_model_asks_for_is_given() -> None:
    embedder = SentenceTransformerEmbedder()
    plain = embedder.encode(["query: a price"])
    embedder.model.prompts = {"query": "query: "}
    embedder.model.default_prompt_name = "query"
    assert embedder.encode(["a price"]) == pytest.approx(plain, abs=1e-5)
