"""What the words of a question tell about whether it needs the one before it."""

import pytest

from bot.answers.followup import slot, wording


@pytest.mark.parametrize(
    "question",
    [
        "and for a renewal?",
        "What about EMEA?",
        "how about nonprofits",
        "how long does it take?",
        "why?",
        "ok, and the price?",
        "same for enterprise customers?",
        "for resellers?",
        "SSO too?",
        "is that included in the Team plan?",
        "who signs off on those",
        "does that need legal?",
        "ok and how do I set that up on linux",
        "what if they say no?",
        "how much?",
        "and a smaller one?",
        "But in Germany?",
        "anything else?",
        "for how long?",
    ],
)
def test_a_question_that_leaves_its_subject_out_follows(question: str) -> None:
    assert wording(question) == "follows"


@pytest.mark.parametrize(
    "question",
    [
        "are we FedRAMP High?",
        "which deals close this month",
        "who owns this page",
        "is there a discount for nonprofits?",
        "is it ok to share the roadmap with a prospect?",
        "what is it that a sales engineer does?",
        "how long does it take to provision a tenant?",
        "do we refund a licence if it was bought by mistake?",
        "what do I say to a customer that is about to churn?",
        "what do I say when they want to stay with spreadsheets?",
        "企业版每个席位每月多少钱？",
        "and where do I find the security questionnaire template?",
        "Onboarding takes 30 days in Munich. How much time is that?",
        "why does the same invoice show up twice?",
        "What is our standard payment term for new customers in Germany?",
        "And now for something different: which integrations with accounting systems do we ship today?",
        "",
        "???",
    ],
)
def test_a_question_with_a_subject_stands_alone(question: str) -> None:
    assert wording(question) == "stands_alone"


@pytest.mark.parametrize(
    "question",
    [
        "does it work offline?",
        "who approves it?",
        "can I also discount the seats?",
        "where can they read the report?",
        "what if we miss the deadline?",
        "who approves?",
        "whose paper?",
        "what are their weak spots?",
    ],
)
def test_one_that_points_and_names_something_may_be_either(question: str) -> None:
    assert wording(question) == "may_follow"


@pytest.mark.parametrize(
    "question", ["pricing?", "partner onboarding checklist?", "type 2?", "both directions?"]
)
def test_a_few_words_that_ask_nothing_are_a_fragment(question: str) -> None:
    assert wording(question) == "fragment"


@pytest.mark.parametrize(
    ("question", "piece"),
    [
        ("what about EMEA?", "EMEA"),
        ("and the price?", "the price"),
        ("same for new customers", "new customers"),
        ("kafka too?", "kafka"),
        ("ok and in the UK as well?", "the UK"),
        ("and for P3?", "P3"),
        ("how long does it take?", ""),
        ("what is a battlecard?", ""),
    ],
)
def test_the_piece_that_takes_the_place_of_another(question: str, piece: str) -> None:
    assert slot(question) == piece
