"""What the built-in CRM accepts, decided without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast, get_args

from bot.errors import CrmConflict, CrmPermission, CrmValidation
from bot.sales import (
    CrmUpdate,
    FieldName,
    NoteType,
    Opportunity,
    Stage,
    Status,
    Value,
    Verifier,
)

LONGEST_TEXT = 255
LISTS: frozenset[FieldName] = frozenset({"contacts", "competitors", "verifiers"})


@dataclass(frozen=True, slots=True)
class Rules:
    stages: tuple[Stage, ...]
    verifiers: tuple[Verifier, ...]
    competitors: tuple[str, ...]
    loss_reasons: tuple[str, ...]

    def stage(self, stage_id: Value) -> Stage:
        found = next((stage for stage in self.stages if stage.id == stage_id), None)
        if found is None:
            known = ", ".join(stage.name for stage in self.stages)
            raise CrmValidation(f"There is no such stage; the stages are: {known}.", "stage")
        return found

    def stage_of(self, status: Status, open_stage: str) -> str:
        """The stage an opportunity moves to with its status; opening returns to `open_stage` if known."""
        if status == "open" and open_stage:
            return open_stage
        fitting = [stage for stage in self.stages if _status_of(stage) == status]
        if not fitting:
            raise CrmValidation(f"No stage stands for “{status}”: choose a stage instead.", "status")
        return max(fitting, key=lambda stage: stage.order).id


def check_may_see(opportunity: Opportunity, speaker: str) -> None:
    if not speaker or not opportunity.writable_by(speaker):
        raise CrmPermission("This opportunity belongs to another team: ask its owner to add you.")


def check_expected(current: Opportunity, update: CrmUpdate) -> None:
    """Raises CrmConflict when a value the user saw is no longer there."""
    changed = tuple(
        name
        for name, seen in update.expect.items()
        if name != "note_type" and not is_same(name, getattr(current, name), seen)
    )
    if changed:
        names = ", ".join(name.replace("_", " ") for name in changed)
        raise CrmConflict(f"Someone changed {names} meanwhile; nothing was written.", current, changed)


def note_type_of(update: CrmUpdate) -> NoteType:
    """The kind of note comes among the fields when it was part of what was said."""
    named = update.set.get("note_type")
    if named is None:
        return update.note_type
    if named not in get_args(NoteType):
        raise CrmValidation(f"A note is one of: {', '.join(get_args(NoteType))}.", "note_type")
    return cast(NoteType, named)


def changed(
    current: Opportunity, wanted: Mapping[FieldName, Value], rules: Rules, open_stage: str
) -> Opportunity:
    """`current` with the wanted values; contacts are ids already. Raises CrmValidation naming the field."""
    values: dict[str, Any] = {
        name: CHECKS[name](name, value) for name, value in wanted.items() if name != "note_type"
    }
    _check_known("competitors", values, current.competitors, rules.competitors)
    _check_known("verifiers", values, current.verifiers, tuple(v.id for v in rules.verifiers))
    if values.get("reason", "") not in ("", current.reason, *rules.loss_reasons):
        raise CrmValidation(f"The reason must be one of: {', '.join(rules.loss_reasons)}.", "reason")
    return replace(current, **values, **_closing(current, values, rules, open_stage))


def _closing(
    current: Opportunity, values: Mapping[str, Any], rules: Rules, open_stage: str
) -> dict[str, Any]:
    """Stage and status follow each other, and an open opportunity has no reason for its loss."""
    implied: dict[str, Any] = {}
    if "stage" in values:
        implied["status"] = _status_of(rules.stage(values["stage"])) if values["stage"] else "open"
        if values.get("status", implied["status"]) != implied["status"]:
            raise CrmValidation("The status does not fit the stage: give one of them only.", "status")
    elif values.get("status", current.status) != current.status:
        implied["stage"] = rules.stage_of(values["status"], open_stage)
    status = implied.get("status", values.get("status", current.status))
    if status == "open" and current.status != "open" and "reason" not in values:
        implied["reason"] = ""
    return {name: value for name, value in implied.items() if name not in values}


def _status_of(stage: Stage) -> Status:
    if stage.is_won:
        return "won"
    return "lost" if stage.is_closed else "open"


def is_same(name: FieldName, now: Value, seen: Value) -> bool:
    if name in LISTS:
        return set(cast(tuple[str, ...], now or ())) == set(cast(tuple[str, ...], seen or ()))
    return now == seen or (now in (None, "") and seen in (None, ""))


def _check_known(
    name: FieldName, values: Mapping[str, Any], current: tuple[str, ...], known: tuple[str, ...]
) -> None:
    unknown = [item for item in values.get(name, ()) if item not in current and item not in known]
    if unknown:
        raise CrmValidation(f"Not among the known {name}: {', '.join(unknown)}.", name)


def _amount(name: FieldName, value: Value) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise CrmValidation("The amount must be a number.", name)
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0:
        raise CrmValidation("The amount must be zero or more.", name)
    return amount


def _count(name: FieldName, value: Value) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise CrmValidation(f"The {name} must be a whole number of zero or more.", name)
    return value


def _day(name: FieldName, value: Value) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise CrmValidation(f"The {name.replace('_', ' ')} must be a date.", name)
    return value


def _text(name: FieldName, value: Value) -> str:
    text = value or ""
    if not isinstance(text, str):
        raise CrmValidation(f"The {name.replace('_', ' ')} must be text.", name)
    if len(text) > LONGEST_TEXT:
        raise CrmValidation(
            f"The {name.replace('_', ' ')} has {len(text)} characters; {LONGEST_TEXT} fit: shorten it.", name
        )
    return text


def _currency(name: FieldName, value: Value) -> str:
    if not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isupper()):
        raise CrmValidation("The currency must be a code of three letters, such as EUR.", name)
    return value


def _status(name: FieldName, value: Value) -> str:
    if not isinstance(value, str) or value not in get_args(Status):
        raise CrmValidation("The status must be open, won or lost.", name)
    return value


def _list(name: FieldName, value: Value) -> tuple[str, ...]:
    if not isinstance(value, tuple | list | None):
        raise CrmValidation(f"The {name} must be a list.", name)
    return tuple(dict.fromkeys(value or ()))


CHECKS: dict[FieldName, Callable[[FieldName, Value], Value]] = {
    "amount": _amount,
    "currency": _currency,
    "amount_type": _text,
    "stage": _text,
    "close_date": _day,
    "next_step": _text,
    "next_step_due": _day,
    "seats": _count,
    "contacts": _list,
    "competitors": _list,
    "verifiers": _list,
    "status": _status,
    "reason": _text,
}
