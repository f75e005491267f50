"""What only the CRM in SQL can show: many writers at once, a database in trouble, a big book."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from adapters.crm.builtin import BuiltinCrm
from adapters.store.engine import connect
from bot.errors import CrmConflict, CrmTransient, CrmValidation
from bot.sales import Account, Contact, CrmUpdate, Opportunity
from tests.contracts.company import NOW, STAGES
from tests.contracts.crowd import at_once


@pytest.fixture
def crm(engine: Engine) -> BuiltinCrm:
    crm = BuiltinCrm(engine, STAGES, clock=lambda: NOW)
    crm.load_seed([Account("A1", "Halcyon")], [], [Opportunity("P1", "A1", "Halcyon", "U1", seats=0)])
    return crm


def test_eight_writers_with_one_key_write_once(crm: BuiltinCrm) -> None:
    update = CrmUpdate("k1", "P1", {"seats": 5, "contacts": ("new:Ann Lee",)}, note="Call")
    results = at_once(8, lambda _: crm.update(update, "U1"))
    assert sorted(result.repeated for result in results) == [False] + [True] * 7
    assert len({result.after for result in results}) == 1
    assert crm.opportunity("P1", "U1").version == "2"
    assert len(crm.notes("P1", "U1")) == 1
    assert len(crm.book("U1").contacts) == 1


def test_of_eight_writers_who_saw_the_same_value_one_wins(crm: BuiltinCrm) -> None:
    def write(number: int) -> int:
        try:
            update = CrmUpdate(f"k{number}", "P1", {"seats": number + 1}, {"seats": 0})
            return crm.update(update, "U1").after.seats or 0
        except CrmConflict:
            return 0

    winners = [seats for seats in at_once(8, write) if seats]
    assert [crm.opportunity("P1", "U1").seats] == winners


def test_eight_writers_create_one_contact_of_a_name(crm: BuiltinCrm) -> None:
    crm.load_seed([], [], [Opportunity(f"O{number}", "A1", "Halcyon", "U1") for number in range(8)])

    def write(number: int) -> tuple[str, ...]:
        update = CrmUpdate(f"k{number}", f"O{number}", {"contacts": ("new:Ann Lee",)})
        return crm.update(update, "U1").after.contacts

    assert len(set(at_once(8, write))) == 1
    assert [contact.name for contact in crm.book("U1").contacts] == ["Ann Lee"]


def test_a_seed_that_names_a_missing_account_changes_nothing(crm: BuiltinCrm) -> None:
    with pytest.raises(
        CrmValidation, match=r"^The CRM refused the write: it .* refers to one that is gone\.$"
    ):
        crm.load_seed([Account("A2", "Boreal")], [Contact("K1", "A9", "Nobody")], [])
    assert [account.id for account in crm.book("U1").accounts] == ["A1"]


def test_whoever_an_import_puts_on_an_opportunity_knows_its_account_at_once(crm: BuiltinCrm) -> None:
    assert crm.book("U2").accounts == ()
    (held,) = crm.held().opportunities
    assert crm.bring([replace(held, team_ids=("U2",))], {"P1": held}) == ()
    assert [account.id for account in crm.book("U2").accounts] == ["A1"]


def test_sellers_read_that_the_crm_is_away_and_operators_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(CrmTransient) as away:
        BuiltinCrm(engine, STAGES).book("U1")
    assert str(away.value) == "The CRM does not answer right now."
    assert f"{tmp_path / 'empty.db'} has no tables" in caplog.text
    engine.dispose()


def test_what_one_process_commits_another_finds_with_its_next_message(
    crm: BuiltinCrm, engine: Engine
) -> None:
    other = BuiltinCrm(engine, STAGES)
    assert [a.name for a in other.book("U2", "Halcyon, Boreal").accounts] == ["Halcyon"]
    crm.load_seed([Account("A2", "Boreal")], [], [])
    assert [a.name for a in other.book("U2", "Halcyon, Boreal").accounts] == ["Halcyon", "Boreal"]
    crm.update(CrmUpdate("k1", "P1", {"contacts": ("new:Ann Lee",)}), "U1")
    assert [c.name for c in other.book("U2", "ann lee").contacts] == ["Ann Lee"]


def test_more_changes_than_are_listed_are_found_too(crm: BuiltinCrm, engine: Engine) -> None:
    other = BuiltinCrm(engine, STAGES)
    assert other.book("U2", "Account 7").accounts == ()
    before = other.index_bytes
    crm.load_seed([Account(f"B{n}", f"Concern {n}") for n in range(2_001)], [], [])
    assert "B1999" in {a.id for a in other.book("U2", "Concern 1999").accounts}
    assert other.index_bytes > before
    crm.load_seed([Account("B1999", "Falkor")], [], [])
    assert [a.id for a in other.book("U2", "Falkor").accounts] == ["B1999"]


def test_the_index_of_names_is_built_once_and_only_for_words(crm: BuiltinCrm, engine: Engine) -> None:
    crm.book("U1")
    assert crm.index_bytes == 0
    crm.book("U1", "Halcyon")
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    crm.book("U1", "Halcyon")
    assert len([s for s in statements if s.startswith("SELECT")]) == 5


def test_eight_threads_build_one_index(crm: BuiltinCrm) -> None:
    books = at_once(8, lambda _: crm.book("U2", "Halcyon"))
    assert {tuple(a.name for a in book.accounts) for book in books} == {("Halcyon",)}


def test_a_book_of_5000_takes_few_queries(crm: BuiltinCrm, engine: Engine) -> None:
    count = 5000
    crm.load_seed(
        [Account(f"A{n}", f"Account {n}") for n in range(count // 2)],
        [Contact(f"K{n}", f"A{n % (count // 2)}", f"Contact {n}") for n in range(count)],
        [
            Opportunity(f"O{n}", f"A{n // 2}", f"Opportunity {n}", f"U{n % 50}", (f"U{(n + 1) % 50}",))
            for n in range(count)
        ],
    )
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    book = crm.book("U7")
    assert (len(book.mine), len(book.others), len(book.accounts)) == (200, 0, 100)
    assert len(book.contacts) == 2 * len({o.account_id for o in book.mine})
    assert len([s for s in statements if s.startswith("SELECT")]) == 5
    named = crm.book("U7", "Account 1234")
    assert {"Opportunity 2468", "Opportunity 2469"} < {o.name for o in named.others}
    assert len(named.others) < 40
    assert all(o.amount is None and not o.next_step for o in named.others)
    assert crm.update(CrmUpdate("k1", "O7", {"amount": Decimal(1)}), "U7").after.amount == Decimal(1)
