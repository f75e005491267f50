"""Notes on accounts, and new companies: nothing but a name is needed."""

from __future__ import annotations

import pytest

from bot.errors import CrmNotFound, CrmPermission, CrmValidation
from bot.sales import CrmUpdate
from tests.contracts.company import BOREAL, CASTOR, HALCYON, OwnCrm, SeededCrm


@pytest.fixture(autouse=True)
def _seed(request: pytest.FixtureRequest) -> None:
    crm = request.getfixturevalue("own" if "own" in request.fixturenames else "crm")
    crm.load_seed([HALCYON, BOREAL, CASTOR], [], [])


def lead(name: str, key: str = "k1") -> CrmUpdate:
    return CrmUpdate(key, f"lead:{name}", note="maybe something there")


def test_a_lead_is_the_speakers_account_and_found_by_its_name(own: OwnCrm) -> None:
    applied = own.update(lead("Zephyr  Robotics "), "U1")
    assert (applied.after.name, applied.after.owner_id, applied.before) == (
        "Zephyr Robotics",
        "U1",
        applied.after,
    )
    assert applied.after.account_id in {a.id for a in own.book("U1").accounts}
    book = own.book("U2", "zephyr robotics called")
    assert {a.name for a in book.accounts} == {"Boreal", "Zephyr Robotics"}


def test_a_key_and_a_name_make_one_lead(own: OwnCrm) -> None:
    first = own.update(lead("Zephyr"), "U1")
    assert own.update(lead("Zephyr"), "U1").repeated
    assert own.update(lead("zephyr", "k2"), "U1").after.account_id == first.after.account_id
    assert own.update(lead("Zephyr", "k3"), "U2").after.account_id != first.after.account_id
    assert len([a for a in own.book("U1").accounts if a.name == "Zephyr"]) == 1


def test_a_note_on_ones_own_account(own: OwnCrm) -> None:
    applied = own.update(CrmUpdate("k1", "account:A3", note="coffee"), "U1")
    assert (applied.after.account_id, applied.after.name) == ("A3", "Castor")


@pytest.mark.parametrize(
    ("update", "error"),
    [
        (CrmUpdate("k1", "account:A2", note="x"), CrmPermission),
        (CrmUpdate("k1", "account:A9", note="x"), CrmNotFound),
        (CrmUpdate("k1", "lead: ", note="x"), CrmValidation),
        (CrmUpdate("k1", "account:A3", {"amount": 5}), CrmValidation),
    ],
)
def test_what_is_no_account_of_theirs_or_no_note_is_refused(
    own: OwnCrm, update: CrmUpdate, error: type[Exception]
) -> None:
    before = own.book("U1")
    with pytest.raises(error):
        own.update(update, "U1")
    assert own.book("U1") == before


def test_nobody_has_no_leads(own: OwnCrm) -> None:
    with pytest.raises(CrmValidation):
        own.update(lead("Zephyr"), "")


def test_a_crm_that_cannot_keep_such_a_note_says_so(crm: SeededCrm) -> None:
    kept, why = True, "Notes go on opportunities only in this CRM: open one there, then send it again."
    try:
        kept = crm.update(lead("Zephyr"), "U1").after.name == "Zephyr"
    except CrmValidation as refused:
        kept = str(refused) == why
    assert kept
