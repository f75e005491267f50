"""Numbers as people write and say them: grouping by country, scales, number words."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.notes.vocabulary import listed

SCALES: dict[str, int] = {
    **dict.fromkeys(("k", "teur", "keur", "grand", "thousand", "tsd", "tausend", "duizend"), 1_000),
    **dict.fromkeys(
        ("m", "mm", "mn", "mil", "mill", "million", "millions", "mio", "mln", "millionen", "miljoen"),
        1_000_000,
    ),
    **dict.fromkeys(("l", "lac", "lacs", "lakh", "lakhs"), 100_000),
    **dict.fromkeys(("cr", "crs", "crore", "crores"), 10_000_000),
}
INDIAN_SCALES = frozenset({"l", "lac", "lacs", "lakh", "lakhs", "cr", "crs", "crore", "crores"})
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
FIGURE = r"\d{1,3}(?:[.,']\d{2,3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"


_SMALL = {
    word: n
    for n, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen "
            "sixteen "
            "seventeen eighteen nineteen"
        )
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
} | {"fourty": 40}
_SPOKEN_SCALES = {
    w: SCALES[w]
    for w in ("thousand", "grand", "k", "million", "lakh", "lakhs", "lac", "crore", "crores", "mil", "cr")
}
_NUMBER_WORD = "|".join(
    sorted((*_SMALL, *_TENS, "hundred", "half", *_SPOKEN_SCALES, "point"), key=len, reverse=True)
)
_FIRST_WORD = "|".join(sorted((*_SMALL, *_TENS, "half", "quarter"), key=len, reverse=True))
SPOKEN = (
    r"(?:(?:half|quarter)(?:\s+of)?\s+an?\s+|an?\s+quarter\s+(?:of\s+an?\s+)?)(?:million|crore|lakh)|"
    rf"an?\s+(?:(?:round|cool|full|nice)\s+)?(?:hundred|million|crore|"
    rf"lakh)(?:(?:\s+and)?[\s-]+(?:{_NUMBER_WORD})){{0,12}}|"
    rf"(?:{_FIRST_WORD})(?:(?:\s+and)?(?:\s+a)?[\s-]+(?:{_NUMBER_WORD})){{0,12}}"
)


def figure_value(written: str, *, scaled: bool) -> Decimal:
    """`92.500`, `1,4`, `12,50,000`, `1.200.000,50` → the number meant. A point or comma before exactly
    three digits groups thousands, unless a scale word follows (`1.250m`)."""
    digits = written.replace("'", "")
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return Decimal(digits)
    mark, tail = digits[last], len(digits) - last - 1
    both = {".", ","} <= set(digits)
    grouped = tail == 3 and not scaled and not digits.startswith("0")
    if digits.count(mark) > 1 or (grouped and not (both and digits.count(mark) == 1 and tail != 3)):
        return Decimal(re.sub(r"[.,]", "", digits))
    whole = re.sub(r"[.,]", "", digits[:last])
    return Decimal(f"{whole}.{digits[last + 1 :]}")


_LINKS = frozenset({"and", "a", "an", "of", "round", "cool", "full", "nice"})


def spoken_value(words: str) -> Decimal | None:
    """`eighty eight thousand`, `one twenty k`, `one point two million`, `half a million` → the number."""
    tokens = [t for t in re.split(r"[\s-]+", words) if t not in _LINKS]
    if tokens and tokens[0] in {"half", "quarter"}:
        scale = _SPOKEN_SCALES.get(tokens[1], 0) if len(tokens) == 2 else 0
        return Decimal(scale) / (2 if tokens[0] == "half" else 4) if scale else None
    total, current = Decimal(0), Decimal(0)
    seen = False
    for place, token in enumerate(tokens):
        if token in _SPOKEN_SCALES:
            total += (current if seen else Decimal(1)) * _SPOKEN_SCALES[token]
            current, seen = Decimal(0), False
        elif token == "half":
            current += Decimal("0.5")
        elif token == "point":
            return _spoken_fraction(total + current, tokens[place + 1 :])
        else:
            joined = _join(current, seen, token)
            if joined is None:
                return None
            current, seen = joined, True
    return total + current


def spoken_with_half(words: str) -> Decimal | None:
    """`nineteen five`, `one seventy two five`, `sixty one and a half`: thousands and a part of one."""
    head, _, last = words.replace("-", " ").rpartition(" ")
    part = 5 if last == "half" else _SMALL.get(last, 0)
    whole = spoken_value(re.sub(r"(?: and)?(?: a)?$", "", head)) if head else None
    return whole + Decimal(part) / 10 if whole and 10 <= whole < 1000 and 0 < part < 10 else None


def _join(current: Decimal, seen: bool, token: str) -> Decimal | None:
    if token == "hundred":
        return (current if seen else Decimal(1)) * 100
    value = _SMALL.get(token, _TENS.get(token))
    if value is None:
        return None
    if not seen:
        return current + value
    if current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and value < 10):
        return current + value
    return current * 100 + value if current < 10 <= value else None


def _spoken_fraction(whole: Decimal, tokens: list[str]) -> Decimal | None:
    digits = ""
    for place, token in enumerate(tokens):
        if token in _SPOKEN_SCALES:
            if not digits or place != len(tokens) - 1:
                return None
            return (whole + Decimal(f"0.{digits}")) * _SPOKEN_SCALES[token]
        value = _SMALL.get(token, _TENS.get(token))
        if value is None:
            return None
        digits += str(value)
    return whole + Decimal(f"0.{digits}") if digits else None
