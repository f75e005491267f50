"""What the SQL adapters share: column types that behave alike on SQLite and PostgreSQL, and reading."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, Engine, Integer, Text
from sqlalchemy.types import TypeDecorator

SQLITE_BEGIN = "cornerman_sqlite_begin"


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read and see one state throughout; any other
    transaction on SQLite takes the write lock at its start."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**{SQLITE_BEGIN: "DEFERRED"})


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, UTC out; a naive datetime is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A datetime without a zone cannot be stored: give it one.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Any string people can send: without the NULs and half characters that databases refuse."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class PlainJson(TypeDecorator[Any]):
    """Plain JSON values; None is NULL. Not JSONB, which refuses escaped NULs."""

    impl = JSON(none_as_null=True)
    cache_ok = True


SERIAL = BigInteger().with_variant(Integer, "sqlite")
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
COLUMN_TYPES: dict[Any, Any] = {
    str: PlainText(),
    datetime: UtcDateTime(),
    date: Date(),
    dict[str, Any]: PlainJson(),
    list[str]: PlainJson(),
}
