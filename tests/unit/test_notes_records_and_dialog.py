from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate
from bot.notes.understand import understand
from bot.sales import Account, Opportunity, Value
from tests.unit.notes_world import BOOKS, NOW, PEOPLE, only_update, understood


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Lumina 92k", RecordRef("opportunity", ("L1",))),
        ("lumina foods 92k", RecordRef("opportunity", ("L1",))),
        ("Luminna Foods 92k", RecordRef("opportunity", ("L1",))),
        ("NWA 260k", RecordRef("opportunity", ("N1",))),
        ("Pam approved 260k", RecordRef("opportunity", ("N1",))),
        ("Ms Holm approved 90k", RecordRef("opportunity", ("L1",))),
        ("tidewater imaging 140k", RecordRef("opportunity", ("T2",))),
        ("Tidewater: the renewal is now 60k", RecordRef("opportunity", ("T1",))),
        ("Ola at Tidewater wants 140k", RecordRef("opportunity", ("T2",))),
        ("tidewater 140k", RecordRef("ambiguous", ("T1", "T2"))),
        ("Kestrel: met Ines Falk, their COO", RecordRef("account", ("A4",))),
        ("Brackley Rail 90k", RecordRef("not_permitted", ("B1",))),
        ("New lead: Vantage Robotics, 50 seats", RecordRef("new_account", name="Vantage Robotics")),
        (
            "Harbourlight Textiles reached out for a demo",
            RecordRef("new_account", name="Harbourlight Textiles"),
        ),
        ("closing at 80k end of July", RecordRef("ambiguous")),
    ],
)
def test_which_record(text: str, record: RecordRef) -> None:
    found = only_update(text).record
    assert replace(found, ids=tuple(sorted(found.ids))) == record


def test_another_reps_opportunity_is_refused_without_any_value() -> None:
    assert only_update("Brackley Rail moved to commit, 90k, closes July 10").changes == ()


def test_a_near_miss_that_is_another_reps_exact_name_is_asked_about() -> None:
    book = BOOKS["R1"]
    book = replace(
        book,
        others=(*book.others, Opportunity("X1", "A99", "Luminia Foods - Core", "R2")),
        accounts=(*book.accounts, Account("A99", "Luminia Foods", (), "R2")),
    )
    (update,) = understand("Luminia Foods 92k", DialogContext(PEOPLE["R1"]), book, NOW).updates
    assert update.record == RecordRef("ambiguous", ("L1",))


def test_several_records_keep_their_own_values() -> None:
    updates = understood("Lumina 90k, NWA slips to August, Tidewater Imaging to evaluation").updates
    assert [(u.record.ids, [(c.field, c.value) for c in u.changes]) for u in updates] == [
        (("L1",), [("amount", Decimal(90_000))]),
        (("N1",), [("close_date", date(2026, 8, 31))]),
        (("T2",), [("stage", "evaluation")]),
    ]


def test_a_reference_customer_is_not_the_subject() -> None:
    updates = understood("told Lumina about the Northwind win story, they want 90k").updates
    assert [u.record.ids for u in updates] == [("L1",)]


def card(opportunity: str, **values: Value) -> tuple[RecordUpdate, ...]:
    changes = tuple(FieldChange(f, v, "") for f, v in values.items())  # type: ignore[arg-type]
    return (RecordUpdate(RecordRef("opportunity", (opportunity,)), changes),)


def waiting(opportunity: str = "L1", **values: Value) -> DialogContext:
    return DialogContext(PEOPLE["R1"], pending=card(opportunity, **(values or {"amount": Decimal(92_000)})))


@pytest.mark.parametrize(
    "text", ["1", "save", "yes", "Yep, looks good", "ok", "👍", "perfect, save it", "go ahead", "ja"]
)
def test_confirm(text: str) -> None:
    assert understood(text, context=waiting()).dialog_act == "confirm"
    assert understood(text, context=waiting()).updates == ()


@pytest.mark.parametrize(
    "text", ["cancel", "no", "never mind", "nope, scrap it", "discard", "don't save that"]
)
def test_cancel(text: str) -> None:
    assert understood(text, context=waiting()).dialog_act == "cancel"


@pytest.mark.parametrize(
    ("text", "shown", "values"),
    [
        ("15 not 51", {"seats": 51}, [("seats", 15)]),
        ("48 not 47", {"amount": Decimal(92_000), "seats": 47}, [("seats", 48)]),
        ("48 not 47", {"amount": Decimal(47_000), "seats": 60}, [("amount", Decimal(48_000))]),
        ("51 should be 15", {"amount": Decimal(51)}, [("amount", Decimal(15))]),
        ("15 seats not 51", {"amount": Decimal(51_000), "seats": 51}, [("seats", 15)]),
        ("85 not 80", {"amount": Decimal(92_000)}, [("amount", Decimal(85_000))]),
    ],
)
def test_a_denied_number_is_the_field_that_shows_it(
    text: str, shown: dict[str, Value], values: list[tuple[str, Value]]
) -> None:
    result = understood(text, context=waiting("L1", **shown))
    assert result.dialog_act == "correction"
    assert [(c.field, c.value) for u in result.updates for c in u.changes] == values


@pytest.mark.parametrize(
    "text", ["48 not 47", "no, 15 not 51", "it's 15, not 51", "48 statt 47", "51 should be 15"]
)
@pytest.mark.parametrize(
    "shown",
    [
        {"seats": 60},
        {"next_step": "demo"},
        {"amount": Decimal(92_000)},
        {"amount": Decimal(51_000), "seats": 51, "stage": "negotiation"},
    ],
)
def test_a_denied_number_that_no_one_field_shows_is_asked_about(text: str, shown: dict[str, Value]) -> None:
    result = understood(text, context=waiting("L1", **shown))
    assert (result.dialog_act, result.updates) == ("correction", ())


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("48k not 47k", "amount", Decimal(48_000)),
        ("should be 48 not 47 seats", "seats", 48),
        ("3 July not 1", "next_step_due", date(2026, 7, 3)),
    ],
)
def test_a_number_that_says_what_it_is_needs_no_question(text: str, field: str, value: Value) -> None:
    result = understood(text, context=waiting(next_step="demo", next_step_due=date(2026, 7, 1)))
    assert [(c.field, c.value) for u in result.updates for c in u.changes if c.assertion == "stated"] == [
        (field, value)
    ]


@pytest.mark.parametrize("text", ["undo", "undo that please", "revert it", "oops, take that back"])
def test_undo(text: str) -> None:
    context = DialogContext(PEOPLE["R1"], applied=card("L1", amount=Decimal(92_000)))
    assert understood(text, context=context).dialog_act == "undo"


@pytest.mark.parametrize("text", ["yes but 90k", "yes, Lumina is great", "ok what is our SLA?", "save 20k"])
def test_more_than_a_yes_is_no_confirmation(text: str) -> None:
    assert understood(text, context=waiting()).dialog_act != "confirm"


@pytest.mark.parametrize("text", ["1", "save", "yes", "no", "85k"])
def test_without_a_card_there_is_nothing_to_answer(text: str) -> None:
    assert understood(text).dialog_act is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no, 85k and July 15", [("amount", Decimal(85_000)), ("close_date", date(2026, 7, 15))]),
        ("make it July", [("close_date", date(2026, 7, 31))]),
        ("actually 95", [("amount", Decimal(95_000))]),
        ("not evaluation, negotiation", [("stage", "negotiation")]),
        ("85k", [("amount", Decimal(85_000))]),
        ("also 40 seats", [("seats", 40)]),
    ],
)
def test_a_correction_holds_only_what_it_says(text: str, values: list[tuple[str, Value]]) -> None:
    result = understood(text, context=waiting())
    assert result.dialog_act == "correction"
    assert [u.record.ids for u in result.updates] == [("L1",)]
    assert [(c.field, c.value) for c in result.updates[0].changes if c.assertion != "hedged"] == values


def test_a_bare_date_corrects_the_date_on_the_card() -> None:
    result = understood("no, July 3", context=waiting(next_step="demo", next_step_due=date(2026, 7, 1)))
    assert [(c.field, c.value) for c in result.updates[0].changes] == [("next_step_due", date(2026, 7, 3))]


def test_another_record_named_moves_the_changes_there() -> None:
    result = understood("not Lumina, Northwind", context=waiting())
    assert result.dialog_act == "correction"
    assert [(u.record.ids, u.value("amount")) for u in result.updates] == [(("N1",), Decimal(92_000))]
    other = understood("no, the other one", context=waiting("T1"))
    assert [u.record.ids for u in other.updates] == [("T2",)]


def test_a_new_note_beside_an_open_card_is_a_new_note() -> None:
    result = understood("Northwind 260k", context=waiting())
    assert (result.dialog_act, result.updates[0].record.ids) == (None, ("N1",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 1),
        ("the second one", 1),
        ("first", 0),
        ("renewal", 0),
        ("the imaging one", 1),
        ("130k one", 1),
        ("last", 1),
    ],
)
def test_choosing_among_candidates(text: str, place: int) -> None:
    asked = RecordUpdate(RecordRef("ambiguous", ("T1", "T2")), (FieldChange("stage", "commit", "commit"),))
    context = DialogContext(PEOPLE["R1"], candidates=("T1", "T2"), asked_for=asked)
    result = understood(text, context=context)
    assert (result.dialog_act, result.choice) == ("choice", place)
    assert result.updates[0].record.ids == (("T1", "T2")[place],)
    assert result.updates[0].value("stage") == "commit"
