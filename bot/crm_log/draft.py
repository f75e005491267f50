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
EDITED = ""
"""`said` of a change that was typed into the form: no words of the note stand behind it."""
ACTIONS = (
    Action("save", "Save", style="primary"),
    Action("edit", "Edit", opens_form=True),
    Action("note_only", "Note only"),
    Action("discard", "Discard"),
)


@dataclass(frozen=True, slots=True)
class OpportunityDraft:
    """`before` is the record as the user saw it; Save refuses to overwrite what changed since. `note` holds
    the words about this opportunity and no other."""

    before: Opportunity
    changes: tuple[FieldChange, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message says about one or more opportunities."""

    updates: tuple[OpportunityDraft, ...]


def draft_from(text: str, updates: Sequence[RecordUpdate], book: Book) -> Draft:
    """The draft for updates whose records are all settled opportunities of the speaker."""
    mine = {o.id: o for o in book.mine}
    return Draft(tuple(OpportunityDraft(mine[u.record.ids[0]], u.changes, u.text or text) for u in updates))


def corrected(draft: Draft, updates: Sequence[RecordUpdate]) -> Draft:
    """The draft with the corrected fields replaced and the listed people and evidence added or taken off;
    everything else stays as it was."""
    by_id = {u.record.ids[0]: u.changes for u in updates if u.record.ids}
    fallback = next((u.changes for u in updates if not u.record.ids), ())
    alone = len(draft.updates) == 1

    def correct(one: OpportunityDraft) -> OpportunityDraft:
        new = by_id.get(one.before.id, fallback if alone else ())
        kept = (c for c in one.changes if not any(_overrides(n, c) for n in new))
        return replace(one, changes=(*kept, *new))

    return replace(draft, updates=tuple(correct(one) for one in draft.updates))


def _overrides(new: FieldChange, old: FieldChange) -> bool:
    """One value replaces another; an item of a list only itself."""
    same_item = new.field not in LIST_FIELDS or new.value == old.value
    return new.field == old.field and same_item


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


def crm_update(one: OpportunityDraft, key: str, *, fields: bool) -> CrmUpdate:
    """The write for one opportunity; `fields=False` keeps the note only."""
    values = new_values(one) if fields else {}
    expect = {field: cast(Value, getattr(one.before, field)) for field in values}
    kind = next((c.value for c in one.changes if c.field == "note_type"), "other")
    return CrmUpdate(key, one.before.id, values, expect, one.note, cast(NoteType, kind))


def render(
    draft: Draft, card_id: str, book: Book, today: date, *, heading: str = "", replaces: bool = False
) -> Reply:
    """The card with Save, Edit, Note only and Discard."""
    parts: list[Part] = [Text(heading)] if heading else []
    for one in draft.updates:
        changes = rows(one, book, today)
        parts.append(Diff(one.before.name, changes) if changes else Text(one.before.name, strong=True))
        if not new_values(one):
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
        edited=change.said == EDITED,
    )


def _merged(old: Value, change: FieldChange) -> tuple[str, ...]:
    before = cast(tuple[str, ...], old or ())
    items = cast(tuple[str, ...], change.value or ())
    if change.remove:
        return tuple(item for item in before if item not in items)
    return (*before, *(item for item in items if item not in before))
