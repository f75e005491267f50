"""Whether an organisation has what Cornerman needs, told in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from adapters.crm.colleagues import Colleague
from adapters.crm.findings import (
    Finding,
    TheirStage,
    missing,
    note,
    ok,
    options,
    people,
    stages,
    words_of,
)
from adapters.crm.remote import Fields, names_of
from adapters.crm.rules import Rules
from adapters.crm.salesforce.connection import Connection
from adapters.crm.salesforce.errors import MARK
from adapters.crm.salesforce.schema import RECENT, Field, Schema, Schemas
from bot.chat import Person
from bot.errors import CrmAuth, CrmError
from bot.sales import FieldName

TEXTS = ("string", "textarea", "picklist", "multipicklist")
KINDS: Mapping[FieldName, tuple[str, ...]] = {
    "amount": ("currency", "double"),
    "seats": ("double", "int"),
    "close_date": ("date",),
    "stage": ("picklist",),
}
"""Of every other field a text or a picklist."""
SIGNED_IN = 25
"""So many people are signed in to try."""
MARKED = ("Task", "Contact")
CREATE = "create it and let sellers edit it; nothing is written without it"
MADE = {
    "Task": ("Subject", "Description", "Status", "TaskSubtype", "WhatId", "OwnerId", "ActivityDate", MARK),
    "Contact": ("FirstName", "LastName", "AccountId", MARK),
}
"""What Cornerman gives a new record."""
NO_OPERATOR = (
    "Salesforce does not sign in `salesforce.username`: check the client id, the key and its certificate, "
    "and that the External Client App lets this user in"
)
NOT_AUTHORISED = "let their profile or permission set into the External Client App"
QUERIES = {
    "users": "SELECT Id, Username FROM User WHERE IsActive = true",
    "stages": "SELECT MasterLabel, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true",
}
STATES = {"Status": ("Not Started", "Completed"), "TaskSubtype": ("Task", "Call", "Email")}
RULES = (
    "validation rules, flows, duplicate rules and picklists that differ by record type show only when "
    "something is written"
)


def findings(
    connect: Callable[[str], Connection],
    schemas: Schemas,
    fields: Fields,
    rules: Rules,
    persons: Sequence[Person],
    colleagues: Callable[[], Sequence[Colleague]],
) -> Iterator[Finding]:
    try:
        operator = connect("")
        found, users = operator.query(**QUERIES), colleagues()
    except CrmError as error:
        yield missing(NO_OPERATOR if isinstance(error, CrmAuth) else str(error))
        return
    yield ok(f"connects, and sees {len(users)} active users")
    yield from people(persons, users, {str(row["Username"]): str(row["Id"]) for row in found["users"]})
    refused, seller = _signed_in(connect, [one for one in persons if one.crm_user])
    yield from refused
    if len(persons) > SIGNED_IN:
        yield note(f"the first {SIGNED_IN} people were signed in to try")
    yield note(f"fields are checked as {seller.name if seller else 'the operator'} sees them")
    schema = schemas.of(connect(seller.crm_user if seller else ""), RECENT)
    yield from _own(schema)
    yield from _tasks(schema)
    yield from _fields(schema, fields, rules)
    known = {str(row["MasterLabel"]): _stage(row) for row in found["stages"]}
    yield from stages(rules, names_of(rules.stages, "name").theirs, known)
    yield note(RULES)


def _signed_in(
    connect: Callable[[str], Connection], persons: Sequence[Person]
) -> tuple[Sequence[Finding], Person | None]:
    """What stops people from being signed in as themselves, and the first whom nothing stops."""
    refused: list[Finding] = []
    first: Person | None = None
    for person in persons[:SIGNED_IN]:
        try:
            connect(person.crm_user).describe("Task")
            first = first or person
        except CrmError as error:
            why = NOT_AUTHORISED if isinstance(error, CrmAuth) else str(error)
            refused.append(missing(f"{person.name} ({person.id}) cannot be signed in: {why}"))
    return refused, first


def _own(schema: Schema) -> Iterator[Finding]:
    """Fields that Cornerman needs for itself."""
    lacking = [kind for kind in MARKED if not schema.has(kind, MARK)]
    doubled = [kind for kind in MARKED if kind not in lacking and not schema.fields[kind][MARK].unique]
    for kind in lacking:
        yield missing(f"{kind} shows no field {MARK} (text 255, external id, unique): {CREATE}")
    for kind in doubled:
        yield missing(f"{MARK} on {kind} takes the same value twice: make it unique, and an external id")
    if not lacking and not doubled:
        yield ok("Cornerman's own fields are there")


def _tasks(schema: Schema) -> Iterator[Finding]:
    for name, values in STATES.items():
        yield from options("the tasks", name, values, schema.fields["Task"][name].picklist)
    for kind, given in MADE.items():
        if needed := schema.missing(kind, given):
            lacks = f"a new {kind.lower()} needs {', '.join(needed)}, which Cornerman does not know"
            yield missing(f"{lacks}: give it a default value")


def _fields(schema: Schema, fields: Fields, rules: Rules) -> Iterator[Finding]:
    kept = 0
    held = schema.fields["Opportunity"]
    for field, name in fields.items():
        ours = field.replace("_", " ")
        if not name:
            yield note(f"{ours} is not kept in Salesforce")
        elif field == "currency" and name not in held:
            yield note("the organisation has one currency only")
        elif name not in held or not held[name].updateable:
            what = "cannot be edited" if name in held else "is not there"
            yield missing(
                f"the field {name} of Opportunity, for {ours}, {what}: create it, let sellers edit it, or "
                'name another, or "" for none, in salesforce.fields'
            )
        elif held[name].kind not in KINDS.get(field, TEXTS):
            yield missing(f"“{held[name].label}” ({name}) is a {held[name].kind}, which does not fit {ours}")
        else:
            kept += 1
            yield from _values(field, held[name], rules)
    yield ok(f"{kept} fields of an opportunity can be written")


def _values(field: FieldName, held: Field, rules: Rules) -> Iterator[Finding]:
    yield from options(field, held.label, words_of(rules).get(field, ()), held.picklist)
    if held.kind == "picklist" and field in ("competitors", "verifiers"):
        yield missing(f"“{held.label}” takes one value only: make it a multi-select picklist")


def _stage(row: Mapping[str, Any]) -> TheirStage:
    return TheirStage(str(row["MasterLabel"]), bool(row["IsClosed"]), bool(row["IsWon"]))
