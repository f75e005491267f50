"""Everyone at the customer named in the message; people the CRM does not know become `new:Full Name`."""

from __future__ import annotations

import re

from bot.notes.calendar_words import WEEKDAYS
from bot.notes.capitals import has_role, is_person, is_titled, runs, shortened
from bot.notes.clauses import fold
from bot.notes.loose_names import loosely_named
from bot.notes.model import FieldChange
from bot.notes.name_words import GIVEN, ROLES
from bot.notes.names import NameIndex, words_of
from bot.notes.not_names import NOT_NAMES
from bot.notes.removals import is_taken_away, removal
from bot.notes.segment import Passage

_CAP = r"[A-ZÀ-ÖØ-ÞŠŽ][a-zà-öø-ÿšžA-Z'’\-]*[a-zà-öø-ÿšž]"
_PARTICLE = r"(?:van der|van den|van de|van|von|de la|de|del|di|da|bin|al|el|O')"
_FULL = rf"{_CAP}(?:\s+(?:{_PARTICLE}\s+)?{_CAP}){{1,2}}"
_ROLE = (
    r"(?:C[A-Z]O|CISO|SVP|EVP|VP|GM|MD|GC|CEO|[Dd]irector|[Hh]ead|[Mm]anager|[Oo]wner|[Ff]ounder|"
    r"[Pp]resident|[Cc]hief|[Cc]ontroller|[Bb]uyer|[Aa]rchitect|"
    r"[Cc]ounsel|[Ll]awyer|[Cc]hampion|[Aa]nalyst|[Ee]ngineer|[Ll]ead|[Pp]rocurement|[Ll]egal|"
    r"[Ff]inance|IT|[Ss]ecurity|[Oo]ps|[Pp]urchasing|[Aa]dmin|[Pp]artner|[Ss]ponsor|boss|colleague|"
    r"successor|replacement|assistant|EA|PM|contact)"
)
_KIND = (
    rf"{_ROLE}(?:\s+(?:of|for|&|and|[A-Z]\w+|sales|ops|operations|engineering|finance|procurement|security|"
    rf"it|product|marketing)){{0,3}}"
)
_WHO = (
    r"(?:[Mm]et|with|w/|from|[Ss]poke to|[Ss]poke with|[Tt]alked to|[Tt]alked with|[Cc]alled|[Ee]mailed|"
    r"[Rr]ang|[Tt]o|[Vv]ia|[Pp]er|[Cc]c'?d?|[Ll]oop(?:ed)? in|[Aa]dd(?:ed)?|[Ii]ntro(?:duced)? to|named|is|"
    r"and|contact:?|[Aa]sk|[Bb]y|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|mit|met|von|Herr|Frau)"
)
_VERB = (
    r"(?:said|says|wants|asked|asks|agreed|confirmed|approved|signed|signs|replied|told|mentioned|thinks|"
    r"likes|loves|needs|is|was|has|will|can|called|emailed|joined|takes|owns|runs|pushed|cleared|gave|sent|"
    r"promised|prefers|likes)"
)
_PATTERNS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b(?:[Tt]heir|[Nn]ew|[Tt]he|[Hh]is|[Hh]er|[Aa]|,)?\s*{_KIND}\s*[,:(]?\s+(?P<name>{_FULL})"),
    re.compile(rf"(?P<name>{_FULL})\s*[,(]\s*(?:[Tt]heir |[Tt]he |[Nn]ew |an? |our new )*{_ROLE}\b"),
    re.compile(rf"(?P<name>{_FULL})\s+(?:from|in|of)\s+(?:their )?{_ROLE}\b"),
    re.compile(rf"\b{_WHO}\s+(?P<name>{_FULL})"),
    re.compile(rf"(?:^|(?<=[.,;:!\n]\s)|(?<=[.,;:!\n]))(?P<name>{_FULL})\s+{_VERB}\b", re.MULTILINE),
    re.compile(rf"\b(?:CFO|CEO|CTO|CIO|COO|CMO|CRO|CISO|VP)\s+(?P<name>{_CAP})\b"),
    re.compile(rf"\b(?:[Tt]heir|[Nn]ew)\s+(?:new )?{_KIND},?\s+(?P<name>{_CAP})\b"),
    re.compile(
        rf"\b(?P<name>{_CAP})\s*[,(]\s*(?:[Tt]heir |[Tt]he )(?:new )?{_ROLE}\b|"
        rf"\b(?P<name_2>{_CAP})\s*\(\s*{_ROLE}"
    ),
    re.compile(
        rf"\b(?P<name>{_CAP})\s+(?:from|in)\s+(?:their )?(?:procurement|legal|finance|IT|security|"
        rf"purchasing|ops|HR|accounting|engineering)\b"
    ),
    re.compile(
        rf"\b(?:[Mm]et with|[Mm]et|[Ss]poke (?:to|with)|[Tt]alked to|[Ll]unch with|[Cc]offee with|"
        rf"[Ee]mail from|[Cc]all with|[Rr]ang|[Ee]mailed)\s+(?P<name>{_CAP})\b(?!\s+(?:today|"
        rf"about)?\s*(?:team|folks))"
    ),
)
_OF_A_DAY = re.compile(r"(?:'s)? (?:Day|Eve|Street|Road|Square|Avenue|Week|Fair|Festival)\b")
_ARTICLE = re.compile(
    r"\b(?:the|an?|der|die|das|den|dem|ein\w*|de|het|een|another|some|this|that|black|good|super)\s+$"
)
_OUR_SIDE = re.compile(r"\b(?:[Oo]ur|[Mm]y)\s+(?:own |new )?(?:\w+ ){0,2}$|\b(?:SE|AE|CSM|SDR|BDR|coach)\s+$")


def read_contacts(p: Passage, index: NameIndex) -> list[FieldChange]:
    known, spans = _known(p, index)
    return [*known, *_unknown(p, spans)]


def _known(p: Passage, index: NameIndex) -> tuple[list[FieldChange], list[tuple[int, int]]]:
    here = {c.id for c in p.people}
    found: dict[str, FieldChange] = {}
    spans = []
    for mention in index.people(p.reading.text, words_of(p.folded)):
        if any(mention.start < end and start < mention.end for start, end in p.names):
            continue
        if not any(t.id in here for t in mention.targets) and _in_other_name(p, mention.start, mention.end):
            continue
        spans.append((mention.start, mention.end))
        if _NOT_THEM.search(p.reading.before(mention.start, 20)) and not p.terse:
            continue
        ids = [t.id for t in mention.targets if t.id in here]
        if len(ids) == 1 and ids[0] not in found:
            found[ids[0]] = _told_of(p, ids[0], mention.start, mention.end)
    for contact, start, end in loosely_named(p, spans):
        spans.append((start, end))
        if contact not in found:
            found[contact] = _told_of(p, contact, start, end)
    return list(found.values()), spans


def _in_other_name(p: Passage, start: int, end: int) -> bool:
    """`Ilse Brandt` is not the Brandt whom another account has."""
    before, after = p.reading.text[:start], p.reading.text[end : p.end]
    return bool(re.search(rf"\b{_CAP} $", before) or re.match(rf" {_CAP}\b", after))


_NOT_THEM = re.compile(r"\b(?:not|nicht|niet|instead of|rather than|statt)\s*$")


def _told_of(p: Passage, contact: str, start: int, end: int) -> FieldChange:
    """Somebody named; taken off where the words say so, only mentioned where they were not there."""
    absent = _ABSENT.match(p.reading.folded, end, p.end)
    denied = p.terse and _NOT_THEM.search(p.reading.before(start, 20))
    wrong = bool(denied or absent)
    if is_taken_away(p, start, end) or (wrong and p.saved):
        return removal(p, "contacts", contact, start, end)
    return p.change("contacts", (contact,), start, end, hedged=wrong)


_ABSENT = re.compile(
    r" (?:(?:was|is|were)(?:n't| not)|(?:did|could)(?:n't| not) (?:come|make|join|show|attend)|(?:was|"
    r"were) (?:a no-?show|absent|"
    r"missing|off|away|out))\b(?: (?:actually|really|even))?(?: (?:there|here|present|in the room|"
    r"on the call|around|it|up|"
    r"at the \w+|on it|in on it|off sick|sick|ill|that day|on holiday|along))?\s*(?=$|[,.;:!?)\n–-]|"
    r"so\b|but\b|and\b|just\b|only\b|either\b|today\b|yesterday\b)"
)
"""`met Greta, Sam wasn't there`"""


def _unknown(p: Passage, spans: list[tuple[int, int]]) -> list[FieldChange]:
    if not (p.opportunity or p.account or p.lead):
        return []
    text = " " * p.start + p.reading.text[p.start : p.end]
    taken = [*spans, *p.names]
    found: list[FieldChange] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, p.start):
            group = "name" if match.groupdict().get("name") else "name_2"
            start, end = _trimmed(p, text, *match.span(group))
            if (
                end <= start
                or any(start < e and s < end for s, e in taken)
                or not _is_person(p, text, start, end)
            ):
                continue
            taken.append((start, end))
            found.append(_new(p, start, end))
    return [*found, *_by_kind(p, taken), *_typed_small(p, taken)]


def _new(p: Passage, start: int, end: int) -> FieldChange:
    return p.change("contacts", (f"new:{' '.join(p.reading.text[start:end].split())}",), start, end)


def _typed_small(p: Passage, taken: list[tuple[int, int]]) -> list[FieldChange]:
    """`bruno costa, plant manager`: a given name and another word, and then what they are at work."""
    found = []
    for match in _SMALL_NAME.finditer(p.folded, p.start):
        start, end = match.span("name")
        given, _, last = match["name"].partition(" ")
        if any(start < e and s < end for s, e in taken) or given not in GIVEN or last in _NO_NAME:
            continue
        if match["role"] in ROLES and p.reading.text[start:end].islower():
            name = match["name"].title()
            found.append(p.change("contacts", (f"new:{name}",), start, end))
    return found


_SMALL_NAME = re.compile(r"\b(?P<name>[a-z]{3,} [a-z]{3,}) ?[,(] ?(?:[a-z]+ ){0,2}?(?P<role>[a-z]+)\b")


def _by_kind(p: Passage, taken: list[tuple[int, int]]) -> list[FieldChange]:
    """Names that are people's by a given name, a title or the work beside them."""
    found = []
    for whole in runs(p.reading, p.start, p.end):
        run = shortened(p.reading, whole, _NO_NAME)
        if run is None or any(run.start < e and s < run.end for s, e in taken):
            continue
        full = (
            2 <= len(run.tokens) <= 4
            or is_titled(p.reading, run)
            or (run.tokens[0] in GIVEN and has_role(p.reading, run))
        )
        if full and is_person(p.reading, run) and _is_person(p, p.reading.text, run.start, run.end):
            found.append(_new(p, run.start, run.end))
    return found


_NO_NAME = NOT_NAMES | ROLES | frozenset(WEEKDAYS)


def _trimmed(p: Passage, text: str, start: int, end: int) -> tuple[int, int]:
    """Leading and trailing words that cannot be part of a name fall off (`CTO Greg Hall Proposal`)."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    dated = [(d.start, d.end) for d in p.dates]
    words = [w for w in words if not any(w[0] < end and start < w[1] for start, end in dated)]
    while words and not _can_be_name(text[slice(*words[0])]):
        words.pop(0)
    while words and not _can_be_name(text[slice(*words[-1])]) and not _is_surname(text, words):
        words.pop()
    return (words[0][0], _without_possessive(text, words[-1][1])) if words else (start, start)


def _without_possessive(text: str, end: int) -> int:
    return end - 2 if fold(text[end - 2 : end]) == "'s" else end


def _is_surname(text: str, words: list[tuple[int, int]]) -> bool:
    """`Paul Dean` is called so; `Paul Director` is not."""
    first, last = fold(text[slice(*words[0])]), fold(text[slice(*words[-1])])
    return (
        len(words) == 2
        and first in GIVEN
        and last in {"dean", "mayor", "pastor", "captain", "sheriff", "chair"}
    )


def _can_be_name(word: str) -> bool:
    plain = fold(word).strip("'’-")
    return not plain.startswith("i'") and plain not in _NO_NAME and not word.isupper()


def _is_person(p: Passage, text: str, start: int, end: int) -> bool:
    said = fold(text[start:end])
    words = said.split()
    if _OF_A_DAY.match(text, end) or (words == ["black"] and fold(text[end : end + 7]) == " friday"):
        return False
    if len(words) == 1 and _ARTICLE.search(p.reading.before(start, 12)):
        return False
    if set(words) <= set(fold(p.speaker).split()):
        return False
    if any(w in NOT_NAMES for w in words) or _OUR_SIDE.search(text[max(0, start - 30) : start]):
        return False
    if any(fold(c) in said for c in p.book.competitors):
        return False
    return not re.match(r"\s+(?:Inc|Ltd|GmbH|LLC|Corp|Bank|Group|AG|BV|Labs)\b", text[end : end + 8])
