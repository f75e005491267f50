"""The question in a message that also tells something, and what is said to one that asks nothing."""

from __future__ import annotations

import re

from bot import wording
from bot.asking import About, asks
from bot.notes.clauses import read

_OPENS = re.compile(
    r"\W*(?:and |also |then |but )?(?:what|how|when|where|which|who|whom|whose|why|do|does|did|is|are|can|"
    r"could|should|would|will|may|any|tell me|show me|send me|give me|let me know|explain)\b"
)
_THANKS = re.compile(r"^\W*(?:many |great,? |ok,? )?(?:thanks|thank you|thx|cheers|danke)\b", re.IGNORECASE)

_HELP = re.compile(
    r"^\W*(?:help(?: me)?|hilfe|who are you|what (?:can|do) you do|how (?:does this|do you) work)\W*$",
    re.IGNORECASE,
)


def wants_help(text: str) -> bool:
    return text == "?" or bool(_HELP.match(text))


def chatted(text: str) -> str:
    """The answer to smalltalk."""
    return wording.WELCOME if _THANKS.match(text) else wording.SMALLTALK


def question_in(text: str) -> str:
    """Its sentences that ask; of a single sentence that tells first, from where it begins to ask. All of
    `text` where no part stands out."""
    reading = read(text)
    spans = dict.fromkeys((clause.opening, clause.closing) for clause in reading.clauses)
    marked = {clause.opening for clause in reading.clauses if clause.asked}
    asked = [
        text[a:b].strip()
        for a, b in spans
        if asks(reading.folded[a:b].strip(), marked=a in marked, about=About())
    ]
    if asked and len(asked) < len(spans):
        return " ".join(asked)
    opening = next((c for c in reading.clauses if _OPENS.match(reading.folded[c.start : c.end])), None)
    return text[opening.start :].strip() if opening else text
