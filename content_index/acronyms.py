"""Short forms that the pages themselves spell out: "Mobile Device Management (MDM)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from content_index.common_words import COMMON
from content_index.confidence import telling_words
from content_index.lexical import analyse
from content_index.model import Passage
from content_index.view import Mask, View

MOST = 3
TERSE = 3
"""Telling words. A question of more says enough beside its short forms: spelled out there, they cost .010
nDCG@10 on scifact."""
_READ = 20
_RARE = 0.01
_ALWAYS = 3
"""On more than this share of the passages, and a few, a short form is an everyday word: spelled out, those
cost .014 nDCG@10 on fleet_enablement."""
_SHORT = re.compile(r"(?<![\w-])[A-Za-z]{2,6}(?![\w-])")
_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_WORDS = r"(?:[A-Za-z]+[ -]){1,6}[A-Za-z]+"


def long_forms(text: str, view: View, mask: Mask, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """What the rare short forms in a terse text stand for, in order, as allowed passages spell them out; of
    several the most frequent. Nothing for those that the text itself or no such passage spells out."""
    if len(telling_words(text)) > TERSE:
        return ()
    found = (_long_form(short, view, mask) for short in dict.fromkeys(_shorts(text, is_word)))
    return tuple(long for long in found if long and long.lower() not in text.lower())[:MOST]


def _shorts(text: str, is_word: Callable[[str], bool]) -> Iterator[str]:
    for match in _SHORT.finditer(text):
        word = match[0]
        if word.isupper() or (word.islower() and word not in COMMON and not is_word(word)):
            yield word.upper()


def _long_form(short: str, view: View, mask: Mask) -> str:
    terms = analyse(short)
    if len(terms) != 1 or _is_everyday(terms[0], view, mask):
        return ""
    spelled: Counter[str] = Counter()
    for row in view.words.holding(terms[0], _READ, mask):
        spelled.update(_definitions(short, view.passage(int(row))))
    return max(spelled, key=lambda long: (spelled[long], long), default="")


def _is_everyday(term: str, view: View, mask: Mask) -> bool:
    """Pages that use a short form all the time answer in it."""
    few = int(_RARE * (len(view) if mask is None else mask.sum()))
    return len(view.words.holding(term, few + _ALWAYS + 1, mask)) > few + _ALWAYS


def _definitions(short: str, passage: Passage) -> Iterator[str]:
    text = " ".join("\n".join((passage.title, *passage.headings, passage.text)).replace("*", "").split(" "))
    before = re.finditer(rf"({_WORDS}) \({short}s?\)", text)
    after = re.finditer(rf"\b{short}s? \(({_WORDS})\)", text)
    for match in (*before, *after):
        if long := _standing_for(short, match[1]):
            yield long.lower()


def _standing_for(short: str, words: str) -> str:
    """The end of `words` whose initials make up the short form; empty where none does."""
    parts = re.split(r"[ -]", words)
    for start in range(len(parts) - 1):
        some = parts[start:]
        initials = "".join(word[0] for word in some)
        telling = "".join(word[0] for word in some if word.lower() not in _SMALL)
        if short.lower() in (initials.lower(), telling.lower()) and some[0].lower() not in _SMALL:
            return words[len(words) - len(" ".join(some)) :]
    return ""
