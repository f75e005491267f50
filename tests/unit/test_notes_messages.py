"""Understanding, measured: what is written is right, and most of what is said is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.commands.evaluate import notes
from adapters.evaluate_notes import evaluate_notes
from bot.errors import ConfigError
from tests.unit.notes_world import CRM, MESSAGES, SEED

LISTS = ("contacts", "competitor", "verifiers")
MEASURED = ("amount", "stage", "close_date", "status", *LISTS, "seats")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each message beside its prediction."""
    out = tmp_path_factory.mktemp("notes") / "predictions.jsonl"
    done: list[tuple[int, int]] = []
    evaluate_notes(CRM, MESSAGES, out, lambda *step: done.append(step))
    messages = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    assert done == [(n, len(messages)) for n in range(1, len(messages) + 1)]
    return list(zip(messages, map(json.loads, out.read_text(encoding="utf-8").splitlines()), strict=True))


def key(update: dict[str, Any]) -> tuple[str, Any]:
    for kind in ("opportunity_id", "account_id", "new_account"):
        if update.get(kind):
            return kind, update[kind]
    kind = "not_permitted" if "not_permitted" in update else "ambiguous"
    return kind, tuple(sorted(update.get(kind, ())))


def items(values: dict[str, Any], field: str) -> set[Any]:
    value = values.get(field)
    return set(value) if isinstance(value, list) else set() if value is None else {value}


def current(update: dict[str, Any]) -> dict[str, Any]:
    return next((o for o in SEED["opportunities"] if o["id"] == update.get("opportunity_id")), {})


def judged(
    pairs: list[tuple[dict[str, Any], dict[str, Any]]],
) -> Iterator[tuple[str, set[Any], set[Any], set[Any]]]:
    """(field, wanted, written, also allowed) for every field of every record."""
    for message, prediction in pairs:
        predicted = {key(u): u for u in prediction["updates"]}
        gold = {key(u): u for u in message["gold"]["updates"]}
        for record in gold.keys() | predicted.keys():
            want, got = gold.get(record, {}), predicted.get(record, {})
            for field in MEASURED:
                allowed = items(want.get("optional", {}), field) | items(current(want), field)
                window = want.get("accept", {}).get(field)
                written = items(got.get("set", {}), field)
                if window:
                    allowed |= {w for w in written if window["from"] <= w <= window["to"]}
                wanted = items(want.get("set", {}), field)
                yield field, (written if window and written <= allowed else wanted), written, allowed


def test_the_set_is_large_and_varied() -> None:
    messages = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    assert len(messages) >= 120
    assert len({t for m in messages for t in m["tags"]}) >= 40


def test_intent(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    right = [p["intent"] in m["gold"].get("intent_accept", [m["gold"]["intent"]]) for m, p in pairs]
    assert sum(right) / len(right) >= 0.97


def test_what_is_written_is_right(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    wrong = [(f, written - wanted - allowed) for f, wanted, written, allowed in judged(pairs)]
    assert [w for w in wrong if w[1]] == []


def test_most_of_what_is_said_is_found(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    wanted = sum(len(want) for _, want, _, _ in judged(pairs))
    found = sum(len(want & written) for _, want, written, _ in judged(pairs))
    assert found / wanted >= 0.95


def test_no_write_goes_to_a_record_nobody_meant(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for message, prediction in pairs:
        gold = {key(u) for u in message["gold"]["updates"]}
        assert {key(u) for u in prediction["updates"] if any(u["set"].values())} <= gold, message["id"]


def test_dialog_acts(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for message, prediction in pairs:
        assert prediction.get("dialog_act") == message["gold"].get("dialog_act"), message["id"]


def test_gold_is_never_read(tmp_path: Path) -> None:
    line = json.loads(MESSAGES.read_text(encoding="utf-8").splitlines()[0])
    for name, gold in (("a", line["gold"]), ("b", {"intent": "other", "updates": []})):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**line, "gold": gold}), encoding="utf-8")
        evaluate_notes(CRM, tmp_path / f"{name}.jsonl", tmp_path / f"{name}.out")
    assert (tmp_path / "a.out").read_text() == (tmp_path / "b.out").read_text()


def test_messages_with_labels_are_scored_and_those_without_print_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()[:3]]
    bare = [{k: v for k, v in line.items() if k != "gold"} for line in lines]
    for name, some in (("labelled", [*lines, bare[0]]), ("bare", bare)):
        (tmp_path / name).write_text("\n".join(map(json.dumps, some)), encoding="utf-8")
        assert notes(CRM, tmp_path / name, tmp_path / "out") == 0
        shown = capsys.readouterr()
        assert shown.out.startswith("messages 3   intent 1.000   exact match 1.000\n") == (name == "labelled")
        assert bool(shown.out) == (name == "labelled")
        assert shown.err == f"messages: {len(some)} of {len(some)}\n"


@pytest.mark.parametrize(
    "gold", [[], 1, {"intent": "other"}, {"updates": [], "x": 1}, {"intent": "x", "updates": [1]}]
)
def test_labels_of_another_form_are_named(tmp_path: Path, gold: object) -> None:
    line = json.loads(MESSAGES.read_text(encoding="utf-8").splitlines()[0])
    lines = tmp_path / "messages.jsonl"
    lines.write_text(json.dumps({**line, "gold": gold or [0]}))
    with pytest.raises(ConfigError, match=r"messages\.jsonl line 1: its gold needs intent and updates"):
        evaluate_notes(CRM, lines, tmp_path / "out")


@pytest.mark.parametrize(("crm", "messages"), [("{", "{}"), ("{}", "{}"), (None, "{}")])
def test_files_that_cannot_be_read_are_named(tmp_path: Path, crm: str | None, messages: str) -> None:
    seed, lines = tmp_path / "seed.json", tmp_path / "messages.jsonl"
    if crm is not None:
        seed.write_text(crm)
    lines.write_text(messages)
    with pytest.raises(ConfigError, match=r"seed\.json"):
        evaluate_notes(seed, lines, tmp_path / "out")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "needs id, user and text"),
        ('{"id": "x"}', "needs id, user and text"),
        ('{"id": "x", "user": "nobody", "text": "hello"}', "its user is none of the seed's users"),
    ],
)
def test_a_line_that_is_no_message_is_named_and_nothing_written(
    tmp_path: Path, line: str, reason: str
) -> None:
    lines = tmp_path / "messages.jsonl"
    lines.write_text(MESSAGES.read_text(encoding="utf-8").split("\n")[0] + f"\n{line}\n")
    with pytest.raises(ConfigError, match=rf"messages\.jsonl line 2:? {reason}"):
        evaluate_notes(CRM, lines, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_line_separator_within_a_message_ends_no_line(tmp_path: Path) -> None:
    line = json.loads(MESSAGES.read_text(encoding="utf-8").split("\n")[0])
    lines = tmp_path / "messages.jsonl"
    lines.write_text(json.dumps({**line, "text": "Acme:\u2028budget ok"}, ensure_ascii=False), "utf-8")
    evaluate_notes(CRM, lines, tmp_path / "out")
    assert json.loads((tmp_path / "out").read_text("utf-8"))["id"] == line["id"]


def test_what_is_read_is_never_overwritten(tmp_path: Path) -> None:
    lines = tmp_path / "messages.jsonl"
    lines.write_bytes(MESSAGES.read_bytes())
    with pytest.raises(ConfigError, match=r"--out would overwrite messages\.jsonl"):
        evaluate_notes(CRM, lines, lines)
    assert lines.read_bytes() == MESSAGES.read_bytes()


def test_a_seed_of_other_things_is_named(tmp_path: Path) -> None:
    seed = json.loads(CRM.read_text("utf-8"))
    (tmp_path / "seed.json").write_text(json.dumps({**seed, "users": [{"name": "Ana"}]}), "utf-8")
    with pytest.raises(ConfigError, match=r"seed\.json is no CRM seed: KeyError at 'id'"):
        evaluate_notes(tmp_path / "seed.json", MESSAGES, tmp_path / "out")


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    lines = tmp_path / "messages.jsonl"
    lines.write_text(MESSAGES.read_text(encoding="utf-8").splitlines()[0] + "\n{nope\n")
    with pytest.raises(ConfigError, match=r"messages\.jsonl line 2"):
        evaluate_notes(CRM, lines, tmp_path / "out")
