"""HubSpot's properties ↔ the words of selling. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from adapters.crm.colleagues import Colleague
from adapters.crm.remote import Fields, Names
from bot.sales import Contact, FieldName, Note, NoteType, Opportunity, Status, Value

UPDATES = "cornerman_updates"
"""Property of deals: receipts of the newest writes, so that a lost answer is not written twice."""
MARK = "cornerman_id"
"""Unique property of contacts, notes and tasks that Cornerman creates."""
COLLABORATORS = "hs_all_collaborator_owner_ids"
OWNER = "hubspot_owner_id"
PIPELINE = "pipeline"
STANDARD: Mapping[FieldName, str] = {
    "amount": "amount",
    "currency": "deal_currency_code",
    "amount_type": "cornerman_amount_type",
    "stage": "dealstage",
    "close_date": "closedate",
    "next_step": "hs_next_step",
    "seats": "cornerman_seats",
    "competitors": "cornerman_competitors",
    "verifiers": "cornerman_evidence",
    "reason": "closed_lost_reason",
}
"""The properties of a deal; those of ours that begin with cornerman_ an administrator creates once."""
OUTLINE = ("dealname", OWNER, COLLABORATORS, "dealstage", "hs_is_closed", "hs_is_closed_won")
CONTACT = ("firstname", "lastname", "email", "jobtitle")
COMPANY = ("name", OWNER, "country")
NOTE = ("hs_note_body", "hs_timestamp", OWNER)
TASK = ("hs_task_status", "hs_timestamp", MARK)
MIDDAY = time(12)
KINDS: Mapping[str, NoteType] = {"Call": "call", "Meeting": "meeting", "Email": "email"}


@dataclass(frozen=True, slots=True)
class Portal:
    """How this portal reads and writes a deal. `currency` is that of a deal which names none."""

    fields: Fields
    names: Names
    zone: ZoneInfo
    currency: str

    @property
    def properties(self) -> tuple[str, ...]:
        return (*OUTLINE, PIPELINE, *(name for name in self.fields.values() if name), UPDATES)

    def opportunity(
        self,
        record: Mapping[str, Any],
        account_id: str,
        contacts: Sequence[str] = (),
        due: date | None = None,
    ) -> Opportunity:
        held: Mapping[str, str] = {k: v for k, v in record["properties"].items() if v is not None}
        said = {field: held.get(name, "") for field, name in self.fields.items()}
        return Opportunity(
            id=str(record["id"]),
            account_id=account_id,
            name=held.get("dealname", ""),
            owner_id=held.get(OWNER, ""),
            team_ids=_several(held.get(COLLABORATORS, "")),
            stage=self.names.our_stage(held.get("dealstage", "")),
            amount=Decimal(said["amount"]) if said.get("amount") else None,
            currency=said.get("currency") or self.currency,
            amount_type=said.get("amount_type", ""),
            close_date=self._day(said.get("close_date", "")),
            next_step=said.get("next_step", ""),
            next_step_due=due,
            seats=int(Decimal(said["seats"])) if said.get("seats") else None,
            contacts=tuple(contacts),
            competitors=_several(said.get("competitors", "")),
            verifiers=_several(said.get("verifiers", "")),
            status=status_of(held),
            reason=said.get("reason", ""),
            version=str(record.get("updatedAt", "")),
        )

    def outline(self, record: Mapping[str, Any], account_id: str) -> Opportunity:
        """What recognising somebody else's deal needs, and no more of it."""
        held = record["properties"]
        return Opportunity(
            str(record["id"]),
            account_id,
            held.get("dealname") or "",
            held.get(OWNER) or "",
            stage=self.names.our_stage(held.get("dealstage") or ""),
            status=status_of(held),
        )

    def written(self, name: FieldName, value: Value) -> str:
        """A value as its property takes it; empty clears it."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return ";".join(value)
        if isinstance(value, Decimal):
            # HubSpot reads a thousands comma and an exponent as no number.
            return f"{value:f}"
        if isinstance(value, date):
            # Portals show a moment in their own zone: at midnight UTC American ones show the day before.
            moment = datetime.combine(value, MIDDAY, self.zone).astimezone(UTC)
            return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return self.names.their_stage(str(value)) if name == "stage" else str(value)

    def _day(self, said: str) -> date | None:
        """A property of the kind `date` is a day by itself; a moment is one in the portal's zone."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            return date.fromisoformat(said)
        return datetime.fromisoformat(said).astimezone(self.zone).date() if said else None


def status_of(held: Mapping[str, Any]) -> Status:
    if held.get("hs_is_closed_won") == "true":
        return "won"
    return "lost" if held.get("hs_is_closed") == "true" else "open"


def team_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The owner and everyone who works along."""
    held = record["properties"]
    return (*filter(None, (held.get(OWNER),)), *_several(held.get(COLLABORATORS) or ""))


def contact_of(record: Mapping[str, Any], account_id: str) -> Contact:
    held = {key: value or "" for key, value in record["properties"].items()}
    name = f"{held.get('firstname', '')} {held.get('lastname', '')}".strip()
    return Contact(
        str(record["id"]),
        account_id,
        name or held.get("email", ""),
        held.get("jobtitle", ""),
        "",
        held.get("email", ""),
    )


def colleague_of(owner: Mapping[str, Any]) -> Colleague:
    """An owner's primary team; their other teams only share records."""
    name = f"{owner.get('firstName') or ''} {owner.get('lastName') or ''}".strip()
    teams = (str(team["name"]) for team in owner.get("teams", ()) if team.get("primary"))
    return Colleague(str(owner["id"]), name, owner.get("email") or "", team=next(teams, ""))


def note_body(text: str, kind: NoteType) -> str:
    """HubSpot keeps notes as HTML. A call, meeting or email says so in its first word."""
    label = next((f"<strong>{label}:</strong> " for label, one in KINDS.items() if one == kind), "")
    return label + html.escape(text).replace("\n", "<br>")


def note_of(record: Mapping[str, Any], opportunity_id: str) -> Note:
    held = record["properties"]
    body = str(held.get("hs_note_body") or "")
    label = re.match(r"\s*<strong>(\w+):</strong>\s*", body)
    kind = KINDS.get(label[1], "other") if label else "other"
    words = body[label.end() :] if label and kind != "other" else body
    lines = re.sub(r"<br\s*/?>|</p>|</div>|</li>", "\n", words)
    text = html.unescape(re.sub(r"<[^>]*>", "", lines)).strip()
    when = datetime.fromisoformat(str(held["hs_timestamp"])).astimezone(UTC)
    return Note(str(record["id"]), held.get(OWNER) or "", text, when, opportunity_id, None, kind)


def moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def due_of(record: Mapping[str, Any], zone: ZoneInfo) -> date | None:
    held = record["properties"]
    moment = held.get("hs_timestamp") if held.get("hs_task_status") != "COMPLETED" else None
    return datetime.fromisoformat(moment).astimezone(zone).date() if moment else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
