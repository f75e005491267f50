"""Evidence that came from the customer, stated as done."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.notes.assertion import is_hedged, is_unrealised
from bot.notes.buyers import met_buyer
from bot.notes.clauses import fold
from bot.notes.evidence_frames import FRAMES
from bot.notes.evidence_idioms import IDIOMS
from bot.notes.evidence_kind import Kind
from bot.notes.evidence_kinds import KINDS
from bot.notes.evidence_words import ACTIVE, HEAD, PASSIVE
from bot.notes.forms import pasted_mail
from bot.notes.model import FieldChange
from bot.notes.removals import evidence_taken_away
from bot.notes.segment import Passage


def _compiled(kind: Kind) -> tuple[re.Pattern[str], ...]:
    pairs = [
        form
        for thing, done, verbs in kind.pairs
        for form in (rf"(?:{thing}){HEAD}{PASSIVE}(?:{done})", rf"(?:{verbs}){ACTIVE}(?:{thing}){HEAD}")
        if "(?!)" not in form
    ]
    return tuple(re.compile(rf"(?<![\w-])(?:{form})(?!\w)") for form in (*pairs, *kind.phrases))


_PATTERNS = {
    name: _compiled(Kind(kind.pairs, (*kind.phrases, *IDIOMS[name], *FRAMES[name])))
    for name, kind in KINDS.items()
}
_AUTHORITY = re.compile(
    r"\b(?:cfo|ceo|coo|cio|cto|cro|cmo|ciso|c[a-z]o|vp|svp|evp|vice president|president|owner|founder|"
    r"director|directeur|geschaftsfuhrer\w*|managing|md|partner|"
    r"head of|chief|decision[- ]maker|economic buyer|eb|signatory|board|who signs|signs|"
    r"budget (?:owner|holder)|sir|boss|chairman|general manager|gm|minister)\b"
)
_NO_AUTHORITY = re.compile(
    r"\b(?:can't sign|cannot sign|doesn't sign|not (?:the|her|his|a|their) (?:call|decision|signer)|"
    r"no authority|"
    r"not that (?:he|she|they) (?:can |could |actually )?(?:signs?|decides?)|"
    r"no (?:clout|power)|bless (?:him|her)|just (?:a|the) user|"
    r"not up to|doesn't (?:decide|have)|"
    r"has no (?:say|authority)|isn't the|but (?:she|he|"
    r"they) (?:can't|doesn't|isn't)|without authority|only a user|not the (?:buyer|decision))\b"
)
_INSIDE = (
    r"(?:own|internal|finance|legal|boss|manager|vp|cfo|ceo|deal desk|director|team|security|infosec|"
    r"lawyers?|counsel|"
    r"procurement|management|leadership)"
)
_OURS = re.compile(
    rf"\b(?:our|my|unser\w*|onze)\s+(?:\w+ )?$|\b(?:our|my) {_INSIDE}\b[\w\s']{{0,24}}$|"
    rf"\bdeal desk\b[\w\s]{{0,24}}$|"
    r"\binternal(?:ly)?\s*$"
)
_THEIRS = re.compile(r"\b(?:their|ihre\w*|hun|customer'?s)\b")
"""`our contract is with their lawyers`."""
_OPINION = re.compile(
    r"\b(?:(?:i|we) (?:told|explained|mentioned)|thinks?|thought|believes?|(?:i|we) reckon|assum\w+|"
    r"guess\w*|figures?|rumou?r\w*|jok\w+|claims?|"
    r"glaubt|denkt|hofft)\b"
)
_UNDONE = re.compile(
    r"^[\w\s,]{0,24}?\b(?:but|then|and then|aber|maar)\b[^.!?\n]{0,24}?\b(?:pulled|cut|frozen|froze|"
    r"withdrawn|gone|"
    r"reversed|revoked|taken back|changed|gestrichen|zuruckgezogen)\b|^\s*last (?:year|quarter)\b"
)
_WE = re.compile(r"\b(?:i|we)(?:'ve| have| just| finally)*\s*(?:\w+ly )?$")
_WE_DID = re.compile(
    r"(?:approv|sign|clear|confirm|releas|sanction|grant|review|redlin|sent|return|mark|rais|creat|"
    r"submit|ok)"
)
_BY_US = re.compile(r"\s*by (?:us|our|me|my|ourselves)\b")
_PARTLY = re.compile(
    r"\b(?:\d+|one|two|three|four|first|most|some|half|several|many) (?:out )?of\b|\b(?:half|part(?:ial|"
    r"ial?ly|"
    r"ly)?|"
    r"conditional(?:ly)?|provisional(?:ly)?|in principle|informal(?:ly)?|soft|nearly|almost|mostly|"
    r"largely|verbally|"
    r"unofficial(?:ly)?|teilweise|fast|deels|bijna)\b"
)
_OBSTACLE = re.compile(
    r"\b(?:pric(?:e|es|ing)|contract|legal|security|discount|terms|timeline|procurement|cost of (?:us|"
    r"our)|(?:with|about) us|our|your)\b"
)
_SELF = frozenset(
    {"budget_confirmed", "legal_review_started", "procurement_engaged", "security_review_passed"}
)
_WHOLE = _SELF - {"legal_review_started", "procurement_engaged"} | {
    "technical_win",
    "decision_criteria_agreed",
}


def read_verifiers(p: Passage) -> list[FieldChange]:
    """At most one change for each kind: stated when any mention of it is a fact, else hedged."""
    found: list[FieldChange] = []
    for verifier in p.book.verifiers:
        gone = evidence_taken_away(p, verifier)
        if gone:
            found.append(gone)
            continue
        changes = [
            c
            for pattern in _patterns(verifier.id, verifier.synonyms)
            for c in _mentions(p, verifier.id, pattern)
        ]
        if verifier.id == "economic_buyer_met":
            changes += met_buyer(p)
        if verifier.id == "champion_confirmed" and (named := _CHAMPION.search(p.folded, p.start)):
            changes.append(p.change("verifiers", (verifier.id,), *named.span(), hedged=True))
        changes.sort(key=lambda c: c.assertion == "hedged")
        found += changes[:1]
    return found


_CHAMPION = re.compile(r"\bchampion(?: is| =|:) \w+")
"""Whom we take for the champion is not what the customer has confirmed."""


def _patterns(verifier_id: str, synonyms: tuple[str, ...]) -> list[re.Pattern[str]]:
    known = _PATTERNS.get(verifier_id, ())
    return [*known] + [re.compile(rf"(?<!\w){re.escape(fold(s))}(?!\w)") for s in synonyms if s.strip()]


def _mentions(p: Passage, verifier_id: str, pattern: re.Pattern[str]) -> list[FieldChange]:
    found = []
    for match in pattern.finditer(p.folded, p.start):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        before = p.reading.before(start)
        if _is_elsewhere(p, verifier_id, match.group(), before, match.end()):
            continue
        hedged = _is_open(p, verifier_id, start, match.end()) or _negated_inside(verifier_id, match.group())
        hedged = hedged or (verifier_id == "verbal_commit" and not _has_authority(p, start))
        hedged = hedged or (verifier_id in _WHOLE and bool(_PARTLY.search(f"{before}{match.group()}")))
        hedged = hedged or _is_reported_or_undone(p, verifier_id, match.group(), before, match.end())
        opens = _subject_start(p, start)
        found.append(p.change("verifiers", (verifier_id,), opens, match.end(), hedged=hedged))
    return found


def _is_open(p: Passage, verifier_id: str, start: int, end: int) -> bool:
    """Not a fact yet. What somebody has said they will do for us is one, whenever they will do it; a
    customer's own words in quotes tell as much as those told in the seller's."""
    reading = replace(p.reading, quoted=())
    if verifier_id == "champion_confirmed":
        return is_hedged(reading, start, end) or is_unrealised(reading, start, start)
    return is_unrealised(reading, start, end)


def _is_reported_or_undone(p: Passage, verifier_id: str, said: str, before: str, end: int) -> bool:
    """Somebody's opinion, a smaller budget, our own review, or what has since been taken back."""
    sentence = p.reading.clause_at(max(end - 1, 0)).closing
    return (
        bool(_OPINION.search(before))
        or bool(_UNDONE.search(p.reading.folded[end:sentence]))
        or (
            verifier_id in _SELF
            and bool(re.search(r"\b(?:our|my) own\b|\b(?:pilot|poc|trial|travel) budget", before + said))
        )
    )


def _is_elsewhere(p: Passage, verifier_id: str, said: str, before: str, end: int) -> bool:
    """Our own approvals, and what the customer dislikes about us, are no evidence from the customer."""
    if verifier_id == "problem_confirmed":
        return bool(_OBSTACLE.search(f"{before}{said}{p.reading.after(end)}"))
    if verifier_id not in _SELF or pasted_mail(p):
        return False
    if verifier_id == "legal_review_started" and _THEIRS.search(said):
        return False
    ours = (
        (_OURS.search(before) and not _is_done_by_them(p, before))
        or (_WE.search(before) and _WE_DID.match(said))
        or _BY_US.match(p.reading.folded, end)
    )
    return bool(ours)


def _is_done_by_them(p: Passage, before: str) -> bool:
    """`Sam hat unsere Sicherheitsprüfung abgehakt`: their review of us."""
    return any(_is_named(c.name, before) for c in p.people) and not re.search(
        r"\b(?:told|asked|sent|gave)\b", before
    )


_DONE_WITH = re.compile(
    r"\bno (?:red flags|issues|further|more|open|outstanding|findings|objections|concerns|remarks|questions|"
    r"observations?)\b|\b(?:keine|geen) (?:einwande|bedenken|auflagen|beanstandungen|bezwaren|opmerkingen|"
    r"bevindingen)\b"
)


def _negated_inside(verifier_id: str, said: str) -> bool:
    said = _DONE_WITH.sub("", said)
    return bool(_NEGATED.search(said) or (verifier_id not in _OF_WHAT_COMES and _TO_COME.search(said)))


_NEGATED = re.compile(
    r"\b(?:not(?! an issue)|no(?!-|\.? ?(?:\d|one\b)| (?:issue|problem))|never|hasn't|isn't(?! an issue)|"
    r"wasn't|"
    r"haven't|until|if|nicht|kein\w*|niet|geen)\b"
)
_TO_COME = re.compile(r"\b(?:should|will|might)\b")
_OF_WHAT_COMES = frozenset({"champion_confirmed", "verbal_commit"})
"""A promise is about what somebody will do."""


def _subject_start(p: Passage, start: int) -> int:
    """Evidence is quoted with who it came from, where the clause opens with them."""
    clause = p.reading.clause_at(start)
    opens = max(clause.start, p.start)
    lead = p.reading.folded[opens:start]
    opens += len(lead) - len(lead.lstrip(" ,.:;-–—"))
    return opens if start - opens <= 40 else start


def _has_authority(p: Passage, at: int) -> bool:
    if _NO_AUTHORITY.search(p.folded, p.start) or re.search(r"\bpromised\b", p.reading.folded[at : at + 10]):
        return False
    clause = p.reading.clause_at(at)
    words = p.reading.folded[clause.opening : clause.closing]
    return bool(_AUTHORITY.search(words)) or any(
        c.role == "economic_buyer" or _AUTHORITY.search(fold(c.title))
        for c in p.people
        if _is_named(c.name, words)
    )


def _is_named(name: str, words: str) -> bool:
    return any(re.search(rf"\b{re.escape(t)}\b", words) for t in fold(name).split() if len(t) > 2)
