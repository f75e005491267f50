"""Two hundred askers at once in Slack beside the core alone, and a thousand messages while Slack fails and
its socket drops: what is lost, doubled or out of order.

python -m tests.benchmarks.slack
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from adapters.bootstrap import App, build, configured_sources, index_directory
from adapters.commands.serve import THREADS
from adapters.config import DEMO_CONFIG, load_settings
from adapters.demo import DemoClock
from adapters.seeding import bring_people
from adapters.slack.app import build_app
from adapters.slack.receive import PING, Socket
from bot.chat import Address, Event, Identity, Message, Outcome, Reply, Text
from bot.door import InboxDoor
from bot.settings import PersonSettings
from content_index import ingest
from content_index.embed import SentenceTransformerEmbedder
from content_index.ports import Embedder
from tests.benchmarks.questions import QUESTIONS
from tests.e2e.test_slack_faults import storm
from tests.fakes.slack_api import TEAM, SlackApi, slack_api
from tests.fakes.slack_bot import messenger_for

ASKERS = 200
MESSAGES = 1_000
CHATS = 20
DROPPED_EVERY = 100
BEFORE = 60
"""Of the askers, so many keep the bot busy while the others come."""
BETWEEN = 0.02
"""Seconds between two of those others."""


def measure(embedder: Embedder) -> dict[str, float]:
    """All ask at once; then one after another, while others before them are being answered."""
    with TemporaryDirectory() as folder:
        app = _app(Path(folder), embedder)
        alone = _core_alone(app)
        with _connected(app) as api:
            started = perf_counter()
            for number in range(ASKERS):
                _deliver(api, number, "1.0")
            api.socket.wait_for(ASKERS)
        at_once = _acknowledged(api, "1.0")
        answered = [api.posted[f"D{number}"][0]["at"] - started for number in range(ASKERS)]
        with _connected(app) as api:
            for number in range(BEFORE):
                _deliver(api, number, "2.0")
            for number in range(BEFORE, ASKERS):
                sleep(BETWEEN)
                _deliver(api, number, "3.0")
            api.socket.wait_for(ASKERS)
        while_busy = _acknowledged(api, "3.0")
    return {
        "acknowledged_at_once_p99_seconds": _percentile(at_once, 99),
        "acknowledged_while_busy_p99_seconds": _percentile(while_busy, 99),
        "acknowledged_slowest_seconds": max(at_once + while_busy),
        "answered_p50_to_core_alone": _percentile(answered, 50) / _percentile(alone, 50),
        "answered_p95_to_core_alone": _percentile(answered, 95) / _percentile(alone, 95),
        "core_alone_p95_seconds": _percentile(alone, 95),
    }


def measure_faults(embedder: Embedder) -> dict[str, float]:
    """Every chat is told the numbers from 0 on; one call in five fails, and every hundred messages the
    socket is dropped or refreshed and an event sent again. Waits that Slack asks for take no time here."""
    with TemporaryDirectory() as folder:
        app = _app(Path(folder), embedder, content=False)
        door = InboxDoor(app.store, _echo, app.clock)
        with _connected(app, door, ping=0.1) as api:
            api.weather = storm(11)
            sent = 0
            for number in range(MESSAGES):
                chat, turn = number % CHATS, number // CHATS
                event = _said(chat, f"{turn}", f"{1_772_442_000 + turn}.{chat:06}")
                api.socket.deliver(f"{number}", event)
                sent += 1
                if number % DROPPED_EVERY == DROPPED_EVERY - 1:
                    api.socket.drop() if number % 200 == 99 else api.socket.refresh()
                    api.socket.again(f"{number}", event)
                    sent += 1
                if chat == CHATS - 1:
                    api.socket.wait_for(sent)
            api.weather = None
    told = {chat: [int(m["text"]) for m in api.posted.get(f"D{chat}", [])] for chat in range(CHATS)}
    each = MESSAGES // CHATS
    return {
        "messages": MESSAGES,
        "connections": api.socket.connections,
        "lost": sum(each - len(set(numbers)) for numbers in told.values()),
        "doubled": sum(n - 1 for numbers in told.values() for n in Counter(numbers).values()),
        "out_of_order": sum(a > b for numbers in told.values() for a, b in pairwise(numbers)),
    }


def _echo(event: Event) -> Outcome:
    assert isinstance(event, Message)
    return Reply((Text(event.text),))


def _app(folder: Path, embedder: Embedder, *, content: bool = True) -> App:
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(folder)})
    app = build(settings, DemoClock(), embedder)
    people = [
        PersonSettings(f"p{n}", f"Asker {n}", f"p{n}@example.com", zone="UTC", currency="USD",
                       identities=(f"slack:{TEAM}:U{n}",))
        for n in range(ASKERS)
    ]  # fmt: skip
    bring_people(app.store, tuple(people))
    if content:
        ingest.sync(list(configured_sources(settings)), index_directory(settings), embedder, app.clock())
    return app


def _core_alone(app: App) -> list[float]:
    """Seconds from the moment all ask until each has its reply, on as many threads as Slack's."""
    for number in range(len(QUESTIONS)):
        app.conversation.handle(_message(number, "warm"))
    started = perf_counter()

    def ask(number: int) -> float:
        app.conversation.handle(_message(number, "alone"))
        return perf_counter() - started

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(ask, range(ASKERS)))


def _message(number: int, run: str) -> Message:
    who, where = Identity("slack", TEAM, f"U{number}"), Address("slack", TEAM, f"D{number}-{run}")
    return Message(f"{run}{number}", DemoClock()(), who, where, QUESTIONS[number % len(QUESTIONS)])


@contextmanager
def _connected(app: App, door: InboxDoor | None = None, ping: float = PING) -> Iterator[SlackApi]:
    """Leaves when everything that was acknowledged is answered."""
    with slack_api() as api, ThreadPoolExecutor(THREADS) as pool:
        bolt = build_app(door or app.door, pool, messenger_for(api), "", app.clock)
        socket = Socket(bolt, "xapp-1", ping)
        socket.open()
        try:
            yield api
        finally:
            socket.close()


def _said(chat: int, text: str, ts: str) -> dict[str, Any]:
    said = {"type": "message", "channel": f"D{chat}", "channel_type": "im", "user": f"U{chat}", "ts": ts}
    return {"type": "event_callback", "team_id": TEAM, "event": {**said, "text": text}}


def _deliver(api: SlackApi, number: int, ts: str) -> None:
    api.socket.deliver(f"{ts}:{number}", _said(number, QUESTIONS[number % len(QUESTIONS)], ts))


def _acknowledged(api: SlackApi, ts: str) -> list[float]:
    """Seconds until each of them was for the first time."""
    return [end - begin for id, (begin, end, *_) in api.socket.moments.items() if id.startswith(f"{ts}:")]


def _percentile(seconds: Sequence[float], percent: int) -> float:
    return quantiles(seconds, n=100)[percent - 1]


def main() -> None:
    embedder = SentenceTransformerEmbedder()
    print(json.dumps({"askers": measure(embedder), "faults": measure_faults(embedder)}, indent=1))


if __name__ == "__main__":
    main()
