from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.coaching_tables import AbsenceRow, NudgeRow, PlanRow, PracticeRow, ReminderRow, StepRow
from adapters.store.rows import columns_of, insert_once, matched, upsert, value_of
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, Reminder, Step
from bot.errors import StaleState

# Clocks furthest ahead of UTC.
EARLIEST_ZONE = timedelta(hours=14)


class SqlCoaching:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add_plan(self, plan: Plan) -> bool:
        return insert_once(self._session, PlanRow, columns_of(plan))

    def get_plan(self, plan_id: str) -> Plan | None:
        row = self._session.scalars(select(PlanRow).where(PlanRow.id == plan_id)).first()
        return None if row is None else value_of(Plan, row)

    def save_plan(self, plan: Plan) -> Plan:
        saved = replace(plan, version=plan.version + 1)
        same = (PlanRow.id == plan.id, PlanRow.version == plan.version)
        if not matched(self._session, update(PlanRow).where(*same).values(columns_of(saved))):
            raise StaleState("This plan was changed meanwhile: read it again and retry.")
        return saved

    def plans_of(self, person_id: str, *, live_only: bool = True) -> Sequence[Plan]:
        statement = select(PlanRow).where(or_(PlanRow.manager_id == person_id, PlanRow.rep_id == person_id))
        if live_only:
            statement = statement.where(PlanRow.state.in_(LIVE_PLANS))
        newest_first = statement.order_by(PlanRow.created_at.desc(), PlanRow.seq.desc())
        return [value_of(Plan, row) for row in self._session.scalars(newest_first)]

    def live_plans(self) -> Sequence[Plan]:
        statement = select(PlanRow).where(PlanRow.state.in_(LIVE_PLANS)).order_by(PlanRow.seq)
        return [value_of(Plan, row) for row in self._session.scalars(statement)]

    def plans_with_due_steps(self, on_or_before: datetime, limit: int = 1000) -> Sequence[Plan]:
        latest_today = (on_or_before.astimezone(UTC) + EARLIEST_ZONE).date()
        due = exists().where(
            StepRow.plan_id == PlanRow.id,
            StepRow.state.in_(("planned", "due", "nudged")),
            StepRow.due_date <= latest_today,
        )
        running = PlanRow.state.in_(("active", "wrapping_up"))
        statement = select(PlanRow).where(running, due).order_by(PlanRow.seq).limit(limit)
        return [value_of(Plan, row) for row in self._session.scalars(statement)]

    def put_steps(self, steps: Sequence[Step]) -> None:
        for step in steps:
            upsert(self._session, StepRow, columns_of(step))

    def steps_of(self, plan_id: str) -> Sequence[Step]:
        statement = select(StepRow).where(StepRow.plan_id == plan_id).order_by(StepRow.seq, StepRow.id)
        return [value_of(Step, row) for row in self._session.scalars(statement)]

    def add_nudge(self, nudge: Nudge) -> bool:
        return insert_once(self._session, NudgeRow, columns_of(nudge))

    def get_nudge(self, key: str) -> Nudge | None:
        row = self._session.get(NudgeRow, key)
        return None if row is None else value_of(Nudge, row)

    def save_nudge(self, nudge: Nudge) -> None:
        matched(self._session, update(NudgeRow).where(NudgeRow.key == nudge.key).values(columns_of(nudge)))

    def nudges_of(self, plan_id: str) -> Sequence[Nudge]:
        statement = (
            select(NudgeRow).where(NudgeRow.plan_id == plan_id).order_by(NudgeRow.planned_at, NudgeRow.key)
        )
        return [value_of(Nudge, row) for row in self._session.scalars(statement)]

    def nudges_to(self, person_id: str, since: datetime) -> Sequence[Nudge]:
        statement = (
            select(NudgeRow)
            .where(NudgeRow.recipient_id == person_id, NudgeRow.planned_at >= since)
            .order_by(NudgeRow.planned_at, NudgeRow.key)
        )
        return [value_of(Nudge, row) for row in self._session.scalars(statement)]

    def practised(self, person_id: str, driver_id: str) -> bool:
        return self._session.get(PracticeRow, (person_id, driver_id)) is not None

    def record_practice(self, person_id: str, driver_id: str, now: datetime) -> None:
        values = {"person_id": person_id, "driver_id": driver_id, "practised_at": now}
        upsert(self._session, PracticeRow, values)

    def add_absence(self, absence: Absence) -> None:
        upsert(self._session, AbsenceRow, columns_of(absence))

    def absences_of(self, person_id: str) -> Sequence[Absence]:
        statement = (
            select(AbsenceRow)
            .where(AbsenceRow.person_id == person_id)
            .order_by(AbsenceRow.first, AbsenceRow.last)
        )
        return [value_of(Absence, row) for row in self._session.scalars(statement)]

    def add_reminder(self, reminder: Reminder) -> None:
        upsert(self._session, ReminderRow, columns_of(reminder))

    def due_reminders(self, now: datetime, limit: int = 100) -> Sequence[Reminder]:
        statement = (
            select(ReminderRow)
            .where(ReminderRow.state == "waiting", ReminderRow.due <= now)
            .order_by(ReminderRow.due, ReminderRow.id)
            .limit(limit)
        )
        return [value_of(Reminder, row) for row in self._session.scalars(statement)]

    def save_reminder(self, reminder: Reminder) -> None:
        upsert(self._session, ReminderRow, columns_of(reminder))

    def reminders_of(self, person_id: str) -> Sequence[Reminder]:
        statement = (
            select(ReminderRow)
            .where(ReminderRow.state == "waiting", ReminderRow.person_id == person_id)
            .order_by(ReminderRow.due, ReminderRow.id)
        )
        return [value_of(Reminder, row) for row in self._session.scalars(statement)]
