"""What a sentence claims: its values, its names, its negation, the rest of its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from content_index.lexical import analyse

Values = frozenset[tuple[str, str]]
"""(sort, value) pairs such as ("money", "42") or ("days", "28")."""

_COUNTED = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"""
_WORDED = {word: str(n) for n, word in enumerate(_COUNTED.split())} | {
    "dozen": "12",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "ninety": "90",
    "hundred": "100",
}
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_IN_DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.0,
    "quarter": 91.0,
    "year": 365.0,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_COUNT = rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDED)})\b"
_VALUE = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    rf"|\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)? (?P<month1>{_MONTH})(?:,? (?P<year1>\d{{4}}))?"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year2>\d{{4}}))?"
    rf"|\b(?P<month3>{_MONTH}) (?P<year3>\d{{4}})"
    r"|\bv?(?P<version>\d+\.\d+\.\d+)\b|\b(?:version |v)(?P<version2>\d+(?:\.\d+)*)"
    rf"|(?P<percent>{_COUNT})\s?(?:%|percent\b|per cent\b)"
    rf"|[$€£]\s?(?P<money>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>k|m|bn|thousand|million|billion)?\b"
    rf"|(?P<money2>{_COUNT})\s?(?P<scale2>k|m|bn|thousand|million|billion)?"
    r"\s?(?:dollars?|euros?|pounds?|USD|EUR|GBP)\b"
    rf"|(?P<lasting>{_COUNT})[ -](?:business |working |calendar )?"
    r"(?P<unit>minute|hour|day|week|month|quarter|year)s?\b"
    rf"|(?P<often>\b(?:hourly|daily|weekly|monthly|quarterly|yearly|annually|annual)\b)"
    r"|\b(?P<year>(?:19|20)\d\d)\b"
    rf"|(?P<number>{_COUNT})(?:\s?(?P<scale3>k|thousand|million|billion)\b)?(?:\s(?P<of>[a-z]+))?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S*(?:://|/\S*/)\S*|\S+\.[a-z]{2,4}\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|unsupported|unavailable|\w+n['’]t)\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][\w.+&-]*|\b\w*[A-Z]\w*[A-Z]\w*\b|\b[A-Za-z]+\d\w*\b")
_LIGHT = """
take takes taking last lasts lasting cost costs costing need needs be is are was have has get gets
run runs require requires required requiring about around per each currently also now today usually
typically only come comes include includes included including offer offers offered give given set at
up within total exactly roughly approximately do does done always support supports supported
available apply applies must can may will should would made make makes amount amounts price prices
priced pricing rate stand stands kept keep remain month year day week sits sit valid allow allows
allowed permitted lets let charge charges charged
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """`words` are stems without values, negation and light words; two negations are none. Addresses and
    names of files hold no values."""

    values: Values
    names: frozenset[str]
    words: frozenset[str]
    negated: bool


@lru_cache(1024)
def claim(sentence: str) -> Claim:
    sentence = _ADDRESS.sub(" ", sentence)
    values = frozenset(_values(sentence))
    rest = _NEGATION.sub(" ", _VALUE.sub(lambda match: f" {match['of'] or ''} ", sentence))
    words = frozenset(analyse(rest)) - _light()
    names = frozenset(stem for name in _NAME.findall(rest) for stem in analyse(name))
    return Claim(values, names, words, len(_NEGATION.findall(sentence)) % 2 == 1)


@cache
def _light() -> frozenset[str]:
    """Words that hold a sentence together and change nothing in what it says."""
    return frozenset(analyse(_LIGHT))


def _values(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _VALUE.finditer(sentence):
        yield _value({name: text for name, text in match.groupdict().items() if text})


def _value(found: dict[str, str]) -> tuple[str, str]:
    if "iso" in found:
        return "date", found["iso"]
    if month := found.get("month1") or found.get("month2") or found.get("month3"):
        day = found.get("day1") or found.get("day2") or "0"
        year = found.get("year1") or found.get("year2") or found.get("year3") or ""
        return "date", f"{year}-{_MONTHS.index(month[:3].lower()) + 1:02}-{int(day):02}"
    if "year" in found:
        return "date", found["year"]
    if version := found.get("version") or found.get("version2"):
        return "version", version
    if "percent" in found:
        return "percent", _number(found["percent"], "")
    if money := found.get("money") or found.get("money2"):
        return "money", _number(money, found.get("scale") or found.get("scale2") or "")
    if "lasting" in found:
        return "days", f"{float(_number(found['lasting'], '')) * _IN_DAYS[found['unit'].lower()]:g}"
    if "often" in found:
        return "often", found["often"].lower().replace("annually", "yearly").replace("annual", "yearly")
    of = analyse(found.get("of", ""))
    return f"number of {of[0] if of else ''}", _number(found["number"], found.get("scale3", ""))


def _number(text: str, scale: str) -> str:
    digits = _WORDED.get(text.lower(), text).replace(",", "")
    return f"{float(digits) * _SCALE.get(scale.lower(), 1.0):g}"
