"""How much retrieving costs beside turning the question into a vector. Prints ratios of one run.

python -m tests.benchmarks.retrieval --data ../shared/content/fleet
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from adapters.sources.files import FileSource
from content_index.embed import SentenceTransformerEmbedder
from content_index.ingest import sync
from content_index.model import PUBLIC, Query
from content_index.ports import Embedder
from content_index.search import LiveIndex

T = TypeVar("T")

AIM = 1.3
_ROUNDS = 200

_QUESTIONS = (
    "What does a seat cost when it is billed yearly?",
    "Who has to approve a discount above twenty percent?",
    "Is single sign-on part of the basic plan?",
    "How do we answer when they say the competitor is cheaper?",
    "Where is customer data stored and for how long?",
)


def measure(content: Path, embedder: Embedder, index: Path) -> dict[str, float]:
    """Milliseconds, and the ratio of medians: one question retrieved ÷ `encode` of the same question."""
    sync([FileSource("content", str(content))], index, embedder, datetime(2026, 1, 1, tzinfo=UTC))
    live = LiveIndex(index, embedder)
    queries = [Query(text, frozenset({PUBLIC})) for text in _QUESTIONS]
    live.search(queries[0])
    encoding: list[float] = []
    searching: list[float] = []
    for turn in range(_ROUNDS):
        query = queries[turn % len(queries)]
        # Side by side, so that whatever else the machine does weighs on both.
        encoding.append(_milliseconds(embedder.encode, [query.text]))
        searching.append(_milliseconds(live.search, query))
    return {
        "encode_ms_p50": median(encoding),
        "search_ms_p50": median(searching),
        "search_ms_p95": quantiles(searching, n=20)[-1],
        "ratio_p50": median(searching) / median(encoding),
        "ratio_p95": quantiles(searching, n=20)[-1] / quantiles(encoding, n=20)[-1],
        "aim": AIM,
    }


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
