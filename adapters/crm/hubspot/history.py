"""What changed on a deal, from the history of its properties. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from adapters.crm.hubspot.fields import Portal
from bot.sales import Change, FieldName, Value


def changes_of(record: Mapping[str, Any], portal: Portal, since: datetime) -> Sequence[Change]:
    """Newest first. A property's first value is how it was created, not a change."""
    history: Mapping[str, Any] = record.get("propertiesWithHistory") or {}
    found = [
        change
        for field, name in portal.fields.items()
        for change in _of(field, name, history.get(name) or (), record, portal)
        if change.at >= since
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _of(
    field: FieldName,
    name: str,
    entries: Sequence[Mapping[str, Any]],
    record: Mapping[str, Any],
    portal: Portal,
) -> Iterator[Change]:
    """HubSpot tells the newest value first; one may be told twice."""
    for later, earlier in pairwise(entries):
        old, new = (_value(field, name, one.get("value"), record, portal) for one in (earlier, later))
        if old != new:
            at = datetime.fromisoformat(str(later["timestamp"])).astimezone(UTC)
            yield Change(at, field, old, new)


def _value(field: FieldName, name: str, said: Any, record: Mapping[str, Any], portal: Portal) -> Value:
    """Read as the deal itself would be with that value."""
    held = {**record["properties"], name: said or None}
    value: Value = getattr(portal.opportunity({**record, "properties": held}, ""), field)
    return value
