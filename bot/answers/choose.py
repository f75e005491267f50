"""The few pieces that answer together, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from bot.answers.claims import claim
from bot.answers.scoring import Candidate
from bot.answers.shorten import LONGEST

PIECES = 3
"""An answer has at most so many pieces: runs of neighbouring sentences, items or rows of one passage."""
WORDS = 95
"""An answer's words at most, but that its best sentence is shown whatever its length."""
ALTERNATIVES = (75, 55, 55)
"""Where nothing is good enough to trust: how many words of each of the nearest passages are shown."""
CLOSE = 0.72
"""More is shown only when it scores at least this share of the best."""
SAME = 0.93
"""Two pieces with a cosine above this and no other values say the same thing."""
LIST = 8
"""A list that is the answer is shown up to so many items."""
_NEIGHBOUR = 0.12
_POINTS_BACK = re.compile(r"^(?:It|This|That|These|Those|They|He|She|Both|Then|So|But|And|Also|However)\b")
_MANY = re.compile(
    r"\b(?:which|list|steps?|what are|what's in|process|procedure|requirements?|options|ways)\b"
    r"|\bhow (?:do|can|to|does)\b|\bwhat (?:\w+ )?(?!does\b|this\b)\w{3,}[^s\W]s\b",
    re.IGNORECASE,
)


def choose(candidates: Sequence[Candidate], question: str, words: int = WORDS) -> list[Candidate]:
    """The best with what belongs to it, then the next best as long as they are close to it in score, say
    something new and leave the answer short. A neighbour of what is chosen is preferred, the less the more
    neighbours led to it: it lengthens a piece instead of adding one."""
    best = max(candidates, key=lambda c: c.score)
    chosen = _whole(best, candidates, question, words)
    steps = {_at(c): 0 for c in chosen}
    rest = [c for c in candidates if c not in chosen]
    while rest:
        score, candidate = max(((c.score + _drawn(c, steps), c) for c in rest), key=lambda pair: pair[0])
        if score < CLOSE * best.score:
            break
        rest.remove(candidate)
        longer = [*chosen, candidate]
        if _length(longer) <= words and pieces(longer) <= PIECES and _is_new(candidate, chosen):
            steps[_at(candidate)] = min((step + 1 for step in _beside(candidate, steps)), default=0)
            chosen = longer
    return in_order(chosen)


def _drawn(candidate: Candidate, steps: Mapping[tuple[int, int], int]) -> float:
    """`steps` from a piece that was chosen for itself, by place and position."""
    return max((_NEIGHBOUR / 2**step for step in _beside(candidate, steps)), default=0.0)


def _beside(candidate: Candidate, steps: Mapping[tuple[int, int], int]) -> list[int]:
    place, position = _at(candidate)
    return [steps[place, near] for near in (position - 1, position + 1) if (place, near) in steps]


def _at(candidate: Candidate) -> tuple[int, int]:
    return candidate.place, candidate.unit.position


def pieces(chosen: Sequence[Candidate]) -> int:
    """How many runs of neighbours they are."""
    places = set(map(_at, chosen))
    return sum((place, position - 1) not in places for place, position in places)


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
        c for group, words in zip(best, ALTERNATIVES, strict=False) for c in choose(group, question, words)
    ]


def in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """As on the page, the page that came first in front."""
    first_seen = list(dict.fromkeys(c.place for c in chosen))
    return sorted(chosen, key=lambda c: (first_seen.index(c.place), c.unit.position))


def _whole(best: Candidate, candidates: Sequence[Candidate], question: str, words: int) -> list[Candidate]:
    """The best piece with what it cannot be read without: its whole list where several are asked for, the
    sentence that it points back to, the code that it announces."""
    near = sorted((c for c in candidates if c.place == best.place), key=lambda c: c.unit.position)
    if best.unit.shape == "item" and _MANY.search(question):
        items = [c for c in near if c.unit.group == best.unit.group and c.unit.shape == "item"]
        return _window(items, best, words)
    chosen = [best]
    if _POINTS_BACK.match(best.unit.text):
        chosen += [c for c in near if c.unit.position == best.unit.position - 1]
    chosen += [c for c in near if c.unit.shape == "code" and c.unit.position == best.unit.position + 1]
    return chosen


def _window(items: Sequence[Candidate], best: Candidate, words: int) -> list[Candidate]:
    """All items if they are few and short, else a run of them with the best one."""
    at = items.index(best)
    start = max(0, min(at - LIST // 2, len(items) - LIST))
    run = list(items[start : start + LIST])
    while _length(run) > words and len(run) > 1:
        run.pop(-1 if run.index(best) < len(run) / 2 else 0)
    return run


def _length(chosen: Sequence[Candidate]) -> int:
    return sum(len(c.unit.text[:LONGEST].split()) for c in chosen)


def _is_new(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Pieces of one passage are never taken to say the same: rows of a table have like vectors."""
    return not any(
        candidate.unit.text == c.unit.text or (candidate.place != c.place and _says_no_more(candidate, c))
        for c in chosen
    )


def _says_no_more(one: Candidate, other: Candidate) -> bool:
    """ "Fell from 61 to 23 days" says more than "had reached 61 days", however near it is."""
    near = float(np.dot(one.vector, other.vector)) >= SAME
    return near and claim(one.unit.text).values <= claim(other.unit.text).values
