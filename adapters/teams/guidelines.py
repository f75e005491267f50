"""What Teams asks of messages whose words a model chose: a label, sources by number, thumbs below. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.teams.fitting import Element, size
from adapters.teams.markdown import escape, opens
from adapters.teams.slices import shortened
from bot.chat import Action, Citation, Reply, Text

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
TEXT_BYTES = 2_500
CLAIMS_BYTES = 4_000
THUMBS: Mapping[str, str] = {"like": "helpful", "dislike": "not_helpful"}
"""Teams' reactions, and the buttons that they stand for."""
NUMBER = re.compile(r"\\\[(\d{1,3})\\\]")
TAG = re.compile(r"[<&](?=[\w/!?#])")


def told_as_text(reply: Reply) -> tuple[str, Reply]:
    """The words of an answer as the message's own text, where alone Teams shows a source at its number, and
    what is left for the card. '' for what is no answer, and for one too long to stand beside a card."""
    lead = _lead(reply)
    numbers = {part.number for part in reply.parts if isinstance(part, Citation)}
    text = "\n\n".join(_plain(part.text, numbers) for part in reply.parts[:lead] if isinstance(part, Text))
    if not lead or not numbers or reply.replaces or size(text) > TEXT_BYTES:
        return "", reply
    return text, Reply(reply.parts[lead:], reply.actions, reply.visibility, reply.deliver, reply.card_id)


def _lead(reply: Reply) -> int:
    """How many parts, from the first on, are words."""
    others = (at for at, part in enumerate(reply.parts) if not isinstance(part, Text))
    return next(others, len(reply.parts))


def _plain(text: str, numbers: set[int]) -> str:
    """No Markdown, no HTML; the numbers of sources stay bare."""
    lines = re.sub(r"\n+", "\n\n", text.strip())
    bare = NUMBER.sub(lambda found: f"[{found[1]}]" if int(found[1]) in numbers else found[0], escape(lines))
    return TAG.sub(lambda found: f"{found[0]}\u2060", bare)


def labelled(reply: Reply, text: str) -> Element:
    """The entities of a message that answers, with the sources whose numbers stand in `text`."""
    cited = [part for part in reply.parts if isinstance(part, Citation)]
    # Which sentences answer was a model's choice, and people are to be told that.
    if not cited:
        return {}
    claims = _fitting([_claim(part) for part in cited if f"[{part.number}]" in text][:CITATIONS])
    return {"entities": [{**AI_LABEL, **({"citation": claims} if claims else {})}]}


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
