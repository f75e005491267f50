"""People as the company's own CRM lists them: `cornerman people sync` without a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from requests import Session

from adapters.bootstrap import open_store
from adapters.cli import run
from adapters.config import load_settings
from adapters.config_template import TEMPLATE
from adapters.crm.colleagues import Colleague
from adapters.crm.rules import Rules
from adapters.crm.salesforce.connection import SignIn
from adapters.crm.salesforce.crm import SalesforceCrm
from adapters.crm.shadow import ShadowCrm
from tests.contracts.company import NOW, STAGES
from tests.fakes.hubspot import TOKEN, hubspot
from tests.fakes.salesforce import AUDIENCE, CLIENT, OPERATOR, Salesforce, key_pair, salesforce


def test_salesforce_lists_its_active_people_with_their_managers() -> None:
    with salesforce(lambda: NOW) as (org, session):
        hired(org, "005000000000001AAA", "ana@acme.example", Name="Ana Díaz", LocaleSidKey="es_ES")
        hired(
            *(org, "005000000000002AAA", "ben@acme.example"),
            Name="Ben Ng",
            ManagerId="005000000000001AAA",
            Department="EMEA",
            TimeZoneSidKey="Europe/Madrid",
            LocaleSidKey="de_DE_EURO",
        )
        hired(org, "005000000000003AAA", "old@acme.example", Name="Old Hand", IsActive=False)
        hired(org, "005000000000004AAA", "site@acme.example", Name="Site Guest", UserType="Guest")
        org.users.pop(OPERATOR)
        org.users["bot@acme.example"] = "005000000000999AAA"
        org.put("User", {"UserType": "AutomatedProcess"}, "005000000000999AAA")
        org.page = 1
        assert opened(org, session).colleagues() == [
            Colleague("005000000000001AAA", "Ana Díaz", "ana@acme.example", locale="es-ES"),
            Colleague(
                *("005000000000002AAA", "Ben Ng", "ben@acme.example", "ana@acme.example"),
                team="EMEA",
                zone="Europe/Madrid",
                locale="de-DE",
            ),
        ]


def hired(org: Salesforce, user_id: str, email: str, **more: object) -> None:
    org.users[email] = user_id
    org.put("User", {"Email": email, **more}, user_id)


def opened(org: Salesforce, session: Session) -> ShadowCrm:
    rules = Rules(STAGES, (), (), ())
    sign_in = SignIn(org.url, AUDIENCE, CLIENT, key_pair()[0])
    return ShadowCrm(SalesforceCrm(sign_in, OPERATOR, rules, lambda: NOW, session))


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    config = TEMPLATE.replace('crm = "builtin"', 'crm = "hubspot"')
    (tmp_path / "cornerman.toml").write_text(config, encoding="utf-8")
    monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
    return tmp_path


def owner(number: int, **more: object) -> dict[str, object]:
    name = {"firstName": "Ana", "lastName": f"Díaz {number}", "email": f"a{number}@acme.example"}
    return {"id": str(number), "archived": False, "teams": [], **name, **more}


@pytest.mark.usefixtures("portal")
def test_the_command_brings_a_portals_owners_and_closes_who_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with hubspot(lambda: NOW) as server:
        monkeypatch.setenv("HUBSPOT_API_URL", server.url)
        server.owners = [owner(n) for n in range(1, 151)]
        server.owners[0]["teams"] = [{"name": "Shared"}, {"name": "New York", "primary": True}]
        assert run(["people", "sync"]) == 0
        server.owners[1]["archived"] = True
        assert run(["people", "sync", "--dry-run"]) == 0
        server.owners.append(owner(151, email=""))
        server.owners.append(owner(152, firstName="", lastName=""))
        assert run(["people", "sync"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "150 added, 0 changed, 0 left, 0 unchanged.",
        "0 added, 0 changed, 1 left, 149 unchanged. Nothing was written.",
        "  left: Ana Díaz 2 (a2)",
        "1 added, 0 changed, 0 left, 149 unchanged.",
    ]
    assert "hubspot line 151: has no name; write one" in said.err


def test_people_are_matched_with_their_crm_user_by_e_mail_address_alone(
    portal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The owner 7 is somebody else: an id here says nothing there."""
    file = portal / "people.csv"
    file.write_text(
        "id,name,email\n7,Cleo Ray,Cleo@acme.example\n8,Dan Oz,dan@acme.example\n", encoding="utf-8"
    )
    config = portal / "cornerman.toml"
    config.write_text(config.read_text().replace('crm_user = "005000000000001"\n', ""), encoding="utf-8")
    with hubspot(lambda: NOW) as server:
        monkeypatch.setenv("HUBSPOT_API_URL", server.url)
        server.owners = [owner(7), owner(41, email="cleo@acme.example"), owner(42, email="ben@example.com")]
        assert crm_users(config) == {"ana": "", "ben": ""}
        assert run(["people", "sync", "people.csv"]) == 0
    said = capsys.readouterr()
    assert (
        "Dan Oz (8) is no user of the CRM by this e-mail address: they can ask, and log nothing" in said.err
    )
    assert "1 person is now known in the CRM, of those in the configuration file." in said.out
    matched = {"ana": "", "ben": "42", "7": "41", "8": ""}
    assert [crm_users(config) for _ in range(2)] == [matched, matched]
    assert run(["people", "sync", "people.csv"]) == 0
    assert "nobody was matched with the CRM by e-mail address: HubSpot does not" in capsys.readouterr().err
    assert crm_users(config) == matched


def crm_users(config: Path) -> dict[str, str]:
    """After a start, which brings the people of the configuration file in again."""
    _, store = open_store(load_settings(config, {}))
    with store.read() as uow:
        return {person.id: person.crm_user for person in uow.people.all()}


@pytest.mark.usefixtures("portal")
def test_records_are_not_imported_where_another_crm_keeps_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "accounts.csv").write_text("account\nAcme\n")
    assert run(["crm", "import", "--accounts", "accounts.csv"]) == 1
    assert "records are imported into the built-in CRM only; yours are in hubspot" in capsys.readouterr().err


def test_the_built_in_crm_asks_for_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cornerman.toml").write_text(TEMPLATE, encoding="utf-8")
    assert run(["people", "sync"]) == 1
    assert "the built-in CRM does not know who works here; name a CSV file" in capsys.readouterr().err
