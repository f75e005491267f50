"""Databases for tests: a real PostgreSQL for the whole run, and a fresh database for each test."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from adapters.store.engine import connect
from adapters.store.migrate import migrate

NewDatabase = Callable[[str], str]


@pytest.fixture(scope="session")
def new_postgres_database() -> Iterator[NewDatabase]:
    """new_postgres_database(template) → the URL of a fresh database."""
    folder = tempfile.mkdtemp(prefix="cornerman-pg-")
    with warnings.catch_warnings():
        # It wants XDG_RUNTIME_DIR, which containers have not.
        warnings.simplefilter("ignore")
        from pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    numbers = count(1)

    def create(template: str) -> str:
        name = f"test_{next(numbers)}"
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return url.set(database=name).render_as_string(hide_password=False)

    with admin.connect() as connection:
        # Nothing here has to survive a power cut.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield create
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres(new_postgres_database: NewDatabase) -> str:
    """The URL of a PostgreSQL database without tables."""
    return new_postgres_database("template0")


@pytest.fixture(scope="session")
def _migrated_postgres(new_postgres_database: NewDatabase) -> str:
    url = new_postgres_database("template0")
    _migrate(connect(url))
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "cornerman.db"
    _migrate(connect(f"sqlite:///{path}"))
    return path


@pytest.fixture
def postgres_engine(new_postgres_database: NewDatabase, _migrated_postgres: str) -> Iterator[Engine]:
    engine = connect(new_postgres_database(_migrated_postgres))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(_migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "cornerman.db"
    shutil.copyfile(_migrated_sqlite, path)
    engine = connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def _migrate(engine: Engine) -> None:
    migrate(engine)
    engine.dispose()
