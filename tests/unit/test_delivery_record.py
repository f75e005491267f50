"""What was sent is recorded although the database was busy, and is not sent again for it."""

from __future__ import annotations

import pytest

from bot import wording
from bot.chat import Address, Event, Identity, Message, Outcome
from bot.delivery import RECORD_TRIES, record
from bot.errors import StoreUnavailable
from tests.fakes.echo import NOW
from tests.fakes.scripted_door import BusyDoor

HERE = Address("teams", "t", "a:1")
SAID = Message("e1", NOW, Identity("teams", "t", "u"), HERE, "secret words")


def greet(_: Event) -> Outcome:
    return wording.plain("hi")


def test_a_busy_database_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    door, reply = BusyDoor(RECORD_TRIES - 1, greet), wording.plain("hi")
    record(door, SAID, reply, HERE, "m1")
    assert door.deliveries == [(SAID, reply, HERE, "m1")]
    assert "secret words" not in caplog.text


def test_one_that_stays_away_is_told() -> None:
    with pytest.raises(StoreUnavailable):
        record(BusyDoor(RECORD_TRIES, greet), SAID, wording.plain("hi"), HERE, "m1")
