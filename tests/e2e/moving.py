"""What a house needs to be on a platform: its people's accounts there, and a door that tells what it said."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Address, Event, Identity, Outcome
from bot.door import InboxDoor
from bot.ports import Clock, Store
from tests.e2e.house import House


class Overheard(InboxDoor):
    """Keeps what it answered."""

    def __init__(self, store: Store, handle: Callable[[Event], Outcome], clock: Clock) -> None:
        super().__init__(store, handle, clock)
        self.outcomes: list[Outcome] = []

    def answer(self, event: Event) -> Outcome | None:
        if outcome := super().answer(event):
            self.outcomes.append(outcome)
        return outcome


def move_in(house: House, platform: str, workspace: str, user: str, chat: str) -> None:
    """Everybody has an account there, `user` before their name, and who has written to the bot before has
    done so there, in the chat that is called `chat` and their name."""
    with house.app.store.write() as uow:
        for person in uow.people.all():
            uow.people.link(Identity(platform, workspace, user + person.id), person.id)
            if uow.people.address_of(person.id):
                uow.people.remember_address(person.id, Address(platform, workspace, chat + person.id))
        uow.commit()
