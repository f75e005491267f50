"""`CORNERMAN_TESTS_THROUGH=slack` has every conversation of a house go through that platform's own app."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.e2e import house
from tests.e2e.through_slack import through_slack

PLATFORMS = {"slack": through_slack}


@pytest.fixture(autouse=True)
def through(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ExitStack() as stack:
        if platform := os.environ.get("CORNERMAN_TESTS_THROUGH"):
            way = PLATFORMS[platform]
            monkeypatch.setattr(house, "entered", lambda built: stack.enter_context(way(built)))
        yield
