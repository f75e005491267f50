"""Who is asked, who may see the page that comes of it, and when two questions are one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.drafts import draft_from, narrowest
from bot.answers.gaps import KEPT, GapList, forget
from bot.answers.routing import NearPage, route
from bot.chat import Address, Identity, Person
from bot.ports import Inquiry, Store
from bot.settings import DeskSettings
from content_index.model import PUBLIC, Principal
from tests.fakes.embedder import HashEmbedder
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 11, 14, tzinfo=UTC)
DEALS = DeskSettings("deals", "Deal desk", ("dan", "dora"), ("discount", "payment term", "wiki/pricing/*"))
SAFE = DeskSettings("safe", "Security", ("sam",), ("SOC 2", "wiki/security/*"))
REST = DeskSettings("rest", "Enablement", ("eve",), default=True)
DESKS = (DEALS, SAFE, REST)
PRICES = NearPage("wiki/pricing/list.md", "Prices", "Olga Ott")
BARE = NearPage("wiki/security/keys.md", "Keys", "")


def person(id: str, name: str = "") -> Person:
    return Person(id, name or id.title(), f"{id}@example.com", frozenset())


@pytest.fixture
def store() -> Store:
    made = FakeStore()
    with made.write() as uow:
        for one in (*map(person, ("ann", "dan", "dora", "sam", "eve")), person("olga", "Olga Ott")):
            uow.people.save(one)
            uow.people.link(Identity("slack", "T1", one.id), one.id)
        uow.people.save(person("mute", "Mute Max"))
        uow.commit()
    return made


def asked(
    store: Store,
    question: str,
    *pages: NearPage,
    answered: bool = True,
    without: tuple[str, ...] = ("ann",),
    desks: tuple[DeskSettings, ...] = DESKS,
) -> tuple[str, ...]:
    with store.read() as uow:
        way = route(question, pages, desks, uow, passed_over=without, answered=answered)
    return tuple(one.id for one in way.people) if way else ()


class TestRoute:
    def test_an_answers_owner_comes_before_a_desk(self, store: Store) -> None:
        assert asked(store, "what discount is there?", PRICES) == ("olga",)

    def test_without_an_answer_a_desk_named_in_the_question_comes_first(self, store: Store) -> None:
        assert asked(store, "what discount is there?", PRICES, answered=False) == ("dan", "dora")
        assert asked(store, "what else is there?", PRICES, answered=False) == ("olga",)

    @pytest.mark.parametrize("question", ["Discounts?", "our payment  terms?", "a DISCOUNT, please"])
    def test_topics_are_whole_words_in_any_case_and_number(self, store: Store, question: str) -> None:
        assert asked(store, question, answered=False) == ("dan", "dora")

    @pytest.mark.parametrize("question", ["discounted?", "payments", "term of payment", "wiki/pricing/*"])
    def test_other_words_are_no_topic(self, store: Store, question: str) -> None:
        assert asked(store, question, answered=False) == ("eve",)

    def test_a_page_without_an_owner_goes_to_the_desk_that_covers_it(self, store: Store) -> None:
        assert asked(store, "which keys?", BARE) == ("sam",)

    def test_a_page_may_belong_to_a_desk(self, store: Store) -> None:
        assert asked(store, "which?", NearPage("wiki/x.md", "X", "security")) == ("sam",)

    @pytest.mark.parametrize("owner", ["Mute Max", "Nobody Known", "Ann"])
    def test_who_cannot_be_asked_is_not(self, store: Store, owner: str) -> None:
        assert asked(store, "which?", NearPage("wiki/x.md", "X", owner)) == ("eve",)

    def test_a_name_that_two_bear_is_nobodys(self, store: Store) -> None:
        with store.write() as uow:
            uow.people.save(person("olga2", "Olga Ott"))
            uow.people.link(Identity("slack", "T1", "olga2"), "olga2")
            uow.commit()
        assert asked(store, "which?", PRICES) == ("dan", "dora")

    def test_who_had_it_is_passed_over(self, store: Store) -> None:
        assert asked(store, "which?", PRICES, without=("ann", "olga", "dan")) == ("dora",)
        assert asked(store, "which?", PRICES, without=("ann", "olga", "dan", "dora", "eve")) == ()

    def test_without_owner_and_desk_there_is_nobody(self, store: Store) -> None:
        assert asked(store, "which?", BARE, desks=()) == ()


groups = st.sets(st.sampled_from(["group:a", "group:b", "group:c", "person:x"]), min_size=1)
audiences = st.lists(
    st.one_of(st.just({"public"}), groups).map(lambda names: frozenset(map(Principal, names))), min_size=1
)


class TestAudience:
    @given(audiences)
    def test_who_sees_the_new_page_sees_every_page_near_it(self, near: list[frozenset[Principal]]) -> None:
        for principal in narrowest(near):
            reader = {Principal(principal), PUBLIC}
            assert all(not audience.isdisjoint(reader) for audience in near)

    @given(audiences)
    def test_it_is_public_only_when_all_are(self, near: list[frozenset[Principal]]) -> None:
        assert ("public" in narrowest(near)) == all(PUBLIC in audience for audience in near)

    def test_what_nobody_sees_together_is_the_experts_alone(self) -> None:
        near = [frozenset({Principal("group:a")}), frozenset({Principal("group:b")})]
        page = draft_from(inquiry(("w/a.md", "w/b.md"), narrowest(near)), person("dan"), NOW.date())
        assert page.audience == ("person:dan",)

    def test_without_a_page_near_it_it_is_for_the_experts_groups(self) -> None:
        expert = Person("dan", "Dan Day", "", frozenset(), frozenset({"deals", "board"}))
        assert draft_from(inquiry((), ()), expert, NOW.date()).audience == ("group:board", "group:deals")
        assert draft_from(inquiry((), ()), person("dan"), NOW.date()).audience == ("person:dan",)

    def test_a_page_is_named_after_its_question(self) -> None:
        page = draft_from(inquiry(("w/a.md",), ("public",)), person("dan"), date(2026, 3, 11))
        assert page.name == "wie-gross-darf-a-very-long-question-about-many-many-things-q1234567.md"
        assert (page.title, page.text, page.owner) == (LONG, "So.", "Dan")


LONG = "Wie groß darf, a very long question about many many things that nobody answers: “x/../y”?"


def inquiry(document_ids: tuple[str, ...], audience: tuple[str, ...]) -> Inquiry:
    where = Address("slack", "T1", "D1")
    return Inquiry("q12345678", "g", "ann", LONG, where, document_ids, audience, NOW, answer="So.")


class TestGaps:
    def questions(self, store: Store) -> list[tuple[str, int]]:
        with store.read() as uow:
            return [(gap.question, len(gap.askers)) for gap in uow.gaps.in_states(["open"])]

    def note(self, store: Store, *questions: str, who: str = "ann") -> list[str]:
        gaps = GapList(store, HashEmbedder())
        return [gaps.note(question, ("w/a.md",), who, NOW) for question in questions]

    def test_the_same_words_are_one(self, store: Store) -> None:
        ids = self.note(store, "Do we ship to Peru?", " do we  ship to Peru")
        assert len(set(ids)) == 1
        assert self.questions(store) == [("Do we ship to Peru?", 1)]

    def test_near_words_are_one_for_all_who_ask(self, store: Store) -> None:
        self.note(store, "are pilots discounted for two months?")
        self.note(store, "for two months are pilots discounted?", who="dan")
        assert self.questions(store) == [("are pilots discounted for two months?", 2)]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("to EMEA", "to APAC"),
            ("for two years", "for three years"),
            ("to small teams", "to large teams"),
            ("to Peru", "today"),
            ("today", "or not today"),
        ],
    )
    def test_words_that_contrast_make_another_question(self, store: Store, one: str, other: str) -> None:
        long = "is the annual business plan sold at a discount with onboarding and many extra seats"
        assert len(set(self.note(store, f"{long} {one}?", f"{long} {other}?"))) == 2

    def test_words_that_only_ask_make_none(self, store: Store) -> None:
        long = "annual business plan sold at a discount with onboarding and many extra seats"
        assert len(set(self.note(store, f"is the {long}?", f"is an {long} possible?"))) == 1

    def test_what_is_asked_again_after_it_was_closed_is_open_again(self, store: Store) -> None:
        (id,) = self.note(store, "Do we ship to Peru?")
        with store.write() as uow:
            forget(uow, NOW + KEPT + timedelta(seconds=1))
            uow.commit()
        assert self.questions(store) == []
        assert self.note(store, "Do we ship to Peru?", who="dan") == [id]
        assert self.questions(store) == [("Do we ship to Peru?", 1)]

    def test_words_are_kept_as_long_as_they_are_asked(self, store: Store) -> None:
        self.note(store, "Do we ship to Peru?")
        with store.write() as uow:
            forget(uow, NOW + KEPT)
            uow.commit()
        assert self.questions(store) == [("Do we ship to Peru?", 1)]
