"""What is said about drivers as such: which there are, how they go together with wins, and whole teams."""

from __future__ import annotations

from bot.chat import Reply, Text
from bot.coaching import ranking
from bot.ports import UnitOfWork
from bot.settings import Settings

ASSOCIATION = (
    "Association only: it does not say that one causes the other. Opportunities closed since I have been "
    "looking, of everybody; groups under 5 are not shown."
)


def drivers(uow: UnitOfWork, settings: Settings) -> Reply | str:
    """Everybody may see it: it is about opportunities, not about people."""
    if not settings.drivers:
        return "No driver is defined yet; enablement names them in the configuration."
    found = ranking.ranked(uow.evidence.all_watched(), settings.drivers)
    lines = "\n".join(f"{n}. {one.told}" for n, one in enumerate(found, 1))
    return Reply((Text("Drivers", strong=True), Text(lines), Text(ASSOCIATION)))
