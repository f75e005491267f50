import pytest

from bot.answers.followup import resolve

FIRST = "They say we're too expensive vs Quorvia. What do I say?"


@pytest.mark.parametrize(
    "question",
    ["and for a renewal?", "What about EMEA?", "how about nonprofits", "how long does it take?", "why?"],
)
def test_a_followup_takes_its_subject_from_the_question_before(question: str) -> None:
    assert resolve(question, FIRST) == f"They say we're too expensive vs Quorvia. What do I say. {question}"


@pytest.mark.parametrize(
    "question",
    [
        "are we FedRAMP High?",
        "does it work offline?",
        "which deals close this month",
        "who owns this page",
        "What is our standard payment term for new customers in Germany?",
        "And now for something different: which integrations with accounting systems do we ship today?",
    ],
)
def test_a_new_topic_does_not(question: str) -> None:
    assert resolve(question, FIRST) == question


def test_without_a_question_before_nothing_is_added() -> None:
    assert resolve("and for a renewal?", None) == "and for a renewal?"
