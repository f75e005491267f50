"""Orders, look-ups and questions told by their form: wordings that no rule lists."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import understood


@pytest.mark.parametrize(
    "text",
    [
        "Would you mind bumping Lumina to 90k?",
        "mind switching Lumina to negotiation?",
        "any chance you could push Lumina's close to end of August?",
        "is it possible to amend Lumina to 95k",
        "Lumina is at 91k now, update it for me?",
        "Lumina asked for 60 seats, can you add that?",
    ],
)
def test_an_order_to_write_may_have_any_frame(text: str) -> None:
    assert understood(text).intent == "crm_update"


@pytest.mark.parametrize(
    "text",
    [
        "close date for lumina please",
        "Lumina owner?",
        "next step on lumina",
        "kindly share the current stage of Lumina",
        "any movement on Lumina lately?",
        "how long has Lumina been sitting there",
        "list everything I own that is overdue",
        "team forecast this quarter",
        "could you read me back the last note on Lumina",
    ],
)
def test_a_value_wanted_back_is_a_lookup(text: str) -> None:
    meaning = understood(text)
    assert (meaning.intent, meaning.updates) == ("crm_lookup", ())


@pytest.mark.parametrize(
    "text",
    [
        "Greta is asking do we have a data centre in Mumbai",
        "Lumina have a doubt how overtime is calculated",
        "should I move Lumina to negotiation or wait for the redlines?",
        "is it too early to say Lumina is in negotiation?",
        "does anybody have a one-pager for breweries? Greta wants it",
        "anyone ever sold to a credit union before",
        "need a two-line answer on data retention for Greta",
        "Haben wir eine Referenz für Lumina?",
    ],
)
def test_knowledge_wanted_writes_nothing(text: str) -> None:
    meaning = understood(text)
    assert (meaning.intent, meaning.updates) == ("question", ())


@pytest.mark.parametrize(
    ("text", "stage", "amount"),
    [("Lumina next step: send the deck", None, None), ("Lumina stage negotiation", "negotiation", None)],
)
def test_a_field_with_its_value_is_told(text: str, stage: str | None, amount: int | None) -> None:
    meaning = understood(text)
    assert meaning.intent == "crm_update"
    assert meaning.updates[0].value("stage") == stage


@pytest.mark.parametrize(
    "text",
    [
        "Did the demo with Greta, she liked it",
        "Share the deck with Greta on Friday",
        "Check pricing with Greta before Friday",
        "Tell Greta we accept their redlines",
    ],
)
def test_what_a_seller_did_or_will_do_is_no_question(text: str) -> None:
    assert understood(text).intent == "crm_update"


@pytest.mark.parametrize("text", ["企业版每月价格是多少", "東京オフィスの営業時間", "ما سعر الخطة الذهبية"])
def test_another_script_is_searched_for_and_no_chat(text: str) -> None:
    assert understood(text).intent == "question"
