"""What a draft card remembers between presses."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.crm_log.draft import Draft
from bot.ports import Card
from bot.wire import dump, load


@dataclass(frozen=True, slots=True)
class Paper:
    """`draft` is what is not saved yet. `running` are the outbox keys of the save or undo last begun,
    `saved` those whose writes changed a field and were not undone: what Undo takes back. `round` rises
    with every save or undo, so that no key repeats."""

    draft: Draft
    round: int = 0
    running: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()

    def key(self, card: Card, opportunity_id: str) -> str:
        return f"{card.id}:{self.round}:{opportunity_id}"


def paper_of(card: Card) -> Paper:
    paper: Paper = load(dict(card.payload), Paper)
    return paper


def with_paper(card: Card, paper: Paper, state: str | None = None) -> Card:
    return replace(card, payload=dump(paper, Paper), state=state or card.state)


def wordless(card: Card) -> Card:
    """The card without what was said; what it saved can still be undone."""
    return with_paper(card, replace(paper_of(card), draft=Draft(())))
