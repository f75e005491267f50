from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from adapters.csv_values import Days, amount, whole


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1054", "1054"),
        ("$1,054.00", "1054"),
        ("4.514,50 €", "4514.5"),
        ("INR 12,50,000", "1250000"),
        ("CHF 1'200'000", "1200000"),
        ("0", "0"),
        ("1054.5", "1054.5"),
    ],
)
def test_an_amount_reads_as_its_country_writes_it(cell: str, value: str) -> None:
    assert amount(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["-5", "(1,000)", "tbd", "10%of", "1 054 1", "", "1e5", "12 34"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no amount; write it as 1054 or"):
        amount(cell)


def test_whole_numbers() -> None:
    assert whole("250") == 250
    for cell in ("2.5", "-1", "many", "9999999999"):
        with pytest.raises(ValueError, match="is no whole number"):
            whole(cell)


@pytest.mark.parametrize(
    ("column", "cell", "day"),
    [
        (["2026-03-31"], "2026-03-31", date(2026, 3, 31)),
        ([], "2026/3/1 10:15", date(2026, 3, 1)),
        (["2017-03-11T00:00:00Z"], "2017-03-11T00:00:00Z", date(2017, 3, 11)),
        (["25/12/2026", "03/04/2026"], "03/04/2026", date(2026, 4, 3)),
        (["12/25/2026", "03/04/2026"], "03/04/2026", date(2026, 3, 4)),
        (["31.12.2026"], "01.02.2026", date(2026, 2, 1)),
        (["04/04/2026"], "04/04/2026", date(2026, 4, 4)),
    ],
)
def test_a_columns_order_of_day_and_month_holds_for_all_its_dates(
    column: list[str], cell: str, day: date
) -> None:
    assert Days.of(column).read(cell) == day


def test_an_unclear_order_is_asked_for_and_can_be_said() -> None:
    for column in (["03/04/2026"], ["25/12/2026", "12/25/2026"]):
        with pytest.raises(ValueError, match="say --dates day-first or month-first"):
            Days.of(column).read("03/04/2026")
    assert Days.of(["03/04/2026"], day_first=True).read("03/04/2026") == date(2026, 4, 3)
    assert Days.of(["25/12/2026"], day_first=False).read("03/04/2026") == date(2026, 3, 4)


@pytest.mark.parametrize("cell", ["soon", "2026-13-01", "31.02.2026", "2026", "20260331", "30/30/2026"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no date; write it as 2026-03-31"):
        Days.of([], day_first=True).read(cell)
