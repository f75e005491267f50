from __future__ import annotations

from bot.answers.model import Answer, Line, Source
from bot.answers.sharing import part_of

SOURCES = tuple(Source(n, f"p{n}", f"d{n}", f"Page {n}", "", public=n == 2) for n in (1, 2, 3))
LINES = (Line("One.", 1), Line("Two.", 2, also=(1, 3)), Line("Three.", 3))
WHOLE = Answer("answered", "?", LINES, SOURCES, 0.9, unmatched=("Zebra",), differ=True)


def test_a_line_goes_with_its_source_and_no_number_tells_of_others() -> None:
    part = part_of(WHOLE, [2])
    assert part.lines == (Line("Two.", 1),)
    assert [(source.number, source.title, source.public) for source in part.sources] == [(1, "Page 2", True)]
    assert (part.unmatched, part.differ) == ((), False)


def test_who_says_the_same_stays_as_far_as_it_may_be_seen() -> None:
    part = part_of(WHOLE, [2, 3])
    assert part.lines == (Line("Two.", 1, also=(2,)), Line("Three.", 2))
    assert [source.title for source in part.sources] == ["Page 2", "Page 3"]


def test_two_that_differ_are_said_to_only_where_both_stand() -> None:
    assert part_of(WHOLE, [1, 2]).differ
    assert not part_of(WHOLE, [1, 3]).differ
