"""A real CRM on trial: what a write would do is worked out, checked and told, and nothing is written."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from requests import Session

from adapters.crm.hubspot.crm import HubSpotCrm
from adapters.crm.rules import Rules
from adapters.crm.shadow import ShadowCrm
from bot.errors import CrmConflict, CrmError, CrmPermission, CrmValidation
from bot.sales import CrmUpdate, FieldName, Opportunity, Value
from tests.contracts.company import (
    BARE,
    BETH,
    CARL,
    COMPETITORS,
    HALCYON,
    LOSS_REASONS,
    NOW,
    RESEARCH,
    STAGES,
    VERIFIERS,
)
from tests.contracts.conftest import no_sleep
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.contracts.salesforce_vendor import SalesforceVendor
from tests.contracts.test_crm import plain
from tests.contracts.test_crm_hubspot import UPDATE
from tests.fakes.hubspot import TOKEN, HubSpot
from tests.fakes.salesforce import Salesforce

Org = tuple[Salesforce, Session]


@pytest.fixture(params=["hubspot", "salesforce"])
def crm(request: pytest.FixtureRequest) -> Elsewhere:
    found = request.getfixturevalue(f"{request.param}_crm")
    assert isinstance(found, Elsewhere)
    found.load_seed([HALCYON], [BETH, CARL], [RESEARCH, BARE])
    return found


def kept(crm: Elsewhere) -> Any:
    """All that the vendor holds."""
    if isinstance(crm.vendor, SalesforceVendor):
        return deepcopy(crm.vendor.server.tables)
    assert isinstance(crm.vendor, HubSpotVendor)
    return deepcopy((crm.vendor.server.objects, crm.vendor.server.links))


def without_new(one: Opportunity) -> Opportunity:
    """A contact that is created has an id only afterwards."""
    return replace(plain(one), contacts=tuple(c for c in one.contacts if c[0] == "K"))


@pytest.mark.parametrize(
    "update",
    [
        UPDATE,
        CrmUpdate("k1", "P1", {"status": "won"}),
        CrmUpdate("k2", "P1", {"stage": "closed_lost", "reason": "price"}, {"stage": "discovery"}),
        CrmUpdate("k3", "P1", {"competitors": ("Nimbex",), "verifiers": (), "seats": None}),
        CrmUpdate("k4", "P1", {"contacts": ("K2",), "next_step_due": None}),
        CrmUpdate("k5", "P1", {}, {}, "Called Beth", "call"),
    ],
)
def test_what_is_planned_is_what_a_write_then_does(crm: Elsewhere, update: CrmUpdate) -> None:
    before = kept(crm)
    planned = crm.plan(update, "U1")
    assert kept(crm) == before
    assert (planned.written, planned.repeated) == (False, False)
    assert plain(planned.before) == plain(RESEARCH)
    done = crm.update(update, "U1")
    assert without_new(planned.after) == without_new(done.after)
    assert len(planned.after.contacts) == len(done.after.contacts)


@pytest.mark.parametrize(
    ("values", "expect"),
    [
        ({"stage": "demo"}, {}),
        ({"amount": Decimal("-1")}, {}),
        ({"currency": "CHF"}, {}),
        ({"amount_type": "what Dana said"}, {}),
        ({"amount_type": "ACV;TCV"}, {}),
        ({"next_step": "x" * 256}, {}),
        ({"contacts": ("K1", "K99")}, {}),
        ({"contacts": ("new: ",)}, {}),
        ({"note_type": "letter"}, {}),
        ({"amount": Decimal(7)}, {"amount": Decimal(8)}),
    ],
)
def test_what_a_write_refuses_is_refused_on_trial_in_the_same_words(
    crm: Elsewhere, values: dict[FieldName, Value], expect: dict[FieldName, Value]
) -> None:
    update = CrmUpdate("k1", "P1", {"seats": 4, **values}, expect, "Call")
    before = kept(crm)
    with pytest.raises(CrmError) as planned:
        crm.plan(update, "U1")
    with pytest.raises(CrmError) as refused:
        crm.update(update, "U1")
    assert type(planned.value) is type(refused.value) is (CrmConflict if expect else CrmValidation)
    assert str(planned.value) == str(refused.value)
    if not expect:
        assert (
            getattr(planned.value, "field", "") == getattr(refused.value, "field", "") == next(iter(values))
        )
    assert kept(crm) == before


def test_the_trial_reads_live_and_hands_every_write_to_the_plan(crm: Elsewhere) -> None:
    trial, name = ShadowCrm(crm.crm), crm.vendor.theirs
    before = kept(crm)
    update = CrmUpdate("k1", name("P1"), {"amount": Decimal(7)}, {}, "Call")
    applied = trial.update(update, name("U1"))
    assert (applied.after.amount, applied.written) == (Decimal(7), False)
    assert trial.opportunity(name("P1"), name("U1")).amount == Decimal("150000.50")
    assert trial.notes(name("P1"), name("U1")) == []
    assert trial.book(name("U1")) == crm.crm.book(name("U1"))
    with pytest.raises(CrmPermission):
        trial.update(update, name("U8"))
    assert kept(crm) == before


def test_on_trial_a_portal_says_what_only_it_knows(hubspot_crm: Elsewhere, hubspot_server: HubSpot) -> None:
    hubspot_crm.load_seed([HALCYON], [BETH], [RESEARCH])
    deals = hubspot_server.properties["deals"]
    deals["closed_lost_reason"], deals["cornerman_seats"] = "Too expensive|No budget", "number calculated"
    del deals["cornerman_evidence"]
    hubspot_server.put("deals", {"pipeline": "renewals", "dealstage": "renewal_open"}, "9001")
    refused: dict[FieldName, tuple[Value, str]] = {
        "reason": ("price", "HubSpot does not take that value for “closed lost reason”."),
        "seats": (3, "HubSpot has no field for “seats” here"),
        "verifiers": (("champion",), "HubSpot has no field for “verifiers” here"),
        "stage": ("negotiation", "This deal's pipeline in HubSpot has no such stage"),
    }
    for name, (value, sentence) in refused.items():
        with pytest.raises(CrmValidation, match=sentence) as said:
            hubspot_crm.plan(CrmUpdate("k1", "P1", {name: value}), "U1")
        assert said.value.field == name


def test_on_trial_an_organisation_says_what_only_it_knows(
    salesforce_crm: Elsewhere, salesforce_org: Org
) -> None:
    org = salesforce_org[0]
    salesforce_crm.load_seed([HALCYON], [BETH], [RESEARCH])
    org.extra["Opportunity"] = {
        "NextStep": ("string", 20, ""),
        "Seats__c": ("double", 0, "-"),
        "Amount_Type__c": ("picklist", 255, "r"),
    }
    org.extra["Task"] = {"Region__c": ("string", 80, "r")}
    org.put("Opportunity", {"HasOpportunityLineItem": True}, "006000000000001AAA")
    refused: dict[FieldName, tuple[Value, str]] = {
        "next_step": ("Send the whole order form", "too long for “NextStep”"),
        "seats": (3, "Salesforce has no field for “seats” here"),
        "amount_type": (None, "Salesforce needs a value for “Amount Type”"),
        "amount": (Decimal(5), "has products in Salesforce"),
        "currency": ("EUR", r"its field Region: ask your administrator"),
    }
    for name, (value, sentence) in refused.items():
        with pytest.raises(CrmValidation, match=sentence):
            salesforce_crm.plan(CrmUpdate("k1", "P1", {name: value}), "U1")


def test_a_trial_needs_nothing_created_first(crm: Elsewhere) -> None:
    """Cornerman's own fields are made before writing is switched on, else it says that they are missing."""
    if isinstance(crm.vendor, SalesforceVendor):
        crm.vendor.server.hidden = frozenset({"Bot_Update_Id__c"})
    elif isinstance(crm.vendor, HubSpotVendor):
        del crm.vendor.server.properties["deals"]["cornerman_updates"]
    update = CrmUpdate("k1", "P1", {"amount": Decimal(7)}, {}, "Call")
    assert crm.plan(update, "U1").after.amount == Decimal(7)
    with pytest.raises(CrmValidation, match="`cornerman crm check` tells them"):
        crm.update(update, "U1")
    assert crm.opportunity("P1", "U1").amount == Decimal("150000.50")


def test_what_an_administrator_has_just_added_is_taken(hubspot_server: HubSpot) -> None:
    now, rules = [NOW], Rules(STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS)
    real = HubSpotCrm(TOKEN, rules, lambda: now[0], no_sleep, base=hubspot_server.url)
    crm = Elsewhere(real, HubSpotVendor(hubspot_server))
    crm.load_seed([HALCYON], [BETH], [RESEARCH])
    shape = hubspot_server.properties["deals"].pop("cornerman_seats")
    update = CrmUpdate("k1", "P1", {"seats": 3})
    with pytest.raises(CrmValidation):
        crm.plan(update, "U1")
    hubspot_server.properties["deals"]["cornerman_seats"] = shape
    now[0] += timedelta(minutes=2)
    assert crm.plan(update, "U1").after.seats == 3
    real.close()


def test_a_day_kept_as_a_date_is_written_as_one(hubspot_crm: Elsewhere, hubspot_server: HubSpot) -> None:
    hubspot_server.properties["deals"]["closedate"] = "date"
    hubspot_crm.load_seed([HALCYON], [BETH], [replace(RESEARCH, close_date=None)])
    after = hubspot_crm.update(CrmUpdate("k1", "P1", {"close_date": date(2026, 3, 31)}), "U1").after
    assert hubspot_server.objects["deals"]["9001"]["properties"]["closedate"] == "2026-03-31"
    assert after.close_date == date(2026, 3, 31)
