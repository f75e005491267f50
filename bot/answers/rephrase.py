"""A composer's wording of an answer: each sentence is kept where its citation supports it, else dropped."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.claims import claim
from bot.answers.model import Answer, Line
from bot.errors import ComposerFailed
from bot.ports import Composer
from content_index.lexical import analyse
from content_index.ports import Embedder
from content_index.units import plain

ALIKE = 0.6
"""The least cosine between a sentence and the lines it cites."""
MOST_WORDS = 60
"""A sentence of more words than this is no short answer's."""

_SENTENCE = re.compile(r"([^\[\]]+?)\s*((?:\[\d{1,2}\]\s*)+)[.!?]?")
_NUMBER = re.compile(r"\d+")
_LIMIT = re.compile(
    r"\b(?:only|unless|except|if|until|without|before|after|at least|at most|up to|minimum|maximum)\b",
    re.IGNORECASE,
)
_FREE = frozenset(
    {"yes", "so", "also", "here", "you", "your", "we", "our", "i", "from", "about", "which", "who", "both"}
)
"""Stems that a sentence may add: they claim nothing."""

_log = logging.getLogger(__name__)


def rephrased(answer: Answer, composer: Composer, embedder: Embedder) -> Answer:
    """The answer in the composer's words as far as they are supported; itself where nothing is left of them,
    where the composer fails, and where two sources differ. Only the shown lines are sent; code stays."""
    given = [line for line in answer.lines if line.shape != "code"]
    if answer.kind != "answered" or answer.differ or not given:
        return answer
    try:
        said = composer.rephrase(answer.question, [(line.number, line.whole) for line in given])
    except ComposerFailed as error:
        _log.warning("%s The answer was given in the sources' own words.", error)
        return answer
    kept = supported(said, given, embedder)
    if not kept:
        return answer
    lines = (*kept, *(line for line in answer.lines if line.shape == "code"))
    cited = {number for line in lines for number in (line.number, *line.also)}
    return replace(answer, lines=lines, sources=tuple(s for s in answer.sources if s.number in cited))


def supported(said: str, given: Sequence[Line], embedder: Embedder) -> tuple[Line, ...]:
    """The sentences of `said` that end with numbers of the given lines and say nothing but what these say."""
    read = [(line, _cited(line, given)) for line in _sentences(said)]
    sound = [(line, cited) for line, cited in read if cited and _says_no_more(line.text, cited)]
    if not sound:
        return ()
    vectors = embedder.encode([text for line, cited in sound for text in (line.text, " ".join(cited))])
    cosines = (vectors[::2] * vectors[1::2]).sum(axis=1)
    return tuple(line for (line, _), cosine in zip(sound, cosines, strict=True) if cosine >= ALIKE)


def _sentences(said: str) -> Iterator[Line]:
    for text, cited in _SENTENCE.findall(said):
        first, *others = dict.fromkeys(int(number) for number in _NUMBER.findall(cited))
        words = plain(text).strip(" .-•")
        if words:
            yield Line(f"{words}.", first, also=tuple(others))


def _cited(line: Line, given: Sequence[Line]) -> list[str]:
    """What the cited lines say; nothing when one of the numbers was not given."""
    numbers = {line.number, *line.also}
    if not numbers <= {number for one in given for number in (one.number, *one.also)}:
        return []
    return [one.whole for one in given if numbers & {one.number, *one.also}]


def _says_no_more(text: str, cited: Sequence[str]) -> bool:
    """Its words, values and names are all there, the names in the same order, and it neither drops nor adds
    a negation or a limit of the line it is nearest to."""
    there = " ".join(cited)
    stems = set(analyse(text))
    nearest = max(cited, key=lambda line: len(stems & set(analyse(line))))
    said = claim(text)
    return (
        len(text.split()) <= MOST_WORDS
        and stems <= {*analyse(there), *_FREE}
        and said.values <= claim(there).values
        and said.negated == claim(nearest).negated
        and _limits(text) == _limits(nearest)
        and _in_order([stem for stem in analyse(text) if stem in said.names], analyse(nearest))
    )


def _limits(text: str) -> set[str]:
    return {word.lower() for word in _LIMIT.findall(text)}


def _in_order(names: Sequence[str], there: Sequence[str]) -> bool:
    """One after the other: "A beats B" is not "B beats A"."""
    rest = iter(there)
    return all(name in rest for name in names)
