"""Salesforce's error bodies, `[{"message", "errorCode", "fields"}]`, as our errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.crm.remote import AWAY, BUSY, NOT_YOURS, SIGN_IN
from bot.errors import CrmAuth, CrmError, CrmPermission, CrmThrottled, CrmTransient, CrmValidation

MARK = "Bot_Update_Id__c"
"""External id, unique and without regard to case, on Task and Contact: what Cornerman created, and why."""
HOUR = 3600.0
"""The daily limit is a rolling one: some of it comes back every hour."""
MINUTE = 60.0
SIMILAR = "Salesforce has a contact or account like that already: name that one, or create it there."
SEVERAL = "Salesforce has several records with one mark: ask your administrator to look at Bot_Update_Id__c."

SENTENCES: Mapping[str, str] = {
    "REQUIRED_FIELD_MISSING": "Salesforce needs a value for {fields} first.",
    "STRING_TOO_LONG": "That is too long for {fields} in Salesforce: shorten it.",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": "Salesforce does not take that value for {fields}.",
    "INVALID_FIELD_FOR_INSERT_UPDATE": "Salesforce does not let you change {fields}.",
    "FIELD_INTEGRITY_EXCEPTION": "Salesforce does not take that value for {fields}.",
    "NUMBER_OUTSIDE_VALID_RANGE": "That number does not fit into {fields} in Salesforce.",
    "DUPLICATES_DETECTED": SIMILAR,
    "DUPLICATE_VALUE": "Salesforce has another record with that value for {fields}, which must be unique.",
}
"""Instead of messages that repeat the value, which may be a seller's words."""


def error_of(status: int, body: object) -> CrmError:
    errors = [one for one in body if isinstance(one, dict)] if isinstance(body, list) else []
    first = errors[0] if errors else {}
    code = str(first.get("errorCode", ""))
    if status == 401 or code == "INVALID_SESSION_ID":
        return CrmAuth(SIGN_IN.format(crm="Salesforce"))
    if code == "REQUEST_LIMIT_EXCEEDED" or status in (429, 503):
        return CrmThrottled(BUSY.format(crm="Salesforce"), MINUTE if status in (429, 503) else HOUR)
    if status >= 500 or code in ("UNABLE_TO_LOCK_ROW", "QUERY_TIMEOUT") or _is_our_mark(code, errors):
        return CrmTransient(AWAY.format(crm="Salesforce"))
    if status in (403, 404) or code.startswith("INSUFFICIENT_ACCESS") or code == "ENTITY_IS_DELETED":
        return CrmPermission(NOT_YOURS.format(crm="Salesforce"))
    if status == 300:
        return CrmValidation(SEVERAL)
    return _refused(code, first, errors)


def _is_our_mark(code: str, errors: Sequence[Mapping[str, Any]]) -> bool:
    """Another process has just written under the same key; the next try finds that."""
    if code != "DUPLICATE_VALUE":
        return False
    said = " ".join([*(str(field) for one in errors for field in one.get("fields", ())), *_messages(errors)])
    return MARK.casefold() in said.casefold()


def _messages(errors: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(one.get("message", "")) for one in errors]


def _refused(code: str, first: Mapping[str, Any], errors: Sequence[Mapping[str, Any]]) -> CrmValidation:
    fields = [str(field) for one in errors for field in one.get("fields", ())]
    named = ", ".join(f"“{field}”" for field in fields) or "a field"
    if code in SENTENCES:
        sentence = SENTENCES[code].format(fields=named)
    elif code == "FIELD_CUSTOM_VALIDATION_EXCEPTION":
        sentence = f"Salesforce: {str(first.get('message', '')).strip().rstrip('.')}."
    else:
        sentence = f"Salesforce refused the write ({code or 'no reason given'})."
    return CrmValidation(sentence, fields[0] if fields else "")
