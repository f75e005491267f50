"""What a card reads after Save and after Undo. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from bot import wording
from bot.chat import Action, Diff, DiffRow, Part, Reply, Text
from bot.crm_log.draft import OpportunityDraft, new_values
from bot.crm_log.paper import paper_of
from bot.ports import Card, OutboxItem
from bot.sales import AS_LEAD, Applied, Book, CrmUpdate, FieldName, Opportunity, Value

TAKEN_AS_SAID: frozenset[FieldName] = frozenset(
    {"amount", "currency", "stage", "close_date", "next_step", "next_step_due", "seats", "status", "reason"}
)
"""Fields whose value after a write is the one written, if nothing in the CRM decides otherwise."""
UNDO = (Action("undo", "Undo"),)


def waiting(card_id: str) -> Reply:
    return _private(card_id, wording.CRM_QUEUED)


def discarded(card_id: str) -> Reply:
    return _private(card_id, "Discarded; nothing was written.")


def withdrawn(card_id: str, why: str) -> Reply:
    return _private(card_id, why)


def closed(state: str) -> Reply:
    """An old card's button was pressed, or its words were said again."""
    return wording.plain(wording.CLOSED.get(state, wording.OLD_CARD))


def not_what_was_saved(last: Card, saved: Card, book: Book, today: date) -> Reply:
    """What was done last wrote no field, or is undone: is the other save meant?"""
    if last.state == "undone":
        words = (
            f"{_undone_of(last)} “undo” again takes back what you saved on {_saved_of(saved, book, today)}."
        )
    else:
        discarded = last.state == "discarded"
        wrote = "The draft you discarded wrote nothing" if discarded else "Your note changed no field"
        names = _names_of(saved) or "an opportunity"
        words = f"{wrote}. Before it you saved {names}: undo that?"
    return Reply((Text(words),), UNDO, visibility="asker", deliver="direct", card_id=saved.id)


def undone_already(last: Card) -> Reply:
    return wording.plain(f"{_undone_of(last)} {wording.NOTHING_TO_UNDO}")


def _undone_of(card: Card) -> str:
    names = _names_of(card)
    return f"What you saved {f'on {names}' if names else 'last'} is undone already."


def _names_of(card: Card) -> str:
    return ", ".join(one.before.name for one in paper_of(card).draft.updates)


def _saved_of(card: Card, book: Book, today: date) -> str:
    """With the values, which tell two saves on the same record apart."""
    names = (_one_saved(one, book, today) for one in paper_of(card).draft.updates)
    return ", ".join(names) or "an opportunity before"


def _one_saved(one: OpportunityDraft, book: Book, today: date) -> str:
    values = [_stands(f, v, book, today) for f, v in new_values(one).items() if f in TAKEN_AS_SAID]
    return f"{one.before.name} ({', '.join(values)})" if values else one.before.name


def saved(card_id: str, items: Sequence[OutboxItem], book: Book, at: datetime) -> Reply:
    """`at` is in the rep's own zone."""
    if any(item.applied and not item.applied.written for item in items):
        return _tried(card_id, items, book, at.date())
    names = ", ".join(dict.fromkeys(item.applied.after.name for item in items if item.applied))
    changed = any(item.update.set for item in items)
    what = f"Saved {at:%H:%M} as you" if changed else f"Note saved {at:%H:%M} as you"
    actions = UNDO if changed else ()
    leads = any(item.update.opportunity_id.startswith(AS_LEAD) for item in items)
    otherwise = [line for item in items for line in _otherwise(item, book, at.date())]
    heading = Text(f"{what} · {names}{', a lead of yours' if leads else ''}", strong=True)
    parts = (heading, *map(Text, otherwise))
    return Reply(parts, actions, visibility="asker", deliver="direct", card_id=card_id, replaces=True)


def _tried(card_id: str, items: Sequence[OutboxItem], book: Book, today: date) -> Reply:
    """The CRM is on trial: what Save would have written, for the rep to enter."""
    parts: list[Part] = [Text(wording.ON_TRIAL, strong=True)]
    for item in items:
        if item.applied:
            fields = [field for field in wording.LABELS if field in item.update.set and field != "note_type"]
            rows = tuple(_planned(field, item.applied, book, today) for field in fields)
            name = item.applied.after.name
            parts.append(Diff(name, rows) if rows else Text(f"{name}: your note, without a field"))
    return Reply(tuple(parts), visibility="asker", deliver="direct", card_id=card_id, replaces=True)


def _planned(field: FieldName, applied: Applied, book: Book, today: date) -> DiffRow:
    states = (applied.before, applied.after)
    old, new = (wording.show(field, getattr(one, field), book, today) for one in states)
    return DiffRow(field, wording.LABELS[field], old, new, said="")


def _otherwise(item: OutboxItem, book: Book, today: date) -> list[str]:
    """What the CRM made something else of, although it took the write."""
    if not item.applied:
        return []
    after = item.applied.after
    return [
        f"{after.name}: the CRM has {_stands(field, getattr(after, field), book, today)}, "
        f"not {wording.show(field, value, book, today)}."
        for field, value in item.update.set.items()
        if field in TAKEN_AS_SAID and (value or None) != (getattr(after, field) or None)
    ]


def not_saved(
    items: Sequence[OutboxItem], current: Mapping[str, Opportunity], book: Book, today: date
) -> str:
    """The heading of a draft that came back, with what of it was written nevertheless, and for values that
    somebody else has changed what stood there when the seller wrote."""
    unwritten = {item.update.opportunity_id for item in items if not item.applied}
    whole = [i.applied for i in items if i.applied and i.update.opportunity_id not in unwritten]
    names = ", ".join(one.after.name for one in whole if one.written)
    tried = ", ".join(one.after.name for one in whole if not one.written)
    reasons = " ".join(dict.fromkeys(item.error for item in items if not item.applied))
    since = (line for i in items if i.state == "conflict" for line in _since(i.update, current, book, today))
    done = (f"Saved for {names}." if names else "", wording.tried_for(tried) if tried else "")
    return " ".join(filter(None, (*done, "Not saved.", reasons, *since)))


def _since(update: CrmUpdate, current: Mapping[str, Opportunity], book: Book, today: date) -> Iterator[str]:
    now = current.get(update.opportunity_id)
    for field, seen in update.expect.items() if now else ():
        there = getattr(now, field, seen)
        if field in TAKEN_AS_SAID and (there or None) != (seen or None):
            was, is_now = (wording.show(field, value, book, today) for value in (seen, there))
            yield f"When you wrote, {wording.LABELS[field].lower()} was {was}; now it is {is_now}."


def undone(
    card_id: str, items: Sequence[OutboxItem], current: Mapping[str, Opportunity], book: Book, today: date
) -> Reply:
    """Undo is offered again for what could not be taken back."""
    lines = [_undone_line(item, current, book, today) for item in items]
    actions = UNDO if any(not item.applied for item in items) else ()
    parts = tuple(Text(line) for line in lines)
    return Reply(parts, actions, visibility="asker", deliver="direct", card_id=card_id, replaces=True)


def _private(card_id: str, text: str) -> Reply:
    return Reply((Text(text),), visibility="asker", deliver="direct", card_id=card_id, replaces=True)


def _undone_line(item: OutboxItem, current: Mapping[str, Opportunity], book: Book, today: date) -> str:
    fields = item.update.set
    if item.applied:
        after, had = item.applied.after, item.update.expect
        back = ", ".join(_back(field, had[field], getattr(after, field), book, today) for field in fields)
        return f"Undone · {after.name}: {back}. Your note stays with the opportunity's team."
    now = current.get(item.update.opportunity_id)
    if now is None:
        return f"Not undone. {item.error}"
    has = ", ".join(_stands(field, getattr(now, field), book, today) for field in fields)
    wanted = ", ".join(_stands(field, value, book, today) for field, value in fields.items())
    return f"Not undone · {now.name} was changed since. It now has {has}; before your save it had {wanted}."


def _back(field: FieldName, had: Value, now: Value, book: Book, today: date) -> str:
    """`amount is 65,000 again`; for a list what was taken off it, or put back."""
    if isinstance(had, tuple) and isinstance(now, tuple):
        off = tuple(x for x in had if x not in now)
        on = tuple(x for x in now if x not in had)
        words = [f"{wording.show(field, off, book, today)} taken off"] if off else []
        words += [f"{wording.show(field, on, book, today)} put back"] if on else []
        return f"{wording.LABELS[field].lower()} {' and '.join(words)}"
    return f"{wording.LABELS[field].lower()} is {wording.show(field, now, book, today)} again"


def _stands(field: FieldName, value: Value, book: Book, today: date) -> str:
    return f"{wording.LABELS[field].lower()} {wording.show(field, value, book, today)}"
