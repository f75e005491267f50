"""The next thing somebody owes or has booked on the opportunity, and when it is due."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.notes.spellings import name_tokens
from bot.notes.stages import stage_names
from bot.notes.step_text import Step, step_text
from bot.notes.step_words import DO, DOCUMENT
from bot.notes.steps import steps
from bot.notes.vocabulary import listed

_POINTS_BACK = re.compile(
    r"(?P<verb>[a-z]+)(?: in)?(?: and \w+)? (?:that|them|it|this|those|these)(?: (?:over|in|out|back|"
    r"across|around|round|up))?|"
    r"(?P<done>do)(?: so)?"
)
_SAID_BEFORE = re.compile(
    rf"\b(?:(?!wants? |needs? |asks? |asked |got |sent |mailed |emailed |get |see |the |a |an |our |your |"
    rf"has |for |us |me )[\w-]+ )?(?:{DOCUMENT})\b(?P<rest>(?: [\w-]+){{0,4}})"
)
_ASKED_FOR = re.compile(
    r"\b(?:(?:if|whether) (?:i|we)(?:'d| would| could|'ll| can| will)?(?: please)?|(?:asked|wants|"
    r"needs|asks) (?:me|us) to|"
    rf"(?:can|could|would) you(?: please)?) (?P<what>{DO}\b[^.,;!?\n]{{3,60}})"
)
_LONE_VERB = re.compile(rf"{DO}(?: (?:and|&) {DO})?(?: (?:over|in|out|back|across|it))*")
_EMPTY = re.compile(
    r"(?:do|call|send|email|ping|text|check|update|get)?(?:\s?(?:do|it|that|this|me|you|so|later|now|soon))*"
)
"""`will do`, `call me`: words to the bot, no step on a record."""


def read_next_step(p: Passage) -> list[FieldChange]:
    """The earliest dated step, or the first without a date. Things only considered are hedged."""
    stages = [span for *span, _ in stage_names(p)]
    told = [s for s in steps(p) if s.due or not any(a <= s.start and s.end <= b for a, b in stages)]
    told = [s for s in told if s.text and (s.due or not _EMPTY.fullmatch(fold(s.text)))]
    if not told:
        return _due_alone(p)
    firm = [s for s in told if not s.hedged]
    dated = sorted((s for s in firm if s.due), key=lambda s: s.due.day if s.due else p.today)
    step = (dated or firm or told)[0]
    start, end = (step.start, step.end)
    text, whole = _whole_phrase(p, _spelled_out(p, step), start)
    unsure = step.hedged or not whole
    found = [p.change("next_step", text, start, end, hedged=unsure)]
    if step.due:
        due = step.due
        found.append(p.change("next_step_due", due.day, due.start, due.end, hedged=unsure or due.not_before))
    return found


def _spelled_out(p: Passage, step: Step) -> str:
    """`needs the quote split by store. I'll do that Monday`: what `that` is."""
    points = _POINTS_BACK.fullmatch(fold(step.text))
    asked = list(_ASKED_FOR.finditer(p.folded, p.start, step.start)) if points else []
    if points and asked and (points["done"] or points["verb"] == "do"):
        return step_text(p, *asked[-1].span("what"), step.due)
    if (
        not points
        and fold(step.text) not in _MEETINGS
        and _LONE_VERB.fullmatch(fold(step.text))
        and (named := list(_SAID_BEFORE.finditer(p.folded, p.start, step.start)))
    ):
        return f"{step.text} {p.said(named[-1].start(), named[-1].start('rest'))}"
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
        "presentation review kickoff kick-off visit readout check-in catch-up intro training webinar termin "
        "follow-up followup"
    )
)
_THEIRS = frozenset({"redlines", "comments", "feedback", "answers", "response", "commercials"})
_TOGETHER = frozenset({"reconnect", "meet", "speak", "talk"})
_VISITS = frozenset({"come", "visit", "call in", "pop in", "swing by", "drop by", "drop in", "stop by"})
_OPEN_ENDED = re.compile(r"(?:.*\b)?(?:get|come|go) (?:bk|back)")


def _who(p: Passage, at: int) -> str:
    """The customer's people whom the sentence names, else the company."""
    clause = p.reading.clause_at(at)
    said = set(name_tokens(p.reading.folded[max(clause.opening, p.start) : min(clause.closing, p.end)]))
    named = [c.name for c in p.people if said & {t for t in name_tokens(c.name) if len(t) > 2}]
    return " and ".join(named[:2]) or (p.account.name if p.account else "")


def _whole_phrase(p: Passage, text: str, at: int) -> tuple[str, bool]:
    """A step that reads by itself: `demo` is one with the account, `quote` is to be sent."""
    words = fold(text)
    if _OPEN_ENDED.fullmatch(words):
        return text, False
    if (len(words.split()) != 1 and words not in _VISITS) or words in _THEIRS:
        return text, True
    if words in _PAPERS:
        return f"send {text}", True
    if words in _VISITS and p.account:
        return f"visit {_who(p, at)}", True
    if words in _TOGETHER | _MEETINGS and p.account:
        return f"{text} with {_who(p, at)}", True
    return text, False
