"""What a card reads after Save and after Undo. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot import wording
from bot.chat import Action, Part, Reply, Text
from bot.ports import OutboxItem
from bot.sales import Book, FieldName, Opportunity


def waiting(card_id: str) -> Reply:
    return Reply((Text(wording.CRM_QUEUED),), card_id=card_id, replaces=True)


def saved(card_id: str, items: Sequence[OutboxItem], at: datetime, gift: tuple[Part, ...]) -> Reply:
    """`at` is in the rep's own zone."""
    names = ", ".join(item.applied.after.name for item in items if item.applied)
    changed = any(item.update.set for item in items)
    what = f"Saved {at:%H:%M} as you" if changed else f"Note saved {at:%H:%M} as you"
    actions = (Action("undo", "Undo"),) if changed else ()
    parts = (Text(f"{what} · {names}", strong=True), *gift)
    return Reply(parts, actions, visibility="asker", deliver="direct", card_id=card_id, replaces=True)


def undone(
    card_id: str, items: Sequence[OutboxItem], current: Mapping[str, Opportunity], book: Book, today: date
) -> tuple[Reply, str]:
    """The card after Undo, and its state: `undone`, or still `applied` where nothing could be taken back."""
    lines = [_undone_line(item, current, book, today) for item in items]
    state = "applied" if all(item.state != "applied" for item in items) else "undone"
    return Reply(
        tuple(Text(line) for line in lines), card_id=card_id, replaces=True, visibility="asker"
    ), state


def _undone_line(item: OutboxItem, current: Mapping[str, Opportunity], book: Book, today: date) -> str:
    if item.applied:
        back = _values(item.applied.after, item.update.set, book, today)
        return f"Undone · {item.applied.after.name}: {back}. Your note stays with the opportunity's team."
    now = current.get(item.update.opportunity_id)
    if now is None:
        return f"Not undone. {item.error}"
    return (
        f"Not undone · {now.name} was changed since. "
        f"It now has {_values(now, item.update.set, book, today)}; "
        f"before your save it had {_wanted(item, book, today)}."
    )


def _values(record: Opportunity, fields: Mapping[FieldName, object], book: Book, today: date) -> str:
    return ", ".join(
        f"{wording.LABELS[f].lower()} {wording.show(f, getattr(record, f), book, today)}" for f in fields
    )


def _wanted(item: OutboxItem, book: Book, today: date) -> str:
    return ", ".join(
        f"{wording.LABELS[f].lower()} {wording.show(f, v, book, today)}" for f, v in item.update.set.items()
    )
