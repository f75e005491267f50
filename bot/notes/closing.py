"""Which of the dates mentioned is when the opportunity closes."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.closing_words import (
    CLOSE_AFTER,
    GOES_ON,
    GOVERNOR,
    JOB,
    MOVED_NOW,
    ONE_OF,
    PAPER_BY,
    PAST_CLOSE,
    PERIOD,
    THAT_IS_WHEN,
)
from bot.notes.contrasts import Contrast, contrasts
from bot.notes.date_makers import MONTH
from bot.notes.dates import DateHit
from bot.notes.model import FieldChange
from bot.notes.plain_words import DAY_WORDS, SMALL_WORDS, left_over, names_record, tells_day
from bot.notes.segment import Passage

_BARE = re.compile(
    r"[\s,.;:!()\-–~→>@]*(?:(?:by|so|then|noch|erst|bitte|now|on|in|for|now|the|at|latest|date|cd|"
    r"realistically|target|expected|to|"
    r"looking at|is|its|it's|make|it|"
    r"that|should be|still|no|sorry|actually|not|wait|correction|i meant|meant|rather|ca|around|about|"
    r"say|stays?|staying|eta|"
    r"and|before|till|uiterlijk|spatestens|bis|am|op|zum)\b[\s,.:;!~→>-]*)*"
)
_NOT_DATE = re.compile(r"\b(?:no|not|without)\b(?! later| before)[\w\s']{0,16}$")
_HALF_EARLY = re.compile(r"\bearly(?: in)?\s*$")
_FOR_SOMETHING = re.compile(r"\s+for (?:the |a |an |our )?(?!sure|real|signature|closing|now)[a-z]{4,}")


def read_close_date(p: Passage) -> list[FieldChange]:
    """The rep's statement of when it closes or signs. Two that nothing orders are both hedged."""
    inside = [d for d in p.dates if p.start <= d.start < p.end]
    told = contrasts(p.reading.folded, [(d.start, d.end) for d in inside])
    closing = [(d, h) for place, d in enumerate(inside) if (h := _judged(p, inside, place, told)) is not None]
    stated = [d for d, hedged in closing if not hedged]
    replacing = [d for d in stated if any(inside[n] is d for n in told.instead)]
    stated = replacing[-1:] or stated
    days = {d.day for d in stated}
    if stated and (len(days) == 1 or _revised(p, stated)):
        last = stated[-1]
        return [p.change("close_date", last.day, last.start, last.end)]
    if closing:
        shown = closing[-1][0]
        return [p.change("close_date", shown.day, shown.start, shown.end, hedged=True)]
    return []


def _judged(p: Passage, inside: list[DateHit], place: int, told: Contrast) -> bool | None:
    """As `_governed`, with what other dates of the message it is set against."""
    date = inside[place]
    hedged = _governed(p, date)
    if place in told.denied:
        return None if hedged is None else True
    if place not in told.instead:
        return hedged
    old, since = inside[told.instead[place]], told.since.get(place, 0)
    if hedged is None and not _takes_its_place(p, date, old):
        return None
    doubted = is_hedged(p.reading, date.start, date.end, since) if since or hedged is None else hedged
    return doubted or date.past or date.day < p.today


def _takes_its_place(p: Passage, date: DateHit, old: DateHit) -> bool:
    """Whether the date that gives way was when it closes."""
    clause = p.reading.clause_at(date.start)
    governors = list(GOVERNOR.finditer(_nameless(p, max(clause.start, p.start), date.start)))
    if governors and not governors[-1]["close"]:
        return False
    if _governed(p, old) is not None or (p.opportunity and old.day == p.opportunity.close_date):
        return True
    first, last = min(date, old, key=lambda d: d.start), max(date, old, key=lambda d: d.start)
    opening = max(p.reading.clause_at(first.start).opening, p.start)
    end = min(p.reading.clause_at(last.start).end, p.end)
    return names_record(p, opening, end) and tells_day(p, opening, end)


def _governed(p: Passage, date: DateHit) -> bool | None:
    """None: not about closing. True: about closing but not a statement. False: stated."""
    if date.past:
        return None
    clause = p.reading.clause_at(date.start)
    start = max(clause.start, p.start)
    end = min(clause.end, p.end)
    end = min(clause.closing, p.end) if GOES_ON.match(p.reading.folded, end) else end
    words = _nameless(p, start, end)
    before, after = words[: date.start - start], words[date.end - start :]
    bare = _bare(p, start, date)
    day_of_year = bool(_DAY_OF_YEAR.search(p.reading.folded[date.start : date.end]))
    # On an open card "Acme 4/10" corrects the date; "spoke to Acme today" still tells of a call.
    answers = (
        p.terse
        or (p.on_card and day_of_year)
        or _continues(p, start)
        or (bare and _is_listed(p, date, day_of_year))
    )
    if _is_of_stage(p, start, date) or (date.day == p.today and MOVED_NOW.search(before)):
        return None
    kind = _kind(before, after, bare and answers) or ("close" if _plainly(p, date, start, end) else None)
    if kind is None:
        return True if bare and day_of_year else None
    doubtful = (date.not_before and not re.search(r"(?<!as )\bfrom\s*$", before)) or bool(
        _NOT_DATE.search(before) or _HALF_EARLY.search(before)
    )
    doubtful = doubtful or date.day < p.today or _moves_activity(p, start, before)
    moved_activity = bool(re.search(r"\bpush\w*", before) and _FOR_SOMETHING.match(after))
    return doubtful or kind == "other" or moved_activity or is_hedged(p.reading, date.start, date.end)


def _is_of_stage(p: Passage, start: int, date: DateHit) -> bool:
    """`moves into trial as from today` says since when."""
    said = p.reading.folded[max(start, date.start - 50) : date.start]
    names = (fold(n) for s in p.book.stages if not s.is_closed for n in (s.name, *s.synonyms))
    return any(
        re.search(rf"\b(?:in|into|to|at|auf|op) (?:the )?{re.escape(n)}(?:\b|phase)", said) for n in names
    )


def _plainly(p: Passage, date: DateHit, start: int, end: int) -> bool:
    """`Harlowe rolls to January`: the record and a day of the year, with nothing else that could be then.
    A mere `Harlowe 15/1` must be all there is."""
    said = p.reading.folded[date.start : date.end]
    if not (_DAY_OF_YEAR.search(said) or PERIOD.search(said)) or date.day <= p.today:
        return False
    opening = max(p.reading.clause_at(date.start).opening, p.start)
    if not names_record(p, opening, end) or not tells_day(p, start, end):
        return False
    earlier = GOVERNOR.finditer(_nameless(p, opening, start))
    if any(g["activity"] and not _UNMOVABLE.match(g.group()) for g in earlier):
        return False
    moved = left_over(p, start, end) & _MOVING_WORDS
    alone = len([d for d in p.dates if p.start <= d.start < p.end]) == 1 or _REVISED.search(p.folded)
    return bool(moved) or (bool(alone) and tells_day(p, p.start, p.end))


_MOVING_WORDS = DAY_WORDS - SMALL_WORDS


def _nameless(p: Passage, start: int, end: int) -> str:
    """A `Renewal` in an opportunity's name governs no date."""
    words = p.reading.folded[start:end]
    for a, b in p.names:
        if start <= a and b <= end:
            words = words[: a - start] + " " * (b - a) + words[b - start :]
    return words


def _kind(before: str, after: str, answers: bool) -> str | None:
    if PAPER_BY.fullmatch(before) or THAT_IS_WHEN.match(after):
        return "close"
    governors = list(GOVERNOR.finditer(before))
    nearest = governors[-1] if governors else None
    if nearest and nearest["close"]:
        if len(governors) > 1 and not governors[-2]["close"] and _shares(before, governors):
            return None
        return (
            None
            if PAST_CLOSE.search(nearest.group()) and not (_to_be(before) or _BY_THEN.search(before))
            else "close"
        )
    following = CLOSE_AFTER.match(after) or re.match(
        r"\W*(?:now )?(?:for |is )?(?:the )?(?:new )?(?:close|signature|signing)\b", after
    )
    if (following and not nearest) or (ONE_OF.search(before) and JOB.match(after)):
        return "close"
    if nearest and (nearest["other"] or nearest["activity"]):
        return None
    if any(g["other"] or g["activity"] for g in GOVERNOR.finditer(after)):
        return None
    return "close" if answers else None


_MOVING = re.compile(
    r"(?:done|finali|execut|wrap|mov|push|slip|slid|shift|delay|postpon|schedul|target|expect|book|come|"
    r"drift|go)"
)


_UNMOVABLE = re.compile(
    r"(?:legal|procurement|security|budget|freeze|audit|board|committee|fiscal|reorg|merger)"
)
_SUBJECT = re.compile(r"\b(?:us|it|this|deal|everything)\b")


def _shares(before: str, governors: list[re.Match[str]]) -> bool:
    """`demo moved to Friday` moves the demo, not the close date."""
    last, previous = governors[-1], governors[-2]
    if _UNMOVABLE.match(previous.group()) and _SUBJECT.search(before[previous.end() :]):
        return False
    return bool(_MOVING.match(last.group())) and last.start() - previous.end() < 25


_SHIFTED = re.compile(
    r"\b(?:kicked (?:down|out|back)|slip|push|slid|delay|shift|postpon|drift|clos(?:e|ing))\w*\b"
)


def _continues(p: Passage, start: int) -> bool:
    """`slipped a month, now end of July`, `signs in the new year, so January` go on about the closing."""
    opening = max(p.reading.clause_at(start).opening, p.start)
    words = _nameless(p, opening, start)
    if names_activity(p, opening, start):
        return False
    governors = list(GOVERNOR.finditer(words))
    told = any(opening <= d.start < start for d in p.dates)
    return bool(_SHIFTED.search(words)) or bool(governors and governors[-1]["close"] and not told)


def _is_listed(p: Passage, date: DateHit, day_of_year: bool) -> bool:
    """`Acme 92k, EOQ` and `Acme now 7/24, Bolt 8/15`: the shorthand of a forecast, sum and closing day."""
    clause = p.reading.clause_at(date.start)
    opening = max(clause.opening, p.start)
    before = p.reading.folded[opening : date.start]
    sums = [m for m in p.money if opening <= m.start < date.start and m.marked and m.kind == "total"]
    near = bool(sums) and date.start - sums[-1].end <= 12 and date.span
    if (
        near
        and not names_activity(p, opening, date.start)
        and not is_hedged(p.reading, sums[-1].start, sums[-1].end)
    ):
        return True
    return (
        day_of_year
        and bool(_NOW.search(p.reading.folded))
        and bool(p.names)
        and tells_day(p, opening, min(clause.end, p.end))
        and bool(_NOW.search(before + p.reading.folded[date.end : clause.end]) or len(p.dates) > 1)
    )


_NOW = re.compile(r"\b(?:now|still|jetzt|nu)\b|->|→")
_BY_THEN = re.compile(
    r"\b(?:counter-?)?(?:signed|executed|inked|closed|booked)(?: \w+)? (?:by|before|on|bis|uiterlijk|"
    r"no later than)\b[\w\s]{0,16}$|\b(?:will be|gets?|to be|wird|werden)\b[\w\s]{0,20}$"
)


_MOVED = re.compile(
    r"[\s,;:-]*(?:it |got |was |is |has been |now )*(?:re)?(?:mov|push|shift|schedul|postpon)\w*\b"
)


def _moves_activity(p: Passage, start: int, before: str) -> bool:
    """`workshop went great, moved to 25 March`: who knows what moved."""
    opening = max(p.reading.clause_at(start).opening, p.start)
    return bool(_MOVED.match(before)) and names_activity(p, opening, start)


def names_activity(p: Passage, start: int, end: int) -> bool:
    """Whether the words at [start:end] name a meeting, a document or somebody's task."""
    return any(g["activity"] for g in GOVERNOR.finditer(_nameless(p, start, end)))


def _to_be(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:to be|be|get|gets|getting|needs?|want\w*|have|has|it|this|will|'ll|is|expect\w*|"
            r"contract|deal|deal's|paper)"
            r"\b[\w\s]{0,14}\b(?:signed|closed|booked)\b",
            before,
        )
    )


def _bare(p: Passage, start: int, date: DateHit) -> bool:
    """A date that stands alone in its clause, beside at most the record's name or a sum."""
    words = list(p.reading.folded[start : min(p.reading.clause_at(date.start).end, p.end)])
    for a, b in (*p.names, *((m.start, m.end) for m in p.money), *((d.start, d.end) for d in p.dates)):
        for i in range(max(a, start), min(b, start + len(words))):
            words[i - start] = " "
    left = "".join(words)
    return bool(_BARE.fullmatch(left)) and (p.terse or bool(p.opportunity or p.account))


_DAY_OF_YEAR = re.compile(rf"\d|\bq[1-4]\b|\b(?:{MONTH})\b")
"""`4/10` beside a name may well be the close date; `today` and `this week` are when something was done."""


_REVISED = re.compile(
    r"\b(?:from|not|was|instead of|originally|now|make it|moved|slip\w*|push\w*|rather than|actually|"
    r"wait|sorry|no)\b|->|→"
)


def _revised(p: Passage, stated: list[DateHit]) -> bool:
    return bool(_REVISED.search(p.reading.folded[max(p.start, stated[0].start - 30) : stated[-1].start]))
