"""Where the app is installed: what is begun ends once, and an old ending ends nothing new."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from adapters.store.slack_installations import SqlSlackInstallations
from tests.fakes.slack_bot import MOMENT


def test_what_was_put_is_replaced_and_forgotten_only_as_it_was(engine: Engine) -> None:
    kept, later = SqlSlackInstallations(engine), MOMENT + timedelta(minutes=1)
    assert kept.get("T1") is None
    kept.put("T1", "old", MOMENT)
    kept.put("T1", "sealed", later)
    kept.put("T2", "other", MOMENT)
    kept.replace("T1", "old", "late")
    kept.forget("T1", MOMENT)
    assert kept.get("T1") == "sealed"
    kept.replace("T1", "sealed", "anew")
    assert (kept.get("T1"), kept.get("T2")) == ("anew", "other")
    kept.forget("T1", later)
    assert (kept.get("T1"), kept.get("T2")) == (None, "other")


def test_a_state_is_good_for_ten_minutes_and_once(engine: Engine) -> None:
    kept, now, ago = SqlSlackInstallations(engine), MOMENT, timedelta(minutes=10)
    kept.begin("s", now, now - ago)
    assert not kept.end("s", now + timedelta(seconds=1))
    assert not kept.end("s", now - ago)
    kept.begin("s", now, now - ago)
    kept.begin("t", now + 2 * ago, now + ago)
    assert [kept.end(state, now) for state in ("s", "t", "t")] == [False, True, False]
