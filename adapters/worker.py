"""The loops that sleep: they finish what was begun, write what is confirmed and send what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from adapters.bootstrap import App
from bot.coaching.job import run_once
from bot.deliveries import Deliveries
from bot.delivery import kind_and_place
from bot.errors import CornermanError
from bot.ports import Messenger
from content_index.errors import ContentError

log = logging.getLogger(__name__)

INTERVAL = 5.0

Duties: TypeAlias = Mapping[str, Callable[[], object]]


class Worker:
    """`messengers` by platform name: who can be written to from this process."""

    def __init__(self, app: App, messengers: Mapping[str, Messenger]) -> None:
        # Also a worker without tokens gives up what nobody has served for days.
        self._chats = [_Chat(app, messengers, platform) for platform in messengers or ("",)]
        self._duties: Duties = {
            "CRM writes": app.aftercare.run,
            "calendars": app.feeds.run,
            "opportunities": app.observing.run,
            "weekly digests": app.digests.run,
            "coaching": lambda: run_once(app.clock(), app.store, app.settings),
            "mended pages": app.mending.run,
            "questions to experts": app.chasing.run,
            "retention": app.retention.run,
        }

    def tick(self) -> None:
        """One round of everything that is due now. A duty that fails stops no other: the first failure is
        raised when all have run, any other is logged."""
        inboxes, outboxes = [chat.inbox for chat in self._chats], [chat.outbox for chat in self._chats]
        failures = [each for duties in (*inboxes, self._duties, *outboxes) for each in _failures(duties)]
        for name, error in failures[1:]:
            _log_failure(name, error)
        if failures:
            raise failures[0][1]

    def run(self, stop: threading.Event, interval: float = INTERVAL) -> None:
        """Ticks until `stop` is set. A failing duty is logged and the next round tries it again. Each
        platform is served beside the others: one that does not answer keeps only its own waiting."""
        lanes = [
            threading.Thread(target=_repeat, args=({**chat.inbox, **chat.outbox}, stop, interval))
            for chat in self._chats
        ]
        for lane in lanes:
            lane.start()
        _repeat(self._duties, stop, interval)
        for lane in lanes:
            lane.join()


class _Chat:
    """What one platform needs."""

    def __init__(self, app: App, messengers: Mapping[str, Messenger], platform: str) -> None:
        served = {name: messenger for name, messenger in messengers.items() if name == platform}
        self.inbox: Duties = {"inbox": lambda: app.door.sweep(served)}
        self.outbox: Duties = {
            "messages": Deliveries(app.store, messengers, app.clock, app.settings, served).run
        }


def _repeat(duties: Duties, stop: threading.Event, interval: float) -> None:
    while not stop.is_set():
        for name, error in _failures(duties):
            _log_failure(name, error)
        stop.wait(interval)


def _failures(duties: Duties) -> Iterator[tuple[str, Exception]]:
    for name, duty in duties.items():
        try:
            duty()
        except Exception as error:
            yield name, error


def _log_failure(name: str, error: Exception) -> None:
    if isinstance(error, CornermanError | ContentError):
        log.warning("worker, %s: %s", name, error)
    else:
        log.error("worker, %s: %s", name, kind_and_place(error))
