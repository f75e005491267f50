"""A process that saves and writes until it is killed: `python -m tests.e2e.saving_child URL HOURS N`.

It kills itself, as a power cut would, before its N-th statement or commit, wherever that falls; N = 0 lets it
finish. `HOURS` is how far its clock is ahead, so that what a killed one had claimed is free again.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from itertools import count

from sqlalchemy import Engine, event

from adapters.crm.builtin import BuiltinCrm
from adapters.store.engine import connect
from adapters.store.unit import SqlStore
from bot.crm_log.writer import CrmWriter
from bot.sales import CrmUpdate
from tests.contracts.company import BARE, NOW, STAGES, VERIFIERS

SAVES = 500


def main(url: str, hours: int, last: int) -> None:
    engine = connect(url)
    if last:
        kill_at(engine, last)
    now = NOW + timedelta(hours=hours)
    store = SqlStore(engine)
    writer = CrmWriter(store, BuiltinCrm(engine, STAGES, VERIFIERS, clock=lambda: now), lambda: now)
    writer.run_due()
    for number in range(SAVES):
        key = f"save-{number}"
        with store.write() as uow:
            if uow.crm_outbox.get(key):
                continue
            update = CrmUpdate(key, BARE.id, {"next_step": f"Step {number}"}, note=f"Note {number}")
            uow.crm_outbox.add(key, "ann", BARE.owner_id, f"card-{number}", update, now)
            uow.commit()
        writer.settle([key])
    writer.run_due()


def kill_at(engine: Engine, last: int) -> None:
    steps = count(1)

    def step(*_: object) -> None:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "after_cursor_execute", step)
    event.listen(engine, "commit", step)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
