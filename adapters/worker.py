"""The one loop that sleeps: it finishes what was begun, writes what is confirmed and sends what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from adapters.bootstrap import App
from bot.coaching.job import run_once
from bot.deliveries import Deliveries
from bot.delivery import kind_and_place
from bot.errors import CornermanError
from bot.ports import Messenger
from content_index.errors import ContentError

log = logging.getLogger(__name__)

INTERVAL = 5.0


class Worker:
    """`messengers` by platform name: who can be written to from this process."""

    def __init__(self, app: App, messengers: Mapping[str, Messenger]) -> None:
        deliveries = Deliveries(app.store, messengers, app.clock)
        self._duties: Mapping[str, Callable[[], object]] = {
            "inbox": lambda: app.door.sweep(messengers),
            "CRM writes": app.aftercare.run,
            "opportunities": app.observing.run,
            "weekly digests": app.digests.run,
            "coaching": lambda: run_once(app.clock(), app.store, app.settings),
            "mended pages": app.mending.run,
            "questions to experts": app.chasing.run,
            "messages": deliveries.run,
            "retention": app.retention.run,
        }

    def tick(self) -> None:
        """One round of everything that is due now. A duty that fails stops no other: the first failure is
        raised when all have run, any other is logged."""
        failures = [(name, error) for name in self._duties if (error := self._failure_of(name))]
        for name, error in failures[1:]:
            _log_failure(name, error)
        if failures:
            raise failures[0][1]

    def run(self, stop: threading.Event, interval: float = INTERVAL) -> None:
        """Ticks until `stop` is set. A failing duty is logged and the next round tries it again."""
        while not stop.is_set():
            for name in self._duties:
                if error := self._failure_of(name):
                    _log_failure(name, error)
            stop.wait(interval)

    def _failure_of(self, name: str) -> Exception | None:
        try:
            self._duties[name]()
        except Exception as error:
            return error
        return None


def _log_failure(name: str, error: Exception) -> None:
    if isinstance(error, CornermanError | ContentError):
        log.warning("worker, %s: %s", name, error)
    else:
        log.error("worker, %s: %s", name, kind_and_place(error))
