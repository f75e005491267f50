from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from adapters.store.coaching_tables import (
    AbsenceRow,
    LookRow,
    NudgeRow,
    PlanRow,
    PracticeRow,
    ReminderRow,
    StepRow,
    WeekdayRow,
)
from adapters.store.rows import columns_of, insert_once, matched, upsert, value_of
from adapters.store.tables import PersonRow
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, Reminder, Step
from bot.errors import StaleState

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class SqlCoaching:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add_plan(self, plan: Plan) -> bool:
        added = insert_once(self._session, PlanRow, columns_of(plan))
        if added:
            self.wake((plan.manager_id, plan.rep_id))
        return added

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

    def out_of_line(self, limit: int = 1000) -> Sequence[Plan]:
        rep, manager = aliased(PersonRow), aliased(PersonRow)
        elsewhere = and_(rep.manager_id.is_not(None), rep.manager_id != PlanRow.manager_id)
        statement = (
            select(PlanRow)
            .outerjoin(rep, and_(rep.id == PlanRow.rep_id, rep.left_at.is_(None)))
            .outerjoin(manager, and_(manager.id == PlanRow.manager_id, manager.left_at.is_(None)))
            .where(PlanRow.state.in_(LIVE_PLANS), PlanRow.line_ended.is_(None))
            .where(or_(rep.id.is_(None), manager.id.is_(None), elsewhere))
            .order_by(PlanRow.seq)
            .limit(limit)
        )
        return [value_of(Plan, row) for row in self._session.scalars(statement)]

    def handed_to(self, manager_id: str) -> Sequence[Plan]:
        statement = (
            select(PlanRow)
            .join(PersonRow, PersonRow.id == PlanRow.rep_id)
            .where(PersonRow.manager_id == manager_id, PersonRow.left_at.is_(None))
            .where(PlanRow.line_ended.is_not(None), PlanRow.state.in_(("paused", "orphaned")))
            .order_by(PlanRow.seq)
        )
        return [value_of(Plan, row) for row in self._session.scalars(statement)]

    def wake(self, people: Collection[str]) -> None:
        for person_id in sorted(set(people)):
            self.look_again(person_id, AT_ONCE)

    def to_look_at(self, now: datetime, limit: int = 1000) -> Sequence[str]:
        waiting = select(LookRow.person_id).where(LookRow.at <= now)
        return self._session.scalars(waiting.order_by(LookRow.at, LookRow.person_id).limit(limit)).all()

    def take_look(self, person_id: str, now: datetime) -> bool:
        waiting = (LookRow.person_id == person_id, LookRow.at <= now)
        return bool(matched(self._session, update(LookRow).where(*waiting).values(at=None)))

    def look_again(self, person_id: str, at: datetime | None) -> None:
        upsert(self._session, LookRow, {"person_id": person_id, "at": at})

    def preferred_weekday(self, person_id: str) -> int | None:
        row = self._session.get(WeekdayRow, person_id)
        return None if row is None else row.weekday

    def prefer_weekday(self, person_id: str, weekday: int) -> None:
        upsert(self._session, WeekdayRow, {"person_id": person_id, "weekday": weekday})

    def put_steps(self, steps: Sequence[Step]) -> None:
        for step in steps:
            upsert(self._session, StepRow, columns_of(step))

    def steps_of(self, plan_id: str) -> Sequence[Step]:
        return self.steps_of_each([plan_id])[plan_id]

    def steps_of_each(self, plan_ids: Collection[str]) -> Mapping[str, Sequence[Step]]:
        found: dict[str, list[Step]] = {plan_id: [] for plan_id in plan_ids}
        statement = select(StepRow).where(StepRow.plan_id.in_(found)).order_by(StepRow.seq, StepRow.id)
        for row in self._session.scalars(statement) if found else ():
            found[row.plan_id].append(value_of(Step, row))
        return found

    def add_nudge(self, nudge: Nudge) -> bool:
        return insert_once(self._session, NudgeRow, columns_of(nudge))

    def get_nudge(self, key: str) -> Nudge | None:
        row = self._session.get(NudgeRow, key)
        return None if row is None else value_of(Nudge, row)

    def save_nudge(self, nudge: Nudge) -> None:
        matched(self._session, update(NudgeRow).where(NudgeRow.key == nudge.key).values(columns_of(nudge)))

    def nudges_of(self, plan_id: str) -> Sequence[Nudge]:
        return self.nudges_of_each([plan_id])[plan_id]

    def nudges_of_each(self, plan_ids: Collection[str]) -> Mapping[str, Sequence[Nudge]]:
        found: dict[str, list[Nudge]] = {plan_id: [] for plan_id in plan_ids}
        statement = select(NudgeRow).where(NudgeRow.plan_id.in_(found))
        ordered = statement.order_by(NudgeRow.planned_at, NudgeRow.key)
        for row in self._session.scalars(ordered) if found else ():
            found[row.plan_id].append(value_of(Nudge, row))
        return found

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
        self.wake((person_id,))

    def add_absence(self, absence: Absence) -> None:
        upsert(self._session, AbsenceRow, columns_of(absence))
        self.wake((absence.person_id,))

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
