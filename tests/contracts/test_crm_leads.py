"""Notes on accounts, and new companies: nothing but a name is needed."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

import pytest

from bot.errors import CrmNotFound, CrmPermission, CrmTransient, CrmValidation
from bot.sales import CrmUpdate
from tests.contracts.company import BOREAL, CASTOR, HALCYON, SeededCrm
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.contracts.salesforce_vendor import SalesforceVendor
from tests.fakes.faults import Fault


@pytest.fixture
def crm(crm: SeededCrm) -> SeededCrm:
    crm.load_seed([HALCYON, BOREAL, CASTOR], [], [])
    return crm


def lead(name: str, key: str = "k1") -> CrmUpdate:
    return CrmUpdate(key, f"lead:{name}", note="maybe something there")


def test_a_lead_is_the_speakers_account_and_found_by_its_name(crm: SeededCrm) -> None:
    applied = crm.update(lead("Zephyr  Robotics "), "U1")
    assert (applied.after.name, applied.after.owner_id, applied.before) == (
        "Zephyr Robotics",
        "U1",
        applied.after,
    )
    assert applied.after.account_id in {a.id for a in crm.book("U1").accounts}
    book = crm.book("U2", "zephyr robotics called")
    assert {"Boreal", "Zephyr Robotics"} <= {a.name for a in book.accounts}


def test_a_key_and_a_name_make_one_lead(crm: SeededCrm) -> None:
    first = crm.update(lead("Zephyr"), "U1")
    assert crm.update(lead("Zephyr"), "U1").repeated
    assert crm.update(lead("zephyr", "k2"), "U1").after.account_id == first.after.account_id
    assert crm.update(lead("Zephyr", "k3"), "U2").after.account_id != first.after.account_id
    assert len([a for a in crm.book("U1").accounts if (a.name, a.owner_id) == ("Zephyr", "U1")]) == 1


def test_a_note_on_ones_own_account(crm: SeededCrm) -> None:
    applied = crm.update(CrmUpdate("k1", "account:A3", note="coffee"), "U1")
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
    crm: SeededCrm, update: CrmUpdate, error: type[Exception]
) -> None:
    before = crm.book("U1")
    with pytest.raises(error):
        crm.update(update, "U1")
    assert crm.book("U1") == before


def test_nobody_has_no_leads(crm: SeededCrm) -> None:
    with pytest.raises(CrmValidation):
        crm.update(lead("Zephyr"), "")


def test_notes_on_an_account_are_read_back_by_their_author_alone(crm: SeededCrm) -> None:
    account = crm.update(lead("Zephyr"), "U1").after.account_id
    crm.update(CrmUpdate("k2", "account:A3", note="coffee", note_type="meeting"), "U1")
    (first,) = crm.notes(f"account:{account}", "U1")
    assert (first.text, first.author_id, first.account_id, first.opportunity_id) == (
        "maybe something there",
        "U1",
        account,
        None,
    )
    assert [(n.text, n.note_type) for n in crm.notes("account:A3", "U1")] == [("coffee", "meeting")]
    assert [crm.notes("account:A3", other) for other in ("U2", "")] == [[], []]


@pytest.mark.parametrize("name", ["hubspot", "salesforce"])
def test_on_trial_a_note_on_an_account_is_told_and_not_kept(
    request: pytest.FixtureRequest, name: str
) -> None:
    crm = request.getfixturevalue(f"{name}_crm")
    assert isinstance(crm, Elsewhere)
    crm.load_seed([CASTOR], [], [])
    planned = crm.plan(lead("Zephyr"), "U1")
    assert (planned.after.name, planned.written) == ("Zephyr", False)
    assert crm.plan(CrmUpdate("k2", "account:A3", note="coffee"), "U1").after.name == "Castor"
    assert [a.name for a in crm.book("U1").accounts] == ["Castor"]
    assert crm.notes("account:A3", "U1") == []


@pytest.mark.parametrize("kind", ["lost", "dropped"])
@pytest.mark.parametrize("name", ["hubspot", "salesforce"])
def test_whichever_call_fails_a_lead_is_kept_once(
    request: pytest.FixtureRequest, name: str, kind: Literal["lost", "dropped"]
) -> None:
    crm = request.getfixturevalue(f"{name}_crm")
    assert isinstance(crm, Elsewhere)
    crm.load_seed([CASTOR], [], [])
    assert isinstance(crm.vendor, HubSpotVendor | SalesforceVendor)
    faults = crm.vendor.server.faults
    crm.update(lead("Warm"), "U1")
    faults.requests.clear()
    crm.update(lead("Warmer", "k2"), "U1")
    calls = len(faults.requests)
    for number in range(1, calls + 1):
        update = lead(f"Lead {number}", f"k{number}0")
        crm.book("U1")
        faults.arm(Fault(kind), number)
        with suppress(CrmTransient):
            crm.update(update, "U1")
        faults.at.clear()
        account = crm.update(update, "U1").after
        assert account.name == f"Lead {number}"
        named = [a.id for a in crm.book("U1").accounts if a.name == f"Lead {number}"]
        assert named == [account.account_id], number
        assert [note.text for note in crm.notes(account.id, "U1")] == ["maybe something there"], number
