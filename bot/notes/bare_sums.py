"""Numbers without a mark of money: whether they are a sum, and in which scale."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.notes.money import Money
from bot.notes.plain_words import VALUE_WORDS, left_over, names_record
from bot.notes.segment import Passage

_TOTAL_CUE = re.compile(
    r"(?:\b(?:at|to|amount|value|acv|arr|tcv|price|worth|on|is|deal|staying|stays|stay|still|around|"
    r"about|say|roughly|"
    r"holding|hold|for|now|total|make it|call it|op|auf|bei|quote|proposal|it's|size|number|closing|dus|"
    r"also|so|stands)|"
    r"(?:good|ok|okay|fine|happy|comfortable|pleased|happier) (?:with|at)|comes? (?:to|out at)|works? out "
    r"(?:to|at)|"
    r"accept(?:s|ed)?|agree[sd]?(?: (?:to|on|at))?|t(?:akes?|ook) it for|do(?:es)? it for|settl\w+ (?:for|"
    r"on|at)|"
    r"land\w* (?:on|at)|signs? (?:at|for)|akzeptiert|nimmt (?:es )?(?:fur)?|stehen bei|liegen bei|liegt "
    r"bei|told \w+|"
    r"gave (?:her|him|them)|pay(?:s|ing)? us|ended? (?:up )?(?:on|at|with)|shook on|"
    r"->|→|=|:|~)\s*$"
)
_CUE_AFTER = re.compile(
    r"\s*(?:ok\b|okay\b|all (?:told|in|up)\b|in total|total\b|altogether|it is\b|(?:is|was) (?:fine|good|"
    r"ok|okay|"
    r"agreed|approved|final|done|accepted)|works\b|approved|agreed|accepted|final\b|flat\b|give or take|or "
    r"so\b)"
)
_ONLY_FILLER = re.compile(
    r"[\s,.:;!~-]*(?:(?:no|nope|not|actually|sorry|wait|it's|its|make|it|that|should|be|i|meant|mean|"
    r"rather|ok|oops|"
    r"call|put|at|to|is|was|the|amount)\b[\s,.:;!~-]*)*"
)
_MEETS = re.compile(
    r"\b(?:call|calls|calling|ring|rings|meet|meets|meeting|demo|visit|lunch|coffee|dinner|session|workshop|"
    r"sync|catch|see|seeing|o'clock|termin|treffen|anruf\w*|afspraak|room|raum|halle|building)\b"
)
"""`call them at 59` and `met at ten thirty` name a door or an hour."""
_NOT_COUNTED = re.compile(
    r"\s*(?:$|[^\w\s]|\n|(?:all|total|in|for|and|but|so|now|flat|even|only|please|pls|if|is|was|it|on|at|"
    r"with|"
    r"by|to|as|from|ex|net|gross|incl|excl|final|agreed|instead|not|statt|anstatt|jetzt|und|aber|plus|today|"
    r"tho|"
    r"though|then|after|before|because|since|which|we|they|he|she|i|over|ok|okay|works|each|per|or|than|last|"
    r"this|next|yes|no|as|that|thats|rather|told|up|ok|okay|fine|good|approved|accepted|give|or|nun|runter|"
    r"rauf|gesetzt|setzen|unterschrieben|gesenkt|erhoht|"
    r"sind|ist|nach|fur|einig|geeinigt|geworden|vereinbart|zugesagt|fix|gelandet|angesetzt|festgelegt|"
    r"landed|settled|signed|booked|became|becomes|should|sorry|oops|pe|kar|karo|hai|ho|stands|after|thanks|"
    r"euro|bitte|netto|brutto|nu|maar|voor|arr|acv|tcv|mrr|like|later|again|still|dus)\b)"
)
_OF_SEATS = re.compile(r"\b(?:seats?|users?|licen[cs]es?|logins?|lizenzen|licenties)\b[^.,;\n]*$")
_LEAST, _SURE = 10, 10_000


def meant(p: Passage, money: Money, *, cued: bool = False) -> Decimal | None:
    """The sum in currency units. `cued`: the words around set it against another. A bare number is money
    only where the words call for a sum, and thousands (lakhs, millions) only where the amount that stands
    leaves no other scale; None where it is not."""
    if money.marked or money.kind == "range":
        return money.value
    if not _may_be_sum(p, money):
        return None
    cued = cued or bool(_TOTAL_CUE.search(p.reading.before(money.start, 30))) or _fills_clause(p, money)
    cued = cued or bool(_CUE_AFTER.match(p.reading.folded, money.end))
    if money.value >= _SURE:
        return money.value
    return _in_scale(p, money) if cued else None


def _may_be_sum(p: Passage, money: Money) -> bool:
    clause = p.reading.clause_at(money.start)
    before = p.reading.folded[max(clause.start, p.start) : money.start]
    if money.kind == "unit" or _OF_SEATS.search(p.reading.before(money.start, 30)):
        return False
    if _is_year(money) or not _NOT_COUNTED.match(p.reading.folded, money.end):
        return False
    return not p.reading.folded[money.start : money.end].startswith("0") and not _MEETS.search(before)


def _fills_clause(p: Passage, money: Money) -> bool:
    """`Acme 188`, `worked out at 188 in the end`: what is said besides can only be of a sum."""
    clause = p.reading.clause_at(money.start)
    start, end = max(clause.start, p.start), min(clause.end, p.end)
    if p.terse and _ONLY_FILLER.fullmatch(p.reading.before(money.start, 30)):
        return True
    opening = max(clause.opening, p.start)
    return names_record(p, opening, end) and left_over(p, start, end) <= VALUE_WORDS


def _in_scale(p: Passage, money: Money) -> Decimal | None:
    now = p.opportunity.amount if p.opportunity else None
    if money.value >= 1000:
        return money.value if now is not None and now / 5 <= money.value <= now * 5 else None
    if now is None:
        return money.value * 1000 if _is_said_half(p, money) else None
    if now < _SURE:
        return None
    fitting = [
        money.value * scale for scale in _scales(p, money) if now / 5 <= money.value * scale <= now * 5
    ]
    return fitting[0] if len(fitting) == 1 else None


def _scales(p: Passage, money: Money) -> tuple[int, ...]:
    small, large = (
        (100_000, 10_000_000) if p.opportunity and p.opportunity.currency == "INR" else (1000, 10**6)
    )
    if money.value < _LEAST:
        return (large,) if money.value % 1 else ()
    return (small,)


def _is_said_half(p: Passage, money: Money) -> bool:
    """`nineteen five total`."""
    after = p.reading.after(money.end)
    return bool(money.value % 1 and re.match(r" (?:total|all in|in total|altogether)\b", after))


def _is_year(money: Money) -> bool:
    return 1990 <= money.value <= 2100 and money.end - money.start == 4
