"""Every implementation of a port, for the suites that must hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from requests import Session
from sqlalchemy import Engine

from adapters.crm.builtin import BuiltinCrm
from adapters.crm.hubspot.crm import HubSpotCrm
from adapters.crm.rules import Rules
from adapters.crm.salesforce.connection import SignIn
from adapters.crm.salesforce.crm import SalesforceCrm
from adapters.store.unit import SqlStore
from bot.ports import Store
from tests.contracts.company import COMPETITORS, LOSS_REASONS, NOW, STAGES, VERIFIERS, OwnCrm, SeededCrm
from tests.contracts.elsewhere import Elsewhere
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.contracts.salesforce_vendor import SalesforceVendor
from tests.fakes.crm import FakeCrm
from tests.fakes.hubspot import TOKEN, HubSpot, hubspot
from tests.fakes.salesforce import AUDIENCE, CLIENT, OPERATOR, Salesforce, key_pair, salesforce
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


KNOWN = (STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS, 2)


def own_crm(request: pytest.FixtureRequest) -> OwnCrm:
    if request.param == "fake":
        return FakeCrm(*KNOWN, clock=lambda: NOW)
    return BuiltinCrm(_engine(request), *KNOWN, clock=lambda: NOW)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def own(request: pytest.FixtureRequest) -> OwnCrm:
    """The CRMs whose records are ours to fill and to empty."""
    return own_crm(request)


@pytest.fixture(params=["fake", "sqlite", "postgresql", "hubspot", "salesforce"])
def crm(request: pytest.FixtureRequest) -> SeededCrm:
    if request.param in ("hubspot", "salesforce"):
        found: SeededCrm = request.getfixturevalue(f"{request.param}_crm")
        return found
    return own_crm(request)


@pytest.fixture
def hubspot_server() -> Iterator[HubSpot]:
    with hubspot(lambda: NOW) as server:
        yield server


@pytest.fixture
def hubspot_crm(hubspot_server: HubSpot) -> Iterator[Elsewhere]:
    rules = Rules(STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS)
    crm = HubSpotCrm(TOKEN, rules, lambda: NOW, no_sleep, fiscal_year_start_month=2, base=hubspot_server.url)
    yield Elsewhere(crm, HubSpotVendor(hubspot_server))
    crm.close()


@pytest.fixture
def salesforce_org() -> Iterator[tuple[Salesforce, Session]]:
    with salesforce(lambda: NOW) as found:
        yield found


@pytest.fixture
def salesforce_crm(salesforce_org: tuple[Salesforce, Session]) -> Elsewhere:
    org, session = salesforce_org
    rules = Rules(STAGES, VERIFIERS, COMPETITORS, LOSS_REASONS)
    sign_in = SignIn(org.url, AUDIENCE, CLIENT, key_pair()[0])
    crm = SalesforceCrm(sign_in, OPERATOR, rules, lambda: NOW, session, fiscal_year_start_month=2)
    return Elsewhere(crm, SalesforceVendor(org))


def no_sleep(seconds: float) -> None:
    raise AssertionError(f"nobody waits {seconds} seconds here")
