"""Whether a portal has what Cornerman needs, told in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

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
from adapters.crm.hubspot.client import VERSION, HubSpotClient
from adapters.crm.hubspot.fields import MARK, UPDATES
from adapters.crm.hubspot.schema import Property, Schema, Schemas, properties_of
from adapters.crm.remote import Fields, names_of
from adapters.crm.rules import Rules
from bot.chat import Person
from bot.errors import CrmError
from bot.sales import FieldName

MARKED = ("companies", "contacts", "notes", "tasks")
READ = ("deals", "companies", "contacts", "notes", "tasks")
KINDS: Mapping[FieldName, tuple[str, ...]] = {
    "amount": ("number",),
    "seats": ("number",),
    "close_date": ("datetime", "date"),
}
"""Of every other field a text or a list of options."""
WRITING = (
    "HubSpot tells nobody before a write whether the key may write deals, contacts, notes and tasks, nor "
    "which fields your own rules require with a stage"
)


def findings(
    client: HubSpotClient,
    schemas: Schemas,
    fields: Fields,
    rules: Rules,
    persons: Sequence[Person],
    colleagues: Callable[[], Sequence[Colleague]],
) -> Iterator[Finding]:
    try:
        zone = client.get(f"/account-info/{VERSION}/details")["timeZone"]
    except CrmError as error:
        yield missing(str(error))
        return
    yield ok(f"connects; the portal's time zone is {zone}")
    yield from _readable(client)
    try:
        schema = schemas.now()
        marked = {kind: properties_of(client, kind) for kind in MARKED}
        users = colleagues()
    except CrmError as error:
        yield missing(f"the key may not read properties, pipelines or owners: {error}")
        return
    yield from _own(schema, marked)
    yield from _fields(schema, fields, rules)
    yield from stages(rules, names_of(rules.stages, "id").theirs, _known(schema))
    yield from people(persons, users, {})
    yield note(WRITING)


def _readable(client: HubSpotClient) -> Iterator[Finding]:
    for kind in READ:
        try:
            client.get(f"/crm/objects/{VERSION}/{kind}", limit=1)
        except CrmError as error:
            yield missing(f"the key may not read {kind}: {error}")


def _own(schema: Schema, marked: Mapping[str, Mapping[str, Property]]) -> Iterator[Finding]:
    """Properties that Cornerman needs for itself."""
    lacking = [] if UPDATES in schema.properties else [f"{UPDATES} (text) on deals"]
    lacking += [f"{MARK} (text, unique values) on {kind}" for kind in MARKED if MARK not in marked[kind]]
    doubled = [kind for kind in MARKED if MARK in marked[kind] and not marked[kind][MARK].unique]
    yield from (missing(f"create the property {one}: nothing is written without it") for one in lacking)
    yield from (missing(f"{MARK} on {kind} takes the same value twice: make it unique") for kind in doubled)
    if not lacking and not doubled:
        yield ok("Cornerman's own properties are there")


def _fields(schema: Schema, fields: Fields, rules: Rules) -> Iterator[Finding]:
    kept = 0
    for field, name in fields.items():
        held = schema.properties.get(name)
        if not name:
            yield note(f"{field.replace('_', ' ')} is not kept in HubSpot")
        elif held is None or held.read_only:
            what = "cannot be written" if held else "is not there"
            yield missing(
                f"the deal property {name}, for {field.replace('_', ' ')}, {what}: create it, or name "
                'another, or "" for none, in hubspot.fields'
            )
        elif held.kind not in KINDS.get(field, ("string", "enumeration")):
            yield missing(
                f"“{held.label}” ({name}) is a {held.kind}, which does not fit {field.replace('_', ' ')}"
            )
        else:
            kept += 1
            yield from options(field, held.label, words_of(rules).get(field, ()), held.options)
            if held.single and field in ("competitors", "verifiers"):
                yield missing(f"“{held.label}” ({name}) takes one option only: make it checkboxes")
    yield ok(f"{kept} fields of a deal can be written")


def _known(schema: Schema) -> dict[str, TheirStage]:
    return {id: stage for pipeline in schema.stages.values() for id, stage in pipeline.items()}
