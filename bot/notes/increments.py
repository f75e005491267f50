"""`bump it by 10k`, `10k more`: an amount told as a difference to the one that stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.notes.assertion import is_hedged
from bot.notes.model import FieldChange
from bot.notes.money import Money
from bot.notes.segment import Passage

_FILLER = (
    r"[\s\W]*(?:(?:hey|hi|ok|okay|so|and|also|oh|btw|actually|sorry|no|wait|yes|yep|please|pls|plz|can|could|"
    r"you|we|i|let's|lets|just|then|now|make|it's|its|that's|call|put|update|change|on|for|with|to|the|deal|"
    r"opp|amount|it|that|this|value|total|is|was|has|have|been|should|be|they|want to)\b[\s,:;!.-]*)*"
)
_OBJECT = r"(?:'s)?(?:\s+(?:it|that|this|the|deal|opp|amount|value|size|number|total|acv|arr|up|down|one))*"
_ABOUT = r"(?:another |an extra |about |around |roughly |~)?"
_MORE = (
    r"bump(?:ed|s)?|increase[ds]?|raise[ds]?|up(?:ped)?|lift(?:ed)?|grew|grows|grown|boost(?:ed)?|went up|"
    r"goes up|go up|rose"
)
_LESS = (
    r"reduce[ds]?|lower(?:ed)?|cut|drop(?:ped)?|decrease[ds]?|shave[ds]?|went down|goes down|go down|fell|"
    r"shrank|trim(?:med)?|cutting|dropping|reducing|lowering|losing|shaving|down"
)
_BY = re.compile(rf"{_FILLER}(?P<verb>(?:(?P<more>{_MORE})|{_LESS})\b{_OBJECT}\s+by\s+{_ABOUT})")
_ADD = re.compile(
    rf"{_FILLER}(?P<verb>(?P<more>add(?:ed|s)?\b|plus\b)\s*(?:another |an extra |"
    rf"an additional |on )?)"
)
_MINUS = re.compile(rf"{_FILLER}(?P<verb>minus |less )")
_SIGNED = re.compile(rf"{_FILLER}(?P<verb>(?<!\S)-)")
_KNOCK = re.compile(rf"{_FILLER}(?P<verb>(?:knock|take|shave|cut|trim)(?:ed)?\s+(?:another )?)")
_PLAIN = re.compile(rf"{_FILLER}(?P<verb>)")
_NO_PREPOSITION = re.compile(rf"{_FILLER}(?P<verb>(?:(?P<more>{_MORE})|{_LESS})\b{_OBJECT}\s+)")
_ON_IT = (
    r"(?:\s*(?:more|extra|please|pls|now|thanks|again))*"
    r"(?:\s+(?:to|on|onto|for|off|from)(?:\s+(?:it|that|this|the|deal|amount|value|total|opp))*)?[\s.,;!?)]*"
)
_END = re.compile(_ON_IT)
_MORE_AFTER = re.compile(rf"(?P<word>\s+(?:more|extra|higher|on top))\b{_ON_IT}")
_LESS_AFTER = re.compile(rf"(?P<word>\s+(?:less|lower))\b{_ON_IT}")
_OFF_AFTER = re.compile(rf"(?P<word>\s+off)\b{_ON_IT}")
_FORMS = (
    (_BY, _END, 0),
    (_ADD, _END, 1),
    (_KNOCK, _OFF_AFTER, -1),
    (_MINUS, _END, -1),
    (_SIGNED, _END, -1),
    (_PLAIN, _MORE_AFTER, 1),
    (_PLAIN, _LESS_AFTER, -1),
)


@dataclass(frozen=True, slots=True)
class _Step:
    by: Decimal
    start: int
    end: int
    sure: bool = True


def read_increment(p: Passage) -> list[FieldChange]:
    """The sum with the amount that stands, inferred; hedged, and only the step, where no single record's
    amount is known. Empty when the message tells no step, or other sums beside it."""
    inside = [m for m in p.money if p.start <= m.start < p.end and m.marked]
    step = _step(p, inside[0]) if len(inside) == 1 and inside[0].kind == "total" else None
    if step is None:
        return []
    now = p.opportunity.amount if p.opportunity and not p.unsettled else None
    known = now is not None and now + step.by > 0 and _same_currency(p, inside[0])
    if now is None or not known or is_hedged(p.reading, step.start, step.end):
        return [p.change("amount", inside[0].value, step.start, step.end, hedged=True)]
    if not step.sure:
        return [p.change("amount", now + step.by, step.start, step.end, hedged=True)]
    return [p.change("amount", now + step.by, step.start, step.end, inferred=True)]


def _step(p: Passage, money: Money) -> _Step | None:
    clause = p.reading.clause_at(money.start)
    start, end = max(clause.start, p.start), min(clause.end, p.end)
    words = _nameless(p, start, end)
    before, after = words[: money.start - start], words[money.end - start :]
    for lead, tail, sign in _FORMS:
        opening, ending = lead.fullmatch(before), tail.fullmatch(after)
        if opening and ending:
            less = sign < 0 or (sign == 0 and not opening["more"])
            word = ending.end("word") if "word" in tail.groupindex else 0
            return _Step(
                -money.value if less else money.value, start + opening.start("verb"), money.end + word
            )
    bare = _NO_PREPOSITION.fullmatch(before)
    if bare and _END.fullmatch(after) and _is_small(p, money):
        by = money.value if bare["more"] else -money.value
        return _Step(by, start + bare.start("verb"), money.end, sure=False)
    return None


def _nameless(p: Passage, start: int, end: int) -> str:
    words = p.reading.folded[start:end]
    for a, b in p.names:
        if start <= a and b <= end:
            words = words[: a - start] + " " * (b - a) + words[b - start :]
    return words


def _is_small(p: Passage, money: Money) -> bool:
    """`bump it 10k` on an 80k opportunity can hardly mean down to 10k."""
    now = p.opportunity.amount if p.opportunity else None
    return now is None or money.value < now / 2


def _same_currency(p: Passage, money: Money) -> bool:
    if money.currency == "$":
        return bool(p.opportunity and p.opportunity.currency.endswith("D"))
    return not money.currency or bool(p.opportunity and p.opportunity.currency == money.currency)
