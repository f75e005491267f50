"""Which driver someone means."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.coaching.model import Driver

ALIKE = 80.0


def driver_called(given: str, drivers: Sequence[Driver]) -> Driver | None:
    wanted = given.lower().replace("_", " ").strip(" .!?\"“”'")
    best = max(drivers, key=lambda driver: _alike(wanted, driver), default=None)
    return best if best and _alike(wanted, best) >= ALIKE else None


def split_driver(rest: str, drivers: Sequence[Driver]) -> tuple[Driver | None, str]:
    """“discovery today, went well” → the driver, and how it went."""
    words = rest.split()
    for count in range(min(len(words), 6), 0, -1):
        driver = driver_called(" ".join(words[:count]).rstrip(",.;:"), drivers)
        if driver:
            return driver, " ".join(words[count:])
    return None, ""


def _alike(wanted: str, driver: Driver) -> float:
    return max(fuzz.ratio(wanted, name.lower().replace("_", " ")) for name in (driver.id, driver.name))
