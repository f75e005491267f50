"""Connections to the two databases, and their errors in plain words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError

from adapters.store.sqlite import SqliteFile
from adapters.store.trouble import database_name, in_plain_words
from bot.errors import ConfigError

BUSY_SECONDS = 10.0
CONNECT_SECONDS = 5
# One connection per thread of the pool that answers users, and some for the worker.
POOL_SIZE = 20


def connect(url: str) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql://USER@HOST/NAME`; opens nothing yet.

    Its statements raise StoreUnavailable when the database is locked, damaged or cannot be reached, and
    StoreError when it refuses a row. Raises ConfigError for any other URL.
    """
    parsed = _parsed(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    name = database_name(parsed)

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> BaseException | None:
        # A failed ping is answered by connecting anew.
        return None if context.is_pre_ping else in_plain_words(context.original_exception, name)

    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # A ValueError is a port that is no number.
        parsed = None
    if parsed is not None and parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    if parsed is not None and parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    raise ConfigError(
        "The database must be given as sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."
    ) from None


def _postgresql(url: URL) -> Engine:
    defaults = {
        "connect_timeout": CONNECT_SECONDS,
        "options": f"-c lock_timeout={int(BUSY_SECONDS * 1000)}",
    }
    given = {name: value for name, value in defaults.items() if name not in url.query}
    try:
        return create_engine(
            url,
            connect_args=given,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            pool_timeout=BUSY_SECONDS,
        )
    except ImportError as missing:
        raise ConfigError("PostgreSQL needs its driver: pip install 'cornerman[postgres]'.") from missing


def _sqlite(url: URL) -> Engine:
    # isolation_level=None keeps the driver from opening transactions of its own behind ours.
    given: dict[str, Any] = {"isolation_level": None}
    if "timeout" not in url.query:
        given["timeout"] = BUSY_SECONDS
    engine = create_engine(
        url, connect_args=given, hide_parameters=True, pool_size=POOL_SIZE, pool_timeout=BUSY_SECONDS
    )
    SqliteFile(str(url.database)).listen_to(engine)
    return engine
