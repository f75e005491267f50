"""A message cut into the parts that are about one record each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.notes.clauses import Reading
from bot.notes.model import DialogContext, RecordRef
from bot.notes.records import Anchor, Known
from bot.notes.resolving import resolve
from bot.notes.told_by_cues import heads_of_clauses


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a message that is about one record; `shared` when `A and B …` says it of several, and
    `foreign` then are the names of those that are another rep's. `person`: a contact stands for it."""

    start: int
    end: int
    record: RecordRef
    named: tuple[tuple[int, int], ...] = ()
    shared: bool = False
    person: bool = False
    foreign: tuple[tuple[int, int], ...] = ()


def segments(reading: Reading, known: Known, context: DialogContext) -> list[Segment]:
    """The message cut by the records it names, in order; without any name, by what was talked of last."""
    anchors = known.anchors(reading)
    anchors = [a for a in anchors if not _in_quotes(reading, a)] or anchors
    anchors = [each for a in anchors for each in _both(reading, a)]
    leaders = _enumerated(reading, known, _leaders(reading, anchors))
    if not leaders:
        people = [a for a in anchors if a.person]
        leaders = _people_leading(reading, people)
    if not leaders and not (context.pending or context.applied or context.recent):
        cue = known.by_cue(reading)
        leaders = anchors = [cue] if cue else []
    if not leaders:
        return []
    cuts = [0, *(_cut(reading, a, b) for a, b in pairwise(leaders)), len(reading.text)]
    spans = _spans(reading, leaders, cuts)
    found = [
        _segment(reading, known, context, leader, anchors, span)
        for leader, span in zip(leaders, spans, strict=True)
    ]
    refused = [(a, s) for a, s in zip(leaders, found, strict=True) if s.record.kind == "not_permitted"]
    return [
        replace(s, foreign=tuple((a.start, a.end) for a, other in refused if other.start == s.start))
        for s in found
    ]


def _both(reading: Reading, anchor: Anchor) -> list[Anchor]:
    """`Acme both slip`: each of the account's two."""
    told = _BOTH.match(reading.folded, anchor.end)
    if told is None or len(anchor.mine) != 2 or anchor.person:
        return [anchor]
    return [Anchor(anchor.start, anchor.end, (i,)) for i in anchor.mine]


_BOTH = re.compile(r"(?:'s)?[ ,:–-]*(?:both|beide|allebei|all two)\b")
_QUOTES = re.compile(r"(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w)){12,2000}'(?!\w)")


def _in_quotes(reading: Reading, anchor: Anchor) -> bool:
    """Named only in words that are somebody else's."""
    quoted = any(m.start() <= anchor.start < m.end() for m in _QUOTES.finditer(reading.folded))
    return quoted or reading.in_quotes(anchor.start)


def _enumerated(reading: Reading, known: Known, leaders: list[Anchor]) -> list[Anchor]:
    """`Acme: renewal 151k, expansion 88k`: an account's opportunities told one after the other."""
    found: list[Anchor] = []
    ends = [*(a.start for a in leaders[1:]), len(reading.text)]
    for leader, end in zip(leaders, ends, strict=False):
        telling = known.telling(leader.mine[0]) if leader.mine else {}
        heads = heads_of_clauses(reading, leader.start, end, telling) if len(telling) > 1 else ()
        first = [replace(leader, mine=(i,)) for i, _, _ in heads[:1]]
        found += [*first, *(Anchor(a, b, (i,)) for i, a, b in heads[1:])] or [leader]
    return found


def _spans(reading: Reading, leaders: list[Anchor], cuts: list[int]) -> list[tuple[int, int, bool]]:
    """(start, end, shared) of each leader: subjects joined by `and` share the words that follow."""
    joined = [bool(_JOINT.fullmatch(reading.folded[a.end : b.start])) for a, b in pairwise(leaders)]
    for place in reversed(range(len(joined))):
        a, b = leaders[place], leaders[place + 1]
        follows = joined[place + 1 : place + 2] == [True] or _LISTED.match(reading.folded, b.end)
        joined[place] = joined[place] or bool(follows and not reading.folded[a.end : b.start].strip())
    found = []
    for place in range(len(leaders)):
        first = last = place
        while first > 0 and joined[first - 1]:
            first -= 1
        while last < len(joined) and joined[last]:
            last += 1
        found.append((cuts[first], cuts[last + 1], first != last))
    return found


_LISTED = re.compile(r"\s+(?:are |were |is )?(?:now )?(?:all|both|each)\b")
_JOINT = re.compile(r"|\s*(?:,|and|&|und|en|\+|, and|as well as)\s*(?:the )?")


def _segment(
    reading: Reading,
    known: Known,
    context: DialogContext,
    leader: Anchor,
    anchors: list[Anchor],
    span: tuple[int, int, bool],
) -> Segment:
    start, end, shared = span
    inside = [a for a in anchors if start <= a.start < end]
    cues = [leader] if shared else inside
    record = resolve(reading, known, context, leader, cues, (start, end))
    names = tuple((a.start, a.end) for a in inside if not a.person)
    return Segment(start, end, record, names, shared, person=any(a.person for a in inside))


def _leaders(reading: Reading, anchors: list[Anchor]) -> list[Anchor]:
    """One anchor for each run of words about the same record. A person leads only in a clause that names
    no company, where the record before has words of its own, and when no opportunity of it has them; another
    rep's by the full name."""
    leaders: list[Anchor] = []
    named = {reading.clause_at(a.start).start for a in anchors if not a.person}
    for anchor in anchors:
        current = leaders[-1] if leaders else None
        if anchor.person:
            alone = reading.clause_at(anchor.start).start not in named and not anchor.surname
            stranger = not anchor.mine and bool(anchor.foreign) and _is_full(reading, anchor)
            if current is None or not alone or not (len(anchor.mine) == 1 or stranger):
                continue
            if not _SAID.search(reading.folded[current.end : _cut(reading, current, anchor)]):
                continue
            if set(anchor.mine) & set(current.mine):
                continue
        if current is None or not _same(current, anchor) or _own_lines(reading, current, anchor):
            leaders.append(anchor)
        elif anchor.mine and len(anchor.mine) < len(current.mine):
            leaders[-1] = Anchor(current.start, current.end, anchor.mine, near=anchor.near)
    return leaders


_SAID = re.compile(r"\w")
_OPENS_LINE = re.compile(r"(?:^|\n)[\s*•·–—>-]*(?:\d{1,2}[.)]\s*)?$")


def _own_lines(reading: Reading, current: Anchor, anchor: Anchor) -> bool:
    """Of a list whose lines name an account's opportunities, one line does not tell of which another is."""
    opening = (current.start, anchor.start)
    return current.mine != anchor.mine and all(_OPENS_LINE.search(reading.folded[:at]) for at in opening)


def _is_full(reading: Reading, person: Anchor) -> bool:
    return " " in reading.folded[person.start : person.end]


def _same(a: Anchor, b: Anchor) -> bool:
    if a.closed or b.closed:
        return bool(set(a.closed) & set(b.closed))
    if a.mine or b.mine:
        return bool(set(a.mine) & set(b.mine))
    return bool(set(a.foreign) & set(b.foreign) or set(a.accounts) & set(b.accounts)) or (
        a.foreign_account and b.foreign_account
    )


def _people_leading(reading: Reading, people: list[Anchor]) -> list[Anchor]:
    """People of different records in different clauses each lead; those of one record lead together."""
    groups: list[list[Anchor]] = []
    for person in people:
        if groups and (_same(groups[-1][0], person) or not _apart(reading, groups[-1][-1], person)):
            groups[-1].append(person)
        else:
            groups.append([person])
    return [_people_together(group) for group in groups]


def _apart(reading: Reading, a: Anchor, b: Anchor) -> bool:
    return reading.clause_at(a.start) != reading.clause_at(b.start) and bool(a.mine and b.mine)


def _people_together(people: list[Anchor]) -> Anchor:
    """Several people narrow each other down to the opportunities that know them all."""
    first = next((p for p in people if p.mine), people[0])
    mine = set(first.mine)
    for person in people:
        mine = mine & set(person.mine) or mine
    return Anchor(
        first.start, first.end, tuple(i for i in first.mine if i in mine), first.accounts, first.foreign
    )


def _cut(reading: Reading, before: Anchor, after: Anchor) -> int:
    clause = reading.clause_at(after.start).start
    if clause > before.start:
        return clause
    middle = reading.folded[before.end : after.start]
    joint = max(middle.rfind(" and "), middle.rfind(","), middle.rfind(" & "))
    return before.end + joint if joint >= 0 else after.start
