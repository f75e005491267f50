"""Two and three people: a question no page answers, and the expert who does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import expert_wording as words_of
from bot.chat import Form, FormErrors
from tests.e2e.house import PAGES, House, build_house, titles, words
from tests.e2e.inquiring import CHANNEL, OWNED, answer, asked, card_of, sent_to


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


class TestAsking:
    def test_the_owner_gets_the_question_with_the_nearest_pages(self, house: House) -> None:
        assert words(asked(house)) == (
            "I passed your question to Joel Okafor, who owns “Renewals”. "
            "The answer comes to your chat with me."
        )
        card = card_of(house, "joel")
        assert words(card) == (
            f"Priya Raman asks you\n“{OWNED}”\nThe nearest pages:\n"
            "Your answer goes to Priya, with your name. Enablement may make a page of it."
        )
        assert "Renewals" in titles(card)
        assert [action.id for action in card.actions] == ["answer", "pass_on", "decline"]

    def test_pressing_again_asks_nobody_twice(self, house: House) -> None:
        reply = house.say(OWNED)
        house.press(reply, "expert")
        assert words(house.press(reply, "expert")) == (
            "Your question is on its way already. The answer comes to your chat with me."
        )
        assert [to for to, _ in house.later(minutes=1)] == ["joel"]

    def test_an_expert_sees_no_page_that_is_not_for_them(self, house: House) -> None:
        reply = house.say("what is the discount floor for strategic accounts?", who="marta")
        house.press(reply, "expert", "marta")
        sent = dict(house.later(minutes=1))
        # Victor owns the floor but is no manager.
        assert "Discount floor" not in titles(sent["victor"])
        assert "37" not in str(sent["victor"])

    def test_a_desk_is_asked_where_it_covers_the_question(self, house: House) -> None:
        said = words(asked(house, "can we send our penetration test to a prospect in Peru?"))
        assert said.startswith("I passed your question to the Security desk (Nadia Haddad).")
        assert words(card_of(house, "nadia")).startswith("Priya Raman asks the Security desk\n")

    def test_an_owner_who_asks_is_not_asked(self, house: House) -> None:
        said = words(asked(house, OWNED, "joel"))
        assert "Joel" not in said
        assert [to for to, _ in house.later(minutes=1)] == ["victor", "lena"]


class TestAnswering:
    def test_the_answer_returns_to_the_asker_with_name_and_day(self, house: House) -> None:
        asked(house)
        done = answer(house, card_of(house, "joel"), "joel", "Yes, above 10 seats.")
        assert words(done) == f"You answered Priya Raman\n“{OWNED}”\nYes, above 10 seats."
        (back,) = sent_to(house, "priya")
        assert words(back) == f"Answer from Joel Okafor · 10 Mar\n“{OWNED}”\nYes, above 10 seats."
        assert back.visibility == "asker"
        assert [action.id for action in back.actions] == ["helpful", "not_helpful"]
        assert house.later(minutes=1) == []

    def test_in_a_channel_it_returns_to_the_thread(self, house: House) -> None:
        reply = house.say(OWNED, where=CHANNEL)
        assert "The answer comes to this thread." in words(house.press(reply, "expert", where=CHANNEL))
        card = card_of(house, "joel")
        assert "everyone there reads it" in words(card)
        answer(house, card, "joel", "Yes.")
        ((to, back),) = house.later(minutes=1)
        assert (to, back.visibility) == ("C1", "all")

    def test_an_expert_may_answer_the_asker_alone(self, house: House) -> None:
        house.press(house.say(OWNED, where=CHANNEL), "expert", where=CHANNEL)
        answer(house, card_of(house, "joel"), "joel", "Yes.", readers="asker")
        ((to, back),) = house.later(minutes=1)
        assert (to, back.visibility) == ("priya", "asker")

    def test_nothing_is_no_answer(self, house: House) -> None:
        asked(house)
        outcome = answer(house, card_of(house, "joel"), "joel", "  ")
        assert outcome == FormErrors({"answer": words_of.SAY_SOMETHING})
        assert house.later(minutes=1) == []

    def test_the_first_to_answer_wins_and_the_others_see_it(self, house: House) -> None:
        asked(house, "what discount do we give nonprofits in Peru?")
        sent = dict(house.later(minutes=1))
        late = house.press(sent["lena"], "answer", "lena")
        answer(house, sent["victor"], "victor", "Fifteen percent.")
        told = dict(house.later(minutes=1))
        assert words(told["lena"]).startswith("Victor Osei answered this.")
        assert (told["lena"].card_id, told["lena"].replaces) == (sent["lena"].card_id, True)
        assert "Fifteen percent." in words(told["priya"])
        assert words(house.submit(late, "lena", answer="Twenty.")).startswith("Victor Osei answered this.")
        assert words(house.press(sent["lena"], "decline", "lena")).startswith("Victor Osei answered this.")
        assert house.later(minutes=1) == []

    def test_only_the_expert_may_use_the_card(self, house: House) -> None:
        asked(house)
        card = card_of(house, "joel")
        assert "closed" in words(house.press(card, "answer", "tom"))

    def test_what_is_thought_of_an_answer_reaches_its_author(self, house: House) -> None:
        asked(house)
        answer(house, card_of(house, "joel"), "joel", "Yes.")
        (back,) = sent_to(house, "priya")
        assert words(house.press(back, "helpful")) == "Thank you. Joel Okafor will hear of it."
        house.submit(house.press(back, "not_helpful"), "priya", reason="incomplete")
        heard = [words(reply) for reply in sent_to(house, "joel")]
        assert heard == [
            f"Priya Raman found your answer helpful: “{OWNED}”.",
            f"Priya Raman marked your answer as “incomplete”: “{OWNED}”.",
        ]


class TestPassingOn:
    def test_to_a_desk(self, house: House) -> None:
        asked(house)
        form = house.press(card_of(house, "joel"), "pass_on", "joel")
        assert isinstance(form, Form)
        assert form.fields[0].options == (("deal-desk", "Deal desk"), ("security", "Security desk"))
        assert words(house.submit(form, "joel", desk="security")).startswith("Passed on to Security desk.")
        assert words(card_of(house, "nadia")).startswith("Priya Raman asks the Security desk\n")

    def test_to_a_person(self, house: House) -> None:
        asked(house)
        form = house.press(card_of(house, "joel"), "pass_on", "joel")
        house.submit(form, "joel", person="nadia haddad")
        card = card_of(house, "nadia")
        assert words(card).startswith("Priya Raman asks you\n")
        answer(house, card, "nadia", "Yes.")
        assert words(sent_to(house, "priya")[0]).startswith("Answer from Nadia Haddad")

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({}, words_of.ONE_OF_BOTH),
            ({"desk": "security", "person": "Nadia"}, words_of.ONE_OF_BOTH),
            ({"person": "Zorro"}, "I know nobody called “Zorro”; write the full name."),
            ({"person": "priya"}, "Priya Raman asked it."),
            ({"person": "Joel"}, "Joel Okafor has had it already."),
        ],
    )
    def test_not_to_just_anybody(self, house: House, values: dict[str, str], said: str) -> None:
        asked(house)
        form = house.press(card_of(house, "joel"), "pass_on", "joel")
        assert house.submit(form, "joel", **values) == FormErrors({"person": said})

    def test_who_declines_hands_it_on_until_nobody_is_left(self, house: House) -> None:
        asked(house)
        house.press(card_of(house, "joel"), "decline", "joel")
        sent = dict(house.later(minutes=1))
        assert sorted(sent) == ["lena", "victor"]
        house.press(sent["victor"], "decline", "victor")
        assert house.later(minutes=1) == []
        house.press(sent["lena"], "decline", "lena")
        (reason,) = sent_to(house, "priya")
        assert words(reason) == f"“{OWNED}” {words_of.NOBODY_LEFT}"

    def test_a_question_nobody_can_take_stays_a_gap(self, tmp_path: Path) -> None:
        house = build_house(tmp_path, {"pricing.md": PAGES["pricing.md"]})
        assert words(asked(house, "quokka?", "tom")) == words_of.NOBODY
        assert "“quokka?” · 1 person" in words(house.say("gaps", "joel"))
