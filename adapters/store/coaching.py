from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from adapters.store import coaching_statements as statements
from adapters.store.coaching_tables import (
    AT_ONCE,
    AbsenceRow,
    LookRow,
    NudgeRow,
    PlannedCallRow,
    PlanRow,
    PracticeRow,
    ReminderRow,
    StepRow,
    WeekdayRow,
)
from adapters.store.rows import (
    columns_of,
    insert_each,
    insert_once,
    matched,
    rows,
    upsert,
    upsert_each,
    value,
    values,
)
from bot.coaching.calls import PlannedCall
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, Reminder, Step
from bot.errors import StaleState


class SqlCoaching:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add_plan(self, plan: Plan) -> bool:
        added = insert_once(self._session, PlanRow, columns_of(plan))
        if added:
            self.wake((plan.manager_id, plan.rep_id))
        return added

    def get_plan(self, plan_id: str) -> Plan | None:
        return value(self._session, Plan, statements.PLAN, plan=plan_id)

    def save_plan(self, plan: Plan) -> Plan:
        saved = replace(plan, version=plan.version + 1)
        same = {"which": plan.id, "read": plan.version}
        if not matched(self._session, statements.PLAN_AS_READ, **same, **columns_of(saved)):
            raise StaleState("This plan was changed meanwhile: read it again and retry.")
        return saved

    def plans_of(self, person_id: str, *, live_only: bool = True) -> Sequence[Plan]:
        statement = statements.LIVE_PLANS_OF if live_only else statements.PLANS_OF
        return values(self._session, Plan, statement, person=person_id)

    def plans_since(self, people: Collection[str], since: datetime) -> Sequence[Plan]:
        return values(self._session, Plan, statements.PLANS_SINCE, people=list(people), since=since)

    def live_plans(self) -> Sequence[Plan]:
        return values(self._session, Plan, statements.ALL_LIVE_PLANS)

    def out_of_line(self, people: Collection[str]) -> Sequence[Plan]:
        if not people:
            return ()
        broken = values(self._session, Plan, statements.OUT_OF_LINE, people=list(people))
        return [plan for plan in broken if plan.state in LIVE_PLANS]

    def with_other_quiet(self, quiet: str, limit: int = 1000) -> Sequence[Plan]:
        return values(self._session, Plan, statements.WITH_OTHER_QUIET, quiet=quiet, most=limit)

    def handed_to(self, managers: Collection[str]) -> Mapping[str, Sequence[Plan]]:
        found: dict[str, list[Plan]] = {manager_id: [] for manager_id in managers}
        for *columns, manager_id in rows(self._session, statements.HANDED_TO, managers=list(managers)):
            plan = Plan(*columns)
            if plan.state in ("paused", "orphaned"):
                found[manager_id].append(plan)
        return found

    def wake(self, people: Collection[str]) -> None:
        self.look_again(dict.fromkeys(people, AT_ONCE))

    def to_look_at(self, now: datetime, limit: int = 1000) -> Sequence[str]:
        return [who for (who,) in rows(self._session, statements.TO_LOOK_AT, now=now, most=limit)]

    def take_looks(self, people: Collection[str], now: datetime) -> Set[str]:
        taken = rows(self._session, statements.TAKE_LOOKS, people=list(people), now=now)
        return {who for (who,) in taken}

    def look_again(self, moments: Mapping[str, datetime | None]) -> None:
        upsert_each(self._session, LookRow, [{"person_id": who, "at": at} for who, at in moments.items()])

    def preferred_weekday(self, person_id: str) -> int | None:
        return self.preferred_weekdays([person_id]).get(person_id)

    def preferred_weekdays(self, people: Collection[str]) -> Mapping[str, int]:
        found = rows(self._session, statements.WEEKDAYS, people=list(people))
        return {row.person_id: row.weekday for row in found}

    def prefer_weekday(self, person_id: str, weekday: int | None) -> None:
        if weekday is None:
            self._session.execute(statements.ANY_WEEKDAY, {"person": person_id})
        else:
            upsert(self._session, WeekdayRow, {"person_id": person_id, "weekday": weekday})

    def put_steps(self, steps: Sequence[Step]) -> None:
        upsert_each(self._session, StepRow, [columns_of(step) for step in steps])

    def steps_of(self, plan_id: str) -> Sequence[Step]:
        return self.steps_of_each([plan_id])[plan_id]

    def steps_of_each(self, plan_ids: Collection[str]) -> Mapping[str, Sequence[Step]]:
        found: dict[str, list[Step]] = {plan_id: [] for plan_id in plan_ids}
        for step in values(self._session, Step, statements.STEPS, plans=list(found)) if found else ():
            found[step.plan_id].append(step)
        return found

    def first_days(self, plan_ids: Collection[str]) -> Mapping[tuple[str, str], date]:
        found = rows(self._session, statements.FIRST_DAYS, plans=list(plan_ids))
        return {(plan, who): day for plan, who, day in found if day}

    def add_nudge(self, nudge: Nudge) -> bool:
        return insert_once(self._session, NudgeRow, columns_of(nudge))

    def add_nudges(self, nudges: Sequence[Nudge]) -> Set[str]:
        in_order = sorted(nudges, key=lambda nudge: nudge.key)
        return insert_each(self._session, NudgeRow, [columns_of(nudge) for nudge in in_order])

    def get_nudge(self, key: str) -> Nudge | None:
        return value(self._session, Nudge, statements.NUDGE, nudge=key)

    def save_nudge(self, nudge: Nudge) -> None:
        matched(self._session, statements.SAVED_NUDGE, which=nudge.key, **columns_of(nudge))

    def expire_nudges(self, step_ids: Collection[str], but: Collection[str] = ()) -> None:
        if step_ids:
            matched(self._session, statements.EXPIRED_NUDGES, steps=list(step_ids), but=list(but))

    def nudges_of(self, plan_id: str) -> Sequence[Nudge]:
        return values(self._session, Nudge, statements.NUDGES_OF, plan=plan_id)

    def nudges_to(self, person_id: str, since: datetime) -> Sequence[Nudge]:
        return self.nudges_to_each([person_id], since)[person_id]

    def nudges_to_each(self, people: Collection[str], since: datetime) -> Mapping[str, Sequence[Nudge]]:
        found: dict[str, list[Nudge]] = {person_id: [] for person_id in people}
        for nudge in values(self._session, Nudge, statements.NUDGES_TO, people=list(found), since=since):
            found[nudge.recipient_id].append(nudge)
        return found

    def practised(self, person_id: str, driver_id: str) -> bool:
        return (person_id, driver_id) in self.practised_by([person_id])

    def practised_by(self, people: Collection[str]) -> Set[tuple[str, str]]:
        found = rows(self._session, statements.PRACTISED, people=list(people))
        return {(who, driver) for who, driver in found}

    def record_practice(self, person_id: str, driver_id: str, now: datetime) -> None:
        values = {"person_id": person_id, "driver_id": driver_id, "practised_at": now}
        upsert(self._session, PracticeRow, values)
        self.wake((person_id,))

    def add_absence(self, absence: Absence) -> None:
        upsert(self._session, AbsenceRow, columns_of(absence))
        self.wake((absence.person_id,))

    def absences_of(self, person_id: str) -> Sequence[Absence]:
        return self.absences_of_each([person_id])[person_id]

    def absences_of_each(self, people: Collection[str]) -> Mapping[str, Sequence[Absence]]:
        found: dict[str, list[Absence]] = {person_id: [] for person_id in people}
        for absence in values(self._session, Absence, statements.ABSENCES, people=list(found)):
            found[absence.person_id].append(absence)
        return found

    def put_calls(self, rep_id: str, calls: Sequence[PlannedCall]) -> None:
        self.wake({plan.manager_id for plan in self.plans_of(rep_id) if plan.rep_id == rep_id})
        self._session.execute(statements.NO_CALLS, {"rep": rep_id})
        upsert_each(self._session, PlannedCallRow, [columns_of(call) for call in calls])

    def calls_of_each(self, reps: Collection[str], after: datetime) -> Mapping[str, Sequence[PlannedCall]]:
        found: dict[str, list[PlannedCall]] = {}
        if not reps:
            return found
        for call in values(self._session, PlannedCall, statements.CALLS, reps=list(reps), after=after):
            found.setdefault(call.rep_id, []).append(call)
        return found

    def add_reminder(self, reminder: Reminder) -> None:
        upsert(self._session, ReminderRow, columns_of(reminder))

    def get_reminder(self, reminder_id: str) -> Reminder | None:
        return value(self._session, Reminder, statements.REMINDER, reminder=reminder_id)

    def due_reminders(self, now: datetime, limit: int = 100) -> Sequence[Reminder]:
        return values(self._session, Reminder, statements.DUE_REMINDERS, now=now, most=limit)

    def save_reminder(self, reminder: Reminder) -> None:
        upsert(self._session, ReminderRow, columns_of(reminder))

    def reminders_of(self, person_id: str) -> Sequence[Reminder]:
        return values(self._session, Reminder, statements.REMINDERS_OF, person=person_id)
