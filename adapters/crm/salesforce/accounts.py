"""A note on an account, and a new company that needs nothing but a name: one composite request each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.crm.account_notes import check_account_note, check_owner, lead_name, outline
from adapters.crm.salesforce.connection import Connection, Request, full_id, quoted
from adapters.crm.salesforce.errors import MARK
from adapters.crm.salesforce.fields import Org
from adapters.crm.salesforce.writing import activity, check_marks
from bot.errors import CrmNotFound, CrmValidation
from bot.sales import AS_LEAD, ON_ACCOUNT, Applied, CrmUpdate

NEEDED = "Salesforce needs {missing} for a new account: create the account there, then send your note again."
CREATED = "@{account.id}"


def note_on_account(
    connection: Connection, org: Org, update: CrmUpdate, speaker: str, *, write: bool
) -> Applied:
    """Raises CrmValidation, and CrmPermission for an account that is another's."""
    check_account_note(update)
    me = connection.user_id if speaker else ""
    marked = org.schema.has("Task", MARK)
    if marked and (account_id := _written(connection, update)):
        account = _account(connection, f"Id = {quoted(account_id)}")
        return _applied(account or {"Id": account_id, "Name": "", "OwnerId": me}, repeated=True)
    account = _meant(connection, update, me)
    parts = [] if "Id" in account else [_created(org, account)]
    parts.append(activity(org, update, str(account.get("Id", CREATED))))
    if not write:
        return _applied({"Id": "", **account}, written=False)
    check_marks(org)
    answers = connection.composite(parts, all_or_none=True)
    return _applied({"Id": answers[0]["body"]["id"], **account})


def _written(connection: Connection, update: CrmUpdate) -> str:
    """The account on which this very note is already."""
    receipt = f"SELECT WhatId FROM Task WHERE {MARK} = {quoted(update.key)}"
    rows = connection.query(receipt=receipt)["receipt"]
    return str(rows[0]["WhatId"]) if rows else ""


def _meant(connection: Connection, update: CrmUpdate, me: str) -> dict[str, Any]:
    """The account, without an id where it is to be created."""
    if update.opportunity_id.startswith(AS_LEAD):
        name = lead_name(update, me)
        there = _account(connection, f"OwnerId = {quoted(me)} AND Name = {quoted(name)}")
        return there or {"Name": name, "OwnerId": me}
    account_id = full_id(update.opportunity_id.removeprefix(ON_ACCOUNT))
    found = _account(connection, f"Id = {quoted(account_id)}")
    if found is None:
        raise CrmNotFound("There is no such account in Salesforce any more, or you may not see it.")
    check_owner(str(found["OwnerId"]), me)
    return found


def _account(connection: Connection, which: str) -> dict[str, Any] | None:
    rows = connection.query(one=f"SELECT Id, Name, OwnerId FROM Account WHERE {which} LIMIT 1")["one"]
    return rows[0] if rows else None


def _created(org: Org, account: Mapping[str, Any]) -> Request:
    body = {"Name": account["Name"]}
    if missing := org.schema.refused("Account", body):
        raise CrmValidation(NEEDED.format(missing=", ".join(missing)))
    return Request("account", "POST", "sobjects/Account", body)


def _applied(account: Mapping[str, Any], *, repeated: bool = False, written: bool = True) -> Applied:
    there = outline(str(account["Id"]), str(account["Name"]), str(account["OwnerId"]))
    return Applied(there, there, repeated, written)
