"""Each record's update carries the words about that record, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.notes import records
from bot.notes.model import DialogContext, RecordUpdate
from bot.notes.records import Known, known_of
from bot.notes.understand import understand
from bot.sales import Book
from tests.unit.notes_world import BOOKS, NOW, PEOPLE, only_update, understood


def words(text: str) -> dict[tuple[str, ...], str]:
    return {u.record.ids: u.text for u in understood(text).updates}


@pytest.mark.parametrize(
    "text",
    [
        "Lumina 92k, closing end of July. Greta wants 40 seats.",
        "  Lumina: budget approved \n",
        "Tidewater 140k",
        "New lead: Vantage Robotics, 50 seats",
        "Kestrel: met Ines Falk, their COO",
    ],
)
def test_the_words_about_one_record_are_the_whole_message(text: str) -> None:
    assert only_update(text).text == text


def test_each_record_keeps_its_own_words() -> None:
    assert words("Lumina 90k, NWA slips to August. Pam is upset. Tidewater Imaging to evaluation") == {
        ("L1",): "Lumina 90k",
        ("N1",): "NWA slips to August. Pam is upset.",
        ("T2",): "Tidewater Imaging to evaluation",
    }


def test_words_spoken_in_two_places_are_joined() -> None:
    found = words("Lumina 90k. Northwind slips to August. Lumina wants 40 seats")
    assert found == {("L1",): "Lumina 90k.\nLumina wants 40 seats", ("N1",): "Northwind slips to August."}


def test_shared_words_belong_to_both() -> None:
    text = "Lumina and Northwind want to sign in July"
    assert words(text) == {("L1",): text, ("N1",): text}


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("Lumina 90k. Brackley Rail is dead, Alun left.", "Lumina 90k."),
        ("Brackley slipped to August, Lumina wants 40 seats", "Lumina wants 40 seats"),
        ("Lumina and Brackley want to sign in July", "Lumina\nwant to sign in July"),
        ("Brackley and Lumina want to sign in July", "Lumina want to sign in July"),
        ("Lumina 90k. Fiona Marsh wants 50 seats by Friday", "Lumina 90k."),
    ],
)
def test_another_reps_part_is_in_nobodys_words(text: str, mine: str) -> None:
    result = understood(text)
    kept = {u.record.kind: u.text for u in result.updates}
    assert kept == {"opportunity": mine, "not_permitted": ""}
    assert [c for u in result.updates for c in u.changes if c.field == "seats" and c.value == 50] == []


def test_a_chosen_record_takes_the_words_that_waited() -> None:
    asked = only_update("tidewater at 60k now")
    context = DialogContext(PEOPLE["R1"], candidates=("T1", "T2"), asked_for=asked)
    (update,) = understood("the imaging one", context=context).updates
    assert (update.record.ids, update.text) == (("T2",), "tidewater at 60k now")


def test_a_correction_is_its_own_words() -> None:
    pending: tuple[RecordUpdate, ...] = understood("Lumina 92k").updates
    (update,) = understood("no, 85k", context=DialogContext(PEOPLE["R1"], pending=pending)).updates
    assert update.text == "no, 85k"
    (moved,) = understood(
        "not Lumina, Northwind", context=DialogContext(PEOPLE["R1"], pending=pending)
    ).updates
    assert (moved.record.ids, moved.text) == (("N1",), "Lumina 92k")


def test_a_book_is_indexed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    class Counted(Known):
        def __init__(self, book: Book) -> None:
            built.append(book)
            super().__init__(book)

    monkeypatch.setattr(records, "Known", Counted)
    monkeypatch.setattr(records, "_recent", [])
    book = replace(BOOKS["R1"])
    assert known_of(book) is known_of(book) is known_of(replace(book))
    other = replace(book, mine=book.mine[1:])
    assert known_of(other) is not known_of(book)
    assert built == [book, other]


def test_an_index_handed_in_is_used() -> None:
    known = Known(replace(BOOKS["R1"], accounts=(), mine=()))
    assert understand("Lumina 92k", DialogContext(PEOPLE["R1"]), BOOKS["R1"], NOW, known).updates[
        0
    ].record.kind == ("ambiguous")
