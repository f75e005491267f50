"""An opportunity that is over, named as such: `that Acme deal we lost in May`, `the closed Acme one`."""

from __future__ import annotations

import re
from typing import Literal

from bot.notes.clauses import Reading
from bot.notes.names import Mention

Over = Literal["won", "lost", "closed", ""]
_KIND = r"(?:deal|opp(?:ortunity)?|one|project|contract|renewal|expansion|pilot|rollout)"
_OVER = r"(?P<over>won|lost|closed)(?:[- ](?P<how>won|lost))?"
_BEFORE = re.compile(rf"\b(?:the|that|our|my|this)\s+(?:already\s+|old\s+)?{_OVER}\s+$")
_POINTED_AT = re.compile(r"\b(?:the|that|our|my|this)\s+(?:old\s+|last\s+)?$")
_TOLD = re.compile(
    rf"(?:'s)?\s+(?:(?:\w+\s+)?{_KIND}\s+)?(?:(?:that|which)\s+)?(?:we|i)(?:'d|\s+had|\s+already)?\s+{_OVER}\b"
)
"""`we lost that Acme deal` and `that Acme deal, we lost it` are news; a clause that tells which is not."""
_KINDS_AFTER = re.compile(rf"(?:'s)?\s+{_OVER}\s+{_KIND}\b")


def named_as_closed(reading: Reading, mention: Mention) -> Over:
    """How the named opportunity ended, in the speaker's words; empty where they do not say that it did."""
    before = reading.before(mention.start, 48)
    match = _BEFORE.search(before) or _KINDS_AFTER.match(reading.folded, mention.end)
    if match is None and _POINTED_AT.search(before):
        match = _TOLD.match(reading.folded, mention.end)
    if match is None:
        return ""
    said = match["how"] or match["over"]
    return "won" if said == "won" else "lost" if said == "lost" else "closed"
