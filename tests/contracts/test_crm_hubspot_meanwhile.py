"""What a colleague changes in HubSpot between a write's reading, its first try and the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from adapters.crm.hubspot.crm import HubSpotCrm
from bot.errors import CrmConflict, CrmPermission, CrmTransient
from bot.sales import CrmUpdate
from tests.contracts.company import BETH, HALCYON, NOW, RESEARCH
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.contracts.test_crm_hubspot import DEAL, EXPECTED, RULES, UPDATE, written
from tests.fakes.faults import Fault
from tests.fakes.hubspot import TOKEN, HubSpot


@pytest.fixture
def crm(hubspot_server: HubSpot) -> Iterator[Elsewhere]:
    real = HubSpotCrm(TOKEN, RULES, lambda: NOW, lambda _: None, base=hubspot_server.url)
    crm = Elsewhere(real, HubSpotVendor(hubspot_server))
    crm.load_seed([HALCYON], [BETH], [RESEARCH])
    yield crm
    real.close()


def test_trying_again_keeps_what_a_colleague_changed_after_the_first_try(
    crm: Elsewhere, hubspot_server: HubSpot
) -> None:
    hubspot_server.faults.arm(Fault("dropped"), path="associations/2026-09/notes")
    with pytest.raises(CrmTransient):
        crm.update(UPDATE, "U1")
    cara = hubspot_server.put("contacts", {"firstname": "Cara", "lastname": "Zed"})
    hubspot_server.link("deals", "contacts", DEAL, cara)
    (task,) = hubspot_server.objects["tasks"]
    hubspot_server.put("tasks", {"hs_timestamp": "2026-05-20T17:00:00.000Z"}, task)
    assert crm.update(UPDATE, "U1").repeated
    after = crm.opportunity("P1", "U1")
    assert cara in after.contacts
    assert len(after.contacts) == 3
    assert after.next_step_due == date(2026, 5, 20)
    assert [note.text for note in crm.notes("P1", "U1")] == [UPDATE.note]


def test_a_change_while_contacts_are_made_is_a_conflict(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    crm.opportunity("P1", "U1")
    hubspot_server.faults.just_before(3, lambda: hubspot_server.put("deals", {"amount": "99000"}, DEAL))
    with pytest.raises(CrmConflict) as conflict:
        crm.update(UPDATE, "U1")
    assert conflict.value.fields == ("amount",)
    assert crm.opportunity("P1", "U1").amount == Decimal(99000)


def test_a_change_of_something_else_meanwhile_is_no_conflict(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    crm.opportunity("P1", "U1")
    hubspot_server.faults.just_before(
        3, lambda: hubspot_server.put("deals", {"cornerman_updates": "0123456789abcdef"}, DEAL)
    )
    crm.update(UPDATE, "U1")
    assert written(crm, hubspot_server) == EXPECTED
    kept = hubspot_server.objects["deals"][DEAL]["properties"]["cornerman_updates"]
    assert kept.split()[0] == "0123456789abcdef"


def test_a_lead_that_was_renamed_and_handed_on_is_not_taken_back(
    crm: Elsewhere, hubspot_server: HubSpot
) -> None:
    lead = CrmUpdate("k1", "lead:Zephyr", note="maybe something there")
    company = crm.update(lead, "U1").after.account_id
    now = {"name": "Zephyr International", "hubspot_owner_id": "5002"}
    hubspot_server.put("companies", now, company)
    with pytest.raises(CrmPermission):
        crm.update(replace(lead, key="k2"), "U1")
    held = hubspot_server.objects["companies"][company]["properties"]
    assert {name: held[name] for name in now} == now


def test_a_lead_that_was_renamed_keeps_its_new_name(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    lead = CrmUpdate("k1", "lead:Zephyr", note="maybe something there")
    company = crm.update(lead, "U1").after.account_id
    hubspot_server.put("companies", {"name": "Zephyr International"}, company)
    crm.book("U1")
    assert crm.update(replace(lead, key="k2"), "U1").after.account_id == company
    assert hubspot_server.objects["companies"][company]["properties"]["name"] == "Zephyr International"
    assert len(crm.notes(f"account:{company}", "U1")) == 2


def test_a_contact_that_was_renamed_keeps_its_new_name(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    first = CrmUpdate("k1", "P1", {"contacts": ("K1", "new:Ute Senn")}, {}, "met Ute")
    (made,) = set(crm.update(first, "U1").after.contacts) - {"K1"}
    hubspot_server.put("contacts", {"lastname": "Senn-Vogt"}, made)
    again = crm.update(replace(first, key="k2"), "U1").after.contacts
    assert set(again) == {"K1", made}
    assert hubspot_server.objects["contacts"][made]["properties"]["lastname"] == "Senn-Vogt"
