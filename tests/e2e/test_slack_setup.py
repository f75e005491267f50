"""The manifest asks for what the code uses and nothing else; the doctor says what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from adapters import cli
from adapters.slack import app, entries
from adapters.slack.doctor import examine
from adapters.slack.scopes import COMMAND, EVENTS, METHODS, SCOPES
from adapters.slack.workspaces import OneWorkspace
from bot import wording
from tests.fakes.inline import Inline
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_api import TOKEN, SlackApi, slack_api
from tests.fakes.slack_bot import MOMENT, hello, messenger_for, workspace

DEPLOY = Path(__file__).parents[2] / "deploy"
MANIFEST = yaml.safe_load((DEPLOY / "slack_manifest.yaml").read_text(encoding="utf-8"))
SOURCES = sorted(Path(app.__file__).parent.glob("*.py"))


class Recorder:
    """Stands where the Bolt app stands, and writes down what is listened to."""

    def __init__(self) -> None:
        self.events: list[str | re.Pattern[str]] = []
        self.shortcuts: list[str] = []
        self.others: list[str] = []

    def event(self, which: str | re.Pattern[str]) -> Callable[[object], object]:
        self.events.append(which)
        return lambda listener: listener

    def shortcut(self, which: str) -> Callable[[object], object]:
        self.shortcuts.append(which)
        return lambda listener: listener

    def __getattr__(self, kind: str) -> Callable[[object], Callable[[object], object]]:
        self.others.append(kind)
        return lambda which: lambda listener: listener


@pytest.fixture
def listened() -> Recorder:
    recorder = Recorder()
    with slack_api() as api:
        listener = app.Listener(
            ScriptedDoor(hello), OneWorkspace(messenger_for(api)), Inline(), lambda: MOMENT
        )
        listener.register(cast(Any, recorder))
    return recorder


def test_the_manifest_asks_for_the_scopes_that_are_needed_and_no_others() -> None:
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": sorted(SCOPES)}
    needed = {*EVENTS.values(), *METHODS.values(), "commands", "users:read.email"} - {""}
    wider = {"groups:read", "mpim:read", "files:read"}
    assert set(SCOPES) == needed | wider


def test_every_method_that_is_called_is_known_with_its_scope() -> None:
    called = set()
    by_the_client = {"conversations.history", "conversations.replies"}
    by_the_client |= {"files.completeUploadExternal", "files.getUploadURLExternal"}
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        called |= set(re.findall(r'"((?:assistant|chat|conversations|users|views)\.[A-Za-z.]+)"', text))
    assert called | by_the_client == set(METHODS)


def test_the_manifest_subscribes_to_what_is_listened_to(listened: Recorder) -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert subscribed == sorted(EVENTS)
    heard = [which for which in listened.events if which is not app.ANYTHING]
    for event in subscribed:
        kind = event.partition(".")[0]
        assert any(re.fullmatch(which, kind) for which in heard), event
    for which in heard:
        assert any(re.fullmatch(which, event.partition(".")[0]) for event in subscribed), which


def test_the_manifest_offers_what_the_code_understands(listened: Recorder) -> None:
    offered = {s["callback_id"]: s["type"] for s in MANIFEST["features"]["shortcuts"]}
    assert (
        offered == dict.fromkeys(listened.shortcuts, "message") == dict.fromkeys(entries.SHORTCUTS, "message")
    )
    assert [c["command"] for c in MANIFEST["features"]["slash_commands"]] == [COMMAND]
    assert set(listened.others) == {"action", "view", "command"}
    prompts = MANIFEST["features"]["assistant_view"]["suggested_prompts"]
    assert [(p["title"], p["message"]) for p in prompts] == list(wording.PROMPTS)
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}


def test_the_manifest_keeps_slacks_limits() -> None:
    shown, features = MANIFEST["display_information"], MANIFEST["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert all(len(s["name"]) <= 24 and len(s["description"]) <= 150 for s in features["shortcuts"])
    assert all(len(c["description"]) <= 2000 for c in features["slash_commands"])
    assert len(features["assistant_view"]["assistant_description"]) <= 300


def test_the_setup_page_names_every_scope() -> None:
    page = (DEPLOY / "slack.md").read_text(encoding="utf-8")
    assert all(f"| `{scope}` | {why} |" in page for scope, why in SCOPES.items())


GOOD = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": "xapp-1"}


def told(api: SlackApi, environ: Mapping[str, str]) -> list[tuple[bool, str]]:
    found = examine({**environ, "SLACK_API_URL": api.api_url})
    return [(finding.fine, finding.sentence) for finding in found]


def test_a_complete_setup_is_fine() -> None:
    with slack_api() as api:
        api.scopes = ",".join(SCOPES)
        assert told(api, GOOD) == [
            (True, "The bot token is good: cornerman in the workspace Northlight."),
            (True, "All 16 scopes are granted."),
            (True, "The socket opens; 1 open now, this one included, of 10 at most."),
        ]


def test_missing_and_needless_scopes_are_named() -> None:
    with slack_api() as api:
        api.scopes = ",".join({*SCOPES, "admin"} - {"im:write"})
        found = told(api, GOOD)
    why = "(writes first: reminders, saved notes)"
    missing = f"The scope im:write is missing {why}: add it and install the app again."
    assert (False, missing) in found
    assert (True, "The scope admin is granted and not needed: take it away.") in found


@pytest.mark.parametrize(
    ("environ", "wrong"),
    [
        ({}, ["SLACK_BOT_TOKEN is not set", "Neither way in is set"]),
        ({**GOOD, "SLACK_BOT_TOKEN": "xoxp-user"}, ["SLACK_BOT_TOKEN is no bot token"]),
        ({**GOOD, "SLACK_BOT_TOKEN": "xoxb-other"}, ["Slack does not accept SLACK_BOT_TOKEN"]),
        ({**GOOD, "SLACK_APP_TOKEN": "xoxb-test"}, ["SLACK_APP_TOKEN is no app-level token"]),
        ({"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": "abc"}, ["SLACK_SIGNING_SECRET has 32"]),
        ({"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": "a" * 32}, []),
    ],
)
def test_what_is_wrong_is_said_without_the_secret(environ: dict[str, str], wrong: list[str]) -> None:
    with slack_api() as api:
        api.scopes = ",".join(SCOPES)
        found = told(api, environ)
    said = [sentence for fine, sentence in found if not fine]
    assert len(said) == len(wrong)
    assert all(sentence.startswith(start) for sentence, start in zip(said, wrong, strict=True))
    secrets = [value for value in environ.values() if len(value) > 3]
    assert not any(secret in sentence for secret in secrets for _, sentence in found)


def test_the_command_says_so_and_ends_with_a_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    assert cli.run(["doctor", "--slack"]) == 1
    assert capsys.readouterr().out.startswith("!!  SLACK_BOT_TOKEN is not set: ")


def test_unreachable_slack_is_said() -> None:
    environ: dict[str, Any] = {**GOOD, "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    first, *_ = list(examine(environ))
    assert (first.fine, "cannot be reached" in first.sentence) == (False, True)


def test_an_address_answers_when_slack_asks_whether_it_is_ours() -> None:
    with workspace(hello) as slack:
        asked = {"type": "url_verification", "token": "x", "challenge": "3eZbrw1a"}
        answer = slack.send(asked)
        refused = slack.send(asked, secret="wrong")
    assert (answer.status, answer.json) == (200, {"challenge": "3eZbrw1a"})
    assert refused.status == 401
