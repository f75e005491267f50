"""What is answered on a plan's own card: a proposal, 30 more days, how it was."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Person, Reply, Text
from bot.coaching import extras, proposals, wording, wrapping
from bot.coaching.model import Plan
from bot.ports import UnitOfWork
from bot.settings import Settings


def press(
    plan: Plan | None, action: str, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    if plan is not None and action in ("more", "enough"):
        return extras.answer(plan, action, person, uow, settings, now)
    if plan is not None and action in wrapping.ACTIONS:
        return wrapping.answer(plan, action, person, uow, settings, now)
    if plan is None or plan.rep_id != person.id:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    if plan.state != "proposed" or action not in ("accept", "accept_notes", "decline"):
        return Reply((Text(wording.OVER),), visibility="asker")
    if action == "decline":
        return proposals.decline(plan, person, uow, settings, now)
    return proposals.accept(plan, person, uow, settings, now, notes=action == "accept_notes")
