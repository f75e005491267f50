"""A message → what it means for the CRM. Pure: the chat and `eval notes` call this one function."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.intents import Evidence, judge
from bot.notes.clauses import Reading, read
from bot.notes.date_makers import Calendar
from bot.notes.dates import find_dates
from bot.notes.dialog import dialog
from bot.notes.fields import read_fields
from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate, Understanding
from bot.notes.money import find_money
from bot.notes.pasted import without_orders
from bot.notes.prospects import Prospect, find_prospect, is_lead
from bot.notes.records import Known, known_of
from bot.notes.resolving import spoken_of
from bot.notes.segment import Passage
from bot.notes.segments import Segment, segments
from bot.notes.spellings import name_tokens
from bot.notes.strangers import find_stranger, strangers
from bot.sales import Book, Opportunity

_READ_AT_MOST = 12_000
"""Characters looked at. A longer paste is a document, not a note; the rest is never written from."""


def understand(
    text: str, context: DialogContext, book: Book, now: datetime, known: Known | None = None
) -> Understanding:
    """What `text` wants and, for an update, which values on which records. `now` is aware; days are the
    speaker's. Every change's `said` is a part of `text`. `known` is the index of `book`, where the caller
    keeps one."""
    reading = read(without_orders(text[:_READ_AT_MOST]))
    known = known or known_of(book)
    whole = passage_of(reading, book, context.speaker, now)
    answer = dialog(whole, context, known)
    if answer:
        return replace(answer, updates=tuple(replace(u, text=u.text or text) for u in answer.updates))
    return _with_words(_note(whole, context, known), text)


def _with_words(meaning: Understanding, text: str) -> Understanding:
    """Of one record the words are the whole message."""
    if len(meaning.updates) != 1 or meaning.updates[0].record.kind == "not_permitted":
        return meaning
    (update,) = meaning.updates
    return replace(meaning, updates=(replace(update, text=text),))


def passage_of(reading: Reading, book: Book, speaker: Person, now: datetime) -> Passage:
    today = now.astimezone(ZoneInfo(speaker.zone)).date()
    calendar = Calendar(today, month_first(speaker.locale), book.fiscal_year_start_month)
    dates = find_dates(reading.text, reading.folded, calendar)
    money = find_money(reading.folded)
    return Passage(reading, 0, len(reading.text), book, today, dates, money, speaker=speaker.name)


def month_first(locale: str) -> bool:
    """American order: the United States and a few that follow it."""
    parts = re.split(r"[-_]", locale)
    return (parts[-1].upper() if len(parts) > 1 else "US" if parts[0] == "en" else "") in {
        "US",
        "PH",
        "PW",
        "FM",
    }


def _note(whole: Passage, context: DialogContext, known: Known) -> Understanding:
    cut = segments(whole.reading, known, context)
    prospect = find_prospect(whole.reading, known) if all(s.person and not s.named for s in cut) else None
    cut = [] if prospect and prospect.firm and is_lead(whole.reading) else cut
    cut = _parted(whole, cut, known) if cut else [_unnamed(whole, prospect, context, known)]
    updates = _merged([_update(whole, segment, known, context) for segment in cut])
    judgement = judge(whole.reading, _evidence(whole, updates, cut, context, known))
    if judgement.intent != "crm_update":
        return Understanding(judgement.intent, confidence=judgement.confidence)
    kept = tuple(_news(u, known) for u in updates if _is_told_of(u, updates))
    return Understanding("crm_update", kept, judgement.secondary, confidence=judgement.confidence)


def _is_told_of(update: RecordUpdate, updates: tuple[RecordUpdate, ...]) -> bool:
    """A question of what is empty asks nothing; an account without a value beside a record with some was only
    named."""
    if update.record.kind == "account" and not update.changes:
        return not any(u.changes for u in updates)
    return update.record.kind != "ambiguous" or bool(update.record.ids or update.changes)


def _parted(whole: Passage, cut: list[Segment], known: Known) -> list[Segment]:
    """A sentence that an unknown company opens is not about the record named before it."""
    for stranger in strangers(whole.reading, known):
        opening = whole.reading.clause_at(stranger.start).opening
        for place, segment in enumerate(cut):
            if stranger.firm and segment.start < opening < segment.end and not segment.shared:
                named = RecordRef("new_account", name=stranger.name)
                rest = Segment(opening, segment.end, named, ((stranger.start, stranger.end),))
                cut = [*cut[:place], replace(segment, end=opening), rest, *cut[place + 1 :]]
                break
    return cut


def _unnamed(whole: Passage, prospect: Prospect | None, context: DialogContext, known: Known) -> Segment:
    """All the words: about a prospect, about a company nobody knows, or about what was talked of."""
    if prospect:
        named = RecordRef("new_account", name=prospect.name)
        return Segment(0, whole.end, named, ((prospect.start, prospect.end),))
    stranger = find_stranger(whole.reading, known)
    if stranger is None:
        return Segment(0, whole.end, spoken_of(context, known))
    record = RecordRef("new_account", name=stranger.name) if stranger.firm else RecordRef("ambiguous")
    return Segment(0, whole.end, record, ((stranger.start, stranger.end),))


def _update(whole: Passage, segment: Segment, known: Known, context: DialogContext) -> RecordUpdate:
    record = segment.record
    opportunity = known.own.get(record.ids[0]) if record.kind == "opportunity" else None
    if record.kind == "ambiguous" and record.ids:
        opportunity = known.own.get(record.ids[0])
    account_id = record.ids[0] if record.kind == "account" else opportunity.account_id if opportunity else ""
    passage = replace(
        whole,
        start=segment.start,
        end=segment.end,
        names=segment.named,
        opportunity=opportunity,
        account=known.account(account_id),
        people=tuple(known.people_at(account_id)),
        unsettled=segment.shared or record.kind == "ambiguous",
        lead=record.kind == "new_account",
        on_card=any(u.record == record for u in (*context.pending, *context.applied)),
    )
    if record.kind == "not_permitted":
        return RecordUpdate(record)
    changes = read_fields(passage, known.names)
    if segment.shared:
        # One sum said of several records may be each one's or their total.
        changes = tuple(replace(c, assertion="hedged") if c.field in _COUNTED else c for c in changes)
    return RecordUpdate(record, changes, _words(whole, segment))


def _words(whole: Passage, segment: Segment) -> str:
    """The segment as typed, without the names of records that only share its words."""
    spans, at = [], segment.start
    for start, end in segment.foreign:
        spans.append((at, start))
        at = end
    pieces = (_without_joints(whole.reading.text[a:b]) for a, b in (*spans, (at, segment.end)))
    return "\n".join(p for p in pieces if p)


def _without_joints(words: str) -> str:
    """Without the comma or `and` that joined them to another record's words."""
    words = words.strip(_EDGE)
    first, _, rest = words.partition(" ")
    words = rest.strip(_EDGE) if first.lower() in _AND else words
    rest, _, last = words.rpartition(" ")
    return rest.strip(_EDGE) if last.lower() in _AND else words


_EDGE = " \t\n,;&+"
_AND = frozenset({"and", "but", "und", "en"})
_COUNTED = frozenset({"amount", "currency", "amount_type", "seats"})


def _news(update: RecordUpdate, known: Known) -> RecordUpdate:
    """Without the values that the CRM already holds."""
    opportunity = known.own.get(update.record.ids[0]) if update.record.kind == "opportunity" else None
    if opportunity is None:
        return update
    return replace(update, changes=tuple(c for c in update.changes if not _is_current(c, opportunity)))


def _is_current(change: FieldChange, opportunity: Opportunity) -> bool:
    """A value the CRM already holds is no change, unless only mentioned."""
    if (
        change.field not in {"amount", "stage", "close_date", "seats", "next_step_due"}
        or change.assertion == "hedged"
    ):
        return False
    current = {
        "amount": opportunity.amount,
        "stage": opportunity.stage,
        "close_date": opportunity.close_date,
        "seats": opportunity.seats,
    }
    return current.get(change.field) == change.value


def _merged(updates: list[RecordUpdate]) -> tuple[RecordUpdate, ...]:
    found: dict[RecordRef, RecordUpdate] = {}
    for update in updates:
        earlier = found.get(update.record)
        found[update.record] = (
            replace(
                update,
                changes=_one_each((*earlier.changes, *update.changes)),
                text="\n".join(t for t in (earlier.text, update.text) if t),
            )
            if earlier
            else update
        )
    return tuple(found.values())


def _one_each(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """One value for each field that holds one: the last that is more than a mention."""
    last: dict[str, FieldChange] = {}
    for change in changes:
        earlier = last.get(change.field)
        if earlier is None or change.assertion != "hedged" or earlier.assertion == "hedged":
            last[change.field] = change
    return tuple(c for c in changes if isinstance(c.value, tuple) or c is last[c.field])


_STRONG = frozenset(
    {
        "amount",
        "stage",
        "close_date",
        "status",
        "verifiers",
        "next_step",
        "next_step_due",
        "seats",
        "contacts",
    }
)


def _evidence(
    whole: Passage,
    updates: tuple[RecordUpdate, ...],
    cut: list[Segment],
    context: DialogContext,
    known: Known,
) -> Evidence:
    changes = [c for u in updates for c in u.changes]
    records = [u.record for u in updates]
    return Evidence(
        named=any(r.kind != "new_account" and (r.ids or r.kind == "not_permitted") for r in records)
        and any(s.named or s.person for s in cut),
        facts=any(
            (c.remove or c.field in _STRONG - {"contacts"}) and c.assertion != "hedged" for c in changes
        ),
        mentions=any(
            c.remove or c.field not in {"note_type", "currency", "contacts", "competitors"} for c in changes
        ),
        listed=any(c.field in {"contacts", "competitors"} for c in changes),
        stranger=any(r.kind == "new_account" for r in records),
        talking=bool(context.pending or context.applied or context.recent),
        valued=any(
            c.field in _STRONG - {"next_step", "contacts"} and c.assertion != "hedged" for c in changes
        ),
        staged=any(c.field == "stage" for c in changes),
        names=tuple((a.start, a.end) for a in known.anchors(whole.reading)),
        cues=frozenset(t for r in records for i in r.ids if i in known.open for t in _cues(known.open[i])),
    )


def _cues(opportunity: Opportunity) -> list[str]:
    return name_tokens(opportunity.name)
