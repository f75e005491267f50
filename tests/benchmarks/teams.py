"""Two hundred askers at once in Teams beside the core alone, and a thousand messages while Teams fails and
the bot restarts: what is lost or doubled.

python -m tests.benchmarks.teams [--hash]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from aiohttp import web

from adapters.bootstrap import App, build, configured_sources, index_directory
from adapters.commands.serve import THREADS
from adapters.config import DEMO_CONFIG, load_settings
from adapters.demo import DemoClock
from adapters.seeding import bring_people
from adapters.teams.app import build_app
from adapters.teams.connector import Connector
from adapters.teams.places import KeptPlaces
from bot.chat import Address, Identity, Message
from bot.settings import PersonSettings
from content_index import ingest
from content_index.embed import SentenceTransformerEmbedder
from content_index.ports import Embedder
from tests.benchmarks.questions import QUESTIONS
from tests.e2e.test_teams_faults import told_in_a_storm
from tests.fakes.embedder import HashEmbedder
from tests.fakes.loopback import loopback
from tests.fakes.teams_service import TENANT, TeamsService, activity, send_activity, teams_service

ASKERS = 200
SENDERS = 32
"""Requests of Teams that are under way at the same time."""


@dataclass
class Watch(TeamsService):
    """Remembers when each chat was answered."""

    at: dict[str, float] = field(default_factory=dict)

    async def send(self, request: web.Request) -> web.Response:
        answer = await super().send(request)
        self.at[request.match_info["conversation"]] = perf_counter()
        return answer


def measure(embedder: Embedder) -> dict[str, float]:
    """All ask at once."""
    with TemporaryDirectory() as folder:
        app = _app(Path(folder), embedder)
        alone = _core_alone(app)
        with _connected(app) as (service, url), ThreadPoolExecutor(SENDERS) as senders:
            started = perf_counter()
            kept = list(senders.map(lambda number: _ask(url, service.url, number), range(ASKERS)))
        answered = [service.at[f"a:{number}"] - started for number in range(ASKERS)]
    return {
        "acknowledged_p99_seconds": _percentile(kept, 99),
        "answered_p50_to_core_alone": _percentile(answered, 50) / _percentile(alone, 50),
        "answered_p95_to_core_alone": _percentile(answered, 95) / _percentile(alone, 95),
        "core_alone_p95_seconds": _percentile(alone, 95),
    }


def measure_faults() -> dict[str, float]:
    """A quarter of all calls is refused, and half-way the bot starts anew."""
    with TemporaryDirectory() as folder:
        said, heard = told_in_a_storm(Path(folder))
    lost = sum(1 for each in said if not heard[each])
    return {"messages": len(said), "lost": lost, "doubled": sum(n - 1 for n in heard.values())}


def _ask(url: str, service_url: str, number: int) -> float:
    """Seconds until Teams is told that the question is kept."""
    place = {"id": f"a:{number}", "conversationType": "personal", "tenantId": TENANT}
    asker = {"id": f"29:{number}", "aadObjectId": f"p{number}"}
    question = QUESTIONS[number % len(QUESTIONS)]
    given = activity(service_url, id=f"{number}", text=question, conversation=place, **{"from": asker})
    begun = perf_counter()
    assert send_activity(url, given).status == 202
    return perf_counter() - begun


@contextmanager
def _connected(app: App) -> Iterator[tuple[Watch, str]]:
    """Leaves when everything that was acknowledged is answered."""
    watch = Watch()
    with teams_service(watch), ThreadPoolExecutor(THREADS) as pool:
        connector, places = Connector(), KeptPlaces(app.store)
        with loopback(build_app(app.door, pool, connector, places, app.clock, "127.0.0.1")) as url:
            yield watch, url
            pool.shutdown()


def _app(folder: Path, embedder: Embedder) -> App:
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(folder)})
    app = build(settings, DemoClock(), embedder)
    people = [
        PersonSettings(f"p{n}", f"Asker {n}", f"p{n}@example.com", zone="UTC", currency="USD",
                       identities=(f"teams:{TENANT}:p{n}",))
        for n in range(ASKERS)
    ]  # fmt: skip
    bring_people(app.store, tuple(people))
    ingest.sync(list(configured_sources(settings)), index_directory(settings), embedder, app.clock())
    return app


def _core_alone(app: App) -> list[float]:
    """Seconds from the moment all ask until each has its reply, on as many threads as Teams'."""
    app.conversation.handle(_message(0, "warm"))
    started = perf_counter()

    def ask(number: int) -> float:
        app.conversation.handle(_message(number, "alone"))
        return perf_counter() - started

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(ask, range(ASKERS)))


def _message(number: int, run: str) -> Message:
    who, where = Identity("teams", TENANT, f"p{number}"), Address("teams", TENANT, f"a:{number}-{run}")
    return Message(f"{run}{number}", DemoClock()(), who, where, QUESTIONS[number % len(QUESTIONS)])


def _percentile(seconds: Sequence[float], percent: int) -> float:
    return quantiles(seconds, n=100)[percent - 1]


def main() -> None:
    embedder = HashEmbedder() if "--hash" in sys.argv[1:] else SentenceTransformerEmbedder()
    print(json.dumps({"askers": measure(embedder), "faults": measure_faults()}, indent=1))


if __name__ == "__main__":
    main()
