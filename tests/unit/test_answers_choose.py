"""Which pieces stand together, from candidates scored by hand."""

from __future__ import annotations

import numpy as np

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


def test_a_further_piece_must_be_close_to_the_best() -> None:
    assert chosen(piece(0, 0, 1.0), piece(1, 5, 0.75)) == [(0, 0), (1, 5)]
    assert chosen(piece(0, 0, 1.0), piece(1, 5, 0.7)) == [(0, 0)]


def test_the_neighbour_of_a_chosen_piece_is_preferred() -> None:
    assert chosen(piece(0, 0, 1.0), piece(0, 1, 0.62)) == [(0, 0), (0, 1)]
    assert chosen(piece(0, 0, 1.0), piece(0, 3, 0.62)) == [(0, 0)]


def test_three_pieces_are_enough_and_so_are_seventy_words() -> None:
    assert len(chosen(*(piece(0, at, 1.0 - at / 100) for at in range(6)))) == 3
    assert len(chosen(*(piece(0, at, 1.0 - at / 100, words=50) for at in range(6)))) == 2


def test_another_passage_has_the_last_word_if_it_comes_near_enough() -> None:
    alone = [piece(0, at, 1.0 - at / 100) for at in range(4)]
    assert chosen(*alone, piece(1, 5, 0.85)) == [(0, 0), (0, 1), (1, 5)]
    assert chosen(*alone, piece(1, 5, 0.75)) == [(0, 0), (0, 1), (0, 2)]
