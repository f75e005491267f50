"""The desk where people talk about coaching: words, buttons. Writes through `uow`, never commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import Message, Outcome, Person, Press, Reply, Submit, Text
from bot.coaching import (
    absences,
    agreements,
    answering,
    asks,
    cards,
    circle,
    digest,
    extras,
    forms,
    handover,
    hearing,
    naming,
    notebook,
    openings,
    pauses,
    pilots,
    polling,
    presses,
    programme,
    proposals,
    reading,
    reminders,
    standing,
    teams,
    telling,
    wording,
)
from bot.coaching.asks import Ask, Verb
from bot.coaching.model import AGREED, Driver, Plan
from bot.ports import UnitOfWork
from bot.settings import Settings

RECENT = timedelta(days=14)
LOOKS_ONLY: frozenset[Verb] = frozenset(
    {"plan", "next", "team", "reminders", "why", "watch", "drivers", "completed"}
)


@dataclass(frozen=True, slots=True)
class _Turn:
    ask: Ask
    event: Message
    person: Person
    uow: UnitOfWork
    now: datetime


class CoachingDesk:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._verbs: Mapping[Verb, Callable[[_Turn], Reply | str | None]] = {
            "coach": self._coach,
            "accept": self._answer_proposal,
            "decline": self._answer_proposal,
            "plan": self._plan,
            "stop": self._change,
            "pause": self._change,
            "resume": self._change,
            "coached": self._coached,
            "tried": self._tried,
            "next": self._next,
            "team": lambda turn: programme.team(turn.ask, turn.person, turn.uow, self._settings, turn.now),
            "out": self._out,
            "back": lambda turn: absences.back(turn.person, turn.uow, self._settings, turn.now),
            "remind": self._remind,
            "reminders": lambda turn: reminders.listed(turn.person, turn.uow, turn.now),
            "cancel_reminder": lambda turn: reminders.cancel(turn.person, turn.ask.rest, turn.uow, turn.now),
            "practise": self._practise,
            "why": self._why,
            "done": self._answer_nudge,
            "snooze": self._answer_nudge,
            "not_relevant": self._answer_nudge,
            "wrong_day": self._complain,
            "wrong_topic": self._complain,
            "more": self._more,
            "watch": lambda turn: wording.REFUSAL,
            "drivers": lambda turn: programme.drivers(turn.uow, self._settings),
            **dict.fromkeys(("pilot", "poll", "launch", "retire"), self._pilot),
            "completed": lambda turn: teams.completed(turn.person, turn.uow, turn.now),
            "digest": lambda turn: digest.wanted(turn.person, turn.uow),
            "no_digest": lambda turn: digest.unwanted(turn.person, turn.uow),
        }

    def asked(self, text: str, person: Person, uow: UnitOfWork, *, freely: bool = True) -> Ask | None:
        """What `text` says to the coach: in its fixed words, or `freely`, in anybody's own."""
        fixed = asks.understood(text)
        return fixed or (hearing.heard(text, circle.of(person, uow, self._settings)) if freely else None)

    def message(self, event: Message, person: Person, uow: UnitOfWork, now: datetime) -> Reply | None:
        """None when the text is not about coaching, or is a word like “done” with nothing open."""
        ask = self.asked(event.text, person, uow)
        if ask is None:
            return None
        if ask.verb not in LOOKS_ONLY:
            proposals.wake_pairs(person, uow)
        said = self._verbs[ask.verb](_Turn(ask, event, person, uow, now))
        reply = Reply((Text(said),)) if isinstance(said, str) else said
        standing.follow(reply, event, uow, now)
        return reply

    def press(self, event: Press, person: Person, uow: UnitOfWork, now: datetime) -> Outcome:
        """Cards `plan:<plan id>` (accept, decline) and `nudge:<key>` (done, snooze, not_relevant…)."""
        if form := forms.opened(event, forms.Desk(person, uow, self._settings, now)):
            return form
        if event.card_id.startswith(cards.PLAN):
            proposals.wake_pairs(person, uow)
            plan = uow.coaching.get_plan(event.card_id.removeprefix(cards.PLAN))
            return agreements.press(plan, event.action, person, uow, self._settings, now)
        if event.card_id.startswith(handover.CARD):
            return handover.answer(event, person, uow, self._settings, now)
        uow.coaching.wake((person.id,))
        if event.card_id.startswith(telling.CARD):
            return telling.press(event, person, uow)
        if event.card_id.startswith(polling.CARD):
            return pilots.press(event, person, uow, self._settings, now)
        if event.card_id.startswith(digest.CARD):
            return Reply((Text(digest.unwanted(person, uow) or wording.NOT_YOURS),), visibility="asker")
        nudge = uow.coaching.get_nudge(event.value or event.card_id.removeprefix(cards.NUDGE))
        if nudge is None:
            return Reply((Text(wording.OVER),), visibility="asker")
        reply = presses.answer(nudge, event.action, person, uow, self._settings, now)
        standing.follow(reply, event, uow, now)
        return reply

    def submit(self, event: Submit, person: Person, uow: UnitOfWork, now: datetime) -> Outcome:
        proposals.wake_pairs(person, uow)
        done = forms.submitted(event, forms.Desk(person, uow, self._settings, now))
        return done or Reply((Text(wording.OVER),), visibility="asker")

    # -- plans ------------------------------------------------------------------------------------------

    def _coach(self, turn: _Turn) -> Reply | str:
        person, ask, uow = turn.person, turn.ask, turn.uow
        if not person.has_role("manager"):
            return wording.ONLY_MANAGERS
        found = self._report(turn)
        if isinstance(found, str):
            return forms.offering(found, person, uow)
        driver = naming.driver_called(ask.driver, self._settings.drivers)
        if driver is None:
            which = wording.which_driver(ask.driver, found, self._settings.drivers)
            return forms.offering(which, person, uow)
        plan_id = f"p-{turn.event.id}"
        return proposals.propose(plan_id, person, found, driver, uow, self._settings, turn.now)

    def _answer_proposal(self, turn: _Turn) -> Reply | None:
        mine = [p for p in self._plans(turn) if p.rep_id == turn.person.id and p.state == "proposed"]
        if not mine:
            return None
        return agreements.press(mine[0], turn.ask.verb, turn.person, turn.uow, self._settings, turn.now)

    def _plan(self, turn: _Turn) -> Reply:
        shown = [self._plan_card(plan, turn) for plan in self._plans(turn)]
        parts = tuple(part for card in shown for part in card.parts) or (Text(wording.NO_PLAN),)
        return forms.offering(Reply(parts, visibility="asker", deliver="direct"), turn.person, turn.uow)

    def _plan_card(self, plan: Plan, turn: _Turn) -> Reply:
        given = (plan, turn.person, turn.uow, self._settings, turn.now)
        return reading.plan_card(*given, pauses.why(*given) if plan.state == "paused" else "")

    def _change(self, turn: _Turn) -> str | None:
        """Stop, pause or resume the one plan that is meant."""
        verb, name = turn.ask.verb, turn.ask.name
        states = {"resume": ("paused",), "pause": ("active",)}.get(verb, ("proposed", *proposals.STOPPABLE))
        plans = [plan for plan in self._plans(turn) if plan.state in states]
        if name:
            plans = [plan for plan in plans if self._is_called(name, plan, turn)]
        if not plans:
            of_plans = any(word in turn.event.text.lower() for word in ("plan", "coach"))
            meant = of_plans or bool(name and turn.uow.people.by_name(name))
            return wording.nothing_to(verb, name) if meant else None
        if len(plans) > 1:
            others = [wording.first_name(self._other(plan, turn)) for plan in plans]
            return f"Which one: {wording.choices(others)}? Write “{verb} coaching NAME”."
        act = {"stop": proposals.stop, "pause": pauses.pause}.get(verb, pauses.resume)
        said = act(plans[0], turn.person, turn.uow, self._settings, turn.now)
        until = reminders.to_resume(
            turn.event.id, plans[0], turn.person, turn.ask.rest, turn.uow, self._settings, turn.now
        )
        return f"{said} {until}".strip() if verb == "pause" else said

    # -- what people tell and ask -----------------------------------------------------------------------

    def _coached(self, turn: _Turn) -> str:
        found = self._report(turn)
        if isinstance(found, str):
            return found
        driver, how = circle.driver_of(turn.ask, turn.person, found, turn.uow, self._settings)
        if driver is None:
            return wording.unknown_driver(turn.ask.rest, self._settings.drivers)
        return notebook.coached(turn.person, found, driver, how, turn.uow, self._settings, turn.now)

    def _tried(self, turn: _Turn) -> str | None:
        driver = naming.driver_called(turn.ask.driver, self._settings.drivers)
        if driver is None:
            return None
        return notebook.tried(turn.person, driver, turn.ask.rest, turn.uow, self._settings, turn.now)

    def _next(self, turn: _Turn) -> str | None:
        found = self._report(turn)
        if isinstance(found, str):
            # An account's name may stand here too, and then it is not for the coach.
            return found if turn.uow.people.by_name(turn.ask.name) else None
        return notebook.whats_next(turn.person, found, turn.uow, self._settings, turn.now)

    def _out(self, turn: _Turn) -> str:
        return absences.away(turn.person, turn.ask.rest, turn.uow, self._settings, turn.now)

    def _remind(self, turn: _Turn) -> str:
        reminder_id = f"r-{turn.event.id}"
        return reminders.remind(reminder_id, turn.person, turn.ask.rest, turn.uow, self._settings, turn.now)

    def _practise(self, turn: _Turn) -> Reply | str | None:
        driver = (
            naming.driver_called(turn.ask.driver, self._settings.drivers)
            if turn.ask.driver
            else self._of_plan(turn)
        )
        if isinstance(driver, str):
            return driver
        if driver is None:
            return wording.unknown_driver(turn.ask.driver, self._settings.drivers)
        return notebook.practise(turn.person, driver, turn.uow, self._settings, turn.now)

    def _of_plan(self, turn: _Turn) -> Driver | str:
        """The driver of the person's plans, or the question which one."""
        ids = dict.fromkeys(plan.driver_id for plan in self._plans(turn))
        drivers = [reading.driver(each, self._settings) for each in ids]
        if len(drivers) == 1:
            return drivers[0]
        names = wording.choices([each.name for each in drivers or self._settings.drivers])
        return f"Practise which one: {names}? Write “practise DRIVER”."

    def _pilot(self, turn: _Turn) -> str | None:
        return pilots.said(turn.ask, turn.event.id, turn.person, turn.uow, self._settings, turn.now)

    def _more(self, turn: _Turn) -> Reply | str | None:
        plans = [p for p in self._plans(turn) if p.state == "wrapping_up" or (p.extra and p.extra != AGREED)]
        if turn.ask.name:
            plans = [plan for plan in plans if self._is_called(turn.ask.name, plan, turn)]
        if len(plans) > 1:
            others = [wording.first_name(self._other(plan, turn)) for plan in plans]
            return f"Which one: {wording.choices(others)}? Write “30 more days with NAME”."
        return extras.ask(plans[0], turn.person, turn.uow, self._settings, turn.now) if plans else None

    # -- words about the last nudge ---------------------------------------------------------------------

    def _why(self, turn: _Turn) -> str | None:
        return openings.why(turn.person, turn.uow, turn.now, turn.now - RECENT)

    def _answer_nudge(self, turn: _Turn) -> Reply | str | None:
        said = answering.answer(turn.ask, turn.person, turn.uow, self._settings, turn.now)
        # “remind me later” with nothing open is a reminder without its moment.
        return self._remind(turn) if said is None and "remind me" in turn.event.text.lower() else said

    def _complain(self, turn: _Turn) -> Reply | None:
        return answering.complain(turn.ask, turn.person, turn.uow, self._settings, turn.now)

    # -- names ------------------------------------------------------------------------------------------

    def _plans(self, turn: _Turn) -> Sequence[Plan]:
        return turn.uow.coaching.plans_of(turn.person.id)

    def _report(self, turn: _Turn) -> Person | str:
        """The one report who is called so, or a sentence that says who there is."""
        reports = turn.uow.people.reports_of(turn.person.id)
        ids = {person.id for person in reports}
        named = [person for person in turn.uow.people.by_name(turn.ask.name) if person.id in ids]
        if len(named) == 1:
            return named[0]
        if named:
            return f"Which one: {wording.choices([person.name for person in named])}?"
        return wording.unknown_name(turn.ask.name, reports)

    def _is_called(self, name: str, plan: Plan, turn: _Turn) -> bool:
        return openings.is_called(name, plan, turn.person, turn.uow)

    def _other(self, plan: Plan, turn: _Turn) -> Person:
        other = plan.rep_id if plan.manager_id == turn.person.id else plan.manager_id
        return reading.person(other, turn.uow)
