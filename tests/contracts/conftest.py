"""Every implementation of a port, for the suites that must hold for all of them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from adapters.store.unit import SqlStore
from bot.ports import Store
from tests.fakes.store import FakeStore


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")
    assert isinstance(found, Engine)
    return found


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "fake":
        return FakeStore()
    fixture = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    return SqlStore(request.getfixturevalue(fixture))


@pytest.fixture
def sql_store(engine: Engine) -> Store:
    return SqlStore(engine)
