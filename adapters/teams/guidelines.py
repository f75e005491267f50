"""What Teams asks of messages whose words a model chose: a label, sources by number, thumbs below. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.teams.fitting import Element, size
from adapters.teams.markdown import opens
from adapters.teams.slices import shortened
from bot.chat import Action, Citation, Reply

AI_LABEL: Mapping[str, Any] = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "additionalType": ["AIGeneratedContent"],
}
CITATIONS = 20
"""Teams refuses a message with more."""
NAME = 80
ABSTRACT = 160
URL = 300
CLAIMS_BYTES = 4_000
THUMBS: Mapping[str, str] = {"like": "helpful", "dislike": "not_helpful"}
"""Teams' reactions, and the buttons that they stand for."""


def labelled(reply: Reply) -> Element:
    """The entities of a message that answers, with its sources. The words stand in the card: Teams would make
    two messages of a text and a card, and tell the id of neither."""
    cited = [part for part in reply.parts if isinstance(part, Citation)]
    # Which sentences answer was a model's choice, and people are to be told that.
    claims = _fitting([_claim(part) for part in cited][:CITATIONS])
    return {"entities": [{**AI_LABEL, "citation": claims}]} if cited else {}


def _claim(part: Citation) -> Element:
    about = " · ".join(filter(None, (part.section, part.owner, part.age, part.status)))
    link = {"url": part.url} if opens(part.url) and len(part.url) <= URL else {}
    told = {"abstract": shortened(about, ABSTRACT)} if about else {}
    name = shortened(part.title, NAME) or "page"
    return {
        "@type": "Claim",
        "position": part.number,
        "appearance": {"@type": "DigitalDocument", "name": name, **link, **told},
    }


def _fitting(claims: Sequence[Element]) -> list[Element]:
    kept = list(claims)
    while size(kept) > CLAIMS_BYTES:
        kept.pop()
    return kept


def judged_below(reply: Reply) -> bool:
    """Teams' own thumbs stand for the two verdicts: one place for them, not two."""
    return set(THUMBS.values()) <= {action.id for action in reply.actions}


def buttons(reply: Reply) -> Sequence[Action]:
    hidden = THUMBS.values() if judged_below(reply) else ()
    return [action for action in reply.actions if action.id not in hidden]


def thumbs(reply: Reply) -> Element:
    """Custom: Teams asks for the dialog, so that a verdict counts at once and the reason is asked as
    everywhere else."""
    return {"channelData": {"feedbackLoop": {"type": "custom"}}} if judged_below(reply) else {}
