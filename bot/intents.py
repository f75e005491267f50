"""What a message wants, judged before anything is read out of it. Rules for now; another judge (a classifier
over embeddings) can add its votes to `Evidence` without changing who calls this."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.intent_words import (
    ABOUT_RECORD,
    ADMIN,
    ASKING,
    CHECKING,
    DRAFTING,
    FEELING,
    INJECTION,
    ITS_FIELD,
    JOKING,
    KNOWLEDGE,
    LOOKUP,
    LOOKUP_NOUN,
    NEWS,
    NOTEWORTHY,
    REMINDER,
    REPORTED,
    SMALLTALK,
)
from bot.notes.clauses import WRITE_ORDER, Clause, Reading
from bot.notes.model import Intent


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words hold beside their wording. `facts`: a stated value that could be written;
    `named`: a record of the book is named; `stranger`: an unknown company is presented as a prospect;
    `listed`: a person
    or competitor is named; `talking`: a card or record is being talked about."""

    named: bool = False
    facts: bool = False
    mentions: bool = False
    listed: bool = False
    stranger: bool = False
    talking: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    intent: Intent
    secondary: Intent | None = None
    confidence: float = 1.0


_COACHING = re.compile(
    r"\bcoach(?:ing|es|ed)?\b|\brole[- ]?play|\b(?:practi[cs]e|practi[cs]ing|rehearse|"
    r"drill)\b(?! (?:manager|director|lead|head))|\bnudges?\b|\bremind me (?:to|on|at|tomorrow|next|in|"
    r"about|that i|every)\b|"
    r"\b(?:my|the|his|her|their|\w+'s) (?:coaching|development|60[- ]day|learning|skill) plan\b|"
    r"\b(?:pause|resume|stop|start|snooze|skip|extend|end|show|what's|whats)\b.{0,30}\b(?:coaching|"
    r"nudges?|driver|drivers|development plan|plan (?:for|with) [a-z]+)\b|"
    r"\b(?:1:1|1-1|one[- ]on[- ]one|one-to-one)s?\b.{0,40}\b(?:with|agenda|prep|for|note|log)\b|"
    r"\b(?:prep|agenda|log|note)\b.{0,30}\b(?:1:1|1-1|one[- ]on[- ]one)|\b(?:which|who) of my (?:reps|"
    r"team|sellers|people)\b|\bmy (?:reps|team)(?:'s)? (?:activity|notes|performance|skills?)\b|"
    r"\bquiz me\b|\btest me\b|\bmock (?:call|demo|pitch|discovery)|\bhow (?:am i|is \w+) doing on\b|"
    r"\b(?:give|gave) \w+ feedback\b|\bfeedback (?:for|to) (?:my rep|[a-z]+ (?:on|about) (?:her|his|"
    r"their) (?:call|demo|discovery))|\bday \d+ of 60\b|"
    r"\bobservations?\b|\bobserved \w+(?:'s)?\b|\b(?:let me|i want to|can i|want to|wanna) (?:try|run|pitch|"
    r"practi[cs]e) (?:my|a|the) (?:pitch|discovery|demo|opening|objection)|\b(?:log|"
    r"record) (?:a )?(?:coaching|observation)\b|\bwhat should i (?:coach|work on|practi[cs]e)"
)


def judge(reading: Reading, evidence: Evidence) -> Judgement:
    """The intent, and a second one when the message also asks something."""
    folded = reading.folded.strip()
    if not any(ch.isalnum() for ch in folded) or CHECKING.search(folded):
        return Judgement("smalltalk", confidence=0.9)
    if INJECTION.search(folded) and not (evidence.facts and _injection_is_quoted(reading)):
        return Judgement("other")
    if REMINDER.search(folded) or (_COACHING.search(folded) and not (evidence.facts and evidence.named)):
        return Judgement("coaching")
    return _by_form(reading, evidence, folded)


def _injection_is_quoted(reading: Reading) -> bool:
    match = INJECTION.search(reading.folded)
    return bool(match and reading.in_quotes(match.start()))


def _by_form(reading: Reading, evidence: Evidence, folded: str) -> Judgement:
    if WRITE_ORDER.search(folded) and (
        evidence.named
        or evidence.facts
        or evidence.stranger
        or (evidence.talking and _writes(evidence, folded))
    ):
        return Judgement("crm_update", _asked(reading, evidence))
    if not (evidence.facts and evidence.named) and (DRAFTING.search(folded) or ADMIN.search(folded)):
        return Judgement("other", confidence=0.8)
    asked = _asked(reading, evidence)
    if asked:
        states = (evidence.facts and (evidence.named or evidence.talking or evidence.stranger)) or (
            evidence.named and _answers_itself(reading)
        )
        return Judgement("crm_update", asked) if states and not _only_asks(reading) else Judgement(asked)
    return _told(evidence, folded)


_NOTING = re.compile(r"\b(?:notes?|log|record|jot|save|file|capture)\b")


def _writes(evidence: Evidence, folded: str) -> bool:
    """`mark my words` and `add sugar` order nothing of the record that was talked about."""
    return evidence.mentions or evidence.listed or bool(NOTEWORTHY.search(folded) or _NOTING.search(folded))


_SELF_ANSWER = re.compile(r"^\W*(?:not yet|no\b|nope|nah|yes\b|yep|still\b|not really|sadly)")


def _answers_itself(reading: Reading) -> bool:
    """`Acme signed? not yet` tells; it does not ask."""
    sentences = _sentences(reading)
    return any(
        asked and not later_asked and _SELF_ANSWER.search(later)
        for (_, asked), (later, later_asked) in pairwise(sentences)
    )


def _told(evidence: Evidence, folded: str) -> Judgement:
    if evidence.named:
        greeting = SMALLTALK.search(folded) and len(folded.split()) <= 3 and not NEWS.search(folded)
        casual = (JOKING.search(folded) or greeting) and not NOTEWORTHY.search(folded)
        if casual and not evidence.mentions:
            return Judgement("smalltalk", confidence=0.6)
        return Judgement("crm_update")
    if evidence.stranger or evidence.facts or (evidence.talking and (evidence.mentions or evidence.listed)):
        return Judgement("crm_update", confidence=0.8)
    if evidence.talking and NEWS.search(folded):
        return Judgement("crm_update", confidence=0.7)
    if SMALLTALK.search(folded) or FEELING.search(folded):
        return Judgement("smalltalk")
    if KNOWLEDGE.search(folded) and not evidence.mentions:
        return Judgement("question", confidence=0.6)
    if evidence.mentions or NOTEWORTHY.search(folded):
        return Judgement("crm_update" if evidence.mentions else "smalltalk", confidence=0.5)
    known = KNOWLEDGE.search(folded) or _FOREIGN.search(folded)
    return Judgement("question" if known else "other", confidence=0.5)


_FOREIGN = re.compile(r"[^\W\d_\u0000-\u024f]{2}")
"""Another script: its notes cannot be read here, but pages in it can be found."""


def _sentences(reading: Reading) -> list[tuple[str, bool]]:
    spans: dict[int, list[Clause]] = {}
    for clause in reading.clauses:
        spans.setdefault(clause.opening, []).append(clause)
    return [
        (reading.folded[opening : clauses[-1].closing].strip(), any(c.asked for c in clauses))
        for opening, clauses in spans.items()
    ]


def _asked(reading: Reading, evidence: Evidence) -> Intent | None:
    """What the asking sentences want: a value read back, or knowledge. None when nothing is asked."""
    found: list[Intent] = []
    for sentence, marked in _sentences(reading):
        if WRITE_ORDER.search(sentence):
            tail = re.search(
                r"\b(?:and|also|then)\s+(?:tell me|what|how|when|who|do we|can we|remind me|explain|"
                r"let me know|send me|give me|show me)\b.*",
                sentence,
            )
            if tail:
                found.append(_kind_of_question(tail.group(), evidence))
            continue
        if marked or ASKING.search(sentence) or (LOOKUP.search(sentence) and _is_command(sentence)):
            found.append(_kind_of_question(sentence, evidence))
    return found[-1] if found else None


_COMMAND = re.compile(
    r"^\W*(?:(?:hey|ok|please|pls|can you|show me|give me)[\s,]+)*(?:prep(?:are me for)?|"
    r"brief(?: me)?(?: on| for)?|briefing|status(?: of| on)?|pull up|look ?up|show|list|open|find|"
    r"display|recap|focus|strategi[sz]e|summari[sz]e|history(?: of| on| for)?|get me|my (?:pipeline|"
    r"deals|opps|opportunities|data|forecast))\b"
)


def _is_command(sentence: str) -> bool:
    match = _COMMAND.search(sentence)
    return bool(match) and not re.match(
        r"\s*(?::|is|->|→|was|went|done|sent|going|with)", sentence[match.end() if match else 0 :]
    )


def _kind_of_question(sentence: str, evidence: Evidence) -> Intent:
    if evidence.talking and ITS_FIELD.search(sentence):
        return "crm_lookup"
    if LOOKUP_NOUN.search(sentence) and not re.search(r"\bhow (?:do|should|can) (?:i|we)\b", sentence):
        return "crm_lookup"
    if _is_command(sentence):
        return (
            "crm_lookup" if evidence.named or evidence.talking or LOOKUP_NOUN.search(sentence) else "question"
        )
    if KNOWLEDGE.search(sentence):
        return "question"
    about = ABOUT_RECORD.search(sentence) or LOOKUP.search(sentence)
    return "crm_lookup" if about and (evidence.named or evidence.talking) else "question"


def _only_asks(reading: Reading) -> bool:
    """Every sentence asks, or only reports what somebody else asks."""
    return all(
        marked
        or ASKING.search(sentence)
        or _is_command(sentence)
        or (REPORTED.search(sentence) and not _REPORTED_NEWS.search(sentence))
        for sentence, marked in _sentences(reading)
        if not WRITE_ORDER.search(sentence)
    ) and not any(WRITE_ORDER.search(s) for s, _ in _sentences(reading))


_REPORTED_NEWS = re.compile(
    r"\b(?:approved|signed|confirmed|clos\w+|moved?|stage|budget|seats|lost|won|passed|redlin\w*|demo|"
    r"send|next step|\d+\s?k)\b"
)
