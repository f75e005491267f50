"""Two workers on one PostgreSQL, killed again and again: each nudge leaves once, no budget is overspent."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.unit import SqlStore
from bot.coaching.model import Nudge
from bot.ports import Store
from tests.fakes.coaching import NEW_YORK, local, person, running_plan, settle

MANAGERS = 20
TEAM = 3
MOMENTS = tuple(
    local(f"2026-03-{moment}")
    for moment in ("11 09:00", "11 09:30", "12 09:00", "17 09:00", "18 09:00", "24 09:00", "25 09:00")
)
KILLS = 6
"""At each moment; after that many the workers are let finish."""
STATEMENTS = 80
"""A round of deciding has some 60, a delivery four: within so many any part of both may be cut."""


@pytest.mark.long
def test_two_workers_killed_at_random_points_send_each_nudge_once(
    empty_postgres: str, tmp_path: Path
) -> None:
    engine = connect(empty_postgres)
    migrate(engine)
    store = SqlStore(engine)
    _settle(store)
    points, kills = random.Random(11), 0
    for now in MOMENTS:
        kills += _played(empty_postgres, tmp_path, now, points)
    nudges = _nudges(store)
    with store.read() as uow:
        sent = {n.key for n in nudges if (message := uow.outgoings.get(n.key)) and message.state == "sent"}
        queued = [n.key for n in nudges if (m := uow.outgoings.get(n.key)) and m.state != "sent"]
    engine.dispose()
    arrived = {file.stem.replace("+", ":") for file in tmp_path.glob("*.message")}
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    print(f"{kills} kills, {len(nudges)} nudges, {len(sent)} messages, {len(calls)} sends")
    assert kills >= 2 * len(MOMENTS)
    assert queued == []
    assert arrived == sent
    # Sent again was only what a killed worker had sent and not yet noted; the platform knows its key.
    assert len(calls) - len(sent) <= kills
    _never_over_budget(nudges)


def _played(url: str, folder: Path, now: datetime, points: random.Random) -> int:
    """Both workers at that moment, each begun anew until it ends by itself. How often one was killed."""
    killed, running = 0, [_started(url, folder, now, 0, points.randrange(1, STATEMENTS)) for _ in range(2)]
    while running:
        worker = running.pop(0)
        code = worker.wait(timeout=120)
        if code == -signal.SIGKILL:
            killed += 1
            last = points.randrange(1, STATEMENTS) if killed < KILLS else 0
            running.append(_started(url, folder, now, 0, last))
        else:
            assert code == 0
    # What a worker killed last had claimed is another's later.
    assert _started(url, folder, now, 60, 0).wait(timeout=120) == 0
    return killed


def _started(url: str, folder: Path, now: datetime, minutes: int, last: int) -> subprocess.Popen[bytes]:
    child = [sys.executable, "-m", "tests.e2e.coaching_child", url, str(folder), now.isoformat()]
    return subprocess.Popen([*child, str(minutes), str(last)])


def _settle(store: Store) -> None:
    for number in range(MANAGERS):
        manager = f"m{number}"
        reps = [person(f"r{number}-{n}", manager=manager) for n in range(TEAM)]
        settle(store, person(manager, "manager"), *reps)
        with store.write() as uow:
            uow.coaching.record_practice(manager, "discovery", MOMENTS[0])
            uow.commit()
        for rep in reps:
            running_plan(store, date(2026, 3, 4), today=date(2026, 3, 11), rep=rep.id, manager=manager)


def _nudges(store: Store) -> list[Nudge]:
    people = [f"m{n}" for n in range(MANAGERS)] + [f"r{n}-{k}" for n in range(MANAGERS) for k in range(TEAM)]
    with store.read() as uow:
        return [nudge for who in people for nudge in uow.coaching.nudges_to(who, local("2026-01-01 00:00"))]


def _never_over_budget(nudges: list[Nudge]) -> None:
    messages = {(n.recipient_id, n.planned_at) for n in nudges}
    days = Counter((who, NEW_YORK.today(at)) for who, at in messages)
    assert set(days.values()) == {1}
    assert all(len(list(same)) <= 2 for same in _together(nudges).values())


def _together(nudges: list[Nudge]) -> dict[tuple[str, datetime], list[Nudge]]:
    found: dict[tuple[str, datetime], list[Nudge]] = {}
    for nudge in nudges:
        found.setdefault((nudge.recipient_id, nudge.planned_at), []).append(nudge)
    return found
