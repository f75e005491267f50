"""Of everyone else's records a book of ours holds those that the message may name, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.sales import Contact, CrmUpdate
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
    RENEWAL,
    RESEARCH,
    OwnCrm,
)


@pytest.fixture(autouse=True)
def _seed(own: OwnCrm) -> None:
    own.load_seed([HALCYON, BOREAL, CASTOR, DORIC], [BETH, CARL, CORA, DORA], [RESEARCH, RENEWAL, BARE])


def test_what_is_named_comes_beside_what_is_the_speakers(own: OwnCrm) -> None:
    book = own.book("U1", "Boreal wants 80k, Dora Ek says")
    assert [o.id for o in book.others] == ["P2"]
    assert set(book.accounts) == {HALCYON, BOREAL, CASTOR}
    assert set(book.contacts) == {BETH, CORA, DORA}


def test_what_is_not_named_does_not(own: OwnCrm) -> None:
    book = own.book("U1")
    assert (book.others, book.accounts, book.contacts) == ((), (HALCYON, CASTOR), (BETH, CORA))
    assert own.book("U1", "hello there") == book


@pytest.mark.parametrize(
    "said",
    ["boreal: 80k", "BOREAL", "Boreal's renewal", "borael closes in May", "spoke with Carl Bo", "Carl ok"],
)
def test_it_is_found_by_name_slip_and_person(own: OwnCrm, said: str) -> None:
    assert [o.id for o in own.book("U1", said).others] == ["P2"]


def test_a_strangers_contact_comes_with_nothing_but_the_name(own: OwnCrm) -> None:
    assert set(own.book("U2", "Beth Orlov").contacts) == {Contact("K1", "A1", "Beth Orlov"), CARL}


def test_what_is_new_or_renamed_is_found_at_once(own: OwnCrm) -> None:
    assert set(own.book("U1", "Zephyr and Boreal").accounts) == {HALCYON, BOREAL, CASTOR}
    own.load_seed([replace(BOREAL, name="Zephyr Works")], [], [])
    assert {a.name for a in own.book("U1", "zephyr").accounts} == {"Halcyon Labs", "Zephyr Works", "Castor"}
    own.update(CrmUpdate("k1", "P1", {"contacts": ("new:Gus Imhof",)}), "U1")
    assert {c.name for c in own.book("U2", "Gus Imhof signed").contacts} == {"Carl Bo", "Gus Imhof"}


def test_what_changes_hands_is_the_new_owners_at_once(own: OwnCrm) -> None:
    assert own.book("U2").accounts == (BOREAL,)
    own.load_seed([replace(CASTOR, owner_id="U2")], [], [replace(BARE, owner_id="U2")])
    assert [a.id for a in own.book("U2").accounts] == ["A1", "A2", "A3"]
    assert [c.id for c in own.book("U2").contacts] == ["K1", "K2", "K3"]
    assert [a.id for a in own.book("U1").accounts] == ["A1"]


def test_nothing_is_left_of_what_was_cleared(own: OwnCrm) -> None:
    own.book("U1", "Boreal")
    own.clear()
    book = own.book("U1", "Boreal")
    assert (book.mine, book.others, book.accounts, book.contacts) == ((), (), (), ())
