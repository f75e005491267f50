"""What a seller wants to know of their own book. Plain values, made by heard.py, answered by choosing.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from bot.sales import FieldName

Kind: TypeAlias = Literal["list", "record", "changes", "brief", "focus", "pipeline", "rival"]
Tell: TypeAlias = Literal["list", "count", "total"]
Grouping: TypeAlias = Literal["stage", "month", "competitor"]
Order: TypeAlias = Literal["close_date", "largest", "smallest"]
Ended: TypeAlias = Literal["open", "won", "lost", "closed"]

TEAM_BOOK = "a team, seen by its manager"
"""The speaker of a book that is nobody's own."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it; None is open-ended."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date | None) -> bool:
        if day is None:
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Filters:
    """All of them hold together. `without` are fields that are empty; `has` and `lacks` are verifier ids, and
    `lacks_all` means no evidence at all; an amount's range is `over` to `under`, in each record's own
    currency; `reasons` are of lost ones."""

    status: Ended = "open"
    stages: tuple[str, ...] = ()
    closes: Period | None = None
    step_due: Period | None = None
    over: Decimal | None = None
    under: Decimal | None = None
    without: tuple[FieldName, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    lacks_all: bool = False
    competitors: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """`records` are opportunity ids; `fields` what is asked of them, all where empty; `since` the first day
    of changes; `unread` are words that could not be used, said back rather than dropped silently; `most`
    how many are wanted."""

    kind: Kind
    records: tuple[str, ...] = ()
    fields: tuple[FieldName, ...] = ()
    filters: Filters = field(default_factory=Filters)
    tell: Tell = "list"
    order: Order = "close_date"
    most: int | None = None
    by: Grouping | None = None
    team: bool = False
    since: date | None = None
    unread: tuple[str, ...] = ()
