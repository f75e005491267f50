"""A claim is kept for as long as its holder is at work, however slow the platform is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

log = logging.getLogger(__name__)


@contextmanager
def kept(renew: Callable[[], None], every: timedelta) -> Iterator[None]:
    """`renew` is called every so often meanwhile, in a thread of its own."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(every.total_seconds()):
            try:
                renew()
            except Exception as error:
                # Whatever it was, the next try may succeed; without one the claim would lapse.
                log.warning("a claim could not be renewed: %s", type(error).__name__)

    keeper = threading.Thread(target=keep, name="keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
