"""Which of the sums mentioned is the opportunity's amount, if any is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.notes.amount_words import (
    ADDED,
    AGREED,
    AGREED_AFTER,
    APIECE,
    APPROXIMATE,
    ARROW,
    CHANGED,
    DECLINED,
    MAY,
    ON_TOP,
    OTHER_AFTER,
    OTHER_MONEY,
    PONDERED,
    REFUSED,
    RISEN,
    RIVAL,
    SPLIT,
    TO,
    YEARS,
)
from bot.notes.assertion import is_hedged
from bot.notes.bare_sums import meant
from bot.notes.contrasts import Contrast, contrasts
from bot.notes.model import FieldChange
from bot.notes.money import Money
from bot.notes.other_sums import is_other_money
from bot.notes.segment import Passage


@dataclass(frozen=True, slots=True)
class _Sum:
    money: Money
    value: Decimal
    start: int
    hedged: bool
    agreed: bool
    former: bool


def read_amount(p: Passage) -> list[FieldChange]:
    """Amount, with currency and amount type when they were written. A figure that may not be the total
    is hedged; so are two totals that nothing tells apart."""
    sums = _sums(p)
    stated = _chosen(p, [s for s in sums if not s.hedged])
    if stated is None:
        shown = next((s for s in reversed(sums) if s.value), None)
        return [p.change("amount", shown.value, shown.start, shown.money.end, hedged=True)] if shown else []
    found = [p.change("amount", stated.value, _said_from(p, stated.start), stated.money.end)]
    currency = _currency(p, stated.money)
    if currency:
        found.append(p.change("currency", currency, stated.money.start, stated.money.end))
    if stated.money.amount_type:
        found.append(p.change("amount_type", stated.money.amount_type, stated.money.start, stated.money.end))
    return found


def _said_from(p: Passage, start: int) -> int:
    return start - 1 if p.reading.folded[max(start - 1, 0) : start] in {"~", "≈"} else start


def _sums(p: Passage) -> list[_Sum]:
    inside = [m for m in p.money if p.start <= m.start < p.end and not _in_name_or_date(p, m)]
    told = contrasts(p.reading.folded, [(m.start, m.end) for m in inside])
    found: list[_Sum] = []
    for place, money in enumerate(inside):
        following = inside[place + 1] if place + 1 < len(inside) else None
        on_top = following and ON_TOP.fullmatch(p.reading.folded[money.end : following.start])
        if following and on_top and (not on_top["added"] or ADDED.search(p.reading.before(money.start))):
            scaled = following.value * (
                1000 if following.kind == "bare" and following.value < 1000 <= money.value else 1
            )
            found.append(
                _Sum(
                    money,
                    money.value + scaled,
                    money.start,
                    is_hedged(p.reading, money.start, following.end),
                    True,
                    False,
                )
            )
            return found
        value = meant(p, money, cued=place in told.denied or place in told.instead)
        if value is not None:
            found.append(_weighed(p, money, value, following, inside[place - 1] if place else None))
            found[-1] = _set_against(p, found[-1], place, told)
    return found if not told.instead else _last_of(found, {inside[n].start for n in told.instead})


def _last_of(found: list[_Sum], replacing: set[int]) -> list[_Sum]:
    """Of several that each took another's place, the last stands."""
    last = max((s.start for s in found if s.start in replacing and not s.hedged), default=0)
    return [replace(s, hedged=s.hedged or (s.start in replacing and s.start < last)) for s in found]


def _set_against(p: Passage, found: _Sum, place: int, told: Contrast) -> _Sum:
    """A sum taken back is none; the one put in its place is what is agreed, unless doubted itself."""
    if place in told.denied:
        return replace(found, hedged=True, agreed=False)
    if place not in told.instead or found.money.kind not in {"total", "bare"}:
        return found
    since = told.since.get(place, 0)
    doubted = is_hedged(p.reading, found.start, found.money.end, since) if since else found.hedged
    after = OTHER_AFTER.match(p.reading.folded, found.money.end)
    return replace(found, hedged=doubted or bool(after), agreed=True)


def _in_name_or_date(p: Passage, money: Money) -> bool:
    spans = (*((d.start, d.end) for d in p.dates), *p.names)
    return any(start < money.end and money.start < end for start, end in spans)


def _weighed(
    p: Passage, money: Money, value: Decimal, following: Money | None, previous: Money | None
) -> _Sum:
    folded, reading = p.reading.folded, p.reading
    before = reading.before(money.start, 44)
    plain = APPROXIMATE.sub("", before)
    agreed = bool(AGREED.search(before) or AGREED_AFTER.match(folded, money.end))
    former = bool(following and ARROW.fullmatch(folded[money.end : following.start]))
    refused = bool(REFUSED.search(plain)) and not agreed
    risen = bool(RISEN.search(plain)) and not MAY.search(before)
    other = bool((OTHER_MONEY.search(plain) and not risen) or OTHER_AFTER.match(folded, money.end))
    other = other or _is_small_change(p, money, value) or bool(APIECE.search(before))
    moved = (
        money.low is not None
        and p.opportunity is not None
        and money.low == p.opportunity.amount
        and not PONDERED.search(before)
    )
    odd = (money.kind in {"range", "unit", "monthly"} and not moved) or (
        money.kind == "yearly" and bool(YEARS.search(folded[p.start : p.end]))
    )
    if money.amount_type == "MRR" and money.kind == "total":
        odd = False
    odd = odd or _spans(folded, previous, money) or _spans(folded, money, following)
    odd = odd or bool(
        SPLIT.search(folded[p.start : p.end]) and len([m for m in p.money if m.kind in {"total", "bare"}]) > 1
    )
    increment = folded[max(0, money.start - 1) : money.start] in {"+", "-"}
    hedged = (
        odd
        or other
        or refused
        or former
        or increment
        or _is_theirs(p, money)
        or _is_before_names(p, money)
        or (not agreed and not p.terse and is_other_money(p, money.start))
        or bool(DECLINED.match(folded[money.end : reading.clause_at(money.start).closing]))
        or is_hedged(reading, money.start, money.end)
    )
    return _Sum(money, value, money.start, hedged, agreed, former)


def _is_small_change(p: Passage, money: Money, value: Decimal) -> bool:
    """`50 bucks` beside an amount of 80,000 paid for lunch; `sold his house for 640k`, in a sentence that
    does not name the record, hardly is its amount either."""
    now = p.opportunity.amount if p.opportunity else None
    if now is None or not now or p.terse:
        return False
    if money.currency and value * 50 < now:
        return True
    clause = p.reading.clause_at(money.start)
    apart = bool(p.names) and not any(clause.opening <= a < clause.closing for a, _ in p.names)
    return apart and not now / 4 <= value <= now * 4


def _is_before_names(p: Passage, money: Money) -> bool:
    """`so thats nineteen five total um harlow glass …`: dictated without a stop, it belongs to what was named
    before."""
    return not money.marked and p.start > 0 and bool(p.names) and all(money.start < a for a, _ in p.names)


def _spans(folded: str, low: Money | None, high: Money | None) -> bool:
    """`60 to 80` says neither; `went 60 to 80` says both."""
    if low is None or high is None or low.marked or not TO.fullmatch(folded[low.end : high.start]):
        return False
    return not CHANGED.search(folded[max(0, low.start - 30) : low.start])


def _is_theirs(p: Passage, money: Money) -> bool:
    """A rival's price is not ours."""
    before = p.reading.before(money.start, 60)
    rivals = (c.lower() for c in p.book.competitors)
    return bool(RIVAL.search(before)) or any(r in before for r in rivals)


def _chosen(p: Passage, stated: list[_Sum]) -> _Sum | None:
    values = {s.value for s in stated}
    if len(values) <= 1:
        return stated[-1] if stated else None
    agreed = [s for s in stated if s.agreed]
    if agreed and len({s.value for s in agreed}) == 1:
        return agreed[-1]
    return None


_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})


def _currency(p: Passage, money: Money) -> str:
    if money.currency != "$":
        return money.currency
    home = p.opportunity.currency if p.opportunity else p.account.currency if p.account else "USD"
    return home if home in _DOLLARS else "USD"
