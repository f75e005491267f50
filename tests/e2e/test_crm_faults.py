"""What was confirmed is written exactly once, whatever fails: the CRM, or the process that writes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from adapters.crm.builtin import BuiltinCrm
from adapters.crm.tables import NoteRow, OpportunityRow, WriteRow
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.tables import CrmOutboxRow
from adapters.store.unit import SqlStore
from bot.crm_log.writer import CrmWriter
from bot.errors import CrmThrottled, CrmTransient
from bot.sales import Applied, CrmUpdate, Opportunity
from tests.contracts.company import BARE, DORIC, HALCYON, NOW, STAGES, VERIFIERS
from tests.e2e.saving_child import SAVES

OPPORTUNITIES = tuple(Opportunity(f"Q{n}", "A1", f"Deal {n}", "U1", stage="discovery") for n in range(50))
UPDATES = 1_000
PASSES = 40


class Unreliable(BuiltinCrm):
    """One call in five fails: before the write, after it with the answer lost, or asked to wait."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        super().__init__(engine, STAGES, VERIFIERS, clock=clock)
        self.failures: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._lock = Lock()

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        with self._lock:
            self._calls[update.key] += 1
            # Whatever the threads' order, the same call of the same write fails in every run.
            dice = random.Random(f"{update.key}/{self._calls[update.key]}")
            fault = dice.choice(("before", "after", "throttle")) if dice.random() < 0.2 else "none"
            self.failures[fault] += 1
        if fault == "throttle":
            raise CrmThrottled("The CRM asks us to wait.", retry_after=30)
        if fault == "before":
            raise CrmTransient("The CRM did not answer.")
        applied = super().update(update, speaker)
        if fault == "after":
            raise CrmTransient("The CRM's answer was lost.")
        return applied


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite_engine", "postgres_engine"])
def test_a_thousand_updates_through_a_crm_that_fails_one_call_in_five(
    request: pytest.FixtureRequest, database: str
) -> None:
    engine: Engine = request.getfixturevalue(database)
    now = [NOW]
    crm = Unreliable(engine, lambda: now[0])
    crm.load_seed([HALCYON, DORIC], (), OPPORTUNITIES)
    store = SqlStore(engine)
    writer = CrmWriter(store, crm, lambda: now[0])

    def save(number: int) -> None:
        one = OPPORTUNITIES[number % len(OPPORTUNITIES)].id
        update = CrmUpdate(f"k{number}", one, {"next_step": f"Step {number}"}, note=f"Note {number}")
        with store.write() as uow:
            uow.crm_outbox.add(update.key, "ann", "U1", f"c{number}", update, now[0])
            uow.commit()
        writer.settle([update.key])

    with ThreadPoolExecutor(4) as several:
        list(several.map(save, range(UPDATES)))
    for _ in range(PASSES):
        now[0] += timedelta(minutes=10)
        writer.run_due()

    with Session(engine) as session:
        states = Counter(session.scalars(select(CrmOutboxRow.state)))
        notes = Counter(session.scalars(select(NoteRow.text)))
        written = session.scalar(select(func.sum(OpportunityRow.revision - 1)))
        order = session.execute(select(NoteRow.opportunity_id, NoteRow.text).order_by(NoteRow.seq)).all()
        last = {row.id: row.next_step for row in session.scalars(select(OpportunityRow))}
    print(f"{database}: faults {dict(crm.failures)}, outbox {dict(states)}")
    assert states == {"applied": UPDATES}
    assert notes == {f"Note {n}": 1 for n in range(UPDATES)}
    assert written == UPDATES
    assert sum(crm.failures[fault] for fault in ("before", "after", "throttle")) > UPDATES / 6
    # Of one record's writes, none overtook another that was confirmed before it.
    for one in OPPORTUNITIES:
        confirmed = _confirmed(engine, one.id)
        assert [text.replace("Note", "Step") for id, text in order if id == one.id] == confirmed
        assert last[one.id] == confirmed[-1]


def _confirmed(engine: Engine, opportunity_id: str) -> list[str]:
    rows = select(CrmOutboxRow.update).where(CrmOutboxRow.opportunity_id == opportunity_id)
    with Session(engine) as session:
        found = session.scalars(rows.order_by(CrmOutboxRow.id)).all()
    return [update["set"]["next_step"] for update in found]


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_five_hundred_saves_by_processes_killed_at_random_points(
    request: pytest.FixtureRequest, database: str
) -> None:
    if database == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('tmp_path')}/cornerman.db"
    else:
        url = request.getfixturevalue("empty_postgres")
    engine = connect(url)
    migrate(engine)
    crm = BuiltinCrm(engine, STAGES, VERIFIERS, clock=lambda: NOW)
    crm.load_seed([HALCYON], (), [BARE])
    points, kills, code = random.Random(7), 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        # After the twenty-fifth, far enough to end.
        last = points.randrange(1, 900) if kills < 25 else 0
        child = [sys.executable, "-m", "tests.e2e.saving_child", url, str(kills), str(last)]
        code = subprocess.run(child, timeout=120, check=False).returncode
        kills += code == -signal.SIGKILL
    assert code == 0
    with Session(engine) as session:
        states = Counter(session.scalars(select(CrmOutboxRow.state)))
        notes = Counter(session.scalars(select(NoteRow.text)))
        keys = set(session.scalars(select(WriteRow.key)))
        revision = session.scalar(select(OpportunityRow.revision))
    engine.dispose()
    print(f"{database}: {kills} kills, outbox {dict(states)}")
    assert kills == 25
    assert states == {"applied": SAVES}
    assert notes == {f"Note {number}": 1 for number in range(SAVES)}
    assert keys == {f"save-{number}" for number in range(SAVES)}
    assert revision == 1 + SAVES
