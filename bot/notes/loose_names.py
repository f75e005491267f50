"""People of the record at hand whose names are typed by ear, or small where they are everyday words too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.notes.name_words import GIVEN
from bot.notes.names import Word, words_of
from bot.notes.not_names import NOT_NAMES
from bot.notes.plain_words import SMALL_WORDS
from bot.notes.segment import Passage
from bot.notes.spellings import is_everyday, name_tokens
from bot.notes.vocabulary import listed


def loosely_named(p: Passage, taken: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """(contact id, start, end) of each word outside `taken` that can only mean one of `p.people`."""
    exact, heard, called = _names(p, str), _names(p, _sound), _called(p)
    for word in words_of(p.folded):
        if any(a < word.end and word.start < b for a, b in (*taken, *p.names)):
            continue
        ids = (
            exact.get(word.text)
            if _acts(p, word)
            else heard.get(_sound(word.text))
            if _is_odd(p, word)
            else None
        )
        if ids is None and p.reading.text[word.start].isupper():
            ids = called.get(word.text)
        if ids and len(ids) == 1:
            yield next(iter(ids)), word.start, word.end


def _called(p: Passage) -> dict[str, set[str]]:
    """Other forms of the first names: `Samuel` for Sam, `Bob` for Robert."""
    found: dict[str, set[str]] = {}
    for contact in p.people:
        first = name_tokens(contact.name)[:1]
        for other in _forms(first[0]) if first else ():
            found.setdefault(other, set()).add(contact.id)
    return found


def _forms(first: str) -> set[str]:
    longer = {n for n in GIVEN if n.startswith(first) or first.startswith(n)} if len(first) >= 3 else set()
    pet = {n for names in _PET_NAMES if first in names for n in names}
    return {n for n in longer | pet if len(n) >= 3} - {first}


_PET_NAMES = tuple(
    frozenset(names.split())
    for names in (
        "robert bob bobby rob robbie",
        "william bill will billy liam",
        "elizabeth liz beth lizzie betty eliza elisabeth",
        "katherine catherine kathryn kate kathy katie cathy",
        "michael mike mick michel",
        "anthony tony",
        "james jim jimmy jamie",
        "richard rick dick rich richie",
        "margaret maggie peggy meg",
        "thomas tom tommy",
        "charles charlie chuck",
        "edward ed eddie ted ned",
        "theodore ted theo",
        "john jack johnny",
        "jonathan jon",
        "henry harry hank",
        "susan sue susie suzanne",
        "andrew andy drew",
        "stephen steven steve",
        "alexander alexandra alex sandy sasha",
        "joseph joe josef sepp",
        "johannes hans johann",
        "patricia pat patty trish",
        "deborah debbie deb",
        "jennifer jen jenny",
        "rebecca becky",
        "victoria vicky tori",
        "lawrence laurence larry",
        "gerald jerry",
        "kenneth ken kenny",
        "ronald ron",
        "donald don",
    )
)


def _names(p: Passage, spelt: Callable[[str], str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for contact in p.people:
        for token in name_tokens(contact.name):
            if len(token) >= 3:
                found.setdefault(spelt(token), set()).add(contact.id)
    return found


def _sound(word: str) -> str:
    """Spellings that sound alike are one: doubled letters, `ph` and `f`, `ck`, `c` and `k`, `ie` and `y`."""
    for spelt, heard in _HEARD:
        word = re.sub(spelt, heard, word)
    return re.sub(r"(.)\1", r"\1", word)


_HEARD = (
    (r"ph", "f"),
    (r"ck|c(?![eihy])", "k"),
    (r"(?<=[aou])e(?![aeiou])", ""),
    (r"ie|ey|y|ij", "i"),
    (r"(?<=a)h$", ""),
)


def _is_odd(p: Passage, word: Word) -> bool:
    """No everyday word, as far as can be told: written as a name within a sentence, or long."""
    if len(word.text) < 4 or is_everyday(word.text) or word.text in _PLAIN:
        return False
    opens = not p.reading.folded[p.reading.clause_at(word.start).opening : word.start].strip()
    return len(word.text) >= 5 or (p.reading.text[word.start].isupper() and not opens)


def _acts(p: Passage, word: Word) -> bool:
    """A name that is a word too, written small: it does, or is given, what only people do or are given."""
    if not is_everyday(word.text) or word.text in _VERBS:
        return False
    before, after = p.reading.before(word.start, 20), p.reading.folded[: p.end]
    return bool(_TO_SOMEBODY.search(before) or _SOMEBODY_DOES.match(after, word.end))


_PLAIN = SMALL_WORDS | NOT_NAMES
_VERBS = frozenset(listed("will may mark can close sign next target chase reach ready long"))
_TO_SOMEBODY = re.compile(
    r"\b(?:met|told|rang|phoned|emailed|texted|(?:spoke|talked|lunch|coffee|chat|met) (?:to|with|w/)) $"
)
_SOMEBODY_DOES = re.compile(
    r"(?:'s (?:gone|been|asked|told|said|happy|keen|boss|team|assistant)\b| (?:said|says|sez|told|"
    r"asked|wants|"
    r"thinks|reckons|confirmed|replied|rang|phoned|emailed|texted|promised|agreed|mentioned|released|loves|"
    r"likes|walked)\b)"
)
