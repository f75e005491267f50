"""People, conversations, cards and records: every method of their ports, by value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.chat import Address, Identity, Person
from bot.errors import StaleState
from bot.ports import Card, ChannelRules, Choices, ConversationState, Feedback, Store
from tests.contracts.crowd import at_once

NOW = datetime(2026, 3, 11, 14, 0, 0, 123456, tzinfo=UTC)
HERE = Address("slack", "T1", "D1")
THREAD = Address("slack", "T1", "C1", "171.5", "channel")
ANN = Person(
    "ann",
    "Ann Lee",
    "ann@example.com",
    frozenset({"rep", "admin"}),
    frozenset({"emea", "new-hires"}),
    "Europe/Paris",
    "fr-FR",
    "EUR",
    "U11",
    "max",
)
ZOE = Person("zoe", "Zoë Ångström", "zoe@example.com", frozenset({"rep"}), manager_id="max")
MAX = Person("max", "Max Weber", "max@example.com", frozenset({"manager"}))
CARD = Card("c1", "draft", "ann", HERE, "open", {"rows": [1, "two", None], "deep": {"x": 1.5}}, NOW, "e1")


def seed(store: Store, *people: Person) -> None:
    with store.write() as unit:
        for person in people:
            unit.people.save(person)
        unit.commit()


def test_a_person_comes_back_whole_and_changed(store: Store) -> None:
    seed(store, ANN)
    seed(store, replace(ANN, name="Ann Smith", roles=frozenset({"manager"}), manager_id=None))
    with store.read() as unit:
        assert unit.people.get("ann") == replace(
            ANN, name="Ann Smith", roles=frozenset({"manager"}), manager_id=None
        )
        assert unit.people.get("bob") is None
        assert unit.people.by_name("ann lee") == []


@pytest.mark.parametrize("name", ["ann lee", "ANN", "Ann  Lee ", "ANN LEE"])
def test_names_are_found_in_any_case(store: Store, name: str) -> None:
    seed(store, ANN, ZOE, MAX)
    with store.read() as unit:
        assert unit.people.by_name(name) == [ANN]


def test_names_beyond_ascii_and_shared_first_names(store: Store) -> None:
    other = replace(ANN, id="ann2", name="Ann Adams")
    seed(store, ANN, ZOE, other)
    with store.read() as unit:
        assert unit.people.by_name("ZOË ÅNGSTRÖM") == [ZOE]
        assert unit.people.by_name("zoë") == [ZOE]
        assert unit.people.by_name("ann") == [other, ANN]
        assert unit.people.by_name("Lee") == []


def test_all_and_reports_in_order_of_names(store: Store) -> None:
    seed(store, ZOE, MAX, ANN)
    with store.read() as unit:
        assert unit.people.all() == [ANN, MAX, ZOE]
        assert unit.people.reports_of("max") == [ANN, ZOE]
        assert unit.people.reports_of("ann") == []


def test_identities_of_two_platforms_lead_to_one_person(store: Store) -> None:
    seed(store, ANN, ZOE)
    with store.write() as unit:
        unit.people.link(Identity("slack", "T1", "U1"), "ann")
        unit.people.link(Identity("teams", "t", "U1"), "ann")
        unit.people.link(Identity("slack", "T2", "U1"), "ann")
        unit.people.link(Identity("slack", "T2", "U1"), "zoe")
        unit.commit()
    with store.read() as unit:
        assert unit.people.by_identity(Identity("slack", "T1", "U1")) == ANN
        assert unit.people.by_identity(Identity("teams", "t", "U1")) == ANN
        assert unit.people.by_identity(Identity("slack", "T2", "U1")) == ZOE
        assert unit.people.by_identity(Identity("slack", "T1", "U2")) is None
        assert unit.people.identities_of("ann") == [
            Identity("slack", "T1", "U1"),
            Identity("teams", "t", "U1"),
        ]
        assert unit.people.identities_of("zoe") == [Identity("slack", "T2", "U1")]
        assert unit.people.identities_of("max") == []


def test_an_account_that_is_nobodys_any_more_takes_its_chat_with_it(store: Store) -> None:
    seed(store, ANN)
    slack, teams = Identity("slack", "T1", "U1"), Identity("teams", "t", "U1")
    with store.write() as unit:
        for identity in (slack, teams):
            unit.people.link(identity, "ann")
        unit.people.remember_address("ann", HERE)
        unit.people.unlink(teams)
        unit.people.unlink(Identity("slack", "T1", "U2"))
        assert unit.people.address_of("ann") == HERE
        unit.people.unlink(slack)
        unit.commit()
    with store.read() as unit:
        assert unit.people.by_identity(slack) is None
        assert (unit.people.identities_of("ann"), unit.people.address_of("ann")) == ([], None)
        assert unit.people.get("ann") == ANN


def test_the_last_direct_chat_is_remembered(store: Store) -> None:
    seed(store, ANN)
    with store.write() as unit:
        assert unit.people.address_of("ann") is None
        unit.people.remember_address("ann", HERE)
        unit.people.remember_address("ann", THREAD)
        assert unit.people.address_of("ann") == THREAD
        unit.people.forget_address("ann", HERE)
        unit.commit()
    with store.write() as unit:
        assert unit.people.address_of("ann") == THREAD
        assert unit.people.with_address(["ann", "zoe"]) == {"ann"}
        assert unit.people.get_each(["ann", "nobody"]) == {"ann": ANN}
        unit.people.forget_address("ann", THREAD)
        assert unit.people.address_of("ann") is None


def test_a_conversation_counts_its_versions(store: Store) -> None:
    with store.write() as unit:
        fresh = unit.conversations.load("here", "ann")
        assert fresh == ConversationState("here", "ann", {}, 0)
        first = unit.conversations.save(replace(fresh, data={"recent": ["P01"], "n": None}), NOW)
        second = unit.conversations.save(replace(first, data={"recent": []}), NOW)
        unit.commit()
    assert (first.version, second.version) == (1, 2)
    with store.read() as unit:
        assert unit.conversations.load("here", "ann") == ConversationState("here", "ann", {"recent": []}, 2)
        assert unit.conversations.load("here", "zoe") == ConversationState("here", "zoe", {}, 0)


@pytest.mark.parametrize("version", [0, 2])
def test_a_stale_conversation_is_refused_and_nothing_changes(store: Store, version: int) -> None:
    with store.write() as unit:
        unit.conversations.save(ConversationState("here", "ann", {"n": 1}), NOW)
        unit.commit()
    with store.write() as unit, pytest.raises(StaleState):
        unit.conversations.save(ConversationState("here", "ann", {"n": 9}, version), NOW)
    with store.read() as unit:
        assert unit.conversations.load("here", "ann").data == {"n": 1}


def test_a_state_that_is_not_json_is_refused(store: Store) -> None:
    with store.write() as unit, pytest.raises(Exception, match="JSON serializable"):
        unit.conversations.save(ConversationState("here", "ann", {"when": NOW}), NOW)


def test_a_naive_datetime_is_refused(store: Store) -> None:
    with store.write() as unit, pytest.raises(Exception, match="without a zone"):
        unit.conversations.save(ConversationState("here", "ann", {}), NOW.replace(tzinfo=None))


def test_a_card_comes_back_whole_in_utc(store: Store) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=-7)))
    with store.write() as unit:
        unit.cards.add(replace(CARD, created_at=local, expires_at=local + timedelta(hours=1)))
        unit.commit()
    with store.read() as unit:
        card = unit.cards.get("c1")
        assert card == replace(CARD, expires_at=NOW + timedelta(hours=1))
        assert unit.cards.get("c2") is None


def test_an_event_makes_one_card_of_a_kind(store: Store) -> None:
    with store.write() as unit:
        assert unit.cards.add(CARD) == CARD
        assert unit.cards.add(replace(CARD, id="c2", state="done")) == CARD
        assert unit.cards.add(CARD) == CARD
        choice = replace(CARD, id="c3", kind="choice")
        assert unit.cards.add(choice) == choice
        assert unit.cards.get("c2") is None


def test_eight_add_the_card_of_one_event_and_one_is_stored(store: Store) -> None:
    def add(number: int) -> str:
        with store.write() as unit:
            card = unit.cards.add(replace(CARD, id=f"c{number}"))
            unit.commit()
            return card.id

    ids = at_once(8, add)
    assert len(set(ids)) == 1


def test_saving_a_card_bumps_its_version_and_a_stale_one_is_refused(store: Store) -> None:
    with store.write() as unit:
        card = unit.cards.add(CARD)
        changed = replace(card, state="saved", payload={"n": 2}, expires_at=NOW)
        saved = unit.cards.save(changed)
        assert saved == replace(changed, version=1)
        with pytest.raises(StaleState):
            unit.cards.save(replace(card, state="discarded"))
        assert unit.cards.get("c1") == saved
        with pytest.raises(StaleState):
            unit.cards.save(replace(CARD, id="unknown"))


def test_a_card_is_found_by_the_message_it_stands_in(store: Store) -> None:
    elsewhere = replace(THREAD, channel="C9")
    with store.write() as unit:
        for number, where in enumerate((THREAD, elsewhere, THREAD)):
            unit.cards.add(replace(CARD, id=f"c{number}", source_event=f"e{number}", where=where))
            unit.cards.delivered(f"c{number}", where, "171.9" if number != 2 else "171.8")
        found = {
            (where, ref): unit.cards.standing(where, ref)
            for where, ref in ((THREAD, "171.9"), (elsewhere, "171.9"), (THREAD, "171.8"), (THREAD, ""))
        }
    assert [card.id if card else None for card in found.values()] == ["c0", "c1", "c2", None]


def test_delivery_survives_a_save_that_began_before_it(store: Store) -> None:
    with store.write() as unit:
        card = unit.cards.add(CARD)
        unit.cards.delivered("c1", THREAD, "171.9")
        saved = unit.cards.save(replace(card, state="saved"))
        assert (saved.where, saved.message_ref, saved.state) == (THREAD, "171.9", "saved")
        assert unit.cards.latest("draft", "ann", ["saved"]) == saved


def test_the_latest_card_of_a_person(store: Store) -> None:
    def card(number: int, minutes: int) -> Card:
        at = NOW + timedelta(minutes=minutes)
        return replace(CARD, id=f"c{number}", source_event=f"e{number}", created_at=at)

    with store.write() as unit:
        for number, minutes in enumerate([5, 9, 9, 1]):
            unit.cards.add(card(number, minutes))
        unit.cards.add(replace(card(7, 30), person_id="zoe"))
        unit.cards.add(replace(card(8, 30), kind="choice"))
        unit.cards.add(replace(card(9, 30), state="discarded"))
        found = unit.cards.latest("draft", "ann", ["open", "saved"])
        assert found is not None
        assert found.id == "c2"
        assert [c.id for c in unit.cards.all_of("draft", "ann", ["open"])] == ["c2", "c1", "c0", "c3"]
        assert [c.id for c in unit.cards.all_of("draft", "ann", ["open"], limit=2)] == ["c2", "c1"]
        assert unit.cards.latest("draft", "ann", ["saved"]) is None
        assert unit.cards.latest("draft", "ann", []) is None
        assert [c.id for c in unit.cards.in_states("draft", ["open"])] == ["c3", "c0", "c1", "c2", "c7"]
        assert [c.id for c in unit.cards.in_states("draft", ["discarded", "open"], limit=2)] == ["c3", "c0"]


def test_cards_expire_at_their_time_the_oldest_first(store: Store) -> None:
    with store.write() as unit:
        for number, minutes in enumerate([3, 1, 2]):
            at = NOW + timedelta(minutes=minutes)
            unit.cards.add(replace(CARD, id=f"c{number}", source_event=f"e{number}", expires_at=at))
        unit.cards.add(replace(CARD, id="never", source_event="e8"))
        at = NOW + timedelta(minutes=1, seconds=30)
        unit.cards.add(replace(CARD, id="saved", source_event="e9", state="saved", expires_at=at))
        assert unit.cards.expired(NOW) == []
        assert [c.id for c in unit.cards.expired(NOW + timedelta(minutes=2))] == ["c1", "saved", "c2"]
        assert [c.id for c in unit.cards.expired(NOW + timedelta(minutes=9), limit=1)] == ["c1"]


def test_a_second_verdict_replaces_the_first(store: Store) -> None:
    first = Feedback("c1", "ann", "wrong", ("fleet/a.md", "fleet/b.md"), NOW)
    second = Feedback("c1", "ann", "helpful", ("fleet/b.md",), NOW + timedelta(minutes=2))
    zoe = Feedback("c1", "zoe", "outdated", ("fleet/b.md", "fleet/b.md"), NOW)
    with store.write() as unit:
        for feedback in (first, second, zoe):
            unit.feedback.record(feedback)
        unit.commit()
    with store.read() as unit:
        assert unit.feedback.of_document("fleet/a.md") == []
        assert unit.feedback.of_document("fleet/b.md") == [zoe, second]


def test_facts_of_the_installation_are_replaced(store: Store) -> None:
    with store.write() as unit:
        assert unit.installation.get("clock") is None
        unit.installation.put("clock", "+7d")
        unit.installation.put("clock", "+14d")
        unit.commit()
    with store.read() as unit:
        assert unit.installation.get("clock") == "+14d"
    with store.write() as unit:
        unit.installation.forget("clock")
        unit.installation.forget("never")
        unit.commit()
    with store.read() as unit:
        assert unit.installation.get("clock") is None


def test_any_text_people_send_can_be_stored(store: Store) -> None:
    with store.write() as unit:
        unit.installation.put("odd", "a\x00b😀\u202e")
        unit.conversations.save(ConversationState("k", "ann", {"said": "a\x00b\ud800"}), NOW)
        unit.commit()
    with store.read() as unit:
        assert str(unit.installation.get("odd")).replace("\x00", "") == "ab😀\u202e"
        assert unit.conversations.load("k", "ann").data == {"said": "a\x00b\ud800"}


def test_a_card_is_found_by_the_message_that_shows_it(store: Store) -> None:
    theirs = replace(CARD, id="c2", person_id="zoe", source_event="e2")
    with store.write() as unit:
        for card in (CARD, theirs):
            unit.cards.add(card)
            unit.cards.delivered(card.id, HERE, "171.9")
        found = unit.cards.shown_as("draft", "ann", "171.9")
        assert found == replace(CARD, message_ref="171.9")
        assert unit.cards.shown_as("expert", "ann", "171.9") is None
        assert unit.cards.shown_as("draft", "ann", "171.8") is None


def test_whoever_left_is_found_by_nothing_and_comes_back_without_their_chat(store: Store) -> None:
    slack = Identity("slack", "T1", "U1")
    with store.write() as unit:
        unit.people.save(ANN, synced=True)
        unit.people.save(ZOE, synced=True)
        unit.people.save(MAX)
        unit.people.link(slack, "ann")
        unit.people.remember_address("ann", HERE)
        unit.commit()
    with store.write() as unit:
        unit.people.close("ann", NOW)
        unit.commit()
    with store.read() as unit:
        assert unit.people.synced() == {"zoe"}
        assert unit.people.get("ann") is None
        assert unit.people.by_name("ann") == []
        assert unit.people.by_identity(slack) is None
        assert unit.people.identities_of("ann") == []
        assert unit.people.address_of("ann") is None
        assert unit.people.former() == [ANN]
        assert unit.people.all() == [MAX, ZOE]
        assert unit.people.reports_of("max") == [ZOE]
    with store.write() as unit:
        unit.people.save(ANN)
        unit.commit()
    with store.read() as unit:
        assert unit.people.get("ann") == ANN
        assert unit.people.synced() == {"zoe"}
        assert unit.people.by_identity(slack) is None
        assert unit.people.address_of("ann") is None


def test_a_channels_rules_hold_for_its_threads_and_are_replaced(store: Store) -> None:
    with store.write() as unit:
        unit.channels.put(THREAD, ChannelRules(("wiki", "wiki/ops"), "auto"), "ann", NOW)
        unit.channels.put(replace(THREAD, channel="C2"), ChannelRules(answers="quiet"), "ann", NOW)
        unit.channels.put(THREAD, ChannelRules(("wiki",), "mentions"), "max", NOW)
        unit.commit()
    with store.read() as unit:
        assert unit.channels.rules(replace(THREAD, thread=None)) == ChannelRules(("wiki",), "mentions")
        assert unit.channels.rules(replace(THREAD, channel="C2")) == ChannelRules((), "quiet")
        assert unit.channels.rules(replace(THREAD, workspace="T2")) == ChannelRules()


def test_an_account_that_is_unlinked_is_nobodys(store: Store) -> None:
    here, there = Identity("teams", "t", "aad-1"), Identity("slack", "T1", "U1")
    with store.write() as unit:
        unit.people.save(Person("ann", "Ann Lee", "ann@example.com", frozenset({"rep"})))
        for each in (here, there):
            unit.people.link(each, "ann")
        unit.people.unlink(here)
        unit.people.unlink(Identity("teams", "t", "never"))
        unit.commit()
    with store.read() as unit:
        assert unit.people.by_identity(here) is None
        assert unit.people.identities_of("ann") == [there]


def test_what_a_person_chose_stands_above_any_list(store: Store) -> None:
    seed(store, ANN, ZOE)
    with store.write() as unit:
        unit.people.choose("ann", Choices("Asia/Tokyo", "", "JPY"))
        unit.commit()
    seed(store, replace(ANN, name="Ann Smith", zone="UTC", locale="de-DE"))
    with store.read() as unit:
        assert unit.people.get("ann") == replace(
            ANN, name="Ann Smith", zone="Asia/Tokyo", locale="de-DE", currency="JPY"
        )
        assert unit.people.choices() == {"ann": Choices("Asia/Tokyo", "", "JPY")}
        assert unit.people.get("zoe") == ZOE
