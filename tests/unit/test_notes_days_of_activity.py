"""The day something was done, or is somebody's to do, is not the day the opportunity closes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.notes.model import DialogContext
from tests.unit.notes_world import PEOPLE, changes_of, hedged, understood, written


def closing(text: str) -> dict[str, list[tuple[object, str]]]:
    return {
        u.record.ids[0]: [(c.value, c.assertion) for c in u.changes if c.field == "close_date"]
        for u in understood(text).updates
    }


@pytest.mark.parametrize(
    "text",
    [
        "spoke to lumina and northwind and kestrel today, all fine",
        "Lumina and Northwind this week, both good",
        "Lumina today, Northwind tomorrow",
        "talked to northwind today. Lumina next week",
        "lunch with lumina today and northwind tomorrow",
        "Lumina tomorrow",
        "Lumina to Friday",
    ],
)
def test_when_it_was_done_is_no_close_date(text: str) -> None:
    assert [c for c in changes_of(text) if c.field == "close_date"] == []


def test_one_close_date_a_record() -> None:
    text = "had calls w/ lumina and northwind today. lumina wants to push to sept 15, northwind is fine"
    assert closing(text) == {"L1": [(date(2026, 9, 15), "stated")], "N1": []}
    twice = "Lumina closes July 10. Northwind 250k. Lumina closes July 24"
    assert closing(twice) == {"L1": [(date(2026, 7, 24), "stated")], "N1": []}
    unsure = "Lumina closes July 10. Northwind 250k. Lumina might close July 24"
    assert closing(unsure) == {"L1": [(date(2026, 7, 10), "stated")], "N1": []}


@pytest.mark.parametrize("text", ["Lumina 7/10", "Lumina: July 10", "Lumina 85k, 10 July"])
def test_a_bare_day_is_only_mentioned(text: str) -> None:
    assert (written(text, "close_date"), hedged(text, "close_date")) == ([], [date(2026, 7, 10)])


@pytest.mark.parametrize("text", ["lumina close 7/10", "NWA closes 7/10"])
def test_a_terse_closing_is_stated(text: str) -> None:
    assert written(text, "close_date") == [date(2026, 7, 10)]


def test_a_bare_day_answers_the_card_of_that_record() -> None:
    card = understood("Lumina 92k").updates
    context = DialogContext(PEOPLE["R1"], pending=card)
    for text in ("Lumina 7/10", "7/10"):
        (update,) = understood(text, context=context).updates
        assert update.value("close_date") == date(2026, 7, 10)
    (other,) = understood("Northwind 7/10", context=context).updates
    assert other.value("close_date") is None
