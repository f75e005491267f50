"""A company the CRM does not know, presented as a prospect."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.notes.clauses import Reading, fold
from bot.notes.contacts import NOT_NAMES
from bot.notes.records import Known
from bot.notes.vocabulary import listed

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’&.-]*[\w]|[A-Z]\d*)"
_NAME = rf"{_WORD}(?:\s+(?:&\s+|of\s+|and\s+|the\s+|de\s+|und\s+)?{_WORD}){{0,3}}"
_PATTERNS = (
    re.compile(
        rf"\b(?:[Nn]ew|[Ff]resh|[Ii]nbound|[Hh]ot|[Cc]old|[Pp]ossible|[Pp]otential) (?:\w+ )?(?:lead|"
        rf"prospect|logo|opp|opportunity|account|deal|company|inbound|customer)s?(?: is| from| at| with|:|"
        rf",|\s[-–—])*\s+(?P<name>{_NAME})"
    ),
    re.compile(rf"\b(?:[Ll]ead|[Ii]nbound|[Pp]rospect|[Oo]pp)(?: from| at|:|\s[-–—])\s*(?P<name>{_NAME})"),
    re.compile(
        rf"(?P<name>{_NAME})[\s,]+(?:is|are|looks like|could be|might be|seems like|as|,|[-–—(])?\s*(?:a |"
        rf"an |our )?(?:brand[- ]?new|new|fresh|potential|hot|warm|possible|good|net new|"
        rf"inbound)\s+(?:\w+ )?(?:lead|prospect|logo|opp|opportunity|account|inbound|company)\b"
    ),
    re.compile(
        rf"(?P<name>{_NAME})\s+(?:reached out|contacted us|came inbound|filled (?:in|out)|downloaded|"
        rf"signed up for a demo|requested a demo|wants a demo|asked for a demo|is interested|"
        rf"are interested|inquired|booked a demo|came (?:in|to us)|got in touch|wants to (?:see|buy|"
        rf"evaluate|try|talk|look))\b"
    ),
    re.compile(
        rf"\b(?:[Mm]et|[Ss]poke (?:to|with)|[Tt]alked (?:to|with)|[Ii]ntro(?:duction|duced)? (?:to|from)|"
        rf"[Cc]all(?:ed)? (?:with|from)?|[Ee]mail(?:ed)? (?:from|with)?|[Cc]hat(?:ted)? with|"
        rf"[Cc]offee with|[Ll]unch with|[Bb]umped into|[Rr]an into)\b[^.;\n]{{0,48}}?\b(?:from|at|of|"
        rf"over at|@)\s+(?P<name>{_NAME})"
    ),
    re.compile(
        rf"\b(?:[Mm]aybe |[Pp]ossibly )?(?:[Ss]omething|[Ii]nterest|[Oo]pportunity|[Pp]otential|"
        rf"[Dd]emand) (?:brewing )?(?:at|from|with)\s+(?P<name>{_NAME})"
    ),
    re.compile(
        rf"\b(?:[Aa]dd|[Cc]reate|[Ll]og|[Oo]pen)(?: a| an)?(?: new)? (?:lead|prospect|account|opp|"
        rf"opportunity|deal)(?: for| called| named|:)?\s+(?P<name>{_NAME})"
    ),
    re.compile(rf"^\s*(?P<name>{_NAME})\s*(?::|[-–—]\s|->|→)"),
)


@dataclass(frozen=True, slots=True)
class Prospect:
    name: str
    start: int
    end: int


def find_prospect(reading: Reading, known: Known) -> Prospect | None:
    """The first unknown company that the message treats as somebody to sell to."""
    text = reading.text
    for pattern in _PATTERNS:
        for match in pattern.finditer(text[:2000]):
            start, end = match.span("name")
            words = text[start:end].split()
            while words and (fold(words[0]) in NOT_NAMES or fold(words[0]) in _LEADING):
                words.pop(0)
            while words and fold(words[-1]) in _TRAILING:
                words.pop()
            name = " ".join(words)
            start = max(text.find(name, start), start)
            if len(name) >= 2 and not _is_known_other(name, known):
                return Prospect(name, start, min(end, start + len(name)))
    return None


_LEADING = frozenset(
    listed(
        "met spoke talked call called with from at lead prospect inbound new re fwd fw update "
        "note notes todo "
        "fyi subject reminder question"
    )
)
_TRAILING = frozenset(listed("today yesterday who that they is was on about last this at yesterday"))


def _is_known_other(name: str, known: Known) -> bool:
    rivals = {fold(c) for c in known.book.competitors}
    words = {fold(w) for w in name.split()}
    return bool(rivals & {fold(name), *words}) or known.names.is_person(fold(name))
