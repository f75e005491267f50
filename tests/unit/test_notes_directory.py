"""Reading a note against the records it may name equals reading it against the whole CRM."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.crm.builtin import BuiltinCrm
from adapters.evaluate_notes import book, dialog_context, person
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from bot.notes.directory import MANY, Directory
from bot.notes.names import Target
from bot.notes.records import Known
from bot.notes.understand import understand
from bot.sales import Account, Contact, Opportunity
from tests.unit.notes_world import CRM, MESSAGES

BLIND = Path(__file__).parents[1] / "relevance" / "notes"
NORTHGATE = Account("A1", "Northgate Freight Ltd", ("NGF",))
DIRECTORY = Directory(
    [NORTHGATE, Account("A2", "Lumina Foods")],
    [Opportunity("O1", "A1", "Dock scheduling rollout", "U1")],
    [Contact("C1", "A1", "Troy Haskins"), Contact("C2", "A2", "Wu Li")],
)


@pytest.mark.parametrize(
    ("seed", "messages"),
    [(CRM, MESSAGES), (BLIND / "blind_crm.json", BLIND / "blind_seen.jsonl")],
)
def test_every_seen_message_is_understood_as_against_the_whole_crm(
    seed: Path, messages: Path, tmp_path: Path
) -> None:
    held: dict[str, Any] = json.loads(seed.read_text("utf-8"))
    now = datetime.fromisoformat(held["reference_time"])
    people = {user["id"]: person(user) for user in held["users"]}
    whole = {id: book(held, id) for id in people}
    crm = _stored(held, whole[next(iter(people))], tmp_path)
    for line in map(json.loads, messages.read_text("utf-8").splitlines()):
        speaker = people[line["user"]]
        context = dialog_context(line, speaker, Known(whole[speaker.id]), now)
        plain = understand(line["text"], context, whole[speaker.id], now)
        assert understand(line["text"], context, crm.book(speaker.id, line["text"]), now) == plain, line["id"]


def _stored(held: dict[str, Any], whole: Any, folder: Path) -> BuiltinCrm:
    engine = connect(f"sqlite:///{folder / 'crm.db'}")
    migrate(engine)
    crm = BuiltinCrm(
        engine,
        whole.stages,
        whole.verifiers,
        whole.competitors,
        whole.loss_reasons,
        whole.fiscal_year_start_month,
    )
    crm.load_seed(whole.accounts, whole.contacts, (*whole.mine, *whole.others))
    return crm


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Northgate Freight 80k", {"A1"}),
        ("NORTHGATE: signed", {"A1"}),
        ("ngf moved", {"A1"}),
        ("nortgate freight", {"A1"}),
        ("Northgate Frieght and lumnia foods", {"A1", "A2"}),
        ("the Dock-scheduling rollout", {"O1"}),
        ("dock scheduling", set()),
        ("troy haskins", {"C1"}),
        ("Mr Haskins", {"C1"}),
        ("northgate\nuh freight", {"A1"}),
        ("", set()),
        ("!!!", set()),
        ("gate north", set()),
    ],
)
def test_names(said: str, ids: set[str]) -> None:
    assert {target.id for target in DIRECTORY.named(said)} == ids


def test_a_name_that_many_share_says_nothing_of_people_and_stands_for_the_first_companies() -> None:
    accounts = [Account(f"A{n:03}", f"Zenith Part{n}") for n in range(MANY + 5)]
    contacts = [Contact(f"C{n:03}", "A000", f"Ona Roe{n}") for n in range(MANY + 1)]
    found = Directory(accounts, (), contacts).named("Ona at Zenith, and Ona Roe3")
    assert sorted(found) == [
        *(Target("account", f"A{n:03}") for n in range(MANY)),
        Target("contact", "C003"),
    ]


def test_of_nothing_nothing_is_found() -> None:
    assert Directory().named("Northgate Freight, Troy Haskins") == frozenset()


_WORDS = st.sampled_from(["alder", "birch", "cedar", "draco", "elmer", "foods", "group", "ltd", "nova"])


@given(st.lists(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join), max_size=8), st.data())
def test_any_name_is_found_with_a_letter_left_out_of_any_word(names: list[str], data: st.DataObject) -> None:
    directory = Directory([Account(f"A{n}", name) for n, name in enumerate(names)])
    for n, name in enumerate(names):
        words = name.split()
        slips = [w[:at] + w[at + 1 :] for w in words for at in [data.draw(st.integers(1, len(w) - 1))]]
        typed = [
            data.draw(st.sampled_from([w, slip])) if len(w) > 4 else w
            for w, slip in zip(words, slips, strict=True)
        ]
        assert Target("account", f"A{n}") in directory.named(f"met {' '.join(typed)} today")
