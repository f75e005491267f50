"""A company the CRM does not know, presented as a prospect: words of a lead, and a name that can be a "
"firm's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.notes.calendar_words import MONTHS, WEEKDAYS
from bot.notes.capitals import Run, is_firm, is_person, runs, shortened
from bot.notes.clauses import Reading, fold
from bot.notes.name_words import FIRM, ROLES
from bot.notes.names import words_of
from bot.notes.not_names import NOT_NAMES
from bot.notes.records import Known
from bot.notes.vocabulary import listed

_NOUN = (
    r"(?:leads?|prospects?|logos?|enquir\w+|inquir\w+|inbounds?|opp|opportunity|account|deal|company|"
    r"customer|firm|firma|outfit|mob|crowd|shop|business|bite|nibble|kunde|kundin|klant|unternehmen|bedrijf|"
    r"anfragen?|interessent\w*|neukunde\w*|aanvraag|referral|introduction|intro|kontakt|one)"
)
_LEAD = re.compile(
    rf"\b(?:new|brand[- ]new|net[- ]new|fresh|inbound|hot|warm|cold|possible|potential|promising|neue[rsn]?|"
    rf"nieuwe?)(?:[ -]\w+)? {_NOUN}\b|"
    r"\b(?:(?:leads?|prospects?)(?= from| at|:|\s[-–—])|inbound|enquir\w+|inquir\w+|anfrage|interessent\w*|"
    r"neukunde\w*)\b|"
    r"\b(?:(?:got|had|have) (?:a |an )?(?:bite|nibble|sniff|approach) (?:from|at)|reached out|"
    r"contacted us|(?:called|rang|phoned|emailed|approached|found|messaged) (?:us|our)\b|"
    r"came (?:in|inbound|to us|through|via)|cold[- ]call\w*|walk(?:ed)?[- ]in|web ?(?:site|form)|"
    r"fill\w* (?:in|out)|downloaded|sign\w* up for|got in touch|introduced (?:me |us )?to|referred|"
    r"(?:ask(?:s|ed|ing)?|keen|curious|enquir\w+|inquir\w+|heard|want\w* to (?:know|hear|learn)) about "
    r"(?:us|our)|"
    r"interested(?: in (?:us|our|a demo|seeing|buying|the product))?|look(?:s|ing|ed)? at us|"
    r"wants? (?:a |to (?:see|book) (?:a |the |our )?)demo|(?:requested|booked|asked for) a demo|"
    r"wants? to (?:see|buy|evaluate|try|talk|look)|inquired|worth (?:a |an )?(?:lead|opening|adding|creating|"
    r"chasing|a (?:call|look|shot))|(?:decent|good|great|perfect|nice) fit|new to (?:us|me)|could be (?:a |"
    r"an )?(?:customer|"
    r"opportunity|deal|good|big)|something (?:brewing )?(?:at|with|from)|interest (?:at|from))\b|"
    r"\b(?:add|create|open|log|register|anlegen)\b(?: \w+){0,3} (?:lead|prospect|account|opp\w*|deal|"
    r"record)\b|"
    r"\bkindly (?:create|add|open|register)\b"
)
_MET = re.compile(
    r"\b(?:met|spoke (?:to|with)|talked (?:to|with)|call(?:ed)?|e-?mail(?:ed)?|chat(?:ted)? with|coffee with|"
    r"lunch with|bumped into|ran into)\b[^.;\n]{0,48}?\b(?:from|at|of|over at|@)\s+$"
)
_HEADS = re.compile(r"^\s*$")
_HEAD_ENDS = re.compile(r"\s*(?::|[-–—]\s|->|→)")
_FROM = re.compile(r"(?:\b(?:from|at|bei|von|van|named|called|for|with|to)\s+(?:the )?|[:–—-]\s*)$")
_TYPED_SMALL = re.compile(
    rf"\b(?:new|fresh|hot|inbound) {_NOUN}(?:\s*[:–—-]\s*| (?:is|from|at|called|named) )"
    r"(?P<name>[a-z][\w&']+(?: [\w&']+){0,3}?)(?=\s*(?:[,.;:(–—]|$)| (?:wants?|needs?|is|are|has|have|"
    r"asked)\b)"
)
_FALLS_OFF = frozenset(
    listed(
        "met spoke talked call called with from at lead prospect inbound new re fwd fw update note notes "
        "todo "
        "fyi subject reminder question today yesterday who that they is was on about last this one fresh hot "
        "cold warm potential possible enquiry inquiry logo anfrage neue neuer neues kontakt interessent "
        "neukunde "
        "got introduced another also kindly sir please add create log open got had just quick inquiries"
    )
)


@dataclass(frozen=True, slots=True)
class Prospect:
    name: str
    start: int
    end: int
    firm: bool = False


def find_prospect(reading: Reading, known: Known) -> Prospect | None:
    """The unknown company that the message treats as somebody to sell to."""
    best = max(_companies(reading, known), key=lambda run: _weight(reading, run), default=None)
    if best is None:
        return _typed_small(reading)
    if not (is_lead(reading) or _weight(reading, best) >= _PRESENTED):
        return None
    return Prospect(reading.text[best.start : best.end], best.start, best.end, is_firm(best))


def is_lead(reading: Reading) -> bool:
    """The message speaks of somebody new to sell to."""
    return bool(_LEAD.search(reading.folded[:2000]))


_PRESENTED = 8


def _weight(reading: Reading, run: Run) -> int:
    before = reading.folded[max(0, run.start - 70) : run.start]
    heads = bool(_HEADS.match(before) and _HEAD_ENDS.match(reading.folded, run.end))
    met = bool(_MET.search(before))
    return (
        4 * is_firm(run)
        + 2 * bool(_FROM.search(before))
        + _PRESENTED * (heads or met)
        + (len(run.tokens) > 1)
    )


def _companies(reading: Reading, known: Known) -> Iterator[Run]:
    """Runs that can be a firm's name: no person, rival, stage or everyday word."""
    named = known.names.companies(reading.text, words_of(reading.folded))
    for whole in runs(reading, 0, min(len(reading.text), 2000)):
        run = shortened(reading, whole, _dropped(known))
        if (
            run is None
            or run.end - run.start < 2
            or any(m.start < run.end and run.start < m.end for m in named)
        ):
            continue
        if not (is_person(reading, run) or _is_other(run, known) or _only_opens(reading, run)):
            yield run


def _only_opens(reading: Reading, run: Run) -> bool:
    """A capital that only the beginning of a sentence asks for, or `I`."""
    if run.tokens[0].startswith("i'"):
        return True
    opens = not reading.folded[reading.clause_at(run.start).opening : run.start].strip()
    return len(run.tokens) == 1 and opens and not _HEAD_ENDS.match(reading.folded, run.end)


def _dropped(known: Known) -> frozenset[str]:
    return _FALLS_OFF | (NOT_NAMES - FIRM) | ROLES | frozenset(WEEKDAYS) | frozenset(MONTHS)


def _is_other(run: Run, known: Known) -> bool:
    """A rival, somebody of the book, or one everyday word at the beginning of a sentence."""
    rivals = {fold(c) for c in known.book.competitors}
    said = " ".join(run.tokens)
    return bool(rivals & {said, *run.tokens}) or known.names.is_person(said)


def _typed_small(reading: Reading) -> Prospect | None:
    match = _TYPED_SMALL.search(reading.folded[:2000])
    if match is None:
        return None
    start, end = match.span("name")
    return Prospect(reading.text[start:end], start, end)
