"""Somebody looks at a form while its answer is made: Slack's three seconds are kept, whoever else waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field

from bot.chat import Outcome

PATIENCE = 1.5
"""Seconds for which a form may wait for what to show: Slack takes no answer after three."""
SEATS = 8
"""So many acknowledgements may wait at once: the others need threads to be given in."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Either the outcome comes in time, or it changes `view`, which was shown meanwhile; a future that was
    cancelled takes no outcome any more."""

    outcome: Future[Outcome | None] = field(default_factory=Future)
    view: Future[str] = field(default_factory=Future)

    def handed_over(self, outcome: Outcome | None) -> bool:
        try:
            self.outcome.set_result(outcome)
        except InvalidStateError:
            return False
        return True

    def came(self, seconds: float) -> bool:
        """Waits so long at most."""
        try:
            self.outcome.result(seconds)
        except TimeoutError:
            return not self.outcome.cancel()
        return True

    def shown_meanwhile(self, open_view: Callable[[], str]) -> None:
        """Opens a view unless the outcome comes in time. Returns at once."""
        timer = threading.Timer(PATIENCE, self._open, (open_view,))
        timer.daemon = True
        self.outcome.add_done_callback(lambda _: timer.cancel())
        if not self.outcome.done():
            timer.start()

    def _open(self, open_view: Callable[[], str]) -> None:
        """Whoever answers waits for this view: they hear of it too where it could not be opened."""
        if not self.outcome.cancel():
            return
        try:
            self.view.set_result(open_view())
        except Exception as error:
            self.view.set_exception(error)


class Seats:
    """Who may wait in an acknowledgement for an outcome, PATIENCE at most; whoever finds no seat does not."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(SEATS)

    def came(self, waiting: Waiting) -> bool:
        if not self._free.acquire(blocking=False):
            return waiting.came(0.0)
        try:
            return waiting.came(PATIENCE)
        finally:
            self._free.release()
