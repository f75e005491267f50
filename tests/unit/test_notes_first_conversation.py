"""The demo's transcript, as far as understanding goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Person
from bot.notes.model import DialogContext, Intent, RecordUpdate, Understanding
from bot.notes.understand import understand
from bot.sales import Account, Book, Contact, Opportunity
from tests.unit.notes_world import BOOKS

PRIYA = Person(
    "priya", "Priya", "priya@example.com", frozenset({"rep"}), zone="America/New_York", crm_user="u1"
)
NOW = datetime(2026, 3, 10, 10, tzinfo=ZoneInfo("America/New_York"))
BOOK = Book(
    speaker="u1",
    mine=(
        Opportunity(
            "o1", "a1", "Acme", "u1", stage="evaluation", amount=Decimal(65_000), close_date=date(2026, 5, 29)
        ),
    ),
    others=(Opportunity("o2", "a2", "Borealis", "u2", stage="proposal", amount=Decimal(40_000)),),
    accounts=(Account("a1", "Acme", owner_id="u1"), Account("a2", "Borealis", owner_id="u2")),
    contacts=(Contact("c1", "a1", "Dana Reed", "CFO"),),
    stages=BOOKS["R1"].stages,
    verifiers=BOOKS["R1"].verifiers,
    competitors=("Quorvia",),
)
NOTE = "Acme: CFO Dana approved budget, ~80k, sign end of March, maybe 20 more seats"


def said(
    text: str, pending: tuple[RecordUpdate, ...] = (), applied: tuple[RecordUpdate, ...] = ()
) -> Understanding:
    return understand(text, DialogContext(PRIYA, pending=pending, applied=applied), BOOK, NOW)


def test_the_note_becomes_a_draft_in_the_sellers_words() -> None:
    (update,) = said(NOTE).updates
    assert update.record.ids == ("o1",)
    assert {(c.field, c.value, c.said, c.assertion) for c in update.changes} == {
        ("amount", Decimal(80_000), "~80k", "stated"),
        ("close_date", date(2026, 3, 31), "end of March", "stated"),
        ("verifiers", ("budget_confirmed",), "CFO Dana approved budget", "stated"),
        ("contacts", ("c1",), "Dana", "stated"),
        ("seats", 20, "20 more seats", "hedged"),
    }


def test_the_correction_changes_two_values_and_nothing_else() -> None:
    result = said("no, 85k and April 15", pending=said(NOTE).updates)
    assert result.dialog_act == "correction"
    assert [(u.record.ids, {(c.field, c.value) for c in u.changes}) for u in result.updates] == [
        (("o1",), {("amount", Decimal(85_000)), ("close_date", date(2026, 4, 15))})
    ]


def test_save_and_undo() -> None:
    draft = said(NOTE).updates
    assert [said(t, pending=draft).dialog_act for t in ("1", "save", "yes")] == ["confirm"] * 3
    assert said("undo", applied=draft).dialog_act == "undo"


def test_a_colleagues_opportunity_is_refused() -> None:
    (update,) = said("Borealis moved to negotiation").updates
    assert (update.record.kind, update.record.ids, update.changes) == ("not_permitted", ("o2",), ())


@pytest.mark.parametrize("open_card", [False, True])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("They say we're too expensive vs Quorvia. What do I say?", "question"),
        ("and for a renewal?", "question"),
        ("are we FedRAMP High?", "question"),
        ("prep acme", "crm_lookup"),
        ("coach Priya on discovery", "coaching"),
    ],
)
def test_the_other_lines_write_nothing_even_beside_an_open_card(
    text: str, intent: Intent, open_card: bool
) -> None:
    result = said(text, pending=said(NOTE).updates if open_card else ())
    assert (result.intent, result.updates, result.dialog_act) == (intent, (), None)


def test_days_are_the_speakers() -> None:
    late = datetime(2026, 3, 11, 2, tzinfo=ZoneInfo("UTC"))
    evening = understand("Acme closes tomorrow", DialogContext(PRIYA), BOOK, late)
    morning = understand(
        "Acme closes tomorrow", DialogContext(replace(PRIYA, zone="Asia/Kolkata")), BOOK, late
    )
    assert [u.updates[0].value("close_date") for u in (evening, morning)] == [
        date(2026, 3, 11),
        date(2026, 3, 12),
    ]
