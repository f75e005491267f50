"""How much retrieving costs beside turning the question into a vector. Prints ratios of one run.

python -m tests.benchmarks.retrieval --data ../shared/content/fleet
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from adapters.sources.files import FileSource
from content_index.batching import SharedEmbedder
from content_index.embed import SentenceTransformerEmbedder
from content_index.ingest import sync
from content_index.model import PUBLIC, Query
from content_index.search import LiveIndex
from tests.benchmarks.questions import QUESTIONS, middle_ratio

T = TypeVar("T")

AIM = 1.3
_ROUNDS = 7


def measure(content: Path, embedder: SentenceTransformerEmbedder, index: Path) -> dict[str, float]:
    """A question retrieved ÷ the model library's own `encode` of it, and the milliseconds of both. Medians of
    rounds of all questions, which take turns."""
    sync([FileSource("content", str(content))], index, embedder, datetime(2026, 1, 1, tzinfo=UTC))
    live = LiveIndex(index, SharedEmbedder(embedder))
    model: Any = embedder.model
    live.search(Query(QUESTIONS[0], frozenset({PUBLIC})))
    rounds = np.array([_round(live, model) for _ in range(_ROUNDS)])
    (encoding50, encoding95), (searching50, searching95) = rounds.transpose(1, 2, 0).tolist()
    return {
        "ratio_p50": middle_ratio(searching50, encoding50),
        "ratio_p95": middle_ratio(searching95, encoding95),
        "aim": AIM,
        "search_ms_p50": median(searching50),
        "encode_ms_p50": median(encoding50),
        "search_ms_p95": median(searching95),
        "encode_ms_p95": median(encoding95),
    }


def _round(live: LiveIndex, model: Any) -> list[list[float]]:
    """p50 and p95 of encoding, and those of retrieving, in milliseconds."""
    encoding: list[float] = []
    searching: list[float] = []
    for text in QUESTIONS:
        query = Query(text, frozenset({PUBLIC}))
        encoding.append(
            _milliseconds(lambda question: model.encode([question], show_progress_bar=False), text)
        )
        searching.append(_milliseconds(live.search, query))
    return [np.quantile(times, [0.5, 0.95]).tolist() for times in (encoding, searching)]


def _milliseconds(act: Callable[[T], object], argument: T) -> float:
    started = perf_counter()
    act(argument)
    return (perf_counter() - started) * 1000


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
