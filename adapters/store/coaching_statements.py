"""What coaching asks the database, made once: see `rows`."""

from __future__ import annotations

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from adapters.store.coaching_tables import (
    RUNNING,
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
from adapters.store.rows import any_of, given, selected, table_of
from adapters.store.tables import PersonRow
from bot.coaching.calls import PlannedCall
from bot.coaching.model import LIVE_PLANS, Absence, Nudge, Plan, Reminder, Step
from bot.coaching.schedule import OPEN_STEPS

_REP, _MANAGER = aliased(PersonRow), aliased(PersonRow)
_PLANS = selected(Plan, PlanRow)
_NEWEST_FIRST = (PlanRow.created_at.desc(), PlanRow.seq.desc())
_NUDGES = selected(Nudge, NudgeRow).order_by(NudgeRow.planned_at, NudgeRow.key)
_REMINDERS = selected(Reminder, ReminderRow).where(ReminderRow.state == "waiting")

PLAN = _PLANS.where(PlanRow.id == given("plan"))
PLAN_AS_READ = update(PlanRow).where(PlanRow.id == given("which"), PlanRow.version == given("read"))
PLANS_OF = _PLANS.where(
    or_(PlanRow.manager_id == given("person"), PlanRow.rep_id == given("person"))
).order_by(*_NEWEST_FIRST)
LIVE_PLANS_OF = PLANS_OF.where(PlanRow.state.in_(LIVE_PLANS))
PLANS_SINCE = (
    _PLANS.where(or_(PlanRow.manager_id.in_(any_of("people")), PlanRow.rep_id.in_(any_of("people"))))
    .where(or_(PlanRow.ended_at.is_(None), PlanRow.ended_at >= given("since")))
    .order_by(*_NEWEST_FIRST)
)
ALL_LIVE_PLANS = _PLANS.where(PlanRow.state.in_(LIVE_PLANS)).order_by(PlanRow.seq)
# The state is looked at afterwards, here and of HANDED_TO: SQLite would go through all plans of that state.
OUT_OF_LINE = (
    _PLANS.outerjoin(_REP, and_(_REP.id == PlanRow.rep_id, _REP.left_at.is_(None)))
    .outerjoin(_MANAGER, and_(_MANAGER.id == PlanRow.manager_id, _MANAGER.left_at.is_(None)))
    .where(or_(PlanRow.manager_id.in_(any_of("people")), PlanRow.rep_id.in_(any_of("people"))))
    .where(PlanRow.line_ended.is_(None))
    .where(
        or_(
            _REP.id.is_(None),
            _MANAGER.id.is_(None),
            and_(_REP.manager_id.is_not(None), _REP.manager_id != PlanRow.manager_id),
        )
    )
    .order_by(PlanRow.seq)
)
# Not `!=`, for which neither database would use the index.
WITH_OTHER_QUIET = (
    _PLANS.where(RUNNING, or_(PlanRow.quiet < given("quiet"), PlanRow.quiet > given("quiet")))
    .order_by(PlanRow.quiet, PlanRow.seq)
    .limit(given("most"))
)
HANDED_TO = (
    _PLANS.add_columns(PersonRow.manager_id)
    .join(PersonRow, PersonRow.id == PlanRow.rep_id)
    .where(PersonRow.manager_id.in_(any_of("managers")), PersonRow.left_at.is_(None))
    .where(PlanRow.line_ended.is_not(None))
    .order_by(PlanRow.seq)
)

TO_LOOK_AT = (
    select(LookRow.person_id)
    .where(LookRow.at <= given("now"))
    .order_by(LookRow.at, LookRow.person_id)
    .limit(given("most"))
)
_WAITING = (
    select(LookRow.person_id)
    .where(LookRow.person_id.in_(any_of("people")), LookRow.at <= given("now"))
    .order_by(LookRow.person_id)
    .with_for_update(skip_locked=True)
    .cte("waiting")
)
TAKE_LOOKS = (
    update(LookRow)
    .where(LookRow.person_id.in_(select(_WAITING.c.person_id)))
    .values(at=None)
    .returning(LookRow.person_id)
)
WEEKDAYS = select(WeekdayRow.person_id, WeekdayRow.weekday).where(WeekdayRow.person_id.in_(any_of("people")))

STEPS = selected(Step, StepRow).where(StepRow.plan_id.in_(any_of("plans"))).order_by(StepRow.seq, StepRow.id)
# Not filtered by state: SQLite would then go through the open steps of everybody.
FIRST_DAYS = (
    select(
        StepRow.plan_id,
        StepRow.recipient,
        func.min(StepRow.due_date).filter(StepRow.state.in_(OPEN_STEPS)),
    )
    .where(StepRow.plan_id.in_(any_of("plans")))
    .group_by(StepRow.plan_id, StepRow.recipient)
)

NUDGE = selected(Nudge, NudgeRow).where(NudgeRow.key == given("nudge"))
SAVED_NUDGE = update(NudgeRow).where(NudgeRow.key == given("which"))
EXPIRED_NUDGES = (
    update(NudgeRow)
    .where(NudgeRow.step_id.in_(any_of("steps")), NudgeRow.state == "sent")
    .where(NudgeRow.trigger.not_in(any_of("but")))
    .values(state="expired")
)
NUDGES_OF = _NUDGES.where(NudgeRow.plan_id == given("plan"))
NUDGES_TO = _NUDGES.where(NudgeRow.recipient_id.in_(any_of("people")), NudgeRow.planned_at >= given("since"))

PRACTISED = select(PracticeRow.person_id, PracticeRow.driver_id).where(
    PracticeRow.person_id.in_(any_of("people"))
)
ABSENCES = (
    selected(Absence, AbsenceRow)
    .where(AbsenceRow.person_id.in_(any_of("people")))
    .order_by(AbsenceRow.first, AbsenceRow.last)
)
CALLS = (
    selected(PlannedCall, PlannedCallRow)
    .where(PlannedCallRow.rep_id.in_(any_of("reps")), PlannedCallRow.starts_at > given("after"))
    .order_by(PlannedCallRow.starts_at, PlannedCallRow.id)
)
NO_CALLS = delete(table_of(PlannedCallRow)).where(PlannedCallRow.rep_id == given("rep"))
DUE_REMINDERS = (
    _REMINDERS.where(ReminderRow.due <= given("now"))
    .order_by(ReminderRow.due, ReminderRow.id)
    .limit(given("most"))
)
REMINDER = selected(Reminder, ReminderRow).where(ReminderRow.id == given("reminder"))
ANY_WEEKDAY = delete(table_of(WeekdayRow)).where(WeekdayRow.person_id == given("person"))
REMINDERS_OF = _REMINDERS.where(ReminderRow.person_id == given("person")).order_by(
    ReminderRow.due, ReminderRow.id
)
