"""Tell a follow-up ("and for a renewal?") from a new question, and complete it from the one before."""

from __future__ import annotations

import re

from content_index.confidence import telling_words

_OPENING = re.compile(
    r"^(?:ok(?:ay)?[,\s]+)?(?:and|but|what about|how about|also|same (?:for|with)|what if|or|why)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|its|that|they|them|those|these|there|one|this(?! (?:week|month|quarter|year|page|time)))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def resolve(question: str, previous: str | None) -> str:
    """The question to search for. A follow-up is short and opens with "and", "what about" and the like, or
    is short, points back and names nothing itself ("how long does it take?"; "does it work offline?" stands
    alone); the earlier question then gives it its subject."""
    if not previous or not is_followup(question):
        return question
    return f"{previous.rstrip(' ?!.')}. {question}"


def is_followup(question: str) -> bool:
    words = _WORD.findall(question)
    if _OPENING.match(question.strip()) and len(words) <= 8:
        return True
    return len(words) <= 6 and bool(_POINTING.search(question)) and not telling_words(question)
