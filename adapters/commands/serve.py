"""`cornerman serve` and `cornerman worker`: the running bot."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from adapters.bootstrap import App, build, to_cite
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.composer import composer_from
from adapters.extractor import extractor_from
from adapters.server import Check, Listener, Metric, build_server, listening
from adapters.worker import Worker
from bot.errors import ConfigError, StoreError
from bot.ports import Accounts, Messenger, OutboxItem, Rooms, Store
from content_index.errors import ContentError
from content_index.model import PUBLIC, Query

if TYPE_CHECKING:
    from adapters.slack.messenger import SlackMessenger
    from adapters.teams.connector import Connector
    from adapters.teams.messenger import TeamsMessenger

THREADS = 32
"""One pool for all platforms: Bolt's own five threads and asyncio's default are too few to answer many."""

log = logging.getLogger(__name__)


class _Chats(Messenger, Rooms, Accounts, Protocol):
    """A platform as this process reaches it."""


@dataclass(slots=True)
class _Platforms:
    """What is listening, whom this process can write to, and what readiness asks."""

    listeners: list[Listener] = field(default_factory=list)
    messengers: dict[str, _Chats] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)


def serve(explicit: Path | None, *, slack: bool, teams: bool, worker: bool) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = build(
        settings_of(explicit),
        system_clock,
        composer=composer_from(os.environ),
        extractor=extractor_from(os.environ),
    )
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(THREADS, thread_name_prefix="answer"))
        platforms = _Platforms()
        if slack:
            _open_slack(app, pool, platforms, os.environ, stack)
        if teams:
            _open_teams(app, pool, platforms, os.environ)
        app.rooms.update(platforms.messengers)
        # Secrets are asked for first: they fail at once, the model takes seconds.
        _warm(app)
        if worker:
            stack.enter_context(_working(Worker(app, platforms.messengers)))
        asyncio.run(_listen(app, platforms))
    return 0


def worker(explicit: Path | None) -> int:
    """Outbox and coaching alone; it writes to people through the platforms whose tokens it has."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = build(settings_of(explicit), system_clock)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    messengers = _messengers(os.environ, app)
    app.rooms.update(messengers)
    app.accounts.update(messengers)
    Worker(app, messengers).run(stop)
    return 0


def _open_slack(
    app: App, pool: ThreadPoolExecutor, platforms: _Platforms, environ: Mapping[str, str], stack: ExitStack
) -> None:
    from adapters.slack.app import build_app
    from adapters.slack.receive import Socket, build_receiver

    if environ.get("SLACK_CLIENT_ID"):
        _open_workspaces(app, pool, platforms, environ)
        return
    token = _secret(environ, "SLACK_BOT_TOKEN")
    app_token = environ.get("SLACK_APP_TOKEN", "")
    signing = (
        environ.get("SLACK_SIGNING_SECRET", "") if app_token else _secret(environ, "SLACK_SIGNING_SECRET")
    )
    messenger = _slack_messenger(token, environ)
    # One for answers and for what nobody asked for: they keep one order and one pace. Known before the first
    # event comes in, as who writes is looked up there.
    platforms.messengers["slack"] = app.accounts["slack"] = app.rooms["slack"] = messenger
    app.attachments["slack"] = messenger
    bolt = build_app(app.door, pool, messenger, signing, app.clock)
    if app_token:
        socket = Socket(bolt, app_token)
        socket.open()
        stack.callback(socket.close)
        platforms.checks["slack"] = lambda: None if socket.is_open() else "the socket to Slack is closed"
    else:
        server = app.settings.server
        platforms.listeners.append(Listener(build_receiver(bolt), server.host, server.slack_port))


def _open_workspaces(
    app: App, pool: ThreadPoolExecutor, platforms: _Platforms, environ: Mapping[str, str]
) -> None:
    from adapters.slack.credentials import credentials_from, workspaces_from
    from adapters.slack.installing import build_installable_app
    from adapters.slack.receive import build_receiver

    credentials = credentials_from(environ)
    workspaces = workspaces_from(environ, app.slack_installations, app.settings.slack.workspaces)
    workspaces.installations.seal_anew()
    platforms.messengers["slack"] = app.accounts["slack"] = app.rooms["slack"] = workspaces
    app.attachments["slack"] = workspaces
    bolt = build_installable_app(app.door, pool, workspaces, credentials, app.clock)
    server = app.settings.server
    platforms.listeners.append(Listener(build_receiver(bolt), server.host, server.slack_port))


def _open_teams(
    app: App, pool: ThreadPoolExecutor, platforms: _Platforms, environ: Mapping[str, str]
) -> None:
    from adapters.teams.app import build_app
    from adapters.teams.places import KeptPlaces

    connector, places = _teams_connector(environ), KeptPlaces(app.store)
    server = app.settings.server
    own = environ.get("MicrosoftAppTenantId", "")
    tenants = app.settings.teams.tenants or ((own,) if own else ())
    if connector.app_id and not tenants:
        raise ConfigError(
            "Nobody's tenant is named: set MicrosoftAppTenantId, or `tenants` under [teams]; "
            "an administrator of any other could pass for your people."
        )
    cite = partial(to_cite, app)
    teams = build_app(app.door, pool, connector, places, app.clock, server.host, tenants, cite)
    platforms.listeners.append(Listener(teams, server.host, server.teams_port))
    messenger = _teams_messenger(connector, app.store)
    platforms.messengers["teams"] = messenger
    app.accounts["teams"] = messenger


def _messengers(environ: Mapping[str, str], app: App) -> dict[str, _Chats]:
    found: dict[str, _Chats] = {}
    # A form about a file may be left for the worker, which then fetches it.
    if environ.get("SLACK_CLIENT_ID"):
        from adapters.slack.credentials import workspaces_from

        workspaces = workspaces_from(environ, app.slack_installations, app.settings.slack.workspaces)
        found["slack"] = app.attachments["slack"] = workspaces
    elif environ.get("SLACK_BOT_TOKEN"):
        found["slack"] = app.attachments["slack"] = _slack_messenger(environ["SLACK_BOT_TOKEN"], environ)
    if environ.get("MicrosoftAppId"):
        found["teams"] = _teams_messenger(_teams_connector(environ), app.store)
    return found


def _teams_messenger(connector: Connector, store: Store) -> TeamsMessenger:
    from adapters.teams.messenger import TeamsMessenger
    from adapters.teams.places import KeptPlaces

    return TeamsMessenger(connector, KeptPlaces(store))


def _slack_messenger(token: str, environ: Mapping[str, str]) -> SlackMessenger:
    from adapters.slack.calls import API_URL, web_client
    from adapters.slack.messenger import SlackMessenger

    return SlackMessenger(web_client(token, environ.get("SLACK_API_URL") or API_URL))


def _secret(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ConfigError(f"{name} is not set: export it before starting, it never stands in a file")
    return value


def _teams_connector(environ: Mapping[str, str]) -> Connector:
    from adapters.teams.connector import Connector

    return Connector(
        environ.get("MicrosoftAppId", ""),
        environ.get("MicrosoftAppPassword", ""),
        environ.get("MicrosoftAppTenantId", ""),
    )


async def _listen(app: App, platforms: _Platforms) -> None:
    server = app.settings.server
    checks: dict[str, Check] = {
        "database": lambda: _database(app),
        "content": lambda: _content(app),
        **platforms.checks,
    }
    notices: dict[str, Check] = {"content": lambda: app.content.problem() or None}
    health = Listener(build_server(checks, _metrics(app), notices), server.host, server.port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with listening([health, *platforms.listeners]):
        log.info("serving on %s", ", ".join(f"{x.host}:{x.port}" for x in (health, *platforms.listeners)))
        await stop.wait()


@contextmanager
def _working(worker: Worker) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _database(app: App) -> str | None:
    try:
        with app.store.read() as uow:
            uow.installation.get("reachable")
    except StoreError as error:
        return str(error)
    return None


def _warm(app: App) -> None:
    """The first question waits neither for the model nor for the index."""
    app.embedder.encode(["any"])
    if problem := app.content.problem():
        log.warning(problem)


def _content(app: App) -> str | None:
    try:
        app.content.search(Query("ready", frozenset({PUBLIC}), k=1))
    except ContentError as error:
        return str(error)
    return None


def _metrics(app: App) -> list[Metric]:
    def passages() -> float:
        try:
            return float(app.content.size())
        except ContentError:
            return 0.0

    def waiting() -> Sequence[OutboxItem]:
        with app.store.read() as uow:
            return uow.crm_outbox.in_states(["queued", "claimed"])

    def depth() -> float:
        return float(len(waiting()))

    def oldest() -> float:
        now = app.clock()
        return max(((now - item.created_at).total_seconds() for item in waiting()), default=0.0)

    def dead() -> float:
        with app.store.read() as uow:
            return float(len(uow.crm_outbox.in_states(["dead"])))

    return [
        Metric("cornerman_passages", "Passages in the content index that answers.", passages, "gauge"),
        Metric("cornerman_crm_waiting", "Confirmed CRM writes that wait.", depth, "gauge"),
        Metric("cornerman_crm_waiting_seconds", "Age of the oldest of them.", oldest, "gauge"),
        Metric("cornerman_crm_dead", "Confirmed CRM writes that were given up.", dead, "gauge"),
    ]
