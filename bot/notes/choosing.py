"""Which of the opportunities that the bot listed is meant, by place, size or words."""

from __future__ import annotations

import re

from bot.notes.model import DialogContext
from bot.notes.records import Known
from bot.notes.spellings import name_tokens
from bot.notes.vocabulary import listed

_ORDINALS = (
    ("first", "1st", "one", "1", "former", "top", "erste", "eerste", "a"),
    ("second", "2nd", "two", "2", "zweite", "tweede", "b"),
    ("third", "3rd", "three", "3", "dritte", "derde", "c"),
    ("fourth", "4th", "four", "4", "vierte", "vierde", "d"),
)
_AROUND = frozenset(
    listed(
        "no not nope nah wait sorry actually oops oh hang hold on that that's thats is it's its it the one i "
        "i'm meant mean wrong should be for was this rather instead of deal opp opportunity record a an "
        "please "
        "pls to s nein das die der war nee different i'd put in have should've been supposed swap switch "
        "move change over "
        "fur ich meinte falsch falsches falsche ware wrongly sollte sein auf"
    )
)
_CHOICE = re.compile(
    r"^\W*(?:(?:the|option|number|no\.?|nr\.?|#|it's|its|that's|i meant|i mean|go with|pick|choose|"
    r"take|yes|sorry|oh|ok|yeah|um)[\s,]*)*(?P<word>[a-z0-9]+)(?:\s+(?:one|please|pls|option|"
    r"of (?:the )?(?:two|three|them)|thanks))*\W*$"
)


def choice(said: str, context: DialogContext, known: Known) -> int | None:
    """The place of the candidate that the folded words `said` pick, or None."""
    match = _CHOICE.match(said)
    if match:
        word = match["word"]
        if word in {"last", "latter", "bottom", "letzte", "laatste"}:
            return len(context.candidates) - 1
        for place, words in enumerate(_ORDINALS[: len(context.candidates)]):
            if word in words:
                return place
    by_name = _choice_by_name(said, context, known)
    return _choice_by_size(said, context, known) if by_name is None else by_name


def _choice_by_size(said: str, context: DialogContext, known: Known) -> int | None:
    match = re.search(
        r"\b(?:(bigger|biggest|larger|largest|higher)|(smaller|smallest|lower|"
        r"cheaper))\b",
        said,
    )
    amounts = [o.amount for i in context.candidates if (o := known.open.get(i)) and o.amount is not None]
    if not match or len(amounts) != len(context.candidates) or len(set(amounts)) != len(amounts):
        return None
    return amounts.index(max(amounts) if match[1] else min(amounts))


def _choice_by_name(said: str, context: DialogContext, known: Known) -> int | None:
    """The words that tell the candidates apart, or an amount or stage that only one of them has."""
    if len(said.split()) > 12:
        return None
    tokens = set(name_tokens(said))
    scores = [len(_telling(i, context, known) & tokens) for i in context.candidates]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None


def _telling(opportunity_id: str, context: DialogContext, known: Known) -> set[str]:
    return _apart(opportunity_id, context.candidates, known)


def told_apart(said: str, ids: tuple[str, ...], known: Known) -> str | None:
    """The one of `ids` that the folded words name by what only it has, when they say nothing else."""
    tokens = [t for t in name_tokens(said) if t not in _AROUND]
    telling = {i: _apart(i, ids, known) for i in ids}
    every = set().union(*(_words(i, known) for i in ids))
    named = [i for i in ids if telling[i] & set(tokens)]
    return named[0] if len(named) == 1 and all(t in every for t in tokens) else None


def _apart(opportunity_id: str, ids: tuple[str, ...], known: Known) -> set[str]:
    words = {i: _words(i, known) for i in ids}
    others = [w for i, w in words.items() if i != opportunity_id]
    return words[opportunity_id] - set().union(*others)


def _words(opportunity_id: str, known: Known) -> set[str]:
    opportunity = known.open.get(opportunity_id)
    if opportunity is None:
        return set()
    account = known.account(opportunity.account_id)
    names = [opportunity.name, *((account.name, *account.aliases) if account else ())]
    stage = known.book.stage(opportunity.stage)
    people = [c.name for c in known.people_at(opportunity.account_id)]
    words = {t for n in (*names, *people, stage.name if stage else "") for t in name_tokens(n)}
    if opportunity.amount and opportunity.amount >= 1000:
        words |= {
            f"{opportunity.amount / 1000:.0f}k",
            f"{opportunity.amount:.0f}",
            f"{opportunity.amount / 1000:.0f}",
        }
    return words - {"the", "and", "of", "deal", "new", "no", "yes"}
