"""Days off from an administrator's file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.commands.absences import bring, read_absences
from adapters.config import template
from bot.chat import Person
from bot.coaching.listed import Change, follow
from bot.coaching.model import ENDED, WITHDRAWN, Absence
from tests.fakes.coaching import SETTINGS
from tests.unit.test_coaching_desk import Chat

PEOPLE = [
    Person("marta", "Marta Lopez", "marta@example.com", frozenset({"manager"})),
    Person("rep", "Priya Rao", "priya@example.com", frozenset({"rep"})),
]
MAY = (date(2026, 5, 4), date(2026, 5, 8))
JUNE = (date(2026, 6, 1), date(2026, 6, 5))
AHEAD = (date(2026, 3, 10), date(2036, 3, 10))


def test_rows_name_people_by_id_name_or_address_and_the_rest_says_why_not(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text(
        "Employee;E-mail;Start date;End date\n"
        "priya rao;;04.05.2026;08.05.2026\n"
        ";MARTA@example.com;2026-06-01;2026-06-05\n"
        "marta;;13.07.2026;14.07.2026\n"
        "Prya Rao;;2026-06-01;2026-06-05\n"
        "marta;;2026-06-05;2026-06-01\n"
        "marta;;2026-06-05;\n"
        "marta;;2026-06-05;2028-06-05\n"
        ";;2026-06-05;2026-06-06\n",
        encoding="utf-8",
    )
    found, rejected = read_absences(file, PEOPLE, None)
    assert found == {"rep": [MAY], "marta": [JUNE, (date(2026, 7, 13), date(2026, 7, 14))]}
    assert [str(line) for line in rejected] == [
        'out.csv line 5: "Prya Rao" is not a person here; run `cornerman people sync` first '
        '(near: "priyarao")',
        "out.csv line 6: ends (2026-06-01) before it begins (2026-06-05)",
        "out.csv line 7: has no day in to; both days are needed and both are days off",
        "out.csv line 8: is longer than a year (2026-06-05 to 2028-06-05); check the years",
        "out.csv line 9: names nobody; write an id, a name or an e-mail address as person",
    ]


def followed(chat: Chat, *listed: tuple[date, date], whole: bool = True) -> Change:
    with chat.store.write() as uow:
        change = follow("marta", listed, "csv", AHEAD, uow, SETTINGS, whole=whole)
        uow.commit()
    return change


def sources(chat: Chat) -> dict[date, str]:
    with chat.store.read() as uow:
        return {each.first: each.source for each in uow.coaching.absences_of("marta")}


def test_a_list_replaces_the_one_before_it_and_changes_nothing_a_second_time() -> None:
    chat = Chat()
    assert followed(chat, MAY, JUNE) == Change(added=2)
    assert followed(chat, MAY, JUNE) == Change(unchanged=2)
    assert followed(chat, JUNE) == Change(withdrawn=1, unchanged=1)
    assert sources(chat) == {MAY[0]: WITHDRAWN, JUNE[0]: "csv"}
    assert followed(chat, MAY, whole=False) == Change(added=1)
    assert sources(chat) == {MAY[0]: "csv", JUNE[0]: "csv"}


def test_what_a_person_said_themselves_and_what_is_past_stays() -> None:
    chat = Chat()
    past = (date(2026, 2, 2), date(2026, 2, 6))
    with chat.store.write() as uow:
        uow.coaching.add_absence(Absence("marta", *past, "csv"))
        uow.coaching.add_absence(Absence("marta", *MAY, "chat"))
        uow.coaching.add_absence(Absence("marta", *JUNE, ENDED))
        uow.commit()
    assert followed(chat, JUNE) == Change(unchanged=1)
    assert sources(chat) == {past[0]: "csv", MAY[0]: "chat", JUNE[0]: ENDED}


def test_the_command_writes_nothing_when_dry_and_says_what_it_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, file = tmp_path / "cornerman.toml", tmp_path / "out.csv"
    config.write_text(template(), encoding="utf-8")
    first = date(2099, 5, 4)
    rows = f"person,from,to\nana,{first},{first + timedelta(days=4)}\nnobody,{first},{first}\n"
    file.write_text(rows, encoding="utf-8")
    for dry_run, said in (
        (True, "1 added, 0 withdrawn, 0 unchanged. Nothing was written."),
        (False, "1 added, 0 withdrawn, 0 unchanged."),
        (False, "0 added, 0 withdrawn, 1 unchanged."),
    ):
        assert bring(config, file, day_first=None, dry_run=dry_run) == 1
        told = capsys.readouterr()
        assert told.out == said + "\n"
        assert 'out.csv line 3: "nobody" is not a person here' in told.err
    file.write_text("person,from,to\n", encoding="utf-8")
    assert bring(config, file, day_first=None, dry_run=False) == 0
    assert capsys.readouterr().out == "0 added, 1 withdrawn, 0 unchanged.\n"
