"""A list of people as companies export it, and what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.cli import run
from adapters.csv_tables import Rejected
from adapters.roster import Roster, compare, read_roster
from adapters.seeding import person_of
from bot.chat import Person
from bot.errors import ConfigError
from bot.settings import PersonSettings

EVA = Person(
    "eva", "Eva Berg", "eva@acme.example", frozenset({"admin"}), zone="Europe/Berlin", crm_user="005A"
)


def roster(tmp_path: Path, text: str, *known: Person, encoding: str = "utf-8") -> Roster:
    file = tmp_path / "people.csv"
    file.write_bytes(text.encode(encoding))
    return read_roster(file, known)


def test_columns_go_by_their_usual_names_in_any_order_and_separator(tmp_path: Path) -> None:
    text = (
        "E-Mail;Full Name;Team;Reports To;Time Zone;Role\r\n"
        "ana@acme.example;Ana Díaz;North East;eva@acme.example;Europe/Madrid;Rep\r\n"
        "eva@acme.example;Eva Berg;;;;\r\n"
    )
    found = roster(tmp_path, text, EVA, encoding="utf-16")
    assert found == Roster(
        (
            PersonSettings(
                "ana",
                "Ana Díaz",
                "ana@acme.example",
                ("rep",),
                ("North-East",),
                "Europe/Madrid",
                "",
                manager="eva",
            ),
            PersonSettings("eva", "Eva Berg", "eva@acme.example", (), locale=""),
        ),
        (),
        (),
    )


def test_only_a_line_end_ends_a_row(tmp_path: Path) -> None:
    found = roster(tmp_path, 'name,team\n"Ana\u2028Diaz",A\nBen\x0bNg,B\n')
    assert [(p.name, p.groups) for p in found.people] == [("Ana Diaz", ("A",)), ("Ben Ng", ("B",))]


def test_a_manager_without_a_row_becomes_a_person(tmp_path: Path) -> None:
    found = roster(tmp_path, "sales_agent,manager\nAna Diaz,Chris Lee\nBen Ng,Chris Lee\n")
    assert [(p.id, p.manager, p.roles) for p in found.people] == [
        ("ana-diaz", "chris-lee", ()),
        ("ben-ng", "chris-lee", ()),
        ("chris-lee", "", ("manager",)),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",x@acme.example,", "has no name; write one"),
        ("Ana,no address,", '"no address" is not an e-mail address; use one such as "ana@example.com"'),
        ("Ana,a@acme.example,boss", '"boss" is no role; use one of rep, manager, enablement, admin'),
        ("Ben,EVA@acme.example,", "is the same person as line 2; keep one of the rows"),
        ("李雷,,", '"李雷" gives no id in Latin letters; add a column id or email'),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_the_others_stand(
    tmp_path: Path, row: str, reason: str
) -> None:
    found = roster(tmp_path, f"name,email,role\nEva,eva@acme.example,\n{row}\n")
    assert [person.id for person in found.people] == ["eva"]
    assert found.rejected == (Rejected("people.csv", 3, reason),)


def test_a_name_of_two_people_names_no_manager(tmp_path: Path) -> None:
    text = "name,email,manager\nLi,li@a.example,\nLi,li@b.example,\nAna,ana@a.example,Li\n"
    found = roster(tmp_path, text)
    assert [(p.id, p.manager) for p in found.people] == [("li", ""), ("li.b.example", ""), ("ana", "")]
    assert found.remarks == ('line 4: "Li" is the name of 2 people; write an e-mail',)


def test_a_circle_of_managers_is_broken_and_said(tmp_path: Path) -> None:
    found = roster(tmp_path, "name,manager\nAna,Ben\nBen,Ana\nCid,Ana\n")
    assert [(p.id, p.manager) for p in found.people] == [("ana", ""), ("ben", ""), ("cid", "ana")]
    assert found.remarks[0] == "Ana: nobody is their own manager (ana → ben → ana)"


def test_what_the_file_leaves_empty_stays_and_who_is_missing_has_left(tmp_path: Path) -> None:
    text = "name,email,manager\nEva Berg,eva@acme.example,\nAna,ana@acme.example,Eva Berg\n"
    known = {"eva": EVA, "old": Person("old", "Old Hand", "", frozenset({"rep"}))}
    changes = compare(roster(tmp_path, text, *known.values()).people, known, {"eva", "old"}, person_of)
    assert [(p.id, p.roles, p.zone, p.crm_user) for p in changes.changed] == [
        ("eva", frozenset({"admin", "manager"}), "Europe/Berlin", "005A")
    ]
    (ana,) = changes.added
    assert (ana.id, ana.roles, ana.manager_id, ana.locale) == ("ana", frozenset({"rep"}), "eva", "en-US")
    assert (changes.left, changes.unchanged) == (("old",), 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"who,mail\nAna,a@b.example\n", "people.csv has no column name (or full_name, employee"),
        (b"name,full_name\nAna,Ana\n", "people.csv has two columns for name; keep one"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe\0", "people.csv: It is not text"),
    ],
)
def test_a_file_that_is_no_list_of_people_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_roster(tmp_path / "people.csv", [])
    assert str(caught.value).startswith(sentence)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["config", "init"]) == 0
    return tmp_path


def listed(folder: Path, names: list[str]) -> str:
    file = folder / "people.csv"
    file.write_text("name,email\n" + "".join(f"{n},{n}@example.com\n" for n in names))
    return str(file)


def test_two_thousand_come_at_once_and_half_a_file_closes_nobody(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everybody = [f"p{number}" for number in range(2_000)]
    assert run(["people", "sync", listed(company, everybody)]) == 0
    assert run(["people", "sync", listed(company, everybody)]) == 0
    assert run(["people", "sync", listed(company, everybody[:1_000])]) == 1
    assert run(["people", "sync", listed(company, [*everybody[:1_999], "ana"])]) == 0
    assert run(["people", "sync", "--many-left", "--dry-run", listed(company, everybody[:1_000])]) == 0
    said = capsys.readouterr()
    assert [line for line in said.out.splitlines() if not line.startswith("  left")] == [
        "2000 added, 0 changed, 0 left, 0 unchanged.",
        "0 added, 0 changed, 0 left, 2000 unchanged.",
        "0 added, 0 changed, 1 left, 1999 unchanged; 1 stand in the configuration file and stay as it says.",
        "0 added, 0 changed, 999 left, 1000 unchanged. Nothing was written.",
    ]
    assert "1000 of 2000 people are not listed and would be closed; nothing was changed" in said.err
    assert "  left: p1999 (p1999)" in said.out


def test_rows_that_cannot_be_read_close_nobody(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["people", "sync", listed(company, ["cid", "dora"])]) == 0
    broken = company / "broken.csv"
    broken.write_text("name,email,zone\ncid,cid@example.com,\ndora,dora@example.com,Europe/Nowhere\n")
    assert run(["people", "sync", str(broken)]) == 1
    said = capsys.readouterr()
    assert "0 added, 0 changed, 0 left, 1 unchanged." in said.out
    assert 'broken.csv line 3: "Europe/Nowhere" is not a time zone' in said.err


def test_a_changed_address_keeps_the_person_and_a_namesake_of_a_leaver_is_someone_new(tmp_path: Path) -> None:
    text = "name,email,crm id\nEva Stein,stein@acme.example,005A\nOld Hand,old@other.example,\n"
    (tmp_path / "people.csv").write_text(text)
    former = Person("old", "Old Hand", "old@acme.example", frozenset({"rep"}))
    found = read_roster(tmp_path / "people.csv", [EVA], [former])
    assert [(p.id, p.email) for p in found.people] == [
        ("eva", "stein@acme.example"),
        ("old.other.example", "old@other.example"),
    ]
    (tmp_path / "people.csv").write_text("name,email\nOld Hand,OLD@acme.example\n")
    assert [p.id for p in read_roster(tmp_path / "people.csv", [EVA], [former]).people] == ["old"]


def test_two_rows_of_one_crm_user_are_one_person(tmp_path: Path) -> None:
    found = roster(tmp_path, "name,email,crm id\nAna,ana@a.example,005B\nBen,ben@a.example,005B\n")
    assert [p.id for p in found.people] == ["ana"]
    assert [one.reason for one in found.rejected] == ["is the same person as line 2; keep one of the rows"]


def test_whoever_was_taken_into_the_configuration_does_not_leave_with_the_list(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["people", "sync", listed(company, ["cid", "dora"])]) == 0
    with (company / "cornerman.toml").open("a", encoding="utf-8") as config:
        config.write('\n[[people]]\nid = "cid"\nname = "cid"\nemail = "cid@example.com"\nroles = ["rep"]\n')
    assert run(["people", "sync", listed(company, ["dora"])]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 added, 0 changed, 0 left, 1 unchanged."
