"""What only a demo does: its own clock, its CRM and plans, and starting over."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.bootstrap import App
from adapters.clock import ShiftedClock, system_clock
from adapters.console.app import PLATFORM, WORKSPACE, address_of
from bot.chat import Identity
from bot.coaching.model import Plan
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
        """The CRM, the plans and the clock as they were on the first morning."""
        plans = _read(self._folder / "plans.json")
        crm = _read(self._folder / "crm.json")
        self._set_clock(datetime.fromisoformat(plans["clock"]))
        self._app.crm.clear()
        self._app.crm.load_seed(
            accounts=load(crm["accounts"], tuple[Account, ...]),
            contacts=load(crm["contacts"], tuple[Contact, ...]),
            opportunities=load(crm["opportunities"], tuple[Opportunity, ...]),
            notes=load(crm.get("notes", []), tuple[Note, ...]),
        )
        self._forget_conversations()
        self._start_plans(plans)

    def _set_clock(self, now: datetime) -> None:
        offset = now - system_clock()
        self._clock.shift(offset)
        with self._app.store.write() as uow:
            uow.installation.put(OFFSET, str(offset.total_seconds()))
            uow.commit()

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
                uow.coaching.add_plan(plan)
                uow.coaching.put_steps([self._as_done(step, done) for step in self._steps(plan)])
            uow.installation.put(SEEDED, "yes")
            uow.commit()


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
