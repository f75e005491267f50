"""Typed words that answer what is open: a nudge, a proposal, the question about wrong days and topics."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Person, Reply
from bot.coaching import openings, presses, proposals, reading, wording
from bot.coaching.asks import Ask
from bot.coaching.pace import ASKED
from bot.coaching.when import day_in
from bot.ports import UnitOfWork
from bot.settings import Settings

RECENT = timedelta(days=14)


def answer(
    ask: Ask, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply | str | None:
    """Acts on the one nudge or proposal that is open; asks which when there are several."""
    nudges = openings.nudges(person, uow, now - RECENT)
    asked = openings.proposals(person, uow)
    if ask.name:
        asked = [plan for plan in asked if openings.is_called(ask.name, plan, person, uow)]
        paired = openings.with_plans(nudges, uow)
        nudges = [n for n, plan in paired if openings.is_called(ask.name, plan, person, uow)]
    if len(nudges) + len(asked) > 1:
        return openings.which(ask.verb, nudges, asked, person, uow, settings)
    if asked and ask.verb != "not_relevant":
        return wording.STAYS_OPEN
    if asked:
        return proposals.decline(asked[0], person, uow, settings, now)
    if not nudges:
        return None
    if ask.verb == "snooze":
        found = day_in(ask.rest, reading.calendar(person, uow, settings).today(now))
        action = "snooze_week" if "week" in ask.rest else "snooze"
        wanted = found[0] if found and action == "snooze" else None
        return presses.answer(nudges[0], action, person, uow, settings, now, wanted=wanted)
    return presses.answer(nudges[0], ask.verb, person, uow, settings, now)


def complain(ask: Ask, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply | None:
    """Answers the question whether it was the wrong day or topic, while it is open."""
    recent = uow.coaching.nudges_to(person.id, now - RECENT)
    asked = next((n for n in reversed(recent) if n.trigger == ASKED and n.state == "sent"), None)
    if asked is None:
        return None
    return presses.answer(asked, ask.verb, person, uow, settings, now)
