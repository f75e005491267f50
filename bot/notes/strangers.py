"""Companies that the CRM does not know, as the subject of a note: their news is nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.notes.calendar_words import MONTHS, WEEKDAYS
from bot.notes.clauses import Reading, fold
from bot.notes.name_words import FIRM, GIVEN
from bot.notes.names import words_of
from bot.notes.not_names import NOT_NAMES
from bot.notes.records import Known
from bot.notes.spellings import name_tokens
from bot.notes.vocabulary import listed

_ONLY_FIRMS = (
    "motors|pumps|labs|freight|logistics|industries|technologies|foods|pharma|airlines|airways|holdings|"
    "enterprises|hotels|farms|steel|chemicals|textiles|inc|ltd|llc|gmbh"
)
_CROWD = frozenset(
    listed(
        "everyone everybody someone somebody anyone nobody noone none management customer client "
        "prospect purchasing infosec committee leadership dispatch field users user seats people guy "
        "guys boss contact stakeholder stakeholders sponsor staff there here what who when where why "
        "how which he she it they we you i this that competition competitor vendor vendors incumbent "
        "price pricing close amount status reference security legal accounting marketing hardware "
        "software support training rollout discount docusign signature paperwork everything nothing "
        "something"
    )
)
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’&.-]*\w|[A-Z]\d+)"
_NAME = rf"{_WORD}(?:\s+(?:&\s+|of\s+|and\s+|de\s+|und\s+)?{_WORD}){{0,3}}"
_DOES = (
    r"(?:wants?|needs?|asks?|asked|requested|agreed|signs?|signed|approved|approves|loves?|loved|likes?|"
    r"liked|said|says|confirmed|replied|called|emailed|chose|picked|bought|is|are|was|were|has|have|had|will|"
    r"would|went|goes|moved|moves|pushed|slipped|slips|delayed|closes|closing|closed|plans?|expects?|budget|"
    r"looks?|came|sent|gave|accepted|rejected|cancelled|ghosted|renewed|interested)"
)
_SAYS = r"(?:wants|needs|asks|asked|requested|agreed|signed|approved|loves|loved|confirmed|renewed|slipped)"
_TOUCH = (
    r"(?:[Mm]et(?: with| up with)?|[Ss]poke(?:n)? (?:to|with)|[Tt]alked (?:to|with)|[Cc]hatted with|"
    r"[Cc]all(?:ed)?(?: with| to)?|(?:[Mm]eeting|[Ll]unch|[Cc]offee|[Dd]inner|[Zz]oom|[Dd]emo|[Ww]orkshop|"
    r"[Vv]isit|[Cc]atch-?up|[Ii]ntro) (?:with|w/|to|at|for)|[Vv]isited|[Dd]emoed(?: to| for)?|[Hh]eard from|"
    r"[Pp]itched(?: to)?|[Nn]ews from|[Uu]pdate (?:on|from|for)|[Bb]ack from)"
)
_AS_SUBJECT = re.compile(
    rf"(?:^|(?<=[.!?;\n])\s)\W*(?P<name>{_NAME})\s+(?:just |also |now |really |finally )?{_DOES}\b"
)
_AS_PARTNER = re.compile(rf"\b{_TOUCH}\s+(?:the )?(?P<name>{_NAME})")
_LOWER = re.compile(rf"^\W*(?P<name>[a-z]{{3,}} (?:{_ONLY_FIRMS}))\s+{_DOES}\b")
_ONE_SAYS = re.compile(rf"\s+(?:just |also |now )?{_SAYS}\b")
_THEY = re.compile(r"\bthey(?:'re|'ve|'d|'ll)?\b|\btheir\b|\bthem\b")
_PERSON = re.compile(
    r"\b(?:she|he|her|him|his|hers)\b|\b(?:mr|mrs|ms|dr|sir|madam)\b|"
    r"\b(?:cfo|ceo|cto|cio|coo|cmo|cro|ciso|vp|svp|evp|director|head of|manager|owner|founder|president|"
    r"buyer|champion|lead|engineer|analyst|controller|counsel)\b"
)
_FALLS_OFF = frozenset(
    listed(
        "met spoke talked called call with from at re fwd fw update note notes todo fyi subject "
        "reminder also and so ok okay hey btw then lunch coffee dinner meeting demo visited heard "
        "today yesterday had just"
    )
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """`firm`: surely a company; else a name that could be one."""

    name: str
    start: int
    end: int
    firm: bool


def find_stranger(reading: Reading, known: Known) -> Stranger | None:
    """The first company-like name that the note is about and the book does not hold. People are none."""
    return next(strangers(reading, known), None)


def strangers(reading: Reading, known: Known) -> Iterator[Stranger]:
    """Every such name: those that do something first, then those that somebody was in touch with."""
    text = reading.text[:2000]
    for pattern in (_AS_SUBJECT, _AS_PARTNER):
        for match in pattern.finditer(text):
            found = _named(reading, known, *match.span("name"), subject=pattern is _AS_SUBJECT)
            if found:
                yield found
    lower = _LOWER.match(reading.folded)
    if lower:
        yield Stranger(reading.text[slice(*lower.span("name"))], *lower.span("name"), firm=True)


def _named(reading: Reading, known: Known, start: int, end: int, *, subject: bool) -> Stranger | None:
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", reading.text[start:end])]
    while words and _falls_off(reading, *words[0]):
        words.pop(0)
    if not words:
        return None
    start = words[0][0]
    name = reading.text[start:end]
    tokens = name_tokens(name)
    firm = len(tokens) > 1 and bool(FIRM & set(tokens[1:]))
    if _is_ours(known, tokens, firm) or _is_named(reading, known, start, end):
        return None
    if not firm and (GIVEN & {tokens[0]} or _PERSON.search(reading.folded)):
        return None
    if len(tokens) == 1 and not _single(reading, tokens[0], end, subject=subject):
        return None
    return Stranger(" ".join(name.split()), start, end, firm)


def _is_named(reading: Reading, known: Known, start: int, end: int) -> bool:
    companies = known.names.companies(reading.text, words_of(reading.folded))
    return any(m.start < end and start < m.end for m in companies)


def _falls_off(reading: Reading, start: int, end: int) -> bool:
    word = fold(reading.text[start:end]).strip(".'’-&")
    return word in _FALLS_OFF or word in WEEKDAYS or word in MONTHS


def _is_ours(known: Known, tokens: list[str], firm: bool) -> bool:
    """People of the book, rivals, stages and everyday words that only begin with a capital."""
    rivals = {t for c in known.book.competitors for t in name_tokens(c)}
    stages = {t for s in known.book.stages for n in (s.name, *s.synonyms) for t in name_tokens(n)}
    evidence = {t for v in known.book.verifiers for t in name_tokens(v.label)}
    plain = NOT_NAMES | stages | evidence | _CROWD
    everyday = (plain - FIRM if firm else plain) & set(tokens)
    return not tokens or bool(everyday) or any(t in rivals or known.names.is_person(t) for t in tokens)


def _single(reading: Reading, token: str, end: int, *, subject: bool) -> bool:
    """One word is a company only where `they` or a customer's verb says so."""
    if len(token) < 4:
        return False
    said = reading.folded[end:]
    return bool(_ONE_SAYS.match(said)) if subject else bool(_THEY.search(said))
