"""What only Salesforce does: its sign-in, sharing, schema, products, one transaction, and lost answers."""

from __future__ import annotations

import logging
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from requests import Session

from adapters.crm.rules import Rules
from adapters.crm.salesforce.connection import SignIn, full_id
from adapters.crm.salesforce.crm import SalesforceCrm
from adapters.crm.salesforce.errors import error_of
from bot.errors import (
    CrmAuth,
    CrmConflict,
    CrmError,
    CrmNotFound,
    CrmPermission,
    CrmThrottled,
    CrmTransient,
    CrmValidation,
)
from bot.sales import Account, CrmUpdate, FieldName, Opportunity, Value
from tests.contracts.company import (
    BETH,
    COMPETITORS,
    HALCYON,
    LOSS_REASONS,
    NOW,
    RESEARCH,
    STAGES,
    VERIFIERS,
)
from tests.contracts.crowd import at_once
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.salesforce_vendor import SalesforceVendor
from tests.contracts.test_crm_hubspot import UPDATE
from tests.fakes.faults import Fault
from tests.fakes.salesforce import AUDIENCE, CLIENT, OPERATOR, Salesforce, key_pair

Org = tuple[Salesforce, Session]
P1, K1, U1 = "006000000000001AAA", "003000000000001AAA", "005000000000001AAA"


@pytest.fixture
def org(salesforce_org: Org) -> Salesforce:
    return salesforce_org[0]


@pytest.fixture
def crm(salesforce_crm: Elsewhere) -> Elsewhere:
    salesforce_crm.load_seed([HALCYON], [BETH], [RESEARCH])
    return salesforce_crm


def another(salesforce_org: Org, **given: Any) -> Elsewhere:
    org, session = salesforce_org
    sign_in = SignIn(org.url, AUDIENCE, CLIENT, key_pair()[0])
    rules = Rules(STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS)
    made = SalesforceCrm(sign_in, given.pop("operator", OPERATOR), rules, lambda: NOW, session, **given)
    return Elsewhere(made, SalesforceVendor(org))


def change(crm: Elsewhere, values: dict[FieldName, Value], key: str = "k1") -> Opportunity:
    return crm.update(CrmUpdate(key, "P1", values), "U1").after


def written(crm: Elsewhere, org: Salesforce) -> tuple[object, ...]:
    """All that UPDATE leaves behind: the record, its notes, every contact, role and task."""
    one = crm.opportunity("P1", "U1")
    notes = [(note.text, note.note_type, note.author_id) for note in crm.notes("P1", "U1")]
    (new,) = [row for row in org.tables["Contact"].values() if row["Id"] != K1]
    values = (one.stage, one.amount, one.next_step, one.next_step_due)
    roles = {row["ContactId"] for row in org.tables["OpportunityContactRole"].values()}
    people = (new["Name"], new["AccountId"], roles == {K1, new["Id"]})
    return (values, notes, people, len(org.tables["Task"]))


def test_a_contact_that_was_renamed_and_has_moved_on_stays_so(crm: Elsewhere, org: Salesforce) -> None:
    (made,) = set(change(crm, {"contacts": ("K1", "new:Ute Senn")}).contacts) - {"K1"}
    row = org.tables["Contact"][made]
    row |= {"LastName": "Vogt", "Name": "Ute Vogt", "AccountId": "001000000000009AAA"}
    before = dict(row)
    change(crm, {"contacts": ("K1",)}, "k2")
    assert set(change(crm, {"contacts": ("K1", "new:Ute Senn")}, "k3").contacts) == {"K1", made}
    assert org.tables["Contact"][made] == before


EXPECTED = (
    ("negotiation", Decimal(80000), "Send order form", date(2026, 4, 2)),
    [("Ann joins; 80k", "call", "U1")],
    ("Ann Lee", "001000000000001AAA", True),
    2,
)


def test_a_write_takes_every_part_with_it_in_few_calls(crm: Elsewhere, org: Salesforce) -> None:
    crm.opportunity("P1", "U1")
    org.faults.requests.clear()
    applied = crm.update(UPDATE, "U1")
    assert not applied.repeated
    assert len(org.faults.requests) == 4
    assert written(crm, org) == EXPECTED


@pytest.mark.parametrize("kind", ["lost", "dropped"])
def test_whichever_call_fails_trying_again_writes_once(crm: Elsewhere, org: Salesforce, kind: str) -> None:
    crm.opportunity("P1", "U1")
    for number in range(1, 5):
        org.tables.clear()
        crm.load_seed([HALCYON], [BETH], [RESEARCH])
        org.faults.arm(Fault("lost" if kind == "lost" else "dropped"), number)
        with pytest.raises(CrmTransient):
            crm.update(UPDATE, "U1")
        again = crm.update(UPDATE, "U1")
        assert written(crm, org) == EXPECTED, number
        assert (again.before.amount, again.after.amount) == (Decimal("150000.50"), Decimal(80000)), number


def test_eight_processes_with_one_key_write_once(crm: Elsewhere, org: Salesforce) -> None:
    def write(_: int) -> str:
        try:
            return "repeated" if crm.update(UPDATE, "U1").repeated else "written"
        except (CrmTransient, CrmConflict) as error:
            return type(error).__name__

    ended = at_once(8, write)
    assert ended.count("written") == 1
    assert written(crm, org) == EXPECTED


def test_a_refused_part_takes_everything_back(crm: Elsewhere, org: Salesforce) -> None:
    org.validation = "Discounts above 20% need approval"
    with pytest.raises(CrmValidation, match=r"^Salesforce: Discounts above 20% need approval\.$") as refused:
        crm.update(UPDATE, "U1")
    assert refused.value.field == "amount"
    assert list(org.tables["Contact"]) == [K1]
    assert crm.notes("P1", "U1") == []
    assert crm.opportunity("P1", "U1").stage == "discovery"


def test_an_amount_that_products_decide_is_refused_before_anything_is_written(
    crm: Elsewhere, org: Salesforce
) -> None:
    org.put("Opportunity", {"HasOpportunityLineItem": True}, P1)
    with pytest.raises(CrmValidation, match="has products") as refused:
        change(crm, {"amount": Decimal(80000), "seats": 4})
    assert refused.value.field == "amount"
    assert crm.opportunity("P1", "U1").seats == 40
    assert change(crm, {"amount": Decimal("150000.50"), "seats": 4}, "k2").seats == 4


def test_an_amount_ignored_all_the_same_is_read_back_as_it_stands(crm: Elsewhere, org: Salesforce) -> None:
    crm.opportunity("P1", "U1")
    org.faults.just_before(2, lambda: org.put("Opportunity", {"HasOpportunityLineItem": True}, P1))
    assert change(crm, {"amount": Decimal(80000)}).amount == Decimal("150000.50")


def test_an_amount_ignored_is_told_as_it_stands_although_the_answer_was_lost(
    crm: Elsewhere, org: Salesforce
) -> None:
    crm.opportunity("P1", "U1")
    org.faults.just_before(2, lambda: org.put("Opportunity", {"HasOpportunityLineItem": True}, P1))
    org.faults.at = {2: Fault("lost")}
    update = CrmUpdate(
        "k1", "P1", {"amount": Decimal(80000), "seats": 4}, {"amount": Decimal("150000.50"), "seats": 40}
    )
    with pytest.raises(CrmTransient):
        crm.update(update, "U1")
    again = crm.update(update, "U1")
    assert again.repeated
    assert (again.before.seats, again.after.seats) == (40, 4)
    assert (again.before.amount, again.after.amount) == (Decimal("150000.50"), Decimal("150000.50"))


def test_a_record_that_a_write_takes_out_of_sight_is_written_all_the_same(
    crm: Elsewhere, org: Salesforce
) -> None:
    crm.opportunity("P1", "U1")

    def hide() -> None:
        org.private = True
        org.put("Opportunity", {"OwnerId": "005000000000002AAA"}, P1)
        org.tables["OpportunityTeamMember"].clear()

    org.faults.just_before(3, hide)
    applied = crm.update(CrmUpdate("k1", "P1", {"status": "won"}), "U1")
    assert (applied.after.stage, applied.after.status) == ("closed_won", "won")
    assert org.tables["Opportunity"][P1]["StageName"] == "Closed Won"


def edited(org: Salesforce, second: int, **values: Any) -> None:
    org.put("Opportunity", values, P1)
    org.tables["Opportunity"][P1]["LastModifiedDate"] = f"2026-03-11T14:00:{second:02}.000+0000"


def test_a_change_since_it_was_read_is_a_conflict_or_is_left_alone(crm: Elsewhere, org: Salesforce) -> None:
    crm.opportunity("P1", "U1")
    org.faults.just_before(2, lambda: edited(org, 9, NextStep="Call Dana"))
    update = CrmUpdate("k1", "P1", {"amount": Decimal(8)}, {"amount": Decimal("150000.50")})
    after = crm.update(update, "U1").after
    assert (after.amount, after.next_step) == (Decimal(8), "Call Dana")
    org.faults.just_before(2, lambda: edited(org, 19, Amount=99000.0))
    with pytest.raises(CrmConflict) as conflict:
        crm.update(CrmUpdate("k2", "P1", {"amount": Decimal(9)}, {"amount": Decimal(8)}), "U1")
    assert conflict.value.current.amount == Decimal(99000)
    assert crm.opportunity("P1", "U1").amount == Decimal(99000)


@pytest.mark.parametrize(
    ("status", "code", "error", "seconds"),
    [
        (401, "INVALID_SESSION_ID", CrmAuth, None),
        (403, "REQUEST_LIMIT_EXCEEDED", CrmThrottled, 3600.0),
        (503, "SERVER_UNAVAILABLE", CrmThrottled, 60.0),
        (500, "UNKNOWN_EXCEPTION", CrmTransient, None),
        (400, "UNABLE_TO_LOCK_ROW", CrmTransient, None),
        (403, "INSUFFICIENT_ACCESS_OR_READONLY", CrmPermission, None),
        (404, "NOT_FOUND", CrmPermission, None),
        (400, "STRING_TOO_LONG", CrmValidation, None),
        (400, "DUPLICATES_DETECTED", CrmValidation, None),
    ],
)
def test_refusals_are_of_our_classes(
    crm: Elsewhere, org: Salesforce, status: int, code: str, error: type[CrmError], seconds: float | None
) -> None:
    crm.opportunity("P1", "U1")
    body = [{"errorCode": code, "message": "Dana said no", "fields": []}]
    org.faults.arm(Fault("answer", status, body), 1, 2, path="composite")
    with pytest.raises(error) as raised:
        crm.opportunity("P1", "U1")
    assert "Dana" not in str(raised.value)
    if isinstance(raised.value, CrmThrottled):
        assert raised.value.retry_after == seconds


def test_a_session_that_ran_out_is_replaced_once(crm: Elsewhere, org: Salesforce) -> None:
    crm.opportunity("P1", "U1")
    org.tokens.clear()
    assert crm.opportunity("P1", "U1").id == "P1"
    org.tokens.clear()
    del org.users["u1@acme.example"]
    with pytest.raises(CrmAuth, match="no longer accepts your sign-in"):
        crm.opportunity("P1", "U1")


def test_whoever_is_no_user_there_is_told(crm: Elsewhere) -> None:
    with pytest.raises(CrmAuth, match="no active user for you"):
        crm.book("005000000000777AAA")


def test_a_person_may_be_given_by_username_or_by_a_short_id(crm: Elsewhere, salesforce_org: Org) -> None:
    assert crm.book("u1@acme.example").mine == crm.book("U1").mine
    assert crm.book(U1[:15]).mine == crm.book("U1").mine
    alone = another(salesforce_org, operator="")
    assert alone.book("u1@acme.example").mine == crm.book("U1").mine


def test_ids_of_15_characters_become_those_of_18() -> None:
    assert full_id("001A0000006Vm9r") == "001A0000006Vm9rIAC"
    assert full_id("001A0000006Vm9rIAC") == "001A0000006Vm9rIAC"


def test_what_sharing_hides_is_not_there(crm: Elsewhere, org: Salesforce) -> None:
    org.private = True
    with pytest.raises(CrmNotFound, match="or you may not see it"):
        crm.opportunity("P1", "U2")
    assert crm.book("U2").others == ()
    assert [one.id for one in crm.book("U3").mine] == ["P1"]


def test_a_field_an_organisation_has_not_is_refused_by_name(crm: Elsewhere, org: Salesforce) -> None:
    org.hidden = frozenset({"Seats__c", "CurrencyIsoCode"})
    assert crm.opportunity("P1", "U1").seats is None
    wanted: dict[FieldName, Value] = {"seats": 3, "currency": "EUR"}
    for name, value in wanted.items():
        with pytest.raises(CrmValidation, match=f"Salesforce has no field for “{name}”") as refused:
            change(crm, {name: value})
        assert refused.value.field == name
    assert change(crm, {"currency": "USD", "amount": Decimal(3)}).amount == Decimal(3)


def test_an_organisation_without_team_selling_works(crm: Elsewhere, org: Salesforce) -> None:
    org.objects -= {"OpportunityTeamMember"}
    assert [(one.id, one.team_ids) for one in crm.book("U1").mine] == [("P1", ())]
    assert crm.book("U3").mine == ()


def test_what_a_new_contact_needs_besides_is_said_before_anything_is_written(
    crm: Elsewhere, org: Salesforce
) -> None:
    org.extra["Contact"] = {"Region__c": ("string", 80, "r")}
    with pytest.raises(CrmValidation, match="Salesforce needs Region for a new contact") as refused:
        change(crm, {"contacts": ("K1", "new:Ann Lee"), "amount": Decimal(1)})
    assert refused.value.field == "contacts"
    assert crm.opportunity("P1", "U1").amount == Decimal("150000.50")


def test_a_stage_the_organisation_has_not_is_refused_by_name(crm: Elsewhere, salesforce_org: Org) -> None:
    other = another(salesforce_org, fields={"stage": "Amount_Type__c"})
    with pytest.raises(CrmValidation, match="does not take that value") as refused:
        change(other, {"stage": "negotiation"})
    assert refused.value.field == "stage"


def test_long_results_come_in_pages(crm: Elsewhere, org: Salesforce) -> None:
    org.page = 3
    crm.load_seed([Account(f"A{n}", f"Account {n}") for n in range(10, 20)], [], [])
    assert len(crm.book("U1").accounts) == 11


def test_quotes_in_names_stay_in_their_quotes(crm: Elsewhere) -> None:
    after = change(crm, {"contacts": ("new:Ann O'Neil\\",)})
    assert [c.name for c in crm.book("U1").contacts if c.id in after.contacts] == ["Ann O'Neil\\"]
    update = CrmUpdate("k'2\\", "P1", {"seats": 3}, {"seats": 40})
    assert [crm.update(update, "U1").repeated for _ in range(2)] == [False, True]


def test_the_log_warns_before_the_days_calls_are_used_up(
    crm: Elsewhere, org: Salesforce, caplog: pytest.LogCaptureFixture
) -> None:
    org.used, org.total = 89, 100
    with caplog.at_level(logging.WARNING):
        crm.opportunity("P1", "U1")
        assert caplog.messages == []
        org.used = 90
        crm.opportunity("P1", "U1")
    assert set(caplog.messages) == {"Salesforce: 90 of the day's 100 calls are used"}
    org.used = 100
    with pytest.raises(CrmThrottled):
        crm.opportunity("P1", "U1")


@pytest.mark.parametrize(
    ("fields", "message", "error"),
    [
        (["Bot_Update_Id__c"], "duplicate value found: Bot_Update_Id__c", CrmTransient),
        # Salesforce leaves `fields` empty for a duplicate and names the field in its message.
        ([], "duplicate value found: Bot_Update_Id__c duplicates value on record with id: 00T", CrmTransient),
        (["Contract_Number__c"], "duplicate value found: Contract_Number__c", CrmValidation),
        ([], "duplicate value found: <unknown>", CrmValidation),
    ],
)
def test_only_our_own_mark_is_tried_again_when_it_is_there_already(
    fields: list[str], message: str, error: type[CrmError]
) -> None:
    found = error_of(400, [{"errorCode": "DUPLICATE_VALUE", "message": message, "fields": fields}])
    assert type(found) is error
    if fields and error is CrmValidation:
        assert isinstance(found, CrmValidation)
        assert (str(found), found.field) == (
            "Salesforce has another record with that value for “Contract_Number__c”, which must be unique.",
            "Contract_Number__c",
        )


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, "REQUEST_LIMIT_EXCEEDED", CrmThrottled),
        (429, "", CrmThrottled),
        (503, "SERVER_UNAVAILABLE", CrmThrottled),
        (403, "REQUEST_LIMIT_EXCEEDED", CrmThrottled),
        (400, "QUERY_TIMEOUT", CrmTransient),
        (400, "UNABLE_TO_LOCK_ROW", CrmTransient),
        (500, "UNKNOWN_EXCEPTION", CrmTransient),
        (401, "INVALID_SESSION_ID", CrmAuth),
        (403, "INSUFFICIENT_ACCESS_OR_READONLY", CrmPermission),
        (400, "STRING_TOO_LONG", CrmValidation),
    ],
)
def test_each_error_of_salesforce_is_one_of_ours(status: int, code: str, error: type[CrmError]) -> None:
    assert type(error_of(status, [{"message": "No.", "errorCode": code}] if code else "")) is error
