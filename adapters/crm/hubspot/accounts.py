"""A note on a company, or on a new one that has but a name. Each step can be done twice without harm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from adapters.crm.account_notes import check_account_note, check_owner, lead_name, outline
from adapters.crm.hubspot.client import VERSION, HubSpotClient
from adapters.crm.hubspot.fields import COMPANY, MARK, OWNER, moment, note_body
from adapters.crm.remote import receipt
from adapters.crm.rules import note_type_of
from bot.ports import Clock
from bot.sales import AS_LEAD, ON_ACCOUNT, Account, Applied, CrmUpdate


def note_on_company(
    client: HubSpotClient,
    clock: Clock,
    update: CrmUpdate,
    speaker: str,
    accounts: tuple[Account, ...],
    *,
    write: bool,
) -> Applied:
    """`accounts` are those known by name. Raises CrmValidation, and CrmPermission for another's company."""
    check_account_note(update)
    name, there = _meant(client, update, speaker, accounts)
    if not write:
        found = outline(there, name, speaker)
        return Applied(found, found, written=False)
    company = there or _created(client, name, speaker)
    written = bool(client.read("notes", [update.key], (MARK,), by=MARK))
    now = moment(clock().astimezone(UTC))
    body = note_body(update.note, note_type_of(update))
    note = {"hs_note_body": body, "hs_timestamp": now, OWNER: speaker}
    ids = client.upsert("notes", MARK, {update.key: note}) if not written else _ids(client, update.key)
    client.link("notes", "companies", [(ids[0], company)])
    found = outline(company, name, speaker)
    return Applied(found, found, repeated=written)


def _meant(
    client: HubSpotClient, update: CrmUpdate, speaker: str, accounts: tuple[Account, ...]
) -> tuple[str, str]:
    """Name and id of the company, whose id is empty where it is to be created."""
    if not update.opportunity_id.startswith(AS_LEAD):
        found = _company(client, update.opportunity_id.removeprefix(ON_ACCOUNT))
        check_owner(found.get(OWNER) or "", speaker)
        return found.get("name") or "", update.opportunity_id.removeprefix(ON_ACCOUNT)
    name = lead_name(update, speaker)
    own = (one for one in accounts if one.owner_id == speaker)
    there = next((one for one in own if one.name.casefold() == name.casefold()), None)
    return (there.name, there.id) if there else (name, "")


def _company(client: HubSpotClient, company_id: str) -> Mapping[str, Any]:
    path = f"/crm/objects/{VERSION}/companies/{company_id}"
    held: Mapping[str, Any] = client.get(path, properties=",".join(COMPANY))["properties"]
    return held


def _created(client: HubSpotClient, name: str, speaker: str) -> str:
    mark = receipt(f"lead:{speaker}:{name.casefold()}")
    if held := client.read("companies", [mark], COMPANY, by=MARK):
        # It was theirs by this name once: what it is called and whose it is now stays.
        check_owner(held[0]["properties"].get(OWNER) or "", speaker)
        return str(held[0]["id"])
    return client.upsert("companies", MARK, {mark: {"name": name, OWNER: speaker}})[0]


def _ids(client: HubSpotClient, key: str) -> list[str]:
    return [str(one["id"]) for one in client.read("notes", [key], (MARK,), by=MARK)]
