"""What HubSpot accepts for a property, as its refusals say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.contracts.company import COMPETITORS, LOSS_REASONS, VERIFIERS

Pipelines = Mapping[str, Mapping[str, Mapping[str, str]]]
PIPELINES: Pipelines = {
    "default": {
        "discovery": {"isClosed": "false", "probability": "0.2"},
        "negotiation": {"isClosed": "false", "probability": "0.8"},
        "closed_won": {"isClosed": "true", "probability": "1.0"},
        "closed_lost": {"isClosed": "true", "probability": "0.0"},
    },
    "renewals": {"renewal_open": {"isClosed": "false", "probability": "0.5"}},
}
Properties = Mapping[str, Mapping[str, str]]
PROPERTIES: Properties = {
    "deals": {
        "dealname": "string",
        "pipeline": "string",
        "dealstage": "string",
        "amount": "number",
        "deal_currency_code": "USD|EUR|GBP",
        "closedate": "datetime",
        "hs_next_step": "string",
        "hubspot_owner_id": "number",
        "hs_all_collaborator_owner_ids": "string",
        "closed_lost_reason": "|".join(LOSS_REASONS),
        "cornerman_amount_type": "ACV|TCV|ARR|MRR|one_time",
        "cornerman_seats": "number",
        "cornerman_competitors": "|".join((*COMPETITORS, "Oldco")),
        "cornerman_evidence": "|".join((*(v.id for v in VERIFIERS), "legacy")),
        "cornerman_updates": "string",
    },
    "contacts": {
        **dict.fromkeys(("firstname", "lastname", "email", "jobtitle"), "string"),
        "cornerman_id": "string unique",
    },
    "companies": {
        **dict.fromkeys(("name", "hubspot_owner_id", "country"), "string"),
        "cornerman_id": "string unique",
    },
    "notes": {
        "hs_note_body": "string",
        "hs_timestamp": "datetime",
        "hubspot_owner_id": "number",
        "cornerman_id": "string unique",
    },
    "tasks": {
        "hs_task_subject": "string",
        "hs_task_status": "NOT_STARTED|COMPLETED",
        "hs_timestamp": "datetime",
        "hubspot_owner_id": "number",
        "cornerman_id": "string unique",
    },
}
SEVERAL = ("cornerman_competitors", "cornerman_evidence")
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "deals": ("dealname", "dealstage", "pipeline"),
    "notes": ("hs_timestamp",),
    "tasks": ("hs_timestamp",),
}
NOTE_LIMIT = 65536


class Refusal(Exception):
    def __init__(
        self, message: str, category: str, code: str = "", name: str = "", status: int = 400
    ) -> None:
        super().__init__(message)
        self.status = status
        context = {"context": {"propertyName": [name]}} if name else {}
        detail = {"message": message, "code": code, **context} if code else None
        self.body: dict[str, Any] = {
            "status": "error",
            "message": message,
            "correlationId": "c-1",
            "category": category,
            **({"errors": [detail]} if detail else {}),
        }


def described(kind: str, properties: Properties) -> list[dict[str, Any]]:
    return [_described(name, shape) for name, shape in properties[kind].items()]


def _described(name: str, shape: str) -> dict[str, Any]:
    listed = shape.split("|") if "|" in shape else []
    kind, *marks = shape.split() if not listed else ["enumeration"]
    return {
        "name": name,
        "label": name.removeprefix("cornerman_").replace("_", " "),
        "type": kind,
        "fieldType": ("checkbox" if name in SEVERAL else "select") if listed else "text",
        "options": [{"label": one.title(), "value": one, "hidden": False} for one in listed],
        "hasUniqueValue": "unique" in marks,
        "calculated": "calculated" in marks,
        "modificationMetadata": {"readOnlyValue": "calculated" in marks},
    }


def checked(
    kind: str,
    merged: Mapping[str, str],
    changed: Mapping[str, str],
    rules: Mapping[str, tuple[str, ...]],
    properties: Properties,
    *,
    new: bool,
) -> None:
    for name, value in changed.items():
        _check_value(properties[kind], name, value)
    stage = merged.get("dealstage", "")
    if kind == "deals" and stage not in PIPELINES.get(merged.get("pipeline", ""), {}):
        raise _invalid("INVALID_OPTION", "dealstage", stage)
    # From 2026-09 an administrator's rules hold for the API as well.
    needed = (*REQUIRED.get(kind, ()), *(rules.get(stage, ()) if kind == "deals" else ()))
    for name in needed if new or "dealstage" in changed or kind != "deals" else ():
        if not merged.get(name):
            raise Refusal(f"{name} is required", "VALIDATION_ERROR", "REQUIRED_FIELD", name)


def _check_value(known: Mapping[str, str], name: str, value: str) -> None:
    if name not in known:
        raise Refusal(f'Property "{name}" does not exist', "VALIDATION_ERROR", "PROPERTY_DOESNT_EXIST", name)
    if not isinstance(value, str):
        raise Refusal("values are strings", "VALIDATION_ERROR", "INVALID_TYPE", name)
    shape = known[name]
    if "calculated" in shape:
        raise Refusal(f"{name} is a read only property", "VALIDATION_ERROR", "READ_ONLY_VALUE", name)
    if value == "":
        return
    if shape == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise _invalid("INVALID_NUMBER", name, value)
    if shape == "datetime":
        _check_moment(name, value)
    if shape == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise _invalid("INVALID_DATE", name, value)
    several = value.split(";") if name in SEVERAL else [value]
    if "|" in shape and any(one not in shape.split("|") for one in several):
        raise _invalid("INVALID_OPTION", name, value)
    if len(value) > NOTE_LIMIT:
        raise _invalid("INVALID_LENGTH", name, value)


def _check_moment(name: str, value: str) -> None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise _invalid("INVALID_DATE", name, value) from None
    if moment.tzinfo is None:
        raise _invalid("INVALID_DATE", name, value)


def _invalid(code: str, name: str, value: str) -> Refusal:
    # HubSpot repeats the value, which may be a seller's own words.
    return Refusal(
        f'Property values were not valid: [{{"message":"{value} was not valid"}}]',
        "VALIDATION_ERROR",
        code,
        name,
    )


def defaults(kind: str, held: Mapping[str, str]) -> dict[str, str]:
    """What HubSpot works out itself."""
    if kind != "deals":
        return {}
    meta = PIPELINES.get(held.get("pipeline", ""), {}).get(held.get("dealstage", ""), {})
    closed, won = meta.get("isClosed", "false"), meta.get("probability") == "1.0"
    return {"hs_is_closed": closed, "hs_is_closed_won": str(won).lower()}
