"""Random worlds of coaching: plans, absences, answers, words, people who move, gaps between ticks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.chat import Person
from bot.coaching.calendar import Calendar, calendar_for
from bot.coaching.desk import CoachingDesk
from bot.coaching.events import CoachingEvent
from bot.coaching.evidence import Signal, SignalKind, Watched
from bot.coaching.job import run_once
from bot.coaching.model import Absence, Nudge, Plan, Step
from bot.coaching.schedule import OPEN_STEPS, start_plan
from bot.ports import UnitOfWork
from tests.fakes.coaching import MARTA, SETTINGS, person, pressed, settle, typed
from tests.fakes.store import FakeStore

START = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 5)
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney")
DESK = CoachingDesk(SETTINGS)
EVA = person("eva", "manager")


@dataclass(frozen=True)
class World:
    """`moves`: at which tick whom the list of people changes, and how. `words`: at which tick who says what.

    `starts`: day offset of each rep's plan. `gaps`: hours between ticks. `answers`: what is pressed on
    the newest nudges, in turn; `stop`: the tick at which the first plan is stopped. `customers`: at which
    tick what is seen on an opportunity of which rep."""

    starts: list[int]
    zones: list[str]
    tried: bool
    silent: int
    absences: list[tuple[int, int, int]]
    gaps: list[int]
    answers: list[str]
    stop: int
    moves: list[tuple[int, int, str]]
    words: list[tuple[int, int, str]]
    customers: list[tuple[int, int, str]]


WORLDS = st.builds(
    World,
    starts=st.lists(st.integers(0, 21), min_size=1, max_size=5),
    zones=st.lists(st.sampled_from(ZONES), min_size=6, max_size=6),
    tried=st.booleans(),
    silent=st.integers(0, 9),
    absences=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 70), st.integers(0, 14)), max_size=4),
    gaps=st.lists(st.sampled_from((1, 3, 5, 7, 24, 24, 24, 26, 120, 240)), min_size=20, max_size=90),
    answers=st.lists(
        st.sampled_from(("", "", "done", "snooze", "snooze_week", "not_relevant")), min_size=6, max_size=6
    ),
    stop=st.integers(0, 200),
    moves=st.lists(
        st.tuples(st.integers(0, 80), st.integers(0, 5), st.sampled_from(("left", "eva", "marta"))),
        max_size=3,
    ),
    customers=st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(0, 1),
            st.sampled_from(("verifier", "verifier", "no_evidence", "no_evidence", "taken_back")),
        ),
        max_size=25,
    ),
    words=st.lists(
        st.tuples(
            st.integers(0, 80),
            st.integers(0, 5),
            st.sampled_from(
                (
                    "pause coaching",
                    "resume coaching",
                    "30 more days",
                    "wrong day",
                    "stop coaching",
                    "accept",
                    "out until tomorrow",
                    "practise discovery",
                    "adopt",
                    "leave",
                )
            ),
        ),
        max_size=6,
    ),
)


class Played:
    """The world played to its end, with everything that was sent."""

    def __init__(self, world: World) -> None:
        self.world = world
        manager = replace(MARTA, zone=world.zones[0])
        reps = [
            person(f"rep{n}", zone=world.zones[1 + n % 5], manager="marta") for n in range(len(world.starts))
        ]
        # Eva leads somebody of her own, so that a rep may move to her.
        eva, ida = replace(EVA, zone=world.zones[0]), person("ida", manager="eva")
        self.people: dict[str, Person] = {each.id: each for each in (manager, *reps, eva, ida)}
        self.drawn = [manager, *reps]
        self.absences = [self._absence(each) for each in world.absences]
        self.store = FakeStore()
        self.events: list[CoachingEvent] = []
        self.states: list[tuple[datetime, str, str]] = []
        self.finished: dict[str, Step] = {}
        self._seed(reps)
        self._play()

    def calendar(self, person_id: str) -> Calendar:
        with self.store.read() as uow:
            mine = uow.coaching.absences_of(person_id)
        return calendar_for(self.people[person_id], mine, SETTINGS)

    def nudges(self) -> list[Nudge]:
        with self.store.read() as uow:
            found = [
                n
                for who in self.people
                for n in uow.coaching.nudges_to(who, datetime(2026, 1, 1, tzinfo=UTC))
            ]
        return [nudge for nudge in found if nudge.state != "suppressed"]

    def plan(self, plan_id: str) -> Plan:
        with self.store.read() as uow:
            plan = uow.coaching.get_plan(plan_id)
        assert plan is not None
        return plan

    def _absence(self, drawn: tuple[int, int, int]) -> Absence:
        who = self.drawn[drawn[0] % len(self.drawn)].id
        first = START + timedelta(days=drawn[1])
        return Absence(who, first, first + timedelta(days=drawn[2]))

    def _seed(self, reps: list[Person]) -> None:
        silent = (f"rep{self.world.silent}",)
        settle(self.store, *self.people.values(), silent=silent)
        with self.store.write() as uow:
            for absence in self.absences:
                uow.coaching.add_absence(absence)
            if self.world.tried:
                uow.coaching.record_practice("marta", "discovery", datetime(2026, 3, 1, tzinfo=UTC))
            for rep, offset in zip(reps, self.world.starts, strict=True):
                day = START + timedelta(days=offset)
                at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
                drawn = Plan(f"p-{rep.id}", "marta", rep.id, "discovery", "proposed", "marta", at)
                calendars = self.calendar("marta"), self.calendar(rep.id)
                plan, steps = start_plan(replace(drawn, start_date=day), SETTINGS.coaching, at, *calendars)
                uow.coaching.add_plan(plan)
                uow.coaching.put_steps(steps)
            uow.commit()

    def _play(self) -> None:
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        for number, gap in enumerate(self.world.gaps):
            self.now += timedelta(hours=gap)
            fresh = run_once(self.now, self.store, SETTINGS)
            assert run_once(self.now, self.store, SETTINGS) == []
            self.events += fresh
            self._check_windows(fresh)
            self._note(fresh)
            self._answer(fresh, number)
            if number == self.world.stop:
                self._stop()
            if number + 1 == len(self.world.gaps):
                # What happens now would find no round that follows it.
                break
            for _, who, how in (each for each in self.world.moves if each[0] == number):
                self._move(self.drawn[who % len(self.drawn)], how)
            for _, who, said in (each for each in self.world.words if each[0] == number):
                self._say(self.drawn[who % len(self.drawn)], said)
            for _, who, seen in (each for each in self.world.customers if each[0] == number):
                self._see(f"rep{who % len(self.world.starts)}", seen, number)
            self._check_steps()

    def _see(self, rep: str, seen: str, number: int) -> None:
        """As the daily look at opportunities writes it."""
        days = {"budget": self.now.date()} if seen == "verifier" else {}
        row = Watched(f"opp-{rep}", rep, "Acme", "s", "open", days, LONG_AGO, LONG_AGO)
        with self.store.write() as uow:
            plan = uow.coaching.get_plan(f"p-{rep}")
            uow.evidence.put_watched(rep, [row])
            told = {"verifier": (rep, "marta"), "no_evidence": (rep,)}.get(seen, ())
            kind: SignalKind = "verifier" if seen == "verifier" else "no_evidence"
            about = f"opp-{rep}:budget" if seen == "verifier" else f"opp-{rep}"
            for who in told if plan else ():
                id = f"p-{rep}:{seen}:{number}:{who}"
                until = self.now + timedelta(days=21)
                uow.evidence.add_signal(
                    Signal(id, kind, who, f"p-{rep}", rep, "discovery", "Acme", about, self.now, until)
                )
            uow.coaching.wake(told)
            uow.commit()

    def _answer(self, fresh: list[CoachingEvent], number: int) -> None:
        action = self.world.answers[number % len(self.world.answers)]
        for event in fresh if action else ():
            for key in event.keys:
                press = pressed(f"nudge:{key}", action, event.recipient_id, self.now)
                with self.store.write() as uow:
                    DESK.press(press, self.people[event.recipient_id], uow, self.now)
                    uow.commit()

    def _move(self, known: Person, how: str) -> None:
        with self.store.write() as uow:
            person = uow.people.get(known.id)
            if person and how == "left":
                uow.people.close(person.id, self.now)
            elif person and person.manager_id:
                uow.people.save(replace(person, manager_id=how))
            uow.commit()

    def _say(self, known: Person, said: str) -> None:
        with self.store.write() as uow:
            person = uow.people.get(known.id)
            if person is None or uow.people.address_of(person.id) is None:
                return
            before = self._of_plans(person.id, uow)
            if said in ("adopt", "leave"):
                self._answer_offers(said, uow)
            else:
                DESK.message(typed(said, person.id, self.now), person, uow, self.now)
            self._note_endings(before, self._of_plans(person.id, uow))
            uow.commit()

    def _answer_offers(self, action: str, uow: UnitOfWork) -> None:
        for plan in uow.coaching.handed_to(["eva"])["eva"]:
            key = f"{plan.id}:offer:1:eva"
            press = pressed(f"offer:{key}", action, "eva", self.now, plan.id)
            DESK.press(press, self.people["eva"], uow, self.now)

    def _of_plans(self, person_id: str, uow: UnitOfWork) -> dict[str, str]:
        return {plan.id: plan.state for plan in uow.coaching.plans_of(person_id, live_only=False)}

    def _note_endings(self, before: dict[str, str], after: dict[str, str]) -> None:
        for plan_id, state in after.items():
            if before.get(plan_id) != state:
                self.states.append((self.now, plan_id, state))

    def _check_windows(self, fresh: list[CoachingEvent]) -> None:
        for event in fresh:
            assert not event.keys or self.calendar(event.recipient_id).in_window(self.now), event

    def _note(self, fresh: list[CoachingEvent]) -> None:
        self.states += [(e.at, e.plan_id, e.state) for e in fresh if e.kind == "state"]

    def _check_steps(self) -> None:
        """What is past is not rewritten: only the outcome of a finished step may still be told."""
        for step in self.store.state.coaching.steps.values():
            earlier = self.finished.get(step.id)
            if earlier:
                assert replace(step, outcome="") == replace(earlier, outcome="")
            if step.state not in OPEN_STEPS:
                self.finished[step.id] = step
        for plan in self.store.state.coaching.plans.values():
            assert plan.paused_days <= 30

    def _stop(self) -> None:
        with self.store.write() as uow:
            plan = uow.coaching.get_plan("p-rep0")
            if plan and plan.state in ("active", "paused", "wrapping_up"):
                uow.coaching.save_plan(replace(plan, state="stopped"))
                self.states.append((self.now, "p-rep0", "stopped"))
            uow.commit()
