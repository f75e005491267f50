"""What is taken back on one record never follows the note to another record."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.chat import Diff, Outcome, Reply
from tests.e2e.house import House, build_house


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path)


def fields(outcome: Outcome) -> list[tuple[str, str]]:
    assert isinstance(outcome, Reply)
    return [(row.field, row.new) for part in outcome.parts if isinstance(part, Diff) for row in part.rows]


def test_a_field_dropped_by_a_reply_stays_dropped_on_the_other_record(house: House) -> None:
    house.say("Lakeshore to negotiation, 60 seats, 90k")
    assert fields(house.say("drop the seats")) == [("amount", "90,000"), ("stage", "Negotiation")]
    moved = house.say("not Lakeshore, Acme")
    assert fields(moved) == [("amount", "90,000"), ("stage", "Negotiation")]
    house.press(moved, "save")
    acme = house.app.crm.opportunity("opp-acme", "priya")
    assert (acme.stage, acme.seats, acme.amount) == ("negotiation", 80, Decimal(90_000))


def test_a_field_set_back_in_the_form_stays_so_on_the_other_record(house: House) -> None:
    card = house.say("Lakeshore 60 seats, 90k")
    house.submit(house.press(card, "edit"), "priya", **{"0.seats": "95"})
    assert fields(house.say("not Lakeshore, Acme")) == [("amount", "90,000")]
