"""`not the amount`, `only the date`: fields of the open card that Save shall leave as the record has them."""

from __future__ import annotations

import re

from bot.notes.model import FieldChange, RecordUpdate
from bot.notes.records import Known
from bot.sales import FieldName

_WORDS: tuple[tuple[tuple[FieldName, ...], str], ...] = (
    (("next_step_due",), r"due dates?|next step dates?|step'?s? date"),
    (("close_date",), r"clos(?:e|ing) dates?|dates?|clos(?:e|ing)|cd|timeline"),
    (("amount", "currency", "amount_type"), r"amounts?|value|price|sum|money|acv|arr|deal size|number"),
    (("seats",), r"seats?(?: count| number)?|users?|licen[cs]es?"),
    (("stage",), r"stage|phase"),
    (("next_step", "next_step_due"), r"next steps?|follow[- ]?up|steps?|to-?do"),
    (("status", "reason"), r"status|outcome"),
    (("contacts",), r"contacts?|people"),
    (("competitors",), r"competitors?|rivals?"),
    (("verifiers",), r"evidence|verifiers?"),
)
_FIELD = "|".join(words for _, words in _WORDS)
_ONE = rf"(?:(?:the|its|their|that|new|this)\s+)*(?:{_FIELD})(?:\s+(?:change|part|bit|field|update))?"
_FIELDS = rf"(?P<fields>{_ONE}(?:\s*(?:,|and|or|nor|&|\+)+\s*(?:not )?{_ONE})*)"
_LEAD = (
    r"\W*(?:(?:no|nope|nah|ok|okay|actually|sorry|wait|oh|oops|hey|please|pls|yes|yep|save|but|and|hmm|well|"
    r"can you|could you|let's|also|it|that|all|everything|log|write|keep|update)\b[\s,.!:;-]*)*"
)
_END = (
    r"(?:[\s,]+(?:out|off|alone|as (?:it|they) (?:is|are|was|were)|as is|unchanged|where it (?:is|was)|"
    r"the same|please|pls|thanks|thank you|for now|then|too|at all|from (?:it|this|the (?:card|draft))))*\W*"
)
_TAKEN = re.compile(
    rf"{_LEAD}(?:forget(?: about)?|skip|ignore|drop|remove|delete|scrap|omit|cancel|undo|revert|without|not|"
    rf"no|except(?: for)?|but(?: not)?|minus|discard|leave(?: out| off)?|strike|lose|take (?:off|out)|"
    rf"(?:do not|don't|dont|never) (?:save|log|write|change|touch|update|set|include|move|put|record))\s+"
    rf"{_FIELDS}{_END}"
)
_STAYS = re.compile(
    rf"{_LEAD}(?:leave\s+|keep\s+)?{_FIELDS}\s+(?:(?:should|can|must|has to|have to|to)\s+)?(?:stays?|"
    r"remains?|unchanged|(?:is|are) (?:wrong|not right|unchanged|the same)|the same|as (?:it|they) (?:is|are|"
    rf"was|were)|as is|alone|doesn't change|does not change|didn't change|did not change){_END}"
)
_ONLY = re.compile(
    rf"{_LEAD}(?:(?:only|just)\s+(?:save |log |keep |write |update |change )?{_FIELDS}(?:\s+only)?|"
    rf"{_FIELDS.replace('fields', 'alone')}\s+(?:only|alone)){_END}"
)
_LISTS = frozenset({"contacts", "competitors", "verifiers"})
_KEPT = frozenset({"note_type"})


def taken_back(
    said: str, typed: str, pending: tuple[RecordUpdate, ...], known: Known
) -> tuple[RecordUpdate, ...]:
    """For the folded words `said` of the message as `typed` the changes that make those fields no-ops: the
    record's own value, and a listed item only mentioned. Empty when the words take nothing back."""
    only = _ONLY.fullmatch(said)
    match = _TAKEN.fullmatch(said) or _STAYS.fullmatch(said) or only
    if match is None:
        return ()
    named = _named(match["fields"] or match.groupdict().get("alone") or "", pending)
    kept = only is match
    found = tuple(_restored(update, named, typed, known, kept=kept) for update in pending)
    return tuple(u for u in found if u.changes)


def _named(said: str, pending: tuple[RecordUpdate, ...]) -> frozenset[FieldName]:
    """The fields that the words name; a bare `date` is the one the card shows."""
    shown = {c.field for u in pending for c in u.changes}
    found: set[FieldName] = set()
    for part in re.split(r",|&|\+|\b(?:and|or|nor)\b", said):
        plain = re.sub(r"^\W*(?:(?:the|its|their|that|new|this|not)\s+)*", "", part).strip()
        fields = next((f for f, words in _WORDS if re.match(rf"(?:{words})\b", plain)), ())
        if fields == ("close_date",) and "close_date" not in shown and "next_step_due" in shown:
            fields = ("next_step_due",)
        found |= set(fields)
    return frozenset(found)


def _restored(
    update: RecordUpdate, named: frozenset[FieldName], typed: str, known: Known, *, kept: bool
) -> RecordUpdate:
    record = known.open.get(update.record.ids[0]) if update.record.kind == "opportunity" else None
    changes: list[FieldChange] = []
    for change in update.changes if record else ():
        if change.field in _KEPT or (change.field in named) == kept:
            continue
        if kept and change.assertion == "hedged":
            continue
        if change.field in _LISTS:
            changes.append(FieldChange(change.field, change.value, typed, "hedged", change.remove))
        else:
            changes.append(FieldChange(change.field, getattr(record, change.field), typed))
    return RecordUpdate(update.record, tuple(changes))
