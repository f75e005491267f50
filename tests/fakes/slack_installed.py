"""The app as it is installed by OAuth: over HTTP on loopback, between a door and the fake Web API."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.fernet import Fernet

from adapters.clock import system_clock
from adapters.slack.credentials import Credentials
from adapters.slack.installations import Installations, Seal
from adapters.slack.installing import build_installable_app
from adapters.slack.pace import Pace
from adapters.slack.receive import build_receiver
from adapters.slack.scopes import SCOPES
from adapters.slack.workspaces import Workspaces
from adapters.store.slack_installations import SqlSlackInstallations
from bot.ports import Clock, Door
from tests.fakes.inline import Inline
from tests.fakes.loopback import loopback
from tests.fakes.slack_api import CLIENT, CLIENT_SECRET, SECRET, SlackApi, send_signed, slack_api

KEY, NEWER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
ALLOWED = ("T1", "T2")
ASKED = "what does the Team plan cost?"


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def asks_slack(self) -> dict[str, str]:
        return {
            name: values[0] for name, values in parse_qs(urlsplit(self.headers["location"]).query).items()
        }

    @property
    def cookie(self) -> str:
        return self.headers["set-cookie"].partition(";")[0]


@dataclass
class Bot:
    kept: SqlSlackInstallations
    api: SlackApi
    url: str
    workspaces: Workspaces
    clock: Clock
    messages: int = 0

    def get(self, path: str, cookie: str = "") -> Page:
        place = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=20)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        page = Page(answer.status, answer.read().decode(), headers)
        connection.close()
        return page

    def install(self, team: str, token: str, **grant: Any) -> Page:
        self.api.grants["code-1"] = {
            "team": {"id": team, "name": f"Northlight {team}"},
            "access_token": token,
            "scope": ",".join(SCOPES),
            "authed_user": {"id": "U9"},
            **grant,
        }
        begun = self.get("/slack/install")
        return self.get(f"/slack/oauth_redirect?code=code-1&state={begun.asks_slack['state']}", begun.cookie)

    def told(self, team: str, event: dict[str, Any], later: int = 0, **outer: Any) -> str:
        now = system_clock() + timedelta(seconds=later)
        body = {"type": "event_callback", "team_id": team, "event": event, "event_time": int(now.timestamp())}
        body |= outer
        answer = send_signed(self.url, body, system_clock(), SECRET)
        assert answer.status == 200
        return answer.text

    def ask(self, team: str, user: str, text: str = ASKED) -> list[tuple[str, str]]:
        """Which methods were called to answer it, and by whom."""
        self.messages += 1
        before = len(self.api.spoken)
        ts = f"{int(self.clock().timestamp())}.{self.messages:06}"
        event = {"type": "message", "channel_type": "im", "channel": f"D{user}", "user": user, "ts": ts}
        self.told(team, {**event, "text": text})
        return self.api.spoken[before:]

    def texts(self, user: str) -> list[str]:
        return [message["text"] for message in self.api.posted.get(f"D{user}", [])]

    def others(self, keys: str, allowed: tuple[str, ...] = ALLOWED) -> Workspaces:
        """Those of a process with other settings."""
        return workspaces_of(self.kept, self.api, keys, allowed)


def workspaces_of(
    kept: SqlSlackInstallations, api: SlackApi, keys: str = KEY, allowed: tuple[str, ...] = ALLOWED
) -> Workspaces:
    installations = Installations(kept, Seal(keys), allowed)
    return Workspaces(installations, api.api_url, lambda: Pace(pause=api.paused.append))


@contextmanager
def running(door: Door, kept: SqlSlackInstallations, clock: Clock) -> Iterator[Bot]:
    with slack_api() as api:
        workspaces = workspaces_of(kept, api)
        credentials = Credentials(CLIENT, CLIENT_SECRET, SECRET)
        app = build_installable_app(door, Inline(), workspaces, credentials, system_clock)
        with loopback(build_receiver(app)) as url:
            yield Bot(kept, api, url, workspaces, clock)
