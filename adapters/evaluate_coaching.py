"""`cornerman eval coaching`: the engine that serves users, over a scenario, with a virtual clock."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from adapters.coaching_chats import COMPANY, Arrival, ScenarioChat, chat_of
from adapters.coaching_entries import PLATFORM, Act, Change, Edit, Evidence, PlanEntry
from adapters.coaching_scenario import Scenario
from adapters.coaching_scenario_file import load_scenario
from adapters.crm.builtin import BuiltinCrm
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.unit import SqlStore
from adapters.store.upcoming import next_moment
from bot.chat import Address, Identity, Message, Press, Reply
from bot.coaching.asks import understood
from bot.coaching.calendar import calendar_for
from bot.coaching.desk import CoachingDesk
from bot.coaching.events import CoachingEvent
from bot.coaching.job import pending, run_once
from bot.coaching.model import Absence, Plan, Step
from bot.coaching.observing import Observing
from bot.coaching.schedule import done_before, start_plan
from bot.deliveries import Deliveries
from bot.errors import DeliveryError
from bot.ports import Store
from bot.sales import CrmUpdate, FieldName, Value


def evaluate_coaching(scenario: Path, out: Path) -> None:
    """Writes every event of the scenario to `out`, one JSON object a line, in the order of their moments.
    Raises ConfigError for a scenario that cannot be read."""
    lines = run_scenario(load_scenario(scenario))
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def run_scenario(scenario: Scenario) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'scenario.db'}"
        engines = [connect(url) for _ in range(scenario.workers)]
        migrate(engines[0])
        try:
            return _Run(scenario, [SqlStore(engine) for engine in engines], engines[0]).lines()
        finally:
            for engine in engines:
                engine.dispose()


@dataclass(slots=True)
class _Moment:
    """What the clock of the run shows."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class _Run:
    def __init__(self, scenario: Scenario, stores: Sequence[Store], records: Engine) -> None:
        self._scenario = scenario
        self._settings = scenario.settings()
        self._people = {person.id: person for person in scenario.persons()}
        self._stores = stores
        self._records = records
        self._clock = _Moment(scenario.moment(scenario.start))
        self._crm = BuiltinCrm(records, self._settings.stages, self._settings.verifiers, clock=self._clock)
        self._observing = Observing(stores[0], self._crm, self._settings, self._clock)
        self._arrived: list[Arrival] = []
        self._chats = {
            name: ScenarioChat(name, self._refusal, self._arrived) for name in scenario.platforms()
        }
        self._desk = CoachingDesk(self._settings)
        self._cards: dict[str, Reply] = {}
        self._lines: list[dict[str, Any]] = []
        happening: Sequence[Act | Change | Edit | Evidence] = (
            *scenario.changes,
            *scenario.edits,
            *scenario.evidence,
            *scenario.acts,
        )
        self._acts = sorted(((self._when(each), n, each) for n, each in enumerate(happening)), reverse=True)

    def lines(self) -> list[dict[str, Any]]:
        self._seed()
        with ThreadPoolExecutor(len(self._stores)) as workers:
            for at in self._scenario.ticks():
                self._act_until(at, workers)
                self._clock.now = at
                if self._anything_due():
                    self._tick(workers)
            self._act_until(self._scenario.moment(self._scenario.until), workers)
        left = sorted(pending(self._clock.now, self._stores[0], self._settings), key=lambda e: e.plan_id)
        self._lines += [self._line(event) for event in left]
        return self._lines

    def _when(self, act: Act | Change | Edit | Evidence) -> datetime:
        zone = self._people[act.who].zone if isinstance(act, Act) else ""
        return self._scenario.moment(act.at, zone)

    # -- before the first tick --------------------------------------------------------------------------

    def _seed(self) -> None:
        accounts, opportunities = self._scenario.records()
        self._crm.load_seed(accounts, opportunities=opportunities)
        with self._stores[0].write() as uow:
            for entry, person in zip(self._scenario.people, self._people.values(), strict=True):
                uow.people.save(person)
                if entry.wrote:
                    uow.people.remember_address(person.id, chat_of(person.id, entry.accounts[0]))
                for platform in entry.accounts if len(entry.accounts) > 1 else ():
                    uow.people.link(Identity(platform, COMPANY, person.id), person.id)
            for away in self._scenario.absences:
                uow.coaching.add_absence(Absence(away.person, away.first, away.last, "scenario"))
            for who, theirs in self._scenario.planned_calls().items():
                uow.coaching.put_calls(who, theirs)
            for tried in self._scenario.practised:
                uow.coaching.record_practice(tried.person, tried.driver, self._clock.now)
            for entry_plan in self._scenario.plans:
                plan, steps = self._started(entry_plan)
                uow.coaching.add_plan(plan)
                uow.coaching.put_steps(steps)
            uow.commit()

    def _started(self, entry: PlanEntry) -> tuple[Plan, Sequence[Step]]:
        at = self._clock.now
        proposed = Plan(entry.id, entry.manager, entry.rep, entry.driver, "proposed", entry.manager, at)
        known = [Absence(a.person, a.first, a.last) for a in self._scenario.absences]
        calendars = [
            calendar_for(self._people[who], [a for a in known if a.person_id == who], self._settings)
            for who in (entry.manager, entry.rep)
        ]
        dated = replace(proposed, start_date=entry.started)
        plan, steps = start_plan(dated, self._settings.coaching, at, *calendars)
        return plan, done_before(steps, entry.done_before or entry.started, at)

    def _anything_due(self) -> bool:
        due = next_moment(self._records)
        return due is not None and due <= self._clock.now

    # -- the workers ------------------------------------------------------------------------------------

    def _tick(self, workers: ThreadPoolExecutor) -> None:
        stores = [store for store in self._stores for _ in range(self._scenario.ticks_each)]
        now = self._clock.now
        self._observing.run()
        rounds = workers.map(lambda store: run_once(now, store, self._settings), stores)
        # Of workers side by side either may have served a person; the order in which one did is kept.
        events = sorted((e for round_ in rounds for e in round_), key=lambda event: event.recipient_id)
        self._lines += [self._line(event) for event in events]
        before = len(self._arrived)
        deliveries = [Deliveries(store, self._chats, self._clock, self._settings) for store in stores]
        list(workers.map(lambda delivery: delivery.run(), deliveries))
        for arrival in self._arrived[before:]:
            self._delivered(arrival)

    def _refusal(self, platform: str) -> DeliveryError | None:
        outage = self._scenario.outage(platform, self._clock.now)
        return DeliveryError("out", permanent=outage.for_good) if outage else None

    def _delivered(self, arrival: Arrival) -> None:
        person_id, reply = arrival.person_id, arrival.reply
        where = "" if arrival.platform == PLATFORM else arrival.platform
        kind = "changed" if arrival.changes else "delivered"
        self._lines.append(self._row(kind, person_id, kind, keys=[arrival.key], platform=where))
        if arrival.changes or not reply.card_id:
            return
        self._cards[person_id] = reply
        habit = self._scenario.habits.get(person_id)
        if habit:
            at = self._clock.now + timedelta(minutes=habit.after_minutes)
            act = Act(at=at, who=person_id, presses=habit.presses, card=reply.card_id)
            self._acts = sorted([*self._acts, (at, len(self._lines), act)], reverse=True)

    # -- what people do ---------------------------------------------------------------------------------

    def _act_until(self, before: datetime, workers: ThreadPoolExecutor) -> None:
        """Everything that happens before that moment; workers are quick, so a tick follows each."""
        while self._acts and self._acts[-1][0] < before:
            self._clock.now, _, act = self._acts.pop()
            self._happens(act)
            if not self._scenario.is_down(self._clock.now):
                self._tick(workers)

    def _happens(self, act: Act | Change | Edit | Evidence) -> None:
        if isinstance(act, Edit):
            self._settings = self._scenario.settings(act.company)
            self._desk = CoachingDesk(self._settings)
        elif isinstance(act, Evidence):
            self._records_change(act)
        elif isinstance(act, Change):
            self._change(act)
        else:
            for _ in range(act.times):
                self._act(act)

    def _records_change(self, found: Evidence) -> None:
        owner = next(each.owner for each in self._scenario.opportunities if each.id == found.opportunity)
        wanted: dict[FieldName, Value] = {"stage": found.stage} if found.stage else {}
        if found.verifiers is not None:
            wanted["verifiers"] = found.verifiers
        self._crm.update(CrmUpdate(self._event_id(), found.opportunity, wanted), owner)
        self._lines.append(self._row("record", owner, "changed"))

    def _change(self, change: Change) -> None:
        known = self._people[change.person]
        person = replace(known, manager_id=change.manager or known.manager_id, zone=change.zone or known.zone)
        self._people[person.id] = person
        with self._stores[0].write() as uow:
            if change.left:
                uow.people.close(person.id, self._clock.now)
            else:
                uow.people.save(person)
            uow.commit()
        self._lines.append(self._row("people", person.id, "left" if change.left else "changed"))

    def _act(self, act: Act) -> None:
        person = self._people[act.who]
        with self._stores[0].write() as uow:
            earlier = {plan.id: plan.state for plan in uow.coaching.plans_of(person.id, live_only=False)}
            if act.says:
                here = self._place(act)
                uow.people.remember_address(person.id, here)
                ask = understood(act.says)
                message = Message(self._event_id(), self._clock.now, self._account(act), here, act.says)
                self._desk.message(message, person, uow, self._clock.now)
                reason: str = ask.verb if ask else "not_coaching"
            else:
                reason = act.presses
                for press in self._presses(act):
                    self._desk.press(press, person, uow, self._clock.now)
            later = uow.coaching.plans_of(person.id, live_only=False)
            uow.commit()
        self._lines.append(self._row("act", person.id, reason))
        changed = [plan for plan in later if earlier.get(plan.id) != plan.state]
        self._lines += [self._row("state", person.id, reason, plan=p.id, state=p.state) for p in changed]

    def _presses(self, act: Act) -> Iterator[Press]:
        """One press, or for a habit on a digest one for each of its nudges."""
        card = self._cards.get(act.who)
        card_id = act.card or (card.card_id if card else "")
        offered = [a.value for a in card.actions if a.id == act.presses] if card else []
        for value in [act.value] if act.value else offered or [""]:
            who, here = self._account(act), self._place(act)
            yield Press(self._event_id(), self._clock.now, who, here, card_id, act.presses, value)

    def _place(self, act: Act) -> Address:
        return chat_of(act.who, self._platform(act))

    def _account(self, act: Act) -> Identity:
        return Identity(self._platform(act), COMPANY, act.who)

    def _platform(self, act: Act) -> str:
        return act.platform or next(each.accounts[0] for each in self._scenario.people if each.id == act.who)

    def _event_id(self) -> str:
        return f"s{len(self._lines)}"

    # -- lines ------------------------------------------------------------------------------------------

    def _line(self, event: CoachingEvent) -> dict[str, Any]:
        return self._row(
            event.kind,
            event.recipient_id,
            event.reason,
            plan=event.plan_id,
            step=event.step_id,
            day=event.day,
            keys=list(event.keys),
            state=event.state,
        )

    def _row(self, kind: str, recipient: str, reason: str, **rest: Any) -> dict[str, Any]:
        zone = ZoneInfo(self._people[recipient].zone)
        local = self._clock.now.astimezone(zone)
        row = {
            "at": self._clock.now.isoformat(timespec="seconds"),
            "local": f"{local:%a %Y-%m-%d %H:%M}",
            "event": kind,
            "recipient": recipient,
            "reason": reason,
        }
        return row | {name: value for name, value in rest.items() if value not in ("", None, [])}
