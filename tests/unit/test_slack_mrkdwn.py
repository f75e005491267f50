from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.mrkdwn import cut, escape, from_markdown, link, split


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("## Pricing & terms", "*Pricing &amp; terms*"),
        ("# **Bold** title #", "*Bold title*"),
        ("**bold** and *slant* and ~~gone~~", "*bold* and _slant_ and ~gone~"),
        ("__heavy__ `a*b*c < d`", "*heavy* `a*b*c &lt; d`"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("- one\n  * two\n1. three", "• one\n  • two\n1. three"),
        ("[page](https://a.example/x?a=1&b=2)", "<https://a.example/x?a=1&amp;b=2|page>"),
        ("[inside](../other.md) ![alt text](p.png)", "inside alt text"),
        ("[x](javascript:alert)", "x"),
        ("see https://a.example/x.", "see <https://a.example/x.>"),
        ("<!channel> <@U1> @here", "&lt;!channel&gt; &lt;@U1&gt; @here"),
        ("```python\na < b **c**\n```", "```\na &lt; b **c**\n```"),
        ("```\nnever closed", "```\nnever closed\n```"),
        (
            "| Plan | Seats |\n|---|--:|\n| Team | 5 |\n| Scale | 500 |",
            "```\nPlan   Seats\nTeam   5\nScale  500\n```",
        ),
    ],
)
def test_markdown_in_slacks_words(markdown: str, shown: str) -> None:
    assert from_markdown(markdown) == shown


def test_a_link_cannot_be_broken_out_of() -> None:
    assert link("https://a.example/x|y> <!here>", "a|b <c>") == (
        "<https://a.example/x%7Cy&gt;%20&lt;!here&gt;|a¦b &lt;c&gt;>"
    )


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_nothing_quoted_can_mention_or_link(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert html.unescape(escaped) == html.unescape(html.escape(text, quote=False))


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab &<>\n`*_|[]()!@", max_size=400))
def test_markdown_never_becomes_a_command(markdown: str) -> None:
    assert not re.search(r"<[!@#]", from_markdown(markdown))


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abc &<\n", max_size=600), st.integers(30, 120))
def test_splitting_keeps_every_letter_and_the_limit(text: str, limit: int) -> None:
    pieces = split(escape(text), limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    kept = html.unescape("".join(pieces))
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)
    assert not any(re.search(r"&\w*$", piece) for piece in pieces)


def test_code_stays_code_in_every_piece() -> None:
    lines = [f"line {n:03}" for n in range(60)]
    pieces = split("\n".join(["```", *lines, "```", "after"]), 200)
    assert [piece.count("```") for piece in pieces] == [2, 2, 2, 0]
    assert pieces[1].startswith("```\nline 020")
    assert pieces[-1] == "after"


def test_no_piece_is_empty_code() -> None:
    assert split("```\n" + "x" * 180 + "\n```", 200) == ["```\n" + "x" * 180 + "\n```"]
    assert split("```\n" + "x" * 187 + "\n```", 200) == ["```\n" + "x" * 187 + "\n```"]


def test_splitting_prefers_the_end_of_a_line() -> None:
    assert split("a" * 60 + "\n" + "b" * 60, 100) == ["a" * 60, "b" * 60]


def test_a_long_line_is_cut_outside_its_links() -> None:
    text = "x" * 70 + " <https://a.example/long/enough/to/cross|the page> tail"
    first, second = split(text, 100)
    assert (first, second) == ("x" * 70 + " ", "<https://a.example/long/enough/to/cross|the page> tail")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.integers(10, 100))
def test_cut_is_short_and_says_so(text: str, limit: int) -> None:
    shortened = cut(text, limit)
    assert len(shortened) <= limit
    assert shortened == text or shortened.endswith("…")
