"""Which opportunities are meant: what a question says of stage, day, amount, next step, evidence, competitor
and outcome. Each reader takes its words; what none takes is left for the caller to see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.book.periods import take_period
from bot.book.request import Filters, Period
from bot.book.words import Words
from bot.notes.clauses import fold
from bot.notes.date_makers import Calendar
from bot.notes.money import Money, find_money
from bot.sales import Book, FieldName, Stage, Verifier

_WON = re.compile(r"\b(?:closed[- ]won|won|wins?|gewonnen|signed)\b")
_LOST = re.compile(r"\b(?:closed[- ]lost|lost|lose|losing|losses|loss|verloren)\b")
_CLOSED = re.compile(r"\b(?:closed)\b")
_NO = (
    r"(?:no|without(?: an?| any| the)?|missing|lack(?:s|ing)?(?: an?)?|ohne|zonder|(?:don't|doesn't|"
    r"do not|does not) have an?y?)"
)
_STEP = r"(?:next steps?|steps?|nachsten? schritte?|next actions?)"
_NO_STEP = re.compile(rf"\b{_NO} {_STEP}\b")
_LATE_STEP = re.compile(
    rf"\b(?:overdue|late|missed|past[- ]due) {_STEP}\b|"
    rf"\b{_STEP} (?:is |are |that are |which are |has |have )?(?:already )?(?:over ?due|late|"
    rf"past[- ]due|missed|passed)\b"
)
_STEP_DUE = re.compile(
    rf"\b{_STEP}(?: are| is| come| that are)?(?: due| up| planned)?\b|\b(?:supposed|have|need|"
    rf"meant) to do (?:some|any)thing(?: on)?\b|"
    r"\bdue\b(?! to (?:close|sign|land))|\bowe\b"
)
_LATE_CLOSE = re.compile(
    r"\b(?:past|beyond|over|after) (?:their|its|the) (?:clos\w+|expected) dates?\b|\bslipp(?:ing|ed)\b|"
    r"\boverdue(?: to close)?\b|\bshould have closed(?: already| by now)?\b"
)
_CLOSE = re.compile(
    r"\b(?:(?:due|expected|set|going|supposed|meant|likely) to )?(?:clos(?:e|es|ing)|land(?:s|ing)?|"
    r"sign(?:s|ing)?|come in)\b|"
    r"\bclos\w+ dates?\b|\b(?:schliessen|schliesst|abschluss)\b"
)
_EMPTY: tuple[tuple[FieldName, re.Pattern[str]], ...] = (
    ("amount", re.compile(rf"\b{_NO} (?:amounts?|values?|figures?|numbers?)\b")),
    ("close_date", re.compile(rf"\b{_NO} clos\w+ dates?\b")),
    ("competitors", re.compile(rf"\b{_NO} (?:known )?(?:competitors?|competition|rivals?)\b")),
    ("contacts", re.compile(rf"\b{_NO} (?:contacts?|people)\b")),
)
_NO_EVIDENCE = re.compile(rf"\b{_NO} (?:customer )?(?:evidence|verifiers?)(?: at all| yet| so far)?\b")
_OVER = re.compile(
    r"(?:\b(?:over|above|more than|bigger than|larger than|greater than|at least|north of|exceeding|"
    r"uber|boven)|>=?)\s*$"
)
_UNDER = re.compile(
    r"(?:\b(?:under|below|less than|smaller than|at most|south of|up to|unter|onder)|<=?)\s*$"
)
_BETWEEN = re.compile(r"\b(?:between|from|worth)\s*$")
_PAST_STAGE = re.compile(r"\b(?:past|beyond|after|later than)\s+(?:the )?$")
_BEFORE_STAGE = re.compile(r"\b(?:before|earlier than|not yet in|ahead of)\s+(?:the )?$")
_IN_STAGE = re.compile(r"\b(?:in|at|auf|im|sitting in|stage|phase)\s+(?:the )?$")
_AFTER_STAGE = re.compile(r"\s+(?:stage|phase)\b")
_DONE = (
    r"(?:confirmed|met|agreed|passed|started|engaged|done|there|signed off|in place|secured|"
    r"approved|spoken to)"
)
_NOT_BEFORE = re.compile(
    r"\b(?:no|not|never|without(?: an?| any| the)?|missing|lack(?:s|ing)?|haven't|hasn't|have i not|"
    rf"(?:don't|doesn't) have)(?: yet)?(?: {_DONE})?(?: an?| the| any| their)*\s+$"
)
_NOT_AFTER = re.compile(rf"\s+(?:(?:is|are|has|have)(?:n't| not)(?: been)?|not)(?: yet)?(?: {_DONE})\b")
_DONE_BEFORE = re.compile(rf"\b{_DONE}(?: an?| the| their)*\s+$")
_DONE_AFTER = re.compile(rf"\s+(?:(?:is|are|was|has|have|been)\s+)*{_DONE}\b")
_WITH = re.compile(r"\b(?:with|have|has|got)(?: an?| the| their)*\s+$")


def read_filters(words: Words, book: Book, calendar: Calendar) -> Filters:
    """All that the words say, the unmentioned left as `Filters` has it: open ones."""
    found = _with_amounts(Filters(), words)
    found = _with_steps(found, words, calendar)
    found = _with_empty(found, words)
    found = _with_evidence(found, words, book.verifiers)
    found = _with_stages(found, words, book.stages)
    found = _with_status(found, words, book)
    found = _with_competitors(found, words, book)
    return _with_period(found, words, calendar)


def says_closing(words: Words) -> bool:
    return bool(_CLOSE.search(words.left))


def _with_amounts(found: Filters, words: Words) -> Filters:
    for money in find_money(words.left):
        before = words.left[: money.start]
        low, high, side = _low_of(money, words.left), money.value, None
        if low is not None:
            side, found = _BETWEEN.search(before), replace(found, over=low, under=high)
        elif side := _OVER.search(before):
            found = replace(found, over=high)
        elif side := _UNDER.search(before):
            found = replace(found, under=high)
        else:
            continue
        words.blank(side.start() if side else money.start, money.end)
    return found


def _low_of(money: Money, text: str) -> Decimal | None:
    if money.kind != "range" or money.low is not None:
        return money.low
    lower = find_money(_AND.split(text[money.start : money.end])[0])
    return lower[0].value if lower else None


_AND = re.compile(r"\s*(?:\band\b|\bto\b|\bbis\b|\bund\b|-|–)\s*")


def _with_steps(found: Filters, words: Words, calendar: Calendar) -> Filters:
    if words.take(_NO_STEP):
        return replace(found, without=(*found.without, "next_step"))
    if words.take(_LATE_STEP):
        return replace(found, step_due=_before_today(calendar))
    if words.take_all(_LATE_CLOSE):
        return replace(found, closes=_before_today(calendar))
    if _STEP_DUE.search(words.left) and not says_closing(words):
        words.take_all(_STEP_DUE)
        return replace(found, step_due=take_period(words, words.text, calendar) or Period())
    return found


def _before_today(calendar: Calendar) -> Period:
    return Period(None, calendar.today - timedelta(days=1))


def _with_empty(found: Filters, words: Words) -> Filters:
    if words.take(_NO_EVIDENCE):
        found = replace(found, lacks_all=True)
    empty = tuple(name for name, pattern in _EMPTY if words.take(pattern))
    return replace(found, without=(*found.without, *empty))


def _with_evidence(found: Filters, words: Words, verifiers: Sequence[Verifier]) -> Filters:
    for verifier in verifiers:
        for name in _names_of(verifier):
            match = re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", words.left)
            if match:
                lacking = _take_said(words, match.start(), match.end())
                found = (
                    replace(found, lacks=(*found.lacks, verifier.id))
                    if lacking
                    else replace(found, has=(*found.has, verifier.id))
                )
                break
    return found


def _names_of(verifier: Verifier) -> Iterator[str]:
    """`champion_confirmed` is called champion; the longer wordings first."""
    yield from sorted((fold(one) for one in verifier.synonyms), key=len, reverse=True)
    bare = re.sub(rf"\b{_DONE}\b", "", verifier.id.replace("_", " ")).strip()
    yield from (verifier.id.replace("_", " "), bare) if bare else (verifier.id.replace("_", " "),)


def _take_said(words: Words, start: int, end: int) -> bool:
    """Whether it is said to be missing. The words around that say so, or that it is there, are taken too."""
    before, after = words.left[:start], words.left[end:]
    for pattern, lacking in ((_NOT_BEFORE, True), (_DONE_BEFORE, False), (_WITH, False)):
        if lead := pattern.search(before):
            # `not met the economic buyer`
            if not lacking and (further := _NOT_BEFORE.search(before[: lead.start()] + " ")):
                lead, lacking = further, True
            tail = _DONE_AFTER.match(after)
            words.blank(lead.start(), end + (tail.end() if tail else 0))
            return lacking
    missing, done = _NOT_AFTER.match(after), _DONE_AFTER.match(after)
    tail = missing or done
    words.blank(start, end + (tail.end() if tail else 0))
    return missing is not None


def _with_stages(found: Filters, words: Words, stages: Sequence[Stage]) -> Filters:
    named: list[str] = []
    for name, stage in _stage_names(stages):
        while match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words.left):
            before = words.left[: match.start()]
            tail = _AFTER_STAGE.match(words.left[match.end() :])
            end = match.end() + (tail.end() if tail else 0)
            if past := _PAST_STAGE.search(before):
                named += [s.id for s in stages if s.order > stage.order and not s.is_closed]
                words.blank(past.start(), end)
            elif early := _BEFORE_STAGE.search(before):
                named += [s.id for s in stages if s.order < stage.order]
                words.blank(early.start(), end)
            else:
                named.append(stage.id)
                lead = _IN_STAGE.search(before)
                words.blank(lead.start() if lead else match.start(), end)
    return replace(found, stages=tuple(dict.fromkeys(named)))


def _stage_names(stages: Sequence[Stage]) -> list[tuple[str, Stage]]:
    names = [(fold(n), s) for s in stages if not s.is_closed for n in (s.name, *s.synonyms) if n.strip()]
    return sorted(names, key=lambda named: -len(named[0]))


def _with_status(found: Filters, words: Words, book: Book) -> Filters:
    if words.take_all(_WON):
        return replace(found, status="won")
    if words.take_all(_LOST):
        named = [r for r in book.loss_reasons if words.take(_reason(r))]
        return replace(found, status="lost", reasons=tuple(named))
    return replace(found, status="closed") if words.take(_CLOSED) else found


def _reason(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?:on|over|to|for|due to|because of)\s+)?{re.escape(name.replace('_', ' '))}\b")


def _with_competitors(found: Filters, words: Words, book: Book) -> Filters:
    named = [
        one
        for one in book.competitors
        if words.take_all(
            re.compile(rf"(?<!\w)(?:(?:against|vs|versus|to|with|by)\s+)?{re.escape(fold(one))}(?!\w)")
        )
    ]
    return replace(found, competitors=tuple(named))


def _with_period(found: Filters, words: Words, calendar: Calendar) -> Filters:
    """A day or span that nothing else claims is when they close."""
    words.take_all(_CLOSE)
    period = take_period(words, words.text, calendar, back=found.status != "open")
    return replace(found, closes=period) if period else found


def amount_within(amount: Decimal | None, found: Filters) -> bool:
    if found.over is None and found.under is None:
        return True
    if amount is None:
        return False
    return (found.over is None or amount >= found.over) and (found.under is None or amount <= found.under)
