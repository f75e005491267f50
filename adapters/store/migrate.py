"""Brings a database to the tables this code knows. Needs nothing but the package itself."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from adapters.database import reading
from bot.errors import StoreUnavailable

HEAD = "0020"
MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
# Any number will do, as long as every process uses the same.
LOCK = 7_305_142_068


def migrate(engine: Engine) -> None:
    """Creates or upgrades the tables; many processes may start at once. Raises StoreUnavailable when the
    database cannot be used or was made by a newer version."""
    with reading(engine).connect() as connection:
        if _at_head(connection):
            return
    with engine.connect() as connection:
        # SQLite is locked already: its transactions begin IMMEDIATE.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if not _at_head(connection):
            _upgrade(connection)
            connection.commit()


def _at_head(connection: Connection) -> bool:
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return False
    stored = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if stored is not None and stored > HEAD:
        raise StoreUnavailable(
            f"The database {connection.engine.url.database} was made by a newer Cornerman (tables {stored}, "
            f"this version knows {HEAD}): install that version or a newer one."
        )
    return stored == HEAD


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise StoreUnavailable(
            f"The database {connection.engine.url.database} is of no version this Cornerman can bring up to "
            "date: restore it from a backup, or install the version that made it."
        ) from error
