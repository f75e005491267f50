"""Whom and what a person's coaching is about."""

from __future__ import annotations

from collections import Counter

from bot.chat import Person
from bot.coaching import naming, presses, reading, wording
from bot.coaching.asks import Ask
from bot.coaching.hearing import Circle
from bot.coaching.model import Driver
from bot.ports import UnitOfWork
from bot.settings import Settings


def of(person: Person, uow: UnitOfWork, settings: Settings) -> Circle:
    """Two of one first name are both meant by it: whoever looks them up asks which."""
    reports = uow.people.reports_of(person.id)
    first = Counter(wording.first_name(report).lower() for report in reports)
    names = {report.name.lower(): report.name for report in reports}
    for report in reports:
        called = wording.first_name(report)
        names[called.lower()] = report.name if first[called.lower()] == 1 else called
    return Circle(names, settings.drivers)


def driver_of(
    ask: Ask, manager: Person, rep: Person, uow: UnitOfWork, settings: Settings
) -> tuple[Driver | None, str]:
    """Which driver a conversation was about, and how it went: where none is named, that of the one plan."""
    if ask.driver:
        return naming.driver_called(ask.driver, settings.drivers), ask.rest
    named, how = naming.split_driver(ask.rest, settings.drivers)
    plans = [plan for plan in uow.coaching.plans_of(manager.id) if plan.rep_id == rep.id]
    running = [plan for plan in plans if plan.state in presses.RUNNING]
    if named or len(running) != 1:
        return named, how
    return reading.driver(running[0].driver_id, settings), ask.rest
