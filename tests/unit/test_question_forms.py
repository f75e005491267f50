"""A question is heard without its mark; a note that leaves its subject out stays a note."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import understood


@pytest.mark.parametrize(
    "text",
    [
        "can a customer pay by invoice",
        "can customers cancel early",
        "can their admins export data",
        "can shift leads approve swaps",
        "may a partner resell the team plan",
        "will customers be billed monthly",
        "would a nonprofit get the discount",
        "do nonprofits get a discount",
        "is a purchase order needed",
        "is onboarding included",
        "are customers allowed to pause",
        "has the price changed",
        "were the prices raised",
        "onboarding takes how long",
        "the team plan costs how much",
        "we compete with whom",
        "invoices get paid where",
        "we bill by card or not",
        "the pilot is free, right",
        "pilot is free correct",
        "a pilot is free, isn't it",
    ],
)
def test_a_question_needs_no_question_mark(text: str) -> None:
    meaning = understood(text)
    assert (meaning.intent, meaning.updates) == ("question", ())


@pytest.mark.parametrize(
    "text",
    [
        "can confirm budget with Lumina",
        "can push Lumina to august",
        "may slip to q4, Lumina",
        "May 5 call with Lumina",
        "will sign next week lumina",
        "Will from Lumina called",
        "has the budget, lumina",
        "have the contract signed with lumina by friday",
        "was a good call, lumina",
        "are happy with the pilot. lumina",
        "next step lumina: find out how much",
        "Greta at Lumina will learn how long",
        "Lumina will decide on friday or not",
        "Lumina is in negotiation, right",
    ],
)
def test_what_tells_of_a_record_stays_a_note(text: str) -> None:
    assert understood(text).intent == "crm_update"


@pytest.mark.parametrize("text", ["that's right", "was great to meet everyone", "can do", "no idea how long"])
def test_chat_is_no_question(text: str) -> None:
    assert understood(text).intent != "question"
