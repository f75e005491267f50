"""What is shown of pieces too long for an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.shorten import CODE_LINES, LONGEST, is_shown, shortened
from content_index.lexical import analyse
from content_index.units import Unit

FILLER = "and so it goes on and on with words " * 20
ROW = f"{FILLER}seats cost 42 euros {FILLER}trials last thirty days {FILLER}"


def stems(text: str) -> frozenset[str]:
    return frozenset(analyse(text))


def test_a_long_sentence_is_shown_around_what_was_asked() -> None:
    shown = shortened(Unit(ROW, 0), stems("how long do trials last"))
    assert "trials last thirty days and so it" in shown
    assert "seats" not in shown
    assert (shown[:2], shown[-2:]) == ("… ", " …")
    assert len(shown) <= LONGEST + 4
    assert is_shown(ROW, shown)


def test_it_begins_at_the_beginning_where_nothing_is_better() -> None:
    start = ROW[: LONGEST - 100].rsplit(" ", 1)[0]
    for asked in ("canteen", "what goes on"):
        shown = shortened(Unit(ROW, 0), stems(asked))
        assert shown.startswith(start)
        assert shown.endswith(" …")


def test_long_code_is_shown_by_whole_lines() -> None:
    lines = [f"step({n})" for n in range(40)]
    lines[30] = "join(hash)"
    shown = shortened(Unit("\n".join(lines), 0, shape="code"), stems("hash")).split("\n")
    assert (shown[0], shown[-1], len(shown)) == ("…", "…", CODE_LINES + 2)
    assert "join(hash)" in shown
    assert "\n".join(shown[1:-1]) in "\n".join(lines)


def test_what_is_short_is_shown_whole() -> None:
    assert shortened(Unit("A seat costs 42.", 0), frozenset()) == "A seat costs 42."
    assert shortened(Unit("a\nb", 0, shape="code"), stems("b")) == "a\nb"


def test_a_single_endless_word_is_shown() -> None:
    word = "x" * 1_000
    assert shortened(Unit(word, 0), frozenset()) == word


def test_what_was_shown_is_known_again_and_nothing_else_is_taken_for_it() -> None:
    assert is_shown("A seat costs 42.", "A seat costs 42.")
    assert not is_shown("A seat costs 42.", "A seat")
    assert not is_shown("A seat costs 42.", "… a trial …")


@given(
    st.text("ab \n…", max_size=900).map(str.strip),
    st.sampled_from(["sentence", "code"]),
    st.frozensets(st.sampled_from(["a", "b", "ab"])),
)
def test_whatever_the_piece_what_is_shown_stands_in_it(text: str, shape: str, asked: frozenset[str]) -> None:
    unit = Unit(text, 0, shape="code" if shape == "code" else "sentence")
    shown = shortened(unit, asked)
    assert is_shown(text, shown)
    assert shown.removeprefix("…").removesuffix("…").strip() in text
