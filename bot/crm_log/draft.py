"""A draft: what Save would write, beside what stands in the CRM now. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from bot import wording
from bot.chat import Action, Diff, DiffRow, Part, Reply, Text
from bot.notes.model import FieldChange, RecordRef, RecordUpdate
from bot.sales import AS_LEAD, ON_ACCOUNT, Book, CrmUpdate, FieldName, NoteType, Opportunity, Value

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
NOTE_ACTIONS = (ACTIONS[0], ACTIONS[-1])


@dataclass(frozen=True, slots=True)
class OpportunityDraft:
    """`before` is the record as the user saw it; Save refuses to overwrite what changed since. `note` holds
    the words about this opportunity and no other. An id of `account:ID` or `lead:Name` stands for an account,
    known or new, that keeps the note and has no fields."""

    before: Opportunity
    changes: tuple[FieldChange, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message says about one or more opportunities."""

    updates: tuple[OpportunityDraft, ...]


def draft_from(text: str, updates: Sequence[RecordUpdate], book: Book) -> Draft:
    """The draft for updates whose records are all settled: opportunities of the speaker, their accounts, or
    companies that the CRM does not know."""
    mine = {o.id: o for o in book.mine}

    def one(update: RecordUpdate) -> OpportunityDraft:
        words = update.text or text
        match update.record.kind:
            case "account":
                account_id = update.record.ids[0]
                account = book.account(account_id)
                name = account.name if account else ""
                outline = Opportunity(f"{ON_ACCOUNT}{account_id}", account_id, name, "")
                return OpportunityDraft(outline, (), words)
            case "new_account":
                name = update.record.name
                return OpportunityDraft(Opportunity(f"{AS_LEAD}{name}", "", name, ""), (), words)
        return OpportunityDraft(mine[update.record.ids[0]], update.changes, words)

    return Draft(tuple(map(one, updates)))


def is_on_account(one: OpportunityDraft) -> bool:
    return one.before.id.startswith((ON_ACCOUNT, AS_LEAD))


def record_of(one: OpportunityDraft) -> RecordRef:
    """What the draft is about, as a later message can refer to it."""
    if one.before.id.startswith(AS_LEAD):
        return RecordRef("new_account", name=one.before.name)
    if one.before.id.startswith(ON_ACCOUNT):
        return RecordRef("account", (one.before.account_id,))
    return RecordRef("opportunity", (one.before.id,))


def corrected(draft: Draft, updates: Sequence[RecordUpdate], said: str = "") -> Draft:
    """The draft with the corrected fields replaced and the listed people and evidence added or taken off;
    everything else stays as it was. A note on an account gets what was `said` as another line."""
    by_record = {u.record: u.changes for u in updates if u.record.kind != "ambiguous"}
    fallback = next((u.changes for u in updates if u.record.kind == "ambiguous"), ())
    alone = len(draft.updates) == 1

    def correct(one: OpportunityDraft) -> OpportunityDraft:
        new = by_record.get(record_of(one), fallback if alone else ())
        if is_on_account(one):
            return replace(one, note=f"{one.note}\n{said}") if new else one
        kept = (c for c in one.changes if not any(_overrides(n, c) for n in new))
        return without_noops(replace(one, changes=(*kept, *new)))

    return replace(draft, updates=tuple(correct(one) for one in draft.updates))


def without_noops(one: OpportunityDraft) -> OpportunityDraft:
    """Without values that the record has already: on another record, should the note move there, they would
    be changes that nobody asked for."""

    def changes(change: FieldChange) -> bool:
        single = change.field not in LIST_FIELDS | NOT_ON_RECORD and change.assertion != "hedged"
        return not single or change.value != getattr(one.before, change.field)

    return replace(one, changes=tuple(filter(changes, one.changes)))


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
        parts += [Text(line) for line in _remarks(one, book)]
    offered = NOTE_ACTIONS if all(map(is_on_account, draft.updates)) else ACTIONS
    return Reply(
        tuple(parts), offered, visibility="asker", deliver="direct", card_id=card_id, replaces=replaces
    )


def _remarks(one: OpportunityDraft, book: Book) -> Iterator[str]:
    values = new_values(one)
    if one.before.id.startswith(AS_LEAD):
        yield wording.new_lead(one.before.name)
    elif is_on_account(one):
        yield wording.NOTE_ON_ACCOUNT
    elif one.before.status != "open" and not {"status", "stage"} & set(values):
        yield wording.closed_already(one.before.status)
    elif not values:
        yield "No field changes: Save keeps this as a note."
    elif stage := _unproven(one, values, book):
        yield wording.no_evidence(stage)


def _unproven(one: OpportunityDraft, values: Mapping[FieldName, Value], book: Book) -> str:
    """The stage it moves on to, where nothing that the customer did is known; else nothing."""
    new, old = book.stage(str(values.get("stage", ""))), book.stage(one.before.stage)
    onward = new is not None and not new.is_closed and (old is None or new.order > old.order)
    return new.name if new and onward and not values.get("verifiers", one.before.verifiers) else ""


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
        inferred=change.assertion == "inferred",
    )


def _merged(old: Value, change: FieldChange) -> tuple[str, ...]:
    before = cast(tuple[str, ...], old or ())
    items = cast(tuple[str, ...], change.value or ())
    if change.remove:
        return tuple(item for item in before if item not in items)
    return (*before, *(item for item in items if item not in before))
