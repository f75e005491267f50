"""Follow-ups through the one door: what they are taken to be about, and when they no longer are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.app import address_of
from bot.chat import Address, Identity, Message, Outcome
from tests.e2e.house import House, build_house, titles, words

PAGES = {
    "discounts.md": "# Discount limits\n\nThe discount limit in APAC is 12 percent. "
    "The discount limit in EMEA is 17 percent. The deal desk gives its approval of the discount limit.",
    "support.md": "# Support\n\nThe response time for a P1 ticket is two hours. "
    "The response time for a P3 ticket is four days.",
    "travel.md": "# Travel\n\nBook a train below five hours of travel.",
    "emea.md": "# EMEA office\n\nThe EMEA office is in Lisbon.",
    "secret.md": "---\ntitle: Strategic discounts\naudience: [group:managers]\n---\n"
    "The discount limit for strategic accounts in EMEA is 37 percent.",
}
DISCOUNT = "what is the discount limit in APAC?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def about(outcome: Outcome) -> str:
    first = words(outcome).splitlines()[0]
    return first.removeprefix("About: ") if first.startswith("About: ") else ""


def test_a_piece_finds_its_place_on_the_page_asked_about(house: House) -> None:
    assert "12 percent" in words(house.say(DISCOUNT))
    reply = house.say("what about EMEA?")
    assert "17 percent" in words(reply)
    assert titles(reply)[0] == "Discount limits"
    assert about(reply) == f"{DISCOUNT} · EMEA"


def test_without_the_thread_the_same_words_are_a_question_of_their_own(house: House) -> None:
    reply = house.say("what about EMEA?")
    assert about(reply) == ""
    assert titles(reply)[0] == "EMEA office"


def test_a_code_takes_the_place_of_the_other(house: House) -> None:
    house.say("what is the response time for a P1 ticket?")
    reply = house.say("and for a P3?")
    assert "four days" in words(reply)
    assert "two hours" not in words(reply)


def test_a_third_turn_knows_the_subject_and_the_last_piece(house: House) -> None:
    house.say(DISCOUNT)
    house.say("what about EMEA?")
    reply = house.say("who gives approval for that?")
    assert "deal desk" in words(reply)
    assert about(reply) == f"{DISCOUNT} · EMEA"


def test_a_new_topic_is_not_about_the_last_one_and_begins_another(house: House) -> None:
    house.say(DISCOUNT)
    reply = house.say("should I book a train or a flight?")
    assert (about(reply), titles(reply)[0]) == ("", "Travel")
    assert about(house.say("why is that?")) == "should I book a train or a flight?"


def test_the_subject_outlives_a_turn_without_an_answer(house: House) -> None:
    house.say(DISCOUNT)
    assert "could not find" in words(house.say("and for zorblax?"))
    assert "17 percent" in words(house.say("and in EMEA?"))


@pytest.mark.parametrize(
    "between",
    ["Acme: CFO Dana approved budget, 80k, sign end of March", "plan", "thanks!", "help", "prep acme"],
)
def test_the_subject_outlives_other_business(house: House, between: str) -> None:
    house.say(DISCOUNT)
    house.say(between)
    reply = house.say("what about EMEA?")
    assert about(reply) == f"{DISCOUNT} · EMEA"
    assert "17 percent" in words(reply)


def test_after_two_hours_nothing_is_followed(house: House) -> None:
    house.say(DISCOUNT)
    house.later(hours=2, minutes=1)
    assert titles(house.say("what about EMEA?"))[0] == "EMEA office"


def test_each_thread_and_each_person_has_their_own_subject(house: House) -> None:
    thread = Address("console", "demo", "C1", "t1", kind="channel")
    house.say(DISCOUNT, where=thread)
    assert about(house.say("what about EMEA?")) == ""
    assert about(house.say("what about EMEA?", who="tom", where=thread)) == ""
    assert about(house.say("what about EMEA?", where=thread)) == f"{DISCOUNT} · EMEA"


def test_a_followup_finds_nothing_the_asker_may_not_see(house: House) -> None:
    house.say("what is the discount limit for strategic accounts in APAC?", who="priya")
    reply = house.say("what about EMEA?", who="priya")
    assert "37" not in str(reply)
    assert "Strategic discounts" not in str(reply)
    house.say("what is the discount limit for strategic accounts in APAC?", who="marta")
    assert "37 percent" in words(house.say("what about EMEA?", who="marta"))


@pytest.mark.parametrize(
    "question", ["who approves that?", "what about EMEA?", "and who approves the limit?"]
)
def test_a_follow_up_taken_up_again_is_answered_as_the_first_time(house: House, question: str) -> None:
    """The process died before the reply was out: nobody has read its lines yet."""
    house.say(DISCOUNT)
    event = Message(
        "again", house.app.clock(), Identity("console", "demo", "priya"), address_of("priya"), question
    )
    first = house.app.conversation.handle(event)
    assert words(house.app.conversation.handle(event)) == words(first)


def test_a_mistyped_followup_is_understood_and_the_reader_told(house: House) -> None:
    house.say("hey, what is the discount limit in APAC? thx")
    reply = house.say("and the aproval?")
    assert words(reply).splitlines()[:2] == [
        "About: what is the discount limit in APAC? · approval",
        "Searched for “approval”.",
    ]


def test_a_mistyped_question_says_what_was_searched_for(house: House) -> None:
    reply = house.say("discuont limti in APAC?")
    assert words(reply).splitlines()[0] == "Searched for “discount”, “limit”."
    assert "12 percent" in words(reply)


def test_a_slip_near_a_word_of_a_hidden_page_reveals_nothing(house: House) -> None:
    assert "strategic" not in str(house.say("stategic pricing?")).lower()
    assert "Searched for “strategic”" in words(house.say("stategic discount?", who="marta"))


@pytest.mark.not_through("slack", "teams", why="it writes into the memory of the terminal's chat")
def test_a_memory_of_another_form_is_left_behind_and_the_next_one_kept(house: House) -> None:
    house.say(DISCOUNT)
    key = address_of("priya").key
    with house.app.store.write() as uow:
        state = uow.conversations.load(key, "priya")
        uow.conversations.save(replace(state, data={"asked": "what is the limit?"}), house.app.clock())
        uow.commit()
    assert titles(house.say("what about EMEA?"))[0] == "EMEA office"
    house.say(DISCOUNT)
    assert about(house.say("what about EMEA?")) == f"{DISCOUNT} · EMEA"
