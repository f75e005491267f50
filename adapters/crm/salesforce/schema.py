"""What this organisation's objects hold, by their describes: never the same in two organisations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.crm.salesforce.connection import Connection
from bot.ports import Clock

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Field:
    """`picklist` is None where any value goes."""

    label: str
    createable: bool
    updateable: bool
    nillable: bool
    defaulted: bool
    picklist: frozenset[str] | None


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


DESCRIBED = ("Opportunity", "Account", "Contact", "Task")


class Schemas:
    """One user's schema, read again every day: administrators add fields and rules."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, Schema] = {}

    def of(self, connection: Connection) -> Schema:
        known = self._known.get(connection.user_id)
        if known is None or self._clock() - known.read_at >= KEPT:
            fields = {kind: _fields(connection.describe(kind)) for kind in DESCRIBED}
            known = Schema(self._clock(), connection.kinds(), fields)
            self._known[connection.user_id] = known
        return known


def _fields(described: Mapping[str, Any]) -> dict[str, Field]:
    return {str(one["name"]): _field(one) for one in described["fields"]}


def _field(one: Mapping[str, Any]) -> Field:
    restricted = one["type"] in ("picklist", "multipicklist") and one.get("restrictedPicklist")
    values = frozenset(str(v["value"]) for v in one.get("picklistValues", ()) if v["active"])
    return Field(
        label=str(one["label"]),
        createable=bool(one["createable"]),
        updateable=bool(one["updateable"]),
        nillable=bool(one["nillable"]),
        # A checkbox is never empty, although its describe says that it may not be.
        defaulted=bool(one["defaultedOnCreate"]) or one["type"] == "boolean",
        picklist=values if restricted else None,
    )
