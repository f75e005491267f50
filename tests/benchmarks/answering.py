"""What composing an answer costs beside retrieving it: its candidate sentences are embedded when asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from adapters.sources.files import FileSource
from bot.answers.compose import compose
from bot.answers.scoring import UNITS
from content_index.ingest import sync
from content_index.model import PUBLIC, Query
from content_index.ports import Embedder
from content_index.search import LiveIndex

_ROUNDS = 30
_QUESTIONS = (
    "What does a seat cost when it is billed yearly?",
    "Who has to approve a discount above twenty percent?",
    "Is single sign-on part of the basic plan?",
)


def measure(content: Path, embedder: Embedder, index: Path) -> dict[str, float]:
    """Medians in milliseconds, taken in turn, and composing ÷ retrieving."""
    sync([FileSource("content", str(content))], index, embedder, datetime(2026, 1, 1, tzinfo=UTC))
    live = LiveIndex(index, embedder)
    searching: list[float] = []
    composing: list[float] = []
    for turn in range(_ROUNDS):
        query = Query(_QUESTIONS[turn % len(_QUESTIONS)], frozenset({PUBLIC}))
        began = perf_counter()
        findings = live.search(query)
        found = perf_counter()
        compose(findings, query.text, embedder, threshold=0.5)
        composing.append((perf_counter() - found) * 1000)
        searching.append((found - began) * 1000)
    return {
        "retrieve_ms_p50": median(searching),
        "compose_ms_p50": median(composing),
        "ratio_p50": median(composing) / median(searching),
        "sentences_at_most": float(UNITS),
    }
