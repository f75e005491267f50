"""The gap list: what no page answers, without names, until a page does or time has passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import expert_wording as words_of
from bot.chat import Form, Reply
from tests.e2e.house import PAGES, House, build_house, words
from tests.e2e.inquiring import CHANNEL, OWNED, UNKNOWN, answer, asked, card_of, sent_to


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def test_a_question_without_an_answer_is_noted_once_with_a_count(house: House) -> None:
    assert words_of.NOTED in words(house.say(UNKNOWN))
    house.say(UNKNOWN + "  ", "tom")
    house.say("What is our parental leave for contractors in Peru", "tom")
    said = words(house.say("gaps", "joel"))
    assert said.startswith(
        "1 question that no page answers\n"
        "1. Something near “Pricing” and “Renewals” · 2 people · last asked 10 Mar"
    )
    assert "Priya" not in said
    assert "Tom" not in said


def test_words_are_shown_only_of_an_asker_who_passes_them_on(house: House) -> None:
    house.say(UNKNOWN)
    unsaid = house.say("What is our parental leave for contractors in Peru?!", "tom")
    assert "Peru" not in words(house.say("gaps", "joel"))
    assert words(house.press(unsaid, "quote", "tom")) == words_of.QUOTED
    listed = words(house.say("gaps", "joel"))
    assert "1. “What is our parental leave for contractors in Peru?!” · 2 people" in listed
    assert "nearest: Pricing, Renewals" in listed
    assert "Tom" not in listed


def test_nobody_passes_on_the_words_of_another(house: House) -> None:
    reply = house.say(UNKNOWN, where=CHANNEL)
    assert words(house.press(reply, "quote", "tom", CHANNEL)) == words_of.NOT_YOUR_WORDS
    house.press(reply, "expert", "tom", CHANNEL)
    assert "Peru" not in words(house.say("gaps", "joel"))


def test_an_answered_question_is_no_gap(house: House) -> None:
    assert words_of.NOTED not in words(house.say(OWNED))
    assert words(house.say("show me the gaps", "joel")).startswith("No gaps")


def test_a_reader_sees_only_pages_that_are_theirs(house: House) -> None:
    house.say("discount floor for Quokka zebra?", "marta")
    assert "Discount floor" not in words(house.say("gaps", "joel"))


def test_enablement_closes_one(house: House) -> None:
    house.say(UNKNOWN)
    form = house.press(house.say("gaps", "joel"), "close_gap", "joel")
    assert isinstance(form, Form)
    ((id, label),) = form.fields[0].options
    assert label == "Something near “Pricing” and “Renewals”"
    assert "Closed" in words(house.submit(form, "joel", gap=id))
    assert words(house.say("gaps", "joel")).startswith("No gaps")
    house.say(UNKNOWN)
    assert "Something near" in words(house.say("gaps", "joel"))


def test_enablement_makes_a_draft_of_an_experts_answer(house: House) -> None:
    asked(house)
    answer(house, card_of(house, "joel"), "joel", "Yes.")
    house.later(minutes=1)
    listed = house.say("gaps", "joel")
    assert "an expert has answered, no page yet" in words(listed)
    draft = house.press(listed, "make_draft", "joel")
    assert isinstance(draft, Reply)
    assert [action.id for action in draft.actions] == ["publish", "drop"]


def test_what_was_said_to_the_asker_alone_is_offered_to_nobody(house: House) -> None:
    house.press(house.say(OWNED, where=CHANNEL), "expert", where=CHANNEL)
    done = answer(house, card_of(house, "joel"), "joel", "Yes.", readers="asker")
    house.later(minutes=1)
    listed = house.say("gaps", "joel")
    assert isinstance(listed, Reply)
    assert "make_draft" not in [action.id for action in listed.actions]
    assert "Yes." in words(house.press(done, "make_draft", "joel"))


def test_a_closed_question_leaves_no_words_with_its_answer(house: House) -> None:
    asked(house)
    answer(house, card_of(house, "joel"), "joel", "Yes, from ten seats.")
    form = house.press(house.say("gaps", "joel"), "close_gap", "joel")
    assert isinstance(form, Form)
    ((id, _),) = form.fields[0].options
    house.submit(form, "joel", gap=id)
    with house.app.store.read() as uow:
        (inquiry,) = uow.inquiries.of_gap(id)
    assert (inquiry.question, inquiry.answer, inquiry.state) == ("", "", "answered")


def test_a_draft_is_shown_again_and_published_from_the_list(house: House) -> None:
    asked(house)
    done = answer(house, card_of(house, "joel"), "joel", "Yes, from ten seats.")
    house.press(done, "make_draft", "joel")
    house.later(minutes=1)
    listed = house.say("gaps", "joel")
    draft = house.press(listed, "show_draft", "joel")
    assert "Yes, from ten seats." in words(draft)
    house.press(draft, "publish", "joel")
    assert words(house.press(listed, "show_draft", "joel")) == words_of.DECIDED
    assert "“" + OWNED in words(sent_to(house, "priya")[0])


def test_words_are_forgotten_in_time(house: House) -> None:
    house.say(UNKNOWN)
    asked(house)
    house.later(days=181)
    with house.app.store.read() as uow:
        closed = uow.gaps.in_states(["closed"])
        inquiries = [i for gap in closed for i in uow.inquiries.of_gap(gap.id)]
    assert [gap.question for gap in closed] == ["", ""]
    assert [inquiry.question for inquiry in inquiries] == [""]
