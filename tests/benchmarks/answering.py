"""What composing an answer costs beside retrieving it, and what the sentences' vectors cost to make and keep.
Prints the figures of one run.

python -m tests.benchmarks.answering --data ../shared/content/fleet/docs/Deploy
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter

from adapters.sources.files import FileSource
from bot.answers.compose import compose
from content_index import sentences
from content_index.embed import SentenceTransformerEmbedder
from content_index.ingest import sync
from content_index.model import PUBLIC, Query
from content_index.ports import Embedder
from content_index.search import LiveIndex
from content_index.sentences import SentenceVectors
from tests.benchmarks.questions import QUESTIONS

AIM = 0.5


def measure(content: Path, embedder: Embedder) -> dict[str, float]:
    """Milliseconds of retrieving and of composing, the first time and when the sentences' vectors are kept,
    and what keeping all of them takes beside the sync."""
    with TemporaryDirectory() as folder:
        index = Path(folder)
        source = FileSource("content", str(content))
        began = perf_counter()
        report = sync([source], index, embedder, datetime(2026, 1, 1, tzinfo=UTC))
        synced = perf_counter() - began
        live = LiveIndex(index, embedder)
        _, first = _asked(live, lambda: SentenceVectors(embedder, Path(mkdtemp(dir=folder))))
        began = perf_counter()
        sentences.make_all(index, embedder, lambda stage, done, total: None)
        making = perf_counter() - began
        retrieving, composing = _asked(live, lambda: SentenceVectors(embedder, index))
        kept = sentences.path_of(index).stat().st_size
    return {
        "retrieve_ms_p50": retrieving,
        "compose_first_time_ms_p50": first,
        "compose_ms_p50": composing,
        "ratio_p50": composing / retrieving,
        "aim": AIM,
        "sync_seconds": synced,
        "sentences_seconds": making,
        "kept_mb_per_1000_passages": kept / 1000 / report.passages,
    }


def _asked(live: LiveIndex, vectors: Callable[[], SentenceVectors]) -> tuple[float, float]:
    """Medians over the questions."""
    searching: list[float] = []
    composing: list[float] = []
    for text in QUESTIONS:
        began = perf_counter()
        findings = live.search(Query(text, frozenset({PUBLIC})))
        found = perf_counter()
        compose(findings, text, vectors(), threshold=0.5)
        composing.append((perf_counter() - found) * 1000)
        searching.append((found - began) * 1000)
    return median(searching), median(composing)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("deploy/demo/content"))
    print(json.dumps(measure(parser.parse_args().data, SentenceTransformerEmbedder()), indent=1))


if __name__ == "__main__":
    main()
