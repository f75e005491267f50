"""An account is whose verified e-mail address it bears; nobody is made up, and nothing is linked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import wording
from bot.chat import Address, Identity, Message, Person, Reply
from bot.errors import DeliveryError, MessageGone
from bot.linking import Linking
from bot.ports import Account
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN = Person("ann", "Ann Lee", "Ann.Lee@example.com", frozenset({"rep"}))
HERE = Identity("teams", "t", "aad-ann")


class Directory:
    def __init__(self, told: Account | DeliveryError) -> None:
        self.told = told
        self.asked: list[Identity] = []

    def account(self, who: Identity, where: Address) -> Account:
        self.asked.append(who)
        if isinstance(self.told, DeliveryError):
            raise self.told
        return self.told


def store_with(*people: Person) -> FakeStore:
    store = FakeStore()
    with store.write() as uow:
        for person in people:
            uow.people.save(person)
        uow.commit()
    return store


def said(who: Identity = HERE, *, overheard: bool = False) -> Message:
    chat = Address(who.platform, "t", "c")
    return Message("e1", NOW, who, replace(chat, kind="channel") if overheard else chat, "hi")


def test_a_verified_address_links_once_and_is_not_asked_for_again() -> None:
    store, directory = store_with(ANN), Directory(Account("ann.lee@EXAMPLE.com"))
    linking = Linking(store, {"teams": directory})
    assert linking.person(said()) == ANN
    assert Linking(store, {}).person(said()) == ANN
    assert directory.asked == [HERE]


@pytest.mark.parametrize(
    ("told", "reply"),
    [
        (Account(""), wording.UNKNOWN_PERSON),
        (Account("eve@example.com"), wording.UNKNOWN_PERSON),
        (Account("ann.lee@example.com", guest=True), wording.GUEST),
        (DeliveryError("Away."), wording.NOT_LOOKED_UP),
        (DeliveryError("No scope.", permanent=True), wording.UNKNOWN_PERSON),
    ],
)
def test_whoever_is_not_known_is_told_why_and_nothing_is_kept(
    told: Account | DeliveryError, reply: str
) -> None:
    store = store_with(ANN)
    assert Linking(store, {"teams": Directory(told)}).person(said()) == wording.plain(reply)
    with store.read() as uow:
        assert (uow.people.all(), uow.people.identities_of("ann")) == ([ANN], [])


def test_an_address_of_two_people_is_nobodys() -> None:
    twin = Person("ann2", "Ann Two", ANN.email, frozenset({"rep"}))
    linking = Linking(store_with(ANN, twin), {"teams": Directory(Account(ANN.email))})
    assert linking.person(said()) == wording.plain(wording.UNKNOWN_PERSON)


def test_a_second_account_of_the_same_workspace_is_not_taken_on() -> None:
    store = store_with(ANN)
    linking = Linking(store, {name: Directory(Account(ANN.email)) for name in ("teams", "slack")})
    assert linking.person(said()) == ANN
    assert linking.person(said(Identity("teams", "t", "other"))) == wording.plain(wording.LINKED_ALREADY)
    assert linking.person(said(Identity("slack", "T1", "U1"))) == ANN


def test_nobody_is_looked_up_for_talk_among_people() -> None:
    directory = Directory(Account(ANN.email))
    assert isinstance(Linking(store_with(ANN), {"teams": directory}).person(said(overheard=True)), Reply)
    assert directory.asked == []


@pytest.mark.parametrize(("opens", "looked"), [(True, []), (False, [HERE])])
def test_a_former_colleague_goes_on_in_no_thread(opens: bool, looked: list[Identity]) -> None:
    """What opens a thread is answered with what everybody may see; what follows may be for some only."""
    store, directory = store_with(ANN), Directory(Account(ANN.email, guest=True))
    with store.write() as uow:
        uow.people.link(HERE, "ann")
        uow.commit()
    heard = replace(said(overheard=True), opens_thread=opens)
    found = Linking(store, {"teams": directory}).person(heard)
    assert found == (ANN if opens else wording.plain(wording.GUEST))
    assert directory.asked == looked


ABROAD = Account(ANN.email, zone="Asia/Tokyo", locale="ja-JP")


def linked(person: Person, account: Account) -> Person | Reply:
    store = store_with(person)
    with store.read() as uow:
        assert uow.people.get(person.id) == person
    found = Linking(store, {"teams": Directory(account)}, "Europe/Berlin").person(said())
    with store.read() as uow:
        assert uow.people.get(person.id) == found
    return found


def test_zone_and_locale_come_from_the_profile_unless_somebody_gave_them() -> None:
    plain = replace(ANN, zone="Europe/Berlin")
    assert linked(plain, ABROAD) == replace(plain, zone="Asia/Tokyo", locale="ja-JP")
    given = replace(ANN, zone="America/Denver", locale="de-DE")
    assert linked(given, ABROAD) == given


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "\x00"])
def test_a_zone_that_is_none_changes_nothing(zone: str) -> None:
    plain = replace(ANN, zone="Europe/Berlin")
    assert linked(plain, replace(ABROAD, zone=zone, locale="")) == plain


def later(hours: float) -> Message:
    return replace(said(), at=NOW + timedelta(hours=hours))


def linked_to_ann() -> FakeStore:
    store = store_with(ANN)
    with store.write() as uow:
        uow.people.link(HERE, "ann")
        uow.people.remember_address("ann", Address("teams", "t", "c"))
        uow.commit()
    return store


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (Account(ANN.email, guest=True), wording.GUEST),
        (MessageGone("Teams refused the message with status 404."), wording.UNKNOWN_PERSON),
    ],
)
def test_whoever_became_a_guest_or_left_loses_the_account_within_the_hour(
    told: Account | DeliveryError, sentence: str
) -> None:
    store, directory = linked_to_ann(), Directory(Account(ANN.email))
    linking = Linking(store, {"teams": directory})
    assert linking.person(said()) == ANN
    directory.told = told
    assert linking.person(later(0.9)) == ANN
    assert linking.person(later(1.1)) == wording.plain(sentence)
    assert len(directory.asked) == 2
    with store.read() as uow:
        assert (uow.people.by_identity(HERE), uow.people.address_of("ann")) == (None, None)


def test_a_chat_on_another_platform_stays_theirs() -> None:
    store, directory = linked_to_ann(), Directory(Account(ANN.email, guest=True))
    slack = Address("slack", "T1", "D1")
    with store.write() as uow:
        uow.people.remember_address("ann", slack)
        uow.commit()
    assert Linking(store, {"teams": directory}).person(said()) == wording.plain(wording.GUEST)
    with store.read() as uow:
        assert uow.people.address_of("ann") == slack


@pytest.mark.parametrize("told", [DeliveryError("away"), DeliveryError("not installed", permanent=True)])
def test_what_the_platform_does_not_tell_changes_nothing(told: DeliveryError) -> None:
    directory = Directory(told)
    linking = Linking(linked_to_ann(), {"teams": directory})
    assert [linking.person(said()), linking.person(later(0.5))] == [ANN, ANN]
    assert len(directory.asked) == 1


def test_an_account_that_an_administrator_names_is_not_looked_at() -> None:
    directory = Directory(Account(ANN.email, guest=True))
    assert Linking(linked_to_ann(), {"teams": directory}, named=[HERE]).person(said()) == ANN
    assert directory.asked == []


def test_what_is_remembered_of_lookups_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.linking.LOOKED_AT", 2)
    store, directory = store_with(ANN), Directory(Account(ANN.email))
    accounts = [Identity("teams", f"t{number}", "aad") for number in range(3)]
    with store.write() as uow:
        for each in accounts:
            uow.people.link(each, "ann")
        uow.commit()
    linking = Linking(store, {"teams": directory})
    for who in (*accounts, accounts[2], accounts[0]):
        linking.person(said(who))
    assert directory.asked == [*accounts, accounts[0]]
