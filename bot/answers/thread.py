"""What a message in a thread asks: a question of its own, or one completed from what was asked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.answers import followup
from bot.answers.model import Asked
from content_index.confidence import telling_words
from content_index.lexical import analyse
from content_index.model import Findings
from content_index.pleasantries import without_pleasantries
from content_index.spelling import with_corrections

Search: TypeAlias = Callable[[str], Findings]

LONGEST_SUBJECT = 300
"""Characters of an earlier question that a later one is completed with."""
_ANSWERED = 0.5
"""The middle of the confidence's curve."""
_WORD = re.compile(r"[\w][\w.,/+-]*")
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"^[\d.,]+(?:k|m|st|nd|rd|th)?$")


@dataclass(frozen=True, slots=True)
class Turn:
    """`text` is what was searched for, without greetings and slips. `about` says in the asker's words how a
    follow-up was completed and is empty for a question of its own; `fresh` are the analysed words that were
    not in the question before. `subject`, with no lines yet, is what the next follow-up refers to."""

    text: str
    findings: Findings
    subject: Asked
    about: str = ""
    fresh: frozenset[str] = frozenset()


def understood(question: str, before: Asked | None, search: Search) -> Turn:
    """Searches at most twice: where the wording leaves it open, a question follows when the pages answer it
    better together with the one before than alone."""
    question = without_pleasantries(question)
    said = followup.wording(question) if before else "stands_alone"
    if before is None or said == "stands_alone":
        return _alone(question, search(question))
    found = search(completed(question, before)[0])
    if said != "follows" and _enough(alone := search(question), found, said):
        return _alone(question, alone)
    question = with_corrections(question, found.corrections)
    text, subject = completed(question, before)
    about = " · ".join(filter(None, (subject.question, subject.slot)))
    fresh = _fresh_words(question, before)
    return Turn(text, _unless_unheard(question, fresh, found), subject, about, fresh)


def _enough(alone: Findings, together: Findings, said: followup.Wording) -> bool:
    """A fragment that the pages answer as it stands is a new topic, however well they answer both."""
    enough = min(together.confidence, _ANSWERED) if said == "fragment" else together.confidence
    return alone.confidence >= enough


def completed(question: str, before: Asked) -> tuple[str, Asked]:
    """The question to search for, and what the next follow-up refers to. A piece of the same shape is
    replaced ("and for P3?" after "… for a P0?"), anything else is added."""
    slot = _ARTICLE.sub("", followup.slot(question))
    if slot and (whole := _replaced(before.question, slot)):
        return _joined(whole, before.slot), Asked(whole, slot=before.slot)
    kept = "" if slot and _replaced(before.slot, slot) else before.slot
    return _joined(before.question, kept, question), Asked(before.question, slot=slot or before.slot)


def _joined(*parts: str) -> str:
    said = [part for part in parts if part]
    return ". ".join([*(part.rstrip(" ?!.") for part in said[:-1]), said[-1]])


def already_read(lines: Sequence[str], fresh: frozenset[str]) -> tuple[str, ...]:
    """Of the lines last shown those that are not wanted again: one that holds all that is newly asked about
    may be the answer."""
    return tuple(line for line in lines if not fresh or not fresh <= set(analyse(line)))


def _fresh_words(question: str, before: Asked) -> frozenset[str]:
    asked = {term for one in telling_words(question) for term in one.terms}
    return frozenset(asked - set(analyse(before.question)))


def _unless_unheard(question: str, fresh: frozenset[str], found: Findings) -> Findings:
    """Pages on the subject do not answer for a piece that none of them mentions. A number may be written in
    another way there."""
    words = {
        one.word
        for one in telling_words(followup.slot(question))
        if fresh.issuperset(one.terms) and not any(c.isdigit() for c in one.word)
    }
    return replace(found, confidence=0.0) if words and words <= set(found.unmatched) else found


def _alone(question: str, findings: Findings) -> Turn:
    meant = with_corrections(question, findings.corrections)
    return Turn(meant, findings, Asked(meant[:LONGEST_SUBJECT]))


def _replaced(text: str, slot: str) -> str:
    """`text` with `slot` in the place of its one code or number of the same shape; empty where there is no
    such place."""
    shape = _shape(slot)
    places = [word for word in _WORD.finditer(text) if shape and _shape(word[0].rstrip(".,")) == shape]
    if len(places) != 1:
        return ""
    old = places[0][0].rstrip(".,")
    return text[: places[0].start()] + slot + text[places[0].start() + len(old) :]


def _shape(word: str) -> str:
    """ "P0" and "P10" are of one shape, and so are 25,000 and 150k; a word without digits has none."""
    if not any(c.isdigit() for c in word) or " " in word:
        return ""
    if _NUMBER.match(word.lower()):
        return "number"
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"[\d.,]+", "9", word))
