"""A saved note gives one thing back: the question whose answer would help with what was just saved. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.crm_log.draft import Draft, new_values
from bot.sales import Stage, Verifier


def question_for(draft: Draft, stages: Sequence[Stage], verifiers: Sequence[Verifier]) -> str:
    """What to look up in the content after this save; empty when nothing fits."""
    labels = {v.id: v.label for v in verifiers}
    names = {s.id: s.name for s in stages}
    for one in draft.updates:
        values = new_values(one)
        competitors = values.get("competitors")
        if isinstance(competitors, tuple) and competitors:
            return f"How do we win against {competitors[-1]}?"
        evidence = values.get("verifiers")
        if isinstance(evidence, tuple) and evidence:
            return f"What is the next step after: {labels.get(evidence[-1], evidence[-1])}?"
        if "stage" in values:
            return f"What should I do in the {names.get(str(values['stage']), values['stage'])} stage?"
        if "amount" in values or "seats" in values:
            return "How do I defend the price and avoid discounting?"
    return ""
