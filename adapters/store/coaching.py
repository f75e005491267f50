from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from adapters.store.coaching_tables import (
    AT_ONCE,
    RUNNING,
    AbsenceRow,
    LookRow,
    NudgeRow,
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
    selected,
    upsert,
    upsert_each,
    value_of,
    values,
)
from adapters.store.tables import PersonRow
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, Reminder, Step
from bot.coaching.schedule import OPEN_STEPS
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

    def plans_since(self, people: Collection[str], since: datetime) -> Sequence[Plan]:
        statement = (
            selected(Plan, PlanRow)
            .where(or_(PlanRow.manager_id.in_(people), PlanRow.rep_id.in_(people)))
            .where(or_(PlanRow.ended_at.is_(None), PlanRow.ended_at >= since))
        )
        newest_first = statement.order_by(PlanRow.created_at.desc(), PlanRow.seq.desc())
        return values(self._session, Plan, newest_first)

    def live_plans(self) -> Sequence[Plan]:
        statement = select(PlanRow).where(PlanRow.state.in_(LIVE_PLANS)).order_by(PlanRow.seq)
        return [value_of(Plan, row) for row in self._session.scalars(statement)]

    def out_of_line(self, people: Collection[str]) -> Sequence[Plan]:
        rep, manager = aliased(PersonRow), aliased(PersonRow)
        elsewhere = and_(rep.manager_id.is_not(None), rep.manager_id != PlanRow.manager_id)
        statement = (
            selected(Plan, PlanRow)
            .outerjoin(rep, and_(rep.id == PlanRow.rep_id, rep.left_at.is_(None)))
            .outerjoin(manager, and_(manager.id == PlanRow.manager_id, manager.left_at.is_(None)))
            .where(or_(PlanRow.manager_id.in_(people), PlanRow.rep_id.in_(people)))
            .where(PlanRow.line_ended.is_(None))
            .where(or_(rep.id.is_(None), manager.id.is_(None), elsewhere))
            .order_by(PlanRow.seq)
        )
        # The state is looked at here, and below: SQLite would go through everybody's plans of that state.
        broken = values(self._session, Plan, statement) if people else ()
        return [plan for plan in broken if plan.state in LIVE_PLANS]

    def with_other_quiet(self, quiet: str, limit: int = 1000) -> Sequence[Plan]:
        # Not `!=`, for which neither database would use the index.
        other = or_(PlanRow.quiet < quiet, PlanRow.quiet > quiet)
        statement = selected(Plan, PlanRow).where(RUNNING, other).order_by(PlanRow.quiet, PlanRow.seq)
        return values(self._session, Plan, statement.limit(limit))

    def handed_to(self, managers: Collection[str]) -> Mapping[str, Sequence[Plan]]:
        found: dict[str, list[Plan]] = {manager_id: [] for manager_id in managers}
        statement = (
            selected(Plan, PlanRow)
            .add_columns(PersonRow.manager_id)
            .join(PersonRow, PersonRow.id == PlanRow.rep_id)
            .where(PersonRow.manager_id.in_(managers), PersonRow.left_at.is_(None))
            .where(PlanRow.line_ended.is_not(None))
            .order_by(PlanRow.seq)
        )
        handed = [(Plan(*plan), manager_id) for *plan, manager_id in self._session.execute(statement)]
        for plan, manager_id in handed:
            if plan.state in ("paused", "orphaned"):
                found[manager_id].append(plan)
        return found

    def wake(self, people: Collection[str]) -> None:
        self.look_again(dict.fromkeys(people, AT_ONCE))

    def to_look_at(self, now: datetime, limit: int = 1000) -> Sequence[str]:
        waiting = select(LookRow.person_id).where(LookRow.at <= now)
        return self._session.scalars(waiting.order_by(LookRow.at, LookRow.person_id).limit(limit)).all()

    def take_looks(self, people: Collection[str], now: datetime) -> Set[str]:
        waiting = (
            select(LookRow.person_id)
            .where(LookRow.person_id.in_(people), LookRow.at <= now)
            .order_by(LookRow.person_id)
            .with_for_update(skip_locked=True)
            .cte("waiting")
        )
        theirs = LookRow.person_id.in_(select(waiting.c.person_id))
        taken = update(LookRow).where(theirs).values(at=None).returning(LookRow.person_id)
        return set(self._session.scalars(taken))

    def look_again(self, moments: Mapping[str, datetime | None]) -> None:
        upsert_each(self._session, LookRow, [{"person_id": who, "at": at} for who, at in moments.items()])

    def preferred_weekday(self, person_id: str) -> int | None:
        row = self._session.get(WeekdayRow, person_id)
        return None if row is None else row.weekday

    def preferred_weekdays(self, people: Collection[str]) -> Mapping[str, int]:
        statement = select(WeekdayRow.person_id, WeekdayRow.weekday).where(WeekdayRow.person_id.in_(people))
        return {row.person_id: row.weekday for row in self._session.execute(statement)}

    def prefer_weekday(self, person_id: str, weekday: int) -> None:
        upsert(self._session, WeekdayRow, {"person_id": person_id, "weekday": weekday})

    def put_steps(self, steps: Sequence[Step]) -> None:
        upsert_each(self._session, StepRow, [columns_of(step) for step in steps])

    def steps_of(self, plan_id: str) -> Sequence[Step]:
        return self.steps_of_each([plan_id])[plan_id]

    def steps_of_each(self, plan_ids: Collection[str]) -> Mapping[str, Sequence[Step]]:
        found: dict[str, list[Step]] = {plan_id: [] for plan_id in plan_ids}
        statement = (
            selected(Step, StepRow).where(StepRow.plan_id.in_(found)).order_by(StepRow.seq, StepRow.id)
        )
        for step in values(self._session, Step, statement) if found else ():
            found[step.plan_id].append(step)
        return found

    def first_days(self, plan_ids: Collection[str]) -> Mapping[tuple[str, str], date]:
        # Not filtered by state: SQLite would then go through the open steps of everybody.
        first = func.min(StepRow.due_date).filter(StepRow.state.in_(OPEN_STEPS))
        statement = (
            select(StepRow.plan_id, StepRow.recipient, first)
            .where(StepRow.plan_id.in_(plan_ids))
            .group_by(StepRow.plan_id, StepRow.recipient)
        )
        return {(plan, who): day for plan, who, day in self._session.execute(statement) if day}

    def add_nudge(self, nudge: Nudge) -> bool:
        return insert_once(self._session, NudgeRow, columns_of(nudge))

    def add_nudges(self, nudges: Sequence[Nudge]) -> Set[str]:
        in_order = sorted(nudges, key=lambda nudge: nudge.key)
        return insert_each(self._session, NudgeRow, [columns_of(nudge) for nudge in in_order])

    def get_nudge(self, key: str) -> Nudge | None:
        row = self._session.get(NudgeRow, key)
        return None if row is None else value_of(Nudge, row)

    def save_nudge(self, nudge: Nudge) -> None:
        matched(self._session, update(NudgeRow).where(NudgeRow.key == nudge.key).values(columns_of(nudge)))

    def expire_nudges(self, step_ids: Collection[str], but: Collection[str] = ()) -> None:
        about = (NudgeRow.step_id.in_(step_ids), NudgeRow.state == "sent", NudgeRow.trigger.not_in(but))
        if step_ids:
            self._session.execute(update(NudgeRow).where(*about).values(state="expired"))

    def nudges_of(self, plan_id: str) -> Sequence[Nudge]:
        statement = selected(Nudge, NudgeRow).where(NudgeRow.plan_id == plan_id)
        return values(self._session, Nudge, statement.order_by(NudgeRow.planned_at, NudgeRow.key))

    def nudges_to(self, person_id: str, since: datetime) -> Sequence[Nudge]:
        return self.nudges_to_each([person_id], since)[person_id]

    def nudges_to_each(self, people: Collection[str], since: datetime) -> Mapping[str, Sequence[Nudge]]:
        found: dict[str, list[Nudge]] = {person_id: [] for person_id in people}
        theirs = (NudgeRow.recipient_id.in_(found), NudgeRow.planned_at >= since)
        statement = selected(Nudge, NudgeRow).where(*theirs).order_by(NudgeRow.planned_at, NudgeRow.key)
        for nudge in values(self._session, Nudge, statement):
            found[nudge.recipient_id].append(nudge)
        return found

    def practised(self, person_id: str, driver_id: str) -> bool:
        return self._session.get(PracticeRow, (person_id, driver_id)) is not None

    def practised_by(self, people: Collection[str]) -> Set[tuple[str, str]]:
        statement = select(PracticeRow.person_id, PracticeRow.driver_id)
        rows = self._session.execute(statement.where(PracticeRow.person_id.in_(people)))
        return {(who, driver) for who, driver in rows}

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
        statement = selected(Absence, AbsenceRow).where(AbsenceRow.person_id.in_(found))
        for absence in values(self._session, Absence, statement.order_by(AbsenceRow.first, AbsenceRow.last)):
            found[absence.person_id].append(absence)
        return found

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
