"""Which of the speaker's records a name means here: by people, cues and what the conversation is about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.notes.clauses import Reading
from bot.notes.cue_words import WEAK, initials_of, run_together, stands_for
from bot.notes.model import DialogContext, RecordRef
from bot.notes.records import Anchor, Known
from bot.notes.spellings import name_tokens
from bot.notes.told_by_cues import by_old_amount
from bot.sales import Opportunity


def resolve(
    reading: Reading,
    known: Known,
    context: DialogContext,
    leader: Anchor,
    inside: list[Anchor],
    span: tuple[int, int],
) -> RecordRef:
    mine = leader.mine
    if leader.closed:
        return RecordRef("opportunity" if len(leader.closed) == 1 else "ambiguous", leader.closed)
    if not mine:
        if leader.accounts:
            return RecordRef("account", leader.accounts[:1])
        return RecordRef("not_permitted", leader.foreign)
    if leader.near and leader.foreign and not leader.alike:
        return RecordRef("ambiguous", mine)
    if len(mine) > 1:
        mine = _narrow(reading, known, mine, inside, span)
    if len(mine) > 1:
        mine = _by_context(context, mine)
    return RecordRef("opportunity", mine) if len(mine) == 1 else RecordRef("ambiguous", mine)


def _narrow(
    reading: Reading, known: Known, mine: tuple[str, ...], inside: list[Anchor], span: tuple[int, int]
) -> tuple[str, ...]:
    """Every cue in the words: people, words of the opportunity's name, people's titles."""
    for person in (a for a in inside if a.person):
        kept = tuple(i for i in mine if i in person.mine)
        mine = kept or mine
    if len(mine) == 1:
        return mine
    before = by_old_amount(reading.folded[span[0] : span[1]], {i: known.open[i] for i in mine})
    mine = before if len(before) == 1 else mine
    if len(mine) == 1:
        return mine
    said = name_tokens(reading.folded[span[0] : span[1]])
    alone = len({known.open[i].account_id for i in mine}) == 1
    scores = {i: _cue_score(known, known.open[i], said, alone=alone) for i in mine}
    best = max(scores.values())
    return tuple(i for i in mine if scores[i] == best) if best else mine


def _cue_score(known: Known, opportunity: Opportunity, tokens: Sequence[str], *, alone: bool) -> int:
    """`alone`: one account, so that a first name can mean nobody at another."""
    account = known.account(opportunity.account_id)
    names = {_stem(t) for n in ((account.name, *account.aliases) if account else ()) for t in name_tokens(n)}
    said = {_stem(t) for t in tokens}
    telling = [t for t in name_tokens(opportunity.name) if _stem(t) not in names | WEAK and t not in WEAK]
    cues = {_stem(t) for t in telling}
    score = 2 * len(cues & said)
    left = [t for t in telling if _stem(t) not in said]
    others = [word for word in tokens if _stem(word) not in cues | names]
    score += any(stands_for(word, cue) for word in others for cue in left)
    score += len(left) > 0 and bool(run_together(list(tokens)) & set(left))
    score += len(telling) > 1 and any(
        initials_of(word, telling) for word in tokens if _stem(word) not in names
    )
    for contact in known.people_at(opportunity.account_id):
        first = _stem(name_tokens(contact.name)[0]) if name_tokens(contact.name) else ""
        if (
            alone
            and first in said
            and (contact.id in opportunity.contacts or {_stem(t) for t in name_tokens(contact.title)} & cues)
        ):
            score += 2
    return score


def _stem(token: str) -> str:
    for suffix in ("als", "al", "ing", "es", "s"):
        if token.endswith(suffix) and len(token) - len(suffix) >= 4:
            return token[: -len(suffix)].rstrip("e")
    return token.rstrip("e") if len(token) > 4 else token


def _by_context(context: DialogContext, mine: tuple[str, ...]) -> tuple[str, ...]:
    """What the conversation is about, when exactly one of the choices is."""
    shown = {i for u in (*context.pending, *context.applied) for i in u.record.ids}
    kept = tuple(i for i in mine if i in shown)
    return kept if len(kept) == 1 else mine


def spoken_of(context: DialogContext, known: Known) -> RecordRef:
    """The record a message without any name is about: the open card's, else the one talked of last."""
    for updates in (context.pending, context.applied):
        if len(updates) == 1 and updates[0].record.kind in {"opportunity", "account"}:
            return updates[0].record
    recent = [i for i in context.recent if i in known.open]
    return RecordRef("opportunity", (recent[0],)) if recent else RecordRef("ambiguous")
