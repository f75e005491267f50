"""Another CRM's export into the built-in one, by the command an administrator types."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.bootstrap import builtin_crm, open_store
from adapters.cli import run
from adapters.clock import system_clock
from adapters.config import load_settings
from adapters.crm.builtin import BuiltinCrm
from adapters.crm.seed import Holdings
from bot.sales import Account, Contact, CrmUpdate, Opportunity

ACCOUNTS = "account,sector,office_location\nCancity,retail,United States\nÅngström AB,energy,Sweden\n"
CONTACTS = "First Name,Last Name,Company,Job Title\nDana,Reed,Cancity,CFO\n,,Cancity,\nJo,Li,Nowhere,\n"
PIPELINE = """opportunity_id;sales_agent;product;account;deal_stage;close_date;close_value
A1;Ben Example;GTX Pro;Cancity;Won;25/03/2026;1.054,50 €
A2;ben@example.com;GTX Basic;angstrom ab;Engaging;;
A3;Ben Example;GTX Basic;;Won;01/02/2026;5
A4;Nobody Known;GTX Basic;Cancity;Won;;
A5;Ben Example;GTX Basic;Cancty;Won;;
A6;Ben Example;GTX Basic;Cancity;Parked;;
A7;Ben Example;GTX Basic;Cancity;discovery;;about ten
A1;Ben Example;GTX Basic;Cancity;Won;;
"""
NOTES = """deal id,created by,created,body
A1,ana,2026-01-05,"Met Dana,
budget is fine"
A9,ana,2026-01-05,Hello
"""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("accounts.csv", ACCOUNTS),
        ("contacts.csv", CONTACTS),
        ("pipeline.csv", PIPELINE),
        ("notes.csv", NOTES),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(["config", "init"]) == 0
    return tmp_path


FILES = (
    *("--accounts", "accounts.csv"),
    *("--contacts", "contacts.csv"),
    *("--opportunities", "pipeline.csv"),
    *("--notes", "notes.csv"),
)


def bring(*arguments: str) -> int:
    return run(["crm", "import", *FILES, "--stage", "Engaging=evaluation", *arguments])


def crm_of(company: Path) -> BuiltinCrm:
    settings = load_settings(company / "cornerman.toml", {})
    return builtin_crm(settings, open_store(settings)[0], system_clock)


REJECTED = [
    "  contacts.csv line 3: has no name; write one",
    '  contacts.csv line 4: "Nowhere" is not an account; add it to the accounts',
    "  pipeline.csv line 4: has no account; write one",
    '  pipeline.csv line 5: "Nobody Known" is not a person here; run `cornerman people sync` first',
    '  pipeline.csv line 6: "Cancty" is not an account; add it to the accounts (near: "cancity")',
    '  pipeline.csv line 7: "Parked" is not a stage; say which it is with --stage "Parked=STAGE"',
    '  pipeline.csv line 8: "about ten" is no amount; write it as 1054 or 1,054.00',
    "  pipeline.csv line 9: repeats line 2 (A1); keep one of them",
    '  notes.csv line 4: "A9" is not an opportunity; import it first',
]


def test_a_dry_run_lists_every_rejected_row_and_writes_nothing(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert bring("--dry-run", "--rejected", "rejected.csv") == 1
    said = capsys.readouterr()
    assert [line for line in said.err.splitlines() if line.startswith("  ")] == REJECTED
    assert said.out.splitlines()[:4] == [
        "accounts: 2 new, 0 changed, 0 unchanged, 0 rejected",
        "contacts: 1 new, 0 changed, 0 unchanged, 2 rejected",
        "opportunities: 2 new, 0 changed, 0 unchanged, 6 rejected",
        "notes: 1 new, 0 changed, 0 unchanged, 1 rejected",
    ]
    assert said.out.splitlines()[-1] == "Nothing was written."
    assert (company / "rejected.csv").read_text().splitlines()[1] == "contacts.csv,3,has no name; write one"
    assert crm_of(company).held() == Holdings()


def test_what_is_right_is_written_and_a_second_time_changes_nothing(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring() == 1
    crm = crm_of(company)
    won = Opportunity(
        *("A1", "cancity", "Cancity – GTX Pro", "005000000000001"),
        stage="closed_won",
        amount=Decimal("1054.50"),
        close_date=date(2026, 3, 25),
        status="won",
    )
    held = crm.held()
    assert held.accounts == (
        Account("angstrom-ab", "Ångström AB", country="Sweden"),
        Account("cancity", "Cancity", country="United States"),
    )
    assert held.contacts == (Contact("cancity/dana-reed", "cancity", "Dana Reed", "CFO"),)
    assert [one.id for one in held.opportunities] == ["A1", "A2"]
    assert held.opportunities[0] == won
    assert held.opportunities[1].stage == "evaluation"
    (note,) = crm.notes("A1", "005000000000001")
    assert (note.text, note.author_id) == ("Met Dana,\nbudget is fine", "ana")
    assert note.written_at == datetime(2026, 1, 5, 12, tzinfo=UTC)
    capsys.readouterr()
    assert bring() == 1
    assert "opportunities: 0 new, 0 changed, 2 unchanged, 6 rejected" in capsys.readouterr().out
    assert crm.opportunity("A1", "005000000000001").version == "1"


def test_an_export_never_takes_away_what_a_rep_wrote(company: Path) -> None:
    assert bring() == 1
    crm = crm_of(company)
    crm.update(CrmUpdate("k1", "A2", {"next_step": "Send the quote", "seats": 40}), "005000000000001")
    (company / "pipeline.csv").write_text(PIPELINE.replace("Engaging;;", "Engaging;;90000"))
    assert bring() == 1
    now = crm.opportunity("A2", "005000000000001")
    assert (now.amount, now.next_step, now.seats) == (Decimal(90000), "Send the quote", 40)


def test_what_a_rep_saves_while_the_file_is_read_is_left_alone(company: Path) -> None:
    assert bring() == 1
    crm = crm_of(company)
    seen = {one.id: one for one in crm.held().opportunities}
    crm.update(CrmUpdate("k1", "A1", {"next_step": "Send the quote"}), "005000000000001")
    wanted = [replace(one, seats=7) for one in seen.values()]
    assert crm.bring(wanted, seen) == ("A1",)
    assert [(one.id, one.seats, one.next_step) for one in crm.held().opportunities] == [
        ("A1", None, "Send the quote"),
        ("A2", 7, ""),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "cornerman: name at least one file: --accounts, --contacts, --opportunities or --notes"),
        (["--accounts", "no.csv"], "cornerman: no.csv: No such file or directory; name a CSV file"),
        (
            ["--accounts", "accounts.csv", "--stage", "Engaging"],
            "cornerman: --stage =Engaging: write NAME=STAGE with one of discovery, evaluation",
        ),
        (["--notes", "accounts.csv"], "cornerman: accounts.csv has no column text (or note, body"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    company: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert run(["crm", "import", *arguments]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith(sentence)
