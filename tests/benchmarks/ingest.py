"""Ingesting Markdown beside the model's own batched `encode` of the same passages. Prints a ratio of one run.

python -m tests.benchmarks.ingest --data ../shared/content/fleet/docs/Deploy
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from adapters.sources.files import FileSource
from content_index.chunk import chunk, embedding_text
from content_index.embed import SentenceTransformerEmbedder
from content_index.ingest import sync

AIM = 0.9


def measure(content: Path, embedder: SentenceTransformerEmbedder) -> dict[str, float]:
    """Passages per second of a whole sync into a new index, of `encode` alone, and their ratio."""
    source = FileSource("content", str(content))
    texts = [embedding_text(one) for listed in source.list() for one in chunk(source.read(listed))]
    model: Any = embedder.model
    model.encode(texts[:32], show_progress_bar=False)
    started = perf_counter()
    model.encode(texts, batch_size=32, show_progress_bar=False, normalize_embeddings=True)
    encoding = perf_counter() - started
    with TemporaryDirectory() as folder:
        started = perf_counter()
        report = sync([source], Path(folder), embedder, datetime(2026, 1, 1, tzinfo=UTC))
        ingesting = perf_counter() - started
    return {
        "passages": report.passages,
        "encode_per_second": len(texts) / encoding,
        "ingest_per_second": report.passages / ingesting,
        "ratio": encoding / ingesting,
        "aim": AIM,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("deploy/demo/content"))
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.data, SentenceTransformerEmbedder()), indent=1))


if __name__ == "__main__":
    main()
