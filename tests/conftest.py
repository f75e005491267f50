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

from adapters.crm.tables import CrmBase
from adapters.store import coaching_tables as coaching_tables
from adapters.store import expert_tables as expert_tables
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.tables import Base

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def new_postgres_database() -> Iterator[NewDatabase]:
    """new_postgres_database() → the URL of a database without tables."""
    folder = tempfile.mkdtemp(prefix="cornerman-pg-")
    with warnings.catch_warnings():
        # It wants XDG_RUNTIME_DIR, which containers have not.
        warnings.simplefilter("ignore")
        from pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    numbers = count(1)

    def create() -> str:
        name = f"test_{next(numbers)}"
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
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
    return new_postgres_database()


@pytest.fixture(scope="session")
def _migrated_postgres(new_postgres_database: NewDatabase) -> Iterator[Engine]:
    engine = connect(new_postgres_database())
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "cornerman.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def postgres_engine(_migrated_postgres: Engine) -> Iterator[Engine]:
    """Emptied after the test, which is ten times as fast as a database for each."""
    yield _migrated_postgres
    tables = [*reversed(CrmBase.metadata.sorted_tables), *reversed(Base.metadata.sorted_tables)]
    with _migrated_postgres.begin() as connection:
        connection.exec_driver_sql(";".join(f"DELETE FROM {table.name}" for table in tables))


@pytest.fixture
def sqlite_engine(_migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "cornerman.db"
    shutil.copyfile(_migrated_sqlite, path)
    engine = connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()
