from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.sales import FieldName
from tests.unit.notes_world import hedged, only_update, written


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Lumina 92k", 92_000),
        ("Lumina ~$88k", 88_000),
        ("Lumina went from 80 to 95k", 95_000),
        ("Lumina was 80k, now 95k", 95_000),
        ("Northwind 20k on top of 240", 260_000),
        ("Northwind 20k on top of the 240k", 260_000),
        ("Lumina they asked 70k, we said 95k, settled at 82.5k", Decimal("82500.0")),
        ("Northwind amount is 245", 245_000),
        ("Lumina at eighty eight thousand", 88_000),
    ],
)
def test_amounts_that_are_stated(text: str, amount: int | Decimal) -> None:
    assert written(text, "amount") == [amount]


@pytest.mark.parametrize(
    "text",
    [
        "Lumina 80-95k",
        "Lumina between 85k and 95k",
        "Lumina could be 90k",
        "Lumina maybe 90k",
        "Lumina up to 90k",
        "Lumina $40 per seat",
        "Lumina 8k a month",
        "Lumina 3 years at 30k per year",
        "they offered 70k for Lumina, I refused",
        "Lumina wants a 20k discount",
        "Lumina's budget is 90k",
        "Lumina 90k for licences and 20k for services",
        "Ferrostack quoted Lumina 70k",
        "Lumina if they add sites 110k",
        "Lumina not 90k",
        "Lumina spends 400k on ovens",
        "Lumina potential 120k",
        "Lumina +20k",
        "Lumina another 20k",
    ],
)
def test_amounts_that_must_not_be_written(text: str) -> None:
    assert written(text, "amount") == []


def test_a_bare_number_is_not_thousands_when_that_makes_no_sense() -> None:
    assert written("Lumina at 4", "amount") == []
    assert written("Lumina at 900", "amount") == []


def test_the_accounts_dollar_is_used() -> None:
    assert written("Lumina $92k", "currency") == ["USD"]
    assert written("Brackley £97k", "currency", "R2") == ["GBP"]
    assert written("Brackley 97k", "currency", "R2") == []
    assert written("Chandra 48 lakh", "currency", "R4") == ["INR"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Lumina closes 7/10", date(2026, 7, 10)),
        ("Lumina signing end of July", date(2026, 7, 31)),
        ("Lumina slipped to October", date(2026, 10, 31)),
        ("Lumina realistically Q3", date(2026, 9, 30)),
        ("Lumina pushed out to mid-September", date(2026, 9, 15)),
        ("Lumina needs it signed before the end of July", date(2026, 7, 31)),
        ("Lumina wants to close end of July", date(2026, 7, 31)),
        ("Lumina close moved from June to Sept", date(2026, 9, 30)),
    ],
)
def test_close_dates(text: str, day: date) -> None:
    assert written(text, "close_date") == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Lumina could slip to August",
        "Lumina may sign in October",
        "Lumina might close next week",
        "Lumina go-live September 1",
        "Lumina budget resets in October",
        "Pam's out until July 6",
        "Lumina board meets July 9",
        "Lumina RFP is due July 3",
        "Lumina if legal is quick closes July 10",
        "demo with Lumina moved to Friday",
        "Lumina not closing in July",
        "Lumina signs in July?",
        "hoping Lumina closes in July",
        "Greta leaves in August, Lumina",
        "Lumina kicked off in May",
        "we met Lumina last Friday",
        "Lumina early Q3 close",
        "Lumina won't close before August",
    ],
)
def test_dates_that_are_not_close_dates(text: str) -> None:
    assert written(text, "close_date") == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("lumina -> proposal", "proposal"),
        ("Lumina moved to negotiation", "negotiation"),
        ("moving Lumina to commit", "commit"),
        ("put Lumina in negotiation", "negotiation"),
        ("Lumina is now in proposal", "proposal"),
        ("Lumina: negotiation", "negotiation"),
        ("Lumina, let's call it Proposal", "proposal"),
        ("Lumina from evaluation to proposal", "proposal"),
        ("Lumina quote stage", "proposal"),
        ("can you move Lumina to negotiation?", "negotiation"),
    ],
)
def test_stages_that_are_stated(text: str, stage: str) -> None:
    assert written(text, "stage") == [stage]


@pytest.mark.parametrize(
    "text",
    [
        "sent Lumina the proposal",
        "Lumina proposal goes out tomorrow",
        "Lumina is ready for a proposal",
        "Lumina discovery call went well",
        "Lumina not in negotiation yet",
        "Lumina should be in negotiation by Friday",
        "once legal is done Lumina moves to negotiation",
        "is Lumina in negotiation?",
        "Lumina might move to commit",
        "working on the Lumina proposal",
        "Lumina wants a proposal review",
        "we will move Lumina to negotiation next week",
        "Lumina negotiation call on Friday",
        "moving Lumina to negotiation on Friday",
    ],
)
def test_stages_that_must_not_be_written(text: str) -> None:
    assert written(text, "stage") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lumina budget approved", "budget_confirmed"),
        ("Greta signed off the budget at Lumina", "budget_confirmed"),
        ("Lumina secured funding", "budget_confirmed"),
        ("Lumina pilot passed", "technical_win"),
        ("Lumina poc hit every target", "technical_win"),
        ("Lumina security review passed", "security_review_passed"),
        ("Lumina infosec cleared us", "security_review_passed"),
        ("Lumina redlines came back", "legal_review_started"),
        ("the contract is with Lumina's legal", "legal_review_started"),
        ("Lumina procurement is engaged", "procurement_engaged"),
        ("Lumina decision criteria agreed", "decision_criteria_agreed"),
        ("mutual plan signed off with Lumina", "decision_process_agreed"),
        ("Sam agreed to be our champion at Lumina", "champion_confirmed"),
        ("met the economic buyer at Lumina", "economic_buyer_met"),
        ("Greta gave us a verbal yes, Lumina", "verbal_commit"),
        ("Greta confirmed this is a top priority for Lumina", "problem_confirmed"),
    ],
)
def test_evidence_stated_as_done(text: str, kind: str) -> None:
    assert (kind,) in written(text, "verifiers")


@pytest.mark.parametrize(
    "text",
    [
        "Lumina budget not approved",
        "Lumina hasn't approved the budget",
        "Lumina budget should be approved Friday",
        "if Lumina's budget is approved we close",
        "Greta will approve the budget, Lumina",
        "Lumina waiting for budget approved",
        "has Lumina's budget been approved?",
        "our legal is reviewing Lumina's contract",
        "Lumina legal will review next week",
        "Lumina needs security review passed first",
        "Sam said yes verbally but he can't sign, Lumina",
        "Lumina pilot is running",
        "Lumina once procurement has started we are good",
        "hopefully Lumina budget approved",
    ],
)
def test_evidence_that_is_missing_or_still_to_come(text: str) -> None:
    assert written(text, "verifiers") == []


def test_a_verbal_yes_counts_only_with_authority() -> None:
    assert written("Sam said yes, Lumina", "verifiers") == []
    assert hedged("Sam said yes, Lumina", "verifiers") == [("verbal_commit",)]


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("NWA signed!", "won", []),
        ("Northwind PO received", "won", []),
        ("Northwind is closed won", "won", []),
        ("we won Northwind", "won", []),
        ("Northwind countersigned the contract", "won", []),
        ("mark Northwind closed won", "won", []),
        ("Northwind lost to Ferrostack", "lost", ["competitor"]),
        ("Northwind went with Quillon, cheaper", "lost", ["price"]),
        ("Northwind is dead, no budget", "lost", ["budget"]),
        ("Lumina closed lost, went dark", "lost", ["no_decision"]),
        ("lost Lumina - timing, maybe next year", "lost", ["timing"]),
    ],
)
def test_won_and_lost(text: str, status: str, reason: list[str]) -> None:
    assert written(text, "status") == [status]
    assert written(text, "reason") == reason


@pytest.mark.parametrize(
    "text",
    [
        "Northwind not signed yet",
        "Northwind would sign if we drop 10%",
        "Northwind signed the NDA",
        "Northwind signed off on the plan",
        "Northwind won't sign",
        "Northwind lost their champion",
        "we won the technical round at Northwind",
        "Northwind to be signed Friday",
        "Northwind signs tomorrow",
        "don't mark Northwind won",
        "is Northwind signed?",
        "Northwind signed up for the workshop",
        "waiting for Northwind to get it signed",
        "I lost my Northwind notes",
        "Northwind needs it signed by Friday",
        "Northwind almost won",
    ],
)
def test_not_won_and_not_lost(text: str) -> None:
    assert written(text, "status") == []


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Lumina 120 seats", "seats", 120),
        ("Lumina ninety users", "seats", 90),
        ("Lumina went from 50 to 80 seats", "seats", 80),
        ("Ferrostack is in at Lumina", "competitors", ("Ferrostack",)),
        ("rang Greta at Lumina", "note_type", "call"),
        ("met Greta for lunch, Lumina", "note_type", "meeting"),
        ("Greta emailed about Lumina", "note_type", "email"),
        ("texted Greta re Lumina", "note_type", "other"),
        ("met Olaf Berg from procurement at Lumina", "contacts", ("new:Olaf Berg",)),
        ("Lumina: CTO Henrik joined", "contacts", ("new:Henrik",)),
        ("Ms Holm wants a call, Lumina", "contacts", ("c1",)),
    ],
)
def test_smaller_fields(text: str, field: FieldName, value: object) -> None:
    assert value in written(text, field)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Lumina maybe 20 more seats", "seats"),
        ("Lumina 400 ovens", "seats"),
        ("Lumina up to 90 seats", "seats"),
        ("Ferrostack dropped out at Lumina", "competitors"),
        ("Sam left Lumina for Ferrostack", "competitors"),
        ("no Ferrostack at Lumina", "competitors"),
        ("call with Greta tomorrow, Lumina", "note_type"),
        ("our SE Henrik Dahl demoed to Lumina", "contacts"),
    ],
)
def test_smaller_fields_that_must_not_be_written(text: str, field: FieldName) -> None:
    assert written(text, field) == []


@pytest.mark.parametrize(
    ("text", "step", "due"),
    [
        ("Lumina: I'll send the SOW by Friday", "send the SOW", date(2026, 6, 19)),
        ("Lumina next step: security workshop on June 30", "security workshop", date(2026, 6, 30)),
        ("I owe Lumina a pricing deck by Monday", "send Lumina a pricing deck", date(2026, 6, 22)),
        ("Lumina demo with Greta booked for Tuesday", "demo with Greta", date(2026, 6, 23)),
        ("Lumina following up next week", "following up", date(2026, 6, 26)),
        ("Lumina pushed to next friday for commercials", "commercials", date(2026, 6, 26)),
    ],
)
def test_next_steps(text: str, step: str, due: date) -> None:
    assert written(text, "next_step") == [step]
    assert written(text, "next_step_due") == [due]


def test_the_earliest_dated_step_wins() -> None:
    update = only_update("Lumina: workshop on June 30, I'll send the SOW by Friday")
    assert update.value("next_step") == "send the SOW"


def test_said_is_quoted_with_who_it_came_from() -> None:
    update = only_update("Lumina: CFO Greta approved budget, ~88k")
    said = {c.field: c.said for c in update.changes}
    assert said["verifiers"] == "CFO Greta approved budget"
    assert said["amount"] == "~88k"
