"""Finding what is still to be done: promises, orders, wishes and booked events, with their days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.closing_words import CLOSE
from bot.notes.dates import DateHit
from bot.notes.plain_words import names_record, tells_day
from bot.notes.segment import Passage
from bot.notes.step_days import day_due, plain, undated, without_names
from bot.notes.step_text import HOUR, step_text
from bot.notes.step_words import DO, EVENT, ONGOING, OWES

_EVENT = re.compile(rf"\b{EVENT}\b")
_WENT_BY = re.compile(
    r"\b(?:sent|went|got|received|came|is with|are with|signed|approved|hat|haben|war|ist|has|have|had|was|"
    r"were|did)\b"
)
_HELD = re.compile(
    r"\b(?:went|was|were|had|done|happened|held|yesterday|last|met|spoke|talked|said|completed|finished|"
    r"landed|sent|approved|loved|came|returned|arrived|started|joined|cleared|passed|received|wanted)\b"
)
_INTERNAL = re.compile(
    r"\b(?:board|committee|steerco|vote[s]?|voting|decid\w*|decision|town hall|budget (?:meeting|cycle|"
    r"round)|all hands|internal(?:ly)?|discuss(?:es)? (?:it )?with (?:his|her|their))\b"
)
_CLOSING = re.compile(rf"^(?:{CLOSE})\b")
_PUSHED = re.compile(
    r"\b(?:push(?:ed|es)?|moved|rescheduled|postponed)(?: (?:us|me|it))?(?: out| back)? to\s+$"
)


_FELT = re.compile(r"\b(?:good|great|nice|productive|quick|tough|bad|awful|fantastic|solid|weird)\s+$")


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    start: int
    end: int
    due: DateHit | None
    hedged: bool


def steps(p: Passage) -> Iterator[Step]:
    for clause in p.clauses():
        start, end = max(clause.start, p.start), min(clause.end, p.end)
        step = _owed(p, start, end)
        if step is None or not step.text:
            step = _pushed(p, start, end) or _booked(p, start, end)
        if step and not _INTERNAL.search(p.reading.folded[step.start : step.end]):
            yield step


def _owed(p: Passage, start: int, end: int) -> Step | None:
    words = undated(p, start, end)
    match = OWES.search(words) or ONGOING.match(without_names(p, start, end))
    if not match:
        return None
    kind = match.lastgroup or ""
    if kind in {"what", "any"}:
        kind = "verb"
    if kind == "they" and _PAPER_COMES.match(match.group()):
        return None
    begin = start + _begins(match, kind)
    end = end if day_due(p, start, end) else _continued(p, end)
    due = day_due(p, start, end)
    if not _is_owed(match, kind, words, due) or (
        due and names_record(p, start, end) and tells_day(p, start, end)
    ):
        return None
    if (
        _CLOSING.match(p.reading.folded[begin:end])
        or _SEALED.search(p.reading.folded[begin:end])
        or (kind == "doing" and _HELD.search(p.reading.folded[begin:end]))
    ):
        return None
    text = step_text(p, begin, end, due)
    if kind in {"owe", "need", "paper"} and text:
        text = text if kind == "need" and _EVENT.fullmatch(fold(text)) else f"send {text}"
    hedged = is_hedged(p.reading, begin, end) or bool(_VAGUE.search(words))
    return Step(_HANDED_OVER.sub(r"send \g<what>", text), begin, end, due, hedged)


_PAPER_COMES = re.compile(r"(?:po|loi|order|contract|agreement|deal)\b")
"""`the PO will come by Friday` is when it closes."""
_SEALED = re.compile(r"\b(?:over the line|(?:counter)?signed|inked|closed|pen to paper|wrapped up)\b")
_VAGUE = re.compile(
    r"\b(?:at some point|some day|one day|eventually|whenever|in due course|irgendwann|ooit)\b"
)
_HANDED_OVER = re.compile(
    r"^have (?:.*\b(?:sorry|i mean|no wait|rather)\b,? (?:not \w+ )?)?(?:just )?(?P<what>.+?) (?:over|"
    r"ready|back|across|"
    r"in (?:his|her|their|your) (?:inbox|hands)|with (?:him|her|them)|to (?:him|her|them))$",
    re.IGNORECASE,
)
"""`have the deck in her inbox` is to send it; what was said before a slip was put right is dropped."""


def _begins(match: re.Match[str], kind: str) -> int:
    if kind == "verb":
        return match.start("what")
    return (
        match.start(kind)
        if kind in {"present", "sends", "doing", "wait", "they", "german", "ask", "paper"}
        else match.end()
    )


def _is_owed(match: re.Match[str], kind: str, words: str, due: DateHit | None) -> bool:
    """Without a day only a promise or an order is a step; `is`, a German present or a wish need one."""
    if kind == "verb" and match["any"]:
        return due is not None
    if kind in {"german", "present", "sends"}:
        return due is not None and not _WENT_BY.search(words)
    if kind == "paper":
        return due is not None and not _WENT_BY.search(words)
    if kind == "need":
        return due is not None and not re.search(r"\b(?:discount|off|reduction|rabatt)\b", words)
    if kind == "they" and due is None:
        return bool(re.search(r"\b(?:will|'ll|owes|to|promised)\b", match.group()))
    return True


def _continued(p: Passage, end: int) -> int:
    """`a best and final by Friday`: the `and` joined two things, where the rest owes nothing by itself."""
    clause = p.reading.clause_at(max(end - 1, 0))
    following = next((c for c in p.clauses() if c.start >= clause.end and c.opening == clause.opening), None)
    if following is None or not re.fullmatch(
        r"\s(?:and|und|en|&)\s", p.reading.folded[clause.end : following.start]
    ):
        return end
    last = min(following.end, p.end)
    words = undated(p, following.start, last)
    starts = OWES.search(words) or _HELD.search(words) or _STARTS_ANEW.match(words)
    return last if day_due(p, following.start, last) and not starts else end


_STARTS_ANEW = re.compile(
    rf"\W*(?:i|we|he|she|they|it|you|then|will|{DO}|close|closing|sign\w*|go|start\w*|budget|board)\b"
)


def _pushed(p: Passage, start: int, end: int) -> Step | None:
    """`pushed to Friday for commercials`: the step moved, not the close date."""
    due = day_due(p, start, end)
    if not due or not _PUSHED.search(p.reading.folded[start : due.start]):
        return None
    match = re.match(r"\s+for (?:the |a |an )?(?!sure|real|now)", p.reading.folded[due.end : end])
    if not match:
        return None
    begin = due.end + match.end()
    return Step(step_text(p, begin, end, None), begin, end, due, is_hedged(p.reading, begin, end))


def _booked(p: Passage, start: int, end: int) -> Step | None:
    due = day_due(p, start, end)
    event = _EVENT.search(plain(p, start, end), start)
    if (
        not due
        or not event
        or due.past
        or _is_over(p, event.start(), due, end)
        or _HELD.search(p.reading.folded[start:end])
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
