"""`15 not 51`: the number on the card that was typed or heard wrong, and the one that is meant."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.notes.figures import FIGURE, SCALE, SCALES, SPOKEN, figure_value, spoken_value
from bot.notes.model import FieldChange, RecordUpdate
from bot.notes.vocabulary import listed
from bot.sales import FieldName, Opportunity, Value

_GERMAN = {
    w: n
    for n, w in enumerate(
        listed(
            "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn "
            "sechzehn siebzehn achtzehn neunzehn zwanzig"
        )
    )
} | dict(
    zip(listed("dreißig vierzig funfzig sechzig siebzig achtzig neunzig"), range(30, 100, 10), strict=True)
)
_ONE = rf"(?:[$€£₹]\s?)?(?:(?:{FIGURE})\s?(?:(?:{SCALE})\b)?|(?:{SPOKEN})|(?:{'|'.join(_GERMAN)}))"
_SWAPS = tuple(
    re.compile(rf"(?<![\w.,])(?:{form})(?![\w%])")
    for form in (
        rf"(?P<new>{_ONE})(?P<of> \w+)?,? (?:and |und |en )?(?:not|nicht|niet|statt|instead of|"
        rf"rather than) (?P<old>{_ONE})",
        rf"(?:not|nicht|niet) (?P<old>{_ONE})(?P<of> \w+)?,? (?:but |sondern |maar |it's |its |"
        rf"make it )*(?P<new>{_ONE})",
        rf"(?P<old>{_ONE})(?P<of> \w+)? (?:should|must|was supposed to) "
        rf"(?:be|read|have been|say) (?P<new>{_ONE})",
    )
)


def swapped(said: str, typed: str, card: RecordUpdate, record: Opportunity | None) -> FieldChange | None:
    """The change of the one number shown on `card` for `record` that the folded words `said` of `typed` put
    right."""
    match = _swap(said)
    if match is None or _MARKED.search(match["new"]):
        return None
    old, new = _value(match["old"]), _value(match["new"])
    if old is None or new is None:
        return None
    scale = _SCALED.search(match["old"])
    found = [
        _put_right(field, new * (SCALES[scale["scale"]] if scale else times), typed, match)
        for field, times in _shown(card, record, old)
        if (times == 1 or new < 10_000) and (field == "seats" or not _SEATS.search(said))
    ]
    return found[0] if len(found) == 1 else None


def is_bare_swap(said: str) -> bool:
    """Nothing but two numbers, one in the other's place: by itself it does not say what they count."""
    match = _swap(said)
    if match is None or match["of"] or _MARKED.search(match["new"]) or _MARKED.search(match["old"]):
        return False
    return set(re.findall(r"[^\s,.;:!–-]+", f"{said[: match.start()]} {said[match.end() :]}")) <= _AROUND


def _swap(said: str) -> re.Match[str] | None:
    return next((m for swap in _SWAPS if (m := swap.search(said))), None)


_AROUND = frozenset(
    listed(
        "no nope nah nein nee it its it's that that's is was should must be read say have been sorry "
        "oops wait actually i meant mean correction typo make but and please pls es das ist war "
        "sind ja yes ok thanks"
    )
)
_SEATS = re.compile(r"\b(?:seats?|users?|licen[cs]es?|logins?|lizenzen|licenties|platze|gebruikers)\b")
_SCALED = re.compile(rf"(?:\b|(?<=\d))(?P<scale>{SCALE})$")
_MARKED = re.compile(rf"[$€£₹]|{_SCALED.pattern}")
"""Read well enough as a sum of its own."""


def _shown(card: RecordUpdate, record: Opportunity | None, old: Decimal) -> list[tuple[FieldName, int]]:
    """The fields that show `old`, or so many thousands, as what Save writes or as what it replaces."""
    amounts, seats = _values(card, record, "amount"), _values(card, record, "seats")
    found: list[tuple[FieldName, int]] = [("seats", 1)] if old in seats else []
    for scale in (1, 1000):
        if old * scale in amounts:
            found.append(("amount", scale))
    return found


def _values(card: RecordUpdate, record: Opportunity | None, field: FieldName) -> tuple[Value, ...]:
    new = card.value(field)
    replaced = () if new is None or record is None else (getattr(record, field),)
    return () if new is None else (new, *replaced)


def _put_right(field: FieldName, value: Decimal, typed: str, match: re.Match[str]) -> FieldChange:
    said = typed[match.start() : match.end()]
    return FieldChange(field, int(value) if field == "seats" else value, said)


def _value(words: str) -> Decimal | None:
    words = words.strip("$€£₹ ")
    figure = re.fullmatch(rf"(?P<n>{FIGURE})\s?(?P<scale>{SCALE})?", words)
    if figure:
        scale = SCALES.get(figure["scale"] or "", 0)
        return figure_value(figure["n"], scaled=bool(scale)) * (scale or 1)
    return Decimal(_GERMAN[words]) if words in _GERMAN else spoken_value(words)
