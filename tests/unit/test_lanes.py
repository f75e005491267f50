"""Work of one lane stays in order; what must be quick goes first."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

from adapters.lanes import Gate, Lanes, Task
from tests.fakes.inline import Inline

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def submit(lanes: Lanes, lane: str, at: datetime, task: Task) -> None:
    if lanes.add(lane, at, task):
        lanes.start(lane)


def test_a_lane_runs_the_earliest_of_those_that_wait() -> None:
    done: list[int] = []
    begun, release = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        assert release.wait(20)

    with ThreadPoolExecutor(4) as pool:
        lanes = Lanes(pool)
        submit(lanes, "a", NOW, first)
        assert begun.wait(20)
        for number in (3, 1, 2):
            submit(lanes, "a", NOW + timedelta(seconds=number), partial(done.append, number))
        assert done == []
        release.set()
    assert done == [1, 2, 3]


def test_lanes_run_side_by_side() -> None:
    both = threading.Barrier(2, timeout=20)

    def meet() -> None:
        both.wait()

    with ThreadPoolExecutor(2) as pool:
        lanes = Lanes(pool)
        submit(lanes, "a", NOW, meet)
        submit(lanes, "b", NOW, meet)
    assert not both.broken


def test_a_lane_that_has_ended_begins_anew() -> None:
    done: list[int] = []
    lanes = Lanes(Inline())
    submit(lanes, "a", NOW, lambda: done.append(1))
    submit(lanes, "a", NOW, lambda: done.append(2))
    assert done == [1, 2]


def test_what_can_wait_begins_when_what_is_quick_has_ended() -> None:
    gate, order = Gate(20), list[str]()

    def answer() -> None:
        gate.wait()
        order.append("answer")

    with ThreadPoolExecutor(1) as pool:
        with gate.first(), gate.first():
            waiting = pool.submit(answer)
            order.append("kept")
        waiting.result(20)
    assert order == ["kept", "answer"]


def test_nothing_waits_for_ever() -> None:
    gate = Gate(0.0)
    with gate.first():
        gate.wait()


def test_of_what_arrives_together_the_earliest_goes_first() -> None:
    done: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        lanes = Lanes(pool, seconds=20)
        with lanes.gate.first():
            submit(lanes, "a", NOW + timedelta(seconds=1), partial(done.append, 2))
            submit(lanes, "a", NOW, partial(done.append, 1))
    assert done == [1, 2]
