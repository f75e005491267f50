"""The people of the settings: what the file adds is brought in, what it does not change is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.bootstrap import build
from adapters.config import DEMO_CONFIG, load_settings
from adapters.seeding import bring_people
from bot.chat import Identity
from bot.ports import UnitOfWork
from bot.settings import PersonSettings
from content_index.batching import SharedEmbedder
from tests.fakes.embedder import HashEmbedder
from tests.fakes.store import FakeStore

ANN = PersonSettings("ann", "Ann Lee", "ann@example.com", zone="UTC", currency="USD")
BEN = PersonSettings("ben", "Ben Roy", "ben@example.com", zone="UTC", currency="USD", manager="ann")
SLACK = Identity("slack", "T1", "U1")
TEAMS = Identity("teams", "t", "a:b")


class CountingStore(FakeStore):
    writes = 0

    @contextmanager
    def write(self, *, ahead: bool = False) -> Iterator[UnitOfWork]:
        self.writes += 1
        with super().write() as uow:
            yield uow


def test_an_identity_added_later_is_linked_to_an_unchanged_person() -> None:
    store = FakeStore()
    bring_people(store, (ANN, BEN))
    bring_people(store, (replace(ANN, identities=("slack:T1:U1", "teams:t:a:b")), BEN))
    with store.read() as uow:
        assert uow.people.by_identity(SLACK) == uow.people.get("ann") is not None
        assert uow.people.identities_of("ann") == [SLACK, TEAMS]


def test_an_identity_given_to_somebody_else_moves() -> None:
    store = FakeStore()
    bring_people(store, (replace(ANN, identities=("slack:T1:U1",)), BEN))
    bring_people(store, (ANN, replace(BEN, identities=("slack:T1:U1",))))
    with store.read() as uow:
        assert uow.people.identities_of("ann") == []
        assert uow.people.identities_of("ben") == [SLACK]


def test_only_who_changed_is_saved() -> None:
    store = FakeStore()
    bring_people(store, (ANN, BEN))
    with store.write() as uow:
        ben = uow.people.get("ben")
        assert ben is not None
        uow.people.link(TEAMS, "ben")
        uow.commit()
    bring_people(store, (replace(ANN, name="Ann Smith"), BEN))
    with store.read() as uow:
        ann = uow.people.get("ann")
        assert ann is not None
        assert ann.name == "Ann Smith"
        assert uow.people.get("ben") == ben
        assert uow.people.identities_of("ben") == [TEAMS]


@pytest.mark.parametrize("identities", [(), ("slack:T1:U1",)])
def test_a_start_that_brings_nothing_new_takes_no_write_lock(identities: tuple[str, ...]) -> None:
    store = CountingStore()
    people = (replace(ANN, identities=identities), BEN)
    bring_people(store, people)
    bring_people(store, people)
    assert store.writes == 1


def test_everybody_who_asks_shares_the_models_passes(tmp_path: Path) -> None:
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(tmp_path)})
    app = build(settings, lambda: datetime(2026, 3, 10, tzinfo=UTC), HashEmbedder())
    assert isinstance(app.embedder, SharedEmbedder)
    assert app.content._embedder is app.ask._embedder is app.embedder


def test_a_start_keeps_the_zone_of_a_profile_where_the_file_gives_none() -> None:
    store = FakeStore()
    seeds = (replace(ANN, zone="Europe/Berlin"), replace(BEN, zone="Asia/Tokyo"))
    bring_people(store, seeds, "Europe/Berlin")
    with store.write() as uow:
        for person in uow.people.all():
            uow.people.save(replace(person, zone="America/Denver"))
        uow.commit()
    bring_people(store, seeds, "Europe/Berlin")
    with store.read() as uow:
        zones = {person.id: person.zone for person in uow.people.all()}
    assert zones == {ANN.id: "America/Denver", BEN.id: "Asia/Tokyo"}
