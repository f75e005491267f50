"""German and Dutch numbers written as one word: `hundertfünfunddreißigtausend`, `tweehonderdtienduizend`."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.notes.vocabulary import listed

COMPOUND = r"[a-zß]{3,}(?:hundert|tausend|honderd|duizend)[a-zß]*"

_UNITS = {
    word: n
    for words in (
        "ein zwei drei vier funf sechs sieben acht neun",
        "een twee drie vier vijf zes zeven acht negen",
    )
    for n, word in enumerate(listed(words), start=1)
} | {"eins": 1, "zwo": 2}
_TEENS = {
    word: n
    for words in (
        "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
        "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    )
    for n, word in enumerate(listed(words), start=10)
}
_TENS = {
    word: 10 * n
    for words in (
        "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    )
    for n, word in enumerate(listed(words), start=2)
} | {"dreissig": 30}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_THOUSAND = (
    rf"(?:(?P<hundreds{{0}}>{_any(_UNITS)})?(?P<hundred{{0}}>hundert|honderd)(?:und|en)?)?"
    rf"(?:(?P<teen{{0}}>{_any(_TEENS)})|(?:(?P<unit{{0}}>{_any(_UNITS)})(?:und|en))?(?P<tens{{0}}>{_any(_TENS)})|"
    rf"(?P<one{{0}}>{_any(_UNITS)}))?"
)
_NUMBER = re.compile(
    rf"(?:(?P<many>{_BELOW_THOUSAND.format(1)})(?P<thousand>tausend|duizend)(?:und|en)?)?{_BELOW_THOUSAND.format(2)}"
)


def compound_value(word: str) -> Decimal | None:
    """The number that one folded word spells, or None."""
    match = _NUMBER.fullmatch(word)
    if match is None:
        return None
    thousands = (_below(match, "1") or 1) if match["thousand"] else 0
    return Decimal(1000 * thousands + _below(match, "2")) or None


def _below(match: re.Match[str], part: str) -> int:
    hundreds = _UNITS.get(match["hundreds" + part] or "", 1) if match["hundred" + part] else 0
    rest = (
        _TEENS.get(match["teen" + part] or "", 0)
        + _TENS.get(match["tens" + part] or "", 0)
        + _UNITS.get(match["unit" + part] or "", 0)
        + _UNITS.get(match["one" + part] or "", 0)
    )
    return 100 * hundreds + rest
