"""What a portal or an organisation lacks of what Cornerman needs there, in an administrator's words."""

from __future__ import annotations

import pytest
from requests import Session

from adapters.crm.findings import Finding
from bot.chat import Person, Role
from tests.contracts.company import BETH, HALCYON, RESEARCH
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.fakes.faults import Fault
from tests.fakes.hubspot import HubSpot
from tests.fakes.salesforce import Salesforce

Org = tuple[Salesforce, Session]


@pytest.fixture(params=["hubspot", "salesforce"])
def crm(request: pytest.FixtureRequest) -> Elsewhere:
    found = request.getfixturevalue(f"{request.param}_crm")
    assert isinstance(found, Elsewhere)
    found.load_seed([HALCYON], [BETH], [RESEARCH])
    if isinstance(found.vendor, HubSpotVendor):
        found.vendor.server.owners = [
            {"id": f"500{n}", "firstName": f"U{n}", "email": f"u{n}@acme.example", "archived": False}
            for n in range(1, 5)
        ]
    return found


def person(crm: Elsewhere, short: str, *, id: str = "", email: str = "", role: Role = "rep") -> Person:
    user = crm.vendor.theirs(short) if short else ""
    return Person(id or short.lower(), short or id, email, frozenset({role}), crm_user=user)


def said(crm: Elsewhere, *persons: Person, verdict: str = "missing") -> list[str]:
    checked = crm.crm.check(persons or [person(crm, "U1")])
    return [one.said for one in checked if one.verdict == verdict]


def test_where_all_is_there_nothing_is_missing(crm: Elsewhere) -> None:
    found = list(crm.crm.check([person(crm, "U1"), person(crm, "U2")]))
    assert [one for one in found if one.verdict == "missing"] == []
    ok = [one.said for one in found if one.verdict == "ok"]
    assert ok[0].startswith("connects")
    assert "2 of 2 people write as their own user" in ok
    assert "4 of 4 stages are there" in ok
    assert any(sentence.endswith("own fields are there") or "own properties" in sentence for sentence in ok)


def test_people_are_matched_with_the_users_there(crm: Elsewhere) -> None:
    unmatched, boss = person(crm, "", id="ben"), person(crm, "", id="ana", role="manager")
    gone = person(crm, "U9" if isinstance(crm.vendor, HubSpotVendor) else "U77", id="dan")
    found = list(crm.crm.check([person(crm, "U1"), unmatched, boss, gone]))
    lacking = [one.said for one in found if one.verdict == "missing"]
    assert "ben (ben) is no user of the CRM and logs nothing" in lacking[0]
    assert f"(dan) is to write as {gone.crm_user}, who has no active account there" in lacking[1]
    assert Finding("ok", "1 of 4 people write as their own user") in found
    assert any("ana (ana) is no user" in one.said for one in found if one.verdict == "note")


def test_somebody_who_would_write_as_a_colleague_is_named(
    hubspot_crm: Elsewhere, hubspot_server: HubSpot
) -> None:
    hubspot_server.owners = [
        {"id": "5001", "firstName": "Ann", "lastName": "Ek", "email": "ann@acme.example", "archived": False}
    ]
    assert said(hubspot_crm, person(hubspot_crm, "U1", id="bo", email="bo@acme.example")) == [
        "U1 (bo) <bo@acme.example> is to write as Ann Ek <ann@acme.example>: name another crm_user, or one "
        "address"
    ]
    assert said(hubspot_crm, person(hubspot_crm, "U1", id="ann", email="Ann@acme.example")) == []


def test_what_a_portal_lacks_is_named(hubspot_crm: Elsewhere, hubspot_server: HubSpot) -> None:
    hubspot_server.owners = [{"id": "5001", "email": "", "archived": False}]
    properties = hubspot_server.properties
    del properties["deals"]["cornerman_updates"]
    del properties["deals"]["cornerman_seats"]
    properties["deals"]["closedate"] = "string"
    properties["deals"]["closed_lost_reason"] = "price|budget"
    properties["notes"]["cornerman_id"] = "string"
    del properties["tasks"]["cornerman_id"]
    hubspot_server.pipelines["default"]["negotiation"] = {"isClosed": "true", "probability": "1.0"}
    del hubspot_server.pipelines["default"]["closed_lost"]
    assert said(hubspot_crm) == [
        "create the property cornerman_updates (text) on deals: nothing is written without it",
        "create the property cornerman_id (text, unique values) on tasks: nothing is written without it",
        "cornerman_id on notes takes the same value twice: make it unique",
        "“closedate” (closedate) is a string, which does not fit close date",
        "the deal property cornerman_seats, for seats, is not there: create it, or name another, or "
        '"" for none, in hubspot.fields',
        "“closed lost reason” has no option timing: add it there, or take it out of reason here",
        "stage “Negotiation” is open here and won there: let them agree",
        "there is no stage closed_lost: give “Closed Lost” a `crm_value`, one of discovery (Discovery), "
        "negotiation (Negotiation), closed_won (Closed_Won), renewal_open (Renewal_Open)",
    ]
    notes = said(hubspot_crm, verdict="note")
    assert notes[0] == "no stage here stands for Renewal_Open: Cornerman moves nothing there"
    assert "whether the key may write" in notes[-1]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("account-info", 401, "HubSpot refuses Cornerman's key, or the key lacks a scope"),
        ("objects/2026-09/notes", 403, "the key may not read notes"),
        ("properties", 403, "the key may not read properties, pipelines or owners"),
    ],
)
def test_what_a_key_may_not_read_is_named(
    hubspot_crm: Elsewhere, hubspot_server: HubSpot, path: str, status: int, sentence: str
) -> None:
    hubspot_server.owners = [{"id": "5001", "email": "", "archived": False}]
    hubspot_server.faults.arm(Fault("answer", status, {"category": "MISSING_SCOPES"}), path=path)
    (lacking,) = said(hubspot_crm)
    assert lacking.startswith(sentence)


def test_what_an_organisation_lacks_is_named(salesforce_crm: Elsewhere, salesforce_org: Org) -> None:
    org = salesforce_org[0]
    salesforce_crm.load_seed([HALCYON], [BETH], [RESEARCH])
    org.hidden = frozenset({"Bot_Update_Id__c", "CurrencyIsoCode"})
    org.extra["Opportunity"] = {
        "Seats__c": ("double", 0, "-"),
        "CloseDate": ("string", 20, ""),
        "Competitors__c": ("picklist", 40, ""),
    }
    org.extra["Task"] = {"Region__c": ("string", 80, "r")}
    del org.users["u2@acme.example"]
    lacking = said(salesforce_crm, person(salesforce_crm, "U1"), person(salesforce_crm, "U2"))
    assert lacking == [
        "U2 (u2) is to write as 005000000000002AAA, who has no active account there; `cornerman people sync` "
        "matches by e-mail address, or name their crm_user",
        "U2 (u2) cannot be signed in: let their profile or permission set into the External Client App",
        "Task shows no field Bot_Update_Id__c (text 255, external id, unique): create it and let sellers "
        "edit it; nothing is written without it",
        "Contact shows no field Bot_Update_Id__c (text 255, external id, unique): create it and let sellers "
        "edit it; nothing is written without it",
        "a new task needs Region, which Cornerman does not know: give it a default value",
        "“CloseDate” (CloseDate) is a string, which does not fit close date",
        "the field Seats__c of Opportunity, for seats, cannot be edited: create it, let sellers edit it, or "
        'name another, or "" for none, in salesforce.fields',
        "“Competitors” takes one value only: make it a multi-select picklist",
    ]
    assert "the organisation has one currency only" in said(salesforce_crm, verdict="note")


def test_of_many_people_some_are_signed_in_to_try(salesforce_crm: Elsewhere, salesforce_org: Org) -> None:
    salesforce_crm.load_seed([HALCYON], [BETH], [RESEARCH])
    many = [person(salesforce_crm, "U1", id=f"p{n}") for n in range(26)]
    salesforce_org[0].tokens.clear()
    assert "the first 25 people were signed in to try" in said(salesforce_crm, *many, verdict="note")
    assert said(salesforce_crm, *many) == []


def test_an_app_that_does_not_let_its_own_user_in_is_told(
    salesforce_crm: Elsewhere, salesforce_org: Org
) -> None:
    salesforce_org[0].users.clear()
    (lacking,) = said(salesforce_crm)
    assert lacking.startswith("Salesforce does not sign in `salesforce.username`: check the client id")
