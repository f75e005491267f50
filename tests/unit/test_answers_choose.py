"""Which pieces stand together, from candidates scored by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answers.choose import choose
from bot.answers.scoring import Candidate
from bot.answers.units import Unit
from content_index.model import Document, Hit, Passage

QUESTION = "What does a seat cost?"


def piece(place: int, position: int, score: float, words: int = 5) -> Candidate:
    text = f"Piece {place}.{position} " + "word " * (words - 2)
    document = Document(f"demo/{place}", "demo", str(place), f"Page {place}", text)
    hit = Hit(Passage(f"demo/{place}#0", document.id, document.title, (), text, 0), document, 1.0)
    vector = np.zeros(64, np.float32)
    vector[8 * place + position] = 1.0
    return Candidate(hit, place, Unit(text.strip(), position), score, vector, frozenset(), 0.0, 0.0)


def chosen(*candidates: Candidate) -> list[tuple[int, int]]:
    return [(one.place, one.unit.position) for one in choose(candidates, QUESTION)]


@pytest.mark.parametrize(
    ("score", "same_passage", "elsewhere"), [(0.85, True, True), (0.75, True, False), (0.7, False, False)]
)
def test_what_another_passage_adds_must_be_nearer_than_what_the_same_one_adds(
    score: float, same_passage: bool, elsewhere: bool
) -> None:
    assert ((0, 5) in chosen(piece(0, 0, 1.0), piece(0, 5, score))) is same_passage
    assert ((1, 5) in chosen(piece(0, 0, 1.0), piece(1, 5, score))) is elsewhere


def test_a_piece_that_clears_its_bar_is_taken_although_a_better_one_does_not() -> None:
    assert chosen(piece(0, 0, 1.0), piece(1, 0, 0.78), piece(0, 5, 0.74)) == [(0, 0), (0, 5)]


def test_the_neighbour_of_a_chosen_piece_is_preferred() -> None:
    assert chosen(piece(0, 0, 1.0), piece(0, 1, 0.62)) == [(0, 0), (0, 1)]
    assert chosen(piece(0, 0, 1.0), piece(0, 3, 0.62)) == [(0, 0)]


def test_four_pieces_are_enough_and_so_are_ninety_words() -> None:
    assert len(chosen(*(piece(0, at, 1.0 - at / 100) for at in range(6)))) == 4
    assert len(chosen(*(piece(0, at, 1.0 - at / 100, words=50) for at in range(6)))) == 2
