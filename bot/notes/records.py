"""Which record a name means, within what the speaker may write."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.notes.clauses import Reading
from bot.notes.closed_ones import named_as_closed
from bot.notes.cue_words import WEAK
from bot.notes.names import Mention, NameIndex, Target, words_of
from bot.notes.references import is_denied, is_former, is_paper, is_reference
from bot.notes.spellings import name_tokens
from bot.notes.told_by_cues import telling_words
from bot.sales import Account, Book, Contact, Opportunity


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name in the message and what it can mean to this speaker; `foreign` are other reps' records. `near`:
    it is misspelt; `alike`: the speaker's own record and another rep's have that very name. `closed` are the
    speaker's own, where the words name one that is closed."""

    start: int
    end: int
    mine: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    foreign_account: bool = False
    person: bool = False
    near: bool = False
    alike: bool = False
    surname: bool = False
    closed: tuple[str, ...] = ()


class Known:
    """A book with its names indexed: what one message is resolved against."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.names = NameIndex(book)
        closed = {s.id for s in book.stages if s.is_closed}
        self.own = {o.id: o for o in book.mine}
        self.open = {i: o for i, o in self.own.items() if o.status == "open" and o.stage not in closed}
        self._closed = {i: o for i, o in self.own.items() if i not in self.open}
        self.others = {o.id: o for o in book.others}
        self.accounts = {a.id: a for a in book.accounts}
        self.contacts = {c.id: c for c in book.contacts}
        self._open_of = _by_account(self.open.values())
        self._closed_of = _by_account(self._closed.values())
        self._others_of = _by_account(self.others.values())
        self._cues: dict[str, list[str]] = defaultdict(list)
        for opportunity in self.open.values():
            for word in self._words_of(opportunity):
                self._cues[word].append(opportunity.id)
        self._people_of: dict[str, list[Contact]] = defaultdict(list)
        for contact in book.contacts:
            self._people_of[contact.account_id].append(contact)

    def _words_of(self, opportunity: Opportunity) -> set[str]:
        account = self.accounts.get(opportunity.account_id)
        tokens = {t for n in (opportunity.name, account.name if account else "") for t in name_tokens(n)}
        return {t for t in tokens - WEAK if len(t) >= 4}

    def account(self, account_id: str) -> Account | None:
        return self.accounts.get(account_id)

    def people_at(self, account_id: str) -> Sequence[Contact]:
        return self._people_of.get(account_id, ())

    def open_at(self, account_id: str) -> Sequence[str]:
        """The ids of the speaker's open opportunities with this account."""
        return self._open_of.get(account_id, ())

    def by_cue(self, reading: Reading) -> Anchor | None:
        """Without any name, the word at the head, or pointed at, of only one of the speaker's records."""
        for pointed in (_HEAD.match(reading.folded), *_POINTED_AT.finditer(reading.folded)):
            ids = self._cues.get(pointed["word"], ()) if pointed else ()
            if pointed and len(ids) == 1:
                return Anchor(pointed.start("word"), pointed.end("word"), tuple(ids))
        return None

    def share_a_name(self, one: str, other: str) -> bool:
        """Whether two of the speaker's opportunities are with accounts that a first word can mean."""
        names = [self.accounts.get(self.open[i].account_id) for i in (one, other)]
        first = [name_tokens(a.name)[:1] for a in names if a is not None]
        return len(first) == 2 and first[0] == first[1]

    def telling(self, opportunity_id: str) -> dict[str, frozenset[str]]:
        """The words that tell this opportunity and the account's other open ones from each other."""
        account = self.account(self.open[opportunity_id].account_id)
        names = (account.name, *account.aliases) if account else ()
        choices = {i: self.open[i] for i in self.open_at(self.open[opportunity_id].account_id)}
        return telling_words(choices, frozenset(t for n in names for t in name_tokens(n)))

    def anchors(self, reading: Reading) -> list[Anchor]:
        """Companies named, then people where no company stands on the same words."""
        words = words_of(reading.folded)
        people = self.names.people(reading.text, words)
        companies = [
            m
            for m in self.names.companies(reading.text, words)
            if not is_reference(reading, m)
            and not is_paper(reading, m)
            and not any(_within(m, person) for person in people)
        ]
        people = [m for m in people if not any(_overlap(m, company) for company in companies)]
        former = [m for m in companies if is_former(reading, m) and self._others(m, companies, people)]
        companies = [m for m in companies if m not in former]
        companies = [m for m in companies if not is_denied(reading, m)] or companies
        found = [self._company(reading, m) for m in companies] + [
            self._person(m, reading.text[m.start : m.end]) for m in people
        ]
        return sorted((a for a in found if a is not None), key=lambda a: a.start)

    def _others(self, company: Mention, companies: list[Mention], people: list[Mention]) -> bool:
        """Whether the message names another company, or only people of others."""
        ids = {t.id for t in company.targets}
        homes = [{self.contacts[t.id].account_id for t in person.targets} for person in people]
        return any(c is not company for c in companies) or bool(homes and not any(h & ids for h in homes))

    def _company(self, reading: Reading, mention: Mention) -> Anchor | None:
        if closed := self._named_closed(reading, mention):
            return Anchor(mention.start, mention.end, closed=closed, near=not mention.exact)
        mine = _ids(mention.targets, self.open, self._open_of)
        foreign = _ids(mention.targets, self.others, self._others_of)
        accounts = tuple(
            t.id for t in mention.targets if t.kind == "account" and self._is_own_account(t.id) and not mine
        )
        elsewhere = any(t.kind == "account" and not self._is_own_account(t.id) for t in mention.targets)
        near = not mention.exact
        alike = near and mention.sole and bool(mine and foreign)
        if not mine and foreign and mention.exact:
            spelling = " ".join(name_tokens(reading.text[mention.start : mention.end]))
            mine = _ids(self.names.near(spelling), self.open, self._open_of)
            near = bool(mine)
        return Anchor(mention.start, mention.end, mine, accounts, foreign, elsewhere, near=near, alike=alike)

    def _named_closed(self, reading: Reading, mention: Mention) -> tuple[str, ...]:
        status = named_as_closed(reading, mention)
        ids = _ids(mention.targets, self._closed, self._closed_of) if status else ()
        return tuple(i for i in ids if status in ("closed", self._closed[i].status))

    def _person(self, mention: Mention, said: str) -> Anchor | None:
        accounts = list(dict.fromkeys(self.contacts[t.id].account_id for t in sorted(mention.targets)))
        mine = tuple(i for a in accounts for i in self._open_of.get(a, ()))
        foreign = tuple(i for a in accounts for i in self._others_of.get(a, ())) if not mine else ()
        own = tuple(a for a in accounts if self._is_own_account(a)) if not mine else ()
        surname = self._by_surname(said, mention)
        return Anchor(mention.start, mention.end, mine, own, foreign, person=True, surname=surname)

    def _by_surname(self, said: str, mention: Mention) -> bool:
        """`Mrs Nair` or `Nair`: many people share it."""
        first = name_tokens(said)[0]
        return all(name_tokens(self.contacts[t.id].name)[0] != first for t in mention.targets)

    def _is_own_account(self, account_id: str) -> bool:
        account = self.account(account_id)
        return account is not None and account.owner_id == self.book.speaker


def _by_account(opportunities: Iterable[Opportunity]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for opportunity in opportunities:
        found[opportunity.account_id].append(opportunity.id)
    return found


def _ids(
    targets: Iterable[Target], among: Mapping[str, Opportunity], of_account: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    ordered = sorted(targets)
    direct = tuple(t.id for t in ordered if t.kind == "opportunity" and t.id in among)
    return direct or tuple(i for t in ordered if t.kind == "account" for i in of_account.get(t.id, ()))


_CACHED = 2
_recent: list[Known] = []


def known_of(book: Book) -> Known:
    """The index of this very book, built once: the same tuples hold the same names for good."""
    found = next((k for k in tuple(_recent) if _same_book(k.book, book)), None)
    if found is None:
        found = Known(book)
        _recent[:] = [found, *_recent[: _CACHED - 1]]
    return found


def _same_book(a: Book, b: Book) -> bool:
    return (
        a.speaker == b.speaker
        and a.fiscal_year_start_month == b.fiscal_year_start_month
        and all(getattr(a, name) is getattr(b, name) for name in _TUPLES)
    )


_TUPLES = ("mine", "others", "accounts", "contacts", "stages", "verifiers", "competitors", "loss_reasons")


def _within(a: Mention, b: Mention) -> bool:
    """`Lenz` in `Frau Lenz`: the longer name is meant."""
    return b.start <= a.start and a.end <= b.end and (b.start, b.end) != (a.start, a.end)


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


_HEAD = re.compile(
    r"\W*(?:(?:the|our|my|der|die|das|re|update|on)\s+)*(?P<word>[^\W\d_]+)"
    r"(?=\s*(?::|[-–—]\s|→|->)|\s+(?:deal|opp\w*|one)\b|\s+(?:(?:is|are|goes?|geht|gehen|moved?|moves|stays|"
    r"closes|closing|slips|slipped|signs|steht|stehen)\b\s*)?(?:(?:at|now|auf|jetzt|bei|to|"
    r"on)\b\s*)*[$€£₹]?\d)"
)
_POINTED_AT = re.compile(
    r"\b(?:the|our|der|die|das|den|het|de) (?P<word>[^\W\d_]{4,}) "
    r"(?:deal|opp(?:ortunity)?|one|project|"
    r"thing|piece)\b"
)
