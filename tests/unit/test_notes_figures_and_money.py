from __future__ import annotations

from decimal import Decimal

import pytest

from bot.notes.clauses import fold
from bot.notes.figures import figure_value, spoken_value
from bot.notes.money import find_money


@pytest.mark.parametrize(
    ("written", "scaled", "value"),
    [
        ("92.500", False, "92500"),
        ("1.250", True, "1.250"),
        ("1,4", True, "1.4"),
        ("12,50,000", False, "1250000"),
        ("1.200.000,50", False, "1200000.50"),
        ("45,000.50", False, "45000.50"),
        ("1'200'000", False, "1200000"),
        ("0.125", False, "0.125"),
        ("80000", False, "80000"),
    ],
)
def test_grouping_is_read_by_its_form(written: str, scaled: bool, value: str) -> None:
    assert figure_value(written, scaled=scaled) == Decimal(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("eighty eight thousand", 88_000),
        ("one twenty k", 120_000),
        ("two hundred and fifty thousand", 250_000),
        ("one point two million", 1_200_000),
        ("half a million", 500_000),
        ("a quarter million", 250_000),
        ("quarter of a million", 250_000),
        ("twelve lakh", 1_200_000),
        ("one and a half crore", 15_000_000),
        ("ninety-five", 95),
        ("one hundred twenty thousand five hundred", 120_500),
        ("two fifty", 250),
        ("a hundred grand", 100_000),
    ],
)
def test_number_words(words: str, value: int) -> None:
    assert spoken_value(words) == value


@pytest.mark.parametrize(
    ("text", "value", "currency", "kind"),
    [
        ("~80k", 80_000, "", "total"),
        ("$165k", 165_000, "$", "total"),
        ("US$1.2mm", 1_200_000, "USD", "total"),
        ("C$60k", 60_000, "CAD", "total"),
        ("R$300k", 300_000, "BRL", "total"),
        ("€1,4 Mio", 1_400_000, "EUR", "total"),
        ("92.500 €", 92_500, "EUR", "total"),
        ("85.000 Euro", 85_000, "EUR", "total"),
        ("1 200 000 €", 1_200_000, "EUR", "total"),
        ("Rs 45,00,000", 4_500_000, "INR", "total"),
        ("₹3.2 cr", 32_000_000, "INR", "total"),
        ("32.5 lakh", 3_250_000, "INR", "total"),
        ("45L", 4_500_000, "INR", "total"),
        ("£97k", 97_000, "GBP", "total"),
        ("CHF 88'000", 88_000, "CHF", "total"),
        ("USD 45,000.50", Decimal("45000.50"), "USD", "total"),
        ("a quarter million dollars", 250_000, "$", "total"),
        ("80-95k", 95_000, "", "range"),
        ("between 80k and 95k", 95_000, "", "range"),
        ("80k to 95k", 95_000, "", "range"),
        ("$30/user", 30, "$", "unit"),
        ("$45 per seat", 45, "$", "unit"),
        ("€20 pro Kopf", 20, "EUR", "unit"),
        ("8k/mo", 8_000, "", "monthly"),
        ("€45k p.a.", 45_000, "EUR", "yearly"),
        ("410", 410, "", "bare"),
    ],
)
def test_sums_and_their_kind(text: str, value: int | Decimal, currency: str, kind: str) -> None:
    (money,) = find_money(fold(text))
    assert (money.value, money.currency, money.kind) == (value, currency, kind)


@pytest.mark.parametrize(
    "text",
    [
        "75 outlets",
        "20 more seats",
        "round the clock 24/7",
        "30%",
        "ext 4500",
        "P01",
        "#1200",
        "4pm",
        "in 3 weeks",
        "version 12",
        "2k users",
        "the 15th",
        "5 sites",
        "1,200 devices",
        "SOC 2",
        "401k",
        "80 percent",
    ],
)
def test_numbers_that_are_not_money(text: str) -> None:
    assert find_money(fold(text)) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 80 to 95k", [80, 95_000]),
        ("went from 80k to 95k", [80_000, 95_000]),
        ("80k -> 95k", [80_000, 95_000]),
        ("50 seats ~ $120k", [120_000]),
        ("20k on top of 100", [20_000, 100]),
    ],
)
def test_a_change_is_two_sums_and_not_a_range(text: str, values: list[int]) -> None:
    assert [m.value for m in find_money(fold(text))] == values


def test_amount_types_stand_before_or_after() -> None:
    assert find_money(fold("120k ARR"))[0].amount_type == "ARR"
    assert find_money(fold("ACV is 90k"))[0].amount_type == "ACV"
    assert find_money(fold("60k p.a."))[0].amount_type == "ARR"


def test_a_trillion_and_more_is_no_sum() -> None:
    assert find_money("acme at 999,999,999,999")[0].value == Decimal(999_999_999_999)
    assert find_money("acme at " + "9" * 5_000) == ()
