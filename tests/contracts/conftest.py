"""Every implementation of a port, for the suites that must hold for all of them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from adapters.crm.builtin import BuiltinCrm
from adapters.store.unit import SqlStore
from bot.ports import Store
from tests.contracts.company import COMPETITORS, LOSS_REASONS, NOW, STAGES, VERIFIERS, SeededCrm
from tests.fakes.crm import FakeCrm
from tests.fakes.store import FakeStore


def _engine(request: pytest.FixtureRequest) -> Engine:
    found = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")
    assert isinstance(found, Engine)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return _engine(request)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    return FakeStore() if request.param == "fake" else SqlStore(_engine(request))


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def crm(request: pytest.FixtureRequest) -> SeededCrm:
    known = (STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS, 2)
    if request.param == "fake":
        return FakeCrm(*known, clock=lambda: NOW)
    return BuiltinCrm(_engine(request), *known, clock=lambda: NOW)
