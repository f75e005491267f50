"""What only a demo does: its own clock, its CRM and plans, and starting over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.bootstrap import App
from adapters.clock import ShiftedClock, system_clock
from adapters.console.app import PLATFORM, WORKSPACE, address_of
from adapters.crm.builtin import BuiltinCrm
from adapters.seeding import bring_people
from bot.chat import Identity
from bot.coaching import reading
from bot.coaching.model import Plan, Step
from bot.coaching.schedule import start_plan
from bot.ports import UnitOfWork
from bot.sales import Account, Contact, Note, Opportunity
from bot.wire import load

SEEDED = "demo_seeded"
OFFSET = "demo_clock_offset_seconds"


class DemoClock:
    """The real clock moved to the demo's first morning, and further by `/clock`. Kept over restarts."""

    def __init__(self) -> None:
        self._clock = ShiftedClock(timedelta(0))

    def __call__(self) -> datetime:
        return self._clock()

    def shift(self, offset: timedelta) -> None:
        self._clock = ShiftedClock(offset)


class Demo:
    def __init__(self, app: App, clock: DemoClock) -> None:
        folder = app.settings.demo
        assert folder is not None, "only built for settings with a demo folder"
        self._app = app
        self._clock = clock
        self._folder = folder

    def prepare(self) -> None:
        """Load the demo once; later starts find it as it was left."""
        with self._app.store.read() as uow:
            seeded, offset = uow.installation.get(SEEDED), uow.installation.get(OFFSET)
        if seeded and offset:
            self._clock.shift(timedelta(seconds=float(offset)))
        else:
            self.reset()

    def move_clock(self, by: timedelta) -> None:
        self._set_clock(self._clock() + by)

    def reset(self) -> None:
        """Everything as it was on the first morning; the index stays."""
        plans = _read(self._folder / "plans.json")
        crm = _read(self._folder / "crm.json")
        self._app.store.wipe()
        bring_people(self._app.store, self._app.settings.people, self._app.settings.company.zone)
        self._set_clock(datetime.fromisoformat(plans["clock"]))
        records = self._app.crm
        assert isinstance(records, BuiltinCrm), "a demo's settings name the built-in CRM"
        records.clear()
        records.load_seed(
            accounts=load(crm["accounts"], tuple[Account, ...]),
            contacts=load(crm["contacts"], tuple[Contact, ...]),
            opportunities=load(crm["opportunities"], tuple[Opportunity, ...]),
            notes=load(crm.get("notes", []), tuple[Note, ...]),
        )
        self._start_plans(plans)

    def _set_clock(self, now: datetime) -> None:
        offset = now - system_clock()
        self._clock.shift(offset)
        with self._app.store.write() as uow:
            uow.installation.put(OFFSET, str(offset.total_seconds()))
            uow.commit()

    def _begun(self, plan: Plan, uow: UnitOfWork) -> tuple[Plan, tuple[Step, ...]]:
        settings = self._app.settings
        manager, rep = (
            reading.calendar(reading.person(id, uow), uow, settings) for id in (plan.manager_id, plan.rep_id)
        )
        return start_plan(plan, settings.coaching, self._clock(), manager, rep)

    def _start_plans(self, fixtures: dict[str, Any]) -> None:
        with self._app.store.write() as uow:
            for person in self._app.settings.people:
                uow.people.link(Identity(PLATFORM, WORKSPACE, person.id), person.id)
                uow.people.remember_address(person.id, address_of(person.id))
            for practice in fixtures["practised"]:
                at = datetime.fromisoformat(practice["at"])
                uow.coaching.record_practice(practice["person_id"], practice["driver_id"], at)
            done = {(d["plan_id"], d["recipient"], d["day"]): d for d in fixtures["done_steps"]}
            for fixture in fixtures["plans"]:
                plan: Plan = load(fixture, Plan)
                begun, steps = self._begun(plan, uow)
                uow.coaching.add_plan(begun)
                uow.coaching.put_steps([_as_it_went(step, done) for step in steps])
            uow.installation.put(SEEDED, "yes")
            uow.commit()


def _as_it_went(step: Step, done: Mapping[tuple[str, str, int], dict[str, str]]) -> Step:
    fixture = done.get((step.plan_id, step.recipient, step.day))
    if fixture is None:
        return step
    at = datetime.fromisoformat(fixture["done_at"])
    return replace(step, state="done", done_at=at, outcome=fixture.get("outcome", ""))


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
