"""A draft: what Save would write, beside what stands in the CRM now. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from bot import wording
from bot.chat import Action, Diff, DiffRow, Part, Reply, Text
from bot.notes.model import FieldChange, RecordUpdate
from bot.sales import Book, CrmUpdate, FieldName, NoteType, Opportunity, Value

LIST_FIELDS: frozenset[FieldName] = frozenset({"contacts", "competitors", "verifiers"})
NOT_ON_RECORD: frozenset[FieldName] = frozenset({"note_type"})
ACTIONS = (
    Action("save", "Save", style="primary"),
    Action("edit", "Edit", opens_form=True),
    Action("note_only", "Note only"),
    Action("discard", "Discard"),
)


@dataclass(frozen=True, slots=True)
class OpportunityDraft:
    """`before` is the record as the user saw it; Save refuses to overwrite what changed since."""

    before: Opportunity
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One note: its text, and the changes it makes on one or more opportunities."""

    text: str
    updates: tuple[OpportunityDraft, ...]


def draft_from(text: str, updates: Sequence[RecordUpdate], book: Book) -> Draft:
    """The draft for updates whose records are all settled opportunities of the speaker."""
    mine = {o.id: o for o in book.mine}
    return Draft(text, tuple(OpportunityDraft(mine[u.record.ids[0]], u.changes) for u in updates))


def corrected(draft: Draft, updates: Sequence[RecordUpdate]) -> Draft:
    """The draft with the corrected fields replaced; everything else stays as it was."""
    by_id = {u.record.ids[0]: u.changes for u in updates if u.record.ids}
    fallback = next((u.changes for u in updates if not u.record.ids), ())
    alone = len(draft.updates) == 1

    def correct(one: OpportunityDraft) -> OpportunityDraft:
        new = by_id.get(one.before.id, fallback if alone else ())
        fields = {c.field for c in new}
        return replace(one, changes=(*(c for c in one.changes if c.field not in fields), *new))

    return replace(draft, updates=tuple(correct(one) for one in draft.updates))


def new_values(one: OpportunityDraft) -> dict[FieldName, Value]:
    """The selected values that differ from the record: exactly what Save writes."""
    values: dict[FieldName, Value] = {}
    for change in one.changes:
        if change.assertion == "hedged" or change.field in NOT_ON_RECORD:
            continue
        old = getattr(one.before, change.field)
        new = _merged(values.get(change.field, old), change) if change.field in LIST_FIELDS else change.value
        if new != old:
            values[change.field] = new
    return values


def crm_update(one: OpportunityDraft, note: str, key: str, *, fields: bool) -> CrmUpdate:
    """The write for one opportunity; `fields=False` keeps the note only."""
    values = new_values(one) if fields else {}
    expect = {field: cast(Value, getattr(one.before, field)) for field in values}
    kind = next((c.value for c in one.changes if c.field == "note_type"), "other")
    return CrmUpdate(key, one.before.id, values, expect, note, cast(NoteType, kind))


def render(
    draft: Draft, card_id: str, book: Book, today: date, *, heading: str = "", replaces: bool = False
) -> Reply:
    """The card with Save, Edit, Note only and Discard."""
    parts: list[Part] = [Text(heading)] if heading else []
    parts += [Diff(one.before.name, rows(one, book, today)) for one in draft.updates]
    if not any(new_values(one) for one in draft.updates):
        parts.append(Text("No field changes: Save keeps this as a note."))
    return Reply(
        tuple(parts), ACTIONS, visibility="asker", deliver="direct", card_id=card_id, replaces=replaces
    )


def rows(one: OpportunityDraft, book: Book, today: date) -> tuple[DiffRow, ...]:
    """Selected changes first, then what was only mentioned. No-ops are left out."""
    values = new_values(one)
    in_order = sorted(one.changes, key=lambda change: list(wording.LABELS).index(change.field))
    selected = [c for c in in_order if c.assertion != "hedged" and c.field in values]
    hedged = [c for c in in_order if c.assertion == "hedged" and c.value is not None]
    return tuple(_row(c, one.before, book, today) for c in (*selected, *hedged))


def _row(change: FieldChange, before: Opportunity, book: Book, today: date) -> DiffRow:
    listed = change.field in LIST_FIELDS
    old = "" if listed else wording.show(change.field, getattr(before, change.field), book, today)
    return DiffRow(
        field=change.field,
        label=wording.LABELS[change.field],
        old=old,
        new=("remove " if change.remove else "") + wording.show(change.field, change.value, book, today),
        said=change.said,
        selected=change.assertion != "hedged",
    )


def _merged(old: Value, change: FieldChange) -> tuple[str, ...]:
    before = cast(tuple[str, ...], old or ())
    items = cast(tuple[str, ...], change.value or ())
    if change.remove:
        return tuple(item for item in before if item not in items)
    return (*before, *(item for item in items if item not in before))
