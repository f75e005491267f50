"""Scenarios of tests/e2e/scenarios through the engine and a real store, held to each event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters import evaluate_coaching as evaluate
from adapters.coaching_scenario_file import load_scenario, schema
from adapters.evaluate_coaching import evaluate_coaching, run_scenario
from adapters.store.coaching_tables import AT_ONCE
from bot.errors import ConfigError

HERE = Path(__file__).parent
SCENARIOS = HERE / "scenarios"


def told(row: dict[str, Any]) -> str:
    """`local time · event · recipient · reason · plan · day or state`, without what is not there."""
    last = f"day {row['day']}" if "day" in row else row.get("state", "")
    if row["event"] in ("delivered", "changed"):
        last = " ".join(row["keys"]) + (f" on {row['platform']}" if "platform" in row else "")
    parts = (row["local"], row["event"], row["recipient"], _reason(row), row.get("plan", ""), last)
    return " · ".join(part for part in parts if part)


def _reason(row: dict[str, Any]) -> str:
    return "" if row["event"] in ("delivered", "changed") else str(row["reason"])


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
def test_scenario(name: str) -> None:
    rows = run_scenario(load_scenario(SCENARIOS / f"{name}.yaml"))
    deliveries = [key for row in rows if row["event"] == "delivered" for key in row["keys"]]
    assert len(deliveries) == len(set(deliveries))
    assert [told(row) for row in rows] == (SCENARIOS / f"{name}.events").read_text(
        encoding="utf-8"
    ).splitlines()


@pytest.mark.long
@pytest.mark.parametrize("name", ["first_plan", "quiet_opportunity", "pilot", "two_opinions", "downtime"])
def test_a_clock_that_waits_through_every_tick_shows_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    jumping = run_scenario(scenario)
    monkeypatch.setattr(evaluate, "next_moment", lambda _: AT_ONCE)
    assert run_scenario(scenario) == jumping


def test_events_are_written_one_json_object_a_line(tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    evaluate_coaching(SCENARIOS / "duplicate_ticks.yaml", out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == {
        "at": "2026-03-11T13:00:00+00:00",
        "local": "Wed 2026-03-11 09:00",
        "event": "sent",
        "recipient": "marta",
        "reason": "due",
        "plan": "p",
        "step": "p:2",
        "day": 7,
        "keys": ["p:2:1:marta"],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("start: 2026-03-10T09:00\nuntil: 2026-03-11T09:00\n", "people: Field required"),
        ("start: x\nuntil: 2026-03-11T09:00\npeople: []\n", "start: Input should be a valid datetime"),
        ("start: 2026-03-10T09:00\nuntil: 2026-03-11T09:00\npeople: []\nfoo: 1\n", "foo: Unexpected"),
        ("a: [", "is not YAML"),
    ],
)
def test_a_wrong_scenario_is_one_clear_sentence(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"wrong\.yaml") as raised:
        load_scenario(path)
    assert message in str(raised.value)


def test_the_readme_shows_the_schema_as_it_is() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```json\n")[1].split("```")[0]
    assert json.loads(shown) == schema()
