"""What is shown of a piece too long to be shown whole: the stretch with most of what was asked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from content_index.lexical import analyse
from content_index.units import Unit

LONGEST = 420
"""Characters of a sentence, item or row."""
CODE_LINES = 12
MORE = "…"


def shortened(unit: Unit, asked: frozenset[str]) -> str:
    """The unit's words, or the stretch of them with most of the `asked` stems between ellipses."""
    if unit.shape == "code":
        return _stretch(unit.text, "\n", asked, lambda line: 1, CODE_LINES)
    if len(unit.text) <= LONGEST:
        return unit.text
    return _stretch(unit.text, " ", asked, lambda word: len(word) + 1, LONGEST)


def is_shown(text: str, shown: str) -> bool:
    """Whether `shown` is what was shown of `text`, whole or shortened."""
    cut = shown.startswith(MORE) or shown.endswith(MORE)
    return shown == text or (cut and shown.strip(f"{MORE} \n") in text)


def _stretch(text: str, between: str, asked: frozenset[str], size: Callable[[str], int], most: int) -> str:
    parts = text.split(between)
    start, end = _densest(parts, asked, size, most)
    before, after = [MORE][: start > 0], [MORE][: end < len(parts)]
    return between.join([*before, *parts[start:end], *after])


def _densest(
    parts: Sequence[str], asked: frozenset[str], size: Callable[[str], int], most: int
) -> tuple[int, int]:
    """The first stretch if none holds more, else the middle one of the best: what was asked is mostly
    followed by the answer."""
    stems = [asked.intersection(analyse(part)) for part in parts]
    ends = [_end(parts, start, size, most) for start in range(len(parts))]
    held = [len(frozenset[str]().union(*stems[start:end])) for start, end in enumerate(ends)]
    best = [start for start, count in enumerate(held) if count == max(held)]
    start = 0 if best[0] == 0 else best[len(best) // 2]
    return start, ends[start]


def _end(parts: Sequence[str], start: int, size: Callable[[str], int], most: int) -> int:
    """Behind the last part that still fits; one always does."""
    total, end = size(parts[start]), start + 1
    while end < len(parts) and total + size(parts[end]) <= most:
        total, end = total + size(parts[end]), end + 1
    return end
