"""The platforms of a coaching scenario: they keep what arrived, and are out when the scenario says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import Address, Identity, Reply
from bot.errors import DeliveryError

COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Arrival:
    """`changes` is true of a message that stood there already; `key` then tells which."""

    platform: str
    person_id: str
    key: str
    reply: Reply
    changes: bool = False


class ScenarioChat:
    """`refusal` is what the platform answers now to whatever is sent, if it does not take it."""

    def __init__(
        self, platform: str, refusal: Callable[[str], DeliveryError | None], arrived: list[Arrival]
    ) -> None:
        self._platform = platform
        self._refusal = refusal
        self._arrived = arrived

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        self._arrive(Arrival(self._platform, where.channel, key, reply))
        return key

    def direct_to(self, who: Identity) -> Address:
        return chat_of(who.user, self._platform)

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self._arrive(Arrival(self._platform, where.channel, message_ref, reply, changes=True))

    def _arrive(self, arrival: Arrival) -> None:
        if refusal := self._refusal(self._platform):
            raise refusal
        self._arrived.append(arrival)


def chat_of(person_id: str, platform: str) -> Address:
    return Address(platform, COMPANY, person_id)
