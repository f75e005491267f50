"""News of a company that the CRM does not know is never written on the record talked of."""

from __future__ import annotations

import pytest

from bot.notes.model import DialogContext
from tests.unit.notes_world import PEOPLE, understood

REP = PEOPLE["R1"]
CARD = understood("Lumina 92k, closing end of July").updates
TALKED = (
    DialogContext(REP, recent=("L1",)),
    DialogContext(REP, applied=CARD, recent=("L1",)),
    DialogContext(REP, pending=CARD, recent=("L1",)),
    DialogContext(REP, candidates=("T1", "T2"), recent=("L1",)),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zenith Motors wants 50 seats, 40k, close in june", "Zenith Motors"),
        ("met with Orion Pumps today, they want 30 seats", "Orion Pumps"),
        ("spoke with Delta Freight, budget approved", "Delta Freight"),
        ("Vertex Labs signed", "Vertex Labs"),
        ("Call with Apex Industrial Supply went well, 60k, closing in May", "Apex Industrial Supply"),
        ("zenith motors wants 50 seats", "zenith motors"),
    ],
)
def test_a_company_nobody_knows_is_new(text: str, name: str) -> None:
    for context in TALKED:
        result = understood(text, context=context)
        assert [(u.record.kind, u.record.ids, u.record.name) for u in result.updates] == [
            ("new_account", (), name)
        ]
        assert [c for u in result.updates for c in u.changes if c.field == "contacts"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Blue Horizon wants 50 seats",
        "Zenith wants 50 seats",
        "met with Orion today, they want 30 seats",
        "lunch with Blue Horizon, 90k",
    ],
)
def test_a_name_that_may_be_a_company_is_asked_about(text: str) -> None:
    for context in TALKED:
        result = understood(text, context=context)
        assert [(u.record.kind, u.record.ids) for u in result.updates] == [("ambiguous", ())]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Cooper wants 50 seats",
        "Greta wants 50 seats",
        "Met Ines Falk (VP Ops), she wants 50 seats",
        "Procurement wants 50 seats",
        "Customer wants 50 seats",
        "Everyone wants 50 seats",
        "Legal Review started",
        "Ferrostack wants in, 50 seats",
        "Budget approved",
        "spoke with Legal today, they want 50 seats",
    ],
)
def test_people_and_everyday_words_are_no_company(text: str) -> None:
    for context in TALKED[:2]:
        assert [u.record.ids for u in understood(text, context=context).updates] == [("L1",)]


def test_a_sentence_of_its_own_is_not_about_the_record_before() -> None:
    updates = understood("Lumina 92k. Zenith Motors wants 50 seats").updates
    assert [(u.record.ids or u.record.name, u.value("amount") or u.value("seats")) for u in updates] == [
        (("L1",), 92_000),
        ("Zenith Motors", 50),
    ]


def test_a_verb_before_a_new_contact_is_no_part_of_the_name() -> None:
    (update,) = understood("Met Ines Falk (VP Ops), she wants 50 seats", context=TALKED[0]).updates
    assert update.value("contacts") == ("new:Ines Falk",)
