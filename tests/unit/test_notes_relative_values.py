"""Sums in crore and lakh, values told against what stands, and days that cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.notes.model import DialogContext, FieldChange
from bot.notes.understand import understand
from bot.sales import FieldName
from tests.unit.notes_world import BOOKS, NOW, PEOPLE, hedged, written

BOOK = replace(BOOKS["R1"], mine=tuple(replace(o, seats=80) for o in BOOKS["R1"].mine))


def values(text: str, field: FieldName) -> list[tuple[object, str]]:
    found: list[FieldChange] = [
        c for u in understand(text, DialogContext(PEOPLE["R1"]), BOOK, NOW).updates for c in u.changes
    ]
    return [(c.value, c.assertion) for c in found if c.field == field]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Chandra 1 crore 2 lakh", 10_200_000),
        ("Chandra now 1 cr 20 lakhs", 12_000_000),
        ("Chandra 45 lakh to 1 crore 2 lakh", 10_200_000),
        ("Chandra from 45 lakh to 1 crore 2 lakh", 10_200_000),
        ("Chandra 45 lakh to 52 lakh", 5_200_000),
    ],
)
def test_crore_and_lakh_are_one_sum(text: str, amount: int) -> None:
    assert written(text, "amount", "R4") == [Decimal(amount)]


def test_a_range_that_does_not_begin_at_the_amount_is_a_range() -> None:
    assert written("Chandra 60 lakh to 80 lakh", "amount", "R4") == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Lumina -20k", (60_000, "inferred")),
        ("Lumina minus 20k", (60_000, "inferred")),
        ("Lumina down 20k", (60_000, "hedged")),
        ("Lumina up 10k", (90_000, "hedged")),
    ],
)
def test_sums_told_against_the_amount(text: str, amount: tuple[int, str]) -> None:
    assert values(text, "amount") == [(Decimal(amount[0]), amount[1])]


@pytest.mark.parametrize(
    "text",
    [
        "Lumina cutting 20 seats",
        "Lumina dropped 20 seats",
        "Lumina -20 seats",
        "Lumina 20 seats less",
        "Lumina 20 fewer seats",
        "Lumina cut seats by 20",
    ],
)
def test_seats_told_against_those_that_stand(text: str) -> None:
    assert values(text, "seats") == [(60, "inferred")]


@pytest.mark.parametrize("text", ["Lumina might cut 20 seats", "Lumina cutting 90 seats"])
def test_seats_that_may_not_go_are_hedged(text: str) -> None:
    assert [assertion for _, assertion in values(text, "seats")] == ["hedged"]


def test_seats_cut_to_a_number_are_that_number() -> None:
    assert values("Lumina cut to 20 seats", "seats") == [(20, "stated")]


@pytest.mark.parametrize(
    "text", ["Lumina closes 31 feb", "Lumina closing feb 31", "Lumina closing 2/31", "Lumina closes 31 april"]
)
def test_a_day_that_cannot_be_is_no_date(text: str) -> None:
    assert (written(text, "close_date"), hedged(text, "close_date")) == ([], [])


def test_a_close_date_that_has_passed_is_only_shown() -> None:
    text = "Lumina close dec 2025"
    assert (written(text, "close_date"), hedged(text, "close_date")) == ([], [date(2025, 12, 31)])
    assert hedged("Lumina closing 6/1/2026", "close_date") == [date(2026, 6, 1)]
    assert written("Lumina closing end of February", "close_date") == [date(2027, 2, 28)]
