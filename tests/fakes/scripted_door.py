"""A door whose answers a test writes: it keeps each event once and remembers what was delivered where."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from queue import Queue

from bot.chat import Address, Event, Identity, Outcome, Reply
from bot.errors import StoreUnavailable


class ScriptedDoor:
    def __init__(self, answer: Callable[[Event], Outcome]) -> None:
        self._answer = answer
        self.accepted: dict[str, Event] = {}
        self.answered: list[Event] = []
        self.deliveries: list[tuple[Event, Outcome, Address, str]] = []
        self.forgotten: list[Identity] = []
        self._arrived: Queue[Outcome] = Queue()

    def accept(self, event: Event) -> bool:
        fresh = event.id not in self.accepted
        self.accepted.setdefault(event.id, event)
        return fresh

    def answer(self, event: Event) -> Outcome:
        self.answered.append(event)
        return self._answer(event)

    def kept(self, event: Event) -> AbstractContextManager[None]:
        return nullcontext()

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        self.deliveries.append((event, outcome, where, message_ref))
        self._arrived.put(outcome)

    def forget(self, who: Identity) -> None:
        self.forgotten.append(who)

    def shown(self, card_id: str) -> tuple[Address, str] | None:
        found = [
            (where, ref)
            for _, outcome, where, ref in self.deliveries
            if isinstance(outcome, Reply) and outcome.card_id == card_id
        ]
        return found[-1] if found else None

    def card_at(self, where: Address, message_ref: str) -> str:
        found = [
            o.card_id
            for _, o, at, ref in self.deliveries
            if isinstance(o, Reply) and (at, ref) == (where, message_ref)
        ]
        return found[-1] if found else ""

    def wait_for_delivery(self) -> Outcome:
        """The oldest delivery not yet waited for."""
        return self._arrived.get(timeout=20)


class BusyDoor(ScriptedDoor):
    """Its database is busy the first `times` that it should remember a delivery."""

    def __init__(self, times: int, answer: Callable[[Event], Outcome]) -> None:
        super().__init__(answer)
        self.times = times

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        self.times -= 1
        if self.times >= 0:
            raise StoreUnavailable("the database is locked")
        super().delivered(event, outcome, where, message_ref)
