"""What is picked in a form: the day a nudge comes back, when to be reminded again, a new plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.chat import Action, Form, FormErrors, FormField, Outcome, Person, Press, Reply, Submit, Text
from bot.coaching import cards, presses, proposals, reading, wording
from bot.coaching.model import Reminder
from bot.coaching.when import clock_in
from bot.ports import UnitOfWork
from bot.settings import Settings

SNOOZE, AGAIN, START = "snooze_to", "remind_again", "start_plan"
NEW_PLAN = cards.PLAN + "new"
"""The id of whichever card offers a new plan."""
OFFER_START = Action(START, "Start a plan", opens_form=True)
FURTHEST_START = timedelta(days=90)
FURTHEST_REMINDER = timedelta(days=366)
NO_DAY = "Pick a day, for instance {:%Y-%m-%d}."
NOT_A_TIME = "Write a time of day, for instance 15:30 or 3pm."
NO_REPORTS = "Nobody reports to you as far as I know, so there is nobody to start a plan with."


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form is answered with."""

    person: Person
    uow: UnitOfWork
    settings: Settings
    now: datetime

    @property
    def today(self) -> date:
        return reading.calendar(self.person, self.uow, self.settings).today(self.now)


def offering(said: Reply | str, person: Person, uow: UnitOfWork) -> Reply:
    """`said`, and to whoever has people of their own a new plan with one of them."""
    reply = said if isinstance(said, Reply) else Reply((Text(said),))
    if not (person.has_role("manager") and uow.people.reports_of(person.id)):
        return reply
    return replace(reply, actions=(OFFER_START,), card_id=NEW_PLAN)


def opened(event: Press, desk: Desk) -> Outcome | None:
    """The form that this button opens; None for buttons that open none."""
    if event.action == START:
        return _new_plan(desk)
    if event.action == AGAIN:
        return _remind_again(event.card_id, desk)
    if event.action == SNOOZE:
        return _snooze(event.value or event.card_id.removeprefix(cards.NUDGE), event.card_id, desk)
    return None


def submitted(event: Submit, desk: Desk) -> Outcome | None:
    """None for a form that is none of these."""
    form, _, about = event.form.partition(":")
    match form:
        case "snooze_to":
            return _snoozed(about, event.values, desk)
        case "remind_again":
            return _reminded(event, desk)
        case "start_plan":
            return _started(event, desk)
    return None


def _snooze(key: str, card_id: str, desk: Desk) -> Outcome:
    nudge = desk.uow.coaching.get_nudge(key)
    if nudge is None or nudge.recipient_id != desk.person.id:
        return _said(wording.OVER)
    tomorrow = (desk.today + timedelta(days=1)).isoformat()
    day = FormField("day", "Bring it back on (in your usual hours)", "date", tomorrow, optional=False)
    return Form(f"{SNOOZE}:{key}", card_id, "Snooze", (day,), "Snooze")


def _snoozed(key: str, values: Mapping[str, str], desk: Desk) -> Outcome:
    nudge = desk.uow.coaching.get_nudge(key)
    if nudge is None:
        return _said(wording.OVER)
    last = desk.today + presses.FURTHEST
    day = _day(values.get("day", ""))
    if day is None:
        return FormErrors({"day": NO_DAY.format(desk.today + timedelta(days=1))})
    if not desk.today < day <= last:
        return FormErrors({"day": f"Pick a day from tomorrow to {wording.on(last, desk.today)}."})
    return presses.answer(nudge, "snooze", desk.person, desk.uow, desk.settings, desk.now, wanted=day)


def _remind_again(card_id: str, desk: Desk) -> Outcome:
    if _own(card_id, desk) is None:
        return _said(wording.OVER)
    fields = (
        FormField("day", "Day", "date", (desk.today + timedelta(days=1)).isoformat(), optional=False),
        FormField("time", "Time", value="09:00", optional=False),
    )
    return Form(AGAIN, card_id, "Remind me again", fields, "Remind me")


def _reminded(event: Submit, desk: Desk) -> Outcome:
    asked = _own(event.card_id, desk)
    if asked is None:
        return _said(wording.OVER)
    day, clock = _day(event.values.get("day", "")), _clock(event.values.get("time", ""))
    if day is None or clock is None:
        wrong = {"day": NO_DAY.format(desk.today + timedelta(days=1))} if day is None else {}
        return FormErrors({**wrong, **({"time": NOT_A_TIME} if clock is None else {})})
    at = reading.calendar(desk.person, desk.uow, desk.settings).at(day, clock)
    if not desk.now < at <= desk.now + FURTHEST_REMINDER:
        return FormErrors({"day": "Pick a moment within the next year."})
    again = Reminder(f"r-{event.id}", desk.person.id, asked.text, at, desk.now)
    desk.uow.coaching.add_reminder(again)
    return _said(f"I will remind you {wording.moment(at, desk.person.zone, desk.now)}: {asked.text}.")


def _own(card_id: str, desk: Desk) -> Reminder | None:
    asked = desk.uow.coaching.get_reminder(card_id.removeprefix(cards.REMINDER))
    return asked if asked and asked.person_id == desk.person.id else None


def _new_plan(desk: Desk) -> Outcome:
    if not desk.person.has_role("manager"):
        return _said(wording.ONLY_MANAGERS)
    reports = desk.uow.people.reports_of(desk.person.id)
    if not reports:
        return _said(NO_REPORTS)
    reps = tuple((one.id, one.name) for one in reports)
    drivers = tuple((one.id, one.name) for one in desk.settings.drivers)
    fields = (
        FormField("rep", "With whom", "choice", options=reps, optional=False),
        FormField("driver", "Performance driver", "choice", options=drivers, optional=False),
        FormField("day", "Not before", "date", desk.today.isoformat()),
    )
    return Form(START, NEW_PLAN, "Start a plan", fields, "Ask them")


def _started(event: Submit, desk: Desk) -> Outcome:
    if not desk.person.has_role("manager"):
        return _said(wording.ONLY_MANAGERS)
    reports = {one.id: one for one in desk.uow.people.reports_of(desk.person.id)}
    drivers = {one.id: one for one in desk.settings.drivers}
    rep, driver = reports.get(event.values.get("rep", "")), drivers.get(event.values.get("driver", ""))
    typed = event.values.get("day", "")
    day = _day(typed) if typed else desk.today
    errors = {
        **({} if rep else {"rep": "Choose one of your people."}),
        **({} if driver else {"driver": "Choose what to work on."}),
        **({} if day else {"day": NO_DAY.format(desk.today)}),
    }
    if day and not desk.today <= day <= desk.today + FURTHEST_START:
        errors["day"] = f"Pick a day from today to {wording.on(desk.today + FURTHEST_START, desk.today)}."
    if errors or rep is None or driver is None:
        return FormErrors(errors)
    start = day if day and day > desk.today else None
    given = (desk.uow, desk.settings, desk.now)
    return _said(proposals.propose(f"p-{event.id}", desk.person, rep, driver, *given, start=start))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _clock(typed: str) -> time | None:
    found = clock_in(f"at {typed.strip()}")
    return found[0] if found and not found[1] else None


def _said(text: str) -> Reply:
    return Reply((Text(text),), visibility="asker")
