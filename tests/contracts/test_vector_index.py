from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from content_index.exact import ExactVectors
from content_index.faiss import FaissVectors
from content_index.model import Vector
from content_index.ports import VectorIndex

Make = Callable[[Vector], VectorIndex]

IMPLEMENTATIONS: dict[str, Make] = {
    "exact": ExactVectors,
    "faiss": FaissVectors,
}


@pytest.fixture(params=list(IMPLEMENTATIONS))
def make(request: pytest.FixtureRequest) -> Make:
    return IMPLEMENTATIONS[request.param]


def unit(rows: object) -> Vector:
    matrix = np.asarray(rows, np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=-1, keepdims=True), np.float32)


def scattered(rows: int, dimension: int = 24, seed: int = 7) -> Vector:
    return unit(np.random.default_rng(seed).standard_normal((rows, dimension)))


def brute(matrix: Vector, vector: Vector, k: int, allowed: NDArray[np.bool_]) -> list[tuple[int, float]]:
    scores = {row: float(np.dot(matrix[row].astype(float), vector)) for row in range(len(matrix))}
    seen = [row for row in scores if allowed[row]]
    return [(row, scores[row]) for row in sorted(seen, key=lambda row: (-round(scores[row], 6), row))[:k]]


def test_the_nearest_come_first_with_their_cosines(make: Make) -> None:
    index = make(unit([[1, 0], [0, 1], [1, 1]]))
    rows, scores = index.search(unit([1, 0]), 3)
    assert rows.tolist() == [0, 2, 1]
    assert rows.dtype == np.int64
    assert scores.dtype == np.float32
    assert scores == pytest.approx([1.0, 0.5**0.5, 0.0], abs=1e-6)


def test_ties_go_to_the_lower_row_even_at_the_edge(make: Make) -> None:
    index = make(unit([[0, 1]] + [[1, 0]] * 9))
    rows, _ = index.search(unit([1, 0]), 4)
    assert rows.tolist() == [1, 2, 3, 4]


def test_k_rows_come_back_though_most_are_not_allowed(make: Make) -> None:
    matrix = scattered(500)
    allowed = np.zeros(500, bool)
    allowed[[3, 77, 180, 499]] = True
    rows, _ = make(matrix).search(matrix[0], 3, allowed)
    assert len(rows) == 3
    assert set(rows.tolist()) < {3, 77, 180, 499}


@pytest.mark.parametrize("k", [0, 1, 4, 100])
def test_never_more_than_k_nor_than_there_are(make: Make, k: int) -> None:
    rows, scores = make(scattered(4)).search(scattered(1)[0], k)
    assert len(rows) == len(scores) == min(k, 4)


def test_nothing_allowed_and_nothing_there_find_nothing(make: Make) -> None:
    assert len(make(scattered(4)).search(scattered(1)[0], 5, np.zeros(4, bool))[0]) == 0
    assert len(make(np.zeros((0, 24), np.float32)).search(scattered(1)[0], 5)[0]) == 0


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_implementation_agrees_with_arithmetic(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 60))
    # Few distinct directions, so that ties are common.
    few = scattered(data.draw(st.integers(1, 12)), 8)
    matrix = few[data.draw(st.lists(st.integers(0, len(few) - 1), min_size=count, max_size=count))]
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    k = data.draw(st.integers(1, 20))
    vector = scattered(1, 8, seed=data.draw(st.integers(0, 1000)))[0]
    expected = brute(matrix, vector, k, allowed)
    for make in IMPLEMENTATIONS.values():
        rows, scores = make(matrix).search(vector, k, allowed)
        assert rows.tolist() == [row for row, _ in expected]
        assert scores == pytest.approx([score for _, score in expected], abs=2e-6)


def test_a_saved_index_answers_the_same(tmp_path: Path) -> None:
    matrix = scattered(300)
    FaissVectors(matrix).save(tmp_path / "saved")
    rows, scores = FaissVectors.load(tmp_path / "saved").search(matrix[9], 10)
    wanted, wanted_scores = ExactVectors(matrix).search(matrix[9], 10)
    assert rows.tolist() == wanted.tolist()
    assert scores == pytest.approx(wanted_scores, abs=2e-6)


@pytest.mark.parametrize("share", [1.0, 0.7, 0.3, 0.02])
def test_the_graph_keeps_its_recall_under_filters(share: float) -> None:
    matrix = scattered(3_000)
    graph = FaissVectors(matrix, graph_from=1_000)
    allowed = np.random.default_rng(1).random(3_000) < share
    found = wanted = 0
    for question in scattered(40, seed=3):
        expected = ExactVectors(matrix).search(question, 10, allowed)[0]
        rows, _ = graph.search(question, 10, allowed)
        assert allowed[rows].all()
        assert len(rows) == len(expected)
        found += len(set(rows.tolist()) & set(expected.tolist()))
        wanted += len(expected)
    assert found / wanted >= (0.97 if share > 0.6 else 1.0)


CLUSTERED_ROWS = 60_000
"""Above the size from which searches without a tight filter are approximate."""


@pytest.fixture(scope="module")
def clustered() -> tuple[Vector, NDArray[np.int64]]:
    """Vectors around 300 centres, as pages about the same things lie, and the centre of each."""
    random = np.random.default_rng(11)
    centres = random.standard_normal((300, 384))
    of = random.integers(0, len(centres), CLUSTERED_ROWS)
    return unit(centres[of] + 0.7 * random.standard_normal((CLUSTERED_ROWS, 384))), of


@pytest.fixture(scope="module")
def large(clustered: tuple[Vector, NDArray[np.int64]]) -> FaissVectors:
    return FaissVectors(clustered[0])


@pytest.mark.long
@pytest.mark.parametrize("share", [1.0, 0.8, 0.5, 0.1, 0.01])
@pytest.mark.parametrize("scattered_over", ["pages", "topics"])
def test_a_large_index_finds_what_the_asker_may_see(
    large: FaissVectors, clustered: tuple[Vector, NDArray[np.int64]], share: float, scattered_over: str
) -> None:
    """Hidden are pages here and there, or whole topics, about some of which the questions are."""
    matrix, of = clustered
    random = np.random.default_rng(5)
    allowed = random.random(len(matrix)) < share if scattered_over == "pages" else of < share * 300
    exact, found, wanted = ExactVectors(matrix), 0, 0
    for row in random.integers(0, len(matrix), 60):
        question = unit(matrix[row] + 0.03 * random.standard_normal(384))
        rows, scores = large.search(question, 200, allowed)
        expected, expected_scores = exact.search(question, 200, allowed)
        assert allowed[rows].all()
        assert len(rows) == len(expected) == 200
        found += len(set(rows[:10].tolist()) & set(expected[:10].tolist()))
        wanted += 10
        if share < 0.6:
            assert rows.tolist() == expected.tolist()
            assert scores == pytest.approx(expected_scores, abs=2e-6)
    assert found / wanted >= (0.99 if share > 0.6 else 1.0)
