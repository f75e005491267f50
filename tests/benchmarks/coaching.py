"""What a tick of coaching costs: among many plans that are not due, and over a year. Needs no model.

python -m tests.benchmarks.coaching [--plans 100000] [--year 10000]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Engine, event, insert

from adapters.store.coaching_tables import LookRow, NudgeRow, PlanRow, StepRow
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.rows import columns_of
from adapters.store.tables import Base, PersonAddressRow, PersonRow
from adapters.store.unit import SqlStore
from bot import wire
from bot.chat import Address
from bot.coaching.desk import CoachingDesk
from bot.coaching.events import CoachingEvent
from bot.coaching.job import run_once
from bot.coaching.model import Nudge, Plan
from bot.coaching.schedule import done_before, start_plan
from bot.ports import Store
from tests.benchmarks import coaching_week
from tests.fakes.coaching import NEW_YORK, SETTINGS, ZONE, chat_of, local, pressed

TEAM = 8
DUE = 1_000
SEVENTH_DAY = date(2026, 3, 11)
MORNING = local("2026-03-11 10:00")
DESK = CoachingDesk(SETTINGS)


def measure(plans: int, year: int) -> dict[str, dict[str, float]]:
    return {"a tick": a_tick(plans), "a year": a_year(year), "few and well-timed": coaching_week.measure()}


def a_tick(plans: int) -> dict[str, float]:
    """Seconds of a round with nothing due, and of one with DUE nudges due, among `plans` active ones; the
    ratio is of the latter ÷ inserting DUE rows in one transaction."""
    with _database() as (engine, store):
        starts = [
            SEVENTH_DAY - timedelta(days=7 if n % TEAM == 0 and n < DUE * TEAM else 2) for n in range(plans)
        ]
        _settle(engine, starts, today=SEVENTH_DAY)
        run_once(MORNING - timedelta(hours=2), store, SETTINGS)
        statements = _Count(engine)
        idle, nothing = _timed(lambda: run_once(MORNING - timedelta(minutes=61), store, SETTINGS))
        asked = statements.taken()
        busy, sent = _timed(lambda: run_once(MORNING, store, SETTINGS))
        assert (len(nothing), len(sent)) == (0, min(DUE, plans // TEAM)), (len(nothing), len(sent))
        rows, _ = _timed(lambda: _insert(engine, NudgeRow, [_nudge(n) for n in range(DUE)]))
    return {
        "plans": plans,
        "idle_milliseconds": idle * 1000,
        "idle_statements": asked,
        "due": len(sent),
        "due_seconds": busy,
        "statements_each": statements.taken() / len(sent),
        "ratio_to_inserting_as_many_rows": busy / rows,
    }


def a_year(plans: int) -> dict[str, float]:
    """Plans that start over a year, each message delivered and answered within the hour; rounds when windows
    open, and later. `processor_seconds` is what this process took of a processor others may use too."""
    first = date(2026, 1, 5)
    with _database() as (engine, store):
        starts = [first + timedelta(days=(n // TEAM * 3 + n % TEAM * 38) % 300) for n in range(plans)]
        _settle(engine, starts, today=first)
        began, worked, messages, presses, rounds = perf_counter(), process_time(), 0, 0, 0
        for day in range(365):
            for clock in ("09:00", "10:30", "14:00"):
                now = local(f"{first + timedelta(days=day)} {clock}")
                sent = [each for each in run_once(now, store, SETTINGS) if each.kind in ("sent", "digest")]
                rounds += 1
                messages += len(sent)
                _deliver(store, now)
                presses += _answer(sent, store, now + timedelta(minutes=30))
        seconds, processor = perf_counter() - began, process_time() - worked
        with store.read() as uow:
            left = len(uow.coaching.live_plans())
    assert left == 0, left
    figures = {"plans": plans, "seconds": seconds, "processor_seconds": processor, "rounds": rounds}
    return figures | {"messages": messages, "presses": presses}


def _deliver(store: Store, now: datetime) -> None:
    """As a platform takes them; `Deliveries` sends one at a time."""
    with store.write() as uow:
        while due := uow.outgoings.claim_due(now, {"console"}, limit=100):
            for message in due:
                uow.outgoings.sent(message.key, message.key, now)
        uow.commit()


def _answer(sent: Sequence[CoachingEvent], store: Store, now: datetime) -> int:
    keys = [(each.recipient_id, key) for each in sent for key in each.keys]
    for recipient, key in keys:
        with store.write() as uow:
            person = uow.people.get(recipient)
            assert person is not None
            DESK.press(pressed(f"nudge:{key}", "done", person.id, now), person, uow, now)
            uow.commit()
    return len(keys)


@contextmanager
def _database() -> Iterator[tuple[Engine, Store]]:
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'coaching.db'}")
        migrate(engine)
        yield engine, SqlStore(engine)
        engine.dispose()


def _settle(engine: Engine, starts: Sequence[date], today: date) -> None:
    """A manager for every TEAM reps, a plan for each rep; steps before `today` are done. Everybody is looked
    at when their next step is due, as the engine would have left them."""
    drawn = {start: _drawn(start, today) for start in set(starts)}
    teams = range(-(-len(starts) // TEAM))
    people = [_person(f"m{team}", None) for team in teams]
    people += [_person(f"r{n}", f"m{n // TEAM}") for n in range(len(starts))]
    _insert(engine, PersonRow, people)
    where = [{"person_id": p["id"], "address": wire.dump(chat_of(p["id"]), Address)} for p in people]
    _insert(engine, PersonAddressRow, where)
    _insert(engine, PlanRow, [columns_of(_named(drawn[s][0], n)) for n, s in enumerate(starts)])
    steps = [
        columns_of(replace(step, id=f"p{n}:{step.seq}", plan_id=f"p{n}"))
        for n, start in enumerate(starts)
        for step in drawn[start][1]
    ]
    _insert(engine, StepRow, steps)
    looks: dict[str, datetime] = {}
    for n, start in enumerate(starts):
        for who, due in ((f"m{n // TEAM}", drawn[start][2]["manager"]), (f"r{n}", drawn[start][2]["rep"])):
            looks[who] = min(due, looks.get(who, due))
    _insert(engine, LookRow, [{"person_id": who, "at": at} for who, at in looks.items()])
    practised = datetime(2026, 1, 1, tzinfo=UTC)
    with SqlStore(engine).write() as uow:
        for team in teams:
            at = looks[f"m{team}"]
            uow.coaching.record_practice(f"m{team}", "discovery", practised)
            uow.coaching.look_again({f"m{team}": at})
        uow.commit()


def _drawn(start: date, today: date) -> tuple[Plan, tuple[Any, ...], dict[str, datetime]]:
    """A plan from that day, its steps, and when each of its two is looked at first."""
    at = datetime(start.year, start.month, start.day, 12, tzinfo=UTC)
    proposed = Plan("p", "m", "r", "discovery", "proposed", "m", at, start_date=start)
    plan, steps = start_plan(proposed, SETTINGS.coaching, at, NEW_YORK, NEW_YORK)
    steps = done_before(steps, today, at)
    due = {
        who: min(s.due_date for s in steps if s.recipient == who and s.state == "planned")
        for who in ("manager", "rep")
    }
    opens = NEW_YORK.windows[0][0]
    return plan, steps, {who: NEW_YORK.at(day, opens) for who, day in due.items()}


def _named(plan: Plan, number: int) -> Plan:
    return replace(plan, id=f"p{number}", manager_id=f"m{number // TEAM}", rep_id=f"r{number}")


def _person(person_id: str, manager: str | None) -> dict[str, Any]:
    plain = dict.fromkeys(("email", "crm_user"), "")
    names = dict.fromkeys(("name", "id_key", "name_key", "first_name_key"), person_id)
    role = "rep" if manager else "manager"
    fixed = {"locale": "en-US", "currency": "USD", "synced": True, "left_at": None, "groups": []}
    return {"id": person_id, "roles": [role], "zone": ZONE, "manager_id": manager, **plain, **names, **fixed}


def _nudge(number: int) -> dict[str, Any]:
    return columns_of(Nudge(f"n{number}", "p", "s", "m", "due", "sent", MORNING, MORNING, MORNING))


def _insert(engine: Engine, row: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    with engine.begin() as connection:
        connection.execute(insert(row), rows)


def _timed(work: Any) -> tuple[float, Any]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


class _Count:
    """Statements the engine has run."""

    def __init__(self, engine: Engine) -> None:
        self._count = 0
        event.listen(engine, "before_cursor_execute", self._one)

    def taken(self) -> int:
        """Since the last time this was asked."""
        count, self._count = self._count, 0
        return count

    def _one(self, *_: object) -> None:
        self._count += 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.coaching", description=__doc__)
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--year", type=int, default=10_000)
    given = parser.parse_args()
    for title, figures in measure(given.plans, given.year).items():
        print(f"{title}: {json.dumps({name: round(v, 3) for name, v in figures.items()})}", flush=True)


if __name__ == "__main__":
    main()
