"""The coaching part of the store in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime

from bot.chat import Person
from bot.coaching.calls import PlannedCall
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, Reminder, Step
from bot.coaching.schedule import OPEN_STEPS
from bot.errors import StaleState, StoreError

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class CoachingState:
    plans: dict[str, Plan] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    nudges: dict[str, Nudge] = field(default_factory=dict)
    practice: dict[tuple[str, str], datetime] = field(default_factory=dict)
    calls: dict[str, PlannedCall] = field(default_factory=dict)
    absences: dict[tuple[str, date, date], Absence] = field(default_factory=dict)
    reminders: dict[str, Reminder] = field(default_factory=dict)
    looks: dict[str, datetime | None] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)

    def copy(self) -> CoachingState:
        return CoachingState(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


def aware(*moments: datetime | None) -> None:
    if any(moment is not None and moment.tzinfo is None for moment in moments):
        raise ValueError("A datetime without a zone cannot be stored: give it one.")


class FakeCoaching:
    """`people` are those who have not left."""

    def __init__(self, state: CoachingState, people: Mapping[str, Person]) -> None:
        self._state = state
        self._people = people

    def add_plan(self, plan: Plan) -> bool:
        aware(plan.created_at)
        if plan.id in self._state.plans or self._another_is_live(plan):
            return False
        self._state.plans[plan.id] = plan
        self.wake((plan.manager_id, plan.rep_id))
        return True

    def get_plan(self, plan_id: str) -> Plan | None:
        return self._state.plans.get(plan_id)

    def save_plan(self, plan: Plan) -> Plan:
        stored = self._state.plans.get(plan.id)
        if stored is None or stored.version != plan.version:
            raise StaleState("This plan was changed meanwhile: read it again and retry.")
        if self._another_is_live(plan):
            raise StoreError("The database refused a row: it repeats a key.")
        self._state.plans[plan.id] = replace(plan, version=plan.version + 1)
        return self._state.plans[plan.id]

    def plans_of(self, person_id: str, *, live_only: bool = True) -> Sequence[Plan]:
        theirs = [
            plan
            for plan in reversed(self._state.plans.values())
            if person_id in (plan.manager_id, plan.rep_id) and (not live_only or plan.state in LIVE_PLANS)
        ]
        return sorted(theirs, key=lambda plan: plan.created_at, reverse=True)

    def live_plans(self) -> Sequence[Plan]:
        return [plan for plan in self._state.plans.values() if plan.state in LIVE_PLANS]

    def plans_since(self, people: Collection[str], since: datetime) -> Sequence[Plan]:
        found = {plan.id: plan for who in people for plan in self.plans_of(who, live_only=False)}
        late = [p for p in reversed(self._state.plans.values()) if p.ended_at is None or p.ended_at >= since]
        theirs = [plan for plan in late if plan.id in found]
        return sorted(theirs, key=lambda plan: plan.created_at, reverse=True)

    def out_of_line(self, people: Collection[str]) -> Sequence[Plan]:
        waiting = [plan for plan in self.live_plans() if plan.line_ended is None]
        theirs = [plan for plan in waiting if plan.manager_id in people or plan.rep_id in people]
        return [plan for plan in theirs if self._is_out_of_line(plan)]

    def _is_out_of_line(self, plan: Plan) -> bool:
        rep, manager = self._people.get(plan.rep_id), self._people.get(plan.manager_id)
        if rep is None or manager is None:
            return True
        return rep.manager_id is not None and rep.manager_id != manager.id

    def with_other_quiet(self, quiet: str, limit: int = 1000) -> Sequence[Plan]:
        running = [plan for plan in self.live_plans() if plan.state not in ("draft", "proposed")]
        found = [plan for plan in running if plan.quiet != quiet]
        return sorted(found, key=lambda plan: plan.quiet)[:limit]

    def handed_to(self, managers: Collection[str]) -> Mapping[str, Sequence[Plan]]:
        return {manager_id: self._handed_to(manager_id) for manager_id in managers}

    def _handed_to(self, manager_id: str) -> Sequence[Plan]:
        reports = {person.id for person in self._people.values() if person.manager_id == manager_id}
        waiting = (
            p for p in self._state.plans.values() if p.line_ended and p.state in ("paused", "orphaned")
        )
        return [plan for plan in waiting if plan.rep_id in reports]

    def wake(self, people: Collection[str]) -> None:
        self._state.looks.update(dict.fromkeys(people, AT_ONCE))

    def to_look_at(self, now: datetime, limit: int = 1000) -> Sequence[str]:
        waiting = [(at, person_id) for person_id, at in self._state.looks.items() if at and at <= now]
        return [person_id for _, person_id in sorted(waiting)][:limit]

    def take_looks(self, people: Collection[str], now: datetime) -> Set[str]:
        taken = {who for who in people if (at := self._state.looks.get(who)) and at <= now}
        self._state.looks.update(dict.fromkeys(taken))
        return taken

    def look_again(self, moments: Mapping[str, datetime | None]) -> None:
        aware(*moments.values())
        self._state.looks.update(moments)

    def preferred_weekday(self, person_id: str) -> int | None:
        return self._state.weekdays.get(person_id)

    def preferred_weekdays(self, people: Collection[str]) -> Mapping[str, int]:
        return {who: self._state.weekdays[who] for who in people if who in self._state.weekdays}

    def prefer_weekday(self, person_id: str, weekday: int | None) -> None:
        self._state.weekdays.pop(person_id, None)
        if weekday is not None:
            self._state.weekdays[person_id] = weekday

    def put_steps(self, steps: Sequence[Step]) -> None:
        for step in steps:
            aware(step.done_at)
            if step.plan_id not in self._state.plans:
                raise StoreError("The database refused a row: it refers to a missing one.")
            self._state.steps[step.id] = step

    def steps_of(self, plan_id: str) -> Sequence[Step]:
        steps = [step for step in self._state.steps.values() if step.plan_id == plan_id]
        return sorted(steps, key=lambda step: (step.seq, step.id))

    def steps_of_each(self, plan_ids: Collection[str]) -> Mapping[str, Sequence[Step]]:
        return {plan_id: self.steps_of(plan_id) for plan_id in plan_ids}

    def first_days(self, plan_ids: Collection[str]) -> Mapping[tuple[str, str], date]:
        found: dict[tuple[str, str], date] = {}
        for step in self._state.steps.values():
            if step.plan_id in plan_ids and step.state in OPEN_STEPS:
                key = step.plan_id, step.recipient
                found[key] = min(step.due_date, found.get(key, step.due_date))
        return found

    def add_nudge(self, nudge: Nudge) -> bool:
        aware(nudge.planned_at, nudge.not_before, nudge.expires_at, nudge.snooze_until)
        if nudge.key in self._state.nudges:
            return False
        self._state.nudges[nudge.key] = nudge
        return True

    def add_nudges(self, nudges: Sequence[Nudge]) -> Set[str]:
        return {nudge.key for nudge in nudges if self.add_nudge(nudge)}

    def get_nudge(self, key: str) -> Nudge | None:
        return self._state.nudges.get(key)

    def save_nudge(self, nudge: Nudge) -> None:
        aware(nudge.planned_at, nudge.not_before, nudge.expires_at, nudge.snooze_until)
        if nudge.key in self._state.nudges:
            self._state.nudges[nudge.key] = nudge

    def expire_nudges(self, step_ids: Collection[str], but: Collection[str] = ()) -> None:
        for nudge in list(self._state.nudges.values()):
            if nudge.step_id in step_ids and nudge.state == "sent" and nudge.trigger not in but:
                self.save_nudge(replace(nudge, state="expired"))

    def nudges_of(self, plan_id: str) -> Sequence[Nudge]:
        nudges = [nudge for nudge in self._state.nudges.values() if nudge.plan_id == plan_id]
        return sorted(nudges, key=lambda nudge: (nudge.planned_at, nudge.key))

    def nudges_to(self, person_id: str, since: datetime) -> Sequence[Nudge]:
        nudges = [
            nudge
            for nudge in self._state.nudges.values()
            if nudge.recipient_id == person_id and nudge.planned_at >= since
        ]
        return sorted(nudges, key=lambda nudge: (nudge.planned_at, nudge.key))

    def nudges_to_each(self, people: Collection[str], since: datetime) -> Mapping[str, Sequence[Nudge]]:
        return {person_id: self.nudges_to(person_id, since) for person_id in people}

    def practised(self, person_id: str, driver_id: str) -> bool:
        return (person_id, driver_id) in self._state.practice

    def practised_by(self, people: Collection[str]) -> Set[tuple[str, str]]:
        return {(who, driver) for who, driver in self._state.practice if who in people}

    def record_practice(self, person_id: str, driver_id: str, now: datetime) -> None:
        aware(now)
        self._state.practice[person_id, driver_id] = now
        self.wake((person_id,))

    def add_absence(self, absence: Absence) -> None:
        self._state.absences[absence.person_id, absence.first, absence.last] = absence
        self.wake((absence.person_id,))

    def absences_of(self, person_id: str) -> Sequence[Absence]:
        absences = [absence for absence in self._state.absences.values() if absence.person_id == person_id]
        return sorted(absences, key=lambda absence: (absence.first, absence.last))

    def absences_of_each(self, people: Collection[str]) -> Mapping[str, Sequence[Absence]]:
        return {person_id: self.absences_of(person_id) for person_id in people}

    def put_calls(self, rep_id: str, calls: Sequence[PlannedCall]) -> None:
        self.wake({plan.manager_id for plan in self.plans_of(rep_id) if plan.rep_id == rep_id})
        kept = [call for call in self._state.calls.values() if call.rep_id != rep_id]
        self._state.calls = {call.id: call for call in [*kept, *calls]}

    def calls_of_each(self, reps: Collection[str], after: datetime) -> Mapping[str, Sequence[PlannedCall]]:
        found: dict[str, list[PlannedCall]] = {}
        for call in sorted(self._state.calls.values(), key=lambda call: (call.starts_at, call.id)):
            if call.rep_id in reps and call.starts_at > after:
                found.setdefault(call.rep_id, []).append(call)
        return found

    def add_reminder(self, reminder: Reminder) -> None:
        self.save_reminder(reminder)

    def get_reminder(self, reminder_id: str) -> Reminder | None:
        return self._state.reminders.get(reminder_id)

    def due_reminders(self, now: datetime, limit: int = 100) -> Sequence[Reminder]:
        due = [r for r in self._state.reminders.values() if r.state == "waiting" and r.due <= now]
        return sorted(due, key=lambda reminder: (reminder.due, reminder.id))[:limit]

    def save_reminder(self, reminder: Reminder) -> None:
        aware(reminder.due, reminder.created_at)
        self._state.reminders[reminder.id] = reminder

    def reminders_of(self, person_id: str) -> Sequence[Reminder]:
        waiting = [
            r for r in self._state.reminders.values() if r.state == "waiting" and r.person_id == person_id
        ]
        return sorted(waiting, key=lambda reminder: (reminder.due, reminder.id))

    def _another_is_live(self, plan: Plan) -> bool:
        return plan.state in LIVE_PLANS and any(
            other.id != plan.id and (other.rep_id, other.driver_id) == (plan.rep_id, plan.driver_id)
            for other in self.live_plans()
        )
