from hypothesis import given
from hypothesis import strategies as st

from content_index.units import Unit, plain, units


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
        Unit("What hurts?", 0, "Ask three things:", "item", 0, "•"),
        Unit("Who decides? And when?", 1, "Ask three things:", "item", 0, "•"),
        Unit("Then stop.", 2),
    )


def test_steps_keep_their_numbers_and_belong_together_over_the_code_between_them() -> None:
    steps = units("Log in:\n\n1. Set the address\n\n```sh\nconfig set\n```\n\n2. Sign in")
    assert [(u.text, u.shape, u.mark, u.group, u.lead) for u in steps] == [
        ("Set the address", "item", "1.", 0, "Log in:"),
        ("config set", "code", "", -1, "Set the address"),
        ("Sign in", "item", "2.", 0, "Log in:"),
    ]


def test_items_under_an_item_that_opens_a_list_are_led_by_it() -> None:
    nested = units("Reps will:\n\n1. Update these fields:\n   - Amount\n   - Stage\n2. Call Mike")
    assert [(u.text, u.lead) for u in nested] == [
        ("Update these fields:", "Reps will:"),
        ("Amount", "Update these fields:"),
        ("Stage", "Update these fields:"),
        ("Call Mike", "Reps will:"),
    ]


def test_a_quoted_list_is_a_list() -> None:
    assert [(u.text, u.shape) for u in units("> - Mobile web is not supported.\n> - Chrome is.")] == [
        ("Mobile web is not supported.", "item"),
        ("Chrome is.", "item"),
    ]


def test_a_small_heading_opens_what_stands_under_it() -> None:
    assert [(u.text, u.lead) for u in units("**Who can see it?**\n\nEverybody.\n\nThe end.")] == [
        ("Everybody.", "Who can see it?"),
        ("The end.", ""),
    ]


def test_a_long_item_is_cut_into_its_sentences() -> None:
    long = " ".join(["Teams own their apps and every app has one team that looks after it."] * 4)
    found = units(f"- {long} Each team has one token.")
    assert (found[0].shape, found[0].mark) == ("item", "•")
    assert (found[-1].text, found[-1].shape, found[-1].mark) == ("Each team has one token.", "sentence", "")


def test_table_rows_name_their_columns() -> None:
    table = "| Plan | Price |\n|---|---|\n| Team | $29 |\n| Pro | $49"
    assert texts(table) == ["Plan: Team · Price: $29", "Plan: Pro · Price: $49"]
    assert units(table)[1].cells == (("Plan", "Pro"), ("Price", "$49"))


def test_code_keeps_its_lines_and_the_words_that_announce_it() -> None:
    assert units("Run this.\n\n```sh\nnpm install\n  -g it\n```\n\nThen wait.") == (
        Unit("Run this.", 0),
        Unit("npm install\n  -g it", 1, "Run this.", "code"),
        Unit("Then wait.", 2),
    )


def test_inline_marks_go_and_words_stay() -> None:
    assert plain(
        "See [the *guide*](https://x.test/a_b) for `make_run` and **bold** snake_case <br> ![pic](a.png)"
    ) == ("See the guide for make_run and bold snake_case pic")


def test_a_bracket_around_a_link_is_not_part_of_it() -> None:
    assert plain("It lasts [mostly, see [terms](t.md)] a year.") == "It lasts [mostly, see terms] a year."


def test_tags_go_and_words_in_angle_brackets_stay() -> None:
    assert plain("Give <your token> or <ticket_number>, wrapped in <example></example>, to <label-id>.") == (
        "Give <your token> or <ticket_number>, wrapped in <example></example>, to <label-id>."
    )
    assert plain('A <code class="x">seat</code> <b>costs</b> 42<br/>') == "A seat costs 42"
    assert plain('Read <our-button>this</our-button> <rites :of="a.b"></rites><pic src="x"/> now.') == (
        "Read this now."
    )
    assert plain("See <https://x.test/a> or <mailto:a@x.test>.") == "See https://x.test/a or mailto:a@x.test."


def test_what_stands_in_backticks_is_left_as_it_is() -> None:
    assert plain("Run `fleetctl <command> --a_b *` *now*") == "Run fleetctl <command> --a_b * now"


@given(st.text(max_size=400))
def test_any_text_gives_units_in_order_without_empty_ones(text: str) -> None:
    found = units(text)
    assert [u.position for u in found] == list(range(len(found)))
    assert all(u.text.strip() for u in found)
