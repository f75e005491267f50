"""The CRMs whose records are ours: filling them and emptying them, and what only they keep."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.errors import CrmPermission
from bot.sales import CrmUpdate, Note
from tests.contracts.company import (
    BARE,
    BETH,
    BOREAL,
    CARL,
    CASTOR,
    CORA,
    DORA,
    DORIC,
    HALCYON,
    NOW,
    RENEWAL,
    RESEARCH,
    OwnCrm,
)


@pytest.fixture(autouse=True)
def _seed(own: OwnCrm) -> None:
    own.load_seed([HALCYON, BOREAL, CASTOR, DORIC], [BETH, CARL, CORA, DORA], [RESEARCH, RENEWAL, BARE])


def test_accounts_and_contacts_come_back_whole(own: OwnCrm) -> None:
    book = own.book("U1", "Boreal, Doric")
    assert set(book.accounts) == {HALCYON, BOREAL, CASTOR, DORIC}
    assert book.contacts == (BETH, CORA)
    assert book.mine == (replace(RESEARCH, version="1"), replace(BARE, version="1"))


def test_a_write_keeps_the_order_of_a_list_and_counts_the_version(own: OwnCrm) -> None:
    applied = own.update(CrmUpdate("k1", "P1", {"contacts": ("K2", "K1", "K2")}), "U1")
    assert applied.before == replace(RESEARCH, version="1")
    assert applied.after == replace(RESEARCH, version="2", contacts=("K2", "K1"))


def test_a_key_returns_the_first_result_whatever_is_asked_again(own: OwnCrm) -> None:
    first = own.update(CrmUpdate("k1", "P1", {"amount": Decimal(1)}), "U1")
    again = own.update(CrmUpdate("k1", "P1", {"amount": Decimal(3)}, {"amount": Decimal(5)}), "U1")
    assert again == replace(first, repeated=True)


def test_seeding_again_replaces_and_bumps_the_version(own: OwnCrm) -> None:
    note = Note("N1", "U9", "Seeded", NOW, "P1")
    own.update(CrmUpdate("k1", "P1", {"amount": Decimal(1)}), "U1")
    for text in ("first", "second"):
        changed = replace(RESEARCH, team_ids=("U4",))
        own.load_seed([replace(HALCYON, name="Halcyon")], [BETH], [changed], [replace(note, text=text)])
    assert own.opportunity("P1", "U4") == replace(RESEARCH, team_ids=("U4",), version="4")
    assert own.book("U1").account("A1") == replace(HALCYON, name="Halcyon")
    assert [n.text for n in own.notes("P1", "U1")] == ["second"]
    with pytest.raises(CrmPermission):
        own.opportunity("P1", "U3")


def test_clearing_forgets_records_notes_and_keys(own: OwnCrm) -> None:
    own.update(CrmUpdate("k1", "P1", {"amount": Decimal(1)}, {}, "Call"), "U1")
    own.clear()
    book = own.book("U1")
    assert (book.mine, book.others, book.accounts, book.contacts) == ((), (), (), ())
    own.load_seed([HALCYON], [], [RESEARCH])
    assert not own.update(CrmUpdate("k1", "P1", {"amount": Decimal(2)}), "U1").repeated
    assert own.notes("P1", "U1") == []
