"""Won or lost, stated as a fact, and why it was lost."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.segment import Passage

_PAPER = (
    r"(?:contract|order form|agreement|paper(?:work)?|msa|deal|docs?|everything|sow|order|vertrag|contract)"
)
_WON = re.compile(
    r"\b(?:closed[- ]won|countersigned|counter-signed|"
    rf"(?:we |they |just |have |has |and |dana )?signed(?! (?:off|up|in|on to|an? (?:nda|loi|mou)|"
    rf"the (?:nda|mnda|loi|mou|map|dpa|poc|pilot|mutual|statement)|nda|mnda|loi|mou|dpa|poc|pilot|"
    rf"for (?:a|the) (?:demo|trial|poc|pilot|workshop)|by\b|with\b|before|until|without))|"
    r"(?:po|p\.o\.|purchase order|bestellung|auftrag|(?:the|their|final|signed) order|opdracht|"
    r"bestelling) (?:(?:is|was|has|been|just|finally|ist|wurde|heute|today|gestern|yesterday|soeben|"
    r"jetzt|endlich|this morning|vandaag|copy|now) )*(?:received|recd|rcvd|eingegangen|erhalten|"
    r"gekommen|erteilt|im sack|in der tasche|gesichert|unter dach und fach|binnen|ontvangen|bagged|"
    rf"in\b(?! (?:progress|process|review|approval))|came in|arrived|landed|here|issued|through|da)|"
    rf"(?:got|received|have|has sent|sent(?: us| over)?|issued|have got|here's) (?:the |their |a |"
    rf"us the )*(?:po\b|purchase order|signature|signed {_PAPER}|countersigned {_PAPER})|"
    rf"(?:{_PAPER}|docusign) (?:is |was |has been |came back |got |'s )*(?:signed|countersigned|"
    rf"executed|completed|inked|back signed|unterschrieben|getekend)(?! (?:off|up|in|for)\b)|"
    r"we won(?! the (?:round|bake|technical|first|poc|pilot|argument|shortlist)| over)|(?:deal|it|"
    r"this one|contract)(?:'s| is| was)? (?:won\b|inked|done deal|booked)|won (?:it|the deal|this one|"
    r"the business)\b|"
    r"is (?:ours(?! to)|won|booked(?! (?:for|in|on|with|at|into)))\b|(?:ink|signature) is dry|"
    r"it's ours(?! to)|closed the deal|closed it(?! (?:lost|"
    r"out|as))|"
    r"deal (?:is )?(?:closed|done)(?! lost|[- ]lost)|(?:order|deal|contract|business|it)(?:'s| is| was|"
    r" has been)? (?:bagged|clinched|sealed|"
    r"over the line|in the bag)\b|(?:bagged|clinched|sealed|inked) (?:it|this one|the (?:deal|order|"
    r"contract|business))\b|"
    r"zuschlag (?:erhalten|bekommen|ist da)|auftrag (?:gewonnen|bekommen)|booked(?= *$| *[!.,🎉]| it\b|"
    r" today\b| the deal)|won(?= *$| *[!.,🎉])|"
    r"(?:hat|haben|ist|heeft|hebben|is) (?:\w+ )?(?:unterschrieben|getekend|unterzeichnet|ondertekend)|"
    r"gewonnen\b)"
)
_LOST_TO = (
    r"(?:lost|went|gone|going|goes|signed|chose|picked|selected|awarded (?:it )?|decided on|chosen|"
    r"opted for|bought|buying|preferred)"
)
_LOST = re.compile(
    r"\b(?:closed[- ]lost|"
    r"lost(?= (?:it|this one|the deal|the business|to\b|on price|on pricing|over price|against|because|"
    r"due to|, |at |for |on |-|–)|\s*$|\s*[!.,:;(😢😞☹💀])(?! (?:it|them|him|her) on| on (?:me|him|her|"
    r"them)| at (?:hello|sea)| for words| to (?:follow|find))|"
    r"we lost(?! (?:the |a |our |their |his |her |my )?(?:\w+ )?(?:champion|round|contact|sponsor|time|"
    r"momentum|"
    r"touch|connection|notes?|signal|a week|ground|argument|thread|lead|weeks|days|deck|file))|"
    r"(?:is|it's|deal's|deal is|they're|totally|officially|that's) (?:dead(?!line|lock| serious| slow|"
    r" set| keen| easy| simple| right| on\b| against| certain| sure| tired| quiet)\b|"
    r"lost\b(?! (?:in|without|on)))|"
    r"(?:deal|project|opp|opportunity|it|this)(?: is|'s| has been| was| got)? (?:dead(?!line|lock|"
    r" serious| slow| set| keen| easy| simple| right| on\b| against| certain| sure| tired| quiet)|"
    r"killed|cancelled|canceled|scrapped|shelved|gone\b)|"
    r"(?:binned|canned|axed|nixed|shelved|scrapped) (?:it|this|us|the (?:project|deal|initiative|"
    r"whole thing))|"
    r"killed (?:the|this) (?:project|deal|initiative)|pulled the plug|dead in the water|dead deal|"
    r"verloren\b|gone cold for good|no longer (?:buying|going ahead|proceeding)|gestorben|geplatzt|"
    r"vom tisch|abgesagt\b|abgeblasen|gaat niet door|afgeblazen|decided not to (?:buy|"
    r"proceed|go ahead|move forward)|chose not to (?:buy|proceed))"
)
_DEAD = re.compile(r"(?:^|[\s:,–-])(?:is |now )?(?:dead|gone)(?=\s*$|\s*[.!,;:(–-])")
_NOT_LOST = re.compile(
    r"\b(?:champion|contact|notes?|lost and found|battery|phone|wi-?fi|line|call|round|"
    r"sponsor)\b[\w\s]{0,8}$"
)
_BOOKED_EVENT = re.compile(
    r"\b(?:meeting|mtg|demo|call|workshop|flights?|travel|hotel|room|session|slot|visit|trip|trains?|"
    r"onsite|lunch|dinner|date|time|merger|"
    r"side|other|another|house|property)\b[\w\s]{0,14}$"
)
_HEARSAY = re.compile(r"\b(?:someone|somebody|rumou?r\w*|word is|allegedly|supposedly)\b")
_OPEN_END = re.compile(
    r"\b(?:waiting (?:for|on)|to countersign|still (?:needs?|missing|pending|outstanding)|waiting theirs|"
    r"not theirs)\b"
)
_LESSER_PAPER = re.compile(
    r"\b(?:criteria|plan|nda|mnda|loi|mou|dpa|pilot|poc|trial|scope|minutes|mutual|evaluation|security|"
    r"intent)\b[\w\s]{0,12}"
    r"\b(?:docs?|document|agreement|paper\w*|form|contract|sow)\b"
)
"""A signed plan or letter of intent wins nothing."""
_WAIT = re.compile(
    r"\b(?:think\w*|thought|feels? like|looks? like|seems?|sounds? like|fear(?:ed|ing)?|afraid|worried|"
    r"guess\w*|suspect\w*|"
    r"probably|likely|"
    r"will|'ll|shall|should|going to|gonna|to be|to get|get(?:ting)?|gets|needs?|need|want\w*|"
    r"must|has to|have to|would|could|might|may|can|"
    r"once|when|until|till|if|before|after|as soon as|waiting|await\w*|pending|expect\w*|hope\w*|"
    r"almost|nearly|promis\w*|not|never|"
    r"ready to|about to|by|soon|being|still|half|verbally|as good as|won't|chasing|trying|try|"
    r"last (?:year|quarter)|yet)\b[\w\s']{0,36}$|"
    r"\bto (?!the\b|us\b|me\b|him\b|her\b|them\b|our\b|my\b|their\b|an?\b|it\b|date\b|closed\b|say\b|"
    r"report\b)[a-z]+ $"
)
"""What has not come yet, or only seems so; `to help it over the line` is what somebody is at."""
_AFTER = re.compile(
    r"\s*(?:in principle|verbally|subject to|(?:for|on) (?:the |a |an |our |their )?(?:\w+ )?(?:pilot|"
    r"poc|trial|phase|draft|nda)\b|template|number|"
    r"draft|details|process|request|form\b|by (?!docusign|both|all|the (?:cfo|ceo)|their|[a-z]+ (?:today|"
    r"yesterday))|before|until|yet\b|"
    r"next|tomorrow|soon|in (?:april|may|june|q\d)|if\b|once\b|when\b|\?)"
)
_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "budget",
        re.compile(
            r"\b(?:no budget|budget (?:was |is |got |has been )?(?:cut|gone|frozen|pulled|freeze|"
            r"slashed|axed)|lost (?:the |their )?(?:budget|funding)|cut (?:the |their )?budget|"
            r"no (?:money|funding)|funding (?:fell|pulled|cut)|hiring freeze|spending freeze|"
            r"kein budget|geen budget|budget (?:\w+ )?(?:gestrichen|gekurzt|weg|eingefroren|geschrapt))\b"
        ),
    ),
    (
        "price",
        re.compile(
            r"\b(?:pric(?:e|es|ey|ing|y)|too expensive|expensive|cheaper|undercut\w*|half our|"
            r"cost(?:s|ly)?|discount\w*|zu teuer|teuer|te duur|preis|on price|less money|"
            r"lower (?:bid|quote))\b"
        ),
    ),
    (
        "product_fit",
        re.compile(
            r"\b(?:feature\w*|functionality|missing|lack(?:s|ed|ing)?|doesn't (?:support|integrate|"
            r"do)|didn't (?:support|have|fit)|can't (?:support|do)|no (?:\w+ )?(?:integration|"
            r"connector|api|sso|offline|mobile)|fit|product gap|gap|passt (?:besser|nicht)|past (?:beter|"
            r"niet)|not (?:a )?fit|on-prem|"
            r"technical\w*|roadmap|failed (?:the )?(?:poc|pilot|security))\b"
        ),
    ),
    (
        "no_decision",
        re.compile(
            r"\b(?:no decision|status quo|do(?:ing)? nothing|went dark|gone dark|ghosted|ghosting|"
            r"silent|cancell?ed|scrapp?ed|shelved|pulled the plug|kill(?:ed)?|"
            r"stick(?:ing)? with (?:what|excel|spreadsheets?|their current|the current|it)|"
            r"stay(?:ing)? (?:with|on) (?:what|excel|spreadsheets?|their current|the current)|"
            r"in-?house|build (?:it )?themselves|project (?:died|dead)|(?:do|doing) (?:nothing|naff all|"
            r"sod all|nowt)|make (?:up )?their minds?(?: up)?|on ice|keine entscheidung|geen besluit|"
            r"no longer a priority|"
            r"deprioriti[sz]ed|not a priority)\b"
        ),
    ),
    (
        "timing",
        re.compile(
            r"\b(?:timing|not now|next year|bad time|too (?:early|late|soon)|postponed|delay\w*|"
            r"on hold|later this year|not this year|revisit)\b"
        ),
    ),
)


def read_status(p: Passage) -> list[FieldChange]:
    """`won` or `lost` with its reason. A closed stage named as a stage counts as status."""
    lost = _facts(p, (_LOST, _DEAD), "lost") + _gone_to_rival(p) + _of_name(p, "lost")
    won = _facts(p, (_WON,), "won") + _of_name(p, "won")
    moved = _moved_to_closed(p)
    stated = [f for f in (*lost, *won, *moved) if f.assertion != "hedged"]
    values = {f.value for f in stated}
    if len(values) > 1:
        return [FieldChange("status", f.value, f.said, "hedged") for f in stated[:1]]
    if not stated:
        return _reason(p) if _is_lost(p) else [*lost, *won, *moved][:1]
    return [stated[0], *(_reason(p) if stated[0].value == "lost" else [])]


def _is_lost(p: Passage) -> bool:
    """Known to be lost already: then `price` is why, unless it is a sum."""
    return p.opportunity is not None and p.opportunity.status == "lost" and not p.money


def _facts(p: Passage, patterns: tuple[re.Pattern[str], ...], value: str) -> list[FieldChange]:
    found = []
    for pattern in patterns:
        for match in pattern.finditer(p.folded, p.start):
            clause = p.reading.clause_at(match.end() - 1)
            before = p.reading.folded[max(clause.start, p.start, match.start() - 50) : match.start()]
            if (_NOT_LOST if value == "lost" else _LESSER_PAPER).search(before):
                continue
            if value == "won" and _BOOKED_EVENT.search(before):
                continue
            if pattern is _DEAD and not _is_record(p, match, before):
                continue
            if value == "won" and _LESSER_PAPER.search(p.reading.folded[clause.start : match.end()]):
                continue
            hedged = bool(_WAIT.search(before) or _AFTER.match(p.reading.folded, match.end()))
            hedged = hedged or is_hedged(p.reading, max(match.start(), clause.start), match.end())
            hedged = hedged or bool(_HEARSAY.search(before))
            hedged = hedged or bool(
                _OPEN_END.search(p.reading.folded[match.end() : min(clause.closing, p.end)])
            )
            found.append(p.change("status", value, match.start(), match.end(), hedged=hedged))
    return found


def _is_record(p: Passage, match: re.Match[str], before: str) -> bool:
    """`Acme is gone` tells of the opportunity; `Greta is gone` of a person."""
    at = match.start()
    named = any(
        a < at and not p.reading.folded[b:at].removeprefix("'s").strip(" ,:–-") for a, b in p.names if b <= at
    )
    return (
        named
        or not before.strip()
        or bool(re.search(r"\b(?:it|this|deal|opp|project|one|all|that)\s*$", before))
    )


_ELSEWHERE = re.compile(
    r"\s+(?:for (?!us\b|this\b|it\b|the (?:deal|project|whole))\w+|last (?:year|quarter|month)|in 20\d\d|"
    r"on (?:another|a different))"
)
_NAME_LOST = re.compile(
    r"(?:'s| is| was| deal| order| opp| has been| got| ist| leider)* lost\b(?!\s+(?:their|his|her|its|"
    r"our|the|an?|my|some|interest|budget|"
    r"time|track|momentum|touch|funding|patience|faith|confidence|headcount|(?:in|without)\b|\d|"
    r"\w+ (?:people|staff|guys)|round|ground))"
)


def _of_name(p: Passage, value: str) -> list[FieldChange]:
    """`lost Acme`, `won Acme`; `Acme lost`."""
    found = []
    for start, end in p.names:
        own = _NAME_LOST.match(p.reading.folded[: p.end], end) if value == "lost" else None
        if own:
            hedged = is_hedged(p.reading, start, own.end()) or bool(_WAIT.search(p.reading.before(start)))
            found.append(p.change("status", value, start, own.end(), hedged=hedged))
        before = p.reading.before(start)
        verb = re.search(rf"\b{value}\s+$", before)
        if verb and not _WAIT.search(before[: verb.start()]):
            at = start - len(verb.group())
            found.append(p.change("status", value, at, end, hedged=is_hedged(p.reading, at, end)))
    return found


def _gone_to_rival(p: Passage) -> list[FieldChange]:
    """`went with X`, `signed with X`, `chose X`: theirs, so not ours."""
    found = []
    rivals = "|".join(re.escape(fold(c)) for c in p.book.competitors) or "(?!)"
    general = (
        r"(?:someone else|another vendor|the competition|a competitor|the incumbent|in-house|"
        r"the other (?:guys|vendor))"
    )
    pattern = re.compile(
        rf"\b(?:fur|voor) (?:die |den |de )?(?:{rivals}) (?:entschieden|gekozen)\b|"
        rf"\b{_LOST_TO}\s+(?:ahead )?(?:with |to |for )?(?:the )?(?:{rivals}|{general})\b"
    )
    for match in pattern.finditer(p.folded, p.start):
        before = p.reading.before(match.start())
        going = match.group().startswith(("going", "goes", "buying"))
        hedged = bool(_WAIT.search(before)) or is_hedged(p.reading, match.start(), match.end())
        hedged = hedged or bool(_ELSEWHERE.match(p.reading.folded, match.end()))
        if not (going and re.search(r"\b(?:up|back|through)\b", before)):
            found.append(p.change("status", "lost", match.start(), match.end(), hedged=hedged))
    return found


_TO_CLOSED = re.compile(
    r"(?:\b(?:mov\w*|mark\w*|put|set|flip\w*|chang\w*|updat\w*|log\w*|close|call|make)\b.{0,30}?|->|→|"
    r"\b(?:stage|status|is|as|to)\b|:)\s*(?:now |it |in |as |to |the |\"|')*$"
)


def _moved_to_closed(p: Passage) -> list[FieldChange]:
    found = []
    for stage in (s for s in p.book.stages if s.is_closed):
        names = "|".join(
            re.escape(fold(n)) for n in (stage.name, stage.id.replace("_", " "), *stage.synonyms)
        )
        for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w|'| off| up| the | a | in | with)", p.folded):
            before = p.reading.before(match.start())
            if _TO_CLOSED.search(before):
                hedged = bool(_WAIT.search(before)) or is_hedged(p.reading, match.start(), match.end())
                hedged = hedged or bool(_AFTER.match(p.reading.folded, match.end()))
                value = "won" if stage.is_won else "lost"
                found.append(p.change("status", value, match.start(), match.end(), hedged=hedged))
    return found


def _reason(p: Passage) -> list[FieldChange]:
    for reason, pattern in _REASONS:
        match = pattern.search(p.folded, p.start)
        if match:
            value = reason if reason in p.book.loss_reasons else "other"
            return [p.change("reason", value, match.start(), match.end())]
    for rival in p.book.competitors:
        match = re.search(rf"\b{re.escape(fold(rival))}\b", p.folded)
        if match and "competitor" in p.book.loss_reasons:
            return [p.change("reason", "competitor", match.start(), match.end(), inferred=True)]
    return []
