from __future__ import annotations

import pytest

from bot.questions import question_in


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Acme wants 80k. what is our discount policy?", "what is our discount policy?"),
        ("What is our discount policy? Acme wants 80k by end of March", "What is our discount policy?"),
        ("Acme CFO approved 80k, what is our discount policy?", "what is our discount policy?"),
        ("log 80k on Acme and tell me what our policy is", "tell me what our policy is"),
        (
            "Acme: 80k. Do we have a case study in healthcare? And who approves 20%?",
            "Do we have a case study in healthcare? And who approves 20%?",
        ),
        ("Acme budget 80k.\nhow do we beat Quorvia\nclose 31 March", "how do we beat Quorvia"),
        ("Acme signed?", "Acme signed?"),
        ("Acme wants 80k", "Acme wants 80k"),
        ("", ""),
    ],
)
def test_the_part_that_asks_in_its_own_words(said: str, asked: str) -> None:
    assert question_in(said) == asked
