"""Did we meet the person who can sign? A meeting that took place, with somebody said to hold the pen."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.evidence_words import BUYER
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.notes.touches import is_plan

_MET = re.compile(
    r"\b(?:met(?! (?:all|every|each|the (?:criteria|targets|bar)))|sat (?:down )?with|saw|visited|"
    r"presented to|demoed (?:to|for)|"
    r"pitched(?: to)?|hosted|zoomed(?: with)?|(?:zoom|teams|video) (?:call )?with|(?:had|got|"
    r"spent) (?:[\w-]+ ){0,4}?(?:minutes?|mins?|hours?|hr|time|"
    r"morning|afternoon) with|"
    r"(?:had (?:a |an )?(?:\w+ )?)?(?:lunch|coffee|dinner|breakfast|beers?|"
    r"drinks?|meeting|session|"
    r"tea|onsite|site visit) (?:with|at)|getroffen|treffen mit|termin mit|besucht|bei \w+ gewesen|"
    r"gesprek met|afspraak met|ontmoet|gesproken met|"
    r"bezocht)\b"
)
_CAME_TO_US = re.compile(
    r"\b(?:(?:gave|granted|spared|lent) (?:me|us) (?:\w+[ -]){0,3}?(?:minutes?|mins?|hours?|hr|time|"
    r"slot|morning|"
    r"afternoon|audience|tour)|sat (?:down )?with (?:me|us)|took (?:\w+[ -]){1,3}?(?:minutes?|mins?|"
    r"hours?|hr|time) "
    r"(?:with|for) (?:me|us)|(?:met(?: with)?|joined|visited|hosted|received|took|treated) (?:me|"
    r"us)\b(?! (?:off|out "
    r"of|through)\b)|(?:when|as|after) (?:we|i) met|(?:came|popped|dropped|stopped|swung) (?:by|round|in)|"
    r"came (?:over|to (?:us|our \w+)))\b"
)
"""The customer's own part in a meeting: `gave me forty minutes`."""
_HOLDS_PEN = re.compile(
    rf"(?:'s|[,(–-]) ?(?:the |our |their |an? )*{BUYER}\b|"
    r"\b(?:(?:signs?|approves?|decides?)(?: off)?(?: on)? (?:anything|everything|deals|all\b|whatever|"
    r"contracts|every|for (?:all|the|these|this|everyone)|"
    r"over|above|up to|this|that|it\b|here|there|himself|herself|alone|these|such|the (?:che(?:que|"
    r"ck)s|contracts?|deals?|"
    r"budgets?)|on behalf)|"
    r"(?:holds?|has|controls?|owns?|runs?|keeps?|holding|owning) the (?:\w+ )?(?:budgets?|"
    r"purse(?:[ -]?strings)?|pen\b|money|chequebook|"
    r"checkbook|p&l|spend|cheques|wallet)|(?:has|have|got|with) (?:the )?(?:final|last) (?:say|word|call|"
    r"decision)|"
    r"makes the (?:final |buying |purchase )*(?:call|calls|decision)|(?:final|last) (?:say|decision|call|"
    r"word) (?:is|rests|sits|lies)|"
    r"(?:has|with|holds) (?:the )?(?:sign-?(?:ing|off)?|signature|signing|budget|spending) (?:authority|"
    r"power|rights)|"
    rf"(?:is|was|as) (?:the |our |their |an? )*{BUYER}|the (?:one|person|man|woman|guy|lady) (?:who|"
    r"that) signs?|"
    r"the one with the (?:che(?:que|ck) ?book|pen|purse\w*|money)|(?:sie|er) (?:unterschreibt|"
    r"zeichnet|entscheidet)|"
    r"(?:zij|hij|ze) (?:tekent|beslist)|final (?:decision|say|word) is (?:hers|his)|"
    r"(?:it's |its |it is )?(?:her|his|their|whose) (?:pen|signature|name|say-so|autograph|stamp) (?:that )?"
    r"(?:matters|counts|decides|we need|is needed|it needs|goes (?:on|under)|is on the)|(?:with|"
    r"holding) the pen\b|"
    r"(?:who|one who|that) (?:actually |really )?signs?(?= ?[,.;)]|\s*$| (?:over |down |up )?(?:there|"
    r"here|at|for))|"
    r"(?:nothing|no \w+) (?:\w+ ){1,3}?(?:without|unless|until) (?:her|his|their|she|he|they)\b|"
    r"only (?:he|she|they) (?:can |may |could )?signs?|signs? (?:it |them |those |off )?(?:myself|"
    r"himself|herself)|can sign (?:it|this|off|himself|herself|alone)|zeichnungsberechtigt|"
    r"entscheidet (?:allein|selbst|das)|"
    r"(?:der|die|de) (?:entscheider\w*|beslisser))"
)
_ONLY_ASKED = re.compile(
    r"\b(?:about|asked|asking|wonder\w*|know|knows|find out|found out|unclear|not sure|ask) (?:who|"
    r"whether|if)\b"
)
_JOINTS = " \n,.;:()–-"


def met_buyer(p: Passage) -> list[FieldChange]:
    """The meeting and the pen in one sentence, or the pen in the sentence right after."""
    found = []
    for met in (*_MET.finditer(p.folded, p.start), *_CAME_TO_US.finditer(p.folded, p.start)):
        sentence = p.reading.clause_at(met.start())
        after = (
            sentence.closing
            + len(p.reading.folded[sentence.closing :])
            - len(p.reading.folded[sentence.closing :].lstrip(_JOINTS))
        )
        following = p.reading.clause_at(min(after, p.end - 1))
        end = min(max(sentence.closing, following.closing), p.end, met.end() + 160)
        pen = _HOLDS_PEN.search(p.reading.folded, met.end(), end) or _pen_before(p, met)
        if pen is None:
            continue
        start, last = min(met.start(), pen.start()), max(met.end(), pen.end())
        hedged = (
            is_plan(p, met.start(), met.end())
            or is_hedged(p.reading, met.start(), met.end())
            or is_hedged(p.reading, pen.start() + 1, pen.end())
            or bool(
                _ONLY_ASKED.search(
                    p.reading.folded[min(met.start(), pen.start()) : max(met.end(), pen.end())]
                )
            )
        )
        found.append(p.change("verifiers", ("economic_buyer_met",), start, last, hedged=hedged))
    return found


def _pen_before(p: Passage, met: re.Match[str]) -> re.Match[str] | None:
    """`Greta signs everything and I sat down with her`; `Greta, who signs, gave me an hour`."""
    theirs = met.re is _CAME_TO_US
    if not theirs and not re.match(r" (?:with )?(?:her|him|them)\b", p.reading.folded[met.end() :]):
        return None
    return _HOLDS_PEN.search(
        p.reading.folded, max(p.reading.clause_at(met.start()).opening, p.start), met.start()
    )
