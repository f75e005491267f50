"""The stage, only where the message says outright which stage the opportunity is in or moved to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.notes.assertion import is_unrealised
from bot.notes.clauses import Clause, fold
from bot.notes.model import FieldChange
from bot.notes.pasted import in_subject
from bot.notes.segment import Passage
from bot.notes.spellings import name_tokens
from bot.sales import Stage

_MOVE = (
    r"(?:moved|moving|moves|move|shift(?:ed|ing)?|advanc(?:ed|ing|e)|progress(?:ed|ing)?|bump(?:ed|"
    r"ing)?|put(?:ting)?|"
    r"set(?:ting)?|push(?:ed|ing)?|went|goes|gone|back|flip(?:ped)?|chang(?:e|ed|ing)|updat(?:e|ed|"
    r"ing)|mark(?:ed|ing)?|"
    r"drop(?:ped)?|pull(?:ed)?|drag(?:ged)?|log(?:ged)?|entered|entering|reached|promot(?:ed|e)|"
    r"stepp(?:ed|ing)|jump(?:ed)?|go|pop(?:ped)?|stick|shov(?:e|ed)|nudg(?:e|ed)|slid(?:e)?|"
    r"chuck(?:ed)?|roll(?:ed)?|"
    r"kick(?:ed)?|revert(?:ed)?|slip(?:ped)?|stuck|belongs?|sling|bung|plonk|land(?:ed|s)?|show(?:s|ing)?|"
    r"read(?:s|ing)?|mov(?:t|"
    r"ed)|transition(?:ed)?|"
    r"convert(?:ed)?|switch(?:ed)?|upgrad(?:e|ed)|lift(?:ed)?|ended up|lives|"
    r"graduated|downgrad(?:ed|e)|demot(?:ed|e)|regressed|slid|fell|bring|tak(?:e|en|ing)|place[d]?|ist|"
    r"jetzt|staat|zit)"
)
_ON = (
    r"\b(?:geht|gehen|kommt|rutscht|steht|stehen|springt|wechselt|wandert|ist|sind|zieh\w*|setz\w*|"
    r"schieb\w*|"
    r"stell\w*|nehm\w*|heb\w*|bitte|phase|stufe|status|stage|jetzt|nun|wieder|zuruck|gaat|gaan|staat|"
    r"zit|zet|"
    r"zetten|schuif\w*|komt|graag|fase|terug|nu|zetten)\b[^,;]{0,40}?\s(?:auf|op|nach|naar|in|in der|"
    r"in die|im|zu|zur|"
    r"bei|beim|in de)"
)
"""`Phase bei Acme bitte auf Testphase`, `zet Acme op Offer`."""
_IT = (
    r"(?:\s+(?:it|this|that|them|this one|the (?:deal|opp|opportunity|stage|record|account)|deal|opp|"
    r"stage|us|"
    r"straight|right|back|up|down|forward|over|along|on|all the way|officially|now|her|him))*"
)
_TO = r"\s+(?:to|into|in|at|as|from \w+ (?:to|into)|nach|in die|naar|auf)"
_THE = r"\s+(?:the\s+|\"|')?"
_IS = (
    r"(?:(?:stage|status)(?: (?:for|of|on|at|bei|von) [^.;,]{2,30}?)? (?:is|now|should (?:be|read|say)|"
    r"shld be|"
    r"needs to (?:be|read|say)|to be|ought to be|must be)|stage(?: =|:)?|status:|should (?:really |"
    r"actually )?be|(?:ist|sind|steht|is) (?:jetzt|nun|nu)|now(?: officially)?(?: in|"
    r" at)?|call(?:ing)? it|(?:is|"
    r"should be|should really be|"
    r"are|'s|'re|we're|were|still|currently|sits|sitting|stands|"
    r"firmly|solidly|officially|now|already|stays|staying|remains|sat)\s+(?:now\s+|still\s+|"
    r"officially\s+|back\s+|firmly\s+|well\s+)*(?:in|at)(?: the)?|->|→|=>|>>)"
)
_GOVERNS = re.compile(
    rf"(?:\b{_MOVE}\b(?P<it>.{{0,40}}?){_TO}(?:{_THE})?|{_ON}|(?:\b|(?<=\s)|(?<=\w)){_IS}\s*(?:\"|'|"
    rf"the )?)\s*$"
)
_FROM_TO = re.compile(r"\bfrom [\w ]{3,30} (?:in)?to\s*$")
_REACHED = re.compile(
    r"\b(?:reached|entered|entering|hit|mark(?:ed)? (?:it|this)?|call(?:ing)? (?:it|this)|let's call (?:it|"
    r"this))\s*(?:the |\"|')?$|"
    r"\b(?:straight|directly|direkt|right|jump\w*|all the way) (?:in)?to\s*(?:the )?$|\bcall(?:ing)? "
    r"[^.;,]{2,30}? an? $"
)
_ACTIVITY_AFTER = re.compile(
    r"\"?'?\s*(?:-\s*)?(?:call|meeting|mtg|session|workshop|deck|doc\w*|draft|template|team|email|"
    r"review|paper\b(?!work)|letter|form|"
    r"questions?|discussion|terms|tactics|criteria|committee|period|plan|partner|manager|page|slides?|"
    r"training|skills?|class|course|mode|style|details?|strategy|tips|coaching|round|process|power|talks?|"
    r"from|of|with|goes|went|out\b|sent|by\b)"
)
_STAGE_AFTER = re.compile(
    r"\"?'?\s+(?:stage|phase|status|(?:ge)?setzen|gesetzt|stellen|gestellt|schieben|verschieben|"
    r"verschoben|zetten|gezet|(?:stage )?(?:me|mein|pe|par) (?:hai|da+l\w*|kar\w*|rakh\w*|move|shift|aa "
    r"gay\w|"
    r"chal\w* gay\w|le ja\w*))\b"
)
_INTO = re.compile(r"\W*(?:(?:please|pls|can you|could you|kindly) )*[a-z]+\s+(?:the )?\s*into\s+(?:the )?$")
"""`bung Acme into trial`: whatever the verb."""
_SET_TO = re.compile(r"\b(?:make|mark|call|keep|it|now|at|in|to|into|please|pls|update|as)\s+(?:it |the )?$")
_FILLER = re.compile(
    r"[\s,.:;!?()>\-–—→=]*(?:(?:now|to|into|in|at|auf|nach|op|naar|jetzt|nu|stage|ok|so|it's|its|and|"
    r"still|is|the|deal|opp|just|"
    r"status|please|"
    r"pls)\b[\s,.:;!?>\-–→=]*)*"
)


def read_stage(p: Passage) -> list[FieldChange]:
    """One stated stage; where several are named, the last. Closed stages are read by status.py."""
    found = [
        (start, end, stage, how)
        for start, end, stage in stage_names(p)
        if not stage.is_closed and (how := _how(p, start, end, stage)) is not None
    ]
    stated = [f for f in found if f[3] == "stated"]
    if stated:
        start, end, stage, _ = stated[-1]
        return [p.change("stage", stage.id, start, end)]
    if found:
        start, end, stage, _ = found[-1]
        return [p.change("stage", stage.id, start, end, hedged=True)]
    return []


def stage_names(p: Passage) -> list[tuple[int, int, Stage]]:
    """Every stage name or synonym in the passage, longest first on the same words."""
    found: list[tuple[int, int, Stage]] = []
    names = sorted(
        ((fold(n), s) for s in p.book.stages for n in (s.name, s.id.replace("_", " "), *s.synonyms)),
        key=lambda n: -len(n[0]),
    )
    for name, stage in names:
        if not name.strip():
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", p.folded):
            taken = any(match.start() < e and s < match.end() for s, e, _ in found)
            taken = taken or any(a <= match.start() and match.end() <= b for a, b in p.names)
            if not taken and not in_subject(p.reading, match.start()):
                found.append((match.start(), match.end(), stage))
    return sorted(found, key=lambda f: f[0])


def _how(p: Passage, start: int, end: int, stage: Stage) -> str | None:
    """`stated`, `hedged`, or None for a word that is not about the stage at all."""
    clause = p.reading.clause_at(start)
    before = _governing(p, start)
    after = p.reading.folded[end : end + 40]
    explicit = bool(
        _GOVERNS.search(before)
        or _REACHED.search(before)
        or _FROM_TO.search(before)
        or (p.names and _INTO.fullmatch(_nameless(p, clause.start, start)))
        or _STAGE_AFTER.match(after)
        or (p.reading.folded[start:end].endswith(" stage") and _SET_TO.search(before))
    )
    if not explicit and not _stands_alone(p, start, end):
        return "hedged" if _is_anticipated(before, after) else None
    if _ACTIVITY_AFTER.match(after) and not _with_record(p, end):
        return None
    return "hedged" if _doubtful(p, start, end, before) else "stated"


def _governing(p: Passage, start: int) -> str:
    """The words before that may govern the stage; the `and` of `move research and development to trial` "
    "joins names."""
    clause = p.reading.clause_at(start)
    opening = clause.start
    earlier = [c for c in p.reading.clauses if c.end <= clause.start and c.opening == clause.opening]
    joined = earlier and re.fullmatch(
        r"\s(?:and|und|en|&)\s", p.reading.folded[earlier[-1].end : clause.start]
    )
    if joined and _ONLY_ORDERS.search(p.reading.folded[earlier[-1].start : earlier[-1].end]):
        opening = earlier[-1].start
    return p.reading.folded[max(opening, p.start, start - 90) : start]


_ONLY_ORDERS = re.compile(
    r"^\W*(?:please |pls |can you |could you )*(?:move|put|pop|shift|bump|set|take|push|stick)\b"
)


def _with_record(p: Passage, end: int) -> bool:
    """`in negotiation with Acme` is no talk with somebody."""
    match = re.match(r" (?:with|at|for|bei|mit|met) (?:the )?", p.reading.folded[end : end + 12])
    return bool(match) and any(a == end + len(match.group()) for a, _ in p.names if match)


def _nameless(p: Passage, start: int, end: int) -> str:
    words = p.reading.folded[start:end]
    for a, b in p.names:
        if start <= a and b <= end:
            words = words[: a - start] + " " * (b - a) + words[b - start :]
    return words


_ANTICIPATED = re.compile(
    r"\b(?:ready (?:for|to)|should be|want\w* (?:a|to)|next (?:is|up)|toward[s]?|almost|nearly|before|"
    r"until|after|heading|soon)\b[\w\s]{0,16}$"
)


def _is_anticipated(before: str, after: str) -> bool:
    return bool(_ANTICIPATED.search(before)) and not _ACTIVITY_AFTER.match(after)


_ORDERED = re.compile(
    r"\b(?:please|pls|plz|(?:can|could) we|can you|could you|can u|would you|kindly|need(?:s)? (?:you "
    r")?to (?:be )?|"
    r"(?<!going )(?<!hoping )(?<!want )(?<!wants )(?<!ready )(?<!likely )to be (?:put|moved|set|"
    r"marked|shifted|changed|"
    r"updated|taken|pushed|kept) (?:in|to|into|as|at|on)|let's|i want (?:you )?to|"
    r"i'd like (?:you )?to|should (?:be|read|say))\b"
)
_PROGRESS = re.compile(
    r"\b(?:will|'ll|would|might|going to|gonna|about to|hope\w*|want\w*|ready|soon|next (?:week|month|"
    r"quarter)|tomorrow|plan\w*)\b"
)


def _doubtful(p: Passage, start: int, end: int, before: str) -> bool:
    if _OPINION.search(before) or _is_inside(p, start, end, before):
        return True
    if "should" in before and _is_later(p, start, end, before):
        return True
    if _ORDERED.search(before) and not re.search(r"\b(?:not|don't|dont|if|unless|until|once|when)\b", before):
        return False
    return _is_later(p, start, end, before) or is_unrealised(p.reading, start, end)


def _is_later(p: Passage, start: int, end: int, before: str) -> bool:
    later = any(d.start >= end and d.day > p.today and d.start - end < 20 for d in p.dates if d.start < p.end)
    return later and re.search(r"\b(?:moving|goes|go|to be|should|geht|gaat)\b", before) is not None


_OPINION = re.compile(
    r"\b(?:thinks?|thought|reckons?|believes?|assum\w+|figures?|feels?|claims?|dreams?|heard|hears?|"
    r"wonder\w*|meint|"
    r"glaubt|denkt|says we)\b"
)
_INSIDE = re.compile(r"\b(?:in|at|on|with|of) the (?:\"|')?$")


def _is_inside(p: Passage, start: int, end: int, before: str) -> bool:
    """`in the proposal` is a page of it; `in the proposal stage` is the stage."""
    named = p.reading.folded[start:end].endswith((" stage", "phase")) or re.match(
        r"\W*(?:stage|phase)\b", p.reading.folded[end : end + 10]
    )
    return bool(_INSIDE.search(before)) and not named and not _GOES_IN.search(before)


_GOES_IN = re.compile(
    r"\b(?:go|goes|going|went|gone|mov\w+|come|comes|came|geht|gehen)\b[\w ,]{0,14}\b(?:in|"
    r"into) the \W?$"
)


def _stands_alone(p: Passage, start: int, end: int) -> bool:
    """A clause that is nothing but the stage and the record's name."""
    clause = p.reading.clause_at(start)
    rest = list(p.reading.folded[clause.start : clause.end])
    for a, b in ((start, end), *p.names, *_cue_words(p, clause)):
        for i in range(max(a, clause.start), min(b, clause.end)):
            rest[i - clause.start] = " "
    return bool(_FILLER.fullmatch("".join(rest)))


def _cue_words(p: Passage, clause: Clause) -> Iterator[tuple[int, int]]:
    """Where the clause has words of the opportunity's own name: `Acme imaging proposal now`."""
    own = set(name_tokens(p.opportunity.name)) if p.opportunity else set[str]()
    for match in re.finditer(r"[\w'-]+", p.reading.folded[clause.start : clause.end]):
        if match.group() in own:
            yield clause.start + match.start(), clause.start + match.end()
