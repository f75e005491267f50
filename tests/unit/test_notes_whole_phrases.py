"""A next step reads by itself, one predicate is about every name before it, and terse fields are found."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import hedged, understood, written


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Lumina: demo friday", "demo with Lumina Foods"),
        ("Lumina: call with ops lead friday", "call with ops lead"),
        ("Lumina: quote by 20 July", "send quote"),
        ("Lumina visit next week", "visit Lumina Foods"),
        ("Lumina next meeting with the IT guys on thursday", "next meeting with the IT guys"),
    ],
)
def test_a_step_is_a_whole_phrase(text: str, step: str) -> None:
    assert written(text, "next_step") == [step]


def test_a_fragment_is_only_shown() -> None:
    assert written("Lumina need to get bk by thursday", "next_step") == []
    assert len(hedged("Lumina need to get bk by thursday", "next_step")) == 1


def test_what_has_happened_is_no_step() -> None:
    assert (written("Lumina demo today 👍", "next_step"), hedged("Lumina demo today 👍", "next_step")) == (
        [],
        [],
    )
    assert written("Lumina demo today", "next_step") == []


@pytest.mark.parametrize("text", ["lumina northwind kestrel all dead", "Lumina Northwind both signed"])
def test_one_predicate_is_about_every_name(text: str) -> None:
    value = "lost" if "dead" in text else "won"
    found = {
        u.record.ids: u.value("status") for u in understood(text).updates if u.record.kind == "opportunity"
    }
    assert found.keys() >= {("L1",), ("N1",)}
    assert set(found.values()) == {value}


def test_a_shared_surname_opens_no_second_record() -> None:
    text = "Chandra Motors, met mr. iyer and mrs. joshi (COO). pilot done successfully. budget 45L"
    assert [u.record.ids for u in understood(text, "R4").updates] == [("C1",)]


@pytest.mark.parametrize("text", ["Lumina seats 36", "Lumina: seats 36 instead of 45", "Lumina seats: 36"])
def test_seats_before_their_number(text: str) -> None:
    assert written(text, "seats") == [36]


def test_a_sum_after_the_seats_is_no_number_of_them() -> None:
    assert written("Lumina 50 seats 40k", "seats") == [50]


def test_a_name_before_another_shares_no_predicate_unless_said_of_all() -> None:
    found = {u.record.ids: u.value("status") for u in understood("spoke to lumina northwind is dead").updates}
    assert found == {("L1",): None, ("N1",): "lost"}


def test_a_day_that_goes_on_about_the_slip_is_the_close_date() -> None:
    assert [str(d) for d in written("Northwind deal slipped a month, now end of July", "close_date")] == [
        "2026-07-31"
    ]


def test_whom_we_take_for_the_champion_is_only_shown() -> None:
    text = "lumina champion is Sam, EB is Greta"
    assert hedged(text, "verifiers") == [("champion_confirmed",)]
    assert written(text, "contacts") == [("c2",), ("c1",)]
