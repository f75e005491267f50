"""Words that no page the asker may see knows, and the nearest word that one of them does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from content_index.common_words import COMMON
from content_index.lexical import analyse
from content_index.model import Correction
from content_index.slang import formal_words
from content_index.view import Mask, View

SHORTEST = 4
LONG = 8
"""Letters from which on two slips are forgiven instead of one."""
MOST_WORDS = 12
"""More unknown words than these are another language, not slips."""
_CUT_SHORT = 6
_ENDING = 5
_TRIED = 8
_READ = 20
_EVERYDAY = COMMON | {word.replace("'", "") for word in COMMON}
_TWICE = re.compile(r"(.)\1")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"(?<![\w@/.#_-])[^\W\d_]+(?![\w@/_]|[.-]\w)")


def corrections(text: str, view: View, mask: Mask, is_word: Callable[[str], bool]) -> tuple[Correction, ...]:
    """In order, each word once. A word is corrected only where no allowed passage knows it and it is no word
    of the language (`is_word`), to one that begins alike, is a slip or two away and stands in an allowed
    passage, or is a common one; of several the nearest, then the likelier slip, then the most frequent."""
    plain = dict.fromkeys(word for word in _plain_words(text) if not is_word(word.lower()))
    unknown = [word for word in plain if not _known(word, view, mask)]
    if len(unknown) > MOST_WORDS:
        return ()
    found = ((word, _nearest(word.lower(), view, mask)) for word in unknown)
    return tuple(Correction(word, meant) for word, meant in found if meant)


def with_corrections(text: str, corrected: tuple[Correction, ...]) -> str:
    for one in corrected:
        text = re.sub(rf"(?<!\w){re.escape(one.typed)}(?!\w)", one.meant, text)
    return text


def _plain_words(text: str) -> Iterator[str]:
    """No names, acronyms or codes: those are written as they are meant."""
    for place, match in enumerate(_WORD.finditer(text)):
        word = match[0]
        if len(word) >= SHORTEST and (word.islower() or (word.istitle() and place == 0)):
            yield word


def _known(word: str, view: View, mask: Mask) -> bool:
    if word.lower() in _EVERYDAY or formal_words(word):
        return True
    terms = analyse(word)
    return not terms or any(word.lower() in words for words in _spellings(terms[0], view, mask))


def _nearest(word: str, view: View, mask: Mask) -> str:
    """The likeliest word meant; empty where none is near."""
    counts = Counter(one for one in COMMON if one[0] == word[0] and one.isalpha())
    for term in islice(_near_terms(word, view, mask), _TRIED):
        counts.update(_written(term, view, mask))
    near = ((_distance(word, one), -count, one) for one, count in counts.items() if _is_slip(word, one))
    return min((one for one in near if one[0] <= _slips(word)), default=("",))[-1]


def _near_terms(word: str, view: View, mask: Mask) -> Iterator[str]:
    """Analysed words of allowed passages, near the typed one or its beginning: a slip in an ending may hide
    that it is one."""
    stem = analyse(word)[0]
    near = (
        (
            min(_distance(one, term) for one in (stem, word[: len(term) - 1], word[: len(term)])),
            not _is_slip(stem, term),
            term,
        )
        for term in view.words.terms(word[0])
        if len(term) >= max(SHORTEST, len(word) - _ENDING) and term.isalpha()
    )
    ranked = sorted(one for one in near if one[0] <= _slips(word) + 1)
    return (term for *_, term in ranked if view.words.holds(term, mask))


def _distance(typed: str, meant: str) -> int:
    """Letters left out, added, exchanged or turned round."""
    from rapidfuzz.distance import OSA

    return OSA.distance(typed, meant)


def _slips(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _is_slip(typed: str, meant: str) -> bool:
    """Letters left out or turned round, or another spelling of the same sound. Any other exchange of letters
    makes real words of real words ("vesting", "vetting"), and a word cut short is an abbreviation."""
    if meant.startswith(typed) and len(typed) < _CUT_SHORT:
        return False
    letters = iter(meant)
    left_out = all(one in letters for one in typed)
    return left_out or sorted(typed) == sorted(meant) or _sound(typed) == _sound(meant)


def _sound(word: str) -> str:
    return re.sub("[zc]", "s", re.sub("[aeiouy]", "e", _TWICE.sub(r"\1", word)))


def _written(term: str, view: View, mask: Mask) -> Counter[str]:
    """The words that allowed passages write for the analysed term, and how often."""
    return Counter(word for words in _spellings(term, view, mask) for word in words)


def _spellings(term: str, view: View, mask: Mask) -> Iterator[list[str]]:
    for row in view.words.holding(term, _READ, mask):
        passage = view.passage(int(row))
        text = " ".join((passage.title, passage.section, passage.text)).lower()
        yield [word for word in _LETTERS.findall(text) if word[0] == term[0] and analyse(word) == [term]]
