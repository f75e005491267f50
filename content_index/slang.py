"""How sellers say what pages call by formal names: "knock off" means a discount."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

MOST = 3
"""More formal words than these would drown the question's own."""


def formal_words(question: str) -> tuple[str, ...]:
    """The formal words for the sellers' phrases in a question, in the order of the list; at most three."""
    return tuple(words for words, _ in _found(question))[:MOST]


def understood(question: str) -> frozenset[str]:
    """The question's words that belong to such a phrase of several words, in small letters. A single word
    stands for itself: that it is a certificate does not make a page that names another one an answer."""
    phrases = (phrase.split() for _, phrase in _found(question))
    return frozenset(word for phrase in phrases if len(phrase) > 1 for word in phrase)


def spelled_out(question: str) -> str:
    """The question with the formal words behind it, for searching; itself where there are none."""
    words = formal_words(question)
    return f"{question} ({', '.join(words)})" if words else question


def _found(question: str) -> list[tuple[str, str]]:
    folded = " ".join(question.lower().replace("’", "'").split())
    matches = ((words, said.search(folded)) for words, said in _terms())
    return [(words, match.group()) for words, match in matches if match]


@cache
def _terms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = tomllib.loads(files("content_index").joinpath("slang.toml").read_text("utf-8"))["terms"]
    return tuple((words, _any_of(phrases)) for words, phrases in listed.items())


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
