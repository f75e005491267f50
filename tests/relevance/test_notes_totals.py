"""Deal notes that were learnt from stay understood. What is unseen is measured, never tested on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.evaluate_notes import evaluate_notes

NOTES = Path(__file__).parent / "notes"


@pytest.mark.parametrize(
    ("crm", "messages", "exact", "unsafe"),
    [
        ("blind", "blind_seen", 0.96, 0),
        ("energy", "energy_seen", 0.87, 1),
        ("security", "security_seen", 0.84, 1),
        ("laboratory", "laboratory_seen", 0.86, 2),
        ("telematics", "telematics_seen", 0.95, 0),
        ("hospital", "hospital_seen", 0.69, 4),
    ],
)
def test_what_was_learnt_stays_learnt(
    tmp_path: Path, crm: str, messages: str, exact: float, unsafe: int
) -> None:
    lines = NOTES / f"{messages}.jsonl"
    scores = evaluate_notes(NOTES / f"{crm}_crm.json", lines, tmp_path / "predictions.jsonl")
    assert scores is not None
    assert scores.messages == sum(1 for line in lines.read_text("utf-8").splitlines() if json.loads(line))
    assert scores.exact >= exact * scores.messages
    assert scores.unsafe <= unsafe
