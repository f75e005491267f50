"""The six verbs that a command may begin with, on every platform that has commands. Pure."""

from __future__ import annotations

from typing import Literal, TypeAlias

Wanted: TypeAlias = Literal["", "ask", "log"]
"""What a message is, where its author has said so; '' leaves it to the words."""

VERBS = ("ask", "log", "prep", "focus", "plan", "my")
ALONE = {"my": "my opportunities", "ask": "help", "log": "help", "prep": "help", "": "help"}
"""What a verb without more words means."""


def read(text: str) -> tuple[Wanted, str]:
    """A command's words as a message. The verb may be left out: words say what they are."""
    verb, _, rest = text.strip().partition(" ")
    verb, rest = verb.casefold(), rest.strip()
    if not rest and verb in ALONE:
        return "", ALONE[verb]
    if verb == "ask":
        return "ask", rest
    if verb == "log":
        return "log", rest
    return "", text.strip()
