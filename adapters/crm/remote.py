"""What every CRM that is not ours needs: stages by its own names, and what a repeated write comes back as."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from adapters.crm.rules import Rules, changed, is_same
from bot.sales import Applied, CrmUpdate, FieldName, Opportunity, Stage, Value

NEW_CONTACT = "new:"
AWAY = "{crm} does not answer right now."
SIGN_IN = "{crm} no longer accepts your sign-in: ask your administrator to check it."
NOT_YOURS = "{crm} does not let you change this record: ask its owner or your administrator."
GONE = "There is no such opportunity in {crm} any more, or you may not see it."
BUSY = "{crm} asks us to wait."
NO_FIELD = "{crm} has no field for “{label}” here: take it off, or ask your administrator to map one."

Fields: TypeAlias = Mapping[FieldName, str]
"""Our field → the CRM's own; empty where the CRM has none."""


class TellsNoPast:
    """Which fields have a history, and whose records one may count, is each organisation's own choice."""

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> None:
        return None

    def ended(self, since: date, competitor: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Names:
    """Stages as the CRM names them. A stage that is not configured keeps the CRM's name."""

    ours: Mapping[str, str]
    theirs: Mapping[str, str]

    def our_stage(self, value: str) -> str:
        return self.ours.get(value, value)

    def their_stage(self, stage_id: str) -> str:
        return self.theirs.get(stage_id, stage_id)


def names_of(stages: Sequence[Stage], default: str) -> Names:
    """`default` is the attribute of a stage that the CRM calls it by when `crm_value` is empty."""
    theirs = {stage.id: stage.crm_value or str(getattr(stage, default)) for stage in stages}
    return Names({value: stage_id for stage_id, value in theirs.items()}, theirs)


def receipt(key: str) -> str:
    """A short mark of a write's key, to be kept in the CRM."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def fields_written(update: CrmUpdate) -> dict[FieldName, Value]:
    return {name: value for name, value in update.set.items() if name != "note_type"}


def wanted_after(
    before: Opportunity, update: CrmUpdate, rules: Rules, open_stage: str, contacts: tuple[str, ...]
) -> Opportunity:
    """The record as the write should leave it; `contacts` are its resolved ids. Raises CrmValidation."""
    wanted = fields_written(update)
    if "contacts" in wanted:
        wanted["contacts"] = contacts
    return changed(before, wanted, rules, open_stage)


def repeated(current: Opportunity, update: CrmUpdate, rules: Rules) -> Applied:
    """What the first write of this key did, as far as the record and the update still tell: what was expected
    stood before, what was set stood after, unless it stands as before: the CRM took it and left it so.
    Everything else is as it stands now."""
    seen: dict[FieldName, Any] = {
        name: value for name, value in update.expect.items() if name in fields_written(update)
    }
    before = _with(current, seen)
    open_stage = current.stage if current.status == "open" else ""
    after = wanted_after(before, update, rules, open_stage, current.contacts)
    left = {
        name: getattr(current, name)
        for name, was in seen.items()
        if is_same(name, getattr(current, name), was)
    }
    if "stage" in left or "status" in left:
        left |= {"stage": current.stage, "status": current.status}
    return Applied(before, _with(after, left), repeated=True)


def _with(opportunity: Opportunity, values: Mapping[FieldName, Any]) -> Opportunity:
    return replace(opportunity, **{str(name): value for name, value in values.items()})
