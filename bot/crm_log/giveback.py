"""A saved note gives one thing back: what the content says about what was just saved. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.crm_log.draft import Draft, OpportunityDraft, new_values
from bot.sales import Stage, Verifier


def questions_for(draft: Draft, stages: Sequence[Stage], verifiers: Sequence[Verifier]) -> tuple[str, ...]:
    """What to look up after this save, the most fitting first; empty when nothing was saved but words, or
    the opportunity was closed."""
    found = (q for one in draft.updates if new_values(one) for q in _questions(one, stages, verifiers))
    return tuple(dict.fromkeys(found))


def _questions(
    one: OpportunityDraft, stages: Sequence[Stage], verifiers: Sequence[Verifier]
) -> Iterator[str]:
    values = new_values(one)
    if "status" in values:
        return
    named = values.get("competitors")
    if isinstance(named, tuple) and named:
        yield f"How do we win against {named[-1]}?"
    if "stage" in values:
        name = next((s.name for s in stages if s.id == values["stage"]), values["stage"])
        yield f"What should I do in the {name} stage?"
    held = values.get("verifiers", one.before.verifiers)
    missing = next((v.id for v in verifiers if isinstance(held, tuple) and v.id not in held), "")
    if missing:
        yield f"How do we get {missing.replace('_', ' ')}?"
    if one.before.competitors:
        yield f"How do we win against {one.before.competitors[-1]}?"
