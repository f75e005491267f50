"""An opportunity that is over is corrected where it is named as such, and never its open sibling instead."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot import wording
from bot.chat import Diff, Outcome, Reply
from tests.e2e.house import House, build_house, words

PRIYA = "priya"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path)


def drafted(outcome: Outcome) -> list[tuple[str, list[tuple[str, str, str]]]]:
    assert isinstance(outcome, Reply)
    return [
        (part.title, [(row.field, row.old, row.new) for row in part.rows])
        for part in outcome.parts
        if isinstance(part, Diff)
    ]


@pytest.mark.parametrize(
    ("said", "name", "row", "status"),
    [
        (
            "that Carolina Crane deal we lost in January: reason should be timing",
            "Carolina Crane – Scheduling",
            ("reason", "price", "timing"),
            "lost",
        ),
        (
            "the lost Union Vending opp: reason should be price",
            "Union Vending – Route teams",
            ("reason", "no decision", "price"),
            "lost",
        ),
        (
            "that Brightwater deal we won in 2024: amount should be 90k",
            "Brightwater – Dispatch and mobile",
            ("amount", "88,000", "90,000"),
            "won",
        ),
        (
            "the closed-won Pinecrest deal: 48k",
            "Pinecrest – Maintenance crews",
            ("amount", "44,000", "48,000"),
            "won",
        ),
    ],
)
def test_it_is_corrected_where_it_is_named(
    house: House, said: str, name: str, row: tuple[str, str, str], status: str
) -> None:
    card = house.say(said)
    assert drafted(card) == [(name, [row])]
    assert wording.closed_already(status) in words(card)


def test_saved_it_stays_closed_and_its_open_sibling_as_it_was_and_undo_restores(house: House) -> None:
    won, sibling = (f"opp-brightwater-{which}" for which in ("2025", "expansion"))
    before = house.app.crm.opportunity(sibling, PRIYA)
    house.press(house.say("that Brightwater deal we won in 2024: amount should be 90k"), "save")
    after = house.app.crm.opportunity(won, PRIYA)
    assert (after.amount, after.status, after.stage) == (Decimal(90_000), "won", "closed_won")
    assert house.app.crm.opportunity(sibling, PRIYA) == before
    house.say("undo")
    assert house.app.crm.opportunity(won, PRIYA).amount == Decimal(88_000)


def test_a_reply_corrects_the_reason(house: House) -> None:
    house.say("we lost that Acme deal, reason was price")
    assert drafted(house.say("no, timing")) == [
        ("Acme – Dispatch rollout", [("status", "open", "lost"), ("reason", "—", "timing")])
    ]


@pytest.mark.parametrize("said", ["we lost that Brightwater deal", "Brightwater: we lost"])
def test_news_of_a_loss_is_about_the_open_one(house: House, said: str) -> None:
    assert drafted(house.say(said)) == [("Brightwater – Optimize add-on", [("status", "open", "lost")])]
