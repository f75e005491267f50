"""A duty that fails keeps the worker from no other, is logged without message text, and is tried again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.bootstrap import App, build
from adapters.config import DEMO_CONFIG, load_settings
from adapters.worker import Worker
from bot.chat import Address, Identity, Reply, Text
from bot.door import InboxDoor
from bot.errors import DeliveryError
from bot.ports import Messenger, Outgoing
from content_index.errors import ContentError
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
HERE = Address("slack", "T1", "D1")


class BrokenDoor(InboxDoor):
    error: Exception = ValueError("secret words")
    swept = 0

    def sweep(self, messengers: Mapping[str, Messenger]) -> int:
        self.swept += 1
        raise self.error


class Chat:
    """Stops the worker with its first message, if told to."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.stop = threading.Event()

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        self.keys.append(key)
        self.stop.set()
        return key

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        raise AssertionError

    def direct_to(self, who: Identity) -> Address:
        raise AssertionError


@pytest.fixture
def app(tmp_path: Path) -> App:
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(tmp_path)})
    app = build(replace(settings, sources=()), lambda: NOW, HashEmbedder())
    with app.store.write() as uow:
        uow.outgoings.add(Outgoing("n1", "priya", Reply((Text("Hello"),)), HERE, NOW))
        uow.commit()
    return replace(app, door=BrokenDoor(app.store, app.conversation.handle, app.clock))


def test_a_round_runs_every_duty_and_then_raises(app: App) -> None:
    chat = Chat()
    with pytest.raises(ValueError, match="secret words"):
        Worker(app, {"slack": chat}).tick()
    assert chat.keys == ["n1"]


def test_the_loop_logs_the_kind_and_place_of_a_fault_and_goes_on(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    chat = Chat()
    Worker(app, {"slack": chat}).run(chat.stop, interval=0)
    assert chat.keys == ["n1"]
    assert "worker, inbox: ValueError at File" in caplog.text
    assert "secret words" not in caplog.text


@pytest.mark.parametrize(
    "error", [DeliveryError("Slack cannot be reached."), ContentError("Another sync is running.")]
)
def test_the_loop_logs_our_own_errors_in_their_words(
    app: App, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    chat = Chat()
    assert isinstance(app.door, BrokenDoor)
    app.door.error = error
    Worker(app, {"slack": chat}).run(chat.stop, interval=0)
    assert f"worker, inbox: {error}" in caplog.text


def test_a_platform_that_does_not_answer_holds_up_no_other(app: App) -> None:
    reached = threading.Event()

    class Silent(Chat):
        def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
            assert reached.wait(20), "the other platform's message has to arrive meanwhile"
            return super().send(where, reply, key)

    class Teams(Chat):
        def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
            reached.set()
            return super().send(where, reply, key)

    slack, teams = Silent(), Teams()
    with app.store.write() as uow:
        there = Address("teams", "t", "19:1")
        uow.outgoings.add(Outgoing("n2", "max", Reply((Text("Hello"),)), there, NOW + timedelta(seconds=1)))
        uow.commit()
    later = replace(app, clock=lambda: NOW + timedelta(minutes=1))
    Worker(later, {"slack": slack, "teams": teams}).run(slack.stop, interval=0)
    assert (slack.keys, teams.keys) == (["n1"], ["n2"])


def test_a_worker_without_tokens_leaves_messages_to_others(app: App) -> None:
    with pytest.raises(ValueError, match="secret words"):
        Worker(app, {}).tick()
    with app.store.read() as uow:
        message = uow.outgoings.get("n1")
    assert message is not None
    assert (message.state, message.attempts) == ("queued", 0)
