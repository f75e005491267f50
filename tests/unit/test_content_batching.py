from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Condition, Event, Lock, Semaphore, get_ident, local

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.config import DEMO_CONFIG
from adapters.sources.files import FileSource
from content_index.batching import BATCH, SharedEmbedder
from content_index.embed import SentenceTransformerEmbedder
from content_index.ingest import sync
from content_index.model import PUBLIC, Query, Vector
from content_index.search import LiveIndex
from tests.fakes.embedder import HashEmbedder

PATIENCE = 30.0
MANY = [f"passage {number:03}" for number in range(3 * BATCH)]


class GatedEmbedder(HashEmbedder):
    """Begins a batch, says so, and encodes it when it is let; fails when two callers are in it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[BaseException | None] = []
        self._begun: list[list[str]] = []
        self._begins = Semaphore(0)
        self._lets = Semaphore(0)
        self._busy = Lock()

    def begun(self) -> list[str]:
        """The texts of the next batch, once it has begun."""
        assert self._begins.acquire(timeout=PATIENCE)
        return sorted(self._begun[-1])

    def let(self, failure: BaseException | None = None) -> None:
        self.failures.append(failure)
        self._lets.release()

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        assert self._busy.acquire(blocking=False), "two batches at once"
        try:
            self._begun.append(list(texts))
            self._begins.release()
            assert self._lets.acquire(timeout=PATIENCE)
            if (failure := self.failures.pop(0)) is not None:
                raise failure
            return super().encode(texts, progress)
        finally:
            self._busy.release()


class Telling(Condition):
    """Tells the thread's `comes` that the thread now waits."""

    def __init__(self, here: local) -> None:
        super().__init__()
        self._here = here

    def wait(self, timeout: float | None = None) -> bool:
        self._here.comes.set()
        return super().wait(timeout)


class Crowd:
    """Callers of one shared embedder, each in a thread."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.inner = GatedEmbedder()
        self._here = local()
        self._shared = SharedEmbedder(self.inner)
        self._shared._changed = Telling(self._here)
        self._pool = pool

    def lead(self, *texts: str) -> Future[Vector]:
        """Finds nobody encoding; back when its batch has begun."""
        future = self._pool.submit(self._encode, texts, Event())
        assert self.inner.begun() == sorted(texts)[:BATCH]
        return future

    def come(self, *texts: str, progress: Callable[[int], None] | None = None) -> Future[Vector]:
        """Comes while a batch is encoded; back when the caller waits."""
        comes = Event()
        future = self._pool.submit(self._encode, texts, comes, progress)
        assert comes.wait(PATIENCE)
        return future

    def _encode(
        self, texts: Sequence[str], comes: Event, progress: Callable[[int], None] | None = None
    ) -> Vector:
        self._here.comes = comes
        return self._shared.encode(texts, progress)


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with ThreadPoolExecutor(64) as pool:
        yield Crowd(pool)


def alone(*texts: str) -> Vector:
    return HashEmbedder().encode(texts)


def test_a_lone_caller_is_encoded_at_once_by_its_own_thread() -> None:
    threads: list[int] = []

    class Noting(HashEmbedder):
        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
            threads.append(get_ident())
            return super().encode(texts, progress)

    assert np.array_equal(SharedEmbedder(Noting()).encode(["a seat"]), alone("a seat"))
    assert threads == [get_ident()]


def test_who_comes_during_a_pass_goes_together_next(crowd: Crowd) -> None:
    first = crowd.lead("one")
    second, third, fourth = crowd.come("two"), crowd.come("three"), crowd.come("four", "five")
    crowd.inner.let()
    assert crowd.inner.begun() == ["five", "four", "three", "two"]
    crowd.inner.let()
    assert np.array_equal(first.result(PATIENCE), alone("one"))
    assert np.array_equal(second.result(PATIENCE), alone("two"))
    assert np.array_equal(third.result(PATIENCE), alone("three"))
    assert np.array_equal(fourth.result(PATIENCE), alone("four", "five"))


def test_a_question_does_not_wait_behind_a_thousand_passages(crowd: Crowd) -> None:
    long = crowd.lead(*MANY)
    question = crowd.come("question")
    crowd.inner.let()
    assert crowd.inner.begun() == [*MANY[BATCH : 2 * BATCH - 1], "question"]
    crowd.inner.let()
    assert np.array_equal(question.result(PATIENCE), alone("question"))
    assert len(crowd.inner.begun()) == BATCH
    crowd.inner.let()
    assert crowd.inner.begun() == MANY[-1:]
    crowd.inner.let()
    assert np.array_equal(long.result(PATIENCE), alone(*MANY))


def test_passages_do_not_wait_for_ever_behind_questions(crowd: Crowd) -> None:
    long = crowd.lead(*MANY)
    questions = [crowd.come(f"question {number:02}") for number in range(40)]
    crowd.inner.let()
    assert crowd.inner.begun() == [*MANY[32:48], *(f"question {number:02}" for number in range(16))]
    for _ in range(4):
        crowd.inner.let()
    for number, question in enumerate(questions):
        assert np.array_equal(question.result(PATIENCE), alone(f"question {number:02}"))
    assert np.array_equal(long.result(PATIENCE), alone(*MANY))


def test_a_failure_reaches_everyone_in_its_batch_and_nobody_else(crowd: Crowd) -> None:
    first = crowd.lead("one")
    hit = [crowd.come("two"), crowd.come("three")]
    crowd.inner.let()
    assert crowd.inner.begun() == ["three", "two"]
    spared = crowd.come("four")
    crowd.inner.let(MemoryError("no room for a pass"))
    assert crowd.inner.begun() == ["four"]
    crowd.inner.let()
    for one in hit:
        with pytest.raises(MemoryError, match="no room for a pass"):
            one.result(PATIENCE)
    assert np.array_equal(first.result(PATIENCE), alone("one"))
    assert np.array_equal(spared.result(PATIENCE), alone("four"))


def test_a_long_caller_that_failed_asks_for_nothing_more(crowd: Crowd) -> None:
    long = crowd.lead(*MANY)
    question = crowd.come("question")
    crowd.inner.let(MemoryError("no room for a pass"))
    with pytest.raises(MemoryError):
        long.result(PATIENCE)
    assert crowd.inner.begun() == ["question"]
    crowd.inner.let()
    assert np.array_equal(question.result(PATIENCE), alone("question"))


def test_who_is_stopped_while_leading_strands_nobody(crowd: Crowd) -> None:
    stopped = crowd.lead("one")
    other = crowd.come("two")
    crowd.inner.let(KeyboardInterrupt())
    assert crowd.inner.begun() == ["two"]
    crowd.inner.let()
    assert np.array_equal(other.result(PATIENCE), alone("two"))
    with pytest.raises(KeyboardInterrupt):
        stopped.result(PATIENCE)


def test_progress_is_told_of_ones_own_texts_only(crowd: Crowd) -> None:
    seen: list[int] = []
    crowd.lead("one")
    for number in range(40):
        crowd.come(f"question {number:02}")
    long = crowd.come(*MANY, progress=seen.append)
    for _ in range(6):
        crowd.inner.let()
    assert np.array_equal(long.result(PATIENCE), alone(*MANY))
    # A caller that wakes late may have two batches behind it.
    assert seen == sorted(set(seen) & {24, 56, 88, 96})
    assert seen[-1] == 96


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=8), max_size=2 * BATCH), min_size=2, max_size=12),
)
def test_however_callers_meet_each_gets_its_own_rows(callers: list[list[str]]) -> None:
    inner = HashEmbedder()
    largest: list[int] = []

    class Measured(HashEmbedder):
        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
            largest.append(len(texts))
            return inner.encode(texts, progress)

    shared = SharedEmbedder(Measured())
    together = Barrier(len(callers))

    def call(texts: list[str]) -> Vector:
        together.wait(PATIENCE)
        return shared.encode(texts)

    with ThreadPoolExecutor(len(callers)) as pool:
        for texts, rows in zip(callers, pool.map(call, callers), strict=True):
            assert np.array_equal(rows, alone(*texts))
    assert all(0 < size <= BATCH for size in largest)
    assert sum(largest) == len(inner.encoded) == sum(map(len, callers))


@pytest.mark.model
def test_askers_at_once_find_what_each_would_find_alone(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder()
    content = FileSource("demo", str(DEMO_CONFIG.parent / "content"))
    sync([content], tmp_path, embedder, datetime(2026, 1, 1, tzinfo=UTC))
    questions = [
        f"{opening} {subject}?"
        for opening in ("what is", "who approves", "how long is", "where do I find the whole story of")
        for subject in ("the price of a seat", "a discount", "SSO", "the notice period of a yearly contract")
    ]
    live = LiveIndex(tmp_path, embedder)
    expected = [live.search(Query(text, frozenset({PUBLIC}))) for text in questions]
    shared = LiveIndex(tmp_path, SharedEmbedder(embedder))
    together = Barrier(len(questions))

    def ask(text: str) -> list[tuple[str, float]]:
        together.wait(PATIENCE)
        return [(hit.passage.id, hit.dense) for hit in shared.search(Query(text, frozenset({PUBLIC}))).hits]

    with ThreadPoolExecutor(len(questions)) as pool:
        for found, findings in zip(pool.map(ask, questions), expected, strict=True):
            assert [passage for passage, _ in found] == [hit.passage.id for hit in findings.hits]
            assert [cosine for _, cosine in found] == pytest.approx(
                [h.dense for h in findings.hits], abs=1e-5
            )
