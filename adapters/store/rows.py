"""Statements both databases spell alike, and rows that hold a flat value field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import CursorResult, Select, Table, Update, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.store.tables import Base

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar("Value", bound="DataclassInstance")


def columns_of(value: DataclassInstance) -> dict[str, Any]:
    """Field name → value; the row's attributes have the same names."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def value_of(form: type[Value], row: Base) -> Value:
    return form(**{field.name: getattr(row, field.name) for field in fields(form)})


def selected(form: type[Value], row: type[Base]) -> Select[Any]:
    """The columns that `form` has fields for, in their order: for `values` to read many rows of."""
    return select(*(row.__table__.c[field.name] for field in fields(form)))


def values(session: Session, form: type[Value], statement: Select[Any]) -> list[Value]:
    # Past the ORM, which makes twice as much of a row that is no entity.
    return [form(*row) for row in session.connection().execute(statement).all()]


def insert_once(session: Session, row: type[Base], values: Mapping[str, Any]) -> bool:
    """False when a unique key of `row` holds already."""
    statement = _insert(session, row).values(values).on_conflict_do_nothing()
    key = row.__mapper__.primary_key[0]
    return session.execute(statement.returning(key)).first() is not None


def insert_each(session: Session, row: type[Base], rows: Sequence[Mapping[str, Any]]) -> set[Any]:
    """The first key columns of those whose unique keys did not hold already."""
    if not rows:
        return set()
    key = row.__mapper__.primary_key[0]
    statement = _insert(session, table_of(row)).on_conflict_do_nothing().returning(key)
    return set(session.scalars(statement, rows))


def upsert_each(session: Session, row: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """As `upsert`, in the order of their keys, so that no two writers wait for each other in a circle."""
    if not rows:
        return
    keys = [column.name for column in row.__mapper__.primary_key]
    statement = _insert(session, table_of(row))
    changed = {c.name: statement.excluded[c.name] for c in row.__table__.columns if c.name not in keys}
    replacing = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    session.execute(replacing, sorted(rows, key=lambda each: [each[key] for key in keys]))


def upsert(session: Session, row: type[Base], values: Mapping[str, Any]) -> None:
    """Inserts, or replaces the row with the same primary key. `values` name all columns."""
    statement = _insert(session, row).values(values)
    keys = row.__mapper__.primary_key
    changed = {c.name: statement.excluded[c.name] for c in row.__table__.columns if c not in set(keys)}
    conflict = {"index_elements": list(keys)}
    session.execute(
        statement.on_conflict_do_update(**conflict, set_=changed)
        if changed
        else statement.on_conflict_do_nothing(**conflict)
    )


def matched(session: Session, statement: Update) -> int:
    """How many rows `statement` changed."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def table_of(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


def _insert(session: Session, row: type[Base] | Table) -> Any:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(row)
    return sqlite.insert(row)
