"""What is said about drivers as such: which there are, how they go together with wins, and whole teams."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Person, Reply, Text
from bot.coaching import naming, notebook, ranking, teams, wording
from bot.coaching.asks import Ask
from bot.coaching.model import Driver
from bot.ports import UnitOfWork
from bot.settings import Settings

ASSOCIATION = (
    "Association only: it does not say that one causes the other. Opportunities closed since I have been "
    "looking, of everybody; groups under 5 are not shown."
)
NOT_YET = (
    "Figures for a whole team come once plans of five of its sellers on {driver} are completed and each pair "
    "has read its own result."
)
NO_STAGE = "No stage is named for {driver} in the configuration, so nothing is counted for a whole team."
NOT_YOURS = (
    "What a driver came to in a team is for its own manager and for enablement, and even they see no single "
    "seller. “plan” shows yours."
)
WHOSE = "Whose team? “how is NAME’s team doing on DRIVER?” shows what the driver came to there."


def drivers(uow: UnitOfWork, settings: Settings) -> Reply | str:
    """Everybody may see it: it is about opportunities, not about people."""
    if not settings.drivers:
        return "No driver is defined yet; enablement names them in the configuration."
    found = ranking.ranked(uow.evidence.all_watched(), settings.drivers)
    lines = "\n".join(f"{n}. {one.told}" for n, one in enumerate(found, 1))
    return Reply((Text("Drivers", strong=True), Text(lines), Text(ASSOCIATION)))


def team(ask: Ask, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str | None:
    driver = naming.driver_called(ask.driver, settings.drivers) if ask.driver else None
    manager = _manager(ask.name, driver, person, uow)
    if not isinstance(manager, Person):
        return manager
    if ask.driver and driver is None:
        return wording.unknown_driver(ask.driver, settings.drivers)
    drivers = [driver] if driver else settings.drivers
    found = [said for each in drivers if (said := teams.figures(manager, each, uow, settings, now))]
    if manager.id == person.id:
        return "\n\n".join((*found, notebook.team(person, driver, uow, settings, now)))
    none = NO_STAGE if driver and not driver.stage else NOT_YET
    return "\n\n".join(found) or none.format(driver=driver.name.lower() if driver else "a driver")


def _manager(name: str, driver: Driver | None, person: Person, uow: UnitOfWork) -> Person | str | None:
    """Whose team is meant; a sentence for who may not know, None where it is not about a team of ours."""
    enablement = person.has_role("enablement")
    if not name:
        return person if person.has_role("manager") else WHOSE if enablement else None
    found = [each for each in uow.people.by_name(name) if uow.people.reports_of(each.id)]
    if len(found) != 1:
        return wording.no_team(name) if driver and enablement else None
    own = found[0].id == person.id and person.has_role("manager")
    return found[0] if enablement or own else NOT_YOURS
