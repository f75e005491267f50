"""Steps owed with a day, in the present tense, under a day as a heading, or named a sentence before."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.notes_world import written

OWED = (
    ("Lumina: she wants our final paper by the 26th", "send our final paper", "2026-06-26"),
    (
        "Greta from Lumina sends the marked-up contract on Monday",
        "sends the marked-up contract",
        "2026-06-22",
    ),
    ("Lumina wants references, I send them Monday", "send references", "2026-06-22"),
    ("Lumina needs the quote split by store. I'll do that Monday", "quote split by store", "2026-06-22"),
    (
        "Lumina mailed us supplier forms. I must fill them in before Monday",
        "fill supplier forms",
        "2026-06-22",
    ),
    ("Lumina - demo Monday 2pm with Greta", "demo with Greta", "2026-06-22"),
    ("Lumina - Monday: call Greta", "call Greta", "2026-06-22"),
    ("Lumina: on Monday I present to Greta", "present to Greta", "2026-06-22"),
    ("Greta from Lumina gets back to me Monday", "gets back to me", "2026-06-22"),
    ("Lumina workshop planned on 7-24", "workshop", "2026-07-24"),
)
NOT_OWED = (
    "Greta from Lumina might call Monday",
    "Lumina PO will come by 24 July",
    "Greta from Lumina never calls on Monday",
    "Lumina sent the contract on Monday",
)


@pytest.mark.parametrize(("text", "step", "day"), OWED)
def test_what_is_owed_and_when(text: str, step: str, day: str) -> None:
    (told,) = written(text, "next_step")
    assert step in str(told)
    assert written(text, "next_step_due") == [date.fromisoformat(day)]


@pytest.mark.parametrize("text", NOT_OWED)
def test_nothing_is_owed(text: str) -> None:
    assert written(text, "next_step_due") == []
