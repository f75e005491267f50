"""A small company to coach in: Marta with Priya and Tom, one driver, New York."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.chat import Address, Identity, Message, Person, Press, Role
from bot.coaching.calendar import calendar_for
from bot.coaching.model import Driver, Plan
from bot.coaching.schedule import done_before, start_plan
from bot.ports import Store
from bot.settings import CompanySettings, Settings, StorageSettings

ZONE = "America/New_York"
DISCOVERY = Driver(
    "discovery",
    "Discovery",
    "Opportunities with a named problem close more often.",
    behaviours=("Asks what happens if nothing changes",),
    practice_task="Write the three questions you would ask.",
    openers=(
        "Opener for agreeing.",
        "Which call may I listen in on?",
        "Second look?",
        "Half-way?",
        "Third look?",
    ),
    mistakes=("Pitching before asking",),
)
VALUE = Driver("value_selling", "Value selling", "Value before price.")
SETTINGS = Settings(
    company=CompanySettings("Northlight", zone=ZONE, country="US", holidays=("2026-12-24",)),
    storage=StorageSettings(Path("unused")),
    stages=(),
    verifiers=(),
    drivers=(DISCOVERY, VALUE),
)


def person(person_id: str, *roles: Role, zone: str = ZONE, manager: str | None = None) -> Person:
    full = {"priya": "Priya Raman", "tom": "Tom Becker", "marta": "Marta Silva"}
    name = full.get(person_id, person_id.title())
    return Person(person_id, name, "", frozenset(roles or ("rep",)), zone=zone, manager_id=manager)


MARTA = person("marta", "manager")
PRIYA = person("priya", "rep", manager="marta")
TOM = person("tom", "rep", manager="marta")
NEW_YORK = calendar_for(MARTA, (), SETTINGS)


def local(text: str, zone: str = ZONE) -> datetime:
    """`2026-03-10 10:00` on that zone's clocks, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def chat_of(person_id: str) -> Address:
    return Address("console", "demo", person_id)


def settle(store: Store, *people: Person, silent: tuple[str, ...] = ()) -> None:
    """The people exist, and all but the silent ones have written to the bot."""
    with store.write() as uow:
        for each in people or (MARTA, PRIYA, TOM):
            uow.people.save(each)
            if each.id not in silent:
                uow.people.remember_address(each.id, chat_of(each.id))
        uow.commit()


def running_plan(
    store: Store,
    start: date,
    today: date,
    rep: str = "priya",
    driver: str = "discovery",
    manager: str = "marta",
) -> Plan:
    """An accepted plan, Marta's if nobody else's, its steps before `today` done."""
    at = datetime(start.year, start.month, start.day, 15, tzinfo=UTC)
    proposed = Plan(f"plan-{rep}", manager, rep, driver, "proposed", manager, at)
    plan, steps = start_plan(replace(proposed, start_date=start), SETTINGS.coaching, at, NEW_YORK, NEW_YORK)
    with store.write() as uow:
        uow.coaching.add_plan(plan)
        uow.coaching.put_steps(done_before(steps, today, at))
        uow.commit()
    return plan


def typed(text: str, by: str, at: datetime, number: int = 1) -> Message:
    return Message(f"e{number}-{at:%m%d%H%M%S}", at, Identity("console", "demo", by), chat_of(by), text)


def pressed(card: str, action: str, by: str, at: datetime, value: str = "") -> Press:
    return Press(f"x-{at:%m%d%H%M%S}", at, Identity("console", "demo", by), chat_of(by), card, action, value)
