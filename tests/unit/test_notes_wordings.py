"""What must be written, or must not be, in many wordings of one field; written before the code had seen them.

A line of `notes_wordings/FIELD.txt` is `speaker|message|value`, with `None` where nothing may be written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.sales import FieldName, Value
from tests.unit.notes_world import understood, written

_FIELDS: tuple[FieldName, ...] = (
    "amount",
    "close_date",
    "stage",
    "status",
    "verifiers",
    "note_type",
    "next_step_due",
)
_HERE = Path(__file__).parent / "notes_wordings"
_CASES = [
    (field, *line.split("|"))
    for field in _FIELDS
    for line in (_HERE / f"{field}.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("field", "speaker", "text", "value"), _CASES)
def test_a_wording(field: FieldName, speaker: str, text: str, value: str) -> None:
    found = written(text, field, speaker)
    assert [_plain(v) for v in found] == ([] if value == "None" else [value])


@pytest.mark.parametrize("line", (_HERE / "intent.txt").read_text("utf-8").splitlines())
def test_an_intent(line: str) -> None:
    speaker, text, intent = line.split("|")
    assert understood(text, speaker).intent == intent


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
