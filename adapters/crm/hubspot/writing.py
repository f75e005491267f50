"""One confirmed write to HubSpot, which has neither transactions nor idempotency keys.

All is planned first, which only reads. The deal changes in one request that also leaves the write's receipt.
Before it stands only what can be done twice without harm (contacts by their unique property), after it only
the same (links, task, note): whichever answer is lost, trying again ends in the same place, and leaves alone
what a colleague has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from adapters.crm.hubspot.client import VERSION, HubSpotClient
from adapters.crm.hubspot.fields import CONTACT, MARK, OWNER, UPDATES, Portal, contact_of, moment, note_body
from adapters.crm.hubspot.schema import Schema
from adapters.crm.remote import NEW_CONTACT, NO_FIELD, fields_written, receipt, wanted_after
from adapters.crm.rules import Rules, note_type_of
from bot.errors import CrmValidation
from bot.ports import Clock
from bot.sales import CrmUpdate, FieldName, Opportunity

RECEIPTS = 20
"""So many of the newest writes a deal remembers; one record's writes come one after the other."""
ELSEWHERE: frozenset[FieldName] = frozenset({"contacts", "next_step_due", "status"})
"""Not properties of the deal: links, a task, and what follows from the stage."""
OTHER_PIPELINE = "This deal's pipeline in HubSpot has no such stage: choose another stage."
NO_RECEIPTS = (
    f"HubSpot has no property {UPDATES} for deals yet, without which Cornerman writes nothing: ask your "
    "administrator; `cornerman crm check` tells them what is missing."
)


@dataclass(frozen=True, slots=True)
class People:
    """Contacts as they are to be linked, by id or `new:NAME`; `known` are the company's own by name."""

    named: tuple[str, ...]
    known: Mapping[str, str]

    @property
    def new(self) -> dict[str, str]:
        """Folded name → name of those that are to be created; of two spellings the first."""
        names = [one.removeprefix(NEW_CONTACT) for one in self.named if one.startswith(NEW_CONTACT)]
        tidy = [" ".join(name.split()) for name in names]
        return {_folded(name): name for name in reversed(tidy) if _folded(name) not in self.known}

    def ids(self, created: Mapping[str, str]) -> tuple[str, ...]:
        by_name = {**self.known, **created}
        return tuple(
            dict.fromkeys(
                by_name[_folded(one.removeprefix(NEW_CONTACT))] if one.startswith(NEW_CONTACT) else one
                for one in self.named
            )
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """`after` is the deal as the write should leave it, with contacts that it creates as `new:NAME`."""

    after: Opportunity
    properties: Mapping[str, str]
    people: People
    schema: Schema


class Write:
    def __init__(
        self,
        client: HubSpotClient,
        portal: Portal,
        rules: Rules,
        clock: Clock,
        update: CrmUpdate,
        speaker: str,
    ) -> None:
        self._client = client
        self._portal = portal
        self._rules = rules
        self._clock = clock
        self._update = update
        self._speaker = speaker

    def plan(self, before: Opportunity, pipeline: str, schema: Schema) -> Plan:
        """Checked as far as the portal's properties tell; only reads. Raises CrmValidation."""
        note_type_of(self._update)
        named = self._named()
        planned = wanted_after(before, self._update, self._rules, self._open_stage(before), named)
        properties = self._properties(before, planned, schema)
        if "stage" in properties and pipeline in schema.stages:
            self._check_stage(properties["stage"], schema.stages[pipeline])
        after = planned if "contacts" in self._update.set else replace(planned, contacts=before.contacts)
        theirs = {self._portal.fields[name]: value for name, value in properties.items()}
        return Plan(after, theirs, self.people(before), schema)

    def send(
        self, plan: Plan, record: Mapping[str, Any], before: Opportunity, contacts: tuple[str, ...]
    ) -> None:
        """`record` as it stands now: its receipts stay. `contacts` are ids."""
        receipts = [*(record["properties"].get(UPDATES) or "").split(), receipt(self._update.key)]
        changed = {**plan.properties, UPDATES: " ".join(receipts[-RECEIPTS:])}
        try:
            self._client.patch(f"/crm/objects/{VERSION}/deals/{before.id}", {"properties": changed})
        except CrmValidation as refused:
            if refused.field == UPDATES:
                raise CrmValidation(NO_RECEIPTS) from refused
            raise self._in_words(refused, plan.schema) from refused
        self.finish(before, contacts)

    def people(self, before: Opportunity) -> People:
        """Who is to be linked. Raises CrmValidation for contacts that are not there, or have no name."""
        if "contacts" not in self._update.set:
            return People(before.contacts, {})
        named = self._named()
        known = [one for one in named if not one.startswith(NEW_CONTACT)]
        held = {str(record["id"]) for record in self._client.read("contacts", known, CONTACT)}
        if missing := [one for one in known if one not in held]:
            raise CrmValidation(f"There is no contact {missing[0]}: choose another.", "contacts")
        new = [one for one in named if one.startswith(NEW_CONTACT)]
        if not all(one.removeprefix(NEW_CONTACT).split() for one in new):
            raise CrmValidation("A new contact needs a name.", "contacts")
        return People(named, self._colleagues_of(before.account_id) if new else {})

    def contacts(self, before: Opportunity, people: People) -> tuple[str, ...]:
        """Contact ids, of contacts created on the company where `new:Full Name` asks for it."""
        return people.ids(self._created(before.account_id, people.new) if people.new else {})

    def finish(self, before: Opportunity, contacts: tuple[str, ...]) -> None:
        """All that follows the deal's own change. `before` may be the record as it stands later."""
        if "contacts" in self._update.set:
            self._keep_links(before, contacts)
        if "next_step_due" in self._update.set:
            self._keep_task(before)
        if self._update.note:
            self._keep_note(before)

    def _keep_links(self, before: Opportunity, contacts: tuple[str, ...]) -> None:
        """Only what the seller put on or took off: whom else a colleague has linked since stays."""
        seen = self._update.expect.get("contacts", before.contacts)
        had = set(seen) if isinstance(seen, tuple | list) else set()
        on = [c for c in contacts if c not in had and c not in before.contacts]
        off = [c for c in before.contacts if c in had and c not in contacts]
        self._client.link("deals", "contacts", [(before.id, c) for c in on])
        self._client.unlink("deals", "contacts", before.id, off)

    def _named(self) -> tuple[str, ...]:
        named = self._update.set.get("contacts", ())
        if not isinstance(named, tuple | list):
            raise CrmValidation("The contacts must be a list.", "contacts")
        return tuple(dict.fromkeys(str(one) for one in named))

    def _properties(self, before: Opportunity, planned: Opportunity, schema: Schema) -> dict[FieldName, str]:
        """What is to change on the deal itself, as the portal takes it."""
        wanted = set(fields_written(self._update))
        if planned.stage != before.stage:
            wanted.add("stage")
        if planned.reason != before.reason:
            wanted.add("reason")
        return {name: self._value(name, planned, schema) for name in sorted(wanted - ELSEWHERE)}

    def _value(self, name: FieldName, planned: Opportunity, schema: Schema) -> str:
        held = schema.properties.get(self._portal.fields.get(name, ""))
        if held is None or held.read_only:
            raise CrmValidation(NO_FIELD.format(crm="HubSpot", label=name.replace("_", " ")), name)
        value = getattr(planned, name)
        said = value.isoformat() if value and held.kind == "date" else self._portal.written(name, value)
        if not held.takes(said):
            raise CrmValidation(f"HubSpot does not take that value for “{held.label}”.", name)
        return said

    def _check_stage(self, stage: str, stages: Collection[str]) -> None:
        if stage not in stages:
            raise CrmValidation(OTHER_PIPELINE, "stage")

    def _open_stage(self, before: Opportunity) -> str:
        """The last open stage of a closed deal, when it is opened again without saying which."""
        if before.status == "open" or self._update.set.get("status") != "open" or "stage" in self._update.set:
            return ""
        path = f"/crm/objects/{VERSION}/deals/{before.id}"
        held = self._client.get(path, propertiesWithHistory="dealstage")["propertiesWithHistory"]["dealstage"]
        stages = (self._portal.names.our_stage(one["value"]) for one in held)
        still_open = {stage.id for stage in self._rules.stages if not stage.is_closed}
        return next((stage for stage in stages if stage in still_open), "")

    def _colleagues_of(self, account_id: str) -> dict[str, str]:
        """Folded name → id of the company's own contacts."""
        linked = self._client.linked("companies", "contacts", [account_id]) if account_id else {}
        there = self._client.read("contacts", linked.get(account_id, []), CONTACT)
        return {_folded(contact_of(one, account_id).name): str(one["id"]) for one in there}

    def _created(self, account_id: str, new: Mapping[str, str]) -> dict[str, str]:
        records = {receipt(f"{account_id}:{folded}"): _named_parts(name) for folded, name in new.items()}
        held = self._client.read("contacts", list(records), (MARK,), by=MARK)
        ids = {str(one["properties"][MARK]): str(one["id"]) for one in held}
        # Whoever is there by another name now was renamed by somebody, and keeps it.
        if missing := {mark: parts for mark, parts in records.items() if mark not in ids}:
            made = self._client.upsert("contacts", MARK, missing)
            ids |= zip(missing, made, strict=True)
        if account_id:
            self._client.link("contacts", "companies", [(ids[mark], account_id) for mark in records])
        return {folded: ids[mark] for folded, mark in zip(new, records, strict=True)}

    def _keep_task(self, before: Opportunity) -> None:
        """The next step's due day is a task of the deal. A task needs a day, so one without it is done."""
        due = self._update.set["next_step_due"]
        if not due and not before.next_step_due:
            return
        if before.next_step_due not in (due, self._update.expect.get("next_step_due", before.next_step_due)):
            # Moved to a third day by somebody since the first try.
            return
        subject = str(self._update.set.get("next_step") or before.next_step or "Next step")
        task = {"hs_task_subject": subject, "hs_task_status": "NOT_STARTED" if due else "COMPLETED"}
        if due:
            task |= {"hs_timestamp": self._portal.written("next_step_due", due), OWNER: self._speaker}
        ids = self._client.upsert("tasks", MARK, {f"next:{before.id}": task})
        self._client.link("tasks", "deals", [(ids[0], before.id)])

    def _keep_note(self, before: Opportunity) -> None:
        body = note_body(self._update.note, note_type_of(self._update))
        now = self._clock().astimezone(UTC)
        note = {"hs_note_body": body, "hs_timestamp": moment(now), OWNER: self._speaker}
        ids = self._client.upsert("notes", MARK, {self._update.key: note})
        self._client.link("notes", "deals", [(ids[0], before.id)])

    def _in_words(self, refused: CrmValidation, schema: Schema) -> CrmValidation:
        """By the label that sellers see in HubSpot, and by our field."""
        theirs = refused.field
        label = schema.properties[theirs].label if theirs in schema.properties else theirs
        ours = next((name for name, one in self._portal.fields.items() if one == theirs), theirs)
        return CrmValidation(str(refused).replace(f"“{theirs}”", f"“{label}”"), ours)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _named_parts(name: str) -> dict[str, str]:
    first, _, last = name.rpartition(" ")
    return {"firstname": first, "lastname": last}
