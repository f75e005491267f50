"""What changed on an opportunity, for its own team: fields with their days, never who was busy when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot import wording
from bot.book import cards
from bot.book import wording as words
from bot.chat import Facts, Part, Text
from bot.sales import Book, Change, Opportunity

USUAL = timedelta(days=14)
"""As far back as is looked where no day is named."""
LISTED = 15


def card(
    one: Opportunity,
    told: Sequence[Change] | None,
    book: Book,
    since: date,
    today: date,
    zone: ZoneInfo,
) -> tuple[Part, ...]:
    """`told` is newest first, None where the CRM does not tell."""
    if told is None:
        return (Text(words.NO_HISTORY), cards.record(one, book, today))
    shown = [change for change in told if change.field != "note_type"]
    if not shown:
        return (Text(words.unchanged(one.name, since, today)),)
    rows = tuple(_row(change, book, today, zone) for change in shown[:LISTED])
    more = f"; {len(shown) - LISTED} more not shown" if len(shown) > LISTED else ""
    return (Facts(rows, words.changed_since(one.name, since, today) + more),)


def _row(change: Change, book: Book, today: date, zone: ZoneInfo) -> tuple[str, str]:
    day = wording.day(change.at.astimezone(zone).date(), today)
    old, new = (wording.show(change.field, value, book, today) for value in (change.old, change.new))
    whose = "" if not change.by else " · you" if change.by == book.speaker else " · a colleague"
    return f"{day} · {wording.LABELS[change.field]}", f"{old} → {new}{whose}"
