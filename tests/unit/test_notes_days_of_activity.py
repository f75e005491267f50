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
def test_a_record_and_a_day_and_nothing_else_is_when_it_closes(text: str) -> None:
    assert written(text, "close_date") == [date(2026, 7, 10)]


@pytest.mark.parametrize("text", ["Lumina 7/10, Greta was there", "Lumina: July 10. Lunch was fine"])
def test_a_bare_day_beside_other_news_is_only_mentioned(text: str) -> None:
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
    (other,) = understood("Northwind 7/10, Marco was there", context=context).updates
    assert other.value("close_date") is None


@pytest.mark.parametrize(
    "text",
    [
        "Lumina: met the CFO today, she wants security review done by friday",
        "Lumina, security review done by friday",
    ],
)
def test_somebodys_task_has_no_close_date(text: str) -> None:
    assert [c for c in changes_of(text) if c.field == "close_date"] == []


def test_what_moved_is_unclear_after_an_event() -> None:
    text = "Lumina workshop went great, moved to 25 July"
    assert (written(text, "close_date"), hedged(text, "close_date")) == ([], [date(2026, 7, 25)])


def test_a_dictated_note_is_read_with_its_punctuation() -> None:
    text = (
        "met Lumina, wrap up by the end of July full stop new line next step is uh a demo with IT "
        "on the twentieth"
    )
    assert written(text, "close_date") == [date(2026, 7, 31)]
    assert written(text, "next_step") == ["demo with IT"]
    assert written(text, "next_step_due") == [date(2026, 6, 20)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Lumina pushed 2 weeks", date(2026, 9, 14)),
        ("Lumina slips by a month", date(2026, 9, 30)),
        ("Lumina delayed three weeks", date(2026, 9, 21)),
    ],
)
def test_a_distance_is_told_from_the_day_that_stands(text: str, day: date) -> None:
    assert closing(text) == {"L1": [(day, "inferred")]}


def test_a_distance_that_may_be_another_things_is_not_written() -> None:
    assert closing("pushed Lumina demo 2 weeks") == {"L1": []}
    assert closing("Lumina might slip 2 weeks") == {"L1": [(date(2026, 9, 14), "hedged")]}
    assert closing("lumina, kestrel and northwind all slipping a month")["N1"] == [
        (date(2026, 7, 30), "hedged")
    ]


def test_the_day_of_a_call_is_no_close_date_on_an_open_card_either() -> None:
    card = understood("Lumina 92k").updates
    context = DialogContext(PEOPLE["R1"], pending=card)
    told = understood("spoke to lumina and northwind today, all fine", context=context)
    assert [c for u in told.updates for c in u.changes if c.field == "close_date"] == []
