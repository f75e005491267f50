"""A CRM on trial: nothing written, everything said, and the report an administrator reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adapters import cli
from adapters.bootstrap import App, build
from adapters.clock import system_clock
from adapters.console.app import address_of
from adapters.crm.hubspot.crm import HubSpotCrm
from adapters.crm.shadow import ShadowCrm
from bot import wording
from bot.chat import Diff, Identity, Message, Outcome, Person, Press, Reply, Text
from bot.errors import ConfigError
from bot.sales import CrmUpdate
from bot.settings import CompanySettings, HubSpotSettings, PersonSettings, Settings, StorageSettings
from tests.contracts.company import (
    BETH,
    COMPETITORS,
    HALCYON,
    LOSS_REASONS,
    RESEARCH,
    STAGES,
    VERIFIERS,
)
from tests.contracts.elsewhere import seed
from tests.contracts.hubspot_vendor import HubSpotVendor
from tests.fakes.embedder import HashEmbedder
from tests.fakes.faults import Fault
from tests.fakes.hubspot import TOKEN, HubSpot, hubspot

DEAL = "9001"


@pytest.fixture
def server() -> Iterator[HubSpot]:
    with hubspot(system_clock) as server:
        yield server


@contextmanager
def app_on(tmp_path: Path, server: HubSpot, *, writes: bool = False) -> Iterator[App]:
    person = PersonSettings(
        "ann", "Ann Ek", "ann@acme.example", crm_user="5001", zone="UTC", identities=("console:demo:ann",)
    )
    settings = Settings(
        CompanySettings("Acme"),
        StorageSettings(tmp_path),
        STAGES,
        VERIFIERS,
        COMPETITORS,
        LOSS_REASONS,
        people=(person,),
        crm="hubspot",
        hubspot=HubSpotSettings(writes=writes),
    )
    environ = {"HUBSPOT_TOKEN": TOKEN, "HUBSPOT_API_URL": server.url}
    app = build(settings, system_clock, HashEmbedder(), environ=environ)
    seed(HubSpotVendor(server), [HALCYON], [BETH], [RESEARCH])
    yield app
    assert isinstance(app.crm, ShadowCrm | HubSpotCrm)
    app.crm.close()


@pytest.fixture
def trial(tmp_path: Path, server: HubSpot) -> Iterator[App]:
    with app_on(tmp_path, server) as app:
        yield app


@pytest.fixture
def live(tmp_path: Path, server: HubSpot) -> Iterator[App]:
    with app_on(tmp_path, server, writes=True) as app:
        yield app


def say(app: App, text: str, event: str = "m1") -> Reply:
    who, where = Identity("console", "demo", "ann"), address_of("ann")
    return reply_of(app.conversation.handle(Message(event, system_clock(), who, where, text)))


def press(app: App, reply: Reply, action: str, event_id: str = "") -> Reply:
    who, where = Identity("console", "demo", "ann"), address_of("ann")
    event = Press(event_id or f"p-{action}", system_clock(), who, where, reply.card_id, action)
    return reply_of(app.conversation.handle(event))


def reply_of(outcome: Outcome) -> Reply:
    assert isinstance(outcome, Reply)
    return outcome


def text_of(reply: Reply) -> str:
    return " ".join(part.text for part in reply.parts if isinstance(part, Text))


def test_on_trial_the_seller_reads_what_to_enter_and_the_report_compares(
    trial: App, server: HubSpot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = trial
    server.properties["deals"]["closed_lost_reason"] = "Too expensive|No budget"
    draft = say(app, "Halcyon: 80k, move to negotiation, next step is send the order form")
    saved = press(app, draft, "save")
    assert text_of(saved) == wording.ON_TRIAL
    assert saved.actions == ()
    (diff,) = [part for part in saved.parts if isinstance(part, Diff)]
    assert [(row.label, row.old, row.new) for row in diff.rows][:2] == [
        ("Amount", "150,000.50", "80,000"),
        ("Stage", "Discovery", "Negotiation"),
    ]
    assert server.objects["deals"][DEAL]["properties"]["amount"] == "150000.50"
    assert "notes" not in server.objects
    assert press(app, saved, "undo") == wording.plain(wording.NOTHING_TO_UNDO)
    refused = press(app, say(app, "Halcyon: lost to price", "m2"), "save", "p2")
    assert text_of(refused) == "Not saved. HubSpot does not take that value for “closed lost reason”."
    server.put("deals", {"amount": "80000", "hs_next_step": "Call"}, DEAL)
    monkeypatch.setattr("adapters.commands.outbox.settings_of", lambda _: app.settings)
    monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
    monkeypatch.setenv("HUBSPOT_API_URL", server.url)
    assert cli.run(["crm", "shadow", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {line["field"]: line["verdict"] for line in found["lines"]} == {
        "Amount": "entered the same",
        "Stage": "not entered",
        "Next step": "entered otherwise",
    }
    assert cli.run(["crm", "shadow"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(
        "In the last 30 days sellers confirmed 1 update; 3 values would have been written: "
        "1 entered the same, 1 entered otherwise, 1 not entered."
    )
    assert "Ann Ek" in shown
    assert (
        "1 update would have been refused:\n"
        "  1 × HubSpot does not take that value for “closed lost reason”.\n"
        "Nothing of this was written;"
    ) in shown
    assert "150,000.50" in shown


def test_with_writing_on_the_same_words_are_written(live: App, server: HubSpot) -> None:
    saved = press(live, say(live, "Halcyon: 80k, move to negotiation"), "save")
    assert text_of(saved).startswith("Saved ")
    assert server.objects["deals"][DEAL]["properties"]["amount"] == "80000"
    assert len(server.objects["notes"]) == 1


@pytest.mark.parametrize("typed", [True, False])
def test_while_the_crm_is_away_notes_wait_and_confirmed_ones_are_kept(
    live: App, server: HubSpot, typed: bool
) -> None:
    app = live
    draft = say(app, "Halcyon: 80k, move to negotiation")
    down = Fault("answer", 503, {})
    server.faults.arm(down, *range(1, 99))
    refused = text_of(say(app, "Halcyon: 90k, closing in May", "m2"))
    assert refused == f"HubSpot does not answer right now. {wording.MEANWHILE}"
    assert text_of(say(app, "save", "m3") if typed else press(app, draft, "save")) == wording.CRM_QUEUED
    server.faults.at.clear()
    with app.store.write() as uow:
        (item,) = uow.crm_outbox.in_states(["queued"])
        uow.crm_outbox.retry(item.key, system_clock() - timedelta(seconds=1), "")
        uow.commit()
    app.aftercare.run()
    assert server.objects["deals"][DEAL]["properties"]["amount"] == "80000"


def test_the_check_names_what_is_missing_and_fails_until_it_is_there(
    trial: App, server: HubSpot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("adapters.commands.crm_check.settings_of", lambda _: trial.settings)
    monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
    monkeypatch.setenv("HUBSPOT_API_URL", server.url)
    server.owners = [{"id": "5001", "email": "ann@acme.example", "archived": False}]
    shape = server.properties["deals"].pop("cornerman_updates")
    assert cli.run(["crm", "check"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == [
        "hubspot: on trial, nothing is written",
        "  ok       connects; the portal's time zone is US/Eastern",
    ]
    lacks = "create the property cornerman_updates (text) on deals: nothing is written without it"
    assert f"  MISSING  {lacks}" in shown
    assert shown[-1] == "1 to mend."
    server.properties["deals"]["cornerman_updates"] = shape
    assert cli.run(["crm", "check", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"verdict": "ok", "said": "1 of 1 people write as their own user"} in found
    assert [one for one in found if one["verdict"] == "missing"] == []


def test_whoever_is_no_user_of_the_crm_is_told_and_never_taken_for_one(live: App, server: HubSpot) -> None:
    """The owner 5001 of the deal is not the person whose id here is 5001."""
    with live.store.write() as uow:
        uow.people.save(Person("5001", "Bo Ray", "bo@acme.example", frozenset({"rep"}), zone="UTC"))
        uow.people.link(Identity("console", "demo", "bo"), "5001")
        uow.commit()
    who, where = Identity("console", "demo", "bo"), address_of("bo")
    said = [
        reply_of(live.conversation.handle(Message(f"b{n}", system_clock(), who, where, text)))
        for n, text in enumerate(["Halcyon: 80k, move to negotiation", "my opportunities", "save"])
    ]
    unknown = f"{wording.NO_CRM_USER} {wording.MEANWHILE}"
    assert [text_of(reply) for reply in said] == [unknown, unknown, wording.NOTHING_WAITING]
    assert server.objects["deals"][DEAL]["properties"]["amount"] == "150000.50"


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    settings = Settings(CompanySettings("A"), StorageSettings(tmp_path), STAGES, VERIFIERS, crm="salesforce")
    with pytest.raises(ConfigError, match="SALESFORCE_PRIVATE_KEY is not set"):
        build(settings, system_clock, HashEmbedder(), environ={})


def test_operators_see_depth_and_dead_letters_and_no_words(
    live: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = live
    monkeypatch.setattr("adapters.commands.outbox.settings_of", lambda _: app.settings)
    assert cli.run(["crm", "outbox"]) == cli.run(["crm", "dead", "list"]) == 0
    assert capsys.readouterr().out == "Nothing waits.\nNo dead letters.\n"
    earlier = system_clock() - timedelta(hours=3, minutes=5)
    with app.store.write() as uow:
        for key in ("k1", "k2", "k3"):
            update = CrmUpdate(key, f"90{key[1]}", {"amount": Decimal(5), "close_date": date(2026, 5, 1)})
            update = replace(update, note="Dana is leaving")
            uow.crm_outbox.add(key, "ann", "5001", "card", update, earlier)
        uow.crm_outbox.retry("k1", earlier, "HubSpot asks us to wait.")
        uow.crm_outbox.failed("k2", "dead", "HubSpot does not answer right now.", earlier)
        uow.commit()
    assert cli.run(["crm", "outbox"]) == 0
    assert capsys.readouterr().out == (
        "2 writes waiting, the oldest for 3 h.\n"
        "  1 × HubSpot asks us to wait.\n"
        "1 dead letter: `cornerman crm dead list` shows them.\n"
    )
    cli.run(["crm", "outbox", "--json"])
    depth = json.loads(capsys.readouterr().out)
    assert (depth["waiting"], depth["dead"], 11100 <= depth["oldest_seconds"] < 11200) == (2, 1, True)
    cli.run(["crm", "dead", "list"])
    listed = capsys.readouterr().out
    assert listed == (
        "k2  ann  902  amount, close_date\n"
        "    tried 0 times, confirmed 3 h ago: HubSpot does not answer right now.\n"
        f"    dropped by itself on {(earlier + timedelta(days=90)).date()}\n"
    )
    cli.run(["crm", "dead", "list", "--json"])
    assert "Dana" not in capsys.readouterr().out
    assert cli.run(["crm", "dead", "retry", "k2"]) == 1
    assert "k2: its draft was handed back to the seller" in capsys.readouterr().err
    assert cli.run(["crm", "dead", "drop"]) == 1
    assert "say --all" in capsys.readouterr().err
    assert cli.run(["crm", "dead", "drop", "k1"]) == 1
    assert "there is no dead letter “k1”" in capsys.readouterr().err
    assert cli.run(["crm", "dead", "drop", "--all"]) == 0
    assert capsys.readouterr().out == "k2: dropped, and its words are forgotten.\n"
    with app.store.read() as uow:
        assert [item.update.note for item in uow.crm_outbox.in_states(["dropped"])] == [""]
