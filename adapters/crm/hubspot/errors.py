"""HubSpot's error bodies as our errors: `{"status", "message", "category", "errors": [{"message", …}]}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.crm.remote import AWAY, BUSY, GONE, NOT_YOURS
from bot.errors import (
    CrmAuth,
    CrmError,
    CrmNotFound,
    CrmPermission,
    CrmThrottled,
    CrmTransient,
    CrmValidation,
)

WAITS = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0}
"""Seconds until a short limit has passed, where HubSpot does not say so itself."""
SIMILAR = "HubSpot has a contact or account like that already: name that one, or create it there."
NO_ACCESS = "HubSpot refuses Cornerman's key, or the key lacks a scope: ask your administrator to check it."


def error_of(
    status: int, body: Mapping[str, Any], headers: Mapping[str, str], until_reset: float
) -> CrmError:
    """`until_reset` is in seconds, for the daily limit."""
    if status == 429:
        return CrmThrottled(BUSY.format(crm="HubSpot"), _wait(body, headers, until_reset))
    if status == 401 or body.get("category") == "MISSING_SCOPES":
        return CrmAuth(NO_ACCESS)
    if status == 403:
        return CrmPermission(NOT_YOURS.format(crm="HubSpot"))
    if status == 404:
        return CrmNotFound(GONE.format(crm="HubSpot"))
    if status == 409 and "already exists" in str(body.get("message", "")):
        return CrmValidation(SIMILAR)
    if status == 503 and (wait := headers.get("Retry-After", "")).isdigit():
        return CrmThrottled(BUSY.format(crm="HubSpot"), float(wait))
    if status in (409, 423) or status >= 500:
        return CrmTransient(AWAY.format(crm="HubSpot"))
    return _refused(body)


def _wait(body: Mapping[str, Any], headers: Mapping[str, str], until_reset: float) -> float:
    policy = str(body.get("policyName", ""))
    if policy == "DAILY":
        return until_reset
    try:
        return float(headers.get("Retry-After", ""))
    except ValueError:
        return WAITS.get(policy, 10.0)


def _refused(body: Mapping[str, Any]) -> CrmValidation:
    """HubSpot's own sentence about a property; without the value, which may be a seller's words."""
    errors: list[Mapping[str, Any]] = [one for one in body.get("errors", ()) if isinstance(one, dict)] or [
        body
    ]
    properties = [_property_of(error) for error in errors]
    said = [_sentence(error, name) for error, name in zip(errors, properties, strict=True)]
    return CrmValidation(" ".join(dict.fromkeys(said)), next(filter(None, properties), ""))


def _property_of(error: Mapping[str, Any]) -> str:
    named = (error.get("context") or {}).get("propertyName") or (error.get("context") or {}).get("properties")
    if isinstance(named, list) and named:
        return str(named[0])
    return str(error.get("in") or error.get("name") or "")


def _sentence(error: Mapping[str, Any], name: str) -> str:
    kind = str(error.get("code") or error.get("error") or "")
    if kind in ("INVALID_OPTION", "INVALID_INTEGER", "INVALID_DATE", "INVALID_NUMBER", "INVALID_LENGTH"):
        return f"HubSpot does not take that value for “{name}”."
    if kind in ("REQUIRED_FIELD", "MISSING_REQUIRED_PROPERTY"):
        return f"HubSpot needs a value for “{name}” first."
    message = re.sub(
        r"^Property values were not valid:.*", "", str(error.get("message", "")), flags=re.DOTALL
    )
    return f"HubSpot: {message.strip().rstrip('.')}." if message.strip() else "HubSpot refused a value."
