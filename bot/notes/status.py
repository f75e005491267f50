"""Won or lost, stated as a fact, and why it was lost."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.loss_reasons import read_reason
from bot.notes.model import FieldChange
from bot.notes.outcome_idioms import idiomatic_outcomes
from bot.notes.outcome_words import (
    DEAD,
    IT_LOST,
    IT_WON,
    LOST,
    LOST_TO,
    NAME_LOST,
    NAME_WON,
    WON,
    WON_NAME,
    WON_NAME_ENDS,
    WON_THINGS,
)
from bot.notes.plain_words import names_record
from bot.notes.segment import Passage

_NOT_LOST = re.compile(
    r"\b(?:champion|contact|notes?|lost and found|battery|phone|wi-?fi|line|call|round|"
    r"sponsor)\b[\w\s]{0,8}$"
)
_BOOKED_EVENT = re.compile(
    r"\b(?:meeting|mtg|demo|call|workshop|flights?|travel|hotel|room|session|slot|visit|trip|trains?|"
    r"onsite|lunch|dinner|date|time|merger|termine?|treffen|besuch|afspraak|schulung|"
    r"side|other|another|house|property)\b[\w\s]{0,14}$"
)
_HEARSAY = re.compile(
    r"\b(?:someone|somebody|rumou?r\w*|word is|allegedly|supposedly|consider(?:ing|ed)?|reckons?|"
    r"smells?|looks?|"
    r"practically|virtually|hint(?:s|ed)|jok(?:es|ed|ing)|dreams?|pretend\w*|claims?|claimed|scheint|wohl|"
    r"vermutlich|angeblich|lijkt|schijnt|volgens mij)\b"
)
_TAKEN_BACK = re.compile(
    r"^[^.!?\n]{0,40}?(?:\bbut (?:alive|not|still|it's not|reviv)|\b(?:bar|except|save) (?:the|for)|"
    r"\bor (?:so|not)\b|"
    r"\bin 20\d\d\b|\blast (?:year|spring|summer|autumn|fall|winter)\b|\b(?:years?|months) ago\b|\bback in\b|"
    r"\b(?:first|last) time\b|\bjust kidding|\bjk\b|\bif only|\bto follow\b|\balive again|\bnot the "
    r"(?:deal|contract|order)|"
    r"\bfor now\b|"
    r"\bwithout (?:an? |the |our )?(?:rabatt|discount)|\bunless\b)"
)
_OPEN_END = re.compile(
    r"\b(?:waiting (?:for|on)|to countersign|still (?:needs?|missing|pending|outstanding)|waiting theirs|"
    r"not theirs)\b"
)
_LESSER_PAPER = re.compile(
    r"\b(?:criteria|plan|nda|mnda|loi|mou|dpa|pilot|poc|trial|scope|minutes|mutual|evaluation|security|"
    r"intent)\b[\w\s]{0,12}"
    r"\b(?:docs?|document|agreement|paper\w*|form|contract|sow)\b"
)
"""A signed plan or letter of intent wins nothing."""
_A_ROUND = re.compile(
    r"\b(?:runde|vorrunde|ronde|round|etappe|phase|heat|bake-?off|pitch|shortlist|beauty contest|"
    r"vorauswahl)\b"
)
"""What is won on the way to the order."""
_WAIT = re.compile(
    r"\b(?:think\w*|thought|feels? like|looks? like|seems?|sounds? like|fear(?:ed|ing)?|afraid|worried|"
    r"guess\w*|suspect\w*|"
    r"probably|likely|"
    r"will|'ll|shall|should|going to|gonna|to be|to get|get(?:ting)?|gets|needs?|need|want\w*|"
    r"must|has to|have to|would|could|might|may|can|"
    r"once|when|until|till|if|before|after|as soon as|waiting|await\w*|pending|expect\w*|hope\w*|"
    r"almost|nearly|promis\w*|not|never|"
    r"ready to|about to|by|soon|being|still|half|verbally|as good as|won't|chasing|trying|try|"
    r"last (?:year|quarter)|yet)\b[\w\s']{0,36}$|"
    r"\bto (?!the\b|us\b|me\b|him\b|her\b|them\b|our\b|my\b|their\b|an?\b|it\b|date\b|closed\b|say\b|"
    r"report\b)[a-z]+ $"
)
"""What has not come yet, or only seems so; `to help it over the line` is what somebody is at."""
_AFTER = re.compile(
    r"\s*(?:in principle|verbally|subject to|(?:for|on) (?:the |a |an |our |their )?(?:\w+ )?(?:pilot|"
    r"poc|trial|phase|draft|nda)\b|template|number|"
    r"draft|details|process|request|form\b|by (?!docusign|both|all|the (?:cfo|ceo)|their|[a-z]+ (?:today|"
    r"yesterday))|before|until|yet\b|"
    r"next|tomorrow|soon|in (?:april|may|june|q\d)|if\b|once\b|when\b|\?)"
)


def read_status(p: Passage) -> list[FieldChange]:
    """`won` or `lost` with its reason. A closed stage named as a stage counts as status."""
    lost = _facts(p, (LOST, DEAD, IT_LOST), "lost") + _gone_to_rival(p) + _of_name(p, "lost")
    won = _facts(p, (WON, WON_THINGS, IT_WON), "won") + _of_name(p, "won")
    told = _told(p)
    lost += [f for f in told if f.value == "lost"]
    won += [f for f in told if f.value == "won"]
    moved = _moved_to_closed(p)
    stated = [f for f in (*lost, *won, *moved) if f.assertion != "hedged"]
    values = {f.value for f in stated}
    if len(values) > 1:
        return [FieldChange("status", f.value, f.said, "hedged") for f in stated[:1]]
    if not stated:
        return read_reason(p) if _is_lost(p) else [*lost, *won, *moved][:1]
    return [stated[0], *(read_reason(p) if stated[0].value == "lost" else [])]


def _is_lost(p: Passage) -> bool:
    """Known to be lost already: then `price` is why, unless it is a sum."""
    return p.opportunity is not None and p.opportunity.status == "lost" and not p.money


def _facts(p: Passage, patterns: tuple[re.Pattern[str], ...], value: str) -> list[FieldChange]:
    found = []
    for pattern in patterns:
        for match in pattern.finditer(p.folded, p.start):
            clause = p.reading.clause_at(match.end() - 1)
            before = p.reading.folded[max(clause.start, p.start, match.start() - 50) : match.start()]
            if value == "lost" and "abgesagt" in match.group() and _BOOKED_EVENT.search(before):
                continue
            if (_NOT_LOST if value == "lost" else _LESSER_PAPER).search(before):
                continue
            if value == "won" and (_BOOKED_EVENT.search(before) or _OTHER_PAPER.search(before)):
                continue
            if pattern is DEAD and not _is_record(p, match, before):
                continue
            if match.group().startswith("we ") and _WHICH.search(before):
                continue
            if re.search(r"\bwon\b|gewonnen", match.group()) and _A_ROUND.search(
                p.reading.folded[clause.start : clause.end]
            ):
                continue
            if value == "won" and _LESSER_PAPER.search(p.reading.folded[clause.start : match.end()]):
                continue
            hedged = _is_doubtful(p, match.start(), match.end())
            found.append(p.change("status", value, match.start(), match.end(), hedged=hedged))
    return found


_WHICH = re.compile(
    r"\b(?:that|which)\s*$|\b(?:like|unlike|than|as|same|similar|another|other|after|since)\b[^.;]*"
    r"\b(?:deal|one|account|customer|client|pilot|contract|project|opp)\s*$"
)
"""`like the Acme deal that we won`: told of another."""


def _told(p: Passage) -> list[FieldChange]:
    return [
        p.change("status", value, start, end, hedged=_is_doubtful(p, start, end))
        for value, start, end in idiomatic_outcomes(p)
    ]


def _is_doubtful(p: Passage, start: int, end: int) -> bool:
    """Not yet, only thought or told as a rumour, asked, or taken back by what follows."""
    closing = p.reading.clause_at(end - 1)
    opening = max(closing.start, p.start)
    before = p.reading.folded[max(opening, start - 50) : start]
    after = p.reading.folded[end : min(closing.closing, p.end)]
    return (
        bool(_WAIT.search(before) or _HEARSAY.search(before) or _AFTER.match(p.reading.folded, end))
        or bool(_OPEN_END.search(after) or _TAKEN_BACK.search(after))
        or is_hedged(p.reading, max(start, opening), end)
    )


def _is_record(p: Passage, match: re.Match[str], before: str) -> bool:
    """`Acme is gone` tells of the opportunity; `Greta is gone` of a person."""
    at = match.start()
    named = any(
        a < at and not p.reading.folded[b:at].removeprefix("'s").strip(" ,:–-") for a, b in p.names if b <= at
    )
    return (
        named
        or not before.strip()
        or bool(re.search(r"\b(?:it|this|deal|opp|project|one|all|that)\s*$", before))
    )


_ELSEWHERE = re.compile(
    r"\s+(?:for (?!us\b|this\b|it\b|the (?:deal|project|whole))\w+|last (?:year|quarter|month)|in 20\d\d|"
    r"on (?:another|a different))"
)
_NAME_LOST = re.compile(
    r"(?:'s| is| was| deal| order| opp| has been| got| ist| leider)* lost\b(?!\s+(?:their|his|her|its|"
    r"our|the|an?|my|some|interest|budget|"
    r"time|track|momentum|touch|funding|patience|faith|confidence|headcount|(?:in|without)\b|\d|"
    r"\w+ (?:people|staff|guys)|round|ground))"
)


def _of_name(p: Passage, value: str) -> list[FieldChange]:
    """`lost Acme`, `bagged Acme`; `Acme lost`, `Acme fell through`."""
    after = (_NAME_LOST, NAME_LOST) if value == "lost" else (NAME_WON,)
    spans = []
    for start, end in p.names:
        before = p.reading.before(start)
        ended = [m for o in after if (m := o.match(p.reading.folded[: p.end], end))]
        if not _OF_SOMEBODY.search(before) and (names_record(p, start, end) or value == "won"):
            spans += [(start, m.end()) for m in ended]
        elif not names_record(p, start, end):
            spans += [(start, m.end()) for m in ended if _DID_TO_US.search(m.group())]
        verb = re.search(r"\blost\s+$", before) if value == "lost" else _won_before(p, before, end)
        if verb:
            spans.append((start - len(before) + verb.start(), end))
    return [p.change("status", value, a, b, hedged=_is_doubtful(p, a, b)) for a, b in spans]


_OF_SOMEBODY = re.compile(r"\b[a-z]+\s+(?:at|from|von|bei|van|bij)\s+$")
_DID_TO_US = re.compile(r"\b(?:us|no|uns|abgesagt)\b")
"""A person who walked has left; one who turned us down spoke for the company."""


def _won_before(p: Passage, before: str, end: int) -> re.Match[str] | None:
    verb = WON_NAME.search(before)
    tail = WON_NAME_ENDS.match(p.reading.folded[: p.end], end)
    rivals = (fold(c) for c in p.book.competitors)
    if verb is None or tail is None or any(r in before[: verb.start()] for r in rivals):
        return None
    return verb if verb["verb"] not in _ONLY_WITH_TAIL or tail["over"] else None


_ONLY_WITH_TAIL = frozenset({"got", "brought", "just"})


def _gone_to_rival(p: Passage) -> list[FieldChange]:
    """`went with X`, `signed with X`, `chose X`: theirs, so not ours."""
    found = []
    rivals = "|".join(re.escape(fold(c)) for c in p.book.competitors) or "(?!)"
    general = (
        r"(?:someone else|another vendor|the competition|a competitor|the incumbent|in-house|"
        r"the other (?:guys|vendor))"
    )
    pattern = re.compile(
        rf"\b(?:fur|voor) (?:die |den |de )?(?:{rivals}) (?:entschieden|gekozen)\b|"
        rf"\b{LOST_TO}\s+(?:ahead |over )?(?:with |to |for |an )?(?:the )?(?:{rivals}|{general})\b|"
        rf"\b(?:gave|given|handed|awarded) (?:it|the (?:business|order|deal|contract|job|"
        rf"work)) to (?:{rivals}|{general})\b|"
        rf"\b(?:order|auftrag|opdracht|business|contract|zuschlag|deal) (?:has |is )?(?:went|gone|"
        rf"ging|gegangen|gaat|geht) "
        rf"(?:to|an|naar) (?:{rivals})\b"
    )
    for match in pattern.finditer(p.folded, p.start):
        before = p.reading.before(match.start())
        going = match.group().startswith(("going", "goes", "buying"))
        hedged = _is_doubtful(p, match.start(), match.end())
        hedged = hedged or bool(_ELSEWHERE.match(p.reading.folded, match.end()))
        if not (going and re.search(r"\b(?:up|back|through)\b", before)):
            found.append(p.change("status", "lost", match.start(), match.end(), hedged=hedged))
    return found


_OTHER_PAPER = re.compile(
    r"\b(?:afe|minutes|lease|invoices?|timesheets?|petition|card|letter|visitors? book|nda|loi|mou|"
    r"plan|list|"
    r"requisition|pr|capex|report|certificate|protocol|protokoll)(?: (?:is|was|are|were|got|has|have|"
    r"been|now|just|"
    r"finally))* ?$"
)
"""Signed, but not the opportunity's contract."""
_THING_IS = re.compile(
    r"\b(?:slot|date|room|flight|time|venue|eb|call|demo|visit|survey|workshop|trip|appointment|he|"
    r"she|i|we|line|wi-?fi|"
    r"laptop|phone|battery|server|budget)(?:'s|'m|'re| is| are| was| am)?(?: now| all)?\s*$"
)
_TO_CLOSED = re.compile(
    r"(?:\b(?:mov\w*|mark\w*|put|set|flip\w*|chang\w*|updat\w*|log\w*|close|call|make)\b.{0,30}?|->|→|"
    r"\b(?:stage|status|is|as|to)\b|:)\s*(?:now |it |in |as |to |the |\"|')*$"
)


_NO_ATTRIBUTE = re.compile(
    r"\s*(?:$|[^\w\s]|\d)|\s+(?:and|as|at|because|but|by|due|for|from|on|over|since|so|to|today|yesterday|"
    r"this|"
    r"last|now|pls|plz|please|thanks|then|we|they|i|he|she|it|price|pricing|budget|timing|competitor|no|"
    r"stage|"
    r"status|deal|opp|yesterday|after|against|cos|coz|sir|yaar|bitte|jetzt|nun|heute|und|en|weil|wegen|if|"
    r"when|"
    r"once|until|before|subject|verbally|in|next|tomorrow|soon|yet)\b"
)
"""`is dead quiet` and `a signed copy` say of something else what it is like."""


def _moved_to_closed(p: Passage) -> list[FieldChange]:
    found = []
    for stage in (s for s in p.book.stages if s.is_closed):
        names = "|".join(
            re.escape(fold(n)) for n in (stage.name, stage.id.replace("_", " "), *stage.synonyms)
        )
        for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w|'| off| up| the | a | in | with)", p.folded):
            before = p.reading.before(match.start())
            if _BOOKED_EVENT.search(before) or _THING_IS.search(before):
                continue
            if not _NO_ATTRIBUTE.match(p.reading.folded, match.end()):
                continue
            if _TO_CLOSED.search(before):
                hedged = _is_doubtful(p, match.start(), match.end())
                value = "won" if stage.is_won else "lost"
                found.append(p.change("status", value, match.start(), match.end(), hedged=hedged))
    return found
