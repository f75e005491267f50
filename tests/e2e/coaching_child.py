"""A worker of coaching that is killed: `python -m tests.e2e.coaching_child URL CHAT NOW MINUTES N`.

It ticks once and sends what waits into the folder CHAT, a file for each key, as a platform does that knows
the keys of its messages. It kills itself, as a power cut would, before its N-th statement or commit, wherever
that falls; N = 0 lets it finish. `MINUTES` is how far its deliveries are ahead, so that what a killed one had
claimed is free.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from adapters.store.engine import connect
from adapters.store.unit import SqlStore
from bot.chat import Address, Identity, Reply
from bot.coaching.job import run_once
from bot.deliveries import Deliveries
from tests.e2e.saving_child import kill_at
from tests.fakes.coaching import SETTINGS, chat_of


class FolderChat:
    """A file for each message; `calls` has a line for each time one was sent, again or not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        with (self._folder / "calls").open("a", encoding="utf-8") as calls:
            calls.write(f"{where.channel} {key}\n")
        (self._folder / f"{key.replace(':', '+')}.message").touch()
        return key

    def direct_to(self, who: Identity) -> Address:
        return chat_of(who.user)

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        raise NotImplementedError("nobody answers here, so no card changes")


def main(url: str, folder: Path, now: datetime, minutes: int, last: int) -> None:
    engine = connect(url)
    if last:
        kill_at(engine, last)
    store = SqlStore(engine)
    run_once(now, store, SETTINGS)
    later = now + timedelta(minutes=minutes)
    deliveries = Deliveries(store, {"console": FolderChat(folder)}, lambda: later, SETTINGS)
    while deliveries.run():
        pass


if __name__ == "__main__":
    url, folder, now, minutes, last = sys.argv[1:]
    main(url, Path(folder), datetime.fromisoformat(now), int(minutes), int(last))
