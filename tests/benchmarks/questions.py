"""What the benchmarks ask: thirty questions in sellers' own words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median

QUESTIONS = tuple(
    str(json.loads(line)["question"])
    for line in (Path(__file__).parents[1] / "relevance" / "demo_questions.jsonl").read_text().splitlines()
)


def middle_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median over rounds, each of which measured both side by side: whatever else the machine does weighs
    on both."""
    return median(one / other for one, other in zip(above, below, strict=True))
