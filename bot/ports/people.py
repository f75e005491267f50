"""Who people are, and where they can be written to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.chat import Address, Identity, Person


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for themselves; '' where they left it."""

    zone: str = ""
    locale: str = ""
    currency: str = ""

    def over(self, person: Person) -> Person:
        return replace(
            person,
            zone=self.zone or person.zone,
            locale=self.locale or person.locale,
            currency=self.currency or person.currency,
        )


class People(Protocol):
    """Those who work here; whoever was closed is found by nothing but `former`."""

    def get(self, person_id: str) -> Person | None: ...
    def get_each(self, people: Collection[str]) -> Mapping[str, Person]: ...
    def by_identity(self, identity: Identity) -> Person | None: ...
    def by_name(self, name: str) -> Sequence[Person]:
        """Full name, first name or id, case-insensitive."""
        ...

    def all(self) -> Sequence[Person]: ...
    def reports_of(self, manager_id: str) -> Sequence[Person]: ...
    def save(self, person: Person, *, synced: bool = False) -> None:
        """Takes on, changes or takes back. `synced`: known from a list that also tells who has left. What
        they chose for themselves stands above any list."""
        ...

    def choose(self, person_id: str, choices: Choices) -> None: ...
    def choices(self) -> Mapping[str, Choices]:
        """By person."""
        ...

    def synced(self) -> Set[str]:
        """Ids of those who came with such a list and have not left."""
        ...

    def former(self) -> Sequence[Person]:
        """Whoever was closed, by name."""
        ...

    def close(self, person_id: str, now: datetime) -> None:
        """They have left: their identities and direct chat are forgotten. What they did stays theirs."""
        ...

    def link(self, identity: Identity, person_id: str) -> None: ...
    def unlink(self, identity: Identity) -> None:
        """The account is nobody's any more, and the direct chat with it is forgotten."""
        ...

    def identities_of(self, person_id: str) -> Sequence[Identity]:
        """Ordered by platform, workspace and user."""
        ...

    def remember_address(self, person_id: str, where: Address) -> None:
        """Keep a person's direct chat, so that the bot can write to them first."""
        ...

    def forget_address(self, person_id: str, where: Address) -> None:
        """Their direct chat is closed to the bot; another one of theirs stays."""
        ...

    def address_of(self, person_id: str) -> Address | None: ...
    def with_address(self, people: Collection[str]) -> Set[str]:
        """Those of them who have written to the bot."""
        ...
