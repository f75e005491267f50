"""Why an opportunity was lost, from the cause that the message names."""

from __future__ import annotations

import re

from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.segment import Passage

_MONEY = r"(?:budgets?|funding|funds|capex|opex|money|cash|spend(?:ing)?|gelder|mittel|geld|finanzierung)"
_GONE = (
    r"(?:cut|gone|frozen|pulled|freeze|froze|slashed|axed|yanked|withdrawn|reallocated|diverted|"
    r"dried up|fell through|"
    r"vanished|scrapped|blocked|halved|spent|used up|ran out|run out|evaporated|eaten|gestrichen|"
    r"gekurzt|weg|"
    r"eingefroren|gesperrt|geschrapt|bevroren|op)"
)
_CAUSES: tuple[tuple[str, str], ...] = (
    (
        "budget",
        rf"(?:no|out of|kein\w*|geen|lack of|zero|any|without) (?:more )?{_MONEY}"
        rf"(?! (?:drama|issue|problem|concern|objection|trouble)s?)|"
        rf"{_MONEY} (?:was |is |has |got |been |all |just |ist |wurde |komplett |leider |they had |"
        rf"\w+ )*?{_GONE}|"
        rf"(?:lost|cut|froze|pulled|slashed|axed|spent|diverted) (?:the |their |its |all )*{_MONEY}|"
        r"(?:hiring|spending|capex|budget|cost) (?:freeze|stop|cuts?)|can't (?:fund|finance|"
        r"pay for) it|skint|"
        r"haushaltssperre|investitionsstopp|(?:couldn't|could not|cannot|can't) (?:get|find|"
        r"raise) the (?:money|cash|funds)",
    ),
    (
        "price",
        r"pric(?:e|es|ey|ing|y)(?! list)|(?:too|very|more|much|far|way) (?:expensive|dear|costly|"
        r"high)|expensive|dearer|"
        r"cheaper|undercut\w*|underbid|outbid|half our|cost(?:s|ly)?|discount\w*|zu teuer|teurer|"
        r"teuer|te duur|duurder|"
        r"billiger|gunstiger|goedkoper|preis\w*|prijs|less money|\d+ ?(?:%|percent|k) (?:less|lower|"
        r"below|under)|"
        r"lower (?:bid|quote|offer)|rates? (?:was|were|too) \w*",
    ),
    (
        "product_fit",
        r"feature\w*|functionality|missing|lack(?:s|ed|ing)?|(?:doesn't|didn't|don't|couldn't|can't|"
        r"cannot|could not) "
        r"(?:support|integrate|do\b|have|fit|handle|connect|run|cover|scale)|no (?:\w+ )?(?:integration|"
        r"connector|api|sso|offline|mobile|on-?prem\w*|app|module)|(?:poor |bad |better |wrong |"
        r"not a |good )?fit|product gap|"
        r"gap|passt (?:besser|nicht)|past (?:beter|niet)|on-prem\w*|too (?:much|complex|complicated|"
        r"clunky|basic)\b|"
        r"overkill|funktion\w*|functie\w*|technical\w*|roadmap|fehlende\w*|failed (?:the )?(?:poc|"
        r"pilot|trial|security)",
    ),
    (
        "no_decision",
        r"no decision|status quo|do(?:ing)? (?:nothing|naff all|sod all|nowt)|(?:went|gone|"
        r"gone all) (?:totally |completely )?"
        r"(?:dark|quiet|silent)|ghost(?:ed|ing)|silent|cancell?ed|scrapp?ed|shelved|pulled the plug|"
        r"kill(?:ed)?|"
        r"(?:stick|stay|liv|mak|carry|bleib\w*|blijv\w*)\w*(?: on)? (?:with|on|do with|bei|"
        r"bij) (?:what|excel|spreadsheets?|the (?:old|current)|"
        r"their (?:old|current|own)|it|paper|manual|dem|den|der)|in[- ]?house|(?:build|develop|"
        r"do)(?:ing)? (?:it )?(?:themselves|"
        r"internally|their own)|selbst (?:bauen|machen|entwickeln)|intern gelost|project (?:died|"
        r"dead)|make (?:up )?their minds?"
        r"(?: up)?|(?:nobody|no one|couldn't|can't|could not|never|unable to) (?:could |to |"
        r"would )?(?:decide|agree|commit)|on ice|auf eis|"
        r"keine entscheidung|geen besluit|niets doen|nichts (?:machen|tun)|(?:no longer|not|"
        r"isn't) (?:a )?priorit\w*|"
        r"depriorit\w*|gone cold|gestoppt|eingestellt|stopgezet",
    ),
    (
        "timing",
        r"timing|not (?:now|the right time|this year)|next (?:year|fy|fiscal|season)|bad time|"
        r"too (?:early|late|soon)|"
        r"postpone\w*|delay\w*|deferred|on hold|later|revisit|(?:put|pushed|kicked|moved) (?:it |"
        r"this |everything )?(?:off|out|back)|"
        r"(?:in|until|till|to|bis|tot) (?:at least )?20\d\d|"
        r"(?:in|over) (?:two|three|a few|twee|drie|zwei|drei|\d) (?:years|"
        r"jahre\w*|jaar)|verschoben|"
        r"uitgesteld|nachstes jahr|volgend jaar|spater|zeitpunkt|wrong (?:time|moment)",
    ),
    (
        "other",
        r"(?:new|change of) (?:ceo|cfo|owner|owners|management|boss|leadership)|acquired|acquisition|"
        r"bought by|merge[rd]\w*|"
        r"bankrupt\w*|insolven\w*|went bust|(?:shut|shutting|closing|closed) (?:down|the (?:plant|"
        r"site|office))|reorg\w*|"
        r"restructur\w*|(?:champion|sponsor) (?:left|quit|gone)|politic\w*|faillissement|failliet|pleite",
    ),
)
_PATTERNS = tuple((reason, re.compile(rf"\b(?:{words})\b")) for reason, words in _CAUSES)
_CLEARED = re.compile(r"\b(?:no|not|nothing to do with|never|wasn't|isn't)\s+(?:\w+ )?$")


def read_reason(p: Passage) -> list[FieldChange]:
    """The first kind of cause that the message names; else the named rival it was lost to."""
    for reason, pattern in _PATTERNS:
        for match in pattern.finditer(p.folded, p.start):
            if _CLEARED.search(p.reading.before(match.start())):
                continue
            value = reason if reason in p.book.loss_reasons else "other"
            return [p.change("reason", value, match.start(), match.end())]
    return _to_rival(p)


def _to_rival(p: Passage) -> list[FieldChange]:
    for rival in p.book.competitors:
        match = re.search(rf"\b{re.escape(fold(rival))}\b", p.folded)
        if match and "competitor" in p.book.loss_reasons:
            return [p.change("reason", "competitor", match.start(), match.end(), inferred=True)]
    return []
