"""What a message wants, judged before anything is read out of it. Rules for now; another judge (a classifier
over embeddings) can add its votes to `Evidence` without changing who calls this."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.asking import About, asks, passes_on, wanted
from bot.intent_words import (
    ADMIN,
    CHECKING,
    COACHING,
    DRAFTING,
    FEELING,
    FOR_ME,
    INJECTION,
    JOKING,
    KNOWLEDGE,
    LEARNING,
    NEWS,
    NOTEWORTHY,
    REMINDER,
    REPORTED,
    REQUEST,
    SMALLTALK,
    WORK,
)
from bot.notes.clauses import Clause, Reading
from bot.notes.model import Intent
from bot.notes.orders import is_order
from bot.notes.pasted import is_mail
from bot.notes.spellings import name_tokens


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words hold beside their wording. `facts`: a stated value that could be written, `valued`: one
    that is no text; `named`: a record of the book is named; `stranger`: an unknown company is presented as a
    prospect; `listed`: a person or competitor is named; `talking`: a card or record is being talked about;
    `staged`: a stage is named; `names`: where records and their people are named, `cues`: the words of those
    records' own names."""

    named: bool = False
    facts: bool = False
    mentions: bool = False
    listed: bool = False
    stranger: bool = False
    talking: bool = False
    staged: bool = False
    valued: bool = False
    names: tuple[tuple[int, int], ...] = ()
    cues: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    intent: Intent
    secondary: Intent | None = None
    confidence: float = 1.0


def judge(reading: Reading, evidence: Evidence) -> Judgement:
    """The intent, and a second one when the message also asks something."""
    folded = reading.folded.strip()
    if is_mail(reading) and (evidence.named or evidence.facts):
        return Judgement("crm_update", confidence=0.8)
    if not any(ch.isalnum() for ch in folded) and any(ch.isalnum() for ch in reading.text):
        return Judgement("other", confidence=0.9)
    if not any(ch.isalnum() for ch in folded) or CHECKING.search(folded):
        return Judgement("smalltalk", confidence=0.9)
    if INJECTION.search(folded) and not (evidence.facts and _injection_is_quoted(reading)):
        return Judgement("other")
    if REMINDER.search(folded):
        return Judgement("coaching" if _of_work(evidence, folded) else "other")
    learns = LEARNING.search(folded) and not (evidence.named or evidence.facts or evidence.talking)
    if learns or (COACHING.search(folded) and not (evidence.facts and evidence.named)):
        return Judgement("coaching")
    return _by_form(reading, evidence, folded)


def _of_work(evidence: Evidence, folded: str) -> bool:
    """Something to remember of a customer or of coaching, not of the dry cleaning."""
    return evidence.named or evidence.listed or evidence.stranger or bool(WORK.search(folded))


def _injection_is_quoted(reading: Reading) -> bool:
    match = INJECTION.search(reading.folded)
    return bool(match and reading.in_quotes(match.start()))


def _by_form(reading: Reading, evidence: Evidence, folded: str) -> Judgement:
    if any(is_order(s.said) for s in _sentences(reading)) and (
        evidence.named
        or evidence.facts
        or evidence.stranger
        or (evidence.talking and _writes(evidence, folded))
    ):
        return Judgement("crm_update", _asked(reading, evidence))
    if not (evidence.valued and evidence.named) and (DRAFTING.search(folded) or ADMIN.search(folded)):
        return Judgement("other", confidence=0.8)
    asked = _asked(reading, evidence)
    if asked == "question" and _is_chat(reading, evidence, folded):
        return Judgement("smalltalk", confidence=0.6)
    if asked:
        states = (evidence.facts and (evidence.named or evidence.talking or evidence.stranger)) or (
            evidence.named and _answers_itself(reading)
        )
        return (
            Judgement("crm_update", asked)
            if states and not _only_asks(reading, evidence)
            else Judgement(asked)
        )
    return _told(evidence, folded)


def _is_chat(reading: Reading, evidence: Evidence, folded: str) -> bool:
    """`brutal day. beer?`: two words asked among friends."""
    short = all(len(s.said.split()) <= 2 for s in _sentences(reading) if s.marked)
    about = evidence.named or evidence.mentions or evidence.talking or KNOWLEDGE.search(folded)
    return bool(short and FEELING.search(folded) and not about)


_NOTING = re.compile(r"\b(?:notes?|log|record|jot|save|file|capture)\b")


def _writes(evidence: Evidence, folded: str) -> bool:
    """`mark my words` and `add sugar` order nothing of the record that was talked about."""
    return evidence.mentions or evidence.listed or bool(NOTEWORTHY.search(folded) or _NOTING.search(folded))


_SELF_ANSWER = re.compile(r"^\W*(?:not yet|no\b|nope|nah|yes\b|yep|still\b|not really|sadly)")


def _answers_itself(reading: Reading) -> bool:
    """`Acme signed? not yet` tells; it does not ask."""
    return any(
        first.marked and not later.marked and _SELF_ANSWER.search(later.said)
        for first, later in pairwise(_sentences(reading))
    )


def _told(evidence: Evidence, folded: str) -> Judgement:
    if evidence.named:
        greeting = SMALLTALK.search(folded) and len(folded.split()) <= 3 and not NEWS.search(folded)
        chats = JOKING.search(folded) or (FEELING.search(folded) and not evidence.listed)
        if (chats or greeting) and not (NOTEWORTHY.search(folded) or evidence.mentions):
            return Judgement("smalltalk", confidence=0.6)
        return Judgement("crm_update")
    if not (evidence.valued or evidence.talking or evidence.stranger) and FOR_ME.search(folded):
        return Judgement("other", confidence=0.6)
    if evidence.stranger or evidence.facts or (evidence.talking and (evidence.mentions or evidence.listed)):
        return Judgement("crm_update", confidence=0.8)
    if evidence.talking and NEWS.search(folded):
        return Judgement("crm_update", confidence=0.7)
    if SMALLTALK.search(folded) or FEELING.search(folded):
        return Judgement("smalltalk")
    if KNOWLEDGE.search(folded) and not evidence.mentions:
        return Judgement("question", confidence=0.6)
    if evidence.mentions or (evidence.talking and _THIRD.search(folded)):
        return Judgement("crm_update", confidence=0.5)
    known = KNOWLEDGE.search(folded) or _FOREIGN.search(folded)
    chat = not known and (NOTEWORTHY.search(folded) or len(folded.split()) <= 9)
    if chat and not REQUEST.search(folded):
        return Judgement("smalltalk", confidence=0.4)
    return Judgement("question" if known else "other", confidence=0.5)


_THIRD = re.compile(r"\b(?:she|he|they|her|his|their|sie haben|er hat|sie hat)\b")
_FOREIGN = re.compile(r"[^\W\d_\u0000-\u024f]{2}")
"""Another script: its notes cannot be read here, but pages in it can be found."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    said: str
    start: int
    end: int
    marked: bool


def _sentences(reading: Reading) -> list[_Sentence]:
    spans: dict[int, list[Clause]] = {}
    for clause in reading.clauses:
        spans.setdefault(clause.opening, []).append(clause)
    return [
        _Sentence(
            reading.folded[opening : clauses[-1].closing],
            opening,
            clauses[-1].closing,
            any(c.asked for c in clauses),
        )
        for opening, clauses in spans.items()
    ]


def _asked(reading: Reading, evidence: Evidence) -> Intent | None:
    """What the asking sentences want: a value read back, or knowledge. None when nothing is asked."""
    found: list[Intent] = []
    for sentence in _sentences(reading):
        if passes_on(sentence.said) and not is_order(sentence.said):
            return "question"
        if is_order(sentence.said):
            tail = _AND_ASKS.search(sentence.said)
            if tail:
                rest = replace(sentence, said=tail.group(), start=sentence.start + tail.start())
                found.append(wanted(rest.said, _about(rest, evidence)))
        elif _is_asking(sentence, evidence):
            found.append(wanted(sentence.said, _about(sentence, evidence)))
    return found[-1] if found else None


_AND_ASKS = re.compile(
    r"\b(?:and|also|then)\s+(?:tell me|what|how|when|who|do we|can we|remind me|explain|let me know|send me|"
    r"give me|show me)\b.*"
)


def _is_asking(sentence: _Sentence, evidence: Evidence) -> bool:
    about = _about(sentence, evidence)
    return asks(sentence.said, marked=sentence.marked, about=about)


def _about(sentence: _Sentence, evidence: Evidence) -> About:
    spans = [(a, b) for a, b in evidence.names if sentence.start <= a < sentence.end]
    left = list(sentence.said)
    for a, b in spans:
        left[a - sentence.start : b - sentence.start] = " " * (b - a)
    words = tuple(w for w in name_tokens("".join(left)) if w not in evidence.cues)
    named = bool(spans) or (evidence.named and bool(_PRONOUN.search(sentence.said)))
    return About(named, evidence.talking, words, evidence.staged, evidence.valued)


_PRONOUN = re.compile(r"\b(?:it|they|them|their|he|she|his|her|this one|that one|the deal|the opp)\b")


def _only_asks(reading: Reading, evidence: Evidence) -> bool:
    """Every sentence asks, or only reports what somebody else asks."""
    return not any(is_order(s.said) for s in _sentences(reading)) and all(
        (
            _is_asking(s, evidence)
            and not _states_first(reading, s, evidence)
            and not (evidence.facts and passes_on(s.said) and not s.marked)
        )
        or (REPORTED.search(s.said) and not _REPORTED_NEWS.search(s.said))
        for s in _sentences(reading)
    )


def _states_first(reading: Reading, sentence: _Sentence, evidence: Evidence) -> bool:
    """`Acme 90k, and what's our limit?`: a value stated before the question."""
    last = reading.clause_at(sentence.end - 1)
    begins = last.start > sentence.start and asks(
        reading.folded[last.start : last.end], marked=False, about=About()
    )
    about = _about(sentence, evidence)
    return (
        evidence.valued and evidence.named and begins and not asks(sentence.said, marked=False, about=about)
    )


_REPORTED_NEWS = re.compile(
    r"\b(?:approved|signed|confirmed|clos\w+|moved?|stage|budget|seats|lost|won|passed|redlin\w*|demo|"
    r"send|next step|\d+\s?k)\b"
)
