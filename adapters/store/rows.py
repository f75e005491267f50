"""Statements both databases spell alike, and rows that hold a flat value field by field.

A statement is made once and given its values when it runs: making one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    BindParameter,
    CursorResult,
    Executable,
    Select,
    Table,
    Update,
    bindparam,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.store.tables import Base

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar("Value", bound="DataclassInstance")


def columns_of(value: DataclassInstance) -> dict[str, Any]:
    """Field name → value; the row's attributes have the same names."""
    return {name: getattr(value, name) for name in _names(type(value))}


def value_of(form: type[Value], row: Base) -> Value:
    return form(**{name: getattr(row, name) for name in _names(form)})


def selected(form: type[Value], row: type[Base]) -> Select[Any]:
    """The columns that `form` has fields for, in their order: for `values` to read many rows of."""
    return select(*(row.__table__.c[name] for name in _names(form)))


def given(name: str) -> BindParameter[Any]:
    """A value that a statement gets when it runs."""
    return bindparam(name)


def any_of(name: str) -> BindParameter[Any]:
    """For `in_`: a collection that a statement gets when it runs."""
    return bindparam(name, expanding=True)


def rows(session: Session, statement: Executable, **arguments: Any) -> Sequence[Any]:
    return session.connection().execute(statement, arguments).all()


def values(session: Session, form: type[Value], statement: Select[Any], **arguments: Any) -> list[Value]:
    # Past the ORM, which makes twice as much of a row that is no entity.
    return [form(*row) for row in rows(session, statement, **arguments)]


def value(session: Session, form: type[Value], statement: Select[Any], **arguments: Any) -> Value | None:
    row = session.connection().execute(statement, arguments).first()
    return None if row is None else form(*row)


def insert_once(session: Session, row: type[Base], values: Mapping[str, Any]) -> bool:
    """False when a unique key of `row` holds already."""
    statement = _inserting(row, _dialect(session))
    return session.connection().execute(statement, values).first() is not None


def insert_each(session: Session, row: type[Base], each: Sequence[Mapping[str, Any]]) -> set[Any]:
    """The first key columns of those whose unique keys did not hold already."""
    if not each:
        return set()
    return set(session.connection().execute(_inserting(row, _dialect(session)), each).scalars())


def upsert_each(session: Session, row: type[Base], each: Sequence[Mapping[str, Any]]) -> None:
    """As `upsert`, in the order of their keys, so that no two writers wait for each other in a circle."""
    if not each:
        return
    keys = [column.name for column in row.__mapper__.primary_key]
    in_order = sorted(each, key=lambda values: [values[key] for key in keys])
    session.connection().execute(_replacing(row, _dialect(session)), in_order)


def upsert(session: Session, row: type[Base], values: Mapping[str, Any]) -> None:
    """Inserts, or replaces the row with the same primary key. `values` name all columns."""
    session.connection().execute(_replacing(row, _dialect(session)), values)


def matched(session: Session, statement: Update, **arguments: Any) -> int:
    """How many rows `statement` changed."""
    result = session.connection().execute(statement, arguments)
    assert isinstance(result, CursorResult)
    return result.rowcount


def table_of(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


@cache
def _names(form: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(form))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _insert(row: type[Base], dialect: str) -> Any:
    return postgresql.insert(table_of(row)) if dialect == "postgresql" else sqlite.insert(table_of(row))


@cache
def _inserting(row: type[Base], dialect: str) -> Any:
    key = row.__mapper__.primary_key[0]
    return _insert(row, dialect).on_conflict_do_nothing().returning(key)


@cache
def _replacing(row: type[Base], dialect: str) -> Any:
    keys = [column.name for column in row.__mapper__.primary_key]
    statement = _insert(row, dialect)
    changed = {c.name: statement.excluded[c.name] for c in table_of(row).columns if c.name not in keys}
    conflict = {"index_elements": keys}
    if not changed:
        return statement.on_conflict_do_nothing(**conflict)
    return statement.on_conflict_do_update(**conflict, set_=changed)
