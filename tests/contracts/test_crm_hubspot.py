"""What only HubSpot does: its limits, refusals, portals' zones and rules, and answers that get lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from adapters.crm.hubspot.crm import HubSpotCrm
from adapters.crm.rules import Rules
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
from bot.sales import CrmUpdate
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
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.fakes.faults import Fault
from tests.fakes.hubspot import TOKEN, HubSpot

RULES = Rules(STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS)
DEAL = "9001"
UPDATE = CrmUpdate(
    "card:0:P1",
    "P1",
    {
        "stage": "negotiation",
        "amount": Decimal(80000),
        "next_step": "Send order form",
        "next_step_due": date(2026, 4, 2),
        "contacts": ("K1", "new:Ann Lee"),
    },
    {
        "stage": "discovery",
        "amount": Decimal("150000.50"),
        "next_step": "Send the paper",
        "next_step_due": date(2026, 3, 20),
        "contacts": ("K1",),
    },
    "Ann joins; 80k",
    "call",
)


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def crm(hubspot_server: HubSpot, slept: list[float]) -> Iterator[Elsewhere]:
    real = HubSpotCrm(TOKEN, RULES, lambda: NOW, slept.append, base=hubspot_server.url)
    crm = Elsewhere(real, HubSpotVendor(hubspot_server))
    crm.load_seed([HALCYON], [BETH], [RESEARCH])
    yield crm
    real.close()


def written(crm: Elsewhere, server: HubSpot) -> tuple[object, ...]:
    """All that UPDATE leaves behind: the record, its notes and every contact of the portal."""
    one = crm.opportunity("P1", "U1")
    (new,) = set(one.contacts) - {"K1"}
    notes = [(note.text, note.note_type) for note in crm.notes("P1", "U1")]
    linked = server.links["contacts", "companies"][new]
    values = (one.stage, one.amount, one.next_step, one.next_step_due)
    return (values, notes, len(server.objects["contacts"]), linked, len(server.objects["tasks"]))


EXPECTED = (
    ("negotiation", Decimal(80000), "Send order form", date(2026, 4, 2)),
    [("Ann joins; 80k", "call")],
    2,
    ["1001"],
    1,
)


def test_a_write_takes_every_part_with_it(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    applied = crm.update(UPDATE, "U1")
    assert not applied.repeated
    assert written(crm, hubspot_server) == EXPECTED


@pytest.mark.parametrize("kind", ["lost", "dropped"])
def test_whichever_call_fails_trying_again_writes_once(
    crm: Elsewhere, hubspot_server: HubSpot, kind: str
) -> None:
    fault = Fault("lost" if kind == "lost" else "dropped")
    # What is known of the portal for a day is read before.
    crm.plan(UPDATE, "U1")
    hubspot_server.faults.requests.clear()
    crm.update(UPDATE, "U1")
    calls = len(hubspot_server.faults.requests)
    assert 10 <= calls <= 20
    for number in range(1, calls + 1):
        server_state = fresh(crm, hubspot_server)
        hubspot_server.faults.arm(fault, number)
        with pytest.raises(CrmTransient):
            crm.update(UPDATE, "U1")
        again = crm.update(UPDATE, "U1")
        assert written(crm, server_state) == EXPECTED, number
        assert again.before.amount == Decimal("150000.50"), number
        assert again.after.amount == Decimal(80000), number


def fresh(crm: Elsewhere, server: HubSpot) -> HubSpot:
    server.limit = 10_000
    server.objects.clear()
    server.links.clear()
    crm.load_seed([HALCYON], [BETH], [RESEARCH])
    return server


def test_a_change_between_reading_and_trying_again_is_a_conflict(
    crm: Elsewhere, hubspot_server: HubSpot
) -> None:
    hubspot_server.faults.arm(Fault("dropped"), path=DEAL)
    with pytest.raises(CrmTransient):
        crm.update(UPDATE, "U1")
    hubspot_server.put("deals", {"amount": "99000"}, DEAL)
    with pytest.raises(CrmConflict) as conflict:
        crm.update(UPDATE, "U1")
    assert conflict.value.fields == ("amount",)
    assert conflict.value.current.amount == Decimal(99000)
    assert hubspot_server.objects["deals"][DEAL]["properties"]["amount"] == "99000"


@pytest.mark.parametrize(
    ("status", "body", "headers", "error", "seconds"),
    [
        (401, {"category": "INVALID_AUTHENTICATION"}, {}, CrmAuth, None),
        (403, {"category": "MISSING_SCOPES"}, {}, CrmAuth, None),
        (403, {"category": "PERMISSION"}, {}, CrmPermission, None),
        (404, {"category": "OBJECT_NOT_FOUND"}, {}, CrmNotFound, None),
        (409, {"category": "CONFLICT"}, {}, CrmTransient, None),
        (409, {"message": "Contact already exists. Existing ID: 101"}, {}, CrmValidation, None),
        (423, {}, {}, CrmTransient, None),
        (500, {}, {}, CrmTransient, None),
        (503, {}, {}, CrmTransient, None),
        (503, {}, {"Retry-After": "90"}, CrmThrottled, 90.0),
        (429, {}, {"Retry-After": "Wed, 11 Mar 2026 14:00:30 GMT"}, CrmThrottled, 10.0),
        (502, "<html>", {}, CrmTransient, None),
        (429, {"policyName": "TEN_SECONDLY_ROLLING"}, {}, CrmThrottled, 10.0),
        (429, {"policyName": "TEN_SECONDLY_ROLLING"}, {"Retry-After": "7"}, CrmThrottled, 7.0),
        (429, {"policyName": "DAILY"}, {"Retry-After": "7"}, CrmThrottled, 14 * 3600.0),
        (429, {}, {}, CrmThrottled, 10.0),
        (400, {"category": "VALIDATION_ERROR", "message": "No"}, {}, CrmValidation, None),
    ],
)
def test_refusals_are_of_our_classes(
    crm: Elsewhere,
    hubspot_server: HubSpot,
    status: int,
    body: object,
    headers: dict[str, str],
    error: type[CrmError],
    seconds: float | None,
) -> None:
    crm.opportunity("P1", "U1")
    hubspot_server.faults.arm(Fault("answer", status, body, headers), path="/deals/")
    with pytest.raises(error) as raised:
        crm.opportunity("P1", "U1")
    if isinstance(raised.value, CrmThrottled):
        # NOW is 10:00 in the portal's zone: its day ends in 14 hours.
        assert raised.value.retry_after == seconds


def test_a_limit_of_a_second_is_waited_out_twice(
    crm: Elsewhere, hubspot_server: HubSpot, slept: list[float]
) -> None:
    busy = Fault("answer", 429, {"policyName": "SECONDLY"})
    hubspot_server.faults.arm(busy, 1, 2)
    assert crm.opportunity("P1", "U1").id == "P1"
    assert slept == [1.0, 1.0]
    hubspot_server.faults.arm(busy, 1, 2, 3)
    with pytest.raises(CrmThrottled):
        crm.opportunity("P1", "U1")


def test_the_portals_own_limit_is_met_as_throttling(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    hubspot_server.limit = 5
    with pytest.raises(CrmThrottled):
        crm.update(UPDATE, "U1")


def test_an_administrators_rule_is_shown_by_its_field(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    hubspot_server.rules["closed_lost"] = ("closed_lost_reason",)
    with pytest.raises(CrmValidation, match="needs a value for “closed lost reason”") as refused:
        crm.update(CrmUpdate("k1", "P1", {"status": "lost"}), "U1")
    assert refused.value.field == "reason"
    assert crm.opportunity("P1", "U1").status == "open"


def test_a_refused_value_is_not_repeated(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    with pytest.raises(CrmValidation) as refused:
        crm.update(CrmUpdate("k1", "P1", {"amount_type": "what Dana said"}), "U1")
    assert str(refused.value) == "HubSpot does not take that value for “amount type”."
    assert refused.value.field == "amount_type"


def test_a_stage_of_another_pipeline_is_refused(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    hubspot_server.put("deals", {"pipeline": "renewals", "dealstage": "renewal_open"}, DEAL)
    assert crm.opportunity("P1", "U1").stage == "renewal_open"
    with pytest.raises(CrmValidation) as refused:
        crm.update(CrmUpdate("k1", "P1", {"stage": "negotiation"}), "U1")
    assert refused.value.field == "stage"


@pytest.mark.parametrize("zone", ["US/Pacific", "Asia/Tokyo", "Pacific/Auckland"])
def test_a_closing_day_is_that_day_in_the_portals_zone(
    crm: Elsewhere, hubspot_server: HubSpot, zone: str
) -> None:
    hubspot_server.zone = zone
    after = crm.update(CrmUpdate("k1", "P1", {"close_date": date(2026, 3, 31)}), "U1").after
    assert after.close_date == date(2026, 3, 31)
    moment = hubspot_server.objects["deals"][DEAL]["properties"]["closedate"]
    assert (
        moment
        == {
            "US/Pacific": "2026-03-31T19:00:00.000Z",
            "Asia/Tokyo": "2026-03-31T03:00:00.000Z",
            "Pacific/Auckland": "2026-03-30T23:00:00.000Z",
        }[zone]
    )


def test_amounts_carry_no_comma_and_no_exponent(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    crm.update(CrmUpdate("k1", "P1", {"amount": Decimal("1E+6")}), "U1")
    assert hubspot_server.objects["deals"][DEAL]["properties"]["amount"] == "1000000"


def test_a_note_is_text_and_stays_text(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    said = "Dana <cfo@acme.example> said: 5 < 6 & go\n<b>second</b> line"
    crm.update(CrmUpdate("k1", "P1", {}, {}, said, "meeting"), "U1")
    (note,) = hubspot_server.objects["notes"].values()
    assert "<b>second" not in note["properties"]["hs_note_body"]
    assert [(n.text, n.note_type) for n in crm.notes("P1", "U1")] == [(said, "meeting")]


def test_a_deal_made_since_the_list_was_read_is_found_by_the_search(
    crm: Elsewhere, hubspot_server: HubSpot
) -> None:
    assert [o.id for o in crm.book("U1").mine] == ["P1"]
    hubspot_server.put(
        "deals",
        {"dealname": "New", "pipeline": "default", "dealstage": "discovery", "hubspot_owner_id": "5001"},
        "9050",
    )
    assert [o.id for o in crm.book("U1").mine] == ["P1"]
    hubspot_server.reindex()
    assert [o.id for o in crm.book("U1").mine] == ["P1", "P50"]


def test_the_book_has_fresh_values_although_list_and_search_lag(
    crm: Elsewhere, hubspot_server: HubSpot
) -> None:
    crm.book("U1")
    hubspot_server.put("deals", {"amount": "7", "hubspot_owner_id": "5002"}, DEAL)
    assert crm.book("U3").mine[0].amount == Decimal(7)
    assert crm.book("U1").mine == ()


def test_a_field_that_the_portal_has_not_is_refused_by_name(hubspot_server: HubSpot) -> None:
    real = HubSpotCrm(TOKEN, RULES, lambda: NOW, print, fields={"seats": ""}, base=hubspot_server.url)
    crm = Elsewhere(real, HubSpotVendor(hubspot_server))
    crm.load_seed([HALCYON], [BETH], [RESEARCH])
    with pytest.raises(CrmValidation, match="HubSpot has no field for “seats”") as refused:
        crm.update(CrmUpdate("k1", "P1", {"seats": 3, "amount": Decimal(1)}), "U1")
    assert refused.value.field == "seats"
    assert crm.opportunity("P1", "U1").seats is None
    assert crm.opportunity("P1", "U1").amount == Decimal("150000.50")
    real.close()


def test_a_book_of_300_deals_takes_few_calls(crm: Elsewhere, hubspot_server: HubSpot) -> None:
    for number in range(300):
        deal = {"dealname": f"D{number}", "pipeline": "default", "dealstage": "discovery"}
        hubspot_server.put("deals", {**deal, "hubspot_owner_id": "5001"}, str(9100 + number))
    assert len(crm.book("U1").mine) == 301
    hubspot_server.faults.requests.clear()
    crm.book("U1")
    assert len(hubspot_server.faults.requests) <= 20
