from datetime import date
from decimal import Decimal

import pytest

from bot import wording

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("updated", "said"),
    [
        (date(2026, 3, 10), "updated today"),
        (date(2026, 3, 9), "1 day old"),
        (date(2026, 2, 25), "13 days old"),
        (date(2026, 2, 20), "2 weeks old"),
        (date(2026, 1, 2), "2 months old"),
        (date(2025, 3, 9), "1 year old"),
        (date(2026, 4, 1), "updated today"),
        (None, ""),
    ],
)
def test_age(updated: date | None, said: str) -> None:
    assert wording.age(updated, TODAY) == said


def test_money_and_days_read_as_people_write_them() -> None:
    assert wording.money(Decimal("65000")) == "65,000"
    assert wording.money(Decimal("65000.5")) == "65,000.50"
    assert wording.day(date(2026, 3, 31), TODAY) == "31 Mar"
    assert wording.day(date(2027, 1, 5), TODAY) == "5 Jan 2027"


def test_a_message_that_is_too_long_is_told_how_long_it_may_be() -> None:
    assert wording.too_long(40_000).startswith("That is 40,000 characters; I read up to 8,000 at once.")
