"""Which records of a CRM of any size a text may name: found by hashes, so that few megabytes hold every name.

A text is then read against the records found, not against the whole CRM. What is found here may be too much:
a hash that two names share, or a name that has changed since, only costs a look at a record not meant.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence, Set

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from bot.notes.clauses import read
from bot.notes.names import NEAR_WORDS, Target, words_of
from bot.notes.spellings import account_names, contact_names, initials, opportunity_names
from bot.sales import Account, Contact, Opportunity

MANY = 12
"""A name that more people bear says nothing about who is meant, and of more companies the first will do: the
speaker's own records are known without looking here."""
LONGEST = 12
"""Words of a name that are looked at."""
_SLIP_FROM = 4
_SLIPS = 4
"""The shortest word that may be misspelt, and how many words it is taken for."""


class Directory:
    """Read-only. A misspelt word is taken for words of companies' names that equal it once each side has lost
    at most one letter."""

    def __init__(
        self,
        accounts: Iterable[Account] = (),
        opportunities: Iterable[Opportunity] = (),
        contacts: Iterable[Contact] = (),
    ) -> None:
        companies, people = _Gathered(), _Gathered()
        words: set[str] = set()
        openings: set[int] = set()
        for target, names in _companies(accounts, opportunities):
            companies.add(target, names)
            for tokens in names:
                words.update(tokens)
                openings.update(hash(" ".join(tokens[:n])) for n in range(1, min(len(tokens), LONGEST)))
        for contact in contacts:
            people.add(Target("contact", contact.id), contact_names(contact.name, titled=False))
        self._companies = companies.postings(cut=True)
        self._people = people.postings(cut=False)
        self._openings = np.sort(_hashes(openings))
        self._words = _Slips(words)

    @property
    def bytes(self) -> int:
        parts = (self._companies, self._people, self._words)
        return self._openings.nbytes + sum(part.bytes for part in parts)

    def named(self, text: str) -> frozenset[Target]:
        words = [word.text for word in words_of(read(text).folded)]
        companies = self._companies.find(self._spellings(words))
        return frozenset((*companies, *self._people.find(_runs(words))))

    def _spellings(self, words: Sequence[str]) -> list[str]:
        """Every run of words that may be a name: as typed, or with slips mended."""
        meant = self._words.mended(words)
        begun = [(at + 1, word) for at, options in enumerate(meant) for word in options]
        found: list[str] = []
        while begun:
            found += [said for _, said in begun]
            goes_on = _known(self._openings, _hashes(hash(said) for _, said in begun))
            begun = [
                (at + 1, f"{said} {word}")
                for (at, said), on in zip(begun, goes_on, strict=True)
                if on and at < len(meant)
                for word in meant[at]
            ]
        return found


class _Gathered:
    """Names as they come in: their hashes, and the places of the records that bear them."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._places = array("I")
        self._kinds: list[str] = []
        self._ids: list[bytes] = []

    def add(self, target: Target, names: Iterable[tuple[str, ...]]) -> None:
        for tokens in names:
            # Python's own hash: it differs from process to process, and none of these leaves this one.
            self._hashes.append(hash(" ".join(tokens)))
            self._places.append(len(self._ids))
        self._kinds.append(target.kind)
        self._ids.append(target.id.encode())

    def postings(self, *, cut: bool) -> _Postings:
        """Without what more than MANY bear, or `cut` to the first of them."""
        hashes, places = np.array(self._hashes), np.array(self._places)
        order = np.argsort(hashes, kind="stable")
        hashes, places = hashes[order], places[order]
        starts = np.searchsorted(hashes, hashes, "left")
        bearers = np.searchsorted(hashes, hashes, "right") - starts
        kept = np.arange(len(hashes)) - starts < MANY if cut else bearers <= MANY
        return _Postings(hashes[kept], places[kept], self._kinds, self._ids)


class _Postings:
    """Sorted hashes of names, each beside the place of its record."""

    def __init__(
        self,
        hashes: npt.NDArray[np.int64],
        places: npt.NDArray[np.uint32],
        kinds: Sequence[str],
        ids: Sequence[bytes],
    ) -> None:
        self._hashes, self._places = hashes, places
        self._kinds, numbers = np.unique(np.array(kinds, "U11"), return_inverse=True)
        self._kind = numbers.astype(np.uint8)
        self._ids = np.array(ids, "S")

    @property
    def bytes(self) -> int:
        return sum(part.nbytes for part in (self._hashes, self._places, self._kind, self._ids))

    def find(self, names: Sequence[str]) -> Iterator[Target]:
        for place in _found(self._hashes, self._places, _hashes(map(hash, names)))[0]:
            yield Target(str(self._kinds[self._kind[place]]), self._ids[place].decode())


class _Slips:
    """The words of companies' names, found by what is left of them without one letter."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(word for word in words if len(word) >= _SLIP_FROM)
        hashes, places = array("q"), array("I")
        for place, word in enumerate(self._words):
            parts = array("q", map(hash, _without_one(word)))
            hashes += parts
            places.extend([place] * len(parts))
        order = np.argsort(np.array(hashes))
        self._hashes, self._places = np.array(hashes)[order], np.array(places)[order]

    @property
    def bytes(self) -> int:
        return self._hashes.nbytes + self._places.nbytes + sum(map(len, self._words))

    def mended(self, words: Sequence[str]) -> list[list[str]]:
        """Each word, with others that it may stand for behind it."""
        looked_up = [word for word in dict.fromkeys(words[:NEAR_WORDS]) if len(word) >= _SLIP_FROM]
        parts = [(hash(part), word) for word in looked_up for part in _without_one(word)]
        places, which = _found(self._hashes, self._places, _hashes(part for part, _ in parts))
        others: dict[str, set[str]] = {}
        for place, at in zip(places, which, strict=True):
            others.setdefault(parts[at][1], set()).add(self._words[place])
        return [[word, *_nearest(word, others.get(word, set()))] for word in words]


def _nearest(word: str, others: set[str]) -> list[str]:
    return sorted(others - {word}, key=lambda other: (OSA.distance(word, other), other))[:_SLIPS]


def _companies(
    accounts: Iterable[Account], opportunities: Iterable[Opportunity]
) -> Iterator[tuple[Target, Set[tuple[str, ...]]]]:
    for account in accounts:
        yield Target("account", account.id), account_names(account) | {(initials(account.name),)}
    for opportunity in opportunities:
        yield Target("opportunity", opportunity.id), opportunity_names(opportunity.name)


def _without_one(word: str) -> list[str]:
    return [word, *dict.fromkeys(word[:n] + word[n + 1 :] for n in range(len(word)))]


def _runs(words: Sequence[str]) -> list[str]:
    """Every run of words, up to four: nobody is called by more."""
    return [" ".join(words[at : at + size]) for size in range(1, 5) for at in range(len(words) - size + 1)]


def _hashes(values: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(values, np.int64)


def _known(hashes: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    return np.searchsorted(hashes, wanted, "left") < np.searchsorted(hashes, wanted, "right")


def _found(
    hashes: npt.NDArray[np.int64], places: npt.NDArray[np.uint32], wanted: npt.NDArray[np.int64]
) -> tuple[list[int], list[int]]:
    """The places under each wanted hash, and which of the wanted each was found by."""
    starts = np.searchsorted(hashes, wanted, "left")
    ends = np.searchsorted(hashes, wanted, "right")
    some = np.flatnonzero(ends > starts)
    spans = [(at, place) for at in some.tolist() for place in places[starts[at] : ends[at]].tolist()]
    return [place for _, place in spans], [at for at, _ in spans]
