"""The few pieces that answer together, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from bot.answers.scoring import Candidate

LINES = 3
ALTERNATIVES = (3, 2, 2)
"""Where nothing is good enough to trust: how many pieces of the nearest passages are shown, best first."""
CLOSE = 0.72
"""A further piece is shown when it scores at least this share of the best one."""
SECOND_VOICE = 0.8
"""Where all but the last piece are of one passage, another passage has the last word if one of its pieces has
this share of the best one's score: two sources are believed sooner than one."""
SAME = 0.93
"""Two pieces with a cosine above this say the same thing."""
WORDS = 70
"""Nothing is added to an answer that already has so many words."""
LIST = 8
"""A list that is the answer is shown up to so many items."""
_NEIGHBOUR = 0.12
_POINTS_BACK = re.compile(r"^(?:It|This|That|These|Those|They|He|She|Both|Then|So|But|And|Also|However)\b")
_MANY = re.compile(
    r"\b(?:which|list|steps?|what are|what's in|process|procedure|requirements?|options|ways)\b"
    r"|\bhow (?:do|can|to|does)\b|\bwhat (?:\w+ )?\w+s\b",
    re.IGNORECASE,
)


def choose(candidates: Sequence[Candidate], question: str, lines: int = LINES) -> list[Candidate]:
    """The best piece with what belongs to it, then the next best that are close to it in score and say
    something new. A neighbour of a chosen piece is preferred, so that the answer reads as one thought."""
    best = max(candidates, key=lambda c: c.score)
    chosen = _whole(best, candidates, question)
    wanted = max(lines, len(chosen))
    while len(chosen) < wanted and _length(chosen) < WORDS:
        rest = [c for c in candidates if c not in chosen and _is_new(c, chosen)]
        if len(chosen) == wanted - 1:
            rest = _other_voices(rest, chosen, best) or rest
        nearby = [(c.score + _NEIGHBOUR * any(adjacent(c, x) for x in chosen), c) for c in rest]
        score, candidate = max(nearby, key=lambda pair: pair[0], default=(0.0, best))
        if score < CLOSE * best.score:
            break
        chosen.append(candidate)
    return in_order(chosen)


def _other_voices(rest: Sequence[Candidate], chosen: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    if any(c.place != best.place for c in chosen):
        return []
    return [c for c in rest if c.place != best.place and c.score >= SECOND_VOICE * best.score]


def near_best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those good enough to be shown, best first."""
    ranked = sorted(candidates, key=lambda c: -c.score)
    return [c for c in ranked if c.score >= CLOSE * ranked[0].score]


def alternatives(candidates: Sequence[Candidate], question: str) -> list[Candidate]:
    """Where no passage is good enough to trust, the best words of several: one of them may be meant."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.place, []).append(candidate)
    best = sorted(passages.values(), key=lambda group: -max(c.score for c in group))
    return [
        c for group, lines in zip(best, ALTERNATIVES, strict=False) for c in choose(group, question, lines)
    ]


def in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """As on the page, the page that came first in front."""
    first_seen = list(dict.fromkeys(c.place for c in chosen))
    return sorted(chosen, key=lambda c: (first_seen.index(c.place), c.unit.position))


def adjacent(a: Candidate, b: Candidate) -> bool:
    return a.place == b.place and abs(a.unit.position - b.unit.position) == 1


def _whole(best: Candidate, candidates: Sequence[Candidate], question: str) -> list[Candidate]:
    """The best piece with what it cannot be read without: its whole list where the list is what was asked
    for, the sentence that it points back to, the code that it announces."""
    near = sorted((c for c in candidates if c.place == best.place), key=lambda c: c.unit.position)
    if best.unit.shape == "item" and _wants_all(best, question):
        items = [c for c in near if c.unit.group == best.unit.group and c.unit.shape == "item"]
        return _window(items, best)
    chosen = [best]
    if _POINTS_BACK.match(best.unit.text):
        chosen += [c for c in near if c.unit.position == best.unit.position - 1]
    chosen += [c for c in near if c.unit.shape == "code" and c.unit.position == best.unit.position + 1]
    return chosen


def _wants_all(best: Candidate, question: str) -> bool:
    """The question asks for several, or it is the words above the list that it matches."""
    return bool(_MANY.search(question)) or best.led >= best.own


def _window(items: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """All items if they are few and short, else a run of them with the best one."""
    at = items.index(best)
    start = max(0, min(at - LIST // 2, len(items) - LIST))
    return list(items[start : start + LIST])


def _length(chosen: Sequence[Candidate]) -> int:
    return sum(len(c.unit.text.split()) for c in chosen)


def _is_new(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    return all(
        float(np.dot(candidate.vector, c.vector)) < SAME and candidate.unit.text != c.unit.text
        for c in chosen
    )
