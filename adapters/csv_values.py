"""What one cell of an export says: a day, an amount, a whole number; else a ValueError says what would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.notes.figures import FIGURE, figure_value

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ,].*)?")
_AMOUNT = re.compile(rf"(?:[^\d\s.,'()%-]{{1,4}}\s*)?({FIGURE})(?:\s*[^\d\s.,'()%-]{{1,4}})?")


@dataclass(frozen=True, slots=True)
class Days:
    """Reads the days of one column; `day_first` is None while only dates that read the same either way, or
    year first, are right."""

    day_first: bool | None

    @classmethod
    def of(cls, cells: Iterable[str], day_first: bool | None = None) -> Days:
        """A column is of one order: a first number above 12 tells it for all, unless it was said."""
        if day_first is not None:
            return cls(day_first)
        pairs = [(int(m[1]), int(m[2])) for cell in cells if (m := _YEAR_LAST.fullmatch(cell))]
        firsts, seconds = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
        return cls(None if firsts == seconds else firsts)

    def read(self, cell: str) -> date:
        try:
            if year_first := _YEAR_FIRST.fullmatch(cell):
                return date(int(year_first[1]), int(year_first[2]), int(year_first[3]))
            if year_last := _YEAR_LAST.fullmatch(cell):
                return self._ordered(int(year_last[1]), int(year_last[2]), int(year_last[3]))
        except UnclearDay:
            raise
        except ValueError:
            # The form of a date and no day of the calendar.
            pass
        raise ValueError(f'"{cell}" is no date; write it as 2026-03-31')

    def _ordered(self, first: int, second: int, year: int) -> date:
        if self.day_first is None and first != second:
            raise UnclearDay("the order of day and month is unclear; say --dates day-first or month-first")
        return date(year, second, first) if self.day_first else date(year, first, second)


class UnclearDay(ValueError):
    pass


def amount(cell: str) -> Decimal:
    """`1054`, `$1,054.00`, `4.514,50 €`, `12,50,000`."""
    found = _AMOUNT.fullmatch(cell)
    if found is None:
        raise ValueError(f'"{cell}" is no amount; write it as 1054 or 1,054.00')
    return figure_value(found[1], scaled=False)


def id_of_name(name: str) -> str:
    """`Ångström & Co.` → `angstrom-co`; empty for a name without Latin letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9_.]+", "-", plain).strip("-._")


def whole(cell: str) -> int:
    if not re.fullmatch(r"\d{1,9}", cell):
        raise ValueError(f'"{cell}" is no whole number')
    return int(cell)
