"""Migrations: they make the tables the models describe, once, whoever starts first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Engine, MetaData, Table, null, text

from adapters.crm.tables import CrmBase
from adapters.store import coaching_tables as coaching_tables
from adapters.store import evidence_tables as evidence_tables
from adapters.store import expert_tables as expert_tables
from adapters.store import slack_installations as slack_installations
from adapters.store.engine import connect
from adapters.store.migrate import HEAD, MIGRATIONS, migrate
from adapters.store.tables import Base
from bot.errors import StoreUnavailable
from tests.contracts.crowd import at_once


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres"))


@pytest.fixture
def empty_engine(empty: str) -> Iterator[Engine]:
    engine = connect(empty)
    yield engine
    engine.dispose()


def version(engine: Engine) -> object:
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()


def test_the_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def differences(engine: Engine) -> list[tuple[object, ...]]:
    described = MetaData()
    for metadata in (Base.metadata, CrmBase.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(described)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, described))


def test_migrations_make_what_the_models_describe(empty_engine: Engine) -> None:
    migrate(empty_engine)
    assert differences(empty_engine) == []


def test_the_comparison_sees_a_missing_column(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE crm_opportunity DROP COLUMN open_stage"))
    (difference,) = differences(empty_engine)
    assert difference[:3] == ("add_column", None, "crm_opportunity")


def test_a_second_start_changes_nothing(empty_engine: Engine) -> None:
    migrate(empty_engine)
    migrate(empty_engine)
    assert version(empty_engine) == [HEAD]


def test_events_accepted_before_they_named_a_platform_get_theirs(empty_engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with empty_engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        said = {"where": {"platform": "teams"}, "text": "a\x00b"}
        row = {"state": "accepted", "attempts": 0, "accepted_at": datetime(2026, 3, 11, tzinfo=UTC)}
        before = [{"event_id": "e1", "event": said, **row}, {"event_id": "e2", "event": null(), **row}]
        inbox = Table("inbox", MetaData(), Column("event", JSON), autoload_with=connection)
        for values in before:
            connection.execute(inbox.insert().values(values))
    migrate(empty_engine)
    with empty_engine.connect() as connection:
        rows = connection.execute(text("SELECT event_id, platform FROM inbox ORDER BY event_id")).all()
    assert [tuple(row) for row in rows] == [("e1", "teams"), ("e2", "")]


def test_a_second_start_takes_no_lock(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'busy.db'}?timeout=0")
    migrate(engine)
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO installation VALUES ('a', 'b')"))
        migrate(engine)
    engine.dispose()


def test_eight_threads_start_at_once(empty: str) -> None:
    engines = [connect(empty) for _ in range(8)]
    at_once(8, lambda number: migrate(engines[number]))
    assert version(engines[0]) == [HEAD]
    for engine in engines:
        engine.dispose()


def test_four_processes_start_at_once(empty: str) -> None:
    start = (
        "import sys; from adapters.store.engine import connect; from adapters.store.migrate import migrate; "
        "migrate(connect(sys.argv[1]))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", start, empty], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    endings = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert endings == [("", 0)] * 4
    engine = connect(empty)
    assert version(engine) == [HEAD]
    engine.dispose()


def test_a_newer_database_is_refused(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    with pytest.raises(StoreUnavailable, match=r"made by a newer Cornerman \(tables 0999"):
        migrate(empty_engine)
    assert version(empty_engine) == ["0999"]


def test_a_migration_that_fails_leaves_no_half_tables(
    empty_engine: Engine,
) -> None:
    with empty_engine.begin() as connection:
        connection.execute(text("CREATE TABLE crm_account (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        migrate(empty_engine)
    with empty_engine.connect() as connection:
        assert not empty_engine.dialect.has_table(connection, "person")
    with empty_engine.begin() as connection:
        connection.execute(text("DROP TABLE crm_account"))
    migrate(empty_engine)
    assert version(empty_engine) == [HEAD]


def test_a_database_at_head_is_recognised_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ready.db'}"
    engine = connect(url)
    migrate(engine)
    engine.dispose()
    start = (
        "import sys; from adapters.store.engine import connect; from adapters.store.migrate import migrate; "
        "migrate(connect(sys.argv[1])); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", start, url], check=False).returncode == 0
