"""Share: an answer that only its asker was shown, put into the channel it was asked in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.bootstrap import index_directory
from adapters.sources.files import FileSource
from bot import wording
from bot.answers.sharing import CHANGED, NOT_POSTED, NOTHING_LEFT, SHARED, SHARED_BEFORE
from bot.chat import Address, Identity, Message, Press, Reply
from content_index import ingest
from tests.e2e.house import House, build_house, titles, words
from tests.fakes.embedder import HashEmbedder

CHANNEL = Address("console", "demo", "C1", "171.1", "channel")
QUESTION = "what does the Team plan cost, and its discount floor?"
PAGES = {
    "pricing.md": "# Team plan\n\nThe Team plan cost is 42 dollars a seat.",
    "floor.md": "---\ntitle: Discount floor\naudience: [group:managers]\nowner: Victor Osei\n---\n"
    "The discount floor of the Team plan is 37 percent.",
}
FLOOR_ONLY = "what is the discount floor?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def asked(house: House, question: str = QUESTION, who: str = "marta") -> Reply:
    reply = house.say(question, who, CHANNEL)
    assert isinstance(reply, Reply)
    assert "37 percent" in str(reply.parts)
    assert (reply.visibility, reply.deliver) == ("asker", "direct")
    house.chats.sent.clear()
    return reply


def in_channel(house: House) -> list[Reply]:
    house.worker.tick()
    return [reply for channel, reply in house.chats.sent if channel == CHANNEL.channel]


def test_share_is_offered_only_for_an_answer_that_left_the_channel(house: House) -> None:
    assert [action.id for action in asked(house).actions][-1] == "share"
    direct = house.say(QUESTION, "marta")
    public = house.say("what does the Team plan cost?", "priya", CHANNEL)
    for reply in (direct, public):
        assert isinstance(reply, Reply)
        assert "share" not in {action.id for action in reply.actions}


def test_where_everyone_may_see_it_all_it_is_shared_at_once_and_once(house: House) -> None:
    house.chats.room = ["marta", "henrik", "bot-of-ours"]
    reply = asked(house)
    assert house.press(reply, "share", "marta") == wording.plain(SHARED)
    assert house.press(reply, "share", "marta") == wording.plain(SHARED_BEFORE)
    [shared] = in_channel(house)
    assert "42 dollars" in words(shared)
    assert "37 percent" in words(shared)
    assert (shared.visibility, shared.actions) == ("all", ())


def test_what_some_there_may_not_see_stays_out_and_leaves_no_trace(house: House) -> None:
    house.chats.room = ["marta", "priya"]
    question = house.press(asked(house), "share", "marta")
    assert words(question) == "1 of 2 sources is not visible to everyone there; share without it?"
    assert in_channel(house) == []
    assert house.press(question, "share_part", "marta") == wording.plain(SHARED)
    [shared] = in_channel(house)
    assert words(shared) == "The Team plan cost is 42 dollars a seat. [1]"
    assert titles(shared) == ["Team plan"]
    assert [part.number for part in shared.parts if part.kind == "citation"] == [1]
    assert "floor" not in str(shared).lower()


def test_the_audience_is_asked_again_between_the_question_and_its_answer(house: House) -> None:
    house.chats.room = ["marta", "henrik"]
    reply = asked(house)
    house.chats.room = ["marta", "priya"]
    question = house.press(reply, "share", "marta")
    assert "share without it?" in words(question)
    house.chats.room = ["marta", "henrik"]
    house.press(question, "share_part", "marta")
    assert "37 percent" in words(in_channel(house)[0])


@pytest.mark.parametrize(
    ("room", "why"),
    [
        (None, "I could not see who reads there, so only public pages count."),
        ([], "I could not see who reads there, so only public pages count."),
        (["marta", "a guest"], "Somebody there is not known to me, so only public pages count."),
        (["bot-of-ours"], "Somebody there is not known to me, so only public pages count."),
    ],
)
def test_strangers_and_silence_mean_public_only(house: House, room: list[str] | None, why: str) -> None:
    house.chats.room = room
    question = house.press(asked(house), "share", "marta")
    assert words(question) == f"1 of 2 sources is not visible to everyone there; share without it? {why}"
    house.press(question, "share_part", "marta")
    assert "37" not in str(in_channel(house))


def test_where_nothing_is_for_everyone_nothing_is_shared(house: House) -> None:
    house.chats.room = ["marta", "priya"]
    reply = asked(house, FLOOR_ONLY)
    assert house.press(reply, "share", "marta") == wording.plain(NOTHING_LEFT)
    assert in_channel(house) == []


def test_whoever_lost_access_shares_no_more(house: House) -> None:
    house.chats.room = ["marta", "henrik"]
    reply = asked(house, FLOOR_ONLY)
    leave_groups(house, "marta")
    assert house.press(reply, "share", "marta") == wording.plain(CHANGED)
    assert in_channel(house) == []


def test_words_that_have_changed_since_are_not_shared(house: House, tmp_path: Path) -> None:
    house.chats.room = ["marta", "henrik"]
    reply = asked(house, FLOOR_ONLY)
    page = tmp_path / "pages" / "floor.md"
    page.write_text(page.read_text("utf-8").replace("37", "31"), "utf-8")
    source = FileSource("pages", str(tmp_path / "pages"))
    ingest.sync([source], index_directory(house.app.settings), HashEmbedder(), house.app.clock())
    assert house.press(reply, "share", "marta") == wording.plain(CHANGED)


def test_nobody_else_shares_it_and_no_forged_press_does(house: House) -> None:
    house.chats.room = ["marta", "henrik"]
    private = asked(house)
    direct = house.say(QUESTION, "marta")
    assert isinstance(direct, Reply)
    for who, card_id in (("henrik", private.card_id), ("marta", direct.card_id)):
        for action in ("share", "share_part"):
            identity, place = Identity("console", "demo", who), Address("console", "demo", who)
            press = Press(f"{who}-{action}", house.app.clock(), identity, place, card_id, action)
            assert house.give(press) == wording.plain(wording.OLD_CARD)
    assert in_channel(house) == []


def test_before_it_is_delivered_it_is_already_its_askers(house: House) -> None:
    house.chats.room = ["marta", "henrik"]
    at, marta, henrik = (house.app.clock(), *(Identity("console", "demo", id) for id in ("marta", "henrik")))
    reply = house.app.conversation.handle(Message("m", at, marta, CHANNEL, QUESTION))
    assert isinstance(reply, Reply)
    press = Press("p", at, henrik, CHANNEL, reply.card_id, "share")
    assert house.app.conversation.handle(press) == wording.plain(wording.OLD_CARD)


def test_a_share_that_came_too_late_is_dropped_and_said_to_be(house: House) -> None:
    house.chats.room = ["marta", "henrik"]
    reply = asked(house)
    house.press(reply, "share", "marta")
    house.demo.move_clock(timedelta(minutes=11))
    assert in_channel(house) == []
    assert house.press(reply, "share", "marta") == wording.plain(NOT_POSTED)


def leave_groups(house: House, who: str) -> None:
    with house.app.store.write() as uow:
        person = uow.people.get(who)
        assert person is not None
        uow.people.save(replace(person, groups=frozenset()))
        uow.commit()


def test_an_answer_beside_a_note_leaves_the_channel_too(house: House) -> None:
    note = "Zebra Corp: set amount to 80k. Also, what is the discount floor of the Team plan?"
    reply = house.say(note, "marta", CHANNEL)
    assert "I do not find Zebra" in words(reply)
    assert "37 percent" in words(reply)
    assert isinstance(reply, Reply)
    assert (reply.visibility, reply.deliver) == ("asker", "direct")
    assert house.chats.sent == [("marta", reply)]
