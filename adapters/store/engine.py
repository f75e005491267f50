"""Connections to the two databases, and their errors in plain words."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.database import SQLITE_BEGIN
from adapters.store.trouble import database_name, in_plain_words
from bot.errors import ConfigError, StoreUnavailable

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
        return in_plain_words(context.original_exception, name)

    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
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
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkout", _still_there)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(SQLITE_BEGIN, "IMMEDIATE")
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == 'DEFERRED' else 'OFF'}")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    (path,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        _use_wal(connection)
    except sqlite3.Error as error:
        connection.close()
        raise in_plain_words(error, path) or error from error
    entry.info["file"] = (path, _inode(path))


def _use_wal(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        return
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        # Changing the journal does not wait for others; a transaction does, and then it is theirs or ours.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA journal_mode = WAL")


def _still_there(connection: sqlite3.Connection, entry: ConnectionPoolEntry, proxy: object) -> None:
    # An open connection to a deleted file would go on writing to nowhere.
    path, inode = entry.info["file"]
    now = _inode(path)
    if now is None:
        entry.invalidate()
        raise StoreUnavailable(
            f"The database {path} is gone: put it back, or start Cornerman again with a new one."
        )
    if now != inode:
        raise DisconnectionError


def _inode(path: str) -> int | None:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return None
