"""The names a message may use for accounts, opportunities and contacts, and where it uses them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.notes.clauses import fold
from bot.notes.spellings import (
    COMMON,
    SHORT,
    TITLES,
    TOKEN,
    WORDS,
    account_names,
    contact_names,
    initials,
    opportunity_names,
)
from bot.sales import Book


class Target(NamedTuple):
    """What a name stands for: one account, opportunity or contact by its id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as used. `exact` is False for a near miss, `sole` when several names are as near."""

    start: int
    end: int
    targets: frozenset[Target]
    exact: bool = True
    sole: bool = True


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int


def words_of(folded: str) -> list[Word]:
    return [Word(m.group(), m.start(), m.end()) for m in TOKEN.finditer(folded)]


class NameIndex:
    """Every spelling of every name in a book → what it stands for. Built once, read-only after."""

    def __init__(self, book: Book) -> None:
        self._exact: dict[tuple[str, ...], set[Target]] = defaultdict(set)
        self._initials: dict[str, set[Target]] = defaultdict(set)
        for account in book.accounts:
            target = Target("account", account.id)
            for tokens in account_names(account):
                self._exact[tokens].add(target)
            self._initials[initials(account.name)].add(target)
        for opportunity in (*book.mine, *book.others):
            for tokens in opportunity_names(opportunity.name):
                self._exact[tokens].add(Target("opportunity", opportunity.id))
        self._people: dict[tuple[str, ...], set[Target]] = defaultdict(set)
        for contact in book.contacts:
            target = Target("contact", contact.id)
            for tokens in contact_names(contact.name):
                self._people[tokens].add(target)
        self._spellings: dict[int, list[str]] = defaultdict(list)
        for tokens in self._exact:
            if len(" ".join(tokens)) >= 5:
                self._spellings[len(tokens)].append(" ".join(tokens))
        self._longest = max((len(t) for t in (*self._exact, *self._people)), default=1)

    def companies(self, text: str, words: list[Word]) -> list[Mention]:
        """Accounts and opportunities named, longest names first, without overlap."""
        found = [m for m in self._windows(self._exact, words) if _is_name(text, m)]
        found += self._joined(words)
        found += self._near(text, words)
        found += self._in_initials(text, words)
        return _without_overlap(found)

    def _joined(self, words: list[Word]) -> Iterable[Mention]:
        """`north wind` for Northwind."""
        for first, second in pairwise(words):
            if len(first.text) >= 3 and len(second.text) >= 3 and second.start - first.end == 1:
                targets = self._exact.get((first.text + second.text,))
                if targets:
                    yield Mention(first.start, second.end, frozenset(targets))

    def _in_initials(self, text: str, words: list[Word]) -> Iterable[Mention]:
        """Initials that nobody listed as an alias count only in capitals: `OPS`, never `ops`."""
        for word in words:
            targets = self._initials.get(word.text)
            if targets and text[word.start : word.end].isupper():
                yield Mention(word.start, word.end, frozenset(targets))

    def people(self, text: str, words: list[Word]) -> list[Mention]:
        titled = [Word(TITLES.get(w.text, w.text), w.start, w.end) for w in words]
        found = (*self._windows(self._people, words), *self._windows(self._people, titled))
        return _without_overlap(m for m in found if _is_name(text, m))

    def is_person(self, word: str) -> bool:
        """Whether a folded word is a contact's first, last or whole name."""
        return (word,) in self._people

    def near(self, spelling: str) -> frozenset[Target]:
        """What else, spelt almost like that, could be meant."""
        size = len(spelling.split())
        others = [s for s in self._spellings.get(size, []) if s != spelling]
        return frozenset(t for m in _near_spellings(spelling, others) for t in self._exact[tuple(m.split())])

    def _windows(self, names: dict[tuple[str, ...], set[Target]], words: list[Word]) -> Iterable[Mention]:
        for size in range(1, self._longest + 1):
            for at in range(len(words) - size + 1):
                targets = names.get(tuple(w.text for w in words[at : at + size]))
                if targets:
                    yield Mention(words[at].start, words[at + size - 1].end, frozenset(targets))

    def _near(self, text: str, words: list[Word]) -> Iterable[Mention]:
        for size, spellings in sorted(self._spellings.items()):
            for at in range(min(len(words) - size + 1, NEAR_WORDS)):
                window = words[at : at + size]
                spelling = " ".join(w.text for w in window)
                if (
                    len(spelling) < 5
                    or (size == 1 and spelling in COMMON)
                    or tuple(spelling.split()) in self._exact
                ):
                    continue
                matches = [m for m in _near_spellings(spelling, spellings) if _word_by_word(spelling, m)]
                if matches and not _in_longer_name(text, window):
                    targets = frozenset(t for m in matches for t in self._exact[tuple(m.split())])
                    sole = len(matches) == 1
                    yield Mention(window[0].start, window[-1].end, targets, exact=False, sole=sole)


def _in_longer_name(text: str, window: list[Word]) -> bool:
    """`Bright Harbor Marina` is no misspelt Harbour: its other words are part of the name too."""
    before, after = text[: window[0].start], text[window[-1].end :]
    if not text[window[0].start].isupper():
        return False
    return bool(_CAPITAL_BEFORE.search(before) or _CAPITAL_AFTER.match(after))


_CAPITAL_BEFORE = re.compile(r"\b(?<![.!?\n] )(?<!^)[A-ZÀ-Þ][a-zà-ÿ]{2,} $")
_CAPITAL_AFTER = re.compile(r" (?:& )?[A-ZÀ-Þ][a-zà-ÿ]{2,}\b")
NEAR_WORDS = 400
"""Misspelt names are looked for in the first words only: a long paste would cost a search per word."""


def _near_spellings(spelling: str, spellings: list[str]) -> list[str]:
    close = process.extract(spelling, spellings, scorer=fuzz.ratio, score_cutoff=80, limit=4)
    kept = [
        (m, s) for m, s, _ in close if m[0] == spelling[0] and (s >= 88 or OSA.distance(m, spelling) <= 1)
    ]
    return [m for m, s in kept if s >= max(score for _, score in kept) - 1e-9]


def _word_by_word(said: str, name: str) -> bool:
    """Each word is a slip of its own: `Acme went` is no misspelt `Acme West`."""
    pairs = list(zip(said.split(), name.split(), strict=True))
    return len(pairs) == 1 or all(OSA.distance(a, b) <= (2 if len(b) >= 7 else len(b) >= 4) for a, b in pairs)


def _is_name(text: str, mention: Mention) -> bool:
    """Names that are everyday words count only when written with a capital."""
    said = text[mention.start : mention.end]
    return fold(said) not in WORDS | SHORT or (said[:1].isupper() and not (len(said) == 2 and said.isupper()))


def _without_overlap(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, not m.exact)):
        if all(mention.end <= k.start or k.end <= mention.start for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
