"""Two and three people: a question no page answers, the expert who does, the page that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import expert_wording as words_of
from bot.chat import Address, Form, FormErrors, Outcome, Reply
from tests.e2e.house import PAGES, House, build_house, titles, words

OWNED = "does a renewal discount need the value review?"
UNKNOWN = "what is our parental leave for contractors in Peru?"
CHANNEL = Address("console", "demo", "C1", "171.5", "channel")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def sent_to(house: House, person: str, **later: int) -> list[Reply]:
    return [reply for channel, reply in house.later(**(later or {"minutes": 1})) if channel == person]


def asked(house: House, question: str = OWNED, who: str = "priya") -> Outcome:
    return house.press(house.say(question, who), "expert", who)


def card_of(house: House, expert: str) -> Reply:
    (card,) = sent_to(house, expert)
    return card


def answer(house: House, card: Reply, expert: str, text: str, **values: str) -> Outcome:
    return house.submit(house.press(card, "answer", expert), expert, answer=text, **values)


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
        house.press(house.press(back, "not_helpful"), "incomplete")
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


class TestPages:
    def made(self, house: House, question: str = OWNED) -> tuple[Reply, Reply]:
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

    def test_a_draft_answers_nothing_until_it_is_published(self, house: House) -> None:
        mine, offered = self.made(house, self.QUESTION)
        assert mine.actions == ()
        assert words(offered) == (
            f"Draft page: {self.QUESTION}\nContractors in Peru get ten days.\n"
            "Owner Victor Osei · seen by everyone · nothing is answered from it until it is published."
        )
        assert "ten days" not in str(house.say(self.QUESTION, "tom"))
        house.press(offered, "publish", "joel")
        house.later(minutes=1)
        reply = house.say(self.QUESTION, "tom")
        assert "Contractors in Peru get ten days." in str(reply)
        assert titles(reply)[0] == self.QUESTION

    def test_everybody_who_asked_is_told_once_and_then_forgotten(self, house: House) -> None:
        house.say(self.QUESTION, "tom")
        house.say(self.QUESTION, "tom")
        _, offered = self.made(house, self.QUESTION)
        said = words(house.press(offered, "publish", "joel"))
        assert "the 2 people who asked hear of it then" in said
        told = {to: words(reply) for to, reply in house.later(minutes=1)}
        sentence = (
            f"You asked “{self.QUESTION}”. There is a page for it now by Victor Osei: "
            f"“{self.QUESTION}”. Ask me again for its answer."
        )
        assert told == {"priya": sentence, "tom": sentence}
        assert house.later(minutes=1) == []
        with house.app.store.read() as uow:
            (gap,) = uow.gaps.in_states(["closed"])
        assert (gap.question, gap.askers, gap.vector) == ("", (), "")

    def test_two_presses_make_one_page(self, house: House) -> None:
        asked(house, self.QUESTION)
        card = dict(house.later(minutes=1))["victor"]
        done = answer(house, card, "victor", "Ten days.")
        first, again = house.press(done, "make_draft", "victor"), house.press(done, "make_draft", "victor")
        assert words(first) == words(again)
        assert len(house.app.drafts.waiting()) == 1
        assert [to for to, _ in house.later(minutes=1)].count("joel") == 1

    def test_a_dropped_draft_is_gone_and_nobody_is_told(self, house: House) -> None:
        _, offered = self.made(house, self.QUESTION)
        assert "dropped the draft" in words(house.press(offered, "drop", "joel"))
        assert house.app.drafts.waiting() == []
        assert words(house.press(offered, "publish", "joel")) == words_of.DECIDED
        assert house.later(minutes=1) == []

    def test_sellers_neither_publish_nor_see_the_list(self, house: House) -> None:
        assert words(house.say("gaps", "tom")) == words_of.NOT_FOR_SELLERS

    def test_an_answer_near_a_page_for_managers_is_for_managers(self, house: House) -> None:
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


class TestGaps:
    def test_a_question_without_an_answer_is_noted_once_with_a_count(self, house: House) -> None:
        assert words_of.NOTED in words(house.say(UNKNOWN))
        house.say(UNKNOWN + "  ", "tom")
        house.say("What is our parental leave for contractors in Peru", "tom")
        said = words(house.say("gaps", "joel"))
        assert said.startswith(
            f"1 question that no page answers\n1. “{UNKNOWN}” · 2 people · last asked 10 Mar"
        )
        assert "Priya" not in said
        assert "Tom" not in said

    def test_an_answered_question_is_no_gap(self, house: House) -> None:
        assert words_of.NOTED not in words(house.say(OWNED))
        assert words(house.say("show me the gaps", "joel")).startswith("No gaps")

    def test_a_reader_sees_only_pages_that_are_theirs(self, house: House) -> None:
        house.say("discount floor for Quokka zebra?", "marta")
        assert "Discount floor" not in words(house.say("gaps", "joel"))

    def test_enablement_closes_one(self, house: House) -> None:
        house.say(UNKNOWN)
        form = house.press(house.say("gaps", "joel"), "close_gap", "joel")
        assert isinstance(form, Form)
        ((id, label),) = form.fields[0].options
        assert label == UNKNOWN
        assert "Closed" in words(house.submit(form, "joel", gap=id))
        assert words(house.say("gaps", "joel")).startswith("No gaps")
        house.say(UNKNOWN)
        assert UNKNOWN in words(house.say("gaps", "joel"))

    def test_enablement_makes_a_draft_of_an_experts_answer(self, house: House) -> None:
        asked(house)
        answer(house, card_of(house, "joel"), "joel", "Yes.")
        house.later(minutes=1)
        listed = house.say("gaps", "joel")
        assert "an expert has answered, no page yet" in words(listed)
        draft = house.press(listed, "make_draft", "joel")
        assert isinstance(draft, Reply)
        assert [action.id for action in draft.actions] == ["publish", "drop"]

    def test_what_was_said_to_the_asker_alone_is_offered_to_nobody(self, house: House) -> None:
        house.press(house.say(OWNED, where=CHANNEL), "expert", where=CHANNEL)
        done = answer(house, card_of(house, "joel"), "joel", "Yes.", readers="asker")
        house.later(minutes=1)
        listed = house.say("gaps", "joel")
        assert isinstance(listed, Reply)
        assert "make_draft" not in [action.id for action in listed.actions]
        assert "Yes." in words(house.press(done, "make_draft", "joel"))

    def test_a_closed_question_leaves_no_words_with_its_answer(self, house: House) -> None:
        asked(house)
        answer(house, card_of(house, "joel"), "joel", "Yes, from ten seats.")
        form = house.press(house.say("gaps", "joel"), "close_gap", "joel")
        assert isinstance(form, Form)
        ((id, _),) = form.fields[0].options
        house.submit(form, "joel", gap=id)
        with house.app.store.read() as uow:
            (inquiry,) = uow.inquiries.of_gap(id)
        assert (inquiry.question, inquiry.answer, inquiry.state) == ("", "", "answered")

    def test_a_draft_is_shown_again_and_published_from_the_list(self, house: House) -> None:
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

    def test_words_are_forgotten_in_time(self, house: House) -> None:
        house.say(UNKNOWN)
        asked(house)
        house.later(days=181)
        with house.app.store.read() as uow:
            closed = uow.gaps.in_states(["closed"])
            inquiries = [i for gap in closed for i in uow.inquiries.of_gap(gap.id)]
        assert [gap.question for gap in closed] == ["", ""]
        assert [inquiry.question for inquiry in inquiries] == [""]


class TestMending:
    def complain(self, house: House, verdict: str = "outdated") -> Outcome:
        return house.press(house.press(house.say(OWNED), "not_helpful"), verdict)

    def test_who_complained_is_told_when_the_page_has_changed(self, house: House) -> None:
        assert words(self.complain(house)) == (
            "Thank you. Joel Okafor will hear of it, and I tell you when the page has changed."
        )
        (complaint,) = sent_to(house, "joel")
        assert words(complaint) == (
            "Priya Raman marked an answer from your page as “outdated”: “Renewals”. "
            f"The question was “{OWNED}”."
        )
        house.change("renewal.md", "---\ntitle: Renewals\nowner: Joel Okafor\n---\nNo review is needed.")
        ((to, told),) = house.later(minutes=1)
        assert to == "priya"
        assert words(told) == (
            "“Renewals”, which you marked as “outdated” on 10 Mar, has changed since. "
            "Ask me again for the newest answer."
        )
        house.change("renewal.md", "---\ntitle: Renewals\nowner: Joel Okafor\n---\nA review is needed.")
        assert house.later(minutes=1) == []

    def test_enablement_sees_which_pages_are_found_wanting(self, house: House) -> None:
        self.complain(house, "wrong")
        assert "Renewals: wrong (1)" in words(house.say("gaps", "joel"))

    def test_what_was_not_asked_is_a_gap_too(self, house: House) -> None:
        self.complain(house, "cant_find")
        assert OWNED in words(house.say("gaps", "joel"))

    def test_who_may_no_longer_see_the_page_is_told_nothing(self, house: House) -> None:
        self.complain(house)
        house.later(minutes=1)
        house.change("renewal.md", "---\ntitle: Renewals\naudience: [group:managers]\n---\nOther words.")
        assert house.later(minutes=1) == []
