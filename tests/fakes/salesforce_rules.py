"""An organisation of Salesforce: what its objects hold, require and refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.contracts.company import COMPETITORS, LOSS_REASONS, STAGES, VERIFIERS

PICKLISTS: Mapping[str, tuple[str, ...]] = {
    "StageName": tuple(stage.name for stage in STAGES),
    "Amount_Type__c": ("ACV", "TCV", "ARR", "MRR", "one_time"),
    "Competitors__c": (*COMPETITORS, "Oldco"),
    "Buyer_Evidence__c": (*(v.id for v in VERIFIERS), "legacy"),
    "Loss_Reason__c": LOSS_REASONS,
    "CurrencyIsoCode": ("USD", "EUR", "GBP"),
    "Status": ("Not Started", "In Progress", "Completed"),
    "TaskSubtype": ("Task", "Call", "Email"),
}
# name: (type, length, flags); flags: r required, d defaulted, - not writable, c only when created
FIELDS: Mapping[str, Mapping[str, tuple[str, int, str]]] = {
    "Opportunity": {
        "Id": ("id", 18, "-"),
        "AccountId": ("reference", 18, ""),
        "Name": ("string", 120, "r"),
        "OwnerId": ("reference", 18, "rd"),
        "StageName": ("picklist", 255, "r"),
        "IsClosed": ("boolean", 0, "-"),
        "IsWon": ("boolean", 0, "-"),
        "LastModifiedDate": ("datetime", 0, "-"),
        "HasOpportunityLineItem": ("boolean", 0, "-"),
        "Amount": ("currency", 0, ""),
        "CurrencyIsoCode": ("picklist", 3, "rd"),
        "CloseDate": ("date", 0, "r"),
        "NextStep": ("string", 255, ""),
        "Seats__c": ("double", 0, ""),
        "Amount_Type__c": ("picklist", 255, ""),
        "Competitors__c": ("multipicklist", 4099, ""),
        "Buyer_Evidence__c": ("multipicklist", 4099, ""),
        "Loss_Reason__c": ("picklist", 255, ""),
    },
    "Account": {
        "Id": ("id", 18, "-"),
        "Name": ("string", 255, "r"),
        "OwnerId": ("reference", 18, "rd"),
        "BillingCountry": ("string", 80, ""),
        "CurrencyIsoCode": ("picklist", 3, "rd"),
    },
    "Contact": {
        "Id": ("id", 18, "-"),
        "AccountId": ("reference", 18, ""),
        "Name": ("string", 121, "-"),
        "FirstName": ("string", 40, ""),
        "LastName": ("string", 80, "r"),
        "Title": ("string", 128, ""),
        "Email": ("email", 80, ""),
        "Bot_Update_Id__c": ("string", 255, ""),
    },
    "Task": {
        "Id": ("id", 18, "-"),
        "OwnerId": ("reference", 18, "rd"),
        "Subject": ("string", 255, ""),
        "Description": ("textarea", 32000, ""),
        "ActivityDate": ("date", 0, ""),
        "Status": ("picklist", 255, "r"),
        "TaskSubtype": ("picklist", 40, "c"),
        "WhatId": ("reference", 18, ""),
        "IsClosed": ("boolean", 0, "-"),
        "CreatedDate": ("datetime", 0, "-"),
        "Bot_Update_Id__c": ("string", 255, ""),
    },
    "OpportunityContactRole": {
        "Id": ("id", 18, "-"),
        "OpportunityId": ("reference", 18, "rc"),
        "ContactId": ("reference", 18, "rc"),
        "CreatedDate": ("datetime", 0, "-"),
    },
    "OpportunityTeamMember": {
        "Id": ("id", 18, "-"),
        "OpportunityId": ("reference", 18, "rc"),
        "UserId": ("reference", 18, "rc"),
    },
    "OpportunityHistory": {
        "Id": ("id", 18, "-"),
        "OpportunityId": ("reference", 18, "-"),
        "StageName": ("string", 255, "-"),
        "CreatedDate": ("datetime", 0, "-"),
    },
    "OpportunityStage": {
        "Id": ("id", 18, "-"),
        "MasterLabel": ("string", 255, "-"),
        "IsActive": ("boolean", 0, "-"),
        "IsClosed": ("boolean", 0, "-"),
        "IsWon": ("boolean", 0, "-"),
    },
    "User": {
        "Id": ("id", 18, "-"),
        "Username": ("string", 80, "-"),
        "IsActive": ("boolean", 0, "-"),
        "UserType": ("picklist", 40, "-"),
        "Name": ("string", 121, "-"),
        "Email": ("email", 128, "-"),
        "ManagerId": ("reference", 18, "-"),
        "Department": ("string", 80, "-"),
        "TimeZoneSidKey": ("picklist", 40, "-"),
        "LocaleSidKey": ("picklist", 40, "-"),
    },
}
PREFIX = {
    "Opportunity": "006",
    "Account": "001",
    "Contact": "003",
    "Task": "00T",
    "OpportunityContactRole": "00K",
    "OpportunityTeamMember": "00q",
    "OpportunityHistory": "008",
    "User": "005",
}
EXTERNAL = {"Contact": "Bot_Update_Id__c", "Task": "Bot_Update_Id__c"}


class Refusal(Exception):
    def __init__(self, status: int, code: str, message: str = "", *fields: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = [{"message": message or code, "errorCode": code, "fields": list(fields)}]


def described(kind: str, extra: Mapping[str, tuple[str, int, str]], hidden: frozenset[str]) -> dict[str, Any]:
    fields = {**FIELDS[kind], **extra}
    unique = EXTERNAL.get(kind, "")
    shown = [_described(n, *shape, unique == n) for n, shape in fields.items() if n not in hidden]
    return {"name": kind, "fields": shown}


def _described(name: str, kind: str, length: int, flags: str, unique: bool) -> dict[str, Any]:
    values = [{"value": value, "active": True} for value in PICKLISTS.get(name, ())]
    return {
        "name": name,
        "label": name.removesuffix("__c").replace("_", " "),
        "type": kind,
        "length": length,
        "unique": unique,
        "externalId": unique,
        "createable": "-" not in flags,
        "updateable": "-" not in flags and "c" not in flags,
        "nillable": "r" not in flags and kind != "boolean",
        "defaultedOnCreate": "d" in flags,
        "restrictedPicklist": bool(values),
        "picklistValues": values,
    }


Shapes = Mapping[str, tuple[str, int, str]]


def check(kind: str, changed: Mapping[str, Any], shapes: Shapes, *, new: bool) -> None:
    """What a new record, or the changed fields of one that is there, must say."""
    for name, value in changed.items():
        if name not in shapes:
            raise Refusal(400, "INVALID_FIELD", f"No such column '{name}' on sobject of type {kind}")
        flags = shapes[name][2]
        if "-" in flags or ("c" in flags and not new):
            raise Refusal(400, "INVALID_FIELD_FOR_INSERT_UPDATE", f"Unable to change: {name}", name)
        _check_value(name, value, *shapes[name][:2])
    needed = [name for name, (_, _, flags) in shapes.items() if "r" in flags and "d" not in flags]
    asked = needed if new else [name for name in needed if name in changed]
    if lacking := [name for name in asked if changed.get(name) in (None, "")]:
        raise Refusal(400, "REQUIRED_FIELD_MISSING", f"Required fields are missing: {lacking}", *lacking)


def _check_value(name: str, value: Any, kind: str, length: int) -> None:
    if value is None:
        return
    if kind in ("currency", "double"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Refusal(400, "JSON_PARSER_ERROR", "a number is expected")
    elif kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            raise Refusal(400, "JSON_PARSER_ERROR", "a date is expected") from None
    elif "picklist" in kind and any(one not in PICKLISTS[name] for one in value.split(";")):
        message = f"bad value for restricted picklist field: {value}"
        raise Refusal(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, name)
    elif isinstance(value, str) and len(value) > length:
        message = f"{name}: data value too large: {value} (max length={length})"
        raise Refusal(400, "STRING_TOO_LONG", message, name)
