"""A question as people type it, made into the one that is searched for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from content_index.acronyms import long_forms
from content_index.model import Correction
from content_index.pleasantries import without_pleasantries
from content_index.spelling import corrections, with_corrections
from content_index.view import Mask, View


@dataclass(frozen=True, slots=True)
class Prepared:
    """`meant` is the question without greetings and slips of the fingers, `searched` has behind it what its
    short forms stand for."""

    meant: str
    searched: str
    corrections: tuple[Correction, ...] = ()


def prepared(text: str, view: View, mask: Mask, is_word: Callable[[str], bool]) -> Prepared:
    """Nothing is taken from passages outside `mask`. `is_word` tells real words, in small letters, from
    slips of the fingers."""
    bare = without_pleasantries(text)
    corrected = corrections(bare, view, mask, is_word)
    meant = with_corrections(bare, corrected)
    long = long_forms(meant, view, mask, is_word)
    return Prepared(meant, f"{meant} ({', '.join(long)})" if long else meant, corrected)
