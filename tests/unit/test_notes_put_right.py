"""A reply that puts right what the card misheard: a number, who was there, what kind of contact it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.notes.model import DialogContext, FieldChange, Understanding
from tests.unit.notes_world import PEOPLE, understood

NOTE = "Lumina: met Sam, 84 seats, 160k"


def replied(said: str, *, saved: bool = False) -> Understanding:
    card = understood(NOTE).updates
    speaker = PEOPLE["R1"]
    context = DialogContext(speaker, applied=card) if saved else DialogContext(speaker, pending=card)
    return understood(said, context=context)


def changes(said: str, *, saved: bool = False) -> list[FieldChange]:
    meaning = replied(said, saved=saved)
    assert (meaning.intent, meaning.dialog_act) == ("crm_update", "correction")
    (update,) = meaning.updates
    return list(update.changes)


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("48 not 84", "seats", 48),
        ("fat fingers, 48 not 84", "seats", 48),
        ("not 84 but 48", "seats", 48),
        ("84 should be 48", "seats", 48),
        ("nein, zwanzig, nicht 84", "seats", 20),
        ("165 not 160", "amount", Decimal(165_000)),
        ("165 not 160k", "amount", Decimal(165_000)),
        ("not 160 but 165k", "amount", Decimal(165_000)),
        ("one seventy not one sixty", "amount", Decimal(170_000)),
    ],
)
def test_a_number_takes_the_place_of_the_one_it_was_heard_as(
    said: str, field: str, value: int | Decimal
) -> None:
    (change,) = changes(said)
    assert (change.field, change.value, change.assertion) == (field, value, "stated")


@pytest.mark.parametrize(
    "said", ["Sam wasn't there, just Greta", "not Sam, Greta", "it was Greta I met, Sam wasn't there"]
)
def test_who_was_not_there_leaves_the_card_but_not_the_record(said: str) -> None:
    told = {c.value: (c.assertion, c.remove) for c in changes(said) if c.field == "contacts"}
    assert told == {("c1",): ("stated", False), ("c2",): ("hedged", False)}


def test_who_was_not_there_comes_off_again_once_saved() -> None:
    told = {c.value: (c.assertion, c.remove) for c in changes("Sam wasn't there, just Greta", saved=True)}
    assert told == {("c1",): ("stated", False), ("c2",): ("stated", True)}


def test_what_kind_of_contact_it_was() -> None:
    (change,) = changes("no meeting, it was a call")
    assert (change.field, change.value) == ("note_type", "call")


def test_on_another_account_nobody_of_the_first_goes_along() -> None:
    meaning = replied("not Lumina, Northwind")
    (update,) = meaning.updates
    assert update.record.ids == ("N1",)
    assert {c.field for c in update.changes} == {"amount", "seats", "note_type"}


@pytest.mark.parametrize("said", ["nah bin that, I'll do it later", "forget it, I'll do that another time"])
def test_put_off_is_dropped_and_owes_nothing(said: str) -> None:
    meaning = replied(said)
    assert (meaning.dialog_act, meaning.updates) == ("cancel", ())


def test_a_next_step_told_to_an_open_card_joins_it() -> None:
    told = {c.field: c.value for c in changes("next step: send the deck on Monday")}
    assert told == {"next_step": "send the deck", "next_step_due": date(2026, 6, 22)}
