"""Which pieces stand together, from candidates scored by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.answers.choose import choose, pieces
from bot.answers.scoring import Candidate
from content_index.model import Document, Hit, Passage
from content_index.units import Unit

QUESTION = "What does a seat cost?"


def piece(place: int, position: int, score: float, words: int = 5) -> Candidate:
    text = f"Piece {'abcdefghijklmnopqrstuvwxyz'[position]}{'xy'[place]} " + "word " * (words - 2)
    document = Document(f"demo/{place}", "demo", str(place), f"Page {place}", text)
    hit = Hit(Passage(f"demo/{place}#0", document.id, document.title, (), text, 0), document, 1.0)
    vector = np.zeros(64, np.float32)
    vector[32 * place + position] = 1.0
    return Candidate(hit, place, Unit(text.strip(), position), score, vector, frozenset())


def chosen(*candidates: Candidate) -> list[tuple[int, int]]:
    return [(one.place, one.unit.position) for one in choose(candidates, QUESTION)]


def test_a_further_piece_must_be_close_to_the_best() -> None:
    assert chosen(piece(0, 0, 1.0), piece(1, 5, 0.75)) == [(0, 0), (1, 5)]
    assert chosen(piece(0, 0, 1.0), piece(1, 5, 0.7)) == [(0, 0)]


def test_the_neighbour_of_a_chosen_piece_is_preferred() -> None:
    assert chosen(piece(0, 0, 1.0), piece(0, 1, 0.62)) == [(0, 0), (0, 1)]
    assert chosen(piece(0, 0, 1.0), piece(0, 3, 0.62)) == [(0, 0)]


def test_three_pieces_are_enough_but_neighbours_make_one() -> None:
    apart = [piece(0, 2 * at, 1.0 - at / 100) for at in range(4)]
    assert chosen(*apart) == [(0, 0), (0, 2), (0, 4)]
    assert chosen(*apart, piece(0, 1, 0.7)) == [(0, 0), (0, 1), (0, 2), (0, 4)]


def test_ninety_five_words_are_enough_but_a_short_piece_may_still_fill_them() -> None:
    long = [piece(0, at, 1.0 - at / 100, words=45) for at in range(4)]
    assert chosen(*long) == [(0, 0), (0, 1)]
    assert chosen(*long, piece(1, 5, 0.8, words=5), piece(1, 6, 0.8, words=5)) == [(0, 0), (0, 1), (1, 5)]
    assert chosen(*long, piece(1, 5, 0.8, words=6)) == [(0, 0), (0, 1)]


def test_a_piece_that_is_shown_cut_takes_the_room_of_what_is_shown() -> None:
    assert chosen(piece(0, 0, 1.0, words=200), piece(0, 1, 1.0, words=5)) == [(0, 0), (0, 1)]
    assert chosen(piece(0, 0, 1.0, words=200), piece(0, 1, 1.0, words=30)) == [(0, 0)]


def test_a_neighbours_neighbour_is_preferred_less() -> None:
    assert chosen(piece(0, 0, 1.0), piece(0, 1, 0.8), piece(0, 2, 0.67)) == [(0, 0), (0, 1), (0, 2)]
    assert chosen(piece(0, 0, 1.0), piece(0, 1, 0.8), piece(0, 2, 0.65)) == [(0, 0), (0, 1)]
    first = piece(0, 0, 1.0, words=40)
    row = [piece(0, at, 0.8, words=20) for at in (1, 2)]
    assert chosen(first, *row, piece(1, 5, 0.9, words=30)) == [(0, 0), (0, 1), (1, 5)]


def test_pieces_are_runs_of_neighbours() -> None:
    at = [(0, 1), (0, 2), (0, 4), (1, 3), (1, 2)]
    assert pieces([piece(place, position, 1.0) for place, position in at]) == 3


def test_rows_of_one_table_are_never_the_same_but_two_passages_may_be() -> None:
    one, other = piece(0, 0, 1.0), piece(0, 1, 0.9)
    assert chosen(one, replace(other, vector=one.vector)) == [(0, 0), (0, 1)]
    assert chosen(one, replace(piece(1, 1, 0.9), vector=one.vector)) == [(0, 0)]


def test_a_near_piece_with_a_value_more_says_more() -> None:
    before, after = "The wait had reached 61 days.", "The wait fell from 61 days to 23 days."
    one, other = (piece(place, 0, 1.0 - place / 10) for place in (0, 1))
    one = replace(one, unit=replace(one.unit, text=before))
    other = replace(other, unit=replace(other.unit, text=after), vector=one.vector)
    assert chosen(one, other) == [(0, 0), (1, 0)]
    assert chosen(replace(one, score=0.8), other) == [(1, 0)]


def listed(count: int, words: int, question: str, best: int = 0) -> list[int]:
    items = []
    for at in range(count):
        item = piece(0, at, 1.0 if at == best else 0.2, words)
        items.append(replace(item, unit=replace(item.unit, shape="item", group=0)))
    return [one.unit.position for one in choose(items, question)]


def test_a_list_comes_whole_when_several_are_asked_for_as_far_as_it_is_short() -> None:
    assert listed(4, 5, "Which plans are there?") == [0, 1, 2, 3]
    assert listed(4, 5, "What services come with it?") == [0, 1, 2, 3]
    assert listed(20, 5, "Which plans are there?", best=10) == [6, 7, 8, 9, 10, 11, 12, 13]
    assert listed(8, 30, "Which plans are there?", best=6) == [5, 6, 7]


@pytest.mark.parametrize(
    "question",
    ["What is an hour?", "What does a seat cost?", "What was said?", "What class?"],
)
def test_one_thing_asked_for_wants_no_list(question: str) -> None:
    assert listed(4, 5, question) == [0]
