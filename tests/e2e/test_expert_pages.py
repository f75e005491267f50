"""An expert's answer as a page: a draft, published or dropped, and who hears of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers import expert_wording as words_of
from bot.answers.drafts import FOR_ENABLEMENT, readers_of_both
from bot.chat import Reply
from bot.ports import PageDraft
from tests.e2e.house import PAGES, House, build_house, titles, words
from tests.e2e.inquiring import OWNED, answer, asked, sent_to


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def made(house: House, question: str = OWNED) -> tuple[Reply, Reply]:
    """Victor's answer to Priya as a draft, as he and as Joel of enablement see it."""
    form = house.press(house.say(question), "expert")
    del form
    card = dict(house.later(minutes=1))["victor"]
    done = answer(house, card, "victor", "Contractors in Peru get ten days.")
    house.later(minutes=1)
    assert isinstance(done, Reply)
    mine = house.press(done, "make_draft", "victor")
    assert isinstance(mine, Reply)
    (offered,) = sent_to(house, "joel")
    return mine, offered


QUESTION = "what discount do contractors in Peru get?"


def test_a_draft_answers_nothing_until_it_is_published(house: House) -> None:
    mine, offered = made(house, QUESTION)
    assert mine.actions == ()
    assert words(offered) == (
        f"Draft page: {QUESTION}\nContractors in Peru get ten days.\n"
        "Owner Victor Osei · seen by everyone · nothing is answered from it until it is published."
    )
    assert "ten days" not in str(house.say(QUESTION, "tom"))
    house.press(offered, "publish", "joel")
    house.later(minutes=1)
    reply = house.say(QUESTION, "tom")
    assert "Contractors in Peru get ten days." in str(reply)
    assert titles(reply)[0] == QUESTION


def test_everybody_who_asked_is_told_once_and_then_forgotten(house: House) -> None:
    house.say(QUESTION, "tom")
    house.say(QUESTION, "tom")
    _, offered = made(house, QUESTION)
    said = words(house.press(offered, "publish", "joel"))
    assert "the 2 people who asked hear of it then" in said
    told = {to: words(reply) for to, reply in house.later(minutes=1)}
    sentence = (
        f"You asked “{QUESTION}”. There is a page for it now by Victor Osei: "
        f"“{QUESTION}”. Ask me again for its answer."
    )
    # Tom has only asked: whose words the gap holds now is not his to hear.
    other = f"There is a page now by Victor Osei for something you asked: “{QUESTION}”. "
    other += "Ask me again for its answer."
    assert told == {"priya": sentence, "tom": other}
    assert house.later(minutes=1) == []
    with house.app.store.read() as uow:
        (gap,) = uow.gaps.in_states(["closed"])
    assert (gap.question, gap.askers, gap.vector) == ("", (), "")


def test_two_presses_make_one_page(house: House) -> None:
    asked(house, QUESTION)
    card = dict(house.later(minutes=1))["victor"]
    done = answer(house, card, "victor", "Ten days.")
    first, again = house.press(done, "make_draft", "victor"), house.press(done, "make_draft", "victor")
    assert words(first) == words(again)
    assert len(house.app.drafts.waiting()) == 1
    assert [to for to, _ in house.later(minutes=1)].count("joel") == 1


def test_a_dropped_draft_is_gone_and_nobody_is_told(house: House) -> None:
    _, offered = made(house, QUESTION)
    assert "dropped the draft" in words(house.press(offered, "drop", "joel"))
    assert house.app.drafts.waiting() == []
    assert words(house.press(offered, "publish", "joel")) == words_of.DECIDED
    assert house.later(minutes=1) == []


def test_sellers_neither_publish_nor_see_the_list(house: House) -> None:
    assert words(house.say("gaps", "tom")) == words_of.NOT_FOR_SELLERS


def test_an_answer_near_a_page_for_managers_is_for_managers(house: House) -> None:
    reply = house.say("what is the discount floor for strategic accounts?", who="marta")
    house.press(reply, "expert", "marta")
    card = dict(house.later(minutes=1))["victor"]
    done = answer(house, card, "victor", "Thirty-seven, and forty in March.")
    house.later(minutes=1)
    mine = house.press(done, "make_draft", "victor")
    assert "seen by managers" in words(mine)
    (offered,) = sent_to(house, "joel")
    assert "forty" not in words(offered)
    house.press(offered, "publish", "joel")
    assert [to for to, _ in house.later(minutes=1)] == ["marta"]
    assert "forty" not in str(house.say("discount floor for strategic accounts in March?", "priya"))
    assert "forty" in str(house.say("discount floor for strategic accounts in March?", "henrik"))


def drafted_twice(house: House) -> tuple[Reply, Reply, Reply]:
    """Joel's answer to Priya and Nadia's to Tom as one draft, as Nadia sees it and as Joel was offered it;
    and Nadia's card."""
    asked(house)
    asked(house, who="tom")
    first, second = sent_to(house, "joel")
    done = answer(house, first, "joel", "Yes, from ten seats.")
    house.press(done, "make_draft", "joel")
    house.submit(house.press(second, "pass_on", "joel"), "joel", person="Nadia Haddad")
    (card,) = sent_to(house, "nadia")
    theirs = answer(house, card, "nadia", "Only in its first year.")
    house.later(minutes=1)
    mine = house.press(theirs, "make_draft", "nadia")
    (offered,) = sent_to(house, "joel")
    assert isinstance(mine, Reply)
    assert isinstance(theirs, Reply)
    return mine, offered, theirs


BOTH = "Yes, from ten seats.\n\n## Nadia Haddad · 10 March 2026\n\nOnly in its first year."


def test_a_second_answer_joins_the_draft_under_its_authors_name(house: House) -> None:
    mine, offered, theirs = drafted_twice(house)
    assert BOTH in words(offered)
    assert BOTH in words(mine)
    assert [action.id for action in offered.actions] == ["publish", "drop"]
    house.press(theirs, "make_draft", "nadia")
    assert house.later(minutes=1) == []
    (page,) = house.app.drafts.waiting()
    assert (page.text, page.owner, page.audience) == (BOTH, "Joel Okafor", ("public",))


def test_both_answers_are_published_at_once_and_each_asker_told_once(house: House) -> None:
    _, offered, _ = drafted_twice(house)
    house.press(offered, "publish", "joel")
    assert sorted(to for to, _ in house.later(minutes=1)) == ["priya", "tom"]
    assert house.later(minutes=1) == []
    assert "Only in its first year." in str(house.say("what holds only in its first year?", "tom"))


def test_joined_answers_are_for_those_who_may_read_both() -> None:
    first, second, third = (
        PageDraft("a.md", "A", "", "", audience, date(2026, 3, 10))
        for audience in (("public",), ("group:managers",), ("group:sales",))
    )
    assert readers_of_both(first, second) == ("group:managers",)
    assert readers_of_both(second, third) == (FOR_ENABLEMENT,)
