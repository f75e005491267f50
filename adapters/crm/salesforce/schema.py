"""What this organisation's objects hold, by their describes: never the same in two organisations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.crm.newest import Newest
from adapters.crm.salesforce.connection import Connection
from bot.ports import Clock

KEPT = timedelta(hours=24)
SCHEMAS = 100
"""Of so many people, those who spoke last, it is kept."""
RECENT = timedelta(minutes=1)
"""Nothing is refused for a schema older than this."""


@dataclass(frozen=True, slots=True)
class Field:
    """`picklist` is None where there is none; one that is not `restricted` takes other values too. `length`
    is in characters, 0 for any number."""

    kind: str
    label: str
    length: int
    createable: bool
    updateable: bool
    nillable: bool
    defaulted: bool
    unique: bool
    picklist: frozenset[str] | None
    restricted: bool

    def unknown(self, value: object, *, closed: bool = False) -> list[str]:
        """Of a value what the picklist does not take; `closed` where that must not be added to it either."""
        if self.picklist is None or value is None or not (self.restricted or closed):
            return []
        several = str(value).split(";") if self.kind == "multipicklist" else [str(value)]
        return [one for one in several if one not in self.picklist]

    def too_long(self, value: object) -> bool:
        return isinstance(value, str) and 0 < self.length < len(value) and self.picklist is None


@dataclass(frozen=True, slots=True)
class Schema:
    """`fields` by object and name, as one user may see them."""

    read_at: datetime
    kinds: frozenset[str]
    fields: Mapping[str, Mapping[str, Field]]

    def has(self, kind: str, name: str) -> bool:
        return name in self.fields.get(kind, {})

    def missing(self, kind: str, given: Collection[str]) -> list[str]:
        """Labels of what a new record needs beside `given`."""
        return [
            field.label
            for name, field in self.fields[kind].items()
            if field.createable and not field.nillable and not field.defaulted and name not in given
        ]

    def refused(self, kind: str, body: Mapping[str, Any]) -> list[str]:
        """For which fields a new record of this kind would be refused: their labels, or names if unknown."""
        held = self.fields[kind]
        unfit = [
            held[name].label if name in held else name
            for name, value in body.items()
            if name not in held
            or not held[name].createable
            or held[name].unknown(value)
            or held[name].too_long(value)
        ]
        return [*self.missing(kind, body), *unfit]


DESCRIBED = ("Opportunity", "Account", "Contact", "Task")


class Schemas:
    """One user's schema, read again every day: administrators add fields and rules."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: Newest[Schema] = Newest(SCHEMAS)

    def of(self, connection: Connection, kept: timedelta = KEPT) -> Schema:
        known = self._known.get(connection.user_id)
        if known is None or self._clock() - known.read_at >= kept:
            fields = {kind: _fields(connection.describe(kind)) for kind in DESCRIBED}
            known = Schema(self._clock(), connection.kinds(), fields)
            self._known.put(connection.user_id, known)
        return known


def _fields(described: Mapping[str, Any]) -> dict[str, Field]:
    return {str(one["name"]): _field(one) for one in described["fields"]}


def _field(one: Mapping[str, Any]) -> Field:
    listed = one["type"] in ("picklist", "multipicklist")
    values = frozenset(str(v["value"]) for v in one.get("picklistValues", ()) if v["active"])
    return Field(
        kind=str(one["type"]),
        label=str(one["label"]),
        length=int(one.get("length") or 0),
        createable=bool(one["createable"]),
        updateable=bool(one["updateable"]),
        nillable=bool(one["nillable"]),
        # A checkbox is never empty, although its describe says that it may not be.
        defaulted=bool(one["defaultedOnCreate"]) or one["type"] == "boolean",
        unique=bool(one.get("unique")),
        picklist=values if listed else None,
        restricted=bool(one.get("restrictedPicklist")),
    )
