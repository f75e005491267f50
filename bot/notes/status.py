"""Won or lost, stated as a fact, and why it was lost."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.loss_reasons import read_reason
from bot.notes.model import FieldChange
from bot.notes.outcome_doubts import (
    A_ROUND,
    AFTER,
    BOOKED_EVENT,
    ELSEWHERE,
    FOR_SOMETHING_ELSE,
    HEARSAY,
    LESSER_PAPER,
    NO_ATTRIBUTE,
    NOT_LOST,
    OPEN_END,
    OTHER_PAPER,
    SIGNED_SOMETHING,
    TAKEN_BACK,
    THING_IS,
    WAIT,
    WHICH,
)
from bot.notes.outcome_idioms import idiomatic_outcomes, is_a_rivals
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


def read_status(p: Passage) -> list[FieldChange]:
    """`won` or `lost` with its reason. A closed stage named as a stage counts as status."""
    lost = _facts(p, (LOST, DEAD, IT_LOST), "lost") + _gone_to_rival(p) + _of_name(p, "lost")
    won = _facts(p, (WON, WON_THINGS, IT_WON), "won") + _of_name(p, "won")
    told = _told(p)
    lost += [f for f in told if f.value == "lost"]
    won += [f for f in told if f.value == "won"]
    lost, won, moved = (_news(p, facts) for facts in (lost, won, _moved_to_closed(p)))
    stated = [f for f in (*lost, *won, *moved) if f.assertion != "hedged"]
    values = {f.value for f in stated}
    if len(values) > 1:
        return [FieldChange("status", f.value, f.said, "hedged") for f in stated[:1]]
    if not stated:
        return read_reason(p) if _is_lost(p) else [*lost, *won, *moved][:1]
    return [stated[0], *(read_reason(p) if stated[0].value == "lost" else [])]


def _news(p: Passage, facts: list[FieldChange]) -> list[FieldChange]:
    """Without what the record says already: "that deal we won in 2024" only tells which is meant."""
    return [f for f in facts if p.opportunity is None or f.value != p.opportunity.status]


def _is_lost(p: Passage) -> bool:
    """Known to be lost already: then `price` is why, unless it is a sum."""
    return p.opportunity is not None and p.opportunity.status == "lost" and not p.money


def _facts(p: Passage, patterns: tuple[re.Pattern[str], ...], value: str) -> list[FieldChange]:
    found = []
    for pattern in patterns:
        for match in pattern.finditer(p.folded, p.start):
            clause = p.reading.clause_at(match.end() - 1)
            before = p.reading.folded[max(clause.start, p.start, match.start() - 50) : match.start()]
            if value == "lost" and "abgesagt" in match.group() and BOOKED_EVENT.search(before):
                continue
            if (NOT_LOST if value == "lost" else LESSER_PAPER).search(before):
                continue
            if value == "won" and (BOOKED_EVENT.search(before) or OTHER_PAPER.search(before)):
                continue
            if is_a_rivals(p, match.start()) or SIGNED_SOMETHING.match(p.reading.folded, match.end()):
                continue
            if pattern is DEAD and not _is_record(p, match, before):
                continue
            if match.group().startswith("we ") and WHICH.search(before):
                continue
            if re.search(r"\bwon\b|gewonnen", match.group()) and A_ROUND.search(
                p.reading.folded[clause.start : clause.end]
            ):
                continue
            if value == "won" and LESSER_PAPER.search(p.reading.folded[clause.start : match.end()]):
                continue
            hedged = _is_doubtful(p, match.start(), match.end())
            found.append(p.change("status", value, match.start(), match.end(), hedged=hedged))
    return found


def _told(p: Passage) -> list[FieldChange]:
    return [
        p.change("status", value, start, end, hedged=_is_doubtful(p, start, end))
        for value, start, end in idiomatic_outcomes(p)
        if not FOR_SOMETHING_ELSE.match(p.reading.folded, end)
    ]


def _is_doubtful(p: Passage, start: int, end: int) -> bool:
    """Not yet, only thought or told as a rumour, asked, or taken back by what follows."""
    closing = p.reading.clause_at(end - 1)
    opening = max(closing.start, p.start)
    before = p.reading.folded[max(opening, start - 50) : start]
    after = p.reading.folded[end : min(closing.closing, p.end)]
    return (
        bool(
            WAIT.search(before)
            or _PROMISED_US.search(p.reading.folded[opening:end])
            or HEARSAY.search(before)
            or AFTER.match(p.reading.folded, end)
        )
        or bool(OPEN_END.search(after) or TAKEN_BACK.search(after))
        or is_hedged(p.reading, max(start, opening), end)
    )


_PROMISED_US = re.compile(
    r"\b(?:told (?:me|us)|says?|said|to say|confirm(?:s|ed)|promised|agreed|gives?|"
    r"giving)\b[^.;!?]{0,50}\b(?:it's ours|is "
    r"ours|ours|we(?:'ve| have)? (?:won|got)(?: it)?)$"
)
"""`Dana told me it's ours`: a word given, not an order."""


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
        if verb and not is_a_rivals(p, start - len(before) + verb.start()):
            spans.append((start - len(before) + verb.start(), end))
    return [p.change("status", value, a, b, hedged=_is_doubtful(p, a, b)) for a, b in spans]


_OF_SOMEBODY = re.compile(r"\b[a-z]+\s+(?:at|from|von|bei|van|bij)\s+$")
_DID_TO_US = re.compile(r"\b(?:us|no|uns|abgesagt)\b")
"""A person who walked has left; one who turned us down spoke for the company."""


def _won_before(p: Passage, before: str, end: int) -> re.Match[str] | None:
    verb = WON_NAME.search(before)
    tail = WON_NAME_ENDS.match(p.reading.folded[: p.end], end)
    if verb is None or tail is None:
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
        hedged = hedged or bool(ELSEWHERE.match(p.reading.folded, match.end()))
        if not (going and re.search(r"\b(?:up|back|through)\b", before)):
            found.append(p.change("status", "lost", match.start(), match.end(), hedged=hedged))
    return found


_TO_CLOSED = re.compile(
    r"(?:\b(?:mov\w*|mark\w*|put|set|flip\w*|chang\w*|updat\w*|log\w*|close|call|make)\b.{0,30}?|->|→|"
    r"\b(?:stage|status|is|as|to)\b|:)\s*(?:now |it |in |as |to |the |\"|')*$"
)


def _moved_to_closed(p: Passage) -> list[FieldChange]:
    found = []
    for stage in (s for s in p.book.stages if s.is_closed):
        names = "|".join(
            re.escape(fold(n)) for n in (stage.name, stage.id.replace("_", " "), *stage.synonyms)
        )
        for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w|'| off| up| the | a | in | with)", p.folded):
            before = p.reading.before(match.start())
            if BOOKED_EVENT.search(before) or THING_IS.search(before) or is_a_rivals(p, match.start()):
                continue
            if not NO_ATTRIBUTE.match(p.reading.folded, match.end()):
                continue
            if _TO_CLOSED.search(before):
                hedged = _is_doubtful(p, match.start(), match.end())
                value = "won" if stage.is_won else "lost"
                found.append(p.change("status", value, match.start(), match.end(), hedged=hedged))
    return found
