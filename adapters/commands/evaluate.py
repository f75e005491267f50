"""`cornerman eval`: measure the code that serves users, on data given by path."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from adapters.bootstrap import build_embedder
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar


def retrieval(
    explicit: Path | None,
    dataset: Path,
    systems: Sequence[str],
    k: int,
    unanswerable: Path | None,
    *,
    leave_gold_out: bool,
    as_json: bool,
) -> int:
    from adapters.evaluate_peers import PEERS, check_installed
    from content_index.evaluate import evaluate, table

    check_installed(systems)
    settings = settings_of(explicit)
    settings.storage.directory.mkdir(parents=True, exist_ok=True)
    with progress_bar() as progress:
        result = evaluate(
            dataset,
            systems,
            k,
            build_embedder(settings),
            unanswerable=unanswerable,
            leave_gold_out=leave_gold_out,
            progress=progress,
            cache=settings.storage.directory / "eval_embeddings.sqlite",
            threshold=settings.retrieval.answer_threshold,
            peers=PEERS,
        )
    print(json.dumps(result) if as_json else table(result))
    return 0


def notes(crm: Path, messages: Path, out: Path) -> int:
    from adapters.evaluate_notes import evaluate_notes

    with progress_bar() as progress:
        evaluate_notes(crm, messages, out, lambda done: progress("messages", done, done))
    return 0


def coaching(scenario: Path, out: Path) -> int:
    from adapters.evaluate_coaching import evaluate_coaching

    evaluate_coaching(scenario, out)
    return 0
