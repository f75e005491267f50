"""Who writes next: in order, what a platform waits for first, and nobody waits for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.turn import Turn
from adapters.store.unit import SqlStore
from bot.chat import Address, Identity, Message, Silence
from bot.door import InboxDoor
from bot.errors import StoreUnavailable
from tests.unit.test_lanes import NOW


def wait_until_waiting(turn: Turn, number: int) -> None:
    breath = threading.Event()
    for _ in range(4000):
        if len(turn._waiting) == number:
            return
        breath.wait(0.005)
    raise AssertionError(f"{len(turn._waiting)} wait instead of {number}")


def test_those_ahead_go_first_and_the_others_in_their_order() -> None:
    turn, order = Turn(20), list[str]()

    def write(name: str, ahead: bool) -> None:
        with turn.taken(ahead=ahead):
            order.append(name)

    with ThreadPoolExecutor(4) as pool:
        with turn.taken(ahead=False):
            for number, (name, ahead) in enumerate([("a", False), ("b", False), ("c", True), ("d", True)]):
                pool.submit(write, name, ahead)
                wait_until_waiting(turn, number + 1)
        pool.shutdown(wait=True)
    assert order == ["c", "d", "a", "b"]


def test_nobody_waits_for_ever_and_the_turn_goes_on_without_them() -> None:
    turn = Turn(0.0)
    with turn.taken(ahead=False):
        with pytest.raises(StoreUnavailable, match="try again"), turn.taken(ahead=True):
            pass
        assert turn._waiting == []
    with turn.taken(ahead=False):
        pass


def test_what_a_platform_waits_for_is_kept_before_others_write(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'db.sqlite'}")
    migrate(engine)
    store = SqlStore(engine)
    door = InboxDoor(store, lambda event: Silence(""), lambda: NOW)
    event = Message("e1", NOW, Identity("slack", "T1", "U1"), Address("slack", "T1", "D1"), "hi")

    def write() -> bool:
        with store.write() as uow:
            return uow.inbox.accept(event, NOW)

    with ThreadPoolExecutor(2) as pool:
        with store.write():
            written = pool.submit(write)
            wait_until_waiting(store._writers, 1)
            kept = pool.submit(door.accept, event)
            wait_until_waiting(store._writers, 2)
        assert (kept.result(20), written.result(20)) == (True, False)
    engine.dispose()
