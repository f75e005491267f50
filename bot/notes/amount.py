"""Which of the sums mentioned is the opportunity's amount, if any is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.notes.assertion import is_hedged
from bot.notes.bare_sums import meant
from bot.notes.contrasts import Contrast, contrasts
from bot.notes.model import FieldChange
from bot.notes.money import Money
from bot.notes.segment import Passage

_AGREED = re.compile(
    r"\b(?:settled|agreed|landed|landing|final|finally|shook on|met in the middle|ended up|ended|"
    r"came down to|"
    r"closed at|signed at|now|new (?:amount|price|number|value|total)|revised|corrected|updated|"
    r"make it|call it|"
    r"put it|total|in total|altogether|all in|einigten|geeinigt|jetzt|nu|deal at|done at)\b[^.;]{0,24}$"
)
_AGREED_AFTER = re.compile(
    r"\s*(?:works\b|is the (?:number|figure)|"
    r"(?:pe |par |me |kar )?(?:karo|kar do|kar dena|daalo|daal do|rakho)\b|total|in total|all[- ]in|"
    r"altogether|final|agreed|is agreed|it is|now)\b"
)
_REFUSED = re.compile(
    r"\b(?:promised|tr(?:ied|ies|ying) (?:for|to get)|angling for|fishing for|offered|told (?:her|him|them|"
    r"\w+)|offering|offers|asked|asking|asks|wants?|wanted|"
    r"demand\w*|proposed|"
    r"counter(?:ed)?|"
    r"started at|opened at|"
    r"started|bid|lowball\w*|haggl\w*|they said|we said|i said|initially|originally|list price|pushed for|"
    r"bole|bola|boli|bol rahe|keh rahe|kehte|maang\w*|chah\w+|"
    r"budgeted|baulk\w* at|balk\w* at|chok\w* (?:on|at)|winc\w* at|flinch\w* at|laugh\w* at|gagg\w* at|"
    r"object\w* to|bietet|bieten|geboten|fordert|verlangt|vraagt|biedt)\b[^.;,\d]{0,22}$|"
    r"\b(?:from|instead of|rather than|"
    r"statt|anstatt|anstelle von|von|in plaats van|bisher|vorher|war|"
    r"down from|up from|not|was|were|had|old|previously|formerly|last year|vs|versus|list|"
    r"compared to|first)\s*(?:the |at |only |just )?[$€£₹]?$"
)
_OTHER_MONEY = re.compile(
    r"\b(?:ceiling|list(?: price)?|roi of|north of|south of|close to|near|almost|lost|lose|gap|zip|"
    r"postcode|plz|can (?:only )?sign|can approve|"
    r"maximal|hochstens|unter|maximaal|mindestens|minimaal|nur|only pay|mochte|gern|wollen|wil|expects|"
    r"looking for|hop(?:es|ing) for|"
    r"support|earmarked|costs?|discount(?:ed)?|rebate|(?<!signed )(?<!signs )off|save|saves|saving|"
    r"savings|spend|spends|"
    r"spending|spent|revenue|"
    r"turnover|raised|funding of|round of|"
    r"series|penalty|fine|salary|worth of|budget (?:is|of|for|around|at|was|about|cap)|budget|capex of|"
    r"currently pay(?:ing|s)?|pays|paying|paid|existing "
    r"contract|current contract|costs? them|losing|loses|fee|fees|services|implementation|onboarding|"
    r"training|setup|quoted|"
    r"invoice|commission|quota|target|valuation|market cap|sign(?:s|ing)? (?:by \w+ |"
    r"off )?(?:alone )?up to|authority|limit|threshold|approval (?:limit|above|over)|above|"
    r"over|under|below|less than|more than|at least|minimum|min|max|maximum|up to|upto|bis zu|tot max|"
    r"cap(?:ped)? at|"
    r"as (?:much|high|low) as|extra|another|additional|plus|add(?:s|ed|ing)?|upsell|expansion of|"
    r"upside|increase of|"
    r"by|cut of|reduction of|deposit|first year|year one|year 1|y1|half of|share|split|portion|credit|"
    r"owe[sd]?|borrowed|lent|bet|tip(?:ped)?|(?:second|third|2nd|3rd|each) year|year (?:two|three|2|3)|y[23]|"
    r"phase (?:1|2|one|two))\b[\w\s~$€£₹']{0,12}$|"
    r"\b(?:pays?|paying|paid|spends?|spent|spending|owes?|owed|raised|turnover|revenue|umsatz|omzet|"
    r"(?:current|existing|old|other) (?:vendor|supplier|tool|system|provider|contract))\b"
    r"(?! (?:us\b|for (?:us|this)))[\w\s~$€£₹']{0,30}$"
)
_RISEN = re.compile(
    r"\b(?:crept|creeps?|gone|goes|went|moved?|moves|bump\w*|popp\w*|push\w*|rais\w*|rises?|risen|rose|"
    r"gr[eo]w\w*|"
    r"increas\w*|upp\w*|edg\w*|climb\w*|jump\w*|inch\w*|swell\w*|swollen|stretch\w*|lift\w*|take|taken|took|"
    r"brought|bring|put|get|got|nudg\w*|talked|negotiated|came|comes?|is|are|now|back|we're|it's|they're)\b"
    r"[^.;,]{0,30}?\bup ?to\s*(?:about |around |roughly )?[~$€£₹]*$"
)
"""`has crept up to 88k` tells where it is; `up to 88k` only how far it may go."""
_MAY = re.compile(
    r"\b(?:can|could|may|might|will|would|able|allowed|limit|authori\w+|sign\w*|approve\w*|spend\w*)\b"
)
_OTHER_AFTER = re.compile(
    r"\s*(?:discount|rebate|nachlass|rabatt|korting|skonto|gutschrift|discount|chhoot|off\b|budget|saving|"
    r"in savings|earmarked|set aside|ring-?fenced|cheaper|"
    r"less\b|more\b|extra\b|additional|"
    r"upside|upsell|"
    r"for (?:services|implementation|training|onboarding|setup|support|year one|year 1|licen[cs]es)|"
    r"services|implementation|setup|"
    r"penalty|credit\b|fine\b|grant\b|stehen? im raum|steht im raum|im raum|im gesprach|on the table|in play|"
    r"being discussed|(?:is |was )?(?:floated|mooted)|in discussion|"
    r"in revenue|revenue|funding|round\b|salary|per\b|deposit|upfront|up front|above|"
    r"over (?:budget|list)|"
    r"gap|apart|short|higher|lower|on top\b(?! of \W?\d)|max\b|tops\b|or (?:more|less|so they)|plus\b|"
    r"\+(?!\s*(?:gst|vat|tax|mwst))|and up|in pipeline|quota|commission|"
    r"(?:is|was|would be|'s) (?:too|way too|not|out of|over|a stretch))"
)
_APPROXIMATE = re.compile(
    r"(?:~|≈|\b(?:around|about|roughly|approx\.?|say|circa|ca\.?|rund|etwa|ongeveer|like|some))\s*$"
)
_ON_TOP = re.compile(
    r"\s+(?:(?:on top of|more than|over)\s+(?:the\s+)?|(?P<added>(?:on ?)?to|onto|on|auf|zu)\s+(?:the|our|"
    r"my|their|"
    r"that|die|den|de)\s+)(?:current\s+|existing\s+|original\s+|old\s+)?[$€£₹]?\s*"
)
_ADDED = re.compile(
    r"\b(?:add(?:ed|ing|s)?|put(?:ting)?|tack(?:ed)?|stick|stuck|plus|leg|leggen)\s+(?:another |an extra )?$"
)
_ARROW = re.compile(r"\s*(?:->|→|=>|to|tot|auf|up to|down to|is now|now|becomes)\s*(?:now\s*)?[~$€£₹]?\s*$")
_YEARS = re.compile(r"\b(?:\d|two|three|four|five|multi)[- ]?(?:yr|year|years|jahre)\b|\bx\s*\d\b|\b\d\s*x\b")


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
        on_top = following and _ON_TOP.fullmatch(p.reading.folded[money.end : following.start])
        if following and on_top and (not on_top["added"] or _ADDED.search(p.reading.before(money.start))):
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
    return found


def _set_against(p: Passage, found: _Sum, place: int, told: Contrast) -> _Sum:
    """A sum taken back is none; the one put in its place is what is agreed, unless doubted itself."""
    if place in told.denied:
        return replace(found, hedged=True, agreed=False)
    if place not in told.instead or found.money.kind not in {"total", "bare"}:
        return found
    since = told.since.get(place, 0)
    doubted = is_hedged(p.reading, found.start, found.money.end, since) if since else found.hedged
    after = _OTHER_AFTER.match(p.reading.folded, found.money.end)
    return replace(found, hedged=doubted or bool(after), agreed=True)


def _in_name_or_date(p: Passage, money: Money) -> bool:
    spans = (*((d.start, d.end) for d in p.dates), *p.names)
    return any(start < money.end and money.start < end for start, end in spans)


def _weighed(
    p: Passage, money: Money, value: Decimal, following: Money | None, previous: Money | None
) -> _Sum:
    folded, reading = p.reading.folded, p.reading
    before = reading.before(money.start, 44)
    plain = _APPROXIMATE.sub("", before)
    agreed = bool(_AGREED.search(before) or _AGREED_AFTER.match(folded, money.end))
    former = bool(following and _ARROW.fullmatch(folded[money.end : following.start]))
    refused = bool(_REFUSED.search(plain)) and not agreed
    risen = bool(_RISEN.search(plain)) and not _MAY.search(before)
    other = bool((_OTHER_MONEY.search(plain) and not risen) or _OTHER_AFTER.match(folded, money.end))
    other = other or _is_small_change(p, money)
    moved = (
        money.low is not None
        and p.opportunity is not None
        and money.low == p.opportunity.amount
        and not _PONDERED.search(before)
    )
    odd = (money.kind in {"range", "unit", "monthly"} and not moved) or (
        money.kind == "yearly" and bool(_YEARS.search(folded[p.start : p.end]))
    )
    if money.amount_type == "MRR" and money.kind == "total":
        odd = False
    odd = odd or _spans(folded, previous, money) or _spans(folded, money, following)
    odd = odd or bool(
        _SPLIT.search(folded[p.start : p.end])
        and len([m for m in p.money if m.kind in {"total", "bare"}]) > 1
    )
    increment = folded[max(0, money.start - 1) : money.start] in {"+", "-"}
    hedged = (
        odd
        or other
        or refused
        or former
        or increment
        or _is_theirs(p, money)
        or bool(_DECLINED.match(folded[money.end : reading.clause_at(money.start).closing]))
        or is_hedged(reading, money.start, money.end)
    )
    return _Sum(money, value, money.start, hedged, agreed, former)


def _is_small_change(p: Passage, money: Money) -> bool:
    """`50 bucks` beside an amount of 80,000 paid for lunch."""
    now = p.opportunity.amount if p.opportunity else None
    return now is not None and bool(money.currency) and money.value * 50 < now


_DECLINED = re.compile(
    r"[^.;\d]{0,40}\b(?:(?:we|i|they|she|he|und|and|but) (?:have )?(?:declined|refused|said no|passed|"
    r"rejected|"
    r"turned (?:it|that|this|them|him|her) down|held firm|pushed back|walked)|no way|not happening|"
    r"not a chance|"
    r"(?:hab(?:e|en)? )?abgelehnt|geweigerd|afgewezen)\b"
)
"""`tried for 575, we declined`."""
_SPLIT = re.compile(
    r"\b(?:split(?:ting)?|teilen|aufgeteilt|phase (?:1|2|one|two|i|ii)|instal?lments?|tranches?|milestones?|"
    r"half now|(?:this|"
    r"first) year (?:and|,|then) .{0,20}next)\b"
)
_TO = re.compile(r"\s*(?:to|bis|tot|or|oder|of)\s*[$€£₹]?")
_CHANGED = re.compile(
    r"\b(?:from|von|van|up|down|went|goes|gone|moved?|moves|bumped?|raised?|cut|dropped|reduced|lowered|"
    r"increased?|revised|changed?|set|make)\b[^.;]{0,20}$"
)


def _spans(folded: str, low: Money | None, high: Money | None) -> bool:
    """`60 to 80` says neither; `went 60 to 80` says both."""
    if low is None or high is None or low.marked or not _TO.fullmatch(folded[low.end : high.start]):
        return False
    return not _CHANGED.search(folded[max(0, low.start - 30) : low.start])


_PONDERED = re.compile(
    r"\b(?:think\w*|consider\w*|look\w*|expect\w*|budget\w*|range|ballpark|somewhere|anywhere)\b"
)
_RIVAL = re.compile(
    r"\b(?:they|competitor|competition|incumbent|rival|other vendor)\b[^.;]{0,30}\b(?:quote[sd]?|at|"
    r"charge[sd]?|price[sd]?|came in)\b[^.;]{0,12}$"
)


def _is_theirs(p: Passage, money: Money) -> bool:
    """A rival's price is not ours."""
    before = p.reading.before(money.start, 60)
    rivals = (c.lower() for c in p.book.competitors)
    return bool(_RIVAL.search(before)) or any(r in before for r in rivals)


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
