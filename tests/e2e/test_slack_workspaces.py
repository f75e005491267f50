"""Several workspaces of one company: whoever asks is answered there, and with that workspace's token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from adapters.clock import system_clock
from adapters.commands import serve
from adapters.slack.doctor import examine_installations
from adapters.slack.installations import Installed, Seal
from adapters.slack.installing import ENDINGS, INSTALL, REDIRECT
from adapters.slack.scopes import SCOPES
from adapters.slack.workspaces import Workspaces
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.slack_installations import SqlSlackInstallations
from adapters.worker import Worker
from bot.chat import Address, Identity, Reply, Text
from bot.errors import ConfigError, DeliveryError
from bot.ports import Outgoing
from bot.settings import SlackSettings
from tests.e2e.house import PAGES, House, build_house
from tests.fakes.inline import Inline
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_api import BOT, CLIENT, CLIENT_SECRET
from tests.fakes.slack_bot import MOMENT, hello
from tests.fakes.slack_installed import ALLOWED, KEY, NEWER, Bot, running

REMINDER = Reply(parts=(Text("A reminder"),))
ENVIRON = {
    "SLACK_CLIENT_ID": CLIENT,
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "SLACK_SIGNING_SECRET": "a" * 32,
    "CORNERMAN_TOKEN_KEYS": KEY,
}


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    engine = connect(f"sqlite:///{tmp_path / 'cornerman.sqlite'}")
    migrate(engine)
    with running(ScriptedDoor(hello), SqlSlackInstallations(engine), system_clock) as bot:
        yield bot
    engine.dispose()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


@pytest.fixture
def whole(house: House) -> Iterator[Bot]:
    with running(house.app.door, house.app.slack_installations, house.app.clock) as bot:
        house.app.accounts["slack"] = house.app.rooms["slack"] = bot.workspaces
        yield bot


def email_of(house: House, person_id: str) -> str:
    with house.app.store.read() as uow:
        person = uow.people.get(person_id)
    assert person
    return person.email


def knows(bot: Bot, house: House, user: str, person: str, *, confirmed: bool = True) -> None:
    profile = {"email": email_of(house, person)}
    bot.api.users[user] = {"is_email_confirmed": confirmed, "profile": profile}


def test_installed_asked_answered_and_uninstalled(whole: Bot, house: House) -> None:
    knows(whole, house, "U7", "priya")
    assert whole.install("T2", "xoxb-two").status == 200
    assert set(whole.ask("T2", "U7")) == {("xoxb-two", "users.info"), ("xoxb-two", "chat.postMessage")}
    assert "42 dollars" in whole.texts("U7")[-1]

    whole.told("T2", {"type": "app_uninstalled"}, later=2)
    assert whole.workspaces.installations.find("T2") is None
    assert whole.ask("T2", "U7") == []
    with pytest.raises(DeliveryError, match="not installed in the workspace T2") as refused:
        whole.workspaces.send(Address("slack", "T2", "DU7"), REMINDER, "k")
    assert refused.value.permanent


def test_each_workspace_is_written_to_with_its_own_token(whole: Bot, house: House) -> None:
    whole.install("T1", "xoxb-one")
    whole.install("T2", "xoxb-two")
    knows(whole, house, "U1", "joel")
    knows(whole, house, "U7", "priya")
    assert {token for token, _ in whole.ask("T1", "U1")} == {"xoxb-one"}
    assert {token for token, _ in whole.ask("T2", "U7")} == {"xoxb-two"}
    with house.app.store.write() as uow:
        now = house.app.clock()
        for person in ("joel", "priya"):
            uow.outgoings.add(Outgoing(f"k-{person}", person, REMINDER, None, now))
        uow.commit()
    before = len(whole.api.spoken)
    Worker(house.app, {"slack": whole.workspaces}).tick()
    assert sorted(whole.api.spoken[before:]) == [
        ("xoxb-one", "chat.postMessage"),
        ("xoxb-two", "chat.postMessage"),
    ]
    assert (whole.texts("U1")[-1], whole.texts("U7")[-1]) == ("A reminder", "A reminder")


def test_people_of_another_workspace_are_known_by_their_confirmed_address_alone(
    whole: Bot, house: House
) -> None:
    whole.install("T2", "xoxb-two")
    knows(whole, house, "U7", "priya", confirmed=False)
    whole.ask("T2", "U7")
    assert "I do not know you yet" in whole.texts("U7")[-1]
    with house.app.store.read() as uow:
        assert uow.people.by_identity(Identity("slack", "T2", "U7")) is None


def examined(bot: Bot, **other: str) -> list[str]:
    environ = {**ENVIRON, "SLACK_API_URL": bot.api.api_url, **other}
    found = list(examine_installations(environ, bot.kept, ("T1", "T2", "T3")))
    return [f"{'ok' if finding.fine else '!!'} {finding.sentence}" for finding in found]


def test_the_doctor_looks_at_every_workspace(bot: Bot) -> None:
    bot.install("T1", "xoxb-one")
    bot.install("T2", "xoxb-two")
    bot.api.scopes = ",".join(SCOPES)
    del bot.api.teams["xoxb-two"]
    assert examined(bot) == [
        "ok Requests come over HTTP: Slack has to reach port 3000 at /slack/events.",
        "ok The bot token is good: cornerman in the workspace Northlight.",
        "ok All 16 scopes are granted.",
        "!! Slack does not accept the token of the workspace T2: open /slack/install?team=T2 to install it "
        "again.",
        "!! The app is not installed in the workspace T3: open /slack/install?team=T3 to install it.",
    ]
    unsealed = examined(bot, CORNERMAN_TOKEN_KEYS=NEWER)
    assert unsealed[1].startswith("!! The token of the workspace T1 cannot be opened: add the key")


@pytest.mark.parametrize(
    ("environ", "start"),
    [
        ({"CORNERMAN_TOKEN_KEYS": "short"}, "CORNERMAN_TOKEN_KEYS must be one or more Fernet keys"),
        ({"CORNERMAN_TOKEN_KEYS": f"{KEY},"}, "CORNERMAN_TOKEN_KEYS must be one or more Fernet keys"),
        ({"CORNERMAN_TOKEN_KEYS": ""}, "CORNERMAN_TOKEN_KEYS is not set"),
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is not set"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1"},
            "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for several",
        ),
        (
            {"SLACK_APP_TOKEN": "xapp-1"},
            "SLACK_APP_TOKEN is for one workspace and SLACK_CLIENT_ID for several",
        ),
    ],
)
def test_what_is_not_set_up_is_said_without_the_secret(bot: Bot, environ: dict[str, str], start: str) -> None:
    (said,) = examined(bot, **environ)
    assert said.startswith(f"!! {start}")
    assert not any(secret in said for secret in [*environ.values(), CLIENT_SECRET, KEY] if secret)


def test_nobody_may_install_where_no_workspace_is_named(bot: Bot) -> None:
    (finding,) = examine_installations(ENVIRON, bot.kept, ())
    assert finding.sentence.startswith("No workspace is named that may install the app")


def test_serving_several_workspaces(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    app = replace(house.app, settings=replace(house.app.settings, slack=SlackSettings(ALLOWED)))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    app.slack_installations.put("T2", Seal(KEY).sealed(Installed("T2", "Two", "xoxb-two", "B", BOT)), MOMENT)
    environ, platforms = {**ENVIRON, "CORNERMAN_TOKEN_KEYS": f"{NEWER},{KEY}"}, serve._Platforms()
    with ExitStack() as stack:
        serve._open_slack(app, cast(Any, Inline()), platforms, environ, stack)
    served = platforms.messengers["slack"]
    assert isinstance(served, Workspaces)
    known: list[object] = [app.accounts["slack"], app.rooms["slack"], app.attachments["slack"]]
    assert all(each is served for each in known)
    assert served.of("T2").client.token == "xoxb-two"
    sealed = app.slack_installations.get("T2")
    assert sealed
    assert Seal(NEWER).opened(sealed)
    (listener,) = platforms.listeners
    paths = {route.resource.canonical for route in listener.app.router.routes() if route.resource}
    assert paths == {"/slack/events", "/slack/install", "/slack/oauth_redirect"}
    worked = serve._messengers({**environ}, app)["slack"]
    assert isinstance(worked, Workspaces)
    assert worked.of("T2").client.token == "xoxb-two"
    with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN is for one workspace"):
        serve._messengers({**environ, "SLACK_BOT_TOKEN": "xoxb-1"}, app)


def test_the_setup_page_names_what_several_workspaces_need() -> None:
    page = (Path(__file__).parents[2] / "deploy" / "slack.md").read_text(encoding="utf-8")
    section = page.partition("## Several workspaces")[2].partition("\n## ")[0]
    for named in (*ENVIRON, *ENDINGS, INSTALL, REDIRECT, "workspaces = ["):
        assert named in section, named
