"""Whether what is said right before a sum is done with some other money: `saved 300k`, `is saying 18 lakh`.

Only a verb in -ed or -ing that is not known to lead to an opportunity's amount tells so. To ask instead for a
known word before every sum was tried: on unseen messages it hedged four right sums of a hundred and no wrong
one."""

from __future__ import annotations

import re

from bot.notes.segment import Passage
from bot.notes.spellings import name_tokens
from bot.notes.vocabulary import listed

_LEADS = frozenset(
    listed(
        "finalised finalized revised agreed settled closed signed countersigned booked confirmed accepted "
        "landed bumped "
        "upped updated changed marked increased reduced dropped moved pushed raised lowered trimmed "
        "upgraded adjusted "
        "corrected nailed inked bagged pegged valued priced ring-fenced ringfenced earmarked appropriated "
        "approved "
        "sanctioned released expected forecasted totalled totaled rounded nudged amended secured clinched "
        "sealed "
        "making calling putting setting landing closing signing booking going coming moving pushing "
        "bumping adding "
        "becoming bringing getting taking pricing looking wedding everything including excluding renewed "
        "needed red "
        "deal-sized combined blended fixed capped proposed"
    )
)
_VERB = re.compile(r"([a-z][a-z-]+(?:ed|ing))\W*$|\b(until|till)\W*$")


def is_other_money(p: Passage, start: int) -> bool:
    before = p.reading.before(start, 30)
    told = _VERB.search(before)
    if told is None or told[2]:
        return told is not None
    named = any(a <= start - len(before) + told.start() < b for a, b in p.names)
    own = set(name_tokens(p.opportunity.name)) if p.opportunity else set[str]()
    return not named and told[1] not in _LEADS | own
