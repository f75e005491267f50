"""Events that are booked, moved or named by their day."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import Clause
from bot.notes.dates import DateHit
from bot.notes.segment import Passage
from bot.notes.step_days import day_due, plain
from bot.notes.step_text import HOUR, Step, step_text
from bot.notes.step_words import EVENT

EVENT_TOLD = re.compile(rf"\b{EVENT}\b")
HELD = re.compile(
    r"\b(?:went|was|were|had|done|happened|held|yesterday|last|met|spoke|talked|said|completed|finished|"
    r"landed|sat|ate|grabbed|toured|visited|popped|bumped into|sent|approved|loved|came|returned|arrived|"
    r"started|joined|cleared|passed|received|wanted)\b"
)
_PUSHED = re.compile(
    r"\b(?:push(?:ed|es)?|moved|rescheduled|postponed)(?: (?:us|me|it))?(?: out| back)? to\s+$"
)


_FELT = re.compile(r"\b(?:good|great|nice|productive|quick|tough|bad|awful|fantastic|solid|weird)\s+$")


def _before(p: Passage, start: int) -> Clause | None:
    clause = p.reading.clause_at(start)
    earlier = [c for c in p.clauses() if c.end <= clause.start and c.opening == clause.opening]
    return earlier[-1] if earlier else None


def at_days_event(p: Passage, start: int, end: int) -> Step | None:
    """`brings her boss to Friday's call`: the call."""
    for due in p.dates:
        event = _POSSESSED.match(p.reading.folded, due.end, end) if start <= due.start < end else None
        if event and not due.past and due.day >= p.today and not HELD.search(p.reading.folded[start:end]):
            span = event.span("event")
            return Step(step_text(p, *span, None), *span, due, is_hedged(p.reading, *span))
    return None


_POSSESSED = re.compile(rf"'s (?P<event>{EVENT})\b")


def fixed_before(p: Passage, start: int, end: int) -> Step | None:
    """`he would like a workshop on labels, we fixed it for 4 July`."""
    due, before = day_due(p, start, end), _before(p, start)
    if due is None or before is None or not _FIXED_IT.search(p.reading.folded[start : due.start]):
        return None
    first = max(before.start, p.start)
    events = list(EVENT_TOLD.finditer(plain(p, first, before.end), first))
    if not events:
        return None
    last = _phrase_end(p, events[-1].end(), before.end)
    text = step_text(p, events[-1].start(), last, None)
    return Step(text, events[-1].start(), last, due, is_hedged(p.reading, start, due.end))


_FIXED_IT = re.compile(
    r"\b(?:fixed|set|booked|agreed|scheduled|planned|pencilled|penciled|arranged|have|put|calendared|"
    r"diarised)"
    r" (?:it|that|this|one)(?: in| up| down)?(?: for| on| to)?(?: the)? $"
)


def added(p: Passage, start: int, end: int) -> Step | None:
    """`she wants a look on 4 July, a one hour demo for the managers`: the same thing, told better."""
    before = _before(p, start)
    event = _SAME.match(p.reading.folded, start, end) if before and not day_due(p, start, end) else None
    if before is None or event is None:
        return None
    due = day_due(p, max(before.start, p.start), before.end)
    if due is None or before.end - due.end > 3 or HELD.search(p.reading.folded[before.start : before.end]):
        return None
    last = _phrase_end(p, event.end(), end)
    hedged = due.day <= p.today or is_hedged(p.reading, before.start, before.end)
    return Step(step_text(p, event.start("event"), last, None), event.start("event"), last, due, hedged)


_SAME = re.compile(rf"\W*(?:a|an|for a|for an|the) (?:[\w-]+ ){{0,3}}?(?P<event>{EVENT})\b")


def pushed(p: Passage, start: int, end: int) -> Step | None:
    """`pushed to Friday for commercials`: the step moved, not the close date."""
    due = day_due(p, start, end)
    if not due or not _PUSHED.search(p.reading.folded[start : due.start]):
        return None
    match = re.match(r"\s+for (?:the |a |an )?(?!sure|real|now)", p.reading.folded[due.end : end])
    if not match:
        return None
    begin = due.end + match.end()
    return Step(step_text(p, begin, end, None), begin, end, due, is_hedged(p.reading, begin, end))


def booked(p: Passage, start: int, end: int) -> Step | None:
    due = day_due(p, start, end)
    event = EVENT_TOLD.search(plain(p, start, end), start)
    if (
        not due
        or not event
        or due.past
        or _is_over(p, event.start(), due, end)
        or HELD.search(p.reading.folded[start:end])
        or _SAID_THERE.search(p.reading.before(event.start()))
    ):
        return None
    between = p.reading.folded[min(event.start(), due.start) : max(event.end(), due.end)]
    if re.search(
        r"\b(?:clos\w+|sign\w*|countersign\w*|tekent|unterschr\w+|cd|slip\w*)\b", between
    ) and not re.search(
        r"\b(?:moved|pushed|slipped|booked|shifted|rescheduled|delayed|postponed)\b", between
    ):
        return None
    finish = _phrase_end(p, event.end(), end)
    if due.start > event.start():
        hour = HOUR.match(p.reading.folded[due.end : end])
        finish = max(event.end(), due.start)
        after = due.end + (hour.end() if hour else 0)
        finish = max(finish, after) if _WITH.match(p.reading.folded, after, end) else finish
        finish = _phrase_end(p, finish, end) if finish == after else finish
    return Step(
        step_text(p, event.start(), finish, due),
        event.start(),
        finish,
        due,
        (due.day <= p.today and not _LATER.search(p.reading.folded[max(0, due.start - 8) : end]))
        or is_hedged(p.reading, event.start(), event.end()),
    )


_SAID_THERE = re.compile(
    r"\b(?:told|said|says|wrote|confirmed|mentioned|heard|asked|explained)(?: \w+){0,2} (?:on|over|in|"
    r"by|via|at|"
    r"during|after) (?:(?:a|an|the|our|his|her|their|my|today's)(?: \w+)? )?$"
)
"""`told us on a call`: where it was said is not what is to come."""
_LATER = re.compile(r"\b(?:later|at \d|this (?:afternoon|evening)|tonight|eod|cob|before)\b")


def _is_over(p: Passage, event: int, due: DateHit, end: int) -> bool:
    """`Lunch with Dana today.` and a story after it: it has happened."""
    rest = p.reading.folded[due.end : p.end].strip()
    more = (
        len(p.reading.folded[end : p.end].strip()) > 12
        or bool(_CHEER.search(rest))
        or bool(_FELT.search(p.reading.before(event)))
    )
    return due.day <= p.today and more and not _LATER.search(p.reading.folded[due.start - 8 : end])


_CHEER = re.compile(r"[👍🎉🙌💪🔥😀😊🚀👏👌✅]|\b(?:went|great|good|done|happy|all fine)\b")


_WITH = re.compile(r"\s+(?:with|w/|mit|met)\s")


def _phrase_end(p: Passage, at: int, end: int) -> int:
    tail = re.match(r"\s+(?:with|to|for|about|on|w/|mit|met)\s+[\w\s]{1,40}", p.reading.folded[at:end])
    return at + tail.end() if tail else at
