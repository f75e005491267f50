from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.render import ansi, render
from bot.chat import Action, Citation, Diff, DiffRow, Excerpt, Facts, Form, FormField, Part, Reply, Text


def shown(*parts: Part, width: int = 96) -> str:
    return render(Reply(parts), width)


def test_a_diff_shows_where_each_value_came_from() -> None:
    rows = (
        DiffRow("amount", "Amount", "65,000", "80,000", "about\n80k"),
        DiffRow("seats", "Seats", "80", "5", "", edited=True),
        DiffRow("stage", "Stage", "", "Won", "maybe won", selected=False),
    )
    assert shown(Diff("Acme", rows)).splitlines() == [
        "Acme",
        '  ✓ Amount: 65,000 → 80,000 · you said "about 80k"',
        "  ✓ Seats: 80 → 5 · your edit",
        '  · Stage: Won — only mentioned, not selected · you said "maybe won"',
    ]


def test_the_words_move_to_a_line_of_their_own_when_the_row_is_full() -> None:
    row = DiffRow("next_step", "Next step", "a call", "a workshop", "we agreed on a workshop")
    assert shown(Diff("Acme", (row,)), width=50).splitlines() == [
        "Acme",
        "  ✓ Next step: a call → a workshop",
        '    you said "we agreed on a workshop"',
    ]


def test_buttons_stand_apart_and_break_between_labels_only() -> None:
    actions = tuple(Action(name, name) for name in ("Save", "Edit", "Note only", "Discard"))
    reply = Reply((Text("A draft"),), actions)
    assert render(reply) == "A draft\n▸ 1 Save · 2 Edit · 3 Note only · 4 Discard"
    assert render(reply, 30) == "A draft\n▸ 1 Save · 2 Edit\n  3 Note only · 4 Discard"
    assert render(reply, with_actions=False) == "A draft"


def test_an_excerpt_wraps_prose_under_its_bullet_and_leaves_tables_and_code() -> None:
    table = "| " + " | ".join(["a column"] * 6) + " |"
    code = "```\n" + "x = 1; " * 8 + "\n```"
    lines = shown(Excerpt(f"- one two three four five six\n{table}\n{code}"), width=24).splitlines()
    assert lines[:2] == ["  │ - one two three four", "  │   five six"]
    assert lines[2] == "  │ " + table
    assert lines[4] == "  │ " + "x = 1; " * 8


def test_facts_stand_in_a_column() -> None:
    facts = Facts((("Acme", "Evaluation · 65,000"), ("Borealis", "a long value that wraps")), "2 open")
    assert shown(facts, width=30).splitlines() == [
        "2 open",
        "  Acme      Evaluation ·",
        "            65,000",
        "  Borealis  a long value that",
        "            wraps",
    ]


def test_a_form_names_its_fields_as_they_can_be_typed() -> None:
    fields = (
        FormField("0.amount", "Amount", "number", "80000"),
        FormField("0.stage", "Stage", "choice", "e", (("e", "Evaluation"), ("p", "Proposal"))),
        FormField("0.seats", "Seats", hint="Not users."),
    )
    assert render(Form("edit", "c", "Edit before saving", fields)).splitlines() == [
        "Edit before saving",
        "  amount = 80000",
        "  stage  = Evaluation",
        "           one of Evaluation, Proposal",
        "  seats  = —",
        "           Not users.",
        "Type what to change, for example amount=85000; several fields with “;” between. Enter keeps what",
        "stands here, cancel leaves the form.",
    ]


words = st.text(alphabet="ab ,.\n", max_size=200)
parts = st.one_of(
    st.builds(Text, words),
    st.builds(Excerpt, words),
    st.builds(Facts, st.lists(st.tuples(st.just("Label"), words), max_size=4).map(tuple), st.just("Title")),
    st.builds(Citation, st.integers(1, 9), st.just("A page"), st.just("A section"), words),
)


@given(st.lists(parts, min_size=1, max_size=5), st.integers(30, 100))
def test_lines_stay_within_the_width_and_styles_change_no_words(some: list[Part], width: int) -> None:
    some = [part for part in some if not _has_long_word(part, width)]
    plain = shown(*some, width=width)
    assert max(map(len, plain.splitlines()), default=0) <= width
    assert re.sub(r"\x1b\[\d+m", "", render(Reply(tuple(some)), width, ansi)) == plain


def _has_long_word(part: Part, width: int) -> bool:
    return any(len(word) > width // 2 for word in re.split(r"\s", str(part).replace("\\n", " ")))


@pytest.mark.parametrize("width", [40, 96])
def test_no_style_spans_a_line(width: int) -> None:
    styled = render(Reply((Text("some words " * 20, strong=True),), (Action("a", "Go"),)), width, ansi)
    assert all(line.startswith("\x1b[") and line.endswith("\x1b[0m") for line in styled.splitlines())
