"""Closing days, outcomes, rivals and sums, in the many ways sellers tell them; and their near misses."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.notes_world import hedged, written

CLOSES = (
    ("Sam from Lumina wants to sign before the 25th", "2026-06-25"),
    ("Lumina: CFO signs first in the new half, so early July", "2026-07-05"),
    ("Lumina – Greta settled on $92k, EOQ", "2026-06-30"),
    ("Lumina bitte auf 29.07. schieben", "2026-07-29"),
    ("Lumina: unterschrieben wird dann Ende Juli", "2026-07-31"),
    ("Lumina agreement will be signed by 25th July", "2026-07-25"),
    ("Lumina: Abschluss erst Mitte August", "2026-08-15"),
    ("Lumina 92k EOM", "2026-06-30"),
    ("Lumina now 7/24", "2026-07-24"),
    ("Lumina: new close 7/24", "2026-07-24"),
    ("Lumina will be inked by end of July", "2026-07-31"),
    ("Greta says they can put pen to paper on July 24, Lumina", "2026-07-24"),
    ("we're aiming to get Lumina over the line by end of July", "2026-07-31"),
    ("Lumina: paper gets signed July 24", "2026-07-24"),
    ("Lumina lands in September", "2026-09-30"),
    ("Lumina verschiebt sich auf Ende September", "2026-09-30"),
    ("Lumina komt eind juli rond", "2026-07-31"),
    ("Lumina: handtekening eind juli", "2026-07-31"),
    ("prepone Lumina closure to 24 July", "2026-07-24"),
    ("Lumina PO will be released by 24 July", "2026-07-24"),
    ("Lumina slips into Q3", "2026-09-30"),
    ("Lumina - Unterschrift bis Ende nächsten Monats", "2026-07-31"),
    ("expecting ink on Lumina by July 24", "2026-07-24"),
)
DOES_NOT_CLOSE = (
    "Lumina might sign before the 25th",
    "Lumina board wants to decide before the 25th",
    "Lumina: kickoff first in the new half, so early July",
    "Lumina demo 7/24",
    "spoke to Lumina 92k, call on 7/24",
    "Lumina: Rollout auf 29.07. schieben",
    "Lumina: Termin auf 29.07. verschoben",
    "Lumina 92k if signed by EOM",
    "Lumina's contract with Quillon is signed until August",
    "Lumina pen test by end of July",
    "Lumina: Urlaub bis Ende Juli",
    "would Lumina sign in July?",
    "Lumina not before August",
    "hopefully Lumina signs in July",
    "Lumina met today",
    "Lumina budget ends in July",
    "Greta is away now until 7/24, Lumina",
    "Lumina pilot lands in August",
    "invoice for Lumina by 24 July",
)


@pytest.mark.parametrize(("text", "day"), CLOSES)
def test_when_it_closes(text: str, day: str) -> None:
    assert written(text, "close_date") == [date.fromisoformat(day)]


@pytest.mark.parametrize("text", DOES_NOT_CLOSE)
def test_a_day_of_something_else_or_only_supposed(text: str) -> None:
    assert written(text, "close_date") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Lumina order bagged", "won"),
        ("Lumina: Auftrag ist heute eingegangen", "won"),
        ("Lumina: PO copy received today", "won"),
        ("Greta inked the deal, Lumina", "won"),
        ("Lumina lost yaar, they went cheaper", "lost"),
        ("Lumina ist leider gestorben, Budget komplett gestrichen", "lost"),
        ("Lumina hat sich für Quillon entschieden", "lost"),
        ("Lumina deal closed lost, project shelved", "lost"),
    ],
)
def test_outcomes(text: str, status: str) -> None:
    assert written(text, "status") == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Lumina criteria doc is signed off by both sides",
        "Lumina mutual plan document signed",
        "starting to think we've lost Lumina",
        "feels like Lumina is lost",
        "Lumina lost their champion",
        "Lumina lost interest in the pilot",
        "would love to say Lumina is in the bag",
        "Lumina PO number 4500018822 needs a fix",
    ],
)
def test_no_outcome(text: str) -> None:
    assert written(text, "status") == []


@pytest.mark.parametrize(
    "text",
    [
        "Quillon ist bei Lumina raus",
        "Quillon ist bei Lumina aus dem Rennen",
        "Quillon at Lumina is out of the race, Lumina 85k",
        "Sam from Lumina is headed to Quillon",
    ],
)
def test_a_rival_that_is_out_or_hires_is_not_in(text: str) -> None:
    assert [v for v in written(text, "competitors") if v] == []


@pytest.mark.parametrize(
    "text",
    [
        "Lumina PO no. 4500018822 filed",
        "Lumina invoice 88121 sent",
        "Lumina case number 91234",
        "Lumina somewhere btw 80 and 95k",
        "Lumina they are thinking 80 to 95k",
    ],
)
def test_numbers_that_are_no_amount(text: str) -> None:
    assert written(text, "amount") == []


def test_a_name_and_a_number_are_the_amount() -> None:
    assert written("Lumina 85", "amount") == [85_000]
    assert written("Lumina 9", "amount") == []
    assert hedged("Lumina 85, if they sign", "amount") == [85_000]


@pytest.mark.parametrize(
    "text",
    [
        "bung Lumina into negotiation would you",
        "Lumina auf Negotiation",
        "Lumina bitte auf Negotiation setzen",
    ],
)
def test_a_stage_by_any_verb(text: str) -> None:
    assert written(text, "stage") == ["negotiation"]


@pytest.mark.parametrize(
    "text", ["we went into negotiation training at Lumina", "Greta dug into proposal details, Lumina"]
)
def test_a_stage_word_that_is_something_else(text: str) -> None:
    assert written(text, "stage") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lumina: Greta hat die Entscheidungskriterien schriftlich bestätigt", "decision_criteria_agreed"),
        ("Lumina: Sam vom Einkauf hat den Beschaffungsprozess gestartet", "procurement_engaged"),
        ("met Greta at Lumina, only she can sign", "economic_buyer_met"),
        ("Lumina procurement is under way", "procurement_engaged"),
    ],
)
def test_more_evidence(text: str, kind: str) -> None:
    assert written(text, "verifiers") == [(kind,)]
