"""Threads in channels: who asked need not mention the bot again; people among themselves are left alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.database import reading
from adapters.store.engine import connect
from adapters.store.tables import Base
from bot import answering
from bot.chat import Address
from bot.ports import ChannelRules
from tests.e2e import slack_house, teams_house
from tests.e2e.house import House
from tests.e2e.teams_house import CHANNEL, MENTION
from tests.fakes.slack_api import BOT, TEAM
from tests.fakes.teams_service import TENANT

PAGES = {
    "discounts.md": "# Discount limits\n\nThe discount limit in APAC is 12 percent. "
    "The discount limit in EMEA is 17 percent.",
    "floor.md": "---\ntitle: Discount floor\naudience: [group:sales]\n---\n"
    "The discount floor for strategic accounts is 37 percent.",
}
QUESTION = "what is the discount limit in APAC?"


@dataclass
class Room:
    """A channel of either platform. `say` gives what the bot posted at once in answer, as one text; `opens`
    is the thread's first message, `call` names somebody in the way of the platform."""

    house: House
    where: Address
    say: Callable[..., str]
    call: Callable[[str], str]


@pytest.fixture(params=["slack", "teams"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    if request.param == "slack":
        with slack_house.workspace(tmp_path, PAGES) as slack:
            where = Address("slack", TEAM, "C1", kind="channel")
            yield Room(slack.house, where, _in_slack(slack), lambda who: f"<@{slack_house.PEOPLE[who]}>")
    else:
        with teams_house.tenant(tmp_path, PAGES) as teams:
            where = Address("teams", TENANT, CHANNEL.partition(";")[0], kind="channel")
            yield Room(teams.house, where, _in_teams(teams), lambda who: f"<at>{who}</at>")


def _in_slack(slack: slack_house.Workspace) -> Callable[..., str]:
    opening = f"{slack.house.app.clock().timestamp():.6f}"

    def say(who: str, text: str, *, mention: bool = False, opens: bool = False) -> str:
        said = {"text": f"<@{BOT}> {text}"} if mention else {"text": text, "type": "message"}
        place = {"ts": opening} if opens else {"thread_ts": opening}
        calls = slack.say(who, channel="C1", **{**said, **place})
        return "\n".join(json.dumps(call, ensure_ascii=False) for _, call in calls)

    return say


def _in_teams(teams: teams_house.Tenant) -> Callable[..., str]:
    def say(who: str, text: str, *, mention: bool = False, opens: bool = False) -> str:
        said = {"text": f"<at>Cornerman</at> {text}", "entities": [MENTION]} if mention else {"text": text}
        _, calls = teams.send(who, channel=True, **said, **({"id": "1700"} if opens else {}))
        return "\n".join(json.dumps(call, ensure_ascii=False) for call in calls)

    return say


def kept(house: House) -> str:
    """Every word in every table."""
    engine = connect(f"sqlite:///{house.app.settings.storage.directory / 'cornerman.sqlite'}")
    with reading(engine).connect() as connection:
        rows = [list(connection.execute(table.select())) for table in Base.metadata.sorted_tables]
    engine.dispose()
    return str(rows)


def test_alone_with_the_bot_the_asker_need_not_mention_it_again(room: Room) -> None:
    assert "12 percent" in room.say("priya", QUESTION, mention=True, opens=True)
    assert "17 percent" in room.say("priya", "what about EMEA?")
    assert "17 percent" in room.say("priya", "and what is the discount limit in EMEA again?")


@pytest.mark.parametrize(
    "aside", ["thanks!", "sounds good, will do", "Acme: CFO Dana approved 80k", "save", "help"]
)
def test_what_asks_nothing_is_left_alone(room: Room, aside: str) -> None:
    room.say("priya", QUESTION, mention=True, opens=True)
    assert room.say("priya", aside) == ""
    assert "17 percent" in room.say("priya", "what about EMEA?")


def test_what_calls_somebody_else_is_for_them(room: Room) -> None:
    room.say("priya", QUESTION, mention=True, opens=True)
    assert room.say("priya", f"{room.call('joel')} what about EMEA?") == ""
    assert "17 percent" in room.say("priya", "what about EMEA?")


def test_another_human_ends_it_for_good(room: Room) -> None:
    room.say("priya", QUESTION, mention=True, opens=True)
    assert room.say("joel", "isn't that out of date?") == ""
    assert room.say("priya", "what about EMEA?") == ""
    assert "17 percent" in room.say("priya", "what about EMEA?", mention=True)
    assert room.say("priya", "what about APAC?") == ""


def test_another_human_who_mentions_the_bot_ends_it_too(room: Room) -> None:
    room.say("priya", QUESTION, mention=True, opens=True)
    assert "17 percent" in room.say("joel", "what is the discount limit in EMEA?", mention=True)
    assert room.say("joel", "and what about APAC?") == ""
    assert room.say("priya", "what about EMEA?") == ""


def test_a_thread_of_people_is_never_taken_over(room: Room) -> None:
    assert room.say("joel", "who knows the discount limit in EMEA?", opens=True) == ""
    assert room.say("priya", "what is the discount limit in EMEA?") == ""
    assert "17 percent" in room.say("priya", "what is the discount limit in EMEA?", mention=True)
    assert room.say("priya", "and what about APAC?") == ""


def test_an_answer_in_the_own_chat_opens_no_conversation_in_the_thread(room: Room) -> None:
    said = room.say("priya", "what is the discount floor for strategic accounts?", mention=True, opens=True)
    assert "37 percent" in said
    assert room.say("priya", "what about EMEA?") == ""


def test_a_channel_may_be_set_to_hear_what_opens_a_thread(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "SURE", 0.0)
    assert room.say("priya", QUESTION, opens=True) == ""
    with room.house.app.store.write() as uow:
        uow.channels.put(room.where, ChannelRules(answers="auto"), "lena", room.house.app.clock())
        uow.commit()
    assert room.say("priya", f"{room.call('joel')} {QUESTION}", opens=True) == ""
    assert "12 percent" in room.say("priya", QUESTION, opens=True)
    assert "17 percent" in room.say("priya", "what about EMEA?")


def test_no_word_of_what_was_not_for_the_bot_is_kept(room: Room) -> None:
    room.say("priya", QUESTION, mention=True, opens=True)
    room.say("priya", "zebra two, thanks!")
    room.say("priya", f"{room.call('joel')} is zebra three right?")
    room.say("joel", "zebra four?")
    room.say("priya", "zebra five?")
    assert "zebra" not in kept(room.house)
