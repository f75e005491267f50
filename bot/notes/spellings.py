"""How accounts, opportunities and contacts may be spelt, and which of their names are everyday words."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.notes.clauses import fold
from bot.notes.vocabulary import listed
from bot.sales import Account

TOKEN = re.compile(r"[^\W_]+(?:'(?!s\b)[^\W_]+)*")
_LEGAL = frozenset(
    listed(
        "inc llc ltd limited gmbh ag bv nv plc corp corporation co company group holding holdings pvt "
        "private sa sas "
        "sarl spa srl ab oy as kg se kk pty the and und of"
    )
)
_GENERIC = frozenset(
    listed(
        "the first new old united national global american general royal north south east west northern "
        "southern eastern "
        "western central city state county international european british german dutch indian digital "
        "smart green blue "
        "red black white golden silver big great grand prime best next open data cloud health care bank "
        "home food foods "
        "energy power water air sun star world river street lake port park hill stone iron steel harbor "
        "harbour valley "
        "union federal pacific atlantic metro modern advanced applied allied trade bright clear direct "
        "express fast free "
        "good high long point quick real safe sales simple social solar summit target team tech test time "
        "top total true "
        "van von der den saint san santa los las"
    )
)
WORDS = frozenset(
    listed(
        "will may mark grant bill rose hope grace joy dawn faith art rich frank chase max sue pat drew "
        "miles jack page "
        "summer april june august sky close sign signal target next commit proposal budget legal notion "
        "slack teams box "
        "apple shell gap ray guy may rob bob don van dot sandy penny ruby ivy olive daisy iris violet "
        "amber robin jay "
        "stage focus nick dick buck gene dean duke king earl baron price cash field wood west lane lamb "
        "voss finch moss "
        "weeks grey gray green brown white black young long short best love day case bush bell cook hall "
        "hill hunt ford "
        "stone reed rush sharp small swift wise winter banks bond carpenter parker singer turner walker "
        "smith major "
        "sterling viola reach wants ready meeting metro plan planet call calls demo deal deals spring "
        "autumn harvest"
    )
)
SHORT = frozenset(listed("ed jo al bo cy di ty vi mo oz li wu xu ng ho ma yu lu ann"))
"""Names of two letters: as words they count only with a capital."""
COMMON = frozenset(
    listed(
        "that this they them then there these those their with from have been were will would "
        "could should "
        "about after "
        "before budget approved signed close closing closed call called meeting email amount stage moved "
        "moving proposal "
        "negotiation discovery evaluation contract customer account renewal pipeline opportunity pricing "
        "security legal "
        "next week month quarter friday monday tuesday wednesday thursday today tomorrow please thanks "
        "update updated "
        "looks waiting sending sent great still again really because procurement competitor review started "
        "ready needs "
        "seats users license licenses around maybe final finally agreed confirmed wants asked send demo "
        "pilot team"
    )
)


def is_everyday(word: str) -> bool:
    """A first or last name that is a word too."""
    return word in WORDS


def name_tokens(name: str) -> list[str]:
    return TOKEN.findall(fold(name))


def account_names(account: Account) -> set[tuple[str, ...]]:
    names: set[tuple[str, ...]] = set()
    for name in (account.name, *account.aliases):
        names |= _spellings(name)
    return names


@lru_cache(maxsize=4_096)
def _spellings(name: str) -> frozenset[tuple[str, ...]]:
    tokens = name_tokens(name)
    core = [t for t in tokens if t not in _LEGAL]
    names = {tuple(tokens), tuple(core)}
    if len(core) >= 2:
        names.add(("".join(core),))
        if len(core[0]) >= 4 and core[0] not in _GENERIC | WORDS:
            names.add((core[0],))
    if len(core) >= 3:
        names.add(tuple(core[:2]))
    return frozenset(n for n in names if n and len("".join(n)) >= 2)


@lru_cache(maxsize=4_096)
def initials(name: str) -> str:
    """Of three words and more; of fewer they would be anybody's."""
    core = [t for t in name_tokens(name) if t not in _LEGAL]
    return "".join(t[0] for t in core) if len(core) >= 3 else ""


@lru_cache(maxsize=4_096)
def opportunity_names(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset({tuple(name_tokens(name))} - {()})


# A title stands for every title: one spelling a contact instead of twelve keeps a large book quick to index.
_BEFORE, _AFTER = "mr", "sir"
TITLES = {
    **dict.fromkeys(listed("mr mrs ms dr herr frau mevrouw meneer"), _BEFORE),
    **dict.fromkeys(listed("sir ji madam maam"), _AFTER),
}


@lru_cache(maxsize=16_384)
def contact_names(name: str, *, titled: bool = True) -> frozenset[tuple[str, ...]]:
    tokens = name_tokens(name)
    names = {tuple(tokens)}
    if len(tokens) >= 2:
        names |= {(t,) for t in (tokens[0], tokens[-1]) if len(t) >= 3 or t in SHORT}
    if len(tokens) >= 2 and titled:
        names |= {(_BEFORE, tokens[-1]), (tokens[0], _AFTER)}
    return frozenset(n for n in names if n)
