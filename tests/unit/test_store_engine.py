"""A database in trouble is one clear sentence, and never a password."""

from __future__ import annotations

import sqlite3
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from adapters.clock import ShiftedClock, system_clock
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.trouble import database_name
from adapters.store.unit import SqlStore
from bot.errors import ConfigError, StoreUnavailable
from bot.ports import Store


def put(store: Store, value: str) -> None:
    with store.write() as unit:
        unit.installation.put("fact", value)
        unit.commit()


def get(store: Store) -> str | None:
    with store.read() as unit:
        return unit.installation.get("fact")


def ready(path: Path, timeout: float = 0) -> SqlStore:
    engine = connect(f"sqlite:///{path}?timeout={timeout}")
    migrate(engine)
    return SqlStore(engine)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cornerman.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "mysql://u:secret@h/db",
        "oracle://u:secret@h",
        "postgresql://u:secret@h:port/db",
    ],
)
def test_another_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="sqlite:///PATH") as refused:
        connect(url)
    assert "secret" not in "".join(traceback.format_exception(refused.value))


def test_a_locked_database_says_so_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = ready(path)
    put(store, "before")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match=rf"{path} is locked by another process") as locked:
        put(store, "after")
    assert get(store) == "before"
    holder.execute("ROLLBACK")
    holder.close()
    put(store, "after")
    assert get(store) == "after"
    assert "fact" not in str(locked.value)


def test_a_corrupt_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"not a database" * 500)
    with pytest.raises(StoreUnavailable, match="is damaged or not an SQLite database"):
        migrate(connect(f"sqlite:///{path}"))


def test_damage_inside_the_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="is damaged"):
        migrate(connect(f"sqlite:///{path}"))


def test_a_folder_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened: check that its folder exists"):
        migrate(connect(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}"))


def test_a_file_deleted_under_a_running_bot_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = ready(path)
    put(store, "before")
    path.unlink()
    with pytest.raises(StoreUnavailable, match=rf"{path} is gone"):
        put(store, "lost")
    with pytest.raises(StoreUnavailable, match="is gone"):
        get(store)


def test_a_file_replaced_by_a_backup_is_read_anew(tmp_path: Path) -> None:
    path, backup = tmp_path / "a.db", tmp_path / "b.db"
    put(ready(backup), "backup")
    store = ready(path)
    put(store, "newer")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with sqlite3.connect(backup) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    backup.replace(path)
    assert get(store) == "backup"


@pytest.mark.parametrize("option", ["nope=1", "connect_timeout=soon"])
def test_an_option_of_the_address_that_does_not_exist_says_so(option: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"check what follows `\?` in its URL") as refused:
        migrate(connect(f"postgresql://u:secret@127.0.0.1:1/db?{option}"))
    assert "secret" not in str(refused.value)


def test_a_version_that_nobody_knows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    ready(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    with pytest.raises(StoreUnavailable, match="restore it from a backup, or install the version that made"):
        ready(path)


def test_a_database_without_tables_says_so(tmp_path: Path) -> None:
    store = SqlStore(connect(f"sqlite:///{tmp_path / 'a.db'}"))
    with pytest.raises(StoreUnavailable, match="has no tables of Cornerman"):
        get(store)


def test_our_own_mistakes_are_not_called_unavailable(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.execute(text("SELEKT 1"))


def test_sqlite_keeps_a_log_and_checks_references(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        ]
    assert pragmas == ["wal", 1, 10_000, 2]
    engine.dispose()


def test_a_server_that_does_not_answer_is_named_without_user_and_password() -> None:
    engine = connect("postgresql://bob:secret@127.0.0.1:1/sales?connect_timeout=2")
    with pytest.raises(StoreUnavailable) as unreachable:
        migrate(engine)
    assert str(unreachable.value) == (
        "The database sales on 127.0.0.1:1 cannot be reached: check that it runs, "
        "and its address, name, user and password."
    )
    assert "secret" not in "".join(traceback.format_exception(unreachable.value))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://bob:secret@db.example/sales", "sales on db.example"),
        ("postgresql://bob:secret@db.example:6432/sales?password=secret", "sales on db.example:6432"),
        ("postgresql:///sales?host=/run/pg&password=secret", "sales on /run/pg"),
        ("postgresql://bob:to@secret@db.example/sales", "sales on db.example"),
        ("sqlite:////var/lib/a.db?timeout=3", "/var/lib/a.db"),
    ],
)
def test_a_database_is_named_without_secrets(url: str, name: str) -> None:
    assert database_name(make_url(url)) == name


def test_postgres_troubles_in_plain_words(empty_postgres: str) -> None:
    missing = make_url(empty_postgres).set(database="missing").render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailable, match=r"missing on .* cannot be reached"):
        migrate(connect(missing))
    empty = connect(empty_postgres)
    with pytest.raises(StoreUnavailable, match="has no tables of Cornerman"):
        get(SqlStore(empty))
    empty.dispose()


def test_a_restarted_server_is_found_again(empty_postgres: str) -> None:
    engine = connect(empty_postgres)
    migrate(engine)
    store = SqlStore(engine)
    put(store, "before")
    killer = connect(empty_postgres)
    with killer.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    assert get(store) == "before"
    for one in (engine, killer):
        one.dispose()


def test_a_row_locked_too_long_says_so(empty_postgres: str) -> None:
    url = make_url(empty_postgres).update_query_dict({"options": "-c lock_timeout=50"})
    engine = connect(url.render_as_string(hide_password=False))
    migrate(engine)
    store = SqlStore(engine)
    put(store, "before")
    with store.write() as unit:
        unit.installation.put("fact", "first")
        with pytest.raises(StoreUnavailable, match="is locked by another process"):
            put(store, "second")
    assert get(store) == "before"
    engine.dispose()


def test_two_that_wait_for_each_other_are_not_left_waiting(empty_postgres: str) -> None:
    engine = connect(empty_postgres)
    migrate(engine)
    store = SqlStore(engine)
    met = Barrier(2)

    def cross(first: str, second: str) -> bool:
        try:
            with store.write() as unit:
                unit.installation.put(first, "x")
                met.wait(timeout=20)
                unit.installation.put(second, "x")
                return True
        except StoreUnavailable as locked:
            return "is locked" not in str(locked)

    with ThreadPoolExecutor(2) as pool:
        endings = list(pool.map(cross, ["a", "b"], ["b", "a"]))
    assert sorted(endings) == [False, True]
    engine.dispose()


def test_the_clock_is_aware_and_can_be_moved() -> None:
    before = system_clock()
    moved = ShiftedClock(timedelta(days=7))()
    after = system_clock()
    assert before.tzinfo is UTC
    assert before + timedelta(days=7) <= moved <= after + timedelta(days=7)


def test_times_come_back_in_utc_to_the_microsecond(tmp_path: Path) -> None:
    store = ready(tmp_path / "a.db")
    local = datetime(2026, 3, 11, 10, 0, 0, 1, tzinfo=timezone(timedelta(hours=-4)))
    with store.write() as unit:
        unit.audit.record(local, "ann", "saved", "P01", {"field": "amount"})
        unit.commit()
    with sqlite3.connect(tmp_path / "a.db") as connection:
        rows = connection.execute("SELECT at, actor_id, action, subject, detail FROM audit").fetchall()
    connection.close()
    assert rows == [("2026-03-11 14:00:00.000001", "ann", "saved", "P01", '{"field": "amount"}')]
