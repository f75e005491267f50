"""`CORNERMAN_TESTS_THROUGH=slack` or `teams` has every conversation of a house go through that platform's own
app; what is marked `not_through` is left out there, and the mark says why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.e2e import house
from tests.e2e.through_slack import through_slack
from tests.e2e.through_teams import through_teams

PLATFORMS = {"slack": through_slack, "teams": through_teams}


@pytest.fixture(autouse=True)
def through(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ExitStack() as stack:
        if platform := os.environ.get("CORNERMAN_TESTS_THROUGH"):
            mark = request.node.get_closest_marker("not_through")
            if mark and platform in mark.args:
                pytest.skip(mark.kwargs["why"])
            way = PLATFORMS[platform]
            monkeypatch.setattr(house, "entered", lambda built: stack.enter_context(way(built)))
        yield
