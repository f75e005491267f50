"""What a message asks of the speaker's own book, in anybody's words. Pure. None where it asks something else:
a list is only given where all of its words are understood, or it plainly asks for one's own opportunities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.book.cues import (
    ASKS_FOR_SOME,
    BRIEF,
    BRIEF_ME,
    BY,
    CARD,
    CHANGES,
    CLOSING_FIRST,
    COUNT,
    DEALS,
    DRAWN,
    FIELDS,
    FILLERS,
    FOCUS,
    MINE,
    MOST_UNREAD,
    NOT_A_LIST,
    NUMBERS,
    PIPELINE,
    READY,
    SEVERAL,
    SMALLEST,
    SUPERLATIVE,
    SURE,
    TEAM,
    TOTAL,
)
from bot.book.filters import read_filters, says_closing
from bot.book.periods import take_period
from bot.book.request import TEAM_BOOK, Filters, Order, Request, Tell
from bot.book.words import Words
from bot.notes.clauses import Reading, fold, read
from bot.notes.date_makers import Calendar
from bot.notes.model import Intent, RecordUpdate, Understanding
from bot.notes.records import Anchor, Known, known_of
from bot.sales import Book, FieldName

_PLAIN: tuple[tuple[FieldName, ...], ...] = (("close_date",), ("competitors",), ("verifiers",))
"""Fields that are asked for in words of their own."""


def heard(
    text: str, book: Book, recent: Sequence[str], calendar: Calendar, meaning: Understanding
) -> Request | None:
    """`recent` are opportunity ids spoken of lately; `meaning` what the message was understood to be: a note
    with values is never a question about the book."""
    reading = read(text)
    known = known_of(book)
    anchors = known.anchors(reading)
    if rival := _card_of(reading.folded, book):
        return Request("rival", filters=Filters(competitors=(rival,)))
    if _tells(meaning, reading, named=bool(anchors)):
        return None
    named = _named(anchors, reading, known, recent)
    words = Words(reading.folded)
    for anchor in anchors:
        words.blank(anchor.start, anchor.end)
    if request := _fixed(reading, words, named, calendar):
        return request
    if named:
        return _of_records(words, named, meaning.intent)
    if any(a.foreign or a.foreign_account or a.accounts or a.closed for a in anchors):
        return None
    return _pipeline(words, of_team=book.speaker == TEAM_BOOK) or _list(words, text, book, calendar)


def asks_for_team(text: str) -> bool:
    """Where whoever asks leads a team, the team may be meant."""
    said = fold(text)
    return bool(TEAM.search(said) or PIPELINE.search(said) or any(each.search(said) for _, each in BY))


def _tells(meaning: Understanding, reading: Reading, *, named: bool) -> bool:
    """A note. Without a name it is one about what was spoken of last ("budget confirmed", "they signed"),
    unless its words ask for several or begin as a question does."""
    if named:
        return any(update.record.ids and _writes(update) for update in meaning.updates)
    about_one = any(update.record.ids for update in meaning.updates)
    asks = SEVERAL.search(reading.folded) or ASKS_FOR_SOME.match(reading.folded)
    bare = not about_one and CLOSING_FIRST.match(reading.folded)
    return meaning.intent == "crm_update" and not (asks or bare)


def _writes(update: RecordUpdate) -> bool:
    """`I'm meeting Acme in an hour, brief me` says of no value what it is."""
    return any(change.field not in ("note_type", "contacts") for change in update.changes)


_POINTING = re.compile(r"\b(?:it|its|they|their|them|that one|this one)\b")


def _named(
    anchors: Sequence[Anchor], reading: Reading, known: Known, recent: Sequence[str]
) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(i for anchor in anchors for i in (*anchor.mine, *anchor.closed)))
    if ids or anchors or not _POINTING.search(reading.folded) or DEALS.search(reading.folded):
        return ids
    return tuple(i for i in recent[:1] if i in known.open)


def _fixed(reading: Reading, words: Words, named: tuple[str, ...], calendar: Calendar) -> Request | None:
    """What is asked for by a word of its own: a brief, the focus, what changed."""
    said = reading.folded
    if named and (BRIEF_ME.search(said) or (BRIEF.search(said) and not READY.search(said))):
        return Request("brief", named)
    if FOCUS.search(words.left) and not named:
        return Request("focus")
    if named and CHANGES.search(words.left):
        period = take_period(words, words.text, calendar, back=True)
        return Request("changes", named, since=period.first if period else None)
    return None


def _card_of(said: str, book: Book) -> str:
    """`card Quorvia`, `show me the Quorvia battlecard`: the competitor, or ''."""
    names = (name for name in book.competitors if CARD.fullmatch(_without(said, fold(name))))
    return next(names, "")


def _without(said: str, name: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?:'s)?(?!\w)", "#", said, count=1)


def _of_records(words: Words, named: tuple[str, ...], intent: Intent) -> Request | None:
    if intent == "crm_update":
        return None
    fields = next((fields for fields, pattern in FIELDS if pattern.search(words.left)), ())
    return Request("record", named, fields) if intent == "crm_lookup" or fields[:1] in _PLAIN else None


def _pipeline(words: Words, *, of_team: bool) -> Request | None:
    by = next((grouping for grouping, pattern in BY if pattern.search(words.text)), None)
    team, drawn = bool(TEAM.search(words.text)), bool(DRAWN.search(words.text))
    if not (PIPELINE.search(words.text) and (by or team or drawn or of_team)):
        return None
    return Request("pipeline", by=by, team=team)


def _list(words: Words, text: str, book: Book, calendar: Calendar) -> Request | None:
    if NOT_A_LIST.search(words.text):
        return None
    several, sure = bool(SEVERAL.search(words.text)), bool(SURE.search(words.text))
    closing = says_closing(words)
    team = bool(words.take(TEAM)) if book.speaker == TEAM_BOOK else False
    order, most = _ordered(words, several=several)
    tell = _told(words)
    filters = read_filters(words, book, calendar)
    owned = words.take_all(MINE)
    dealt = words.take_all(DEALS)
    words.take_all(FILLERS)
    unread = words.rest(text)
    narrow = filters != Filters()
    plain = not unread and bool(_OPEN.search(words.text)) and (owned or tell == "total")
    if not (
        dealt or plain or (owned and (narrow or tell != "list")) or _says_enough(filters, closing=closing)
    ):
        return None
    if unread and not (sure and len(unread) <= MOST_UNREAD):
        return None
    return Request("list", filters=filters, tell=tell, order=order, most=most, team=team, unread=unread)


_OPEN = re.compile(r"\bopen\b|\bon my plate\b")


def _says_enough(filters: Filters, *, closing: bool) -> bool:
    """Filters that can be meant of nothing but opportunities."""
    bare = replace(filters, closes=None)
    return bare != Filters() or (filters.closes is not None and closing)


def _ordered(words: Words, *, several: bool) -> tuple[Order, int | None]:
    if words.take(SMALLEST):
        return "smallest", None if several else 1
    match = words.take(SUPERLATIVE)
    if match is None:
        return "close_date", None
    count = match["top"] or match["count"] or match["after"]
    if count:
        return "largest", NUMBERS.get(count) or int(count)
    return "largest", None if several else 1


def _told(words: Words) -> Tell:
    if words.take_all(COUNT):
        return "count"
    return "total" if words.take_all(TOTAL) else "list"


_PREP = re.compile(r"^\s*prep(?:are)?(?: for)?\s+(?P<name>\S+(?: \S+){0,4}?)\s*[?.!]*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:an?|the|my|our|this|me|us|for|it|some|tomorrow|today)\b|"
    r"\b(?:calls?|meetings?|demos?|deck|pitch|discovery|workshop|negotiation|slides?|questions?|review|qbr)\b",
    re.IGNORECASE,
)


def unknown_account(text: str) -> str:
    """The name after `prep`, for when nobody is known by it; '' for other words."""
    match = _PREP.match(text)
    return "" if match is None or _NO_NAME.match(match["name"]) else match["name"]
