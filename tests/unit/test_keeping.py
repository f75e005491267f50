"""A claim is renewed while its holder is at work, and not after."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest

from bot.errors import StoreError, StoreUnavailable
from bot.keeping import kept

SOON = timedelta(milliseconds=1)


@pytest.mark.parametrize("failure", [StoreUnavailable, StoreError, RuntimeError])
def test_it_is_renewed_again_and_again_until_the_end(
    failure: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    """Also after a renewal that failed, for whatever reason."""
    calls, enough = 0, threading.Event()

    def renew() -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise failure("busy with secret words")
        if calls == 3:
            enough.set()

    with caplog.at_level(logging.WARNING), kept(renew, every=SOON):
        assert enough.wait(20)
    counted = calls
    assert counted >= 3
    assert "keeper" not in [thread.name for thread in threading.enumerate()]
    assert calls == counted
    assert caplog.messages == [f"a claim could not be renewed: {failure.__name__}"]


def test_what_is_quick_renews_nothing() -> None:
    calls: list[int] = []
    with kept(lambda: calls.append(1), every=timedelta(minutes=1)):
        pass
    assert calls == []
