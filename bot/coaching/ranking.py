"""Drivers by how their evidence goes together with wins. Pure; it shows no cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.evidence import Watched
from bot.coaching.model import Driver

SHOWN_FROM = 5
RATES_FROM = 30


@dataclass(frozen=True, slots=True)
class Group:
    won: int
    n: int

    @property
    def share(self) -> float:
        return self.won / self.n if self.n else 0.0

    def told(self, *, rates: bool) -> str:
        return f"{self.share:.0%} won (n = {self.n})" if rates else f"{self.won} of {self.n} won"


@dataclass(frozen=True, slots=True)
class Association:
    """Closed opportunities on which the customer had given evidence for the driver, and the others."""

    driver: Driver
    evident: Group
    other: Group

    @property
    def shown(self) -> bool:
        return min(self.evident.n, self.other.n) >= SHOWN_FROM

    @property
    def told(self) -> str:
        if not self.shown:
            return f"{self.driver.name}: too few closed opportunities to say anything"
        rates = min(self.evident.n, self.other.n) >= RATES_FROM
        evident, other = self.evident.told(rates=rates), self.other.told(rates=rates)
        return f"{self.driver.name}: with its evidence {evident}, without {other}"


def ranked(rows: Sequence[Watched], drivers: Sequence[Driver]) -> list[Association]:
    """The widest difference first; those with too few opportunities last, in the company's order."""
    found = [_association(rows, driver) for driver in drivers]
    return sorted(found, key=lambda one: (not one.shown, -_difference(one) if one.shown else 0.0))


def _difference(one: Association) -> float:
    return one.evident.share - one.other.share


def _association(rows: Sequence[Watched], driver: Driver) -> Association:
    closed = [row for row in rows if row.status != "open"]
    evident = [row for row in closed if any(name in driver.verifiers for name in row.verifiers)]
    other = [row for row in closed if row not in evident]
    return Association(driver, _group(evident), _group(other))


def _group(rows: Sequence[Watched]) -> Group:
    return Group(sum(row.status == "won" for row in rows), len(rows))
