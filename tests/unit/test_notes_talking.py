"""Right after talking about an opportunity: chat stays chat, news without a name is a note on it, and
questions about its fields are read back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate
from tests.unit.notes_world import PEOPLE, understood

CARD = (RecordUpdate(RecordRef("opportunity", ("L1",)), (FieldChange("amount", Decimal(80_000), "80k"),)),)
REP = PEOPLE["R1"]
TALKED = (DialogContext(REP, recent=("L1",)), DialogContext(REP, applied=CARD, recent=("L1",)))
CHAT = (
    "thanks",
    "thank you so much!",
    "hello",
    "hey there",
    "good morning",
    "done",
    "ok cool",
    "are you there",
    "you there?",
    "how are you?",
    "what's up",
    "cheers mate",
    "nice one",
    "lol",
    "haha that's funny",
    "great",
    "perfect, thanks",
    "got it",
    "need a coffee",
    "going home now",
    "I'm back",
    "long day...",
    "see you friday",
    "happy friday",
    "that was quick",
    "good bot",
    "you're a star",
    "sounds good",
    "ping",
    "mark my words",
    "sweet",
    "wow",
    "will do",
    "call me",
    "thanks Greta!",
)
NEWS = (
    "she loved the demo",
    "he hated the price",
    "they want a second call next week with the CFO",
    "they went quiet",
    "no reply from them so far",
    "the demo went well",
    "the contract is stuck with their lawyers",
    "they asked for references",
    "procurement wants three quotes",
    "their CFO is on board",
    "legal came back with comments",
    "thanks, she loved the demo btw",
    "great, they agreed to a pilot",
    "sent the proposal this morning",
    "had the pricing call, all fine",
    "gone dark",
    "customer is worried about rollout",
    "the champion left",
    "still waiting on the security questionnaire",
    "she prefers monthly billing",
    "spoke to the CFO, she is keen",
    "they are comparing us with Ferrostack",
    "he's pushing it internally",
    "budget approved",
    "closing in August",
    "92k now",
    "no decision yet",
    "the kick-off got postponed",
)
LOOKUPS = (
    "when does it close?",
    "when's it closing",
    "what's its amount",
    "what is the amount?",
    "who owns it",
    "who's the owner?",
    "what stage is it in?",
    "which stage are they at",
    "how much is it?",
    "how many seats do they have?",
    "what's the next step?",
    "where are we on it?",
    "amount?",
    "close date?",
    "does it close this quarter?",
    "ok and when does it close?",
    "what's their budget?",
    "cool, what's next?",
)
QUESTIONS = (
    "how does it compare with Quorvia?",
    "how does it compare with Ferrostack?",
    "does it support SSO?",
    "what's our discount policy?",
    "when do we offer net 60?",
    "does the product do SAML?",
    "how do I handle the price objection?",
)


@pytest.mark.parametrize("text", CHAT)
def test_chat_is_no_note(text: str) -> None:
    for context in TALKED:
        result = understood(text, context=context)
        assert result.intent in {"smalltalk", "other"}
        assert (result.updates, result.dialog_act) == ((), None)


@pytest.mark.parametrize("text", NEWS)
def test_news_without_a_name_is_about_the_record_talked_of(text: str) -> None:
    for context in TALKED:
        result = understood(text, context=context)
        assert (result.intent, [u.record.ids for u in result.updates]) == ("crm_update", [("L1",)])
        assert result.updates[0].text == text


@pytest.mark.parametrize("text", ["she loved the demo", "they went quiet", "the champion left"])
def test_the_same_news_out_of_the_blue_is_about_nothing(text: str) -> None:
    assert understood(text).updates == ()


@pytest.mark.parametrize("text", ["Greta loved the demo", "Greta wants a call"])
def test_a_contact_names_the_record(text: str) -> None:
    assert [u.record.ids for u in understood(text).updates] == [("L1",)]


@pytest.mark.parametrize("text", LOOKUPS)
def test_a_field_of_it_is_looked_up(text: str) -> None:
    for context in (*TALKED, DialogContext(REP, pending=CARD)):
        result = understood(text, context=context)
        assert (result.intent, result.updates, result.dialog_act) == ("crm_lookup", (), None)


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_the_product_does_stays_a_question(text: str) -> None:
    for context in (*TALKED, DialogContext(REP, pending=CARD)):
        assert understood(text, context=context).intent == "question"


@pytest.mark.parametrize("text", ["when does it close?", "who owns it", "amount?"])
def test_without_a_record_there_is_nothing_to_look_up(text: str) -> None:
    assert understood(text).intent == "question"


def test_a_meeting_that_was_good_is_no_next_step() -> None:
    (update,) = understood("good meeting today", context=TALKED[0]).updates
    assert [(c.field, c.value) for c in update.changes] == [("note_type", "meeting")]
