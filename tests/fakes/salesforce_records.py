"""What an organisation of Salesforce keeps, and what its users may read and change of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.ports import Clock
from tests.contracts.company import STAGES
from tests.fakes import soql
from tests.fakes.salesforce_rules import EXTERNAL, FIELDS, PREFIX, Refusal, check

ROOT = "/services/data/v67.0/"
Row = dict[str, Any]


_USER = {"IsActive": True, "UserType": "Standard", "Name": "", "Email": ""}


@dataclass
class Records:
    """`tables`: object → id → row. `users`: username → user id. `extra` adds fields to objects, `hidden`
    takes some away. With `private` people see only what they own or work on."""

    clock: Clock
    tables: dict[str, dict[str, Row]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    extra: dict[str, dict[str, tuple[str, int, str]]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset(FIELDS)
    validation: str = ""
    private: bool = False
    page: int = 2000
    cursors: list[list[Row]] = field(default_factory=list)
    _next: int = 70000

    # -- what tests do ----------------------------------------------------------------------------------

    def put(self, kind: str, values: Mapping[str, Any], row_id: str = "") -> str:
        if not row_id:
            self._next += 1
            row_id = f"{PREFIX[kind]}{self._next:012d}AAA"
        table = self.tables.setdefault(kind, {})
        row = {**table.get(row_id, {"Id": row_id, "CreatedDate": self._stamp(0)}), **values}
        self._next += 1
        table[row_id] = row | self._derived(kind, row)
        return row_id

    def _derived(self, kind: str, row: Row) -> Row:
        if kind == "Contact":
            return {"Name": f"{row.get('FirstName') or ''} {row.get('LastName') or ''}".strip()}
        if kind == "Task":
            return {"IsClosed": row.get("Status") == "Completed"}
        if kind != "Opportunity":
            return {}
        stage = next((one for one in STAGES if one.name == row.get("StageName")), STAGES[0])
        return {
            "IsClosed": stage.is_closed,
            "IsWon": stage.is_won,
            "LastModifiedDate": self._stamp(self._next),
            "HasOpportunityLineItem": row.get("HasOpportunityLineItem", False),
        }

    def _stamp(self, milliseconds: int) -> str:
        at = self.clock() + timedelta(milliseconds=milliseconds % 900)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "+0000")

    # -- reading ----------------------------------------------------------------------------------------

    def visible(self, kind: str, user: str) -> Sequence[Row]:
        rows = list(self.tables.get(kind, {}).values())
        if kind == "User":
            known = self.tables.get("User", {})
            rows = [
                {**_USER, "Id": one, "Username": name, **known.get(one, {})}
                for name, one in self.users.items()
            ]
        if kind == "OpportunityStage":
            rows = [
                {"MasterLabel": one.name, "IsActive": True, "IsClosed": one.is_closed, "IsWon": one.is_won}
                for one in STAGES
            ]
        if kind == "Opportunity" and self.private:
            rows = [row for row in rows if self._may_edit(row, user)]
        return rows

    def _may_edit(self, row: Row, user: str) -> bool:
        team = self.tables.get("OpportunityTeamMember", {}).values()
        return row["OwnerId"] == user or any(
            one["OpportunityId"] == row["Id"] and one["UserId"] == user for one in team
        )

    def _shapes(self, kind: str) -> dict[str, tuple[str, int, str]]:
        held = {**FIELDS[kind], **self.extra.get(kind, {})}
        return {name: shape for name, shape in held.items() if name not in self.hidden}

    def query(self, text: str, user: str) -> Row:
        known = {kind: frozenset(self._shapes(kind)) for kind in self.objects}
        try:
            rows = soql.run(text, lambda kind: self.visible(kind, user), known)
        except soql.Malformed as malformed:
            raise Refusal(400, malformed.code, str(malformed)) from None
        except KeyError as unknown:
            raise Refusal(400, "INVALID_TYPE", f"sObject type {unknown} is not supported") from None
        self.cursors.append(rows)
        return self.pages(len(self.cursors) - 1, 0)

    def pages(self, cursor: int, start: int) -> Row:
        rows = self.cursors[cursor]
        end = start + self.page
        more = {"nextRecordsUrl": f"{ROOT}query/{cursor}-{end}"} if end < len(rows) else {}
        return {"totalSize": len(rows), "done": end >= len(rows), "records": rows[start:end], **more}

    # -- writing ----------------------------------------------------------------------------------------

    def change(self, kind: str, row_id: str, values: Row, headers: Mapping[str, str], user: str) -> None:
        row = self.tables.get(kind, {}).get(row_id)
        if row is None or (kind == "Opportunity" and self.private and not self._may_edit(row, user)):
            raise Refusal(404, "NOT_FOUND", "The requested resource does not exist")
        if kind == "Opportunity" and not self._may_edit(row, user):
            raise Refusal(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
        if since := headers.get("If-Unmodified-Since"):
            at = datetime.fromisoformat(row["LastModifiedDate"]).replace(microsecond=0)
            if at > parsedate_to_datetime(since):
                raise Refusal(412, "PRECONDITION_FAILED", "the record was modified")
        check(kind, values, self._shapes(kind), new=False)
        if self.validation and kind == "Opportunity":
            raise Refusal(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", self.validation, "Amount")
        if row.get("HasOpportunityLineItem"):
            values = {name: value for name, value in values.items() if name != "Amount"}
        if kind == "Opportunity" and values.get("StageName", row["StageName"]) != row["StageName"]:
            self._history(row_id, str(values["StageName"]))
        self._unique(kind, {**row, **values}, row_id)
        self.put(kind, values, row_id)

    def create(self, kind: str, values: Row, user: str) -> str:
        check(kind, values, self._shapes(kind), new=True)
        self._unique(kind, values, "")
        owner = {"OwnerId": user} if "OwnerId" in FIELDS[kind] else {}
        return self.put(kind, {**owner, **values})

    def _unique(self, kind: str, values: Row, row_id: str) -> None:
        name = EXTERNAL.get(kind, "")
        mark = str(values.get(name) or "").casefold()
        rows = self.tables.get(kind, {}).values()
        if mark and any(str(r.get(name) or "").casefold() == mark and r["Id"] != row_id for r in rows):
            raise Refusal(400, "DUPLICATE_VALUE", f"duplicate value found: {name}", name)

    def _history(self, row_id: str, stage: str) -> None:
        kept = {"OpportunityId": row_id, "StageName": stage}
        count = len(self.tables.get("OpportunityHistory", {}))
        self.put("OpportunityHistory", {**kept, "CreatedDate": f"{self._stamp(0)}{count:06d}"})
