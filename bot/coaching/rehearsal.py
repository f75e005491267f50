"""What an answer in practice shows, by meaning: each sentence against behaviours, mistakes and how they
sound. Nothing of the answer outlives the call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.model import Driver
from content_index.ports import Embedder

NEAR = 0.4
"""Inner product of unit vectors from which a sentence shows a behaviour or a mistake. With all-MiniLM-L6-v2
small talk and other subjects stay below 0.35, the same question in other words lies from 0.45 up."""

_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_SOUNDS = re.compile(r":\s*[\"“]([^\"“”\n]+)[\"”]\s*$")


@dataclass(frozen=True, slots=True)
class Shown:
    """`words` are the answer's own."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """`line` is one to say for the behaviour to `try_next`; both empty where there is none."""

    did: tuple[Shown, ...]
    slips: tuple[Shown, ...]
    try_next: str
    line: str


def feedback(answer: str, driver: Driver, spoken: Sequence[str], embedder: Embedder) -> Feedback:
    """`spoken` are lines of the driver's pages, for a behaviour that has none of its own."""
    sentences = _sentences(answer)
    lines = _lines(driver, spoken, embedder)
    pairs = zip(driver.behaviours, lines, strict=True)
    sounds = [(each, tuple(filter(None, (each, line)))) for each, line in pairs]
    sounds += [(each, (_plain(each), *_SOUNDS.findall(each))) for each in driver.mistakes]
    best = _best(sentences, [texts for _, texts in sounds], embedder)
    found: dict[str, str] = {}
    for sentence, place in zip(sentences, best, strict=True):
        if place is not None:
            found.setdefault(sounds[place][0], sentence)
    missing = [n for n, each in enumerate(driver.behaviours) if each not in found]
    return Feedback(
        did=tuple(Shown(each, found[each]) for each in driver.behaviours if each in found),
        slips=tuple(Shown(_plain(each), found[each]) for each in driver.mistakes if each in found),
        try_next=driver.behaviours[missing[0]] if missing else "",
        line=lines[missing[0]] if missing else "",
    )


def shows_anything(text: str, driver: Driver, spoken: Sequence[str], embedder: Embedder) -> bool:
    found = feedback(text, driver, spoken, embedder)
    return bool(found.did or found.slips)


def _sentences(answer: str) -> list[str]:
    return [piece.strip(' "“”') for piece in _END.split(answer) if any(c.isalnum() for c in piece)]


def _plain(mistake: str) -> str:
    """Without the words that say how it sounds."""
    return _SOUNDS.sub("", mistake)


def _lines(driver: Driver, spoken: Sequence[str], embedder: Embedder) -> list[str]:
    own = [*driver.lines[: len(driver.behaviours)]]
    without = driver.behaviours[len(own) :]
    if not without or not spoken:
        return [*own, *("" for _ in without)]
    near = embedder.encode(without) @ embedder.encode(spoken).T
    places = near.argmax(axis=1).tolist()
    return own + [spoken[at] if near[row, at] >= NEAR else "" for row, at in enumerate(places)]


def _best(sentences: Sequence[str], sounds: Sequence[Sequence[str]], embedder: Embedder) -> list[int | None]:
    """For each sentence the place of what it is nearest to, None where that is not near."""
    if not sentences or not sounds:
        return [None] * len(sentences)
    owners = [place for place, texts in enumerate(sounds) for _ in texts]
    texts = [text for each in sounds for text in each]
    near = embedder.encode(sentences) @ embedder.encode(texts).T
    best = near.argmax(axis=1).tolist()
    return [owners[at] if near[row, at] >= NEAR else None for row, at in enumerate(best)]
