"""Competitors in this opportunity, apart from rivals that are only spoken of."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.removals import is_out, is_taken_away, removal
from bot.notes.segment import Passage

_OUT = re.compile(
    r"\s*(?:,? ?who )?(?:(?:is|are|was|were|has|have|just|now|got|gets|'s|been|being|both|all|finally|"
    r"officially|also|already|ist|sind|hat|haben|wurde|wurden|sich|jetzt|nun|heeft|is nu|werd|schon|leider|"
    r"(?:bei|at|from|bij|with|in) [\w'&. -]{1,24}?)\s+)*(?:"
    r"out\b(?! (?:to|of (?:their|his)))|raus\b|draussen|drau\u00dfen|ausgeschieden|zuruckgezogen|"
    r"rausgeflogen|"
    r"aus dem rennen|abgesprungen|weg vom fenster|afgevallen|afgehaakt|weg\b|eruit|valt af|niet meer|"
    r"nicht mehr|"
    r"(?:the (?:boot|chop|axe|elbow|push))|cut\b|binned|ditched|axed|dumped|kicked|removed|struck|"
    r"crossed off|"
    r"dropped(?= out| from| off|\s*$|\s*[.,;!)])|eliminated|no longer|knocked out|withdrew|withdrawn|"
    r"gone\b|history\b|"
    r"toast\b|walked\b|pulled out|disqualified|off the (?:table|list|shortlist)|not (?:in|a|on)\b|"
    r"isn't|aren't|"
    r"lost\b|not shortlisted|failed|bowed out|backed out|ruled out|excluded|rejected|declined|"
    r"passed\b|no-?bid\w*|"
    r"(?:didn't|did not|won't|doesn't|never) (?:make|bid|quote|turn up|show|get|respond|answer|even)\w*)"
)
"""What a rival that has left the race is said to have done, or to have been done to."""
_TURNED_DOWN = re.compile(
    r"\b(?:beat|beats|beating|displac\w+|dropped|binned|ditched|axed|cut|dumped|scrapped|eliminated|"
    r"ruled out|"
    r"knocked out|kicked out|crossed|struck|rejected|replac\w+|ripp\w+ out|rip out|throw\w* out|threw out|"
    r"mov\w+ off|com\w+ off|get\w* rid of|got rid of|sent|said no(?: thanks)? to|no longer (?:looking at|"
    r"considering|talking to|using|evaluating)|stopped (?:talking to|using|looking at)|instead of|"
    r"rather than|"
    r"unlike|except|over)\s+(?:the |their )?$"
)
_SENT_AWAY = re.compile(r"\s+(?:packing|away|off|no\b|home|the (?:boot|chop))")
_TOLD = re.compile(r"\b(?:told|tell)\s+$")
_NONE = re.compile(
    r"\b(?:no|not|without|nobody|no one|none|kein\w*|geen|neither|nor|isn't|aren't)\b[\w ,]{0,24}$"
)
_AT_WORK = re.compile(
    r"\b(?:join(?:ed|ing|s)|left (?:[\w&]+ ){0,3}for|works? (?:at|for)|working (?:at|for)|"
    r"worked (?:at|for)|"
    r"now (?:at|with)|hired by|used to (?:be (?:at|with)|work\w* (?:at|for|with)|run)|came from|comes from|"
    r"(?:job|role|gig|post|position|career|years|wife|husband|brother|sister|mate|friend|cousin|"
    r"stint|spell|offer)"
    r"(?:'s| is| was| who| works?)* (?:at|with|for|from|over at)|start(?:s|ed|ing)? (?:over )?(?:at|with)|"
    r"joined up with|wechselt zu\w*|geht zu|gaat werken bij|werkt bij|begint bij|(?:fangt|arbeitet|"
    r"jetzt) bei|"
    r"nu bij|(?:gaat|gegaan|werken|komt te werken|angefangen|anfangen|arbeiten|startet|unterschrieben)"
    r"(?: (?:jetzt|nu|neu))? (?:bij|bei)|"
    r"(?:gaat|gegaan|vertrokken|vertrekt|stapt over|overgestapt) naar|(?:wechselt|wechseln|"
    r"geht|ging|gewechselt) zu|"
    r"ex|former(?:ly)?|previously (?:\w+ ){0,3}(?:at|for|with)|ran \w+ (?:at|for)|"
    r"poached by|left|"
    r"(?:head(?:ed|ing|s)|off|moved|moving|went|gone|going|goes|jump\w*|defect\w*)(?: over| off| to work)*"
    r"(?: to| for| at)|alumn\w+ (?:of|from)|buddies at|knows people at)\s*-?$"
)
_RECORD_WENT = re.compile(
    r"(?:'s|\s+(?:is|has|have|are|just|now|order|deal|business|contract|po|they|ist|gaat|"
    r"geht))*\s+(?:went|gone|"
    r"moved|going|goes|switched|naar|zu)(?: over)*(?: to| for| with)?\s*$"
)
_ITS_WORK = re.compile(
    r"\b(?:order|business|contract|deal|they|auftrag|opdracht|it)\s+(?:\w+ )?(?:went|gone|has gone) to\s*$"
)
_TALKED_OF = re.compile(
    r"(?:'s)?\s+(?:battle ?cards?|teardown|slides?|deck|comparison|compare|webinar|case study|"
    r"article|story|"
    r"people at|alumn\w*|guy\b|veteran|connector|integration|plug-?in|export|import|data\b|feed|api|"
    r"(?:got |was |were |is being |has been )?(?:bought|acquired|merged|taken over)|"
    r"(?:just )?(?:raised|laid off|hired|launched|"
    r"announced|went public|ipo)\b(?! (?:their|the) (?:price|offer|bid)))"
)
_SPOKEN_OF = re.compile(
    r"\b(?:differ\w* from|compare\w* (?:to|with)|different (?:from|to)|better than|talk\w* about|"
    r"(?:integrat\w*|"
    r"connect\w*|sync\w*) (?:with|to)|(?:data|export\w*|import\w*|feeds?|migrat\w*) (?:\w+ )?(?:from|"
    r"to|into)|"
    r"(?:bumped into|ran into|met) (?:the |some )?|heard|story (?:about|of)|how we \w+|"
    r"our win (?:over|against)|"
    r"(?:at|for) another|conflict with|alongside their|not|isn't|asked (?:about|if|whether|"
    r"how))\s*(?:the |their )?$"
)
_A_THING = re.compile(r"\b(?:an?|ein\w*|een)\s+$")
_OFFERED = re.compile(
    r"\s+(?:quote|offer|bid|proposal|demo|trial|pilot|poc|shop|house|customer|contract|licen[cs]e|"
    r"install\w*|"
    r"renewal|user|angebot|offerte|incumben\w*|evaluation|rep|pitch|price|estate|site|system|deployment)"
)


def read_competitors(p: Passage) -> list[FieldChange]:
    """Listed competitors named as in this opportunity; one that is out, or hired someone, is hedged."""
    found = []
    for name in p.book.competitors:
        match = re.search(rf"(?<!\w){re.escape(fold(name))}(?:'s|s)?(?!\w)", p.folded)
        if match is None:
            continue
        start, end = match.span()
        if is_taken_away(p, start, end) or is_out(p, start, end):
            found.append(removal(p, "competitors", name, start, end))
            continue
        hedged = _is_no_rival(p, start, end) or is_hedged(p.reading, start, end)
        found.append(p.change("competitors", (name,), start, end, hedged=hedged))
    return found


def _is_no_rival(p: Passage, start: int, end: int) -> bool:
    """Out of the race, a person's employer, somewhere else, or only a word."""
    before, folded = p.reading.before(start, 60), p.reading.folded
    if _OUT.match(folded, end) or _TALKED_OF.match(folded, end) or _SPOKEN_OF.search(before):
        return True
    if _TURNED_DOWN.search(before) or _NONE.search(before):
        return True
    if _TOLD.search(before) and _SENT_AWAY.match(folded, end):
        return True
    if _A_THING.search(before) and re.match(r"\s+[a-z]", folded[end:]) and not _OFFERED.match(folded, end):
        return True
    return bool(_AT_WORK.search(before)) and not _is_record_that_went(p, start, before)


def _is_record_that_went(p: Passage, start: int, before: str) -> bool:
    """`Acme went to Quorvia` lost us the order; `Sam went to Quorvia` changed his job."""
    return bool(_ITS_WORK.search(before)) or any(
        b <= start and _RECORD_WENT.fullmatch(p.reading.folded[b:start]) for _, b in p.names
    )
