"""Which record each part of a message is about, within what the speaker may write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.notes.clauses import Reading
from bot.notes.model import DialogContext, RecordRef
from bot.notes.names import Mention, NameIndex, Target, name_tokens, words_of
from bot.notes.references import is_reference
from bot.notes.vocabulary import listed
from bot.sales import Book, Opportunity


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name in the message and what it can mean to this speaker; `foreign` are other reps' records."""

    start: int
    end: int
    mine: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    foreign_account: bool = False
    person: bool = False
    near: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a message that is about one record; `shared` when `A and B …` says it of several."""

    start: int
    end: int
    record: RecordRef
    named: tuple[tuple[int, int], ...] = ()
    shared: bool = False


class Known:
    """A book with its names indexed: what one message is resolved against."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.names = NameIndex(book)
        closed = {s.id for s in book.stages if s.is_closed}
        self.open = {o.id: o for o in book.mine if o.status == "open" and o.stage not in closed}
        self.others = {o.id: o for o in book.others}
        self.contacts = {c.id: c for c in book.contacts}

    def anchors(self, reading: Reading) -> list[Anchor]:
        """Companies named, then people where no company stands on the same words."""
        words = words_of(reading.folded)
        companies = [m for m in self.names.companies(reading.text, words) if not is_reference(reading, m)]
        people = [
            m
            for m in self.names.people(reading.text, words)
            if not any(_overlap(m, company) for company in companies)
        ]
        found = [self._company(reading, m) for m in companies] + [self._person(m) for m in people]
        return sorted((a for a in found if a is not None), key=lambda a: a.start)

    def _company(self, reading: Reading, mention: Mention) -> Anchor | None:
        mine = self._ids(mention.targets, self.open)
        foreign = self._ids(mention.targets, self.others)
        accounts = tuple(
            t.id for t in mention.targets if t.kind == "account" and self._is_own_account(t.id) and not mine
        )
        elsewhere = any(t.kind == "account" and not self._is_own_account(t.id) for t in mention.targets)
        near = not mention.exact
        if not mine and foreign and mention.exact:
            spelling = " ".join(name_tokens(reading.text[mention.start : mention.end]))
            mine = self._ids(self.names.near(spelling), self.open)
            near = bool(mine)
        return Anchor(mention.start, mention.end, mine, accounts, foreign, elsewhere, near=near)

    def _person(self, mention: Mention) -> Anchor | None:
        contacts = [self.contacts[t.id] for t in mention.targets]
        accounts = {c.account_id for c in contacts}
        mine = tuple(i for i, o in self.open.items() if o.account_id in accounts)
        foreign = tuple(i for i, o in self.others.items() if o.account_id in accounts) if not mine else ()
        own = tuple(a for a in accounts if self._is_own_account(a)) if not mine else ()
        return Anchor(mention.start, mention.end, mine, own, foreign, person=True)

    def _ids(self, targets: Iterable[Target], among: dict[str, Opportunity]) -> tuple[str, ...]:
        targets = frozenset(targets)
        direct = [i for i in among if Target("opportunity", i) in targets]
        return tuple(direct or [i for i, o in among.items() if Target("account", o.account_id) in targets])

    def _is_own_account(self, account_id: str) -> bool:
        account = self.book.account(account_id)
        return account is not None and account.owner_id == self.book.speaker


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def segments(reading: Reading, known: Known, context: DialogContext) -> list[Segment]:
    """The message cut by the records it names, in order; without any name, by what was talked of last."""
    anchors = known.anchors(reading)
    leaders = _leaders(reading, anchors)
    if not leaders:
        people = [a for a in anchors if a.person]
        leaders = _people_leading(reading, people)
    if not leaders:
        return []
    cuts = [0, *(_cut(reading, a, b) for a, b in pairwise(leaders)), len(reading.text)]
    return [
        _segment(reading, known, context, leader, anchors, span)
        for leader, span in zip(leaders, _spans(reading, leaders, cuts), strict=True)
    ]


def _spans(reading: Reading, leaders: list[Anchor], cuts: list[int]) -> list[tuple[int, int, bool]]:
    """(start, end, shared) of each leader: subjects joined by `and` share the words that follow."""
    joined = [bool(_JOINT.fullmatch(reading.folded[a.end : b.start])) for a, b in pairwise(leaders)]
    found = []
    for place in range(len(leaders)):
        first = last = place
        while first > 0 and joined[first - 1]:
            first -= 1
        while last < len(joined) and joined[last]:
            last += 1
        found.append((cuts[first], cuts[last + 1], first != last))
    return found


_JOINT = re.compile(r"\s*(?:,|and|&|und|en|\+|, and|as well as)\s*(?:the )?")


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
    return Segment(start, end, record, tuple((a.start, a.end) for a in inside if not a.person), shared)


def _leaders(reading: Reading, anchors: list[Anchor]) -> list[Anchor]:
    """One anchor for each run of words about the same record. A person leads only in a clause that names
    no company and when no opportunity of the current record has them."""
    leaders: list[Anchor] = []
    named = {reading.clause_at(a.start).start for a in anchors if not a.person}
    for anchor in anchors:
        current = leaders[-1] if leaders else None
        if anchor.person:
            alone = reading.clause_at(anchor.start).start not in named
            if current is None or not alone or len(anchor.mine) != 1 or set(anchor.mine) & set(current.mine):
                continue
        if current is None or not _same(current, anchor):
            leaders.append(anchor)
        elif anchor.mine and len(anchor.mine) < len(current.mine):
            leaders[-1] = Anchor(current.start, current.end, anchor.mine, near=anchor.near)
    return leaders


def _same(a: Anchor, b: Anchor) -> bool:
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


def resolve(
    reading: Reading,
    known: Known,
    context: DialogContext,
    leader: Anchor,
    inside: list[Anchor],
    span: tuple[int, int],
) -> RecordRef:
    mine = leader.mine
    if not mine:
        if leader.accounts:
            return RecordRef("account", leader.accounts[:1])
        return RecordRef("not_permitted", leader.foreign)
    if leader.near and leader.foreign:
        return RecordRef("ambiguous", mine)
    if len(mine) > 1:
        mine = _narrow(reading, known, mine, inside, span)
    if len(mine) > 1:
        mine = _by_context(context, mine)
    return RecordRef("opportunity", mine) if len(mine) == 1 else RecordRef("ambiguous", mine)


def _narrow(
    reading: Reading, known: Known, mine: tuple[str, ...], inside: list[Anchor], span: tuple[int, int]
) -> tuple[str, ...]:
    """Every cue in the words: people, words of the opportunity's name, people's titles."""
    for person in (a for a in inside if a.person):
        kept = tuple(i for i in mine if i in person.mine)
        mine = kept or mine
    if len(mine) == 1:
        return mine
    said = {_stem(t) for t in name_tokens(reading.folded[span[0] : span[1]])}
    scores = {i: _cue_score(known, known.open[i], said, reading.folded[span[0] : span[1]]) for i in mine}
    best = max(scores.values())
    return tuple(i for i in mine if scores[i] == best) if best else mine


def _cue_score(known: Known, opportunity: Opportunity, said: set[str], words: str) -> int:
    account = known.book.account(opportunity.account_id)
    names = {_stem(t) for n in ((account.name, *account.aliases) if account else ()) for t in name_tokens(n)}
    cues = {_stem(t) for t in name_tokens(opportunity.name)} - names - _WEAK
    score = 2 * len(cues & said)
    for contact in known.book.contacts:
        if contact.account_id != opportunity.account_id:
            continue
        first = _stem(name_tokens(contact.name)[0]) if name_tokens(contact.name) else ""
        if first in said and (
            contact.id in opportunity.contacts or {_stem(t) for t in name_tokens(contact.title)} & cues
        ):
            score += 2
    return score


_WEAK = frozenset(listed("deal new the and of for phase project program 1 2 3"))


def _stem(token: str) -> str:
    for suffix in ("als", "al", "ing", "es", "s"):
        if token.endswith(suffix) and len(token) - len(suffix) >= 4:
            return token[: -len(suffix)]
    return token


def _by_context(context: DialogContext, mine: tuple[str, ...]) -> tuple[str, ...]:
    """What the conversation is about, when exactly one of the choices is."""
    shown = {i for u in (*context.pending, *context.applied) for i in u.record.ids}
    kept = tuple(i for i in mine if i in shown)
    return kept if len(kept) == 1 else mine


def spoken_of(context: DialogContext, known: Known) -> RecordRef:
    """The record a message without any name is about: the open card's, else the one talked of last."""
    for updates in (context.pending, context.applied):
        if len(updates) == 1 and updates[0].record.kind in {"opportunity", "account"}:
            return updates[0].record
    recent = [i for i in context.recent if i in known.open]
    return RecordRef("opportunity", (recent[0],)) if recent else RecordRef("ambiguous")
