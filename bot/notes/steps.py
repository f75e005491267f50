"""Finding what is still to be done: promises, orders, wishes and booked events, with their days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.notes.assertion import is_hedged
from bot.notes.booked_steps import EVENT_TOLD, HELD, added, at_days_event, booked, fixed_before, pushed
from bot.notes.clauses import Clause, fold
from bot.notes.closing_words import CLOSE
from bot.notes.dates import DateHit
from bot.notes.plain_words import names_record, tells_day
from bot.notes.segment import Passage
from bot.notes.step_days import day_due, undated, without_names
from bot.notes.step_text import Step, step_text
from bot.notes.step_words import DO, ONGOING, OWES

_WENT_BY = re.compile(
    r"\b(?:sent|went|got|received|came|is with|are with|signed|approved|hat|haben|war|ist|has|have|had|was|"
    r"were|did)\b"
)
_INTERNAL = re.compile(
    r"\b(?:board|committee|steerco|vote[s]?|voting|decid\w*|decision|town hall|budget (?:meeting|cycle|"
    r"round)|all hands|internal(?:ly)?|discuss(?:es)? (?:it )?with (?:his|her|their))\b"
)
_CLOSING = re.compile(rf"^(?!come in\b)(?:{CLOSE})\b")


def steps(p: Passage) -> Iterator[Step]:
    for clause in p.clauses():
        start, end = max(clause.start, p.start), min(clause.end, p.end)
        step = at_days_event(p, start, end) or _from_us(p, start, end) or _owed(p, start, end)
        if step is None or not step.text:
            step = (
                _labelled(p, start, end)
                or pushed(p, start, end)
                or booked(p, start, end)
                or fixed_before(p, start, end)
                or added(p, start, end)
            )
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
        or (kind == "wait" and _SIGNING.search(p.reading.folded[begin:end]))
        or (kind == "doing" and HELD.search(p.reading.folded[begin:end]))
    ):
        return None
    text = step_text(p, begin, start + match.end(kind) if kind in {"coming", "deadline"} else end, due)
    text = f"show {text}" if kind == "see" and text else text
    if kind in {"owe", "need", "paper", "deadline"} and text:
        text = text if kind == "need" and EVENT_TOLD.fullmatch(fold(text)) else f"send {text}"
    promised = _PROMISED.match(p.reading.folded, start) or "forget to" in match.group()
    hedged = bool(_VAGUE.search(words)) or (not promised and is_hedged(p.reading, begin, end))
    return Step(_HANDED_OVER.sub(r"send \g<what>", text), begin, end, due, hedged)


_PROMISED = re.compile(
    r"\W*(?:which|and that) (?:i|we)(?:'ll| will|'m going to|'re going to) (?!not\b|never\b|maybe\b)"
)
"""`she asked if I'd send it, which I'll do Monday`: no condition any more."""


def _labelled(p: Passage, start: int, end: int) -> Step | None:
    """`next step: revised pricing`: what follows the heading."""
    match = OWES.search(undated(p, start, min(end + 1, p.end)))
    if match is None or match.lastgroup != "label" or p.reading.folded[start + match.end() : end].strip():
        return None
    following = _following(p, end)
    if following is None:
        return None
    last = min(following.end, p.end)
    due = day_due(p, following.start, last)
    text = step_text(p, following.start, last, due)
    return (
        Step(text, following.start, last, due, is_hedged(p.reading, following.start, last)) if text else None
    )


def _following(p: Passage, end: int) -> Clause | None:
    """The next clause of the same sentence."""
    clause = p.reading.clause_at(max(end - 1, 0))
    return next((c for c in p.clauses() if c.start >= clause.end and c.opening == clause.opening), None)


def _from_us(p: Passage, start: int, end: int) -> Step | None:
    """`she wants the order form off me by Tuesday`, `the offer she gets from me Tuesday`: ours to send."""
    match, due = _GETS.search(undated(p, start, end)), day_due(p, start, end)
    group = next((g for g in ("thing", "then", "first") if match and match[g] and match[g].strip()), None)
    if match is None or group is None or due is None:
        return None
    begin, last = start + match.start(group), start + match.end(group)
    text = step_text(p, begin, last, due)
    return Step(f"send {text}", begin, last, due, is_hedged(p.reading, begin, last)) if text else None


_GETS = re.compile(
    r"(?:^\W*(?P<first>(?:[\w'-]+ ){1,5}?)(?:he|she|they)|\b[a-z]+) (?:will )?(?:gets?|receives?|"
    r"wants?|needs?|expects?|"
    r"requires?|has|have|get|awaits?)(?P<thing>(?: [\w'-]+){0,7}?) (?:from|off|by) (?:me|"
    r"us)\b(?P<then>(?: [\w'-]+){0,7})"
)
_PAPER_COMES = re.compile(r"(?:po|loi|order|contract|agreement|deal)\b")
"""`the PO will come by Friday` is when it closes."""
_SEALED = re.compile(r"\b(?:over the line|(?:counter)?signed|inked|closed|pen to paper|wrapped up)\b")
_SIGNING = re.compile(r"\b(?:signatures?|countersign\w*|ink)\b")
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
        if kind
        in {
            "present",
            "sends",
            "doing",
            "wait",
            "they",
            "german",
            "ask",
            "paper",
            "going",
            "coming",
            "see",
            "deadline",
        }
        else match.end()
    )


def _is_owed(match: re.Match[str], kind: str, words: str, due: DateHit | None) -> bool:
    """Without a day only a promise or an order is a step; `is`, a German present or a wish need one."""
    if kind == "verb" and match["any"]:
        return due is not None
    if kind in {"german", "present", "sends", "going", "coming", "see", "deadline"}:
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
    starts = OWES.search(words) or HELD.search(words) or _STARTS_ANEW.match(words)
    return last if day_due(p, following.start, last) and not starts else end


_STARTS_ANEW = re.compile(
    rf"\W*(?:i|we|he|she|they|it|you|then|will|{DO}|close|closing|sign\w*|go|start\w*|budget|board)\b"
)
