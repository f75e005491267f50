"""How many seats an opportunity is for: the new total, never what is added or counted of something else."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import written

TOTALS = (
    ("Lumina: 60 statt 50 Lizenzen", 60),
    ("Lumina 60 seats instead of 50", 60),
    ("Lumina 60 not 50 seats", 60),
    ("Lumina seats 50 -> 60", 60),
    ("Lumina seats go from 50 to 60", 60),
    ("Lumina licence count is 2,200 users", 2200),
    ("Lumina user count 2,200", 2200),
    ("Lumina: 2.200 Nutzer", 2200),
    ("Lumina users: 1.5k", 1500),
    ("Lumina 15 more seats so 60 in total", 60),
    ("Lumina: 10 extra seats, makes 60", 60),
    ("Lumina 15 Lizenzen mehr, also 60", 60),
    ("Lumina: 15 accounts erbij dus 60 totaal", 60),
    ("Lumina 60 seats at 900 each", 60),
    ("Lumina: seats down to 40", 40),
    ("Lumina seats go to 40", 40),
    ("Lumina: 45 Arbeitsplätze", 45),
)
NO_TOTALS = (
    "Lumina 10 more seats",
    "Lumina 15 Lizenzen mehr",
    "Lumina 60-80 users",
    "Lumina 60 to 80 users",
    "Lumina has 60 users on Quillon today",
    "Lumina 60 machines",
    "Lumina 60% of users like it",
    "Lumina maybe 60 seats",
    "is Lumina 60 seats?",
)


@pytest.mark.parametrize(("text", "seats"), TOTALS)
def test_the_new_total(text: str, seats: int) -> None:
    assert written(text, "seats") == [seats]
    assert written(text, "amount") == []


@pytest.mark.parametrize("text", NO_TOTALS)
def test_no_total(text: str) -> None:
    assert written(text, "seats") == []
