"""What a door needs around it: time, somebody who answers, and a platform that sends."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.chat import Address, Event, Identity, Message, Outcome, Reply, Text

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


class Echo:
    """Answers with the text, counting; or raises what it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.handled = 0
        self._error = error

    def handle(self, event: Event) -> Outcome:
        self.handled += 1
        if self._error:
            raise self._error
        assert isinstance(event, Message)
        return Reply((Text(event.text),))


class Sent:
    """A platform that keeps what it was given, or raises what it is told to for the events named."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.refused: dict[str, Exception] = {}

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        if key in self.refused:
            raise self.refused[key]
        self.replies.append(reply)
        return key

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self.replies.append(reply)

    def direct_to(self, who: Identity) -> Address:
        return Address(who.platform, who.workspace, who.user)
