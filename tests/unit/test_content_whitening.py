from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_index.confidence import confidence
from content_index.feedback import taught, teachers
from content_index.model import Vector
from content_index.whitening import whitened, whitening


def unit(rows: object) -> Vector:
    vectors = np.asarray(rows, np.float32)
    result: Vector = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return result


def corpus(rows: int, dimension: int, seed: int) -> Vector:
    """Passages about one thing: each has its own noise and a large part that all share."""
    noise = np.random.default_rng(seed).standard_normal((rows, dimension))
    noise[:, 0] = 0.0
    return unit(0.4 * unit(noise) + np.eye(dimension)[0])


def test_what_all_passages_share_stops_hiding_what_tells_them_apart() -> None:
    vectors = corpus(200, 32, 7)
    plain = vectors @ vectors.T
    white = whitened(vectors, whitening(vectors))
    others = ~np.eye(200, dtype=bool)
    assert plain[others].mean() > 0.8
    assert abs((white @ white.T)[others].mean()) < 0.3


def test_the_passage_that_is_specific_beats_the_one_that_is_only_typical() -> None:
    vectors = corpus(200, 32, 7)
    typical, specific, question = unit(
        [np.eye(32)[0], np.eye(32)[0] + 0.8 * np.eye(32)[5], np.eye(32)[0] + 0.35 * np.eye(32)[5]]
    )
    assert question @ typical > question @ specific
    matrix = whitening(vectors)
    white = whitened(np.stack([question, typical, specific]), matrix)
    assert white[0] @ white[2] > white[0] @ white[1] + 0.3


@given(st.integers(1, 40), st.integers(2, 12), st.integers(0, 9))
def test_the_matrix_levels_the_moments_it_was_made_of(rows: int, dimension: int, seed: int) -> None:
    vectors = unit(np.random.default_rng(seed).standard_normal((rows, dimension)))
    matrix = whitening(vectors)
    moments = vectors.T @ vectors / rows + np.eye(dimension) * (1 / dimension + 1 / rows)
    assert matrix @ moments @ matrix == pytest.approx(np.eye(dimension), abs=1e-3)
    white = whitened(vectors, matrix)
    assert np.linalg.norm(white, axis=1) == pytest.approx(np.ones(rows), abs=1e-5)
    assert white.dtype == np.float32
    backwards = whitened(vectors[::-1], whitening(vectors[::-1]))[::-1]
    assert white == pytest.approx(backwards, abs=1e-3)


def test_a_few_pages_say_little_about_what_they_do_not_speak_of() -> None:
    pages = np.eye(100, dtype=np.float32)[:2]
    question = unit(np.eye(100)[0] + 0.5 * np.eye(100)[50])
    white = whitened(np.stack([question, pages[0]]), whitening(pages))
    assert white[0] @ white[1] > 0.7


def test_no_passages_turn_nothing() -> None:
    nothing = np.zeros((0, 4), np.float32)
    question = unit([1, 2, 3, 4])
    assert whitened(question, whitening(nothing)) == pytest.approx(question, abs=1e-6)
    assert whitened(nothing, whitening(nothing)).shape == (0, 4)


def test_the_question_leans_towards_the_three_best_each_by_its_score() -> None:
    known = np.eye(5, dtype=np.float32)
    scores = np.array([0.1, 0.6, 0.0, 0.2, 0.2], np.float32)
    asked = np.eye(5, dtype=np.float32)[2]
    best = teachers(scores)
    assert best.tolist() == [1, 3, 4]
    leaning = taught(asked, known[best], scores[best])
    assert leaning == pytest.approx(unit([0.0, 0.12, 1.0, 0.04, 0.04]), abs=1e-6)


def test_nothing_found_teaches_nothing() -> None:
    asked = np.eye(3, dtype=np.float32)[0]
    assert (taught(asked, np.eye(3, dtype=np.float32), np.zeros(3, np.float32)) == asked).all()
    assert (taught(asked, np.zeros((0, 3), np.float32), np.zeros(0, np.float32)) == asked).all()


def test_confidence_adds_the_nearest_the_most_alike_and_the_one_that_has_the_words() -> None:
    # 0.5 + 0.4 + max(0.4 * 0.25, 0.2 * 1.0) = 1.1, a tenth above the middle, five times as steep.
    assert confidence([0.5, 0.3], [0.4, 0.2], [0.25, 1.0], 5_000) == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert confidence([0.5], [0.5], [0.0], 5_000) == pytest.approx(0.5)
    assert confidence([], [], [], 5_000) == 0.0


def test_the_fewer_passages_there_are_the_less_evidence_is_asked_for_within_what_was_measured() -> None:
    def of(passages: int) -> float:
        return confidence([0.4], [0.3], [0.5], passages)

    assert of(166) == pytest.approx(1 / (1 + np.exp(-5 * (0.85 - (1 - 0.07 * np.log(5_000 / 166))))))
    assert of(1) == of(50) > of(166) > of(1_000) > of(5_000) == of(1_000_000)
