from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.chat import Diff, FormErrors, Text
from bot.crm_log.draft import Draft, OpportunityDraft, corrected, crm_update, new_values, render
from bot.crm_log.edit import form_for, read_form
from bot.notes.model import FieldChange, RecordRef, RecordUpdate
from bot.sales import Book, Contact, Opportunity, Stage, Verifier

TODAY = date(2026, 3, 10)
ACME = Opportunity(
    "opp-acme",
    "acc-acme",
    "Acme – Rollout",
    "priya",
    stage="evaluation",
    amount=Decimal(65000),
    close_date=date(2026, 5, 29),
    contacts=("dana",),
)
BOOK = Book(
    "priya",
    mine=(ACME,),
    contacts=(Contact("dana", "acc-acme", "Dana Whitfield"), Contact("lee", "acc-acme", "Lee Ames")),
    stages=(Stage("evaluation", "Evaluation", 1), Stage("proposal", "Proposal", 2)),
    verifiers=(Verifier("budget_confirmed", "Budget approved"),),
)
AMOUNT = FieldChange("amount", Decimal(80000), "~80k")
CLOSE = FieldChange("close_date", date(2026, 3, 31), "end of March")
SEATS = FieldChange("seats", 20, "maybe 20 more seats", "hedged")
NOTE = OpportunityDraft(ACME, (AMOUNT, CLOSE, SEATS, FieldChange("note_type", "call", "call")), "the note")


def test_only_what_is_selected_and_new_is_written() -> None:
    assert new_values(NOTE) == {"amount": Decimal(80000), "close_date": date(2026, 3, 31)}
    unchanged = OpportunityDraft(ACME, (FieldChange("amount", Decimal(65000), "still 65k"),))
    assert new_values(unchanged) == {}


def test_lists_grow_and_shrink_without_losing_what_was_there() -> None:
    added = OpportunityDraft(ACME, (FieldChange("contacts", ("lee", "dana"), "Lee"),))
    assert new_values(added) == {"contacts": ("dana", "lee")}
    removed = OpportunityDraft(ACME, (FieldChange("contacts", ("dana",), "not Dana", remove=True),))
    assert new_values(removed) == {"contacts": ()}


def test_a_write_expects_the_values_the_rep_saw() -> None:
    update = crm_update(NOTE, "k1", fields=True)
    assert update.expect == {"amount": Decimal(65000), "close_date": date(2026, 5, 29)}
    assert (update.note, update.note_type) == ("the note", "call")
    assert crm_update(NOTE, "k2", fields=False).set == {}


def test_the_card_shows_old_new_and_the_words_and_marks_what_is_only_mentioned() -> None:
    card = render(Draft((NOTE,)), "draft:1", BOOK, TODAY)
    diff = card.parts[0]
    assert isinstance(diff, Diff)
    shown = [(r.label, r.old, r.new, r.said, r.selected) for r in diff.rows]
    assert shown == [
        ("Amount", "65,000", "80,000", "~80k", True),
        ("Close", "29 May", "31 Mar", "end of March", True),
        ("Seats", "—", "20", "maybe 20 more seats", False),
    ]
    assert [a.id for a in card.actions] == ["save", "edit", "note_only", "discard"]
    assert (card.visibility, card.deliver) == ("asker", "direct")


def test_a_note_without_field_changes_says_so() -> None:
    card = render(Draft((OpportunityDraft(ACME, ()),)), "draft:1", BOOK, TODAY)
    assert card.parts[1] == Text("No field changes: Save keeps this as a note.")


def test_a_correction_changes_only_what_it_names() -> None:
    change = RecordUpdate(
        RecordRef("opportunity", ("opp-acme",)), (FieldChange("amount", Decimal(85000), "85k"),)
    )
    (one,) = corrected(Draft((NOTE,)), [change]).updates
    assert new_values(one) == {"amount": Decimal(85000), "close_date": date(2026, 3, 31)}


def test_the_form_holds_what_save_would_write_and_reads_back_what_was_changed() -> None:
    draft = Draft((NOTE,))
    form = form_for(draft, "draft:1", BOOK)
    values = {f.name: f.value for f in form.fields}
    assert (values["0.amount"], values["0.close_date"], values["0.stage"]) == (
        "80000",
        "2026-03-31",
        "evaluation",
    )
    edited = read_form(draft, {**values, "0.amount": "90,000", "0.stage": "proposal", "0.seats": "12"}, BOOK)
    assert isinstance(edited, Draft)
    assert new_values(edited.updates[0]) == {
        "amount": Decimal(90000),
        "close_date": date(2026, 3, 31),
        "stage": "proposal",
        "seats": 12,
    }


def test_a_form_sent_back_untouched_changes_nothing() -> None:
    draft = Draft((NOTE,))
    form = form_for(draft, "draft:1", BOOK)
    assert read_form(draft, {f.name: f.value for f in form.fields}, BOOK) == draft.__class__(
        (OpportunityDraft(ACME, (AMOUNT, CLOSE, NOTE.changes[3], SEATS), "the note"),)
    )


def test_a_form_says_what_to_enter_instead() -> None:
    wrong = {"0.amount": "lots", "0.close_date": "soon", "0.seats": "-3", "0.stage": "Nirvana"}
    refused = read_form(Draft((NOTE,)), wrong, BOOK)
    assert isinstance(refused, FormErrors)
    assert refused.errors == {
        "0.amount": "Enter the amount in full, for example 85000.",
        "0.close_date": "Enter the date as year-month-day, for example 2026-03-31.",
        "0.seats": "Enter the seats as a whole number, for example 40.",
        "0.stage": "Choose one of: Evaluation, Proposal.",
    }


def edited(values: dict[str, str], today: date | None = None, locale: str = "en-US") -> dict[str, object]:
    """What Save would then write, or the errors."""
    outcome = read_form(Draft((OpportunityDraft(ACME, ()),)), values, BOOK, today, locale)
    if isinstance(outcome, FormErrors):
        return dict(outcome.errors)
    return {str(field): value for field, value in new_values(outcome.updates[0]).items()}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("85.000", "85000"),
        ("85,000", "85000"),
        ("1.250.000", "1250000"),
        ("1.234.567,89", "1234567.89"),
        ("12,50,000", "1250000"),
        ("85 000", "85000"),
        ("85k", "85000"),
        ("85 K", "85000"),
        ("1.25m", "1250000"),
        ("$85,000.50", "85000.50"),
        ("85000,5", "85000.5"),
        ("85000.000", "85000"),
        ("€85k", "85000"),
        ("85k EUR", "85000"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_its_writer_means_it(typed: str, amount: str) -> None:
    assert edited({"0.amount": typed}) == {"amount": Decimal(amount)}


@pytest.mark.parametrize(
    "typed", ["²", "9" * 5_000, "NaN", "Infinity", "1e5", "85kk", "80-90k", "k", "9" * 13]
)
def test_an_amount_that_cannot_be_read_is_refused(typed: str) -> None:
    (why,) = edited({"0.amount": typed}).values()
    assert str(why).endswith("for example 85000.")


def test_a_negative_amount_is_told_apart() -> None:
    assert edited({"0.amount": "-3"}) == {"0.amount": "Enter an amount of zero or more, for example 85000."}


@pytest.mark.parametrize("typed", ["²", "9" * 5_000, "-1", "1.5", "10 000 000"])
def test_seats_that_cannot_be_read_are_refused(typed: str) -> None:
    assert edited({"0.seats": typed}) == {"0.seats": "Enter the seats as a whole number, for example 40."}


def test_seats_may_be_grouped() -> None:
    assert edited({"0.seats": "1.200"}) == {"seats": 1200}


@pytest.mark.parametrize(
    ("typed", "locale", "day"),
    [
        ("15 April", "en-US", date(2026, 4, 15)),
        ("end of March", "en-US", date(2026, 3, 31)),
        ("April", "en-US", date(2026, 4, 30)),
        ("4/5", "en-US", date(2026, 4, 5)),
        ("4/5", "en-GB", date(2026, 5, 4)),
        ("tomorrow", "en-US", date(2026, 3, 11)),
        ("2026-04-15", "en-US", date(2026, 4, 15)),
    ],
)
def test_a_date_may_be_said_as_in_a_note(typed: str, locale: str, day: date) -> None:
    assert edited({"0.next_step_due": typed}, TODAY, locale) == {"next_step_due": day}


@pytest.mark.parametrize(
    "typed",
    ["soon", "15 April or 3 May", "15 April at noon", "not before April", "9" * 5_000, "a call in May"],
)
def test_what_is_not_one_date_is_refused(typed: str) -> None:
    assert edited({"0.close_date": typed}, TODAY) == {
        "0.close_date": "Enter the date as year-month-day, for example 2026-03-31."
    }


def test_a_value_left_as_shown_is_the_value_that_stood_there() -> None:
    # Typed anew, `85.125` would group thousands.
    odd = replace(ACME, amount=Decimal("85.125"), stage="gone")
    draft = Draft((OpportunityDraft(odd, ()),))
    values = {f.name: f.value for f in form_for(draft, "draft:1", BOOK).fields}
    assert values["0.amount"] == "85.125"
    assert read_form(draft, values, BOOK) == draft


def test_a_stage_cannot_be_emptied() -> None:
    assert edited({"0.stage": ""}) == {"0.stage": "Choose one of: Evaluation, Proposal."}


def test_an_endless_next_step_is_refused() -> None:
    assert edited({"0.next_step": "x" * 1_001}) == {
        "0.next_step": "Enter a next step of at most 1,000 characters."
    }


def test_an_edited_value_is_marked_as_such_and_not_as_said() -> None:
    draft = read_form(Draft((NOTE,)), {"0.amount": "90k"}, BOOK)
    assert isinstance(draft, Draft)
    diff = render(draft, "draft:1", BOOK, TODAY).parts[0]
    assert isinstance(diff, Diff)
    assert [(r.label, r.said, r.edited) for r in diff.rows] == [
        ("Amount", "", True),
        ("Close", "end of March", False),
        ("Seats", "maybe 20 more seats", False),
    ]
