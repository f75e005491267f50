"""Did we meet the person who can sign? A meeting that took place, with somebody said to hold the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.notes.assertion import is_hedged
from bot.notes.evidence_words import BUYER
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.notes.spellings import name_tokens
from bot.notes.touch_words import AT_EVENT, CALLS, HEADED, TOUCH
from bot.notes.touches import is_plan

_MET = re.compile(
    r"\b(?:met(?! (?:all|every|each|the (?:criteria|targets|bar)))|sat (?:down )?with|saw|visited|"
    r"presented to|demoed (?:to|for)|"
    r"pitched(?: to)?|hosted|zoomed(?: with)?|(?:zoom|teams|video) (?:call )?with|(?:got |was |am |are |"
    r"were )?in front of|(?:had|got|"
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
    r"final authority|(?:signature|pen|name) (?:that goes )?on (?:anything|everything|all|every)\b|"
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
_HOLDS_PEN_TOO = re.compile(
    r"\b(?:the )?(?:one|person|man|woman|lady|guy|chap|fella|individual) (?:who(?:'s|'ll be| is| will "
    r"be)? |that(?:'s)? )?"
    r"(?:signing|approving|deciding|paying|signs|approves|decides|pays)\b|"
    r"\bwho(?:'ll be|'s|'d be| is| will be| would be) (?:signing|approving|authori[sz]ing|paying for)\b|"
    r"\b(?:(?:final|last|ultimate|approving|signing|sanctioning|deciding|purchasing|financial) (?:\w+ "
    r")?(?:authority|"
    r"approver|signatory|decision[- ]maker)|(?:sign-?off|signature|approval|decision|budget|money|cheque|"
    r"spend|pen|"
    r"say-so|last word|final (?:say|word|signature|approval|call))(?:'s| is| are| rests| lies| sits| comes)"
    r"(?: (?:of|all|only|with|from))* (?:his|hers|him|her)\b(?! (?:team|boss|manager|board))|"
    r"(?:it's|its|it is|that's) (?:all )?(?:his|her) (?:money|budget|decision|call|cheque|check|signature|"
    r"pot|purse|pen|"
    r"say)\b(?! (?:that|which)? ?(?:is|we) (?:not|lack)))|"
    r"\bbuck stops (?:with|at)\b|\b(?:nobody|no one|no-one) (?:else|above \w+) (?:has to|needs to|must|"
    r"signs|approves)\b|"
    r"\b(?:she|he|sir|madam|ma'am) (?:can|could) (?:green-?light|approve|sign|okay|ok|say yes to|"
    r"decide(?: on)?|"
    r"authori[sz]e) (?:this|it|that|the \w+)?\b|"
    r"\b(?:she|he|who|sir|madam) (?:alone |also |personally |actually |himself |herself |is the one who )?"
    r"(?:controls?|owns?|holds?|manages?|signs?|approves?|authori[sz]es?|sanctions?|releases?|okays?|"
    r"runs?|decides?|"
    r"has|got) (?:off )?(?:on )?(?:all |the |every |any )*(?:spend\w*|money|budgets?|purse\w*|contracts?|"
    r"orders?|"
    r"cheques?|checks?|deals?|purchases?|funds?|pos?\b|agreements?|capex|investments?|final (?:say|call|word|"
    r"decision|signature))|"
    r"\b(?:sie|er|die|der) (?:\w+ )?(?:unterschreibt|zeichnet|entscheidet|genehmigt|(?:gibt|geben) (?:\w+ "
    r"){0,3}?frei)\b|"
    r"\b(?:zij|ze|hij|die) (?:\w+ )?(?:tekent|beslist|ondertekent|keurt)\b"
)
_ONLY_ASKED = re.compile(
    r"\b(?:about|asked|asking|wonder\w*|know|knows|find out|found out|unclear|not sure|ask) (?:who|"
    r"whether|if)\b"
)
_JOINTS = " \n,.;:()–-"


def met_buyer(p: Passage) -> list[FieldChange]:
    """The meeting and the pen in one sentence, or the pen in the sentence right after."""
    found = []
    for met in _meetings(p):
        pen = _pen_after(p, met) or _pen_before(p, met)
        if pen is None or _is_somebody_elses(p, met, pen):
            continue
        start, last = min(met.start(), pen.start()), max(met.end(), pen.end())
        hedged = (
            is_plan(p, met.start(), met.end())
            or is_hedged(p.reading, met.start(), met.end())
            or is_hedged(p.reading, pen.start() + 1, pen.end())
            or bool(_ONLY_ASKED.search(p.reading.folded[start:last]))
        )
        found.append(p.change("verifiers", ("economic_buyer_met",), start, last, hedged=hedged))
    return found


def _meetings(p: Passage) -> Iterator[re.Match[str]]:
    for pattern in (_MET, _CAME_TO_US, *(words for kind, words in (*TOUCH, *AT_EVENT) if kind == "meeting")):
        yield from pattern.finditer(p.folded, p.start)
    yield from (m for m in HEADED.finditer(p.folded, p.start) if m["event"] not in CALLS)


def _pen_after(p: Passage, met: re.Match[str]) -> re.Match[str] | None:
    folded, sentence = p.reading.folded, p.reading.clause_at(met.start())
    after = (
        sentence.closing + len(folded[sentence.closing :]) - len(folded[sentence.closing :].lstrip(_JOINTS))
    )
    following = p.reading.clause_at(min(after, p.end - 1))
    end = min(max(sentence.closing, following.closing), p.end, met.end() + 160)
    return _first_pen(folded, met.end(), end)


def _first_pen(folded: str, start: int, end: int) -> re.Match[str] | None:
    return _HOLDS_PEN.search(folded, start, end) or _HOLDS_PEN_TOO.search(folded, start, end)


def _is_somebody_elses(p: Passage, met: re.Match[str], pen: re.Match[str]) -> bool:
    """`met Sam. Greta signs`: the pen is not that of whom we met."""
    clause = p.reading.clause_at(met.start())
    there = set(name_tokens(p.reading.folded[clause.opening : clause.closing]))
    subject = name_tokens(p.reading.folded[max(0, pen.start() - 24) : pen.start() + 12])[-3:]
    named = {t for c in p.people for t in name_tokens(c.name)} & set(subject)
    return bool(named) and not named & there


def _pen_before(p: Passage, met: re.Match[str]) -> re.Match[str] | None:
    """`Greta signs everything and I sat down with her`; `Greta, who signs, gave me an hour`."""
    theirs = met.re is _CAME_TO_US
    if not theirs and not re.match(r" (?:with )?(?:her|him|them)\b", p.reading.folded[met.end() :]):
        return None
    opening = max(p.reading.clause_at(met.start()).opening, p.start)
    return _first_pen(p.reading.folded, opening, met.start())
