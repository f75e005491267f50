from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.config import DEMO_CONFIG, find_config, load_settings, template
from bot.errors import ConfigError
from bot.settings import SourceRule

SMALL = """\
competitors = ["Rival"]

[company]
name = "Small"
zone = "Europe/Berlin"
currency = "EUR"

[[stages]]
id = "open"
name = "Open"

[[stages]]
id = "won"
name = "Won"
is_closed = true
is_won = true

[[stages]]
id = "lost"
name = "Lost"
is_closed = true

[[verifiers]]
id = "budget"
label = "Budget"

[[drivers]]
id = "discovery"
name = "Discovery"
why = "It pays."
verifiers = ["budget"]

[[sources]]
name = "wiki"
location = "pages"

[[people]]
id = "ana"
name = "Ana"
email = "ana@example.com"
roles = ["manager"]
identities = ["console:demo:ana"]

[[people]]
id = "ben"
name = "Ben"
email = "ben@example.com"
zone = "Asia/Kolkata"
manager = "ana"
identities = ["slack:T1:U1"]
"""


def written(folder: Path, toml: str) -> Path:
    path = folder / "cornerman.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def complaint(folder: Path, toml: str) -> list[str]:
    """The error's lines, without the folder in front of the file's name."""
    with pytest.raises(ConfigError) as caught:
        load_settings(written(folder, toml), {})
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def test_defaults_come_from_the_company_and_the_order_of_the_file(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, SMALL), {})
    ana, ben = settings.people
    assert (ana.zone, ana.currency, ana.crm_user, ana.locale) == ("Europe/Berlin", "EUR", "ana", "en-US")
    assert (ben.zone, ben.roles, ben.manager) == ("Asia/Kolkata", ("rep",), "ana")
    assert [(stage.id, stage.order) for stage in settings.stages] == [("open", 1), ("won", 2), ("lost", 3)]
    assert [(stage.is_closed, stage.is_won) for stage in settings.stages] == [
        (False, False),
        (True, True),
        (True, False),
    ]
    assert settings.coaching.plan_days == 60
    assert settings.demo is None


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    toml = 'demo = "../shown"\n' + SMALL
    settings = load_settings(written(tmp_path, toml + '[retrieval]\nmodel = "./model"\n'), {})
    assert settings.sources[0].location == str(tmp_path / "pages")
    assert settings.storage.directory == tmp_path / ".cornerman"
    assert settings.demo == tmp_path.parent / "shown"
    assert settings.retrieval.model == str(tmp_path / "model")


@pytest.mark.parametrize("url", ["s3://bucket/pages", "zip://pages::s3://bucket/pages.zip"])
def test_urls_stay_as_they_are(tmp_path: Path, url: str) -> None:
    settings = load_settings(written(tmp_path, SMALL.replace('"pages"', f'"{url}"')), {})
    assert settings.sources[0].location == url


def test_a_published_model_is_not_a_folder(tmp_path: Path) -> None:
    toml = SMALL + '[retrieval]\nmodel = "intfloat/e5-small"\n'
    assert load_settings(written(tmp_path, toml), {}).retrieval.model == "intfloat/e5-small"


def test_the_environment_overrides_storage(tmp_path: Path) -> None:
    environ = {
        "CORNERMAN_DATABASE_URL": "postgresql+psycopg://u:pw@db/c",
        "CORNERMAN_DATA": str(tmp_path / "data"),
    }
    storage = load_settings(written(tmp_path, SMALL), environ).storage
    assert storage.database == "postgresql+psycopg://u:pw@db/c"
    assert storage.directory == tmp_path / "data"


def test_a_wrong_value_names_file_line_key_and_what_is_allowed(tmp_path: Path) -> None:
    assert complaint(tmp_path, SMALL.replace("Asia/Kolkata", "Mars/Phobos")) == [
        'cornerman.toml:48: people[1].zone: "Mars/Phobos" is not a time zone; '
        'use an IANA name such as "Europe/Berlin"'
    ]


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    toml = (
        SMALL.replace('currency = "EUR"', 'currency = "euro"\nfiscal_year_start_month = 13')
        .replace('zone = "Asia/Kolkata"', 'zome = "Asia/Kolkata"')
        .replace('roles = ["manager"]', 'roles = ["boss"]')
        .replace('verifiers = ["budget"]', 'verifiers = ["budgets"]')
    )
    assert complaint(tmp_path, toml) == [
        'cornerman.toml:6: company.currency: "euro" is not a currency; use a three-letter code such as "USD"',
        "cornerman.toml:7: company.fiscal_year_start_month: 13 is out of range; use 1 to 12",
        'cornerman.toml:32: drivers[0].verifiers[0]: "budgets" is no id in `verifiers`; '
        'did you mean "budget"?',
        'cornerman.toml:42: people[0].roles[0]: "boss" is not allowed; '
        'use one of "rep", "manager", "enablement", "admin"',
        'cornerman.toml:49: people[1].zome: no such key; did you mean "zone"?',
    ]


WRONG = {
    "near time zone": ("Asia/Kolkata", "Asia/Kolkatta", 'such as "Asia/Kolkata"'),
    "text for a list": (
        'roles = ["manager"]',
        'roles = "manager"',
        "people[0].roles: must be a list, such as",
    ),
    "text for a truth": ("is_won = true", 'is_won = "true"', "stages[1].is_won: must be true or false"),
    "unknown table": ("[company]", "[webex]\n[company]", "webex: no such key; allowed are company, storage"),
    "workspace": ("[company]", '[slack]\nworkspaces = ["acme"]\n[company]', "a workspace's id"),
    "stage order": (
        'name = "Open"',
        'name = "Open"\norder = 1',
        "stages[0].order: no such key; allowed are id",
    ),
    "repeated stage": ('id = "lost"', 'id = "won"', 'stages[2].id: "won" stands at stages[1].id already'),
    "two won": (
        'name = "Lost"\nis_closed = true',
        'name = "Lost"\nis_closed = true\nis_won = true',
        "stages: 2 closed stages are won and 0 are lost; exactly one stage has",
    ),
    "two lost": (
        'name = "Open"',
        'name = "Open"\nis_closed = true',
        "stages: 1 closed stages are won and 2 are lost",
    ),
    "none closed": ("is_closed = true", "", "stages: 0 closed stages are won and 0 are lost"),
    "won but open": (
        'name = "Open"',
        'name = "Open"\nis_won = true',
        "a won stage is closed; add `is_closed",
    ),
    "no such manager": ('manager = "ana"', 'manager = "anna"', 'no id in `people`; did you mean "ana"?'),
    "own manager": ('manager = "ana"', 'manager = "ben"', "people[1].manager: nobody is their own manager"),
    "circle of managers": (
        'roles = ["manager"]',
        'roles = ["manager"]\nmanager = "ben"',
        "people[0].manager: nobody is their own manager (ana → ben → ana); name someone else",
    ),
    "one port twice": (
        "[[stages]]",
        "[server]\nport = 3000\nteams_port = 3000\n[[stages]]",
        "server.teams_port: 3000 is the port of server.port already; each needs its own",
    ),
    "no folder": ("[[stages]]", '[storage]\ndirectory = ""\n[[stages]]', '"" is not a folder; use one such'),
    "another database": (
        "[[stages]]",
        '[storage]\ndatabase = "mysql://db/x"\n[[stages]]',
        "storage.database: is not a database URL; use one such as",
    ),
    "repeated identity": ("slack:T1:U1", "console:demo:ana", "stands at people[0].identities[0] already"),
    "identity": ("slack:T1:U1", "U1", "use PLATFORM:WORKSPACE:USER such as"),
    "repeated e-mail": ("ben@example.com", "ANA@example.com", "stands at people[0].email already"),
    "e-mail": ("ben@example.com", "ben", '"ben" is not an e-mail address'),
    "locale": ('manager = "ana"', 'locale = "en_US"', '"en_US" is not a locale; use a language tag such as'),
    "audience": ('"pages"', '"pages"\naudience = ["sales"]', 'use "public", "group:NAME" or "person:ID"'),
    "nobody's audience": (
        '"pages"',
        '"pages"\naudience = ["person:benn"]',
        'sources[0].audience[0]: "person:benn" is nobody in `people`; did you mean "person:ben"?',
    ),
    "no audience at all": ('"pages"', '"pages"\naudience = []', "sources[0].audience: is empty; use"),
    "nobody's rule": (
        '"pages"',
        '"pages"\nrules = [{ path = "security", audience = ["group:security"] }]',
        'sources[0].rules[0].audience[0]: "group:security" is nobody in `people`; use one of public,',
    ),
    "a rule for nothing": (
        '"pages"',
        '"pages"\nrules = [{ path = "/", audience = ["person:ana"] }]',
        'sources[0].rules[0].path: "/" is not a folder; use one such as "security"',
    ),
    "a limit without an audience": (
        '"pages"',
        '"pages"\nrules = [{ path = "security", owner = "Ana", limit = true }]',
        "sources[0].rules[0].limit: there is no audience to limit to; add `audience`",
    ),
    "misspelt rule": (
        '"pages"',
        '"pages"\nrules = [{ path = "security", audiance = ["person:ana"] }]',
        'sources[0].rules[0].audiance: no such key; did you mean "audience"?',
    ),
    "holiday": ('"EUR"', '"EUR"\nholidays = ["24.12."]', 'company.holidays[0]: "24.12." is not a date; use'),
    "country": (
        '"EUR"',
        '"EUR"\ncountry = "Atlantis"',
        '"Atlantis" is not a country whose holidays are known',
    ),
    "window": ("[[stages]]", '[coaching]\nwindows = ["16:00-09:00"]\n[[stages]]', "use HH:MM-HH:MM, earlier"),
    "no window": (
        "[[stages]]",
        "[coaching]\nwindows = []\n[[stages]]",
        "coaching.windows: nudges need a time",
    ),
    "period": (
        "[[stages]]",
        '[coaching]\nquiet_periods = ["2026-07-01/2026-06-30"]\n[[stages]]',
        "use FIRST/LAST such as",
    ),
    "short plan": (
        "[[stages]]",
        "[coaching]\nplan_days = 30\n[[stages]]",
        "30 is out of range; use 60 to 365",
    ),
    "threshold": (
        "[[stages]]",
        "[retrieval]\nanswer_threshold = nan\n[[stages]]",
        "nan is out of range; use 0 to 1",
    ),
    "port": ("[[stages]]", "[server]\nport = 70000\n[[stages]]", "70000 is out of range; use 0 to 65535"),
    "crm": ("competitors", 'crm = "sap"\ncompetitors', 'crm: "sap" is not allowed; use one of "builtin"'),
    "missing name": ('name = "Small"\n', "", "cornerman.toml:3: company.name: is missing"),
    "empty location": ('location = "pages"', 'location = ""', "sources[0].location: is empty; name a folder"),
}


@pytest.mark.parametrize("case", WRONG)
def test_each_wrong_value_is_named_with_what_is_allowed(tmp_path: Path, case: str) -> None:
    right, wrong, expected = WRONG[case]
    problems = complaint(tmp_path, SMALL.replace(right, wrong, -1 if case == "none closed" else 1))
    assert any(expected in problem for problem in problems), problems
    assert all(re.match(r"cornerman\.toml:\d+: ", problem) for problem in problems)


def test_a_value_of_the_wrong_kind_is_named_once(tmp_path: Path) -> None:
    assert complaint(tmp_path, SMALL + "[server]\nport = 70000.5\n") == [
        "cornerman.toml:52: server.port: must be a whole number without quotes"
    ]


def test_an_unquoted_date_is_a_holiday(tmp_path: Path) -> None:
    toml = SMALL.replace('"EUR"', '"EUR"\nholidays = [2026-12-24]', 1)
    assert load_settings(written(tmp_path, toml), {}).company.holidays == ("2026-12-24",)


def test_the_starter_file_loads_and_explains_every_key(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, template()), {})
    assert [person.id for person in settings.people] == ["ana", "ben"]
    assert settings.sources[0].location == str(tmp_path / "content")
    optional = ["database", "sha256", "quiet_periods", "slack_port", "teams_port", "url_prefix"]
    assert [key for key in optional if not re.search(rf"^# {key} = ", template(), re.MULTILINE)] == []


def test_optional_lines_of_the_starter_load_when_uncommented(tmp_path: Path) -> None:
    toml = re.sub(r"^# (?=\w+ = |\[)", "", template(), flags=re.MULTILINE)
    settings = load_settings(written(tmp_path, toml), {})
    assert settings.storage.database == "postgresql+psycopg://db.internal/cornerman"
    assert settings.coaching.quiet_periods == ("2026-06-24/2026-06-30",)
    assert settings.salesforce.fields == {
        "seats": "Licences__c",
        "reason": "Closed_Lost_Reason__c",
        "amount_type": "",
    }
    assert (settings.salesforce.writes, settings.hubspot.fields["verifiers"]) == (False, "")
    assert settings.sources[0].url_prefix == "https://wiki.example.com/"
    assert settings.sources[0].rules == (SourceRule("security", ("person:ana",), "Ana Example", limit=True),)


OUTSIDE = 'crm = "{crm}"\n' + SMALL


@pytest.mark.parametrize(
    ("crm", "more", "sentence"),
    [
        ("salesforce", "", "salesforce.url: is missing"),
        (
            "salesforce",
            '[salesforce]\nurl = "https://acme.example.com"',
            "is not a My Domain; use its address",
        ),
        (
            "salesforce",
            '[salesforce]\nurl = "https://a.my.salesforce.com"\nclient_id = "x"',
            "SALESFORCE_CLIENT_ID",
        ),
        ("hubspot", '[hubspot]\ntoken = "pat"', "secrets never stand in this file"),
        ("hubspot", '[hubspot]\nfields = { phone = "phone" }', "is not allowed; use one of"),
        ("hubspot", '[hubspot]\nwrites = "yes"', "must be true or false without quotes"),
        ("dynamics", "", "use one of"),
        (
            "builtin",
            '[[stages]]\nid = "x"\nname = "X"\ncrm_value = "7"',
            "built-in CRM calls a stage by its id",
        ),
    ],
)
def test_what_is_wrong_about_another_crm_is_named(tmp_path: Path, crm: str, more: str, sentence: str) -> None:
    toml = OUTSIDE.replace("{crm}", crm) + "\n" + more + "\n"
    assert [line for line in complaint(tmp_path, toml) if sentence in line] != []


def test_another_crm_is_on_trial_until_told_otherwise(tmp_path: Path) -> None:
    toml = OUTSIDE.replace("{crm}", "hubspot")
    assert load_settings(written(tmp_path, toml), {}).hubspot.writes is False
    toml += "\n[hubspot]\nwrites = true\n"
    assert load_settings(written(tmp_path, toml), {}).hubspot.writes is True


def test_a_config_is_found_in_the_promised_order(tmp_path: Path) -> None:
    mine, named = tmp_path / "mine.toml", {"CORNERMAN_CONFIG": "other/c.toml"}
    assert find_config(mine, named, tmp_path) == mine
    assert find_config(Path("mine.toml"), {}, tmp_path) == mine
    assert find_config(None, named, tmp_path) == tmp_path / "other" / "c.toml"
    assert find_config(None, {}, tmp_path) == DEMO_CONFIG
    here = written(tmp_path, SMALL)
    assert find_config(None, {}, tmp_path) == here


def test_no_config_at_all_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.config.DEMO_CONFIG", tmp_path / "gone.toml")
    with pytest.raises(ConfigError, match="write one with `cornerman config init`"):
        find_config(None, {}, tmp_path)
