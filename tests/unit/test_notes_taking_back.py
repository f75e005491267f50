"""A field of the open card that the words take back stays as the record has it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.notes.model import DialogContext
from bot.sales import FieldName, Value
from tests.unit.notes_world import PEOPLE, understood

REP = PEOPLE["R1"]
CARD = understood("Lumina: 92k, close July 10, 40 seats. Met Greta. Send quote by Friday").updates
CONTEXT = DialogContext(REP, pending=CARD)
AMOUNT: list[tuple[FieldName, Value]] = [("amount", Decimal(80_000))]
CLOSE: list[tuple[FieldName, Value]] = [("close_date", date(2026, 8, 31))]
REST: list[tuple[FieldName, Value]] = [("next_step", ""), ("next_step_due", None), ("seats", None)]


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("no forget the amount", AMOUNT),
        ("not the amount", AMOUNT),
        ("Remove the amount", AMOUNT),
        ("amount stays", AMOUNT),
        ("the amount should stay the same", AMOUNT),
        ("don't touch the amount", AMOUNT),
        ("everything but the amount", AMOUNT),
        ("don't save the close date", CLOSE),
        ("close date unchanged", CLOSE),
        ("leave the seats as they are", REST[2:]),
        ("skip the next step", REST[:2]),
        ("not the amount and the close date", AMOUNT + CLOSE),
    ],
)
def test_named_fields_are_restored(text: str, restored: list[tuple[FieldName, Value]]) -> None:
    result = understood(text, context=CONTEXT)
    assert result.dialog_act == "correction"
    (update,) = result.updates
    assert update.record.ids == ("L1",)
    assert [(c.field, c.value) for c in update.changes] == restored
    assert {(c.said, c.assertion) for c in update.changes} == {(text, "stated")}


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("only the date", AMOUNT + REST),
        ("save the amount only", CLOSE + REST),
        ("just the amount please", CLOSE + REST),
        ("only the amount and the date", REST),
    ],
)
def test_only_restores_all_others(text: str, restored: list[tuple[FieldName, Value]]) -> None:
    result = understood(text, context=CONTEXT)
    assert result.dialog_act == "correction"
    (update,) = result.updates
    stated = [(c.field, c.value) for c in update.changes if c.assertion == "stated"]
    assert sorted(stated, key=str) == sorted(restored, key=str)
    assert [(c.field, c.value) for c in update.changes if c.assertion == "hedged"] == [("contacts", ("c1",))]


def test_another_value_is_a_correction_to_it() -> None:
    (update,) = understood("not the amount, 90k", context=CONTEXT).updates
    assert update.value("amount") == 90_000


@pytest.mark.parametrize("text", ["not the amount", "only the date"])
def test_without_a_card_nothing_is_taken_back(text: str) -> None:
    assert understood(text, context=DialogContext(REP, recent=("L1",))).dialog_act is None
