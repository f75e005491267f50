"""What this portal's properties take, and the stages of its pipelines: never the same in two portals."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.crm.findings import TheirStage
from adapters.crm.hubspot.client import VERSION, HubSpotClient
from bot.ports import Clock

KEPT = timedelta(hours=24)
RECENT = timedelta(minutes=1)
"""Nothing is refused for a schema older than this."""
ONE_OF_MANY = ("select", "radio", "booleancheckbox")


@dataclass(frozen=True, slots=True)
class Property:
    """`options` is None where any value goes; `single` where only one of them does."""

    kind: str
    label: str
    read_only: bool
    unique: bool
    single: bool
    options: frozenset[str] | None

    def takes(self, value: str) -> bool:
        if self.options is None or not value:
            return True
        several = [value] if self.single else value.split(";")
        return all(one in self.options for one in several)


@dataclass(frozen=True, slots=True)
class Schema:
    """`properties` are those of deals by name; `stages` are by pipeline and id."""

    read_at: datetime
    properties: Mapping[str, Property]
    stages: Mapping[str, Mapping[str, TheirStage]]


class Schemas:
    """Read again every day: administrators add properties, options and stages."""

    def __init__(self, client: HubSpotClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._known: Schema | None = None

    def now(self, kept: timedelta = KEPT) -> Schema:
        with self._lock:
            if self._known is None or self._clock() - self._known.read_at >= kept:
                deals, stages = properties_of(self._client, "deals"), _stages(self._client)
                self._known = Schema(self._clock(), deals, stages)
            return self._known


def properties_of(client: HubSpotClient, kind: str) -> dict[str, Property]:
    found = client.get(f"/crm/properties/{VERSION}/{kind}", archived="false")["results"]
    return {str(one["name"]): _property(one) for one in found}


def _stages(client: HubSpotClient) -> dict[str, dict[str, TheirStage]]:
    pipelines = client.get(f"/crm/pipelines/{VERSION}/deals")["results"]
    return {str(one["id"]): {str(s["id"]): _stage(s) for s in one["stages"]} for one in pipelines}


def _stage(one: Mapping[str, Any]) -> TheirStage:
    meta = one.get("metadata") or {}
    won = str(meta.get("probability", "")) in ("1", "1.0")
    return TheirStage(str(one["label"]), won or str(meta.get("isClosed")).lower() == "true", won)


def _property(one: Mapping[str, Any]) -> Property:
    options = frozenset(str(option["value"]) for option in one.get("options", ()))
    fixed = (one.get("modificationMetadata") or {}).get("readOnlyValue") or one.get("calculated")
    return Property(
        kind=str(one["type"]),
        label=str(one.get("label") or one["name"]),
        read_only=bool(fixed),
        unique=bool(one.get("hasUniqueValue")),
        single=one.get("fieldType") in ONE_OF_MANY,
        # Owners, stages and pipelines are kept elsewhere: their options come empty or by another name.
        options=options
        if one["type"] == "enumeration" and options and not one.get("externalOptions")
        else None,
    )
