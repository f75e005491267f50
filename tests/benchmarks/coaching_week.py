"""Few and well-timed, as figures: sixty days of one manager with eight reps, one of whom never writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.coaching.desk import CoachingDesk
from bot.coaching.job import run_once
from bot.coaching.model import Plan
from bot.coaching.schedule import start_plan
from bot.ports import Outgoing
from tests.fakes.coaching import MARTA, NEW_YORK, SETTINGS, local, person, pressed, settle, typed
from tests.fakes.store import FakeStore

FIRST = date(2026, 3, 10)
DAYS = 60
REPS = tuple(person(f"rep{n}", manager="marta") for n in range(1, 9))
SILENT = REPS[-1]
DESK = CoachingDesk(SETTINGS)


def measure() -> dict[str, float]:
    """What each hears, all features together. The manager answers every nudge within the hour, and each rep
    who writes accepts on the first morning; the silent one's plan was agreed in person."""
    play = Play()
    manager = play.days_of("marta")
    due, delivered = play.manager_steps()
    weeks = [
        count
        for rep in REPS
        for count in Counter(day.isocalendar()[:2] for day in play.days_of(rep.id)).values()
    ]
    return {
        "messages_to_the_manager": len(manager),
        "most_in_a_day": max(Counter(manager).values()),
        "manager_steps_due": due,
        "share_delivered": delivered / due,
        "to_the_rep_who_never_wrote": len(play.days_of(SILENT.id)),
        "most_in_a_week_to_a_rep": max(weeks),
    }


class Play:
    def __init__(self) -> None:
        self.store = FakeStore()
        settle(self.store, MARTA, *REPS, silent=(SILENT.id,))
        self._agree()
        for day in range(DAYS):
            for clock in ("09:00", "10:30", "14:00"):
                self._round(local(f"{FIRST + timedelta(days=day)} {clock}"))

    def days_of(self, person_id: str) -> list[date]:
        """The local day of each message to that person."""
        return [NEW_YORK.today(each.not_before) for each in self._messages() if each.person_id == person_id]

    def manager_steps(self) -> tuple[int, int]:
        """Of the manager's steps due within the days, how many there were and how many were brought to them
        in time or done."""
        last = FIRST + timedelta(days=DAYS - 1)
        with self.store.read() as uow:
            steps = [
                step
                for plan in uow.coaching.plans_of("marta", live_only=False)
                for step in uow.coaching.steps_of(plan.id)
            ]
            mine = [
                s for s in steps if s.recipient == "manager" and s.due_date <= last and s.outcome != "merged"
            ]
            told = {nudge.step_id for nudge in uow.coaching.nudges_to("marta", local("2026-01-01 00:00"))}
        return len(mine), sum(step.state == "done" or step.id in told for step in mine)

    def _messages(self) -> list[Outgoing]:
        return [each for each in self.store.state.outgoings.values() if each.state == "sent"]

    def _agree(self) -> None:
        at = local(f"{FIRST} 09:10")
        with self.store.write() as uow:
            uow.coaching.record_practice("marta", "discovery", at)
            proposed = Plan("p-silent", "marta", SILENT.id, "discovery", "proposed", "marta", at)
            plan, steps = start_plan(
                replace(proposed, start_date=FIRST), SETTINGS.coaching, at, NEW_YORK, NEW_YORK
            )
            uow.coaching.add_plan(plan)
            uow.coaching.put_steps(steps)
            for number, rep in enumerate(REPS[:-1]):
                said = typed(f"coach {rep.name} on discovery", "marta", at, number)
                DESK.message(said, MARTA, uow, at)
                DESK.message(typed("accept", rep.id, at, number), rep, uow, at)
            uow.commit()

    def _round(self, now: datetime) -> None:
        events = run_once(now, self.store, SETTINGS)
        self._deliver(now)
        for event in events:
            for key in event.keys if event.recipient_id == "marta" else ():
                with self.store.write() as uow:
                    DESK.press(pressed(f"nudge:{key}", "done", "marta", now), MARTA, uow, now)
                    uow.commit()

    def _deliver(self, now: datetime) -> None:
        with self.store.write() as uow:
            for message in uow.outgoings.claim_due(now, {"console"}, limit=100):
                uow.outgoings.sent(message.key, message.key, now)
            uow.commit()
