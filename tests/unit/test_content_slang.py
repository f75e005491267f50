import pytest

from content_index.slang import formal_words, spelled_out


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how much can I knock off?", ("discount policy approval",)),
        ("Can’t they haggle a bit", ("discount policy approval",)),
        ("any Budget CUTS coming", ("budget objection",)),
        ("what is our uptime?", ()),
        ("knock, knock. Off you go", ()),
    ],
)
def test_phrases_are_found_whole_and_in_any_case(question: str, words: tuple[str, ...]) -> None:
    assert formal_words(question) == words


def test_the_question_itself_stays_first() -> None:
    assert spelled_out("can i knock off 5k") == "can i knock off 5k (discount policy approval)"
    assert spelled_out("what is our uptime?") == "what is our uptime?"


def test_at_most_three_terms_are_added() -> None:
    assert len(formal_words("knock off, half the price, no budget, not a priority, zu teuer, too steep")) == 3
