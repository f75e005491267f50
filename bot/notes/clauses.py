"""A message cut into sentences and clauses, with offsets into the words as typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from bot.notes.orders import is_order

_REPLACED = {
    "‘": "'",
    "’": "'",
    "´": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‑": "-",
    "➡": "→",
    "⇒": "→",
}
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|vs|approx|ca|rs|no|nr|inc|ltd|co|etc|e\.g|i\.e|p\.a|p\.m|a\.m|z\.b|ext|"
    r"avg|est|incl|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|\d{1,2}\.\d{1,2}|\b[a-z])|\d)$"
)
_SENTENCE_END = re.compile(r"[!?;\n]+|\.+(?=\s|$|[\"')])")
_NUMBER_AHEAD = (
    r"(?!\s*(?:an?\s+)?(?:half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"\w+teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|[$€£₹~]?\d))"
)
_CLAUSE_END = re.compile(
    r",(?!\d)|,(?=\d{1,2}\b(?![,.]?\d))|\s[-–—|•]+\s|[–—]|:(?=\s|$)|\s\(|\)\s|"
    r"\s(?:but|so|because|though|although|however|whereas|aber|weil|maar|plus)\s|"
    rf"\s(?:and|und|en|then)\s{_NUMBER_AHEAD}"
)
_HIDDEN = re.compile(r"```.{0,4000}?```|<!--.{0,4000}?-->|<[a-z/][^<>\n]{0,200}>", re.DOTALL)
"""Code and markup: nothing a seller says to the bot."""
_TO_A_MACHINE = re.compile(
    r"^[^\n]*(?:"
    r"\b(?:ignore|disregard|override|bypass)\b.{0,30}\b(?:instructions?|rules?|prompts?|guidelines)\b|"
    r"\b(?:system|admin|automated?)[ _-](?:note|message|notice|instruction|prompt|command)s?\b|"
    r"\b(?:notes?|instructions?|attention|message) (?:to|for) (?:the |any |all )?(?:\w+ )?"
    r"(?:assistants?|bots?|ai|agents?|llms?)\b|"
    r"\b(?:assistants?|bot|ai|llm)\s*:\s*(?:please )?"
    r"(?:mark|set|update|change|delete|close|move|approve|reply|confirm)\b)[^\n]*$",
    re.MULTILINE,
)
"""A line of pasted text that speaks to a program is data, never an order."""
_MAIL_DAY = re.compile(
    r"^([ \t>]*(?:from|von|van|de):[^\n]+\n(?:[^\n]*\n){0,3}?)"
    r"([ \t>]*(?:sent|date|gesendet|datum|verzonden):[^\n]*)",
    re.MULTILINE,
)
_PHONE = re.compile(
    r"\b(?:tel|phone|mobile?|mob|fon|telefon|telefoon|fax|cell|handy)\b\.?:?\s*\+?[\d()/ .-]{6,}|"
    r"\+\d{1,3}[ \d()/.-]{6,}"
)
_QUOTED = re.compile(r'"[^"\n]{12,2000}"|^[ \t]*>.*$', re.DOTALL | re.MULTILINE)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _REPLACED:
        return _REPLACED[char]
    if char == "\n":
        return char
    if char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}:
        return " "
    base = unicodedata.normalize("NFKD", char)[0] if char.isalpha() else char
    lower = base.lower()
    return lower if len(lower) == 1 else char


def fold(text: str) -> str:
    """Lower case without accents, of exactly the same length, so offsets mean the same in both."""
    return text.translate(_ASCII) if text.isascii() else "".join(map(_fold_char, text))


_ASCII = {code: _fold_char(chr(code)) for code in range(128)}


@dataclass(frozen=True, slots=True)
class Clause:
    """`asked` clauses end in a question mark; `opening` is the start of the sentence they stand in."""

    start: int
    end: int
    opening: int
    closing: int
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the field readers see it. `folded` has the length of `text`."""

    text: str
    folded: str
    clauses: tuple[Clause, ...]
    quoted: tuple[tuple[int, int], ...] = ()

    def clause_at(self, offset: int) -> Clause:
        starts = [c.start for c in self.clauses]
        return self.clauses[max(bisect_right(starts, offset) - 1, 0)]

    def before(self, offset: int, limit: int = 60) -> str:
        """The folded words of the same clause that stand before `offset`."""
        return self.folded[max(self.clause_at(offset).start, offset - limit) : offset]

    def after(self, end: int, limit: int = 40) -> str:
        clause = self.clause_at(max(end - 1, 0))
        return self.folded[end : min(max(clause.end, end), end + limit)]

    def in_quotes(self, offset: int) -> bool:
        return any(start <= offset < end for start, end in self.quoted)


def read(text: str) -> Reading:
    folded = _HIDDEN.sub(lambda m: " " * len(m.group()), fold(text))
    if "\n" in folded.strip():
        folded = _without_what_mail_adds(folded)
    folded = _DICTATED.sub(lambda m: _spoken_mark(m.group()).ljust(len(m.group())), folded)
    clauses = tuple(c for s in _sentences(folded, text) for c in _clauses(folded, *s))
    quoted = tuple(m.span() for m in _QUOTED.finditer(folded))
    return Reading(text, folded, clauses or (Clause(0, len(text), 0, len(text)),), quoted)


def _without_what_mail_adds(folded: str) -> str:
    folded = _TO_A_MACHINE.sub(lambda m: " " * len(m.group()), folded)
    folded = _MAIL_DAY.sub(lambda m: m[1] + " " * len(m[2]), folded)
    return _PHONE.sub(lambda m: " " * len(m.group()), folded)


_DICTATED = re.compile(r"\b(?:full stop|new (?:line|paragraph)|uh+m?|umm?|erm?)\b(?! (?:item|of))")


def _spoken_mark(said: str) -> str:
    """Punctuation that was spoken; `uh` and `um` say nothing."""
    return "." if said == "full stop" else "\n" if said.startswith("new") else ""


def _sentences(folded: str, text: str) -> list[tuple[int, int, bool]]:
    found, start = [], 0
    for end in _SENTENCE_END.finditer(folded):
        dot = end.group().startswith(".")
        if dot and len(end.group()) == 1 and _is_abbreviation(folded, text, end.start(), end.end()):
            continue
        if folded[start : end.start()].strip():
            found.append((start, end.end(), "?" in end.group()))
        start = end.end()
    if folded[start:].strip():
        found.append((start, len(folded), False))
    return found


def _is_abbreviation(folded: str, text: str, dot: int, end: int) -> bool:
    match = _ABBREVIATION.search(folded[max(0, dot - 12) : dot])
    following = folded[end : end + 2].strip()[:1]
    if not match or not following:
        return False
    # `auf 29.07. schieben`: after a day and month a small letter goes on with the sentence.
    dated = "." in match.group() and text[end : end + 2].strip()[:1].islower()
    return match.group()[-1].isalpha() or following.isdigit() or dated


def _clauses(folded: str, start: int, end: int, asked: bool) -> list[Clause]:
    found, at = [], start
    for cut in _CLAUSE_END.finditer(folded, start, end):
        if folded[at : cut.start()].strip():
            found.append(Clause(at, cut.start(), start, end))
            at = cut.end()
    if folded[at:end].strip() or not found:
        found.append(Clause(at, end, start, end))
    if asked and not is_order(folded[start:end].strip()):
        last = found[-1]
        found[-1] = Clause(last.start, last.end, start, end, asked=True)
    return found
