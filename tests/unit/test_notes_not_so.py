"""What is denied at the end of a clause, won only for a round, spoken of as an employer, or asked."""

from __future__ import annotations

import pytest

from bot.sales import FieldName
from tests.unit.notes_world import understood


def stated(text: str) -> set[FieldName]:
    return {c.field for u in understood(text).updates for c in u.changes if c.assertion != "hedged"}


@pytest.mark.parametrize(
    "text",
    [
        "Lumina: Legal hat den Vertrag noch nicht angeschaut",
        "Lumina: die Einkaufsabteilung hat den Prozess leider noch nicht gestartet",
        "Lumina: juridische zaken heeft het contract nog niet bekeken",
    ],
)
def test_german_and_dutch_deny_behind_the_object(text: str) -> None:
    assert "verifiers" not in stated(text)


def test_the_same_without_the_denial_is_evidence() -> None:
    assert "verifiers" in stated("Lumina: Legal hat den Vertrag angeschaut")


@pytest.mark.parametrize(
    "text",
    [
        "Erste Runde bei Lumina gewonnen, jetzt Shortlist",
        "Lumina: eerste ronde gewonnen",
        "Lumina: pitch won!",
    ],
)
def test_a_round_is_not_the_order(text: str) -> None:
    assert "status" not in stated(text)


def test_the_order_is() -> None:
    assert "status" in stated("Lumina gewonnen!")


@pytest.mark.parametrize(
    "text",
    [
        "Lumina komt ergens tussen de 90 en 110k uit",
        "Lumina liegt zwischen den 90 und 110k",
        "Lumina between the 90 and 110k",
    ],
)
def test_between_the_two_is_neither(text: str) -> None:
    assert "amount" not in stated(text)


@pytest.mark.parametrize(
    "text", ["last contact with Lumina when was it", "Lumina ka amount kya hai", "Lumina close date kab hai"]
)
def test_a_question_without_its_mark_reads_and_writes_nothing(text: str) -> None:
    found = understood(text)
    assert found.intent in ("crm_lookup", "question")
    assert not stated(text)


def test_one_line_of_a_list_does_not_say_of_which_opportunity_another_is() -> None:
    found = understood("- Tidewater: 150k now\n- Tidewater renewal: still 55k")
    assert not any(
        c.field == "amount" and str(c.value) == "150000"
        for u in found.updates
        if u.record.kind == "opportunity"
        for c in u.changes
    )
