"""`cornerman eval`: measure the code that serves users, on data given by path."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from adapters.bootstrap import build_embedder
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar
from content_index.errors import ContentError


def retrieval(
    explicit: Path | None,
    datasets: Sequence[Path],
    systems: Sequence[str],
    k: int,
    unanswerable: Path | None,
    *,
    leave_gold_out: bool,
    as_json: bool,
) -> int:
    from adapters.evaluate_peers import PEERS, check_installed
    from content_index.evaluate import evaluate, pooled, table

    check_installed(systems)
    if unanswerable is not None and len(datasets) > 1:
        raise ContentError(
            "What one corpus cannot answer says nothing of another: give --unanswerable one DIR."
        )
    settings = settings_of(explicit)
    settings.storage.directory.mkdir(parents=True, exist_ok=True)
    embedder = build_embedder(settings)
    scores: dict[str, list[float]] = {}
    results = []
    for dataset in datasets:
        with progress_bar() as progress:
            result = evaluate(
                dataset,
                systems,
                k,
                embedder,
                unanswerable=unanswerable,
                leave_gold_out=leave_gold_out,
                progress=progress,
                cache=settings.storage.directory / "eval_embeddings.sqlite",
                threshold=settings.retrieval.answer_threshold,
                peers=PEERS,
                scores=scores,
            )
        results.append(result)
        if not as_json:
            print(table(result))
    if len(results) > 1:
        together = pooled(scores)
        print(json.dumps({"sets": results, "pooled": together}) if as_json else _pooled_line(together, k))
    elif as_json:
        print(json.dumps(results[0]))
    return 0


def _pooled_line(together: Mapping[str, Any], k: int) -> str:
    means = ", ".join(f"{system} {mean:.3f}" for system, mean in together["ndcg"].items())
    line = f"pooled ndcg@{k} over {together['questions']} questions: {means}"
    return line + (f"; gain {together['gain']:+.3f}, p {together['p']:.4f}" if "gain" in together else "")


def notes(crm: Path, messages: Path, out: Path) -> int:
    from adapters.evaluate_notes import evaluate_notes
    from adapters.note_scores.table import table

    with progress_bar() as progress:
        scores = evaluate_notes(crm, messages, out, lambda done, total: progress("messages", done, total))
    if scores:
        print(table(scores))
    return 0


def coaching(scenario: Path, out: Path) -> int:
    from adapters.evaluate_coaching import evaluate_coaching

    evaluate_coaching(scenario, out)
    return 0
