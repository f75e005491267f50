"""How the lines of an answer read, as parts and on each platform."""

from __future__ import annotations

from datetime import date

from adapters.console import render as console
from adapters.slack import render as slack
from adapters.teams import render as teams
from bot.answers.body import body
from bot.answers.model import Answer, Line, Source
from bot.chat import Excerpt, Part, Reply, Text

TODAY = date(2026, 5, 4)
SOURCES = (
    Source(1, "p#0", "p", "Install", "CLI", verified=date(2026, 4, 1), updated=date(2026, 3, 9)),
    Source(2, "q#0", "q", "Pricing", "Plans", updated=date(2025, 2, 3)),
)
ITEMS = (
    Line("Ask for the budget.", 1, "item", "Before the call:", "1."),
    Line("Ask who signs.", 1, "item", "Before the call:", "2."),
)
ROWS = (
    Line("Plan: Team · Price: $29", 2, "row", cells=(("Plan", "Team"), ("Price", "$29"))),
    Line("Plan: Pro · Price: $49", 2, "row", cells=(("Plan", "Pro"), ("Price", "$49"))),
)
CODE = Line("npm install -g cli\ncli --help", 1, "code", "Install it with npm:")


def parts(*lines: Line, differ: bool = False) -> tuple[Part, ...]:
    return body(Answer("answered", "?", lines, SOURCES, 0.9, differ=differ), TODAY)


def test_sentences_of_one_source_run_on_and_another_source_begins_a_line() -> None:
    assert parts(Line("One.", 1), Line("Two.", 1), Line("Three.", 2)) == (
        Text("One. [1] Two. [1]\nThree. [2]"),
    )


def test_a_sentence_that_two_sources_say_carries_both_numbers() -> None:
    assert parts(Line("One.", 1, also=(2,))) == (Text("One. [1][2]"),)


def test_items_stand_under_their_lead_which_is_said_once() -> None:
    assert parts(*ITEMS, Line("Done.", 1)) == (
        Text("Before the call:\n1. Ask for the budget. [1]\n2. Ask who signs. [1]\nDone. [1]"),
    )


def test_a_small_heading_stands_before_its_sentence() -> None:
    assert parts(Line("Everybody.", 1, lead="Who sees it?")) == (Text("Who sees it? Everybody. [1]"),)


def test_one_row_is_a_line_and_several_of_one_table_are_a_table() -> None:
    assert parts(ROWS[0]) == (Text("• Plan: Team · Price: $29 [2]"),)
    assert parts(*ROWS) == (
        Excerpt("| Plan | Price |\n| --- | --- |\n| Team | $29 [2] |\n| Pro | $49 [2] |"),
    )


def test_rows_too_wide_for_a_chat_and_rows_of_two_tables_stay_lines() -> None:
    wide = Line(f"A: {'x' * 80} · B: y", 2, "row", cells=(("A", "x" * 80), ("B", "y")))
    assert parts(wide, wide) == (Text(f"• {wide.text} [2]\n• {wide.text} [2]"),)
    other = Line("Size: 3", 2, "row", cells=(("Size", "3"),))
    assert parts(ROWS[0], other) == (Text("• Plan: Team · Price: $29 [2]\n• Size: 3 [2]"),)
    barred = Line("A: x|y", 2, "row", cells=(("A", "x|y"),))
    assert parts(barred, barred) == (Text("• A: x|y [2]\n• A: x|y [2]"),)


def test_code_stands_apart_under_the_words_that_announce_it() -> None:
    assert parts(CODE) == (
        Text("Install it with npm: [1]"),
        Excerpt("```\nnpm install -g cli\ncli --help\n```"),
    )


def test_code_that_holds_a_fence_cannot_close_it() -> None:
    fenced = Line("```\ninside", 1, "code", "Look:")
    assert parts(fenced) == (Text("Look: [1]"), Text("```\ninside"))


def test_sources_that_differ_stand_side_by_side_with_their_dates() -> None:
    shown = parts(Line("It costs $42.", 1), Line("It costs $45.", 2), Line("Ask Joel.", 2), differ=True)
    assert shown == (
        Text(
            "Sources differ:\n"
            "• It costs $42. [1] (verified 1 Apr, updated 9 Mar)\n"
            "• It costs $45. [2] (updated 3 Feb 2025)"
        ),
        Text("Ask Joel. [2]"),
    )


def test_the_terminal_shows_list_table_and_code_as_they_are() -> None:
    text = console.render(Reply(parts(*ITEMS, CODE, *ROWS)))
    assert "Before the call:\n1. Ask for the budget. [1]\n2. Ask who signs. [1]" in text
    assert "  │ npm install -g cli\n  │ cli --help" in text
    assert "| Team | $29 [2] |" in text


def test_slack_shows_list_table_and_code_as_they_are() -> None:
    texts = [block["text"]["text"] for block in slack.blocks(Reply(parts(*ITEMS, CODE, *ROWS)))]
    assert texts == [
        "Before the call:\n1. Ask for the budget. [1]\n2. Ask who signs. [1]",
        "Install it with npm: [1]",
        "```\nnpm install -g cli\ncli --help\n```",
        "```\nPlan  Price\nTeam  $29 [2]\nPro   $49 [2]\n```",
    ]


def test_teams_shows_list_table_and_code_as_they_are() -> None:
    elements = teams.card(Reply(parts(*ITEMS, CODE, *ROWS)))["body"]
    assert [element["type"] for element in elements] == ["TextBlock", "TextBlock", "TextBlock", "Table"]
    assert elements[0]["text"].count("\n\n") == 2
    assert elements[2] == {**elements[2], "fontType": "Monospace", "text": "npm install -g cli\n\ncli --help"}
    last = elements[3]["rows"][-1]["cells"][-1]["items"][0]["text"]
    assert last == "$49 \\[2\\]"
