"""The whole bot behind Microsoft's Agents Playground, and a browser before it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from adapters.clock import system_clock
from adapters.teams.app import build_app
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.places import KeptPlaces
from adapters.worker import Worker
from bot.chat import Identity
from tests.e2e.house import PAGES, House, build_house
from tests.fakes.loopback import get, loopback

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
CLI = MODULES / "@microsoft" / "m365agentsplayground" / "cli.js"
TENANT = "00000000-0000-0000-0000-0000000000001"
PRIYA = Identity("teams", TENANT, "00000000-0000-0000-0000-0000000000020")
SECONDS = 60


@dataclass
class Scene:
    house: House
    worker: Worker
    _orders: IO[str]
    _answers: IO[str]

    def do(self, order: str, **given: Any) -> str:
        """All the words on the screen afterwards."""
        print(json.dumps({"do": order, **given}), file=self._orders, flush=True)
        answer = json.loads(self._answers.readline())
        assert not answer["failed"], f"{order} {given}: {answer['failed']}\n{answer['text']}"
        return str(answer["text"])

    def say(self, words: str, until: str) -> str:
        self.do("say", words=words)
        return self.do("see", words=until)

    def press(self, title: str, until: str) -> str:
        self.do("press", title=title)
        return self.do("see", words=until)

    def picture(self, name: str) -> None:
        """Kept where CORNERMAN_PICTURES says; nowhere otherwise."""
        if folder := os.environ.get("CORNERMAN_PICTURES"):
            self.do("picture", path=str(Path(folder) / f"{name}.png"))


@contextmanager
def scene(directory: Path) -> Iterator[Scene]:
    house = build_house(directory, PAGES)
    # The Playground dates what is said, by this machine's clock.
    house.demo.move_clock(system_clock() - house.app.clock())
    with house.app.store.write() as uow:
        uow.people.link(PRIYA, "priya")
        uow.commit()
    places, connector = KeptPlaces(house.app.store), Connector()
    worker = Worker(house.app, {"teams": TeamsMessenger(connector, places)})
    with ThreadPoolExecutor(4) as pool:
        app = build_app(house.app.door, pool, connector, places, house.app.clock, "127.0.0.1")
        with (
            loopback(app) as bot,
            _playground(f"{bot}/api/messages", directory) as url,
            _browser(url) as browser,
        ):
            assert browser.stdin
            assert browser.stdout
            yield Scene(house, worker, browser.stdin, browser.stdout)


@contextmanager
def _playground(bot: str, directory: Path) -> Iterator[str]:
    shutil.copy(HERE / "tenant.yml", directory / ".m365agentsplayground.yml")
    port = str(_free_port())
    arguments = ["start", "-e", bot, "-c", "msteams", "-p", port, "--disable-telemetry"]
    environ = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(["node", str(CLI), *arguments], cwd=directory, env=environ, stdout=quiet)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_debug/ping", process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(SECONDS)


@contextmanager
def _browser(url: str) -> Iterator[subprocess.Popen[str]]:
    chromium = shutil.which("chromium") or ""
    command = ["node", str(HERE / "browser.mjs"), url, chromium]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(SECONDS)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("", 0))
        return int(taken.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    # It tells nobody when it is up.
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            get(url)
            return
        except OSError:
            assert process.poll() is None, "the Playground has ended; see tests/playground/tenant.yml"
            time.sleep(0.2)
    raise AssertionError("the Playground did not start")
