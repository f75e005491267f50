"""Who reads a channel, as each platform tells: the real clients against loopback services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO

import pytest

from adapters.console.app import ConsoleMessenger
from adapters.console.render import unstyled
from adapters.console.screen import Cards, Screen
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from bot.chat import Address, Identity, Person
from bot.errors import DeliveryError
from bot.ports import Rooms
from tests.fakes.slack_api import BOT, TEAM, slack_api
from tests.fakes.slack_bot import messenger_for
from tests.fakes.teams_service import PERSON, TENANT, reached, teams_service


@dataclass(frozen=True)
class Place:
    """`huge` is a channel of more members than the platform tells at once, `refuse` makes it tell nothing.
    The terminal has neither: whoever sits there reads everything."""

    rooms: Rooms
    platform: str
    workspace: str
    people: list[str]
    programs: list[str]
    huge: str = ""
    refuse: Callable[[], None] | None = None

    def channel(self, name: str) -> Address:
        return Address(self.platform, self.workspace, name, "171.1", "channel")


@pytest.fixture(params=["console", "slack", "teams"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "console":
        people = [Person(id, id, f"{id}@x.test", frozenset()) for id in ("ann", "bo")]
        screen = Screen(StringIO(), unstyled, lambda: 80)
        yield Place(
            ConsoleMessenger(screen, Cards(), str, lambda: people), "console", "demo", ["ann", "bo"], []
        )
    elif request.param == "slack":
        with slack_api() as api:
            messenger = messenger_for(api)
            refuse = partial(api.failures.update, {"conversations.members": "missing_scope"})
            yield Place(messenger, "slack", TEAM, ["U1", "U2"], [BOT], "CHUGE", refuse)
    else:
        with teams_service() as service:
            teams = TeamsMessenger(Connector(), reached(service.url))
            refuse = partial(setattr, service, "status", 403)
            yield Place(teams, "teams", TENANT, [PERSON, "29:guest"], [], "19:huge", refuse)


def test_everyone_who_reads_there_is_told_and_programs_are_known_as_such(place: Place) -> None:
    found = place.rooms.members(place.channel("C1"))
    assert found == [
        Identity(place.platform, place.workspace, user) for user in place.people + place.programs
    ]
    assert [who.user for who in found if place.rooms.is_program(who)] == place.programs


@pytest.mark.parametrize("place", ["slack", "teams"], indirect=True)
def test_a_part_of_the_members_is_never_taken_for_all(place: Place) -> None:
    assert place.huge
    with pytest.raises(DeliveryError, match="More than"):
        place.rooms.members(place.channel(place.huge))


@pytest.mark.parametrize("place", ["slack", "teams"], indirect=True)
def test_a_refusal_is_said(place: Place) -> None:
    assert place.refuse
    place.refuse()
    with pytest.raises(DeliveryError, match=r"missing_scope|403"):
        place.rooms.members(place.channel("C1"))


def test_whoever_made_a_channel_runs_it_where_the_platform_tells(place: Place) -> None:
    made_by = {user for user in place.people if place.rooms.runs(_who(place, user), place.channel("C1"))}
    assert made_by == ({"U2"} if place.platform == "slack" else set())


def _who(place: Place, user: str) -> Identity:
    return Identity(place.platform, place.workspace, user)
