"""What the benchmarks ask: thirty questions in sellers' own words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

QUESTIONS = tuple(
    str(json.loads(line)["question"])
    for line in (Path(__file__).parents[1] / "relevance" / "demo_questions.jsonl").read_text().splitlines()
)


def middle_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median over rounds, each of which measured both side by side: whatever else the machine does weighs
    on both."""
    return median(np.divide(above, below).tolist())
