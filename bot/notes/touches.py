"""How the customer was in touch, where a message describes a contact that took place."""

from __future__ import annotations

import re

from bot.notes.dates import DateHit
from bot.notes.forms import form_of_contact
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.notes.touch_words import AT_EVENT, CALLS, HEADED, TOUCH
from bot.sales import NoteType

_NOT_TOUCH = re.compile(
    r"\b(?:will|'ll|should|to|gonna|going to|need to|have to|want to|wants?|let's|can|could|may|might|"
    r"not|never|no|"
    r"\w+n't|havent|hasnt|didnt|yet|if|when(?! (?:we|i|he|she|they)\b)|once|next|plan\w*|schedul\w*|"
    r"book\w*|tomorrow|before|until|"
    r"asked for|"
    r"after(?! (?:we|i|he|she|they)\b)|is|was|are|be|so-|send|wants|needs?|nicht|kein\w*|niet|geen|muss|will|"
    r"wants)\s+(?:(?!and\b)\w+\s+){0,2}$"
)
_CALLED_OFF = re.compile(
    r"\s*(?:got |was |is |has been |were )*"
    r"(?:cancel\w*|moved|postponed|rescheduled|called off|not booked|booked|pushed)\b"
)
_COLLEAGUE = re.compile(
    r"(?: (?:to|with|w/))? (?:(?:my|our) (?:own )?(?:\w+ )?(?:manager|boss|se|sa|csm|team|vp|director|"
    r"legal|finance|deal desk|colleagues?|wife|husband|"
    r"solutions?|engineers?|product|support|ceo|cfo|cto|coo|partner|marketing|people|guys|mom|mum|dad|"
    r"kids)\b|internal(?:ly)?\b|deal desk\b)"
)
_FULFILLED = re.compile(
    r"\b(?:criteri(?:a|on)|targets?|kpis?|goals?|requirements?|metrics?|conditions?|benchmarks?|tests?|"
    r"expectations|needs|deadlines?|quota)"
    r"(?: \w+){0,2} $"
)
"""`all criteria met` is no meeting."""
_PERSON_NAMED = re.compile(
    r"\b(?:chap|guy|lady|man|woman|bloke|lad|girl|gent|person|someone|somebody|company|outfit|firm|"
    r"startup|thing|"
    r"product|project|tool|dog|cat|place|one|contact|buyer|manager|rep|client|prospect|lead)\s+$"
)
"""`a chap called Sam` rang nobody."""
_HOLDING = re.compile(r"\b(?:call|meeting|demo|lunch|coffee|dinner|visit|workshop|onsite)\s+(?:with|w/|at)\b")


def read_note_type(p: Passage) -> list[FieldChange]:
    """How the customer was in touch; the first contact told of, and a pasted e-mail is an e-mail."""
    hits = [h for kind, pattern in TOUCH if (h := _first(p, kind, pattern))]
    hits += [h for h in (_opening_touch(p), _headed(p)) if h]
    hits = hits or [h for kind, pattern in AT_EVENT if (h := _said_at(p, kind, pattern))]
    form = form_of_contact(p, told=bool(hits))
    if form:
        return [form]
    if not hits:
        return []
    start, end, kind = min(hits, key=lambda h: (h[0], -h[1]))
    return [p.change("note_type", kind, start, end, inferred=True)]


def _first(p: Passage, kind: NoteType, pattern: re.Pattern[str]) -> tuple[int, int, NoteType] | None:
    for match in pattern.finditer(p.folded, p.start):
        if not (is_plan(p, match.start(), match.end()) or _is_elsewhere(p, match) or _is_untold(p, match)):
            return match.start(), match.end(), kind
    return None


def _is_elsewhere(p: Passage, match: re.Match[str]) -> bool:
    """Colleagues of ours, and rivals whom the customer met, are no customer contact."""
    after = p.reading.folded[match.end() : p.end]
    if (
        _COLLEAGUE.match(after)
        or _CALLED_OFF.match(after)
        or _FULFILLED.search(p.reading.before(match.start()))
        or (match.group() == "called" and _PERSON_NAMED.search(p.reading.before(match.start())))
    ):
        return True
    rivals = "|".join(re.escape(c.lower()) for c in p.book.competitors)
    return bool(rivals and re.match(rf"(?: (?:to|with|w/))? (?:{rivals})\b", after))


_LOOSE = re.compile(
    r"(?:after|following|in|on(?!-)|from|during|by|via|over|per|through|using|off|nach|im|na|uber|am)\b"
)
_TOLD = re.compile(
    r"\b(?!need|need(?:ed)?\b)(?:\w{2,}ed|said|says|told|was|were|had|kontakt|contact|went|got|gave|came|"
    r"met|spoke|"
    r"wants?|likes?|loves?|heard|just|today|yesterday|earlier|this morning|"
    r"sent|wrote|thinks|is|are|hat|haben|sagt\w*|meint\w*|schreibt|zegt|zei|passt|ist|war)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|'ll|going to|gonna|tomorrow|next|can|could|should|must|needs?|please|pls|prefers?|best|"
    r"reach(?:able)?|"
    r"decides?|to (?:send|share|confirm|follow|reply|call|discuss|be)|hear|asap|morgen|let's|let me)\b"
)


def _is_untold(p: Passage, match: re.Match[str]) -> bool:
    """`after the demo`, `by e-mail`: a contact only where something was said or done there."""
    if not _LOOSE.match(match.group()):
        return False
    clause = p.reading.clause_at(match.start())
    here = p.reading.folded[max(clause.start, p.start) : min(clause.end, p.end)]
    sentence = p.reading.folded[max(clause.opening, p.start) : min(clause.closing, p.end)]
    return bool(_AHEAD.search(here)) or not _TOLD.search(sentence)


_PAST = re.compile(
    r"\b(?:went|was|said|says|spoke|talked|met|called|had|emailed|replied|rang|phoned|wrote|texted|"
    r"confirmed|wants|sat|gave|took|spent|visited|joined|came|saw|showed|popped|dropped|stopped|bumped|ran|"
    r"lunched|dined|grabbed|toured|presented|pitched|demoed|attended|hosted|told|asked|agreed|signed)\b"
)


def is_plan(p: Passage, start: int, end: int) -> bool:
    """Whether the contact at [start:end] is still to come, asked about, or did not happen."""
    clause = p.reading.clause_at(start)
    dated = any(
        not d.past and d.day > p.today and start <= d.start < clause.end and not _said_of_now(p, d)
        for d in p.dates
    )
    ahead = dated and not _PAST.search(p.reading.folded, start, clause.end)
    return ahead or clause.asked or bool(_NOT_TOUCH.search(p.reading.before(start, 40)))


def _said_of_now(p: Passage, day: DateHit) -> bool:
    """`their top problem this year`"""
    return day.span and p.reading.folded.startswith("this ", day.start)


def _opening_touch(p: Passage) -> tuple[int, int, NoteType] | None:
    """`Call with Dana: …` heads a note about a call that took place; with a coming date it is a plan."""
    match = _HOLDING.search(p.folded, p.start)
    if not match or is_plan(p, match.start(), match.end()):
        return None
    clause = p.reading.clause_at(match.start())
    heads = not p.reading.folded[clause.start : match.start()].strip(" ,-:") and p.reading.folded[
        clause.end : clause.end + 1
    ] in {":", ",", ".", "-", " "}
    more = p.end - clause.end > 12
    kind: NoteType = "call" if match.group().startswith("call") else "meeting"
    return (match.start(), match.end(), kind) if heads and more else None


def _headed(p: Passage) -> tuple[int, int, NoteType] | None:
    """`call w Dana`, `Acme: tea with Dana` at the head of a clause without a day to come."""
    for match in HEADED.finditer(p.folded, p.start):
        clause = p.reading.clause_at(match.start())
        led = p.reading.folded[max(clause.start, p.start) : match.start()]
        if _LED_BY.fullmatch(led) and not (is_plan(p, match.start(), match.end()) or _is_elsewhere(p, match)):
            return match.start(), match.end(), "call" if match["event"] in CALLS else "meeting"
    return None


_LED_BY = re.compile(
    r"\W*(?:(?:just|quick|short|long|good|great|lovely|nice|had|a|an|the|another|first|second|early|late|working|team|"
    r"had a)\W+)*"
)


def _said_at(p: Passage, kind: NoteType, pattern: re.Pattern[str]) -> tuple[int, int, NoteType] | None:
    """What was said or done at an event or a place, in the past and with nothing to come in the clause."""
    for match in pattern.finditer(p.folded, p.start):
        clause = p.reading.clause_at(match.start())
        here = p.reading.folded[max(clause.start, p.start) : min(clause.end, p.end)]
        past = _PAST.search(here) or _HAPPENED.search(here)
        unsure = clause.asked or _AHEAD.search(here) or _NOT_TOUCH.search(p.reading.before(match.start(), 40))
        if past and not (unsure or _is_elsewhere(p, match)):
            return match.start(), match.end(), kind
    return None


_HAPPENED = re.compile(
    r"\b(?:\w{3,}ed|was|were|had|gave|got|heard|knew|swore|shook|made|put|let|war|hat|haben|heeft)\b"
)
