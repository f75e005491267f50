"""Whose records a message names beside the speaker's open opportunities. Pure."""

from __future__ import annotations

from bot.notes.clauses import read
from bot.notes.records import known_of
from bot.sales import Account, Book


def names_only_others(text: str, book: Book) -> bool:
    """The text names an opportunity, and none of the speaker's own."""
    anchors = known_of(book).anchors(read(text))
    return any(a.foreign or a.foreign_account for a in anchors) and not any(a.mine for a in anchors)


def named_accounts(text: str, book: Book) -> tuple[Account, ...]:
    """The speaker's own accounts without an open opportunity that the text names."""
    anchors = known_of(book).anchors(read(text))
    named = dict.fromkeys(i for anchor in anchors for i in anchor.accounts)
    return tuple(a for i in named if (a := book.account(i)) and a.owner_id == book.speaker)
