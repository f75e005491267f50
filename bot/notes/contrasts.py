"""Two values of one kind set against each other: `85 not 95`, `not June but July`, `60k became 66k`,
`12th... sorry, 21st`. Which of them is taken back, and which put in its place; for sums and for days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_LEAD = (
    r"(?:the |der |den |dem |at |on |um |am |vom |im |in |for |until |till |by |like |to |bei |auf |[~$€£₹])*"
)
_NOT_THE_OTHER = re.compile(
    r"[\s,;(–-]*(?:and |und |en |but )?(?:not|nicht|niet|rather than|instead of|as opposed to|in place of|"
    r"statt|"
    rf"anstatt|anstelle von|in plaats van|no longer|nahi)\s+{_LEAD}\s*"
)
_THAN = re.compile(rf"\s+(?:than|als|dan)\s+{_LEAD}\s*")
_MORE_LIKE = re.compile(
    r"\b(?:more like|rather|closer to|nearer(?: to)?|sooner|eher|liever)\s+(?:in |on |the |at |[~$€£])*$"
)
_NOT_THE_FIRST = re.compile(
    r"\b(?:not|no longer|isn't|isnt|aren't|wasn't|ain't|is no more|won't (?:be|make|hit|happen(?: in| by)?|"
    r"close "
    r"(?:in|by|on)|land (?:in|by|on))|wont (?:be|make)|nicht(?: mehr)?|niet(?: meer)?|kein\w*|forget|scrap|"
    r"ignore|never mind|no more|instead of|statt|anstatt|rather than|(?:can't|can not|cannot) (?:do|make|"
    r"hit))"
    rf"\s+(?:about |the original |the |that |my )*{_LEAD}$"
)
_BUT = re.compile(
    r"[\s,.;:…–-]*(?:(?:any ?more|mehr|meer|now|as planned|after all|in my last (?:note|message)|like i "
    r"said|as i "
    r"said|earlier)[\s,.;:…–>-]*)?(?:(?:but|sondern|maar|rather|it's|its|it is|it|make it|make that|now|"
    r"more like|"
    r"actually|eher|instead|for|on|in|the|am|im|at|by|to|so|then|und zwar|auf|um|bei|until|till|we're|they "
    r"want|"
    r"should (?:be|read)|that's|is|are|call it|say|jetzt|nu|only|just|nur|a|und)\b[\s,.;:–>-]*)*[~$€£₹]?\s*"
)
_IS_DEAD = re.compile(
    r"\s*(?:'s|is|was|ist|are|war)?\s*(?:dead|off|gone|out|history|toast|no good|impossible|unrealistic|"
    r"too (?:soon|"
    r"tight|early|late|low|high|much|little|optimistic|ambitious)|blown|missed|won't (?:work|happen|fly|"
    r"do)|isn't "
    r"(?:happening|on)|not (?:happening|on|possible|going to happen|doable|realistic)|passe|vom tisch|raus|"
    r"zu (?:fruh|spat|knapp|teuer|hoch))\b"
)
_WAS = re.compile(
    rf"\b(?:was|were|used to be|had been|originally|war|bisher|formerly|previously)\s+(?:about |the "
    rf")*{_LEAD}$"
)
_NOW_IS = re.compile(r"\b(?:now|but|jetzt|nu|nun|these days|today|ab)\b")
_TURNED_INTO = re.compile(
    r"[\s,;…]*(?:and |then )?(?:->|→|=>|>>|(?:has |have |is |was )?(?:becomes?|became|turn(?:s|ed) into|"
    r"(?:went|goes|"
    r"gone|moved|dropped|drops|shrank|grew|grown|rose|cut|reduced|raised|bumped|upped|slipped|slid|down|"
    r"up) (?:up |"
    r"down |back |out )?to|ended up (?:at|as|being)|is now|are now|wird zu|wurde zu|becoming))"
    r"\s*(?:now |about |around |more like |the )*[~$€£₹]?\s*"
)
_TAKES_BACK = re.compile(
    r"\b(?:sorry|no,? wait|wait|hang on|hold on|scratch that|strike that|i mean|i meant|make that|"
    r"correction|what am "
    r"i (?:saying|on about)|my bad|oops|whoops|typo|ah,? no|oh,? no|err,? no|no,? no|nope|nein|quatsch|"
    r"halt|falsch|vertippt|was wrong|is wrong|is now|that's wrong|that is wrong|fat fingers|misspoke|misread|"
    r"(?:should|must) (?:be|read|have been|say)|pardon|nee|fout)\b|(?:\.\.+|…|--|–|-)\s*(?:no|ah|oh|hm+|"
    r"ach|err?)\b"
)
_COUNTED_FROM = re.compile(
    r"\b(?:later|earlier|sooner|spater|fruher|later)\s+(?:than|als|dan)\s+(?:the |der |dem |den |de )?$|"
    r"\b(?:after|from|nach|na)\s+(?:the |dem |der |de )?$"
)
_MAKES = re.compile(
    r"\s*[,;:=–-]*\s*(?:so|also|dus|that's|that is|which is|which makes (?:it|that)|i\.?e\.?|meaning|makes "
    r"it)"
    r"\s+(?:the |der |den |am |op |say )*"
)
_NO = re.compile(r"[\s,.…-]*(?:no|nein|nee|nah)[\s,.…-]+(?:it's |make it |say |the |den |der )*[~$€£₹]?")
"""`seventy four no seventy five`, as dictated."""
_FURTHEST = 90


@dataclass(frozen=True, slots=True)
class Contrast:
    """By place: `denied` values are taken back. `instead`: the value put in the place of another one → that
    other one. `since`: where the words begin that speak of the new value, offset."""

    denied: frozenset[int] = frozenset()
    instead: dict[int, int] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)


def contrasts(folded: str, spans: Sequence[tuple[int, int]]) -> Contrast:
    """`spans`: where values of one kind stand, in order."""
    denied: set[int] = set()
    instead: dict[int, int] = {}
    since: dict[int, int] = {}
    for place, ((start, end), (following, after)) in enumerate(pairwise(spans)):
        between = folded[end:following]
        before = folded[max(0, start - 36) : start]
        if _NOT_THE_OTHER.fullmatch(between) or (_THAN.fullmatch(between) and _MORE_LIKE.search(before)):
            denied.add(place + 1)
            instead.setdefault(place, place + 1)
        elif place not in denied and _gives_way(before, between, folded[after : after + 24]):
            denied.add(place)
            instead[place + 1] = place
            since[place + 1] = end + _marker(between)
            if (
                place + 2 < len(spans)
                and spans[place + 2][0] - end <= _FURTHEST
                and _TAKES_BACK.search(between)
            ):
                instead[place + 2], since[place + 2] = place, spans[place + 1][1]
    return Contrast(frozenset(denied), instead, since)


def _marker(between: str) -> int:
    """Where the words that only take back end: `no, wait` denies nothing that follows."""
    return max((m.end() for m in _TAKES_BACK.finditer(between)), default=0)


def _gives_way(before: str, between: str, after: str) -> bool:
    if _TURNED_INTO.fullmatch(between) or (_COUNTED_FROM.search(before) and _MAKES.fullmatch(between)):
        return True
    if len(between) <= _FURTHEST and _TAKES_BACK.search(between):
        return True
    if _NO.fullmatch(between):
        return True
    it_is = len(between) <= 6 and re.match(r"\s+(?:it is|then|now|instead|stands)\b", after)
    if len(between) <= 50 and _IS_DEAD.match(between):
        return True
    if _WAS.search(before) and _NOW_IS.search(between):
        return bool(_BUT.fullmatch(between))
    return bool(_NOT_THE_FIRST.search(before)) and bool(_BUT.fullmatch(between) or it_is)
