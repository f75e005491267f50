"""Who may use the bot in Slack: known before the first event, and only for as long as they are members."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from adapters.clock import system_clock
from adapters.commands import serve
from adapters.slack import receive
from adapters.slack.messenger import SlackMessenger
from bot.chat import Address, Identity
from bot.door import InboxDoor
from bot.ports import Messenger
from tests.e2e.house import build_house
from tests.e2e.slack_house import Workspace, workspace
from tests.fakes.slack_api import SECRET, TEAM, TOKEN, send_signed, slack_api

ASKED = "what does the Team plan cost?"
PRIYA = Identity("slack", TEAM, "U1")


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as slack:
        yield slack


def told(slack: Workspace) -> str:
    return str(slack.say("priya", ASKED)[-1][1]["text"])


def changed(slack: Workspace, **user: Any) -> None:
    event = {"type": "user_change", "user": {"id": "U1", "team_id": TEAM, **user}, "event_ts": "1.0"}
    body = {"type": "event_callback", "team_id": TEAM, "event": event}
    assert send_signed(slack.url, body, system_clock(), SECRET).status == 200


def test_who_is_made_a_guest_reads_nothing_from_that_moment(slack: Workspace) -> None:
    assert "42 dollars" in told(slack)
    slack.api.users["U1"] = {"is_restricted": True}
    changed(slack, is_restricted=True)
    assert "you are a guest here" in told(slack)
    with slack.house.app.store.read() as uow:
        assert uow.people.by_identity(PRIYA) is None
        assert uow.people.address_of("priya") != Address("slack", TEAM, "DU1")


def test_who_is_a_member_again_is_known_again_by_their_address(slack: Workspace) -> None:
    with slack.house.app.store.read() as uow:
        priya = uow.people.get("priya")
    assert priya
    changed(slack, deleted=True)
    slack.api.users["U1"] = {"is_email_confirmed": True, "profile": {"email": priya.email}}
    assert "42 dollars" in told(slack)


def test_a_changed_status_changes_nothing(slack: Workspace) -> None:
    changed(slack, profile={"status_text": "away"})
    assert "42 dollars" in told(slack)


def test_what_slack_did_not_tell_is_found_out(slack: Workspace) -> None:
    slack.api.users["U1"] = {"is_stranger": True}
    assert "you are a guest here" in told(slack)


def test_accounts_are_known_before_the_first_event_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, known = build_house(tmp_path).app, list[str]()

    class Socket:
        def __init__(self, *_: object) -> None: ...
        def close(self) -> None: ...
        def open(self) -> None:
            known.extend([*app.accounts, *app.rooms])

    monkeypatch.setattr(receive, "Socket", Socket)
    app.rooms.clear()
    with slack_api() as api, ThreadPoolExecutor(1) as pool, ExitStack() as stack:
        environ = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": api.api_url}
        serve._open_slack(app, pool, serve._Platforms(), environ, stack)
    assert known == ["slack", "slack"]


def test_the_worker_knows_accounts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, ran, known = build_house(tmp_path).app, list[Mapping[str, Messenger]](), list[object]()
    app.rooms.clear()

    class Idle:
        def __init__(self, _: object, messengers: Mapping[str, Messenger]) -> None:
            ran.append(messengers)

        def run(self, _: object) -> None:
            known.extend([*app.accounts.values(), *app.rooms.values(), *ran[0].values()])
            known.extend(app.attachments.values())

    monkeypatch.delenv("MicrosoftAppId", raising=False)
    monkeypatch.setattr(serve, "settings_of", lambda _: app.settings)
    monkeypatch.setattr(serve, "build", lambda *_: app)
    monkeypatch.setattr(serve, "Worker", Idle)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    assert serve.worker(None) == 0
    assert [type(each) for each in known] == [SlackMessenger] * 4
    assert len(set(map(id, known))) == 1


def test_an_account_that_an_administrator_names_stays_whose_it_is(slack: Workspace) -> None:
    app = slack.house.app
    InboxDoor(app.store, app.conversation.handle, app.clock, [PRIYA]).forget(PRIYA)
    assert "42 dollars" in told(slack)
    app.door.forget(PRIYA)
    assert "I do not know you yet" in told(slack)
