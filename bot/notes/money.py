"""Every sum of money a message mentions, and what kind of sum it is. Which one is the amount: amount.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from bot.notes.compound_numbers import COMPOUND, compound_value
from bot.notes.figures import (
    FIGURE,
    INDIAN_SCALES,
    SCALE,
    SCALES,
    SPOKEN,
    figure_value,
    spoken_value,
    spoken_with_half,
)
from bot.notes.vocabulary import listed

MoneyKind: TypeAlias = Literal["total", "bare", "range", "unit", "monthly", "yearly"]

_SYMBOLS = {
    **{"us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD"},
    **{"r$": "BRL", "hk$": "HKD", "mx$": "MXN", "$": "$", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"},
    **{"rs": "INR", "rs.": "INR", "zl": "PLN", "dollars": "$", "dollar": "$", "bucks": "$", "usd": "USD"},
    **{
        "euro": "EUR",
        "euros": "EUR",
        "eur": "EUR",
        "pounds": "GBP",
        "pound": "GBP",
        "quid": "GBP",
        "gbp": "GBP",
    },
    **{"rupees": "INR", "rupee": "INR", "inr": "INR", "sterling": "GBP", "franken": "CHF", "francs": "CHF"},
    **{code: code.upper() for code in listed("chf cad aud nzd sgd hkd sek nok dkk pln jpy aed brl mxn zar")},
}
_CURRENCY = "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True))
_SPACED = r"\d{1,3}(?:[ ]\d{3})+(?=\s?(?:€|eur|chf|kr|sek|nok|pln|zl))"
_WRITTEN = re.compile(
    rf"(?<![\w.,/#])(?<!\d[-:])(?P<pre>{_CURRENCY})?\s?(?P<num>{_SPACED}|"
    rf"\d{{1,3}}k\d(?!\d)|{FIGURE})(?:\s?-?(?P<scale>t(?=€)|(?:{SCALE})\b)\.?)?"
    rf"(?:,-|\s?(?P<post>{_CURRENCY})(?!\w))?(?!\w|/\d|[.,:]\d|-\d|\s?%)"
)
_SPOKEN = re.compile(rf"\b(?P<num>{SPOKEN}|{COMPOUND})\b(?:\s?(?P<post>{_CURRENCY})(?!\w))?")
_RANGE = re.compile(
    rf"(?:(?P<between>between|btwn?|betw|from|anywhere from|somewhere between|zwischen|tussen)"
    rf"(?:\s+(?:the|den?|die|het))?\s+)?"
    rf"(?<![\w.,/#])(?P<pre>{_CURRENCY})?\s?(?P<low>{FIGURE})\s?(?P<lowscale>{SCALE})?(?:\s?(?:{_CURRENCY}))?"
    rf"\s?(?P<mark>-|–|to|and|or|bis|und|tot|en)\s?(?:{_CURRENCY})?\s?"
    rf"(?P<high>{FIGURE})\s?(?P<scale>{SCALE})?\b(?:\s?(?P<post>{_CURRENCY}))?(?!\w|/\d|[.,:]\d|\s?%)"
)
_UNIT = re.compile(
    r"\s?(?:/|per\b|an?\b|pro\b|je\b|for each\b|p\.?\s?)\s?(?:named |active |single )?(?:seat|user|"
    r"head|licen[cs]e|unit|"
    r"person|pax|device|nutzer|agent|rep|employee|store|site|bed|room|outlet|vehicle|truck|hour|day|"
    r"transaction)\b|"
    r"\s?(?:each|apiece|pppm|pupm|pepm|pp|p\.p\.|ppu|pro kopf|per head)\b"
)
_MONTHLY = re.compile(
    r"\s?(?:(?:/|per|an?|pro|p\.?|im)\s?(?:mo|mth|month|monat|maand)\b|monthly\b|p\.m\.|pcm\b|mtl\b)"
)
_YEARLY = re.compile(
    r"\s?(?:(?:/|per|an?|pro)\s?(?:yr|y|year|annum|jahr|jaar)\b|p\.a\b|pa\b|annually\b|yearly\b|annual\b)"
)
_TYPE_AFTER = re.compile(r"\s?[,(]?\s?(?:in |of |as |total )?(?:new )?(arr|mrr|acv|tcv)\b")
_TYPE_BEFORE = re.compile(r"\b(arr|mrr|acv|tcv)\s*(?:of|is|at|to|now|:|=|->|→|around|about|~|\s)*$")
_COUNTED = (
    r"%|percent|pct|x\b|°|am\b|pm\b|o'clock|(?:st|nd|rd|th)\b|"
    r"(?:more |extra |additional |new |named |total |active |other |odd |full |part[- ]time )*"
    r"(?:days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|hr|minutes?|mins?|seconds?|times|people|persons?|"
    r"employees|staff|fte|seats?|users?|licen[cs]es?|lizenzen|nutzer|licenties|gebruikers|logins?|"
    r"beds?|devices?|"
    r"shops?|stores?|outlets?|sites?|locations?|branches|plants?|factories|trucks?|vehicles?|vans|"
    r"stands?(?!\s*(?:$|[^\w\s]|(?:at|still|for|as|now|firm|and|but)\b))|rooms?|clinics|"
    r"hospitals?|schools?|students|patients|members|customers|clients|reps|agents|sellers|managers|"
    r"engineers|developers|teams?|"
    r"countries|cities|pages|slides|questions|emails|calls|meetings|demos|points?|items?|issues|tickets|bugs|"
    r"options|versions?|servers?|machines|terminals|laptops|phones|tablets|records|rows|documents|docs|"
    r"contracts|"
    r"transactions|orders|invoices|km|kms|miles|kg|lbs?|sq|tons?|gb|tb|mb|mbps|watts?|followers|views|"
    r"attendees|guests|"
    r"ppl|folks|guys|units?|warehouses|depots|mills|farms|hotels|lines?|competitors|vendors|"
    r"stakeholders|out of)\b"
)
_NOT_MONEY_AFTER = re.compile(rf"\s?-?(?:{_COUNTED})|/\d|-(?:day|week|month|year|hour|min)")
_NOT_MONEY_BEFORE = re.compile(
    r"(?:#|\b(?:ext|extn|extension|room|suite|floor|version|ver|v|ticket|case|invoice|dial|tel|phone|"
    r"mobile|page|slide|"
    r"phase|tier|level|top|gen|model|iphone|office|windows|flight|gate|route|iso|soc|kw|week|day|"
    r"building|apt|"
    r"unit|model|series|type|code|pin|form|section|article|chapter|option|plan|year|fy|q|h|at least|"
    r"last|past|"
    r"every|within|in the)\.?)\s?(?:no\.?|number|#|nr\.?|:|is)?\s?$"
)


@dataclass(frozen=True, slots=True)
class Money:
    """`currency` is an ISO code, `$` for a dollar of unknown country, or empty when none was written.
    `bare` is a number with neither scale nor currency; `marked` sums cannot be anything but money; `low` is
    where a range begins."""

    value: Decimal
    start: int
    end: int
    kind: MoneyKind
    currency: str = ""
    amount_type: str = ""
    marked: bool = False
    low: Decimal | None = None


def find_money(folded: str) -> tuple[Money, ...]:
    """All sums in `folded`, in order and without overlap."""
    ranges = tuple(_ranges(folded))
    taken = [(r.start, r.end) for r in ranges]
    written = tuple(m for m in _written(folded) if not _overlaps(m, taken))
    taken += [(m.start, m.end) for m in written]
    spoken = tuple(m for m in _spoken(folded) if not _overlaps(m, taken))
    return tuple(sorted((*ranges, *written, *spoken), key=lambda m: m.start))


def _overlaps(money: Money, taken: list[tuple[int, int]]) -> bool:
    return any(money.start < end and start < money.end for start, end in taken)


def _written(folded: str) -> list[Money]:
    found: list[Money] = []
    for match in _WRITTEN.finditer(folded):
        symbol = match["pre"] or match["post"] or ""
        if symbol[:1].isalpha() and match["pre"] and match.start() and folded[match.start() - 1].isalnum():
            continue
        scale = match["scale"] or ""
        written = match["num"].replace(" ", "")
        if "k" in written:
            # `64k5` is how engineers write 64.5k.
            written, scale = written.replace("k", "."), "k"
        value = figure_value(written, scaled=bool(scale)) * _scale(scale)
        start = match.start("pre") if match["pre"] else match.start("num")
        if found and start < found[-1].end:
            continue
        value, end = _with_lakhs(folded, match.end(), scale, value)
        if not symbol and not scale:
            value, end, scale = _with_half(folded, end, value)
        money = _classified(folded, start, end, value, _SYMBOLS.get(symbol, ""), scale)
        if money is not None:
            found.append(money)
    return found


def _scale(word: str) -> int:
    """`395 T€` is thousands, where a bare T is nothing."""
    return SCALES["k"] if word == "t" else SCALES.get(word, 1)


_AND_HALF = re.compile(rf"\sand (?:a |one )?half (?P<scale>{SCALE})\b")
_HALF = re.compile(r"\s(?P<digit>two|three|four|five|six|seven|eight|nine)\b(?! \w+s\b)")


def _with_half(folded: str, end: int, value: Decimal) -> tuple[Decimal, int, str]:
    """`172 five`, as spoken, is 172.5 thousand, and so is `172 and a half thousand`."""
    told = _AND_HALF.match(folded, end)
    if told:
        return (value + Decimal("0.5")) * SCALES[told["scale"]], told.end(), told["scale"]
    match = _HALF.match(folded, end) if 10 <= value < 1000 and not value % 1 else None
    digit = spoken_value(match["digit"]) if match else None
    return (value + digit / 10, match.end(), "") if match and digit else (value, end, "")


_LAKHS = re.compile(rf"\s*(?:and )?(?P<num>{FIGURE})\s?(?:lakhs?|lacs?|l)\b")


def _with_lakhs(folded: str, end: int, scale: str, value: Decimal) -> tuple[Decimal, int]:
    """`1 crore 2 lakh` is one sum."""
    match = _LAKHS.match(folded, end) if scale.startswith("cr") else None
    if match is None:
        return value, end
    return value + figure_value(match["num"], scaled=True) * SCALES["lakh"], match.end()


def _spoken(folded: str) -> list[Money]:
    found = []
    for match in _SPOKEN.finditer(folded):
        value = compound_value(match["num"]) or spoken_value(match["num"]) or spoken_with_half(match["num"])
        if value is None or (value < _FEWEST and not match["post"]):
            continue
        scale = next((s for s in match["num"].split() if s in INDIAN_SCALES), "thousand")
        scale = scale if value >= 1000 else ""
        symbol = _SYMBOLS.get(match["post"] or "", "")
        money = _classified(folded, match.start(), match.end(), value, symbol, scale)
        if money is not None:
            found.append(money)
    return found


def _ranges(folded: str) -> list[Money]:
    found = []
    for match in _RANGE.finditer(folded):
        symbol = match["pre"] or match["post"] or ""
        scale = match["scale"] or match["lowscale"] or ""
        if not (symbol or scale) or _is_change(folded, match) or _is_count(folded, match.end()):
            continue
        value = figure_value(match["high"], scaled=bool(scale)) * SCALES.get(scale, 1)
        low = figure_value(match["low"], scaled=bool(match["lowscale"])) * SCALES.get(
            match["lowscale"] or scale, 1
        )
        if low < value or match["mark"] in {"-", "–"}:
            value, end = _with_lakhs(folded, match.end(), scale, value)
            begins = low if match["mark"] == "to" else None
            found.append(Money(value, match.start(), end, "range", _SYMBOLS.get(symbol, ""), low=begins))
    return found


def _is_change(folded: str, match: re.Match[str]) -> bool:
    """`from 80 to 95k` and `went 80k to 95k` say what was and what is; `80-95k` says neither."""
    if match["mark"] not in {"to", "tot", "bis"}:
        return match["mark"] in {"and", "und", "en"} and match["between"] not in _BETWEEN
    before = folded[max(0, match.start() - 30) : match.start()]
    return match["between"] == "from" or bool(_MOVED.search(before))


_BETWEEN = {"between", "btw", "btwn", "betw", "somewhere between", "zwischen", "tussen"}
_MOVED = re.compile(
    r"\b(?:went|gone|goes|going|moved|moves|up|down|bumped|raised|grew|grown|dropped|cut|increased|reduced|"
    r"revised|changed?|from|lowered|upped)\b[\w\s,]{0,14}$"
)


def _is_count(folded: str, end: int) -> bool:
    return bool(_NOT_MONEY_AFTER.match(folded, end))


def _classified(folded: str, start: int, end: int, value: Decimal, currency: str, scale: str) -> Money | None:
    marked = bool(currency) or bool(scale)
    if value >= _MOST:
        return None
    if (not currency and _is_count(folded, end)) or _NOT_MONEY_AFTER.match(folded[end : end + 1]):
        return None
    before = folded[max(0, start - 24) : start]
    if not marked and (_REFERENCE.search(before) or _is_serial(folded[start:end])):
        return None
    if not marked and (_NOT_MONEY_BEFORE.search(before) or folded[max(0, start - 1) : start] in {"+", "-"}):
        return None
    if (
        folded[start:end].strip() in {"401k", "4k", "5k", "10k run", "8k"}
        and not currency
        and value in _IDIOMS
    ):
        return None
    if scale in {"teur", "keur"}:
        currency = "EUR"
    if scale in INDIAN_SCALES and not currency:
        currency = "INR"
    kind, end, amount_type = _kind(folded, start, end, marked)
    return Money(value, start, end, kind, currency, amount_type, marked)


_REFERENCE = re.compile(
    r"\bso\s?(?:#|no\.?|number|nr\.?)\s?$|(?<!final )(?<!new )(?<!agreed )(?<!our )(?<!their )(?<!right )"
    r"(?<!the )(?<!magic )(?<!correct )(?<!revised )\bnumber\s?(?::|is)?\s?$|"
    r"\b(?:po|p\.o\.|invoice|ticket|case|ref|reference|requisition|pr|req|rfq|bestellung|rechnung|"
    r"bestelnummer|"
    r"(?:\w+ )?(?:no\.?|num|nr\.?|nummer|id|code))\s?[.:#]?\s?(?:no\.?|number|nr\.?|num|#|id|is|"
    r":)?\s?$"
)


def _is_serial(written: str) -> bool:
    """Eight digits and more without a mark are a number of something, not a price."""
    digits = written.strip()
    return digits.isdigit() and len(digits) >= 8 and not digits.endswith("00000")


_FEWEST = 10
_MOST = Decimal(10) ** 12
"""No opportunity is worth a trillion: so many digits are something pasted."""
_IDIOMS = {Decimal(401_000), Decimal(4_000)}


def _kind(folded: str, start: int, end: int, marked: bool) -> tuple[MoneyKind, int, str]:
    for pattern, kind in _RATES:
        rate = pattern.match(folded, end)
        if rate:
            return kind, rate.end(), "ARR" if kind == "yearly" else ""
    typed = _TYPE_AFTER.match(folded, end)
    if typed:
        return ("total" if marked else "bare"), typed.end(), typed[1].upper()
    typed = _TYPE_BEFORE.search(folded[max(0, start - 24) : start])
    return ("total" if marked else "bare"), end, typed[1].upper() if typed else ""


_RATES: tuple[tuple[re.Pattern[str], MoneyKind], ...] = (
    (_UNIT, "unit"),
    (_MONTHLY, "monthly"),
    (_YEARLY, "yearly"),
)
