"""One confirmed write to Salesforce: everything in one composite request, all of it or nothing.

The task that records it carries the write's key in a unique field. So it is also the receipt: a second write
of the key cannot be saved, whoever tries it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from adapters.crm.remote import NEW_CONTACT, NO_FIELD, fields_written, receipt, wanted_after
from adapters.crm.rules import Rules, note_type_of
from adapters.crm.salesforce.connection import SUBREQUESTS, Connection, Request, listed, quoted
from adapters.crm.salesforce.errors import MARK
from adapters.crm.salesforce.fields import NEXT, SUBJECTS, SUBTYPES, Org
from bot.errors import CrmValidation
from bot.sales import CrmUpdate, FieldName, Opportunity

ELSEWHERE: frozenset[FieldName] = frozenset({"contacts", "next_step_due", "status"})
"""Not fields of the opportunity: roles, a task, and what follows from the stage."""
PRODUCTS = (
    "This opportunity has products in Salesforce, so its amount is their sum: change the products there."
)
NEEDED = "Salesforce needs {missing} for a new contact: create the contact there, then save again."
REFUSED = (
    "Salesforce here does not let you make a {kind} as Cornerman does, for its field {fields}: ask your "
    "administrator; `cornerman crm check` tells them what is amiss."
)
NO_MARK = (
    f"Salesforce shows you no field {MARK} on tasks and contacts, without which Cornerman writes nothing: "
    "ask your administrator; `cornerman crm check` tells them what is missing."
)
TOO_MUCH = "Those are too many people for one save: take some off."


@dataclass(frozen=True, slots=True)
class Plan:
    """`after` is the record as the write should leave it, with contacts that it creates as `new:NAME`;
    `parts` are what brings it there, none of them sent yet."""

    after: Opportunity
    parts: tuple[Request, ...]


class Write:
    def __init__(self, connection: Connection, org: Org, rules: Rules, update: CrmUpdate) -> None:
        self._connection = connection
        self._org = org
        self._rules = rules
        self._update = update

    def plan(self, record: Mapping[str, Any], before: Opportunity) -> Plan:
        """Checked as far as the organisation's describes tell; only reads. Raises CrmValidation."""
        named = self._named()
        planned = wanted_after(before, self._update, self._rules, self._open_stage(before), named)
        values = self._values(record, before, planned)
        parts = [*self._people(before, named), *self._changes(record, before, values), *self._task(before)]
        parts.append(activity(self._org, self._update, before.id))
        if len(parts) > SUBREQUESTS:
            raise CrmValidation(TOO_MUCH, "contacts")
        after = planned if "contacts" in self._update.set else replace(planned, contacts=before.contacts)
        return Plan(after, tuple(parts))

    def send(self, plan: Plan) -> None:
        check_marks(self._org)
        try:
            self._connection.composite(plan.parts, all_or_none=True)
        except CrmValidation as refused:
            raise self._in_words(refused) from refused

    # -- the opportunity --------------------------------------------------------------------------------

    def _values(self, record: Mapping[str, Any], before: Opportunity, planned: Opportunity) -> dict[str, Any]:
        """Fields as they are to be written. What Salesforce would ignore is refused here, by name."""
        wanted = set(fields_written(self._update)) - ELSEWHERE
        wanted |= {name for name in ("stage", "reason") if getattr(planned, name) != getattr(before, name)}
        if "amount" in wanted and record["HasOpportunityLineItem"] and planned.amount != before.amount:
            raise CrmValidation(PRODUCTS, "amount")
        return {
            self._field(name): self._value(name, planned)
            for name in sorted(wanted)
            if self._differs(name, before, planned)
        }

    def _differs(self, name: FieldName, before: Opportunity, planned: Opportunity) -> bool:
        # An organisation with one currency has no field for it, and nothing to change.
        return name != "currency" or planned.currency != before.currency

    def _field(self, name: FieldName) -> str:
        theirs = self._org.mapped(name)
        if not theirs or not self._org.schema.fields["Opportunity"][theirs].updateable:
            raise CrmValidation(NO_FIELD.format(crm="Salesforce", label=name.replace("_", " ")), name)
        return theirs

    def _value(self, name: FieldName, planned: Opportunity) -> Any:
        value = self._org.written(name, getattr(planned, name))
        field = self._org.schema.fields["Opportunity"][self._org.mapped(name)]
        if value is None and not field.nillable:
            raise CrmValidation(f"Salesforce needs a value for “{field.label}”.", name)
        # Through its API Salesforce takes any stage, and one it does not know belongs nowhere.
        if field.unknown(value, closed=name == "stage"):
            raise CrmValidation(f"Salesforce does not take that value for “{field.label}”.", name)
        if field.too_long(value):
            raise CrmValidation(f"That is too long for “{field.label}” in Salesforce: shorten it.", name)
        return value

    def _open_stage(self, before: Opportunity) -> str:
        """The last open stage of a closed opportunity, when it is opened again without saying which."""
        if before.status == "open" or self._update.set.get("status") != "open" or "stage" in self._update.set:
            return ""
        soql = (
            "SELECT StageName FROM OpportunityHistory "
            f"WHERE OpportunityId = {quoted(before.id)} ORDER BY CreatedDate DESC"
        )
        rows = self._connection.query(history=soql)["history"]
        stages = (self._org.names.our_stage(str(row["StageName"])) for row in rows)
        still_open = {stage.id for stage in self._rules.stages if not stage.is_closed}
        return next((stage for stage in stages if stage in still_open), "")

    def _changes(
        self, record: Mapping[str, Any], before: Opportunity, values: Mapping[str, Any]
    ) -> list[Request]:
        if not values:
            return []
        # Only exact to the second; the values the user saw have been compared as well.
        read_at = datetime.fromisoformat(str(record["LastModifiedDate"])).astimezone(UTC)
        unchanged = {"If-Unmodified-Since": format_datetime(read_at, usegmt=True)}
        return [Request("opportunity", "PATCH", f"sobjects/Opportunity/{before.id}", values, unchanged)]

    # -- people -----------------------------------------------------------------------------------------

    def _named(self) -> tuple[str, ...]:
        named = self._update.set.get("contacts", ())
        if not isinstance(named, tuple | list):
            raise CrmValidation("The contacts must be a list.", "contacts")
        return tuple(dict.fromkeys(str(one) for one in named))

    def _people(self, before: Opportunity, named: Sequence[str]) -> list[Request]:
        """New contacts, then the roles that are missing and those that are too many."""
        if "contacts" not in self._update.set:
            return []
        known = [one for one in named if not one.startswith(NEW_CONTACT)]
        new = [" ".join(one.removeprefix(NEW_CONTACT).split()) for one in named if one not in known]
        if not all(new):
            raise CrmValidation("A new contact needs a name.", "contacts")
        there = self._there(before, known, new)
        if missing := [one for one in known if one not in there.values()]:
            raise CrmValidation(f"There is no contact {missing[0]}: choose another.", "contacts")
        create = {name.casefold(): name for name in reversed(new) if name.casefold() not in there}
        parts = [self._contact(i, name, before) for i, name in enumerate(create.values())]
        made = {folded: f"@{{contact{i}.id}}" for i, folded in enumerate(create)}
        wanted = dict.fromkeys([*known, *({**there, **made}[name.casefold()] for name in new)])
        return [*parts, *self._roles(before, list(wanted))]

    def _there(self, before: Opportunity, known: Sequence[str], new: Sequence[str]) -> dict[str, str]:
        """Case-folded name → id of the account's contacts, and of those `new` ones that were created by that
        name once, whatever they are called and wherever they work now; of those named by id, `id` → id."""
        marks = {_mark(before, name): name.casefold() for name in new}
        soql = {"account": f"SELECT Id, Name FROM Contact WHERE AccountId = {quoted(before.account_id)}"}
        if known:
            soql["known"] = f"SELECT Id FROM Contact WHERE Id IN {listed(known)}"
        if marks and self._org.schema.has("Contact", MARK):
            soql["made"] = f"SELECT Id, {MARK} FROM Contact WHERE {MARK} IN {listed(list(marks))}"
        rows = self._connection.query(**soql)
        found = {str(row["Id"]): str(row["Id"]) for row in rows.get("known", ())}
        found |= {marks[str(row[MARK]).casefold()]: str(row["Id"]) for row in rows.get("made", ())}
        return found | {str(row["Name"]).casefold(): str(row["Id"]) for row in rows["account"]}

    def _contact(self, number: int, name: str, before: Opportunity) -> Request:
        first, _, last = name.rpartition(" ")
        body = {"FirstName": first or None, "LastName": last, "AccountId": before.account_id or None}
        mark = _mark(before, name)
        if missing := self._org.schema.missing("Contact", body):
            raise CrmValidation(NEEDED.format(missing=", ".join(missing)), "contacts")
        self._check("Contact", body)
        return Request(f"contact{number}", "PATCH", f"sobjects/Contact/{MARK}/{mark}", body)

    def _roles(self, before: Opportunity, wanted: Sequence[str]) -> list[Request]:
        gone = [one for one in before.contacts if one not in wanted]
        rows: list[dict[str, Any]] = []
        if gone:
            soql = (
                f"SELECT Id FROM OpportunityContactRole WHERE OpportunityId = {quoted(before.id)} "
                f"AND ContactId IN {listed(gone)}"
            )
            rows = self._connection.query(roles=soql)["roles"]
        added = [one for one in wanted if one not in before.contacts]
        return [
            *(
                Request(
                    f"role{i}",
                    "POST",
                    "sobjects/OpportunityContactRole",
                    {"OpportunityId": before.id, "ContactId": one},
                )
                for i, one in enumerate(added)
            ),
            *(
                Request(f"gone{i}", "DELETE", f"sobjects/OpportunityContactRole/{row['Id']}")
                for i, row in enumerate(rows)
            ),
        ]

    # -- tasks ------------------------------------------------------------------------------------------

    def _task(self, before: Opportunity) -> list[Request]:
        """The next step's due day is a task of the opportunity; one without a day is done."""
        if "next_step_due" not in self._update.set:
            return []
        due = self._update.set["next_step_due"]
        if not due and not before.next_step_due:
            return []
        subject = str(self._update.set.get("next_step") or before.next_step or "Next step")
        body = {
            "Subject": subject,
            "ActivityDate": self._org.written("next_step_due", due),
            "Status": "Not Started" if due else "Completed",
            "WhatId": before.id,
            "OwnerId": self._connection.user_id,
        }
        mark = f"{NEXT}{before.id}"
        self._check("Task", body)
        return [Request("next_step", "PATCH", f"sobjects/Task/{MARK}/{quote(mark, safe='')}", body)]

    def _check(self, kind: str, body: Mapping[str, Any]) -> None:
        check_record(self._org, kind, body)

    def _in_words(self, refused: CrmValidation) -> CrmValidation:
        """By the label that sellers see in Salesforce, and by our field."""
        theirs = refused.field
        held = self._org.schema.fields["Opportunity"].get(theirs)
        said = str(refused).replace(f"“{theirs}”", f"“{held.label}”") if held else str(refused)
        return CrmValidation(
            said, next((name for name, one in self._org.fields.items() if one == theirs), theirs)
        )


def _mark(before: Opportunity, name: str) -> str:
    return receipt(f"{before.account_id}:{name.casefold()}")


def activity(org: Org, update: CrmUpdate, what_id: str) -> Request:
    """The task that records a write, which is its receipt."""
    kind = note_type_of(update)
    body = {
        "Subject": f"{SUBJECTS[kind] if update.note else 'Update'} · Cornerman",
        "Description": update.note or None,
        "Status": "Completed",
        "TaskSubtype": SUBTYPES[kind],
        "WhatId": what_id,
    }
    check_record(org, "Task", body)
    return Request("record", "POST", "sobjects/Task", body | {MARK: update.key})


def check_record(org: Org, kind: str, body: Mapping[str, Any]) -> None:
    if refused := org.schema.refused(kind, body):
        raise CrmValidation(REFUSED.format(fields=", ".join(refused), kind=kind.lower()))


def check_marks(org: Org) -> None:
    if not all(org.schema.has(kind, MARK) for kind in ("Task", "Contact")):
        raise CrmValidation(NO_MARK)
