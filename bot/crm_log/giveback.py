"""A saved note gives one thing back: what the content says about what was just saved. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.book.rivals import question
from bot.crm_log.draft import Draft, OpportunityDraft, new_values
from bot.sales import Stage, Verifier


def questions_for(
    draft: Draft, stages: Sequence[Stage], verifiers: Sequence[Verifier], rivals: Collection[str]
) -> tuple[str, ...]:
    """What to look up after this save, the most fitting first; empty when nothing was saved but words, or
    the opportunity was closed. `rivals` are the competitors whose card may be offered."""
    found = (
        q for one in draft.updates if new_values(one) for q in _questions(one, stages, verifiers, rivals)
    )
    return tuple(dict.fromkeys(found))


def rivals_in(draft: Draft) -> tuple[str, ...]:
    """The competitors that a save would offer the card of."""
    return tuple(name for one in draft.updates if new_values(one) for name in _rivals(one))


def _rivals(one: OpportunityDraft) -> Iterator[str]:
    named = new_values(one).get("competitors")
    if isinstance(named, tuple):
        yield from named[-1:]
    yield from one.before.competitors[-1:]


def _questions(
    one: OpportunityDraft, stages: Sequence[Stage], verifiers: Sequence[Verifier], rivals: Collection[str]
) -> Iterator[str]:
    values = new_values(one)
    if "status" in values:
        return
    named = values.get("competitors")
    if isinstance(named, tuple) and named and named[-1] in rivals:
        yield question(named[-1])
    if "stage" in values:
        name = next((s.name for s in stages if s.id == values["stage"]), values["stage"])
        yield f"What should I do in the {name} stage?"
    held = values.get("verifiers", one.before.verifiers)
    missing = next((v.id for v in verifiers if isinstance(held, tuple) and v.id not in held), "")
    if missing:
        yield f"How do we get {missing.replace('_', ' ')}?"
    if one.before.competitors and one.before.competitors[-1] in rivals:
        yield question(one.before.competitors[-1])
