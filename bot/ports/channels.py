"""How the bot behaves in a channel, as whoever runs it has set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from bot.chat import Address

Answers: TypeAlias = Literal["mentions", "auto", "quiet"]


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """`folders` are the sources and folders whose pages answer there, `source` or `source/folder`; none
    means all. Asked by `mentions`, and in its own threads; `auto`: also what nobody asked it, when it is
    sure; `quiet`: by mentions alone, and nothing of its own accord."""

    folders: tuple[str, ...] = ()
    answers: Answers = "mentions"


class Channels(Protocol):
    """One setting for a channel or group chat and all its threads."""

    def rules(self, where: Address) -> ChannelRules:
        """The usual ones where nobody has set any."""
        ...

    def put(self, where: Address, rules: ChannelRules, by: str, now: datetime) -> None: ...
