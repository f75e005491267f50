"""A record, a day of the year and words that add nothing: however it is put, that is when it closes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.notes_world import hedged, written

SAID = (
    "Lumina rolls to {}",
    "Lumina is a {} deal",
    "Lumina gets done on {}",
    "Lumina has moved into {}",
    "Lumina: kick it to {}",
    "bump Lumina to {}",
    "set Lumina to {}",
    "put Lumina down for {}",
    "Lumina out to {}",
    "Lumina looks like {} now",
    "Lumina will now be {}",
    "Lumina more like {}",
    "can you put Lumina on {} please?",
    "Lumina falls in {}",
    "{} for the Lumina signature",
    "Lumina rutscht auf {}",
    "Lumina wird {} unterschrieben",
    "ik verwacht Lumina {}",
    "Lumina schuift naar {}",
)
OTHER = (
    "Lumina AGM {}",
    "Lumina shutdown {}",
    "Lumina install {}",
    "Lumina letter dated {} is on file",
    "Greta is at Lumina again {}",
    "Greta back {}, Lumina",
    "Lumina want delivery by {}",
    "Lumina Betriebsrat tagt am {}",
    "Lumina tender deadline {}",
    "Lumina was due {}",
    "Lumina signed {}",
    "should Lumina go to {}",
    "would Lumina roll to {}?",
    "Lumina might roll to {}",
    "if Lumina rolls to {} we lose the discount",
    "Lumina won't roll to {}",
)
DAYS = st.sampled_from(
    (
        ("15 Aug", date(2026, 8, 15)),
        ("Aug 15", date(2026, 8, 15)),
        ("end of October", date(2026, 10, 31)),
        ("mid August", date(2026, 8, 15)),
        ("end Oct", date(2026, 10, 31)),
        ("8/15", date(2026, 8, 15)),
    )
)


@given(said=st.sampled_from(SAID), day=DAYS)
def test_when_it_closes(said: str, day: tuple[str, date]) -> None:
    assert written(said.format(day[0]), "close_date") == [day[1]]


@given(said=st.sampled_from(OTHER), day=DAYS)
def test_what_else_happens_that_day_moves_no_close_date(said: str, day: tuple[str, date]) -> None:
    assert written(said.format(day[0]), "close_date") == []


@pytest.mark.parametrize("text", ["Lumina 15 Aug not 30 June", "Lumina from 30 June to 15 Aug"])
def test_the_later_of_two_days_that_are_told_apart(text: str) -> None:
    assert written(text, "close_date") == [date(2026, 8, 15)]


def test_falls_in_english_is_no_condition() -> None:
    assert hedged("Lumina 92k falls deswegen kein Einwand kommt", "amount") == [92000]
    assert written("Lumina falls into October", "close_date") == [date(2026, 10, 31)]


@pytest.mark.parametrize(
    "text",
    [
        "Lumina close 15 Aug 26",
        "bring Lumina forward to 15 Aug",
        "Lumina budget freeze pushes us to 15 Aug",
        "Lumina verzögert sich bis 15.8.",
        "Lumina: Auftrag kommt am 15.8.",
    ],
)
def test_closing_told_beside_what_holds_it_up(text: str) -> None:
    assert written(text, "close_date") == [date(2026, 8, 15)]
    assert written(text, "next_step_due") == []
