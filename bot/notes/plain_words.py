"""Clauses that say nothing beside a record and one value: every word left over is known to add nothing.

`Harlowe rolls to January` and `it will now be mid January` mean the closing day because nothing else could
have moved; one unknown word (`AGM`, `rebuild`) and the day may be that thing's.
"""

from __future__ import annotations

import re

from bot.notes.clauses import fold
from bot.notes.segment import Passage
from bot.notes.vocabulary import listed

SMALL_WORDS = frozenset(
    listed(
        "the a an it its it's this that that's these is are be been being will 'll i we i'd i'm we're you "
        "can could would please pls plz kindly to on in at by for of from into onto as with and so then "
        "now again still just rather more like likely probably really actually only already exactly not "
        "no than instead deal opp opportunity one ok okay right yes hey hi fyi update quick der die das "
        "den dem im am auf bei zum bis von vom und nun jetzt dann doch wohl eher erst nur bitte ist sind "
        "es wir ich statt anstatt sondern nicht noch schon sorry ah oh ach nein wait sich het een de op "
        "naar van te nu dan "
        "pas wel graag ik wij wordt dus"
    )
)
_TO_SET = listed(
    "set put make move moved change changed log have has mark show read should needs need update updated "
    "bump bumped nudge nudged drop dropped shift shifted take taken bring brought go goes going gone went "
    "come comes coming came get gets getting keep kept stays staying stay hold holds sits stands looks "
    "looking look become becomes up down back out over fixed say about around roughly approx circa ca ~ "
    "setz setze setzen gesetzt mach mache stell stelle geht gehen kommt kommen bleibt bleiben liegt steht "
    "runter rauf hoch rund etwa wird werden zet maak gaat komt blijft staat ongeveer"
)
_TO_VALUE = listed(
    "amount value price total number figure worth size final agreed settled landed landing closed closing "
    "signed countersigned booked done shook sealed met middle all flat even net gross ex excl incl vat "
    "gst tax plus works comes order po received recd rec'd recieved came in today reduced raised "
    "increased lowered cut revised corrected upped trimmed deal's wert preis summe gesamt insgesamt "
    "gesenkt erhoht reduziert einig einigt geeinigt haben uns unterschrieben bestellt waarde prijs totaal "
    "akkoord was used original originally"
)
_TO_DAY = listed(
    "new sig ecd thing commit commits committed bring auftrag bestellung abschlussdatum verzogert soll "
    "sollen durch sein giving give gives us close closes closing date cd sign signs signing signed "
    "signature slip slips slipped slipping slide slides roll rolls rolled rolling kick kicks kicked push "
    "pushes pushed pull pulls pulled drift drifts drifted fall falls falling fell spill spills spilled "
    "tips tipped bleeds lands landing land forecast forecasting expect expecting expected target "
    "targeting targeted reckon think pencil pencilled penciled dated due order po contract agreement "
    "papers paper complete completes completion conclude concludes done dusted wrap wraps wrapped sorted "
    "through finalise finalisation finalize finalization closure timeline eta happens happen late early "
    "later sooner than originally earlier until forward ahead realistic realistically adamant sure "
    "certain confirmed rutscht rutschen gerutscht verschiebt verschieben verschoben schiebt schieben "
    "wandert vorgezogen zieht vor erwarte erwarten erwartet rechne rechnen mit geplant abschluss "
    "unterschrift unterschreibt unterschrieben unterzeichnet datum mehr nix nichts schuift schuiven "
    "verwacht verwachten getekend tekent tekenen handtekening release released they he she goes"
)
VALUE_WORDS = frozenset((*SMALL_WORDS, *_TO_SET, *_TO_VALUE))
DAY_WORDS = frozenset((*SMALL_WORDS, *_TO_SET, *_TO_DAY))
_WORD = re.compile(r"[^\s,.:;!?()\[\]\"→>|*•/+=~$€£₹–—-]+")


def left_over(p: Passage, start: int, end: int) -> set[str]:
    """The words of [start:end] that are neither a name nor sum date."""
    words = list(p.reading.folded[start:end])
    known = (*p.names, *((m.start, m.end) for m in p.money), *((d.start, d.end) for d in p.dates))
    for a, b in known:
        for i in range(max(a, start), min(b, end)):
            words[i - start] = " "
    return {w.removesuffix("'s") for w in _WORD.findall("".join(words))} - {""}


def names_record(p: Passage, start: int, end: int) -> bool:
    """Whether [start:end] names the company or opportunity, and not only somebody there."""
    people = {w for c in p.people for w in fold(c.name).split()}
    company = set(fold(p.account.name).split()) if p.account else set()
    for a, b in p.names:
        said = set(_WORD.findall(p.reading.folded[a:b]))
        if start <= a and b <= end and not said <= people - company:
            return True
    return False


_FINISHED = frozenset(listed("signed done dusted sorted unterschrieben getekend"))
_TO_COME = frozenset(
    listed("will 'll get gets getting be by to wird werden wordt needs should expect expected")
)
_PEOPLE = frozenset(listed("they he she"))
_PAPERS = frozenset(listed("po order contract agreement papers paper"))


def tells_day(p: Passage, start: int, end: int) -> bool:
    """Whether the clause [start:end] says of a record nothing but when it closes."""
    words = left_over(p, start, end)
    if not words <= DAY_WORDS or (words & _PEOPLE and not words & _PAPERS):
        return False
    return not words & _FINISHED or bool(words & _TO_COME)
