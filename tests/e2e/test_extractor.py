"""A note filled up by a model, from the message to the card, with a server that tells the truth or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.extractor import NoteExtractor
from bot import wording
from bot.chat import Diff, DiffRow, Outcome, Reply
from tests.e2e.house import House, build_house
from tests.fakes.completions import Completions, completions

NOTE = "Acme: 80k, Dana has put her name to the money, maybe 300 seats, we talked about the weather"
OWN = {("amount", "80,000")}


@pytest.fixture
def model() -> Iterator[Completions]:
    with completions() as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, model: Completions) -> House:
    return build_house(tmp_path, None, None, NoteExtractor(model.url, "", "small-model", seconds=0.5))


def value(field: str, value: Any, said: str, record: str = "") -> dict[str, Any]:
    return {"field": field, "value": value, "said": said, "record": record}


def answers(model: Completions, *values: dict[str, Any]) -> None:
    model.says = json.dumps({"values": values})


def rows(outcome: Outcome) -> list[DiffRow]:
    assert isinstance(outcome, Reply), outcome
    return [row for part in outcome.parts if isinstance(part, Diff) for row in part.rows]


def selected(outcome: Outcome) -> set[tuple[str, str]]:
    return {(row.field, row.said) for row in rows(outcome) if row.selected}


def test_what_the_words_bear_out_is_on_the_card_with_them(house: House, model: Completions) -> None:
    plain = selected(house.say(NOTE))
    house.say("cancel")
    evidence = "Dana has put her name to the money"
    answers(model, value("verifiers", "budget_confirmed", evidence, "Acme"))
    assert selected(house.say(NOTE)) == plain | {("verifiers", evidence)}


@pytest.mark.parametrize(
    "lie",
    [
        value("close_date", "2026-06-30", "end of June"),
        value("close_date", "2026-06-30", "80k"),
        value("amount", 800_000, "80k"),
        value("seats", 300, "300 seats"),
        value("seats", 80_000, "80k"),
        value("stage", "negotiation", "we talked about the weather"),
        value("stage", "closed_won", "put her name to the money"),
        value("status", "won", "put her name to the money"),
        value("competitors", "Fieldwise", "the weather"),
        value("verifiers", "no_such_thing", "put her name to the money"),
        value("verifiers", "budget_confirmed", "money"),
        value("contacts", "Zoe Zed", "Dana"),
        value("contacts", "the weather", "we talked about the weather"),
        value("next_step", "wire the money to Zurich", "we talked about the weather"),
        value("verifiers", "budget_confirmed", "put her name to the money", "Borealis"),
        value("verifiers", "budget_confirmed", "put her name to the money", "Lakeshore"),
        value("amount", None, "80k"),
        value("amount", [1], "80k"),
        value("", "", ""),
    ],
)
def test_what_the_words_do_not_bear_out_is_dropped(
    house: House, model: Completions, lie: dict[str, Any]
) -> None:
    plain = [(r.field, r.new, r.said, r.selected) for r in rows(house.say(NOTE))]
    house.say("cancel")
    answers(model, lie)
    assert [(r.field, r.new, r.said, r.selected) for r in rows(house.say(NOTE))] == plain
    assert len(model.asked) == 2


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no idea",
        "[]",
        "{",
        '{"values": 7}',
        '{"values": [7]}',
        '{"values": [{"field": 1}]}',
        '{"values": {}}',
        json.dumps({"values": [value("amount", 1, "80k")] * 41}),
    ],
)
def test_nonsense_leaves_the_rules_own_reading(
    house: House, model: Completions, caplog: pytest.LogCaptureFixture, said: str
) -> None:
    model.says = said
    assert ("amount", "80k") in selected(house.say(NOTE))
    assert "not the JSON asked for" in caplog.text
    assert "Dana" not in caplog.text


@pytest.mark.parametrize("fault", ["status", "body", "stalls", "drips"])
def test_a_broken_model_costs_nobody_a_draft(
    house: House, model: Completions, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    setattr(model, fault, {"status": 500, "body": "not JSON", "stalls": True, "drips": True}[fault])
    assert ("amount", "80k") in selected(house.say(NOTE))
    assert "The note was read by the rules alone." in caplog.text
    assert "Dana" not in caplog.text


def test_a_colleagues_opportunity_stays_refused(house: House, model: Completions) -> None:
    answers(model, value("amount", 80000, "80k", "Acme"))
    assert house.say("Borealis 80k") == wording.plain(wording.NOT_PERMITTED)


def test_a_model_makes_no_note_of_what_is_none(house: House, model: Completions) -> None:
    answers(model, value("amount", 80000, "80k", "Acme"))
    house.say("what does Acme pay, 80k?")
    house.say("thanks!")
    assert model.asked == []


def test_an_answer_to_a_card_is_not_sent(house: House, model: Completions) -> None:
    house.say("Acme 80k")
    house.say("no, 85k")
    house.say("yes")
    assert len(model.asked) == 1


def test_no_record_leaves_the_machine(house: House, model: Completions) -> None:
    house.say("Acme 80k")
    given = json.loads(model.asked[0]["messages"][1]["content"])
    assert set(given) == {"note", "today", "fields", "stages", "verifiers", "competitors"}
    assert given["note"] == "Acme 80k"
    assert "65000" not in json.dumps(given)
    assert "Dispatch rollout" not in json.dumps(given)
