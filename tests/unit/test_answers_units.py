from hypothesis import given
from hypothesis import strategies as st

from bot.answers.units import Unit, plain, units


def texts(markdown: str) -> list[str]:
    return [u.text for u in units(markdown)]


def test_sentences_are_split_but_abbreviations_are_not() -> None:
    assert texts("We win on cost, e.g. Routing is included. Lead with Dr. Lee’s case vs. Quorvia. Done!") == [
        "We win on cost, e.g. Routing is included.",
        "Lead with Dr. Lee’s case vs. Quorvia.",
        "Done!",
    ]


def test_a_quotation_keeps_its_closing_mark() -> None:
    assert texts('Say: "It is cheaper over three years." Then ask. (Really.) Stop.') == [
        'Say: "It is cheaper over three years."',
        "Then ask.",
        "(Really.)",
        "Stop.",
    ]


def test_list_items_carry_the_sentence_that_opens_the_list() -> None:
    assert units("Ask three things:\n\n- What **hurts**?\n- Who decides?\n  And when?\n\nThen stop.") == (
        Unit("What hurts?", 0, "Ask three things:"),
        Unit("Who decides? And when?", 1, "Ask three things:"),
        Unit("Then stop.", 2, ""),
    )


def test_table_rows_name_their_columns() -> None:
    table = "| Plan | Price |\n|---|---|\n| Team | $29 |\n| Pro | $49 |"
    assert texts(table) == ["Plan: Team · Price: $29", "Plan: Pro · Price: $49"]


def test_code_blocks_are_left_out_and_text_around_them_stays() -> None:
    assert texts("Run this.\n\n```sh\nrm -rf. Now\n```\n\nThen wait.") == ["Run this.", "Then wait."]


def test_inline_marks_go_and_words_stay() -> None:
    assert plain(
        "See [the *guide*](https://x.test/a_b) for `make_run` and **bold** snake_case <br> ![pic](a.png)"
    ) == ("See the guide for make_run and bold snake_case pic")


@given(st.text(max_size=400))
def test_any_text_gives_units_in_order_without_empty_ones(text: str) -> None:
    found = units(text)
    assert [u.position for u in found] == list(range(len(found)))
    assert all(u.text.strip() for u in found)
