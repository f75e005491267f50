"""Answers to the bot's own cards: confirm, cancel, undo, choose, correct."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.notes.acts import act_of, agrees
from bot.notes.choosing import choice, told_apart
from bot.notes.corrections import corrected
from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate, Understanding
from bot.notes.records import Known
from bot.notes.segment import Passage
from bot.notes.segments import Segment, segments
from bot.notes.stages import stage_names
from bot.notes.strangers import find_stranger
from bot.notes.swapped_numbers import is_bare_swap, swapped
from bot.notes.taking_back import taken_back

_CORRECTS = re.compile(
    r"^\W*(?:(?:ah|oh|er|err|eh|em|um|hmm|ach|och|ooh),? (?=no\b|not\b|wrong\b|sorry\b|nein\b|"
    r"nee\b))*(?:no(?=\W*$|\W*[,.!;:–\d$€£₹-]|"
    r"\s+(?:no|wait|sorry|not|its?|it's|that|thats|that's|the|i|make|"
    r"should|"
    r"change|actually|his|her|their|only|just|move|put|set)\b)|nope\b|nah\b|not\b|actually\b|sorry\b|"
    r"wait\b|oops\b|correction\b|i meant\b|i mean\b|"
    r"meant\b|make (?:it|that|the)\b|change (?:it|that|the)\b|should (?:be|have been|say|read)\b|"
    r"it(?:'s| is| should)\b|that(?:'s| is| should)\b|scratch that\b|typo\b|wrong\b|my bad\b|hang on\b|"
    r"hold on\b|rather\b|nein\b|nee\b|doch\b|also\b|and\b|set (?:it|the)\b|update (?:it|the)\b|but\b|"
    r"except\b|add\b|remove\b|drop the\b|without\b|leave (?:out|off)\b|plus\b|the (?:amount|date|close|"
    r"stage|number|close date|next step|seats)\b|amount\b|close\b|stage\b|date\b|seats\b|next steps?\b|"
    r"yes but\b|"
    r"yes,? (?:but|except)\b|ok but\b|almost\b|nearly\b|better\b|let's (?:say|make|call)\b|call it\b|"
    r"put (?:it|the)\b|bump\b|(?:increase|raise|reduce|lower|decrease|knock|take|drop|delete|up) (?!it$|"
    r"that$|this$)\w|push (?:it|that)\b|move (?:it|that)\b)"
)


_MARKS = re.compile(
    r"\b(?:wrong|typo|meant|mistake|oops|instead|correction|should(?:'ve| have)? (?:be(?:en)?|read|say)|"
    r"switch|swap|"
    r"falsch\w*|quatsch|eher|meinte|statt|sondern|richtig (?:ist|sind|ware)|(?:is|was|are|that's) for)\b|"
    r",\s*(?:not|nicht)\b|\b(?:wasn't|weren't|was not|were not|didn't|couldn't) (?:there|here|come|"
    r"join|make it|attend|"
    r"show)\b|"
    r"\b(?:it|that) was \w+ (?:i|we|that|who)\b|\b(?:it|that) was (?:an? )?(?:call|meeting|visit|"
    r"e-?mail|text)\b|\b(?:actually|sorry)\W*$"
)


def dialog(whole: Passage, context: DialogContext, known: Known) -> Understanding | None:
    """What the message answers, or None when it starts something new."""
    said = whole.reading.folded.strip()
    if not said:
        return None
    back = taken_back(said, whole.reading.text.strip(), context.pending, known)
    if back and not context.candidates:
        return Understanding("crm_update", back, dialog_act="correction")
    simple = _simple(whole, said, context, known)
    if context.candidates and not find_stranger(whole.reading, known):
        undone = simple is not None and simple.dialog_act == "undo"
        return simple if undone else _answered(whole, said, context, known)
    if simple:
        return simple
    if find_stranger(whole.reading, known):
        return None
    if (context.pending or context.applied) and len(said) < 400:
        return _correction(whole, said, context, known)
    return None


def _simple(whole: Passage, said: str, context: DialogContext, known: Known) -> Understanding | None:
    asked = bool(context.pending or context.asked_for)
    act = act_of(said, pending=asked, applied=bool(context.applied), news=_tells(whole, context, known))
    if act == "confirm" and not context.pending:
        return None
    named = _saves_named(whole, context, known) if act == "undo" else ()
    return Understanding("crm_update", named, dialog_act=act) if act else None


def _saves_named(whole: Passage, context: DialogContext, known: Known) -> tuple[RecordUpdate, ...]:
    """`undo the Acme one`: the saved record that it names."""
    named = {i for anchor in known.anchors(whole.reading) for i in anchor.mine}
    return tuple(RecordUpdate(u.record) for u in context.applied if named & set(u.record.ids))


def _tells(whole: Passage, context: DialogContext, known: Known) -> bool:
    """A value, a person, or a record that is not on the card."""
    on_card = {i for u in (*context.pending, *context.applied) for i in u.record.ids}
    named = known.anchors(whole.reading)
    return bool(whole.money or whole.dates) or any(a.person or not on_card & set(a.mine) for a in named)


def _answered(whole: Passage, said: str, context: DialogContext, known: Known) -> Understanding | None:
    """While the bot asks which record, an answer picks one, cancels, or is asked again; whatever older
    draft still waits is not what it answers."""
    act = act_of(said, pending=True, applied=False, news=_tells(whole, context, known))
    if act == "cancel" and not any(c.isdigit() for c in said) and not _ANOTHER.search(said):
        return Understanding("crm_update", dialog_act="cancel")
    if _ALL.fullmatch(said):
        each = tuple(_asked_for(context, RecordRef("opportunity", (i,))) for i in context.candidates)
        return Understanding("crm_update", each)
    sure = agrees(said)
    place = choice(said, context, known)
    if place is None and sure and len(context.candidates) == 1:
        place = 0
    if place is not None:
        update = _asked_for(context, RecordRef("opportunity", (context.candidates[place],)))
        return Understanding("crm_update", (update,), dialog_act="choice", choice=place)
    named = segments(whole.reading, known, context)
    changes = corrected(whole, RecordUpdate(RecordRef("ambiguous")), known).changes
    open_question = _asked_for(context, RecordRef("ambiguous", context.candidates))
    if len(named) == 1 and not changes and len(said.split()) <= 3:
        return _named(named[0].record, context, open_question)
    if sure:
        return Understanding("crm_update", (open_question,))
    if named or not changes or not (_CORRECTS.match(said) or _is_bare(whole, said)):
        return None
    kept = (c for c in open_question.changes if c.field not in {new.field for new in changes})
    return Understanding("crm_update", (replace(open_question, changes=(*kept, *changes)),))


_ANOTHER = re.compile(
    r"\b(?:it'?s|that'?s|meant|mean|but|sondern|the) (?:the |for )?\w+(?: \w+)? (?:one|deal|opp)\b"
)
_ALL = re.compile(
    r"\W*(?:(?:for|on|it's|its|the|fur|yes|ja|bitte|please)\s+)*(?:both|all(?: (?:of them|three|four))?|"
    r"beide[ns]?|"
    r"alle|allebei)(?: of (?:them|those))?(?:[\s,]+(?:please|pls|bitte|thanks|danke))*\W*"
)


def _named(record: RecordRef, context: DialogContext, open_question: RecordUpdate) -> Understanding | None:
    """A name that fits several candidates is asked again; one that was not offered is taken at its word."""
    if record.kind != "opportunity" or record.ids[0] in context.candidates:
        return Understanding("crm_update", (open_question,)) if record.kind == "ambiguous" else None
    return Understanding("crm_update", (_asked_for(context, record),))


def _asked_for(context: DialogContext, record: RecordRef) -> RecordUpdate:
    return replace(context.asked_for or RecordUpdate(record), record=record)


def _correction(whole: Passage, said: str, context: DialogContext, known: Known) -> Understanding | None:
    corrects = bool(_CORRECTS.match(said) or _MARKS.search(said))
    moved = _other_record(whole, said, context, known) if corrects else None
    if moved:
        return Understanding("crm_update", (moved,), dialog_act="correction")
    card = context.pending or context.applied
    named = segments(whole.reading, known, context)
    on_card = {i for u in card for i in u.record.ids}
    if any(s.named and not set(s.record.ids) <= on_card for s in named):
        return None
    numbers = _numbers_put_right(whole, _meant(card, named), known)
    if len(numbers) == 1 or is_bare_swap(said):
        # Without an update: which field is meant is asked.
        only = numbers if len(numbers) == 1 else ()
        return Understanding("crm_update", only, dialog_act="correction")
    if not corrects and (not _is_bare(whole, said) or named):
        return None
    updates = tuple(
        u
        for u in (
            corrected(whole, update, known, saved=not context.pending) for update in _meant(card, named)
        )
        if u.changes
    )
    if len(updates) > 1:
        updates = _by_field(updates, card) or ()
    return Understanding("crm_update", updates, dialog_act="correction") if updates else None


def _numbers_put_right(
    whole: Passage, card: tuple[RecordUpdate, ...], known: Known
) -> tuple[RecordUpdate, ...]:
    said, typed = whole.reading.folded, whole.reading.text
    records = (known.own.get(u.record.ids[0]) if u.record.kind == "opportunity" else None for u in card)
    found = ((u, swapped(said, typed, u, record)) for u, record in zip(card, records, strict=True))
    return tuple(RecordUpdate(u.record, (number,)) for u, number in found if number)


def _meant(card: tuple[RecordUpdate, ...], named: list[Segment]) -> tuple[RecordUpdate, ...]:
    ids = {i for s in named for i in s.record.ids}
    return tuple(u for u in card if set(u.record.ids) & ids) or card


def _is_bare(whole: Passage, said: str) -> bool:
    """A short message that is a value and little else: `85k`, `April 15`, `negotiation, not proposal`."""
    stages = stage_names(whole)
    spans = [*((m.start, m.end) for m in whole.money), *((d.start, d.end) for d in whole.dates)]
    left = list(whole.reading.folded)
    for a, b in (*spans, *((a, b) for a, b, _ in stages)):
        left[a:b] = " " * (b - a)
    return bool(spans or stages) and len("".join(left).split()) <= 2 and "?" not in said


def _by_field(
    updates: tuple[RecordUpdate, ...], card: tuple[RecordUpdate, ...]
) -> tuple[RecordUpdate, ...] | None:
    """With several records on the card, the one that shows the corrected fields."""
    shown = {u.record: {c.field for c in u.changes} for u in card}
    fitting = [u for u in updates if {c.field for c in u.changes} <= shown[u.record]]
    return (fitting[0],) if len(fitting) == 1 else None


_NOT_THAT = re.compile(r"\b(?:not|wrong|other|different|instead|meant|rather)\b")


def _other_record(whole: Passage, said: str, context: DialogContext, known: Known) -> RecordUpdate | None:
    """`not Acme, Borealis` or `wrong one, I meant Acme`: the same changes on another record."""
    card = context.pending or context.applied
    if len(card) != 1:
        return None
    sibling = _sibling(said, card[0], known)
    if sibling or not _NOT_THAT.search(said):
        return _moved(card[0], sibling, known) if sibling else None
    current = set(card[0].record.ids)
    others = [
        s.record for s in segments(whole.reading, known, replace(context, pending=(), applied=())) if s.named
    ]
    other = next((r for r in others if not set(r.ids) & current), None)
    return _moved(card[0], other, known) if other else None


def _moved(card: RecordUpdate, record: RecordRef, known: Known) -> RecordUpdate:
    """The card's changes on another record, without people of the first one's account."""
    homes = {o.account_id for i in record.ids if (o := known.own.get(i))} | set(record.ids)
    people = {c.id for home in homes for c in known.people_at(home)}
    kept = tuple(c for c in card.changes if c.field != "contacts" or _is_of(c, people))
    return replace(card, record=record, changes=kept)


def _is_of(change: FieldChange, people: set[str]) -> bool:
    items = change.value if isinstance(change.value, tuple) else ()
    return all(str(i).startswith("new:") or i in people for i in items)


def _sibling(said: str, update: RecordUpdate, known: Known) -> RecordRef | None:
    """`the other one`, or nothing but the words that tell another of the account's records from this one."""
    if update.record.kind != "opportunity" or update.record.ids[0] not in known.open:
        return None
    current = known.open[update.record.ids[0]]
    rest = [i for i in known.open_at(current.account_id) if i != current.id]
    alike = [
        *rest,
        *(i for i in known.open if i not in {current.id, *rest} and known.share_a_name(i, current.id)),
    ]
    if _OTHER.search(said):
        others = tuple(rest or alike)
        return RecordRef("opportunity" if len(others) == 1 else "ambiguous", others)
    found = told_apart(_NOT_WHICH.sub(" ", said), (current.id, *alike), known)
    return RecordRef("opportunity", (found,)) if found not in {None, current.id} else None


_OTHER = re.compile(r"\b(?:other|andere\w*) (?:one|deal|opp\w*|\w+\W*$)|\b(?:the )?(?:other|andere\w*)\W*$")
_NOT_WHICH = re.compile(r"\b(?:not|nicht|niet) (?:the |for |on )?[\w' ]+")
