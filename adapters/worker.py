"""The one loop that sleeps: it finishes what was begun, writes what is confirmed and sends what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from adapters.bootstrap import App
from bot.coaching.job import run_once
from bot.deliveries import Deliveries
from bot.errors import CornermanError
from bot.ports import Messenger

log = logging.getLogger(__name__)

INTERVAL = 5.0


class Worker:
    """`messengers` by platform name: who can be written to from this process."""

    def __init__(self, app: App, messengers: Mapping[str, Messenger]) -> None:
        deliveries = Deliveries(app.store, messengers, app.clock)
        self._duties: Sequence[Callable[[], object]] = (
            lambda: app.door.sweep(messengers),
            app.aftercare.run,
            lambda: run_once(app.clock(), app.store, app.settings),
            deliveries.run,
        )

    def tick(self) -> None:
        """One round of everything that is due now. Raises what goes wrong."""
        for duty in self._duties:
            duty()

    def run(self, stop: threading.Event, interval: float = INTERVAL) -> None:
        """Ticks until `stop` is set. A failing round is logged and the next one tries again."""
        while not stop.is_set():
            try:
                self.tick()
            except CornermanError as error:
                log.warning("worker: %s", error)
            except Exception as error:
                log.error("worker: %s", type(error).__name__)
            stop.wait(interval)
