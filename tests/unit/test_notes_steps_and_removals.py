"""An amount told as a difference, and items taken off a record."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.notes.model import Assertion, DialogContext, FieldChange, RecordRef, RecordUpdate
from bot.notes.understand import understand
from bot.sales import FieldName, Value
from tests.unit.notes_world import BOOKS, NOW, PEOPLE

REP = PEOPLE["R1"]
HELD = {
    "contacts": ("c1", "c2"),
    "competitors": ("Ferrostack", "Dealwave"),
    "verifiers": ("budget_confirmed",),
}
BOOK = replace(
    BOOKS["R1"],
    mine=tuple(replace(o, **HELD) if o.id == "L1" else o for o in BOOKS["R1"].mine),  # type: ignore[arg-type]
)
TALKED = DialogContext(REP, recent=("L1",))


def changes(text: str, field: FieldName, context: DialogContext = TALKED) -> list[FieldChange]:
    updates = understand(text, context, BOOK, NOW).updates
    return [c for u in updates for c in u.changes if c.field == field]


def amounts(text: str, context: DialogContext = TALKED) -> list[tuple[Value, Assertion, str]]:
    return [(c.value, c.assertion, c.said) for c in changes(text, "amount", context)]


@pytest.mark.parametrize(
    ("text", "amount", "said"),
    [
        ("bump it by 10k", 90_000, "bump it by 10k"),
        ("add 10k", 90_000, "add 10k"),
        ("add another 10k please", 90_000, "add another 10k"),
        ("can you add 10k?", 90_000, "add 10k"),
        ("10k more", 90_000, "10k more"),
        ("Lumina: add 5k", 85_000, "add 5k"),
        ("add $10k to Lumina", 90_000, "add $10k"),
        ("Lumina went up by 10k", 90_000, "went up by 10k"),
        ("lower it by 10k", 70_000, "lower it by 10k"),
        ("knock 5k off", 75_000, "knock 5k off"),
        ("raise Northwind by 10k", 250_000, "raise Northwind by 10k"),
    ],
)
def test_a_step_is_added_to_the_amount_that_stands(text: str, amount: int, said: str) -> None:
    assert amounts(text) == [(Decimal(amount), "inferred", said)]


@pytest.mark.parametrize(
    "text",
    [
        "they want 10k more",
        "10k more discount",
        "bump it by €10k",
        "add 10k to Lumina and Northwind",
        "tidewater: add 10k",
        "+10k",
        "Lumina another 10k",
        "maybe bump it by 10k",
        "bump it 10k",
        "lower it by 90k",
        "if they sign, add 10k",
        "Ferrostack is 10k more",
    ],
)
def test_a_step_on_nothing_certain_is_only_shown(text: str) -> None:
    assert {(value, assertion) for value, assertion, _ in amounts(text)} in (
        {(Decimal(10_000), "hedged")},
        {(Decimal(90_000), "hedged")},
    )


def test_without_a_record_there_is_no_sum() -> None:
    assert amounts("10k more", DialogContext(REP)) == [(Decimal(10_000), "hedged", "10k more")]


@pytest.mark.parametrize(
    ("text", "amount"), [("20k on top of 100", 120_000), ("bump it to 95k", 95_000), ("bump it 95k", 95_000)]
)
def test_a_whole_amount_is_no_step(text: str, amount: int) -> None:
    assert [(v, a) for v, a, _ in amounts(text)] == [(Decimal(amount), "stated")]


def test_a_correction_steps_from_the_amount_on_the_card() -> None:
    card = (
        RecordUpdate(RecordRef("opportunity", ("L1",)), (FieldChange("amount", Decimal(92_000), "92k"),)),
    )
    for text in ("add 10k", "bump it by 10k", "10k more", "increase it by 10k"):
        result = understand(text, DialogContext(REP, pending=card), BOOK, NOW)
        assert result.dialog_act == "correction"
        assert [u.value("amount") for u in result.updates] == [Decimal(102_000)]


@pytest.mark.parametrize(
    ("text", "field", "items"),
    [
        ("drop Greta", "contacts", ["c1"]),
        ("take Sam off", "contacts", ["c2"]),
        ("please remove Greta and Sam from the contacts", "contacts", ["c1", "c2"]),
        ("remove Ferrostack as competitor", "competitors", ["Ferrostack"]),
        ("remove Ferrostack and Dealwave", "competitors", ["Ferrostack", "Dealwave"]),
        ("Lumina: drop Dealwave", "competitors", ["Dealwave"]),
        ("Ferrostack is out", "competitors", ["Ferrostack"]),
        ("they ruled out Ferrostack", "competitors", ["Ferrostack"]),
        ("Ferrostack dropped out of the race", "competitors", ["Ferrostack"]),
        ("remove budget confirmed", "verifiers", ["budget_confirmed"]),
        ("budget is no longer confirmed", "verifiers", ["budget_confirmed"]),
    ],
)
def test_an_item_of_the_record_is_taken_off(text: str, field: FieldName, items: list[str]) -> None:
    assert [(c.value, c.remove, c.assertion) for c in changes(text, field)] == [
        ((item,), True, "stated") for item in items
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [("drop Quillon", "competitors"), ("remove Pam", "contacts"), ("remove technical win", "verifiers")],
)
def test_what_is_not_on_the_record_cannot_be_taken_off(text: str, field: FieldName) -> None:
    assert {(c.remove, c.assertion) for c in changes(text, field)} == {(True, "hedged")}


@pytest.mark.parametrize(
    "text",
    [
        "drop Greta a note",
        "Greta joined Ferrostack",
        "Ferrostack isn't out yet",
        "if Ferrostack is out we win",
        "maybe Ferrostack is out",
        "Greta dropped by",
        "is Ferrostack out?",
        "Lumina: Ferrostack is out on site today",
        "Greta is out until Monday",
    ],
)
def test_only_an_explicit_statement_takes_off(text: str) -> None:
    updates = understand(text, TALKED, BOOK, NOW).updates
    assert [c for u in updates for c in u.changes if c.remove] == []


def test_what_the_card_adds_can_be_dropped_from_it() -> None:
    added = (FieldChange("competitors", ("Quillon",), "Quillon"), FieldChange("contacts", ("c2",), "Sam"))
    card = (RecordUpdate(RecordRef("opportunity", ("N1",)), added),)
    result = understand("drop Quillon", DialogContext(REP, pending=card), BOOK, NOW)
    (update,) = result.updates
    assert result.dialog_act == "correction"
    assert update.changes == (FieldChange("competitors", ("Quillon",), "Quillon", remove=True),)
    two = (RecordUpdate(card[0].record, (*added, FieldChange("competitors", ("Dealwave",), "Dealwave"))),)
    (update,) = understand("remove Quillon", DialogContext(REP, pending=two), BOOK, NOW).updates
    assert [(c.value, c.remove) for c in update.changes] == [(("Dealwave",), False), (("Quillon",), True)]
