"""Every benchmark in one run: `make bench`, or `make bench ARGS="--data ../shared/content/fleet"`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.config import DEMO_CONFIG
from content_index.embed import SentenceTransformerEmbedder
from tests.benchmarks import (
    answering,
    asking,
    briefing,
    coaching,
    ingest,
    logging_notes,
    retrieval,
    slack,
    startup,
    teams,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEMO_CONFIG.parent / "content", metavar="FOLDER")
    content: Path = parser.parse_args().data
    embedder = SentenceTransformerEmbedder()
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        _print("retrieving one question ÷ encoding it", retrieval.measure(content, embedder, index))
        _print("thirty-two askers ÷ encoding in batches of 32", asking.measure(content, embedder, index))
        _print("composing an answer, after retrieving", answering.measure(content, embedder))
        _print("ingesting Markdown ÷ encoding its passages", ingest.measure(content, embedder))
    _print("a note in a CRM of 100,000 opportunities ÷ one forward pass", logging_notes.measure(embedder))
    _print("a brief over a CRM of 100,000 opportunities ÷ one forward pass", briefing.measure(embedder))
    for title, figures in coaching.measure(plans=100_000, year=200).items():
        _print(f"coaching, {title}", figures)
    _print("two hundred askers in Slack ÷ the core alone", slack.measure(embedder))
    _print("a thousand messages while Slack fails", slack.measure_faults(embedder))
    _print("two hundred askers in Teams ÷ the core alone", teams.measure(embedder))
    _print("a thousand messages while Teams fails", teams.measure_faults())
    _print("a second start, and a running bot's memory", startup.measure())


def _print(title: str, figures: Mapping[str, float]) -> None:
    print(f"{title}: {json.dumps({name: round(value, 3) for name, value in figures.items()})}", flush=True)


if __name__ == "__main__":
    main()
