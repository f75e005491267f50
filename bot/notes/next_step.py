"""The next thing somebody owes or has booked on the opportunity, and when it is due."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.notes.step_words import DOCUMENT
from bot.notes.steps import Step, steps
from bot.notes.vocabulary import listed

_POINTS_BACK = re.compile(
    r"(?P<verb>[a-z]+)(?: in)? (?:that|them|it|this|those|these)(?: (?:over|in|out|back|across))?"
)
_SAID_BEFORE = re.compile(
    rf"\b(?:(?!wants? |needs? |asks? |asked |got |sent |mailed |emailed |get |see |the |a |an |our |your |"
    rf"has |for |us |me )[\w-]+ )?(?:{DOCUMENT})\b(?P<rest>(?: [\w-]+){{0,4}})"
)
_EMPTY = re.compile(
    r"(?:do|call|send|email|ping|text|check|update|get)?(?:\s?(?:do|it|that|this|me|you|so|later|now|soon))*"
)
"""`will do`, `call me`: words to the bot, no step on a record."""


def read_next_step(p: Passage) -> list[FieldChange]:
    """The earliest dated step, or the first without a date. Things only considered are hedged."""
    told = [s for s in steps(p) if s.text and (s.due or not _EMPTY.fullmatch(fold(s.text)))]
    if not told:
        return _due_alone(p)
    firm = [s for s in told if not s.hedged]
    dated = sorted((s for s in firm if s.due), key=lambda s: s.due.day if s.due else p.today)
    step = (dated or firm or told)[0]
    start, end = (step.start, step.end)
    text, whole = _whole_phrase(p, _spelled_out(p, step))
    unsure = step.hedged or not whole
    found = [p.change("next_step", text, start, end, hedged=unsure)]
    if step.due:
        due = step.due
        found.append(p.change("next_step_due", due.day, due.start, due.end, hedged=unsure or due.not_before))
    return found


def _spelled_out(p: Passage, step: Step) -> str:
    """`needs the quote split by store. I'll do that Monday`: what `that` is."""
    points = _POINTS_BACK.fullmatch(fold(step.text))
    said = list(_SAID_BEFORE.finditer(p.folded, p.start, step.start)) if points else []
    if not points or not said:
        return step.text
    whole, rest = said[-1].span(), said[-1].start("rest")
    phrase = p.said(whole[0], whole[1] if points["verb"] == "do" else rest)
    return phrase if points["verb"] == "do" else f"{points['verb']} {phrase}"


def _due_alone(p: Passage) -> list[FieldChange]:
    """`make the due date Wednesday`, of the step on the card."""
    for due in p.dates if p.terse or p.on_card else ():
        if p.start <= due.start < p.end and _DUE_DATE.search(p.reading.before(due.start)):
            hedged = is_hedged(p.reading, due.start, due.end)
            return [p.change("next_step_due", due.day, due.start, due.end, hedged=hedged)]
    return []


_DUE_DATE = re.compile(
    r"\b(?:due(?: date| by| on)?|deadline|step'?s? date|step (?:is )?(?:due|by|on))\b[\w\s:=']{0,16}$"
)
_PAPERS = frozenset({"quote", "proposal", "offer", "deck", "draft", "sow", "offerte", "angebot"})
_MEETINGS = frozenset(
    listed(
        "demo call meeting mtg workshop onsite on-site session lunch coffee dinner walkthrough sync qbr ebr "
        "presentation review kickoff kick-off visit readout check-in catch-up intro training webinar termin"
    )
)
_THEIRS = frozenset({"redlines", "comments", "feedback", "answers", "response", "commercials"})
_TOGETHER = frozenset({"reconnect", "meet", "speak", "talk"})
_OPEN_ENDED = re.compile(r"(?:.*\b)?(?:get|come|go) (?:bk|back)")


def _whole_phrase(p: Passage, text: str) -> tuple[str, bool]:
    """A step that reads by itself: `demo` is one with the account, `quote` is to be sent."""
    words = fold(text)
    if _OPEN_ENDED.fullmatch(words):
        return text, False
    if len(words.split()) != 1 or words in _THEIRS:
        return text, True
    if words in _PAPERS:
        return f"send {text}", True
    if words in _TOGETHER and p.account:
        return f"{text} with {p.account.name}", True
    if words in _MEETINGS and p.account:
        return f"{text} with {p.account.name}", True
    return text, False
