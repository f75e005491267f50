"""Thirty-two askers at once beside the model's own batches of thirty-two. Prints a ratio of one run.

python -m tests.benchmarks.asking --data ../shared/content/fleet
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from adapters.sources.files import FileSource
from bot.answers.compose import compose
from content_index.batching import SharedEmbedder
from content_index.embed import SentenceTransformerEmbedder
from content_index.ingest import sync
from content_index.model import PUBLIC, Query
from content_index.search import LiveIndex
from content_index.sentences import SentenceVectors, make_all
from tests.benchmarks.questions import QUESTIONS, middle_ratio

AIM = 0.7
ASKERS = 32
_ROUNDS = 5
_TEXTS = tuple(f"{question} {turn}" for turn in range(4) for question in QUESTIONS)[: 3 * ASKERS]


def measure(content: Path, embedder: SentenceTransformerEmbedder, index: Path) -> dict[str, float]:
    """Questions a second that thirty-two threads have retrieved ÷ those that the library's `encode` makes
    vectors of, 32 at a time; medians of rounds in turn. Composing the answers too is its own figure."""
    sync([FileSource("content", str(content))], index, embedder, datetime(2026, 1, 1, tzinfo=UTC))
    shared = SharedEmbedder(embedder)
    live = LiveIndex(index, shared)
    make_all(index, embedder, lambda stage, done, total: None)
    sentences = SentenceVectors(shared, index)
    model: Any = embedder.model

    def answer(text: str) -> None:
        compose(live.search(_query(text)), text, sentences, threshold=0.5)

    answer(_TEXTS[0])
    batched: list[float] = []
    asked: list[float] = []
    for _ in range(_ROUNDS):
        batched.append(_per_second(lambda texts: _encode(model, texts), _TEXTS))
        asked.append(_per_second(lambda texts: _ask(lambda text: live.search(_query(text)), texts), _TEXTS))
    answered = _per_second(lambda texts: _ask(answer, texts), _TEXTS[:ASKERS])
    return {
        "ratio": middle_ratio(asked, batched),
        "aim": AIM,
        "asked_per_second": median(asked),
        "encoded_per_second": median(batched),
        "answered_in_full_per_second": answered,
    }


def _query(text: str) -> Query:
    return Query(text, frozenset({PUBLIC}))


def _ask(act: Callable[[str], object], texts: Sequence[str]) -> None:
    with ThreadPoolExecutor(ASKERS) as pool:
        list(pool.map(act, texts))


def _encode(model: Any, texts: Sequence[str]) -> None:
    for start in range(0, len(texts), ASKERS):
        model.encode(texts[start : start + ASKERS], batch_size=ASKERS, show_progress_bar=False)


def _per_second(act: Callable[[Sequence[str]], None], texts: Sequence[str]) -> float:
    started = perf_counter()
    act(texts)
    return len(texts) / (perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("deploy/demo/content"))
    parser.add_argument("--index", type=Path, help="a folder whose kept vectors are used again")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        index = arguments.index or Path(folder)
        print(json.dumps(measure(arguments.data, SentenceTransformerEmbedder(), index), indent=1))


if __name__ == "__main__":
    main()
