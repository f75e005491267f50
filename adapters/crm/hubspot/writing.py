"""One confirmed write to HubSpot, which has neither transactions nor idempotency keys.

The deal changes in one request that also leaves the write's receipt. Before it stands only what can be done
twice without harm (contacts by their unique property), after it only the same (links, task, note): whichever
answer is lost, trying again ends in the same place, and leaves alone what a colleague has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.crm.hubspot.client import VERSION, HubSpotClient
from adapters.crm.hubspot.fields import CONTACT, MARK, OWNER, UPDATES, Portal, contact_of, note_body
from adapters.crm.remote import NEW_CONTACT, NO_FIELD, fields_written, receipt, wanted_after
from adapters.crm.rules import Rules, note_type_of
from bot.errors import CrmValidation
from bot.ports import Clock
from bot.sales import CrmUpdate, FieldName, Opportunity

RECEIPTS = 20
"""So many of the newest writes a deal remembers; one record's writes come one after the other."""
ELSEWHERE: frozenset[FieldName] = frozenset({"contacts", "next_step_due", "status"})
"""Not properties of the deal: links, a task, and what follows from the stage."""


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

    def properties(self, before: Opportunity) -> dict[str, str]:
        """What is to change on the deal itself. Raises CrmValidation."""
        note_type_of(self._update)
        planned = wanted_after(before, self._update, self._rules, self._open_stage(before), self._named())
        return self._properties(before, planned)

    def whole(
        self,
        record: Mapping[str, Any],
        before: Opportunity,
        properties: dict[str, str],
        contacts: tuple[str, ...],
    ) -> None:
        """`record` as it stands now: its receipts stay."""
        receipts = [*(record["properties"].get(UPDATES) or "").split(), receipt(self._update.key)]
        changed = {**properties, UPDATES: " ".join(receipts[-RECEIPTS:])}
        try:
            self._client.patch(f"/crm/objects/{VERSION}/deals/{before.id}", {"properties": changed})
        except CrmValidation as refused:
            raise CrmValidation(str(refused), self._ours(refused.field)) from refused
        self.finish(before, contacts)

    def contacts(self, before: Opportunity) -> tuple[str, ...]:
        """Contact ids, of contacts created on the company where `new:Full Name` asks for it."""
        if "contacts" not in self._update.set:
            return before.contacts
        named = self._named()
        known = [one for one in named if not one.startswith(NEW_CONTACT)]
        held = {str(record["id"]) for record in self._client.read("contacts", known, CONTACT)}
        if missing := [one for one in known if one not in held]:
            raise CrmValidation(f"There is no contact {missing[0]}: choose another.", "contacts")
        new = [" ".join(one.removeprefix(NEW_CONTACT).split()) for one in named if one not in known]
        if not all(new):
            raise CrmValidation("A new contact needs a name.", "contacts")
        created = self._created(before.account_id, new) if new else {}
        ids = (one if one in held else created[_folded(one.removeprefix(NEW_CONTACT))] for one in named)
        return tuple(dict.fromkeys(ids))

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

    def _properties(self, before: Opportunity, planned: Opportunity) -> dict[str, str]:
        wanted = set(fields_written(self._update))
        if planned.stage != before.stage:
            wanted.add("stage")
        if planned.reason != before.reason:
            wanted.add("reason")
        properties = {}
        for name in sorted(wanted - ELSEWHERE):
            if not (theirs := self._portal.fields.get(name)):
                raise CrmValidation(NO_FIELD.format(crm="HubSpot", label=name.replace("_", " ")), name)
            properties[theirs] = self._portal.written(name, getattr(planned, name))
        return properties

    def _open_stage(self, before: Opportunity) -> str:
        """The last open stage of a closed deal, when it is opened again without saying which."""
        if before.status == "open" or self._update.set.get("status") != "open" or "stage" in self._update.set:
            return ""
        path = f"/crm/objects/{VERSION}/deals/{before.id}"
        held = self._client.get(path, propertiesWithHistory="dealstage")["propertiesWithHistory"]["dealstage"]
        stages = (self._portal.names.our_stage(one["value"]) for one in held)
        still_open = {stage.id for stage in self._rules.stages if not stage.is_closed}
        return next((stage for stage in stages if stage in still_open), "")

    def _created(self, account_id: str, names: list[str]) -> dict[str, str]:
        """Case-folded name → id, of the company's own contact of that name if it has one."""
        linked = self._client.linked("companies", "contacts", [account_id]) if account_id else {}
        there = self._client.read("contacts", linked.get(account_id, []), CONTACT)
        known = {_folded(contact_of(one, account_id).name): str(one["id"]) for one in there}
        new = {_folded(name): name for name in reversed(names) if _folded(name) not in known}
        if not new:
            return known
        records = {receipt(f"{account_id}:{folded}"): _named_parts(name) for folded, name in new.items()}
        ids = self._client.upsert("contacts", MARK, records)
        if account_id:
            self._client.link("contacts", "companies", [(one, account_id) for one in ids])
        return known | dict(zip(new, ids, strict=True))

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
        note = {"hs_note_body": body, "hs_timestamp": _moment(now), OWNER: self._speaker}
        ids = self._client.upsert("notes", MARK, {self._update.key: note})
        self._client.link("notes", "deals", [(ids[0], before.id)])

    def _ours(self, theirs: str) -> str:
        return next((name for name, one in self._portal.fields.items() if one == theirs), theirs)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _named_parts(name: str) -> dict[str, str]:
    first, _, last = name.rpartition(" ")
    return {"firstname": first, "lastname": last}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
