"""How the customer was in touch, where a message describes a contact that took place."""

from __future__ import annotations

import re

from bot.notes.forms import form_of_contact
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.sales import NoteType

_ONE = (
    r"(?:(?:a|an|the|my|our|another|quick|good|great|long|short|brief|tough|rough|nice|solid|productive|"
    r"first|second|third|"
    r"final|intro\w*|discovery|disco|follow-?up|pricing|weekly|monthly|regular|video|con|conf|conference|"
    r"phone|telephone|"
    r"telephonic|teams|zoom|skype|intro|commercial|technical|tech|proper|really|very|joint|onsite|"
    r"on-site|site|"
    r"sit-down|face[- ]to[- ]face|1:1|one[- ]on[- ]one|team|exec|review|ein\w*|kurz\w*|gut\w*|een|kort|"
    r"goed|goede|"
    r"\d+[- ]min(?:ute)?s?|half[- ]hour|hour[- ]long|hr|hour) )*"
)
_CALL = (
    r"(?:(?:(?:tele)?phone |con |conf |conference |video |zoom |teams )?calls?|convos?|conversation|chat|"
    r"catch-?up|catch up|"
    r"sync|check-?in|zoom|telco|telcon|concall|telephonic|ring|voice ?mail|vm|telefonat|telko|anruf|"
    r"gesprach|"
    r"belletje|gesprek|telefoontje)"
)
_MEETING = (
    r"(?:meetings?|mtg|meet|lunch|coffee|dinner|breakfast|beers?|drinks?|tea|brew|pint|cuppa|curry|bite|"
    r"onsite|on-site|site visit|"
    r"visit|sit-?down|"
    r"workshop|demo|demos|presentation|session|qbr|ebr|walkthrough|kick-?off|roundtable|termin|treffen|"
    r"besuch|mittagessen|"
    r"besprechung|vor-ort-termin|afspraak|bezoek|bespreking|plant tour|tour)"
)
_EMAIL = r"(?:e-?mails?|mails?)"
_OTHER = (
    r"(?:whats ?app|whatsap+|wa|sms|text(?: message)?|linkedin(?: message)?|dm|slack(?: message)?|"
    r"telegram|signal|wechat|inmail|voice (?:note|message))"
)
_HAD = (
    r"(?:had|grabbed|shared|enjoyed|have had|did|held|ran|hosted|just (?:had|finished|wrapped|ended|"
    r"out of)|finished|"
    r"wrapped(?: up)?|came (?:out of|off|from)|"
    r"(?:just |right |fresh )?(?:off|out of|after|in|back from|from|on|following|during|hung up (?:on|"
    r"after))|"
    r"gave (?:\w+ ){1,4}?|got (?:\w+ ){1,3}?on|hatten?|hatte|nach|im|beim|habe|had een|na)"
)
_OVER = (
    r"(?:went|was|were|done|completed?|over|held|happened|took place|landed|finished|ended|just|"
    r"yesterday|today|this morning|"
    r"this afternoon|earlier|last (?:night|week|\w+day)|lief|war|gehabt|verlief|ging)"
)
_NOTES = (
    r"(?:notes?|summary|recap|debrief|minutes|read-?out|log|report|write-?up|notiz(?:en)?|protokoll|"
    r"zusammenfassung|verslag|takeaways|highlights)"
)
_WITH = r"(?:(?: (?:with|w/|w|at|for|to|mit|bei|met|bij) ?(?!quote)[\w\s,&'.-]{1,40}?)?)"
_CHANNEL = r"(?:by|via|over|per|on|through|in|laut|uber|ueber|am|im|an de|aan de|auf|as per|from|using)"
_ARTICLE = (
    r"(?: (?:the|an|a|her|his|their|my|our|der|seiner|ihrer|\w+'s|today's|yesterday's|this morning's))*"
)


def _happened(noun: str) -> str:
    """An event of that name that took place: had, over, judged, or the heading of notes."""
    return (
        rf"\b{_HAD} {_ONE}{noun}\b|\b{noun}\b{_WITH}(?: (?:today|yesterday|earlier|"
        rf"this morning))? (?:{_OVER})\b|"
        r"\b(?:good|great|quick|long|short|tough|nice|productive|solid|brief|lovely|interesting|"
        rf"positive) {_ONE}{noun} (?:with|w/|at)|"
        rf"\b{noun} {_NOTES}\b|\b{_NOTES} (?:from|of|on|vom|van) {_ARTICLE.strip()} ?{_ONE}{noun}\b"
    )


_TOUCH: tuple[tuple[NoteType, re.Pattern[str]], ...] = (
    (
        "other",
        re.compile(
            rf"\b{_CHANNEL}{_ARTICLE} {_OTHER}\b|\b{_OTHER} (?:from|message|msg|von|van)\b|"
            r"\b(?:whats ?app(?:ed|'d)|texted|dm'?e?d|slacked|messaged|pinged|telegrammed|inmailed|"
            r"wa msg)\b|"
            rf"\b(?:got|received|sent|had|swapped) (?:me |us )?{_ONE}{_OTHER}\b|\blinkedin\b"
        ),
    ),
    (
        "email",
        re.compile(
            rf"\b{_CHANNEL}{_ARTICLE} {_EMAIL}\b|\b{_EMAIL}(?: just| chain| thread| exchange)? (?:from|"
            r"in from|exchange|back|with|thread|came|"
            r"von|van|says|said|confirms|confirming|saying)\b|"
            r"\b(?:got|received|swapped|traded|exchanged|sent|wrote|fired off|dropped|"
            rf"shot)(?: \w+){{0,2}}? (?:an? |some )?{_EMAIL}\b|"
            r"\b(?:e-?mailed|mailed|gemailt|replied|responded|reverted|wrote(?! (?:off|down|up|it)))\b|"
            r"\b(?:forwarded\b|fwd\b)|\b(?:gemailt|zuruckgeschrieben|geantwortet|geschrieben|gemaild)\b"
        ),
    ),
    (
        "call",
        re.compile(
            r"\b(?:called|phoned|rang|rung|dial(?:l)?ed|telephoned|facetimed|zoomed|skyped|buzzed|"
            r"voicemailed|telefoniert|"
            r"telefonat mit|angerufen|zuruckgerufen|gebeld|belde|terugggebeld)\b(?! (?:off|it|us out|out|"
            r"upon|for (?:bids|tender)|lumina pro))|"
            r"\b(?:spoke|spoken|talked|chatted|conversed|touched base|caught up|connected|"
            r"discussed)\b(?= (?:to|with|w/|briefly|again|over|on|about|at|in|just|today|yesterday|this|"
            r"again|earlier)\b)|"
            r"\b(?:spoke|spoken|talked|gesprochen|had a word|got hold of|got through to|hung up|"
            r"picked up the phone)\b|"
            r"\b(?:gave|given) (?:\w+ ){1,3}?a (?:bell|ring|call|buzz|shout|tinkle)\b|\b(?:on|off|over|"
            r"by|per) (?:the )?(?:phone|telephone|blower|line)\b|"
            r"\b(?:am telefon|telefonisch|aan de telefoon|per telefoon)\b|\bphone(?:d)? (?:in|me|us)\b|"
            r"\bleft (?:\w+ ){0,3}?(?:a )?(?:voice ?mail|vm|message)\b|\bvoice ?mail\b|"
            rf"\b{_CHANNEL}{_ARTICLE} {_ONE}(?:calls?|zoom|call)\b|{_happened(_CALL)}"
        ),
    ),
    (
        "meeting",
        re.compile(
            r"\b(?:met(?: up)?(?= [\w@'])(?! (?:all|every|each|the (?:criteria|targets|bar|requirements)|"
            r"their (?:targets|criteria)|with (?:resistance|silence|approval)|expectations))|"
            r"visited|lunched|dined|sat (?:down )?(?:with|w/|w)|demoed|demo'd|bumped into|ran into|"
            r"popped (?:in|"
            r"by|over|round)|dropped (?:by|in)\b|"
            r"stopped by|swung by|came (?:by|to (?:our|the) office|over to)|went (?:to see|over to|up to|"
            r"down to|to visit)|toured|"
            r"presented (?:\w+ ){0,3}?to(?! (?:her|his|their|the) (?:board|exec\w*|committee|management|"
            r"leadership))|"
            r"took (?:\w+ ){1,3}?(?:for|to|out for) (?:a )?(?:coffee|lunch|dinner|drinks?|beer|"
            r"breakfast)|in person|face[- ]to[- ]face|"
            r"(?:over|during) (?:a |some )?(?:quick |long |nice )?(?:lunch|coffee|dinner|breakfast|"
            r"drinks?|beers?|tea|brew|pint)|"
            r"(?:joined|attended|sat in on) (?:\w+(?:'s)? ){0,3}?(?:demo|meeting|workshop|session|"
            r"visit|onsite)|"
            r"(?:sir|madam|ma'am|ji|everybody|everyone|all|they|he|she) (?:was|were|was also|"
            r"were all) (?:there|present)|"
            r"joined in person|took the meeting|getroffen|besprochen|besucht|bezocht|ontmoet|gesproken|"
            r"langs geweest|"
            r"(?:war|waren|bin|gestern|heute)(?: \w+){0,3} (?:vor ort|bei)|vor ort (?:bei|mit)|"
            r"onsite (?:at|with)|on-site (?:at|with)|"
            rf"(?:lunch|coffee|dinner|drinks?|breakfast|beers?) (?:with|w/ ?\w+))|{_happened(_MEETING)}|"
            r"\b(?:just |i'm |am )back from (?:a|the|my|our|an)\b"
        ),
    ),
)
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
    hits = [h for kind, pattern in _TOUCH if (h := _first(p, kind, pattern))]
    opening = _opening_touch(p)
    hits += [opening] if opening else []
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


def is_plan(p: Passage, start: int, end: int) -> bool:
    """Whether the contact at [start:end] is still to come, asked about, or did not happen."""
    clause = p.reading.clause_at(start)
    ahead = any(
        not d.past and d.day > p.today and start <= d.start < clause.end for d in p.dates
    ) and not re.search(
        r"\b(?:went|was|said|says|spoke|talked|met|called|had|emailed|replied|rang|phoned|wrote|texted|"
        r"confirmed|wants|sat|gave|took|spent|visited|joined|came|saw|showed|popped|dropped|stopped|"
        r"bumped|ran|"
        r"lunched|dined|grabbed|toured|presented|pitched|demoed|attended|hosted|told|asked|agreed|signed)\b",
        p.reading.folded[start : clause.end],
    )
    return ahead or clause.asked or bool(_NOT_TOUCH.search(p.reading.before(start, 40)))


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
