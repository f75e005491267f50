"""SQLite as a server's database: write-ahead log, one writer at a time, and a file that may go missing."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.database import SQLITE_BEGIN
from adapters.store.trouble import in_plain_words
from bot.errors import StoreUnavailable


class SqliteFile:
    """Listens to an engine's connections. A file may be created by the first of them only: later ones, and
    those open already, would go on with an empty database or write to a deleted one."""

    def __init__(self, path: str) -> None:
        self._path = os.path.abspath(path)
        self._was_there = False

    def listen_to(self, engine: Engine) -> None:
        event.listen(engine, "do_connect", self._before_connecting)
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "checkout", self._check)
        event.listen(engine, "begin", _begin)

    def _before_connecting(self, dialect: Dialect, entry: ConnectionPoolEntry, *given: Any) -> None:
        if self._was_there:
            self._inode()

    def _prepare(self, connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            _use_wal(connection)
        except sqlite3.Error as error:
            connection.close()
            raise in_plain_words(error, self._path) or error from error
        self._was_there = True
        entry.info["inode"] = self._inode()

    def _check(self, connection: sqlite3.Connection, entry: ConnectionPoolEntry, proxy: object) -> None:
        if self._inode() != entry.info["inode"]:
            raise DisconnectionError

    def _inode(self) -> int:
        try:
            return os.stat(self._path).st_ino
        except FileNotFoundError as gone:
            raise StoreUnavailable(
                f"The database {self._path} is gone: put it back, or start Cornerman again with a new one."
            ) from gone


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(SQLITE_BEGIN, "IMMEDIATE")
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == 'DEFERRED' else 'OFF'}")
    connection.exec_driver_sql(f"BEGIN {mode}")


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
