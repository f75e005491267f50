"""Things said twice, in several places or late: what they mean then."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.console.app import address_of
from bot import wording
from bot.chat import Address, Diff, Identity, Message, Reply
from tests.e2e.house import PAGES, House, build_house, words


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


NOTE = "Acme: CFO Dana approved budget, 80k, sign end of March"


class TestAgain:
    """What comes twice acts once: a platform sends an event again, a process dies before it answers."""

    def save_two(self, house: House) -> None:
        for note in ("Acme: 80k", "Lakeshore: 99k"):
            house.say(note)
            house.say("save")

    def amounts(self, house: House) -> tuple[str, str]:
        found = (house.app.crm.opportunity(i, "priya").amount for i in ("opp-acme", "opp-lakeshore"))
        acme, lakeshore = (f"{amount:.0f}" for amount in found)
        return acme, lakeshore

    def test_undo_taken_up_again_does_not_undo_the_save_before(self, house: House) -> None:
        self.save_two(house)
        undo = Message(
            "u1", house.app.clock(), Identity("console", "demo", "priya"), address_of("priya"), "undo"
        )
        first = house.app.conversation.handle(undo)
        assert house.app.conversation.handle(undo) == first
        assert self.amounts(house) == ("80000", "96000")

    def test_yes_taken_up_again_does_not_save_the_draft_before(self, house: House) -> None:
        house.say("Acme: 80k")
        house.say("Lakeshore: 99k")
        yes = Message(
            "y1", house.app.clock(), Identity("console", "demo", "priya"), address_of("priya"), "yes"
        )
        house.app.conversation.handle(yes)
        house.app.conversation.handle(yes)
        assert self.amounts(house) == ("65000", "99000")


class TestPlaces:
    CHANNEL = Address("console", "demo", "C1", kind="channel")

    def test_an_answer_from_a_page_for_some_is_shown_to_the_asker_only(self, house: House) -> None:
        secret = house.say("what is the discount floor for strategic accounts?", "marta", self.CHANNEL)
        assert isinstance(secret, Reply)
        assert (secret.visibility, secret.deliver) == ("asker", "direct")
        public = house.say("what does the Team plan cost?", "marta", self.CHANNEL)
        assert isinstance(public, Reply)
        assert (public.visibility, public.deliver) == ("all", "here")

    def test_what_is_said_about_coaching_stays_between_the_two(self, house: House) -> None:
        reply = house.say("what's next with priya?", "marta", self.CHANNEL)
        assert isinstance(reply, Reply)
        assert (reply.visibility, reply.deliver) == ("asker", "direct")

    def test_a_reply_in_a_thread_of_the_direct_chat_finds_the_draft(self, house: House) -> None:
        house.say(NOTE)
        thread = Address("console", "demo", "priya", thread="171.1")
        assert "85,000" in str(house.say("no, 85k", where=thread))
        assert words(house.say("save", where=thread)).startswith("Saved")

    def test_another_readers_press_on_a_private_answer_is_inert(self, house: House) -> None:
        reply = house.say("does a renewal discount need the value review?")
        assert house.press(reply, "more", who="tom") == wording.plain(wording.OLD_CARD)


class TestTime:
    def test_what_was_spoken_of_this_morning_is_not_what_it_means_tonight(self, house: House) -> None:
        house.say(NOTE)
        house.say("save")
        house.later(hours=3)
        assert not isinstance(house.say("and what does it cost for 200 seats?"), Diff)
        assert "Amount" not in str(house.say("what does it cost for 90k?"))
        assert words(house.say("undo")).startswith("Undone"), "undo has no age"


class TestWhatIsMeant:
    def amounts(self, house: House) -> tuple[str, str]:
        return TestAgain().amounts(house)

    def test_yes_after_something_else_asks_which_draft_is_meant(self, house: House) -> None:
        house.say("Acme: 80k")
        house.say("what does the Team plan cost?")
        asked = house.say("yes")
        assert words(asked).startswith("Save this one?")
        assert self.amounts(house) == ("65000", "96000")
        assert words(house.say("yes")).startswith("Saved")

    def test_the_word_save_needs_no_second_question(self, house: House) -> None:
        house.say("Acme: 80k")
        house.say("what does the Team plan cost?")
        assert words(house.say("save")).startswith("Saved")

    def test_a_draft_left_behind_by_a_later_save_is_not_what_yes_means(self, house: House) -> None:
        house.say("Acme: 75k")
        house.say("Lakeshore: 99k")
        house.say("save")
        assert not words(house.say("yes")).startswith("Saved")
        assert self.amounts(house) == ("65000", "99000")

    def test_undo_takes_back_the_last_save_and_asked_again_the_one_before(self, house: House) -> None:
        for note in ("Acme: 80k", "Lakeshore: 99k"):
            house.say(note)
            house.say("save")
        house.say("undo")
        assert self.amounts(house) == ("80000", "96000")
        assert "is undone already" in words(house.say("undo"))
        assert self.amounts(house) == ("80000", "96000")
        house.say("undo")
        assert self.amounts(house) == ("65000", "96000")

    def test_anothers_opportunity_is_not_looked_up(self, house: House) -> None:
        assert house.say("when does Borealis close?") == wording.plain(wording.NOT_SHOWN)
