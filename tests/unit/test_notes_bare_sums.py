"""Numbers without a mark of money, in the scale of the amount that stands; and numbers that are no sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.notes_world import written

SUMS = (
    ("Lumina now 92", 92_000),
    ("Lumina at ninety two", 92_000),
    ("Lumina settled on 92 five", 92_500),
    ("Lumina: ninety two five is the number", 92_500),
    ("Lumina came in at sixty one and a half", 61_500),
    ("Lumina 92 statt 78", 92_000),
    ("Lumina 92 instead of 78", 92_000),
    ("Lumina: not 78, 92", 92_000),
    ("Lumina down from 110 to 92", 92_000),
    ("Lumina moved 110 to 92", 92_000),
    ("Lumina 92 T€", 92_000),
    ("Lumina PO no. 4500098123 for 92,000", 92_000),
    ("Lumina works out at 92.4", 92_400),
    ("bump Lumina to 92 please", 92_000),
)
NO_SUMS = (
    "call Lumina at 92",
    "met Lumina at ten thirty",
    "met Lumina at 10:45 in room 92",
    "Lumina 60 to 92",
    "Lumina sixty to ninety two",
    "Lumina 92,000 spindles",
    "Lumina 92 looms",
    "Lumina: 92k stehen im Raum",
    "Lumina baulked at 92",
    "Greta from Lumina tried for 92 flat, we declined",
    "Lumina wanted 92k, I said no",
    "A 92k fine hit Lumina",
    "Lumina gets a 92k credit",
    "Lumina splitting it: 92 now, the other 60 in spring",
    "Lumina bietet 92",
    "Lumina PO no. 4500098123 received",
)


@pytest.mark.parametrize(("text", "amount"), SUMS)
def test_a_bare_number_is_a_sum_where_nothing_else_could_be_meant(text: str, amount: int) -> None:
    assert written(text, "amount") == [amount]


@pytest.mark.parametrize("text", NO_SUMS)
def test_a_number_of_something_else_is_no_amount(text: str) -> None:
    assert written(text, "amount") == []


_THOUSANDS = st.integers(min_value=41, max_value=380).filter(lambda n: n not in {80, 85, 401})
_WRITTEN = st.sampled_from(("{}k", "${}k", "{},000", "${},000", "{}.000 EUR", "{} TEUR", "{}"))


@given(low=_THOUSANDS, high=_THOUSANDS, form=_WRITTEN)
def test_from_one_sum_to_another_writes_the_second(low: int, high: int, form: str) -> None:
    if low == high:
        return
    text = f"Lumina went from {form.format(low)} to {form.format(high)}"
    assert written(text, "amount") == [high * 1000], text


_STATED = st.sampled_from(
    ("Lumina is at {}", "Lumina now {}", "we agreed {} with Lumina", "Lumina moved to {}")
)
_TAKEN_BACK = st.sampled_from(
    ("if {} I owe you lunch", "is it true that {}?", "maybe {}", "it's not true that {}", "what if {}?")
)


@given(said=_STATED, wrapped=_TAKEN_BACK, n=_THOUSANDS)
def test_a_sum_supposed_denied_or_asked_is_not_written(said: str, wrapped: str, n: int) -> None:
    assert written(wrapped.format(said.format(f"{n}k")), "amount") == []
