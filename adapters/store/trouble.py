"""What a database's error means for the person who runs the bot."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import URL

from bot.errors import StoreError, StoreUnavailable

LOCKED = "is locked by another process: stop that one, or try again in a moment."
UNREACHABLE = "cannot be reached: check that it runs, and its address, name, user and password."
NO_TABLES = "has no tables of Cornerman: was it moved or emptied? Restore it, or start Cornerman again."
DAMAGED = (
    "is damaged or not an SQLite database: restore it from a backup, or move it away to start a new one."
)
OPTIONS = "is given an option or a value that its driver does not know: check what follows `?` in its URL."
FULL = "has no room left: free some disk space."
READ_ONLY = (
    "cannot be written to: let the user who runs Cornerman write to it and to its folder, which must not be "
    "mounted read-only."
)

SQLITE = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that its folder exists and may be written to.",
    sqlite3.SQLITE_PERM: "cannot be opened: check who may read and write the file.",
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: "cannot be read or written: check its disk.",
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
POSTGRESQL = {
    "55P03": LOCKED,  # lock_not_available
    "40P01": LOCKED,  # deadlock_detected
    "40001": LOCKED,  # serialization_failure
    "57014": LOCKED,  # query_canceled, by a timeout
    "42P01": NO_TABLES,  # undefined_table
    "25006": READ_ONLY,  # read_only_sql_transaction
    "53100": FULL,  # disk_full
    "53300": "accepts no more connections: raise its limit or run fewer processes.",
}


def database_name(url: URL) -> str:
    """The database without user, password or options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    # A password with an @ of its own reaches into the host.
    host = str(url.host or url.query.get("host") or "localhost").rpartition("@")[2]
    return f"{url.database} on {host}" + (f":{url.port}" if url.port else "")


def in_plain_words(error: BaseException | None, name: str) -> StoreError | None:
    """None for errors that are ours, such as a wrong statement: those must not be mistaken for weather."""
    meaning = _meaning(error)
    if meaning is not None:
        return StoreUnavailable(f"The database {name} {meaning}")
    if _class_name(error) == "IntegrityError" or str(getattr(error, "sqlstate", "")).startswith("23"):
        return StoreError(f"The database {name} refused a row: it repeats a key or refers to a missing one.")
    return None


def _meaning(error: BaseException | None) -> str | None:
    if isinstance(error, sqlite3.Error):
        if str(error).startswith("no such table"):
            return NO_TABLES
        return SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if str(error).startswith(("invalid connection option", "bad value for")):
        return OPTIONS
    state = getattr(error, "sqlstate", None)
    if state is not None:
        # Class 08 is a broken connection, 57P a server that stops or starts.
        return UNREACHABLE if state.startswith(("08", "57P", "28", "3D")) else POSTGRESQL.get(state)
    return UNREACHABLE if _class_name(error) in ("OperationalError", "ConnectionTimeout") else None


def _class_name(error: BaseException | None) -> str:
    return type(error).__name__
