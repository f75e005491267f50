"""The app is installed by OAuth in the workspaces that are named; their tokens are kept sealed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.clock import system_clock
from adapters.slack.scopes import SCOPES
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.slack_installations import SqlSlackInstallations
from bot.errors import DeliveryError
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_api import BOT, CLIENT, CLIENT_SECRET
from tests.fakes.slack_bot import hello
from tests.fakes.slack_installed import KEY, NEWER, Bot, running


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    engine = connect(f"sqlite:///{tmp_path / 'cornerman.sqlite'}")
    migrate(engine)
    with running(ScriptedDoor(hello), SqlSlackInstallations(engine), system_clock) as bot:
        yield bot
    engine.dispose()


def test_what_slack_is_asked_for(bot: Bot) -> None:
    page = bot.get("/slack/install")
    assert page.status == 302
    assert page.headers["location"].startswith(f"{bot.api.url}/oauth/v2/authorize?")
    asked = page.asks_slack
    assert (asked["client_id"], asked["scope"].split(",")) == (CLIENT, sorted(SCOPES))
    assert asked["state"] in page.cookie
    assert "user_scope" not in asked


def test_a_workspace_that_is_not_named_is_refused_and_its_token_given_back(bot: Bot) -> None:
    page = bot.install("T9", "xoxb-nine")
    assert (page.status, page.text) == (
        403,
        "Cornerman serves one company, and its configuration does not name the workspace T9: an "
        "administrator adds it to `workspaces` under [slack] first.",
    )
    assert bot.api.spoken[-1] == ("xoxb-nine", "auth.revoke")
    assert bot.kept.get("T9") is None
    assert bot.ask("T9", "U7") == []


@pytest.mark.parametrize(
    ("grant", "sentence"),
    [
        ({"is_enterprise_install": True}, "not for a whole organisation"),
        ({"refresh_token": "xoxe-1"}, "turn token rotation off"),
    ],
)
def test_what_would_not_last_is_refused(bot: Bot, grant: dict[str, Any], sentence: str) -> None:
    page = bot.install("T2", "xoxb-two", **grant)
    assert (page.status, sentence in page.text) == (403, True)
    assert bot.kept.get("T2") is None


def test_a_workspace_named_no_more_is_served_no_more(bot: Bot) -> None:
    bot.install("T2", "xoxb-two")
    now_allowed = bot.others(KEY, ("T1",))
    assert bot.workspaces.of("T2").client.token == "xoxb-two"
    with pytest.raises(DeliveryError):
        now_allowed.of("T2")


def test_an_installation_begun_elsewhere_or_twice_or_long_ago_is_refused(bot: Bot) -> None:
    begun = bot.get("/slack/install")
    back = f"/slack/oauth_redirect?code=code-1&state={begun.asks_slack['state']}"
    assert bot.get(back).status == 400
    invented = bot.get("/slack/oauth_redirect?code=code-1&state=mine", "slack-app-oauth-state=mine")
    assert (invented.status, "older than ten minutes" in invented.text) == (401, True)
    assert bot.install("T2", "xoxb-two").status == 200
    assert bot.get(back, begun.cookie).text.startswith("Slack has not confirmed")
    again = bot.get(back, begun.cookie)
    assert (again.status, "used already" in again.text) == (401, True)


def test_called_off_in_slack_is_said(bot: Bot) -> None:
    page = bot.get("/slack/oauth_redirect?error=access_denied")
    assert page.text == "The installation was called off in Slack: nothing has changed."


def test_tokens_stand_neither_in_the_database_nor_in_the_log(
    bot: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bot.install("T2", "xoxb-secret-two")
    bot.install("T9", "xoxb-secret-nine")
    bot.get("/slack/oauth_redirect?code=code-1&error=xoxb-secret-words")
    bot.told("T2", {"type": "app_uninstalled"}, later=-5)
    found = bot.workspaces.installations.find("T2")
    assert found
    assert found.token == "xoxb-secret-two"
    assert "installed in the workspace T2" in caplog.text
    files = [path.read_bytes() for path in tmp_path.rglob("*.sqlite*")]
    assert any(b"slack_installation" in data for data in files)
    for secret in ("xoxb-secret", CLIENT_SECRET, KEY):
        assert secret not in caplog.text + repr(found) + repr(bot.workspaces)
        assert not any(secret.encode() in data for data in files)


def test_a_new_key_opens_what_the_old_one_sealed_and_then_needs_it_no_more(bot: Bot) -> None:
    bot.install("T2", "xoxb-two")
    assert bot.others(NEWER).installations.find("T2") is None
    both = bot.others(f"{NEWER}, {KEY}").installations
    found = both.find("T2")
    assert found
    assert found.token == "xoxb-two"
    both.seal_anew()
    assert bot.others(NEWER).installations.find("T2") == found
    assert bot.others(KEY).installations.find("T2") is None
    sealed = bot.kept.get("T2")
    both.seal_anew()
    assert bot.kept.get("T2") == sealed


def test_a_token_moved_to_another_workspace_is_not_used(bot: Bot) -> None:
    bot.install("T2", "xoxb-two")
    kept = bot.kept
    kept.put("T1", kept.get("T2") or "", system_clock())
    assert bot.workspaces.installations.find("T1") is None


def test_installed_anew_outlives_an_old_ending(bot: Bot) -> None:
    bot.install("T2", "xoxb-two")
    order = bot.workspaces.of("T2")
    bot.install("T2", "xoxb-newer")
    bot.told("T2", {"type": "app_uninstalled"}, later=-60)
    assert (bot.workspaces.of("T2"), order.client.token) == (order, "xoxb-newer")


def test_revoked_tokens_end_it_and_those_of_people_do_not(bot: Bot) -> None:
    bot.install("T2", "xoxb-two")
    bot.told("T2", {"type": "tokens_revoked", "tokens": {"oauth": ["U9"], "bot": []}}, later=2)
    assert bot.workspaces.installations.find("T2")
    bot.told("T2", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}, later=2)
    assert bot.workspaces.installations.find("T2") is None


def test_bodies_of_shared_channels_are_answered_by_the_installation(bot: Bot) -> None:
    bot.install("T1", "xoxb-one")
    event = {"type": "app_mention", "channel": "C1", "user": "U7", "user_team": "T5", "ts": "1700000000.1"}
    told_to = [{"team_id": "T1", "is_bot": True}]
    bot.told("T5", {**event, "text": f"<@{BOT}> hello"}, authorizations=told_to)
    assert bot.api.spoken[-1] == ("xoxb-one", "chat.postMessage")
