"""Everyone at the customer named in the message; people the CRM does not know become `new:Full Name`."""

from __future__ import annotations

import re

from bot.notes.calendar_words import WEEKDAYS
from bot.notes.capitals import has_role, is_person, runs, shortened
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.name_words import GIVEN, ROLES
from bot.notes.names import NameIndex, words_of
from bot.notes.removals import is_taken_away, removal
from bot.notes.segment import Passage
from bot.notes.vocabulary import listed
from bot.sales import FieldName

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
NOT_NAMES = frozenset(
    listed(
        "the a an this that they them we i it he she our your my their monday tuesday wednesday thursday "
        "friday saturday sunday "
        "proposal negotiation discovery evaluation commit closed won lost stage deal budget legal "
        "procurement security finance demo "
        "call meeting email pricing contract renewal pilot poc trial cfo ceo cto cio coo ciso vp it hr ops "
        "q1 q2 q3 q4 h1 h2 arr mrr acv tcv "
        "slack teams zoom google microsoft salesforce hubspot excel oracle sap aws azure okta docusign sow "
        "msa nda dpa po rfp rfi eb "
        "good great nice thanks thank please hello hi hey yes no ok okay not now just still new next also "
        "and but or so if when "
        "head director manager chief sales marketing product engineering operations customer team board "
        "enterprise pro starter premium team plan "
        "should could would might can let need needs want wants send sent sending waiting follow "
        "moved moving move set put update "
        "summit quarter month week year today tomorrow eow eom eoq christmas easter europe america asia "
        "london berlin paris amsterdam "
        "mumbai delhi munich boston chicago york texas california india germany netherlands uk usa us eu "
        "emea apac sir madam mr mrs ms dr "
        "champion sponsor owner founder president lead buyer partner counsel controller analyst engineer "
        "architect admin group bank labs met spoke talked called emailed"
    )
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
        spans.append((mention.start, mention.end))
        if _NOT_THEM.search(p.reading.before(mention.start, 20)):
            continue
        ids = [t.id for t in mention.targets if t.id in here]
        if len(ids) == 1 and ids[0] not in found:
            taken = is_taken_away(p, mention.start, mention.end)
            make = removal if taken else _addition
            found[ids[0]] = make(p, "contacts", ids[0], mention.start, mention.end)
    return list(found.values()), spans


_NOT_THEM = re.compile(r"\b(?:not|nicht|niet|instead of|rather than|statt)\s*$")


def _addition(p: Passage, field: FieldName, item: str, start: int, end: int) -> FieldChange:
    return p.change(field, (item,), start, end)


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
    return [*found, *_by_kind(p, taken)]


def _new(p: Passage, start: int, end: int) -> FieldChange:
    return p.change("contacts", (f"new:{' '.join(p.reading.text[start:end].split())}",), start, end)


def _by_kind(p: Passage, taken: list[tuple[int, int]]) -> list[FieldChange]:
    """Names that are people's by a given name, a title or the work beside them."""
    found = []
    for whole in runs(p.reading, p.start, p.end):
        run = shortened(p.reading, whole, _NO_NAME)
        if run is None or any(run.start < e and s < run.end for s, e in taken):
            continue
        full = 2 <= len(run.tokens) <= 4 or (run.tokens[0] in GIVEN and has_role(p.reading, run))
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
    while words and not _can_be_name(text[slice(*words[-1])]):
        words.pop()
    return (words[0][0], _without_possessive(text, words[-1][1])) if words else (start, start)


def _without_possessive(text: str, end: int) -> int:
    return end - 2 if fold(text[end - 2 : end]) == "'s" else end


def _can_be_name(word: str) -> bool:
    plain = fold(word).strip("'’-")
    return not plain.startswith("i'") and plain not in _NO_NAME and not word.isupper()


def _is_person(p: Passage, text: str, start: int, end: int) -> bool:
    said = fold(text[start:end])
    words = said.split()
    if set(words) <= set(fold(p.speaker).split()):
        return False
    if any(w in NOT_NAMES for w in words) or _OUR_SIDE.search(text[max(0, start - 30) : start]):
        return False
    if any(fold(c) in said for c in p.book.competitors):
        return False
    return not re.match(r"\s+(?:Inc|Ltd|GmbH|LLC|Corp|Bank|Group|AG|BV|Labs)\b", text[end : end + 8])
