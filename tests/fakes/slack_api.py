"""Slack's Web API on loopback: it keeps what was posted, is strict about blocks, and fails when told to."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote

from aiohttp import web

from tests.fakes.block_kit import message_faults, view_faults
from tests.fakes.loopback import Answer, loopback, post
from tests.fakes.slack_socket import SlackSocket

TOKEN = "xoxb-test"
BOT = "UBOT"
TEAM = "T1"
CLIENT = "1.2"
CLIENT_SECRET = "client-secret"
SECRET = "signing-secret"
ASIDE = frozenset({"assistant.threads.setStatus", "users.info"})
"""Methods that change nothing anyone keeps: not among the calls."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """How one call ends instead. `done`: it was carried out all the same, and only the answer is lost."""

    status: int
    error: str = ""
    retry_after: int | None = None
    done: bool = False


Weather: TypeAlias = Callable[[str, Mapping[str, Any]], Trouble | None]


@dataclass
class SlackApi:
    """`calls` holds (method, arguments) in the order they came, `auth.test` excepted; `posted` by channel
    what stands there. `failures` by method answer an error, `weather` decides call by call. `grants` by code
    what OAuth gives for it, each once; `teams` by token whom it speaks for, `spoken` who called what."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    posted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    weather: Weather | None = None
    paused: list[float] = field(default_factory=list)
    scopes: str = "chat:write"
    grants: dict[str, dict[str, Any]] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=lambda: {TOKEN: TEAM})
    spoken: list[tuple[str, str]] = field(default_factory=list)
    socket: SlackSocket = field(default_factory=SlackSocket)
    _lock: threading.Condition = field(default_factory=threading.Condition)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def arguments(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    def wait_for(self, method: str) -> dict[str, Any]:
        """The arguments of its first call, which may be under way still."""
        with self._lock:
            assert self._lock.wait_for(lambda: self.arguments(method), 20), f"{method} was not called"
        return self.arguments(method)[0]

    async def upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

    async def download(self, request: web.Request) -> web.Response:
        """A file people sent; to anyone else's token Slack shows its sign-in page."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise web.HTTPFound("https://slack.com/signin")
        return web.Response(body=self.files[request.match_info["id"]])

    async def method(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        authorization = request.headers.get("Authorization", "")
        if name == "oauth.v2.access":
            return web.json_response(self._granted(await _arguments(request), authorization))
        if authorization[:8] != "Bearer x":
            return web.json_response({"ok": False, "error": "not_authed"})
        arguments = await _arguments(request)
        self.spoken.append((authorization.removeprefix("Bearer "), name))
        trouble = self.weather(name, arguments) if self.weather else None
        if trouble is None or trouble.done:
            answer = self._answer(name, arguments, authorization)
        if trouble is None:
            return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})
        headers = {} if trouble.retry_after is None else {"Retry-After": str(trouble.retry_after)}
        if not trouble.error:
            return web.Response(status=trouble.status, text="upstream connect error", headers=headers)
        said = {"ok": False, "error": trouble.error}
        return web.json_response(said, status=trouble.status, headers=headers)

    def _answer(self, name: str, arguments: dict[str, Any], authorization: str) -> dict[str, Any]:
        if name == "auth.test":
            team = self.teams.get(authorization.removeprefix("Bearer "))
            me = {
                "ok": True,
                "team_id": team,
                "team": "Northlight",
                "user_id": BOT,
                "bot_id": "BBOT",
                "url": self.url,
                "user": "cornerman",
            }
            return me if team else {"ok": False, "error": "invalid_auth"}
        if name == "apps.connections.open":
            if not authorization.startswith("Bearer xapp-"):
                return {"ok": False, "error": "not_allowed_token_type"}
            return {"ok": True, "url": self.url.replace("http", "ws") + "/socket"}
        with self._lock:
            if name not in ASIDE:
                self.calls.append((name, arguments))
                self._lock.notify_all()
            return self._act(name, arguments)

    def _granted(self, arguments: Mapping[str, Any], authorization: str) -> dict[str, Any]:
        grant = self.grants.pop(arguments["code"], None)
        if authorization != "Basic " + b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode():
            return {"ok": False, "error": "bad_client_secret"}
        if grant is None:
            return {"ok": False, "error": "invalid_code"}
        self.teams[grant["access_token"]] = grant["team"]["id"]
        return {"ok": True, "app_id": "A1", "token_type": "bot", "bot_user_id": BOT, **grant}

    def _act(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if name in self.failures:
            return {"ok": False, "error": self.failures[name]}
        if error := _faults(arguments):
            return {"ok": False, "error": "invalid_blocks", "detail": error}
        if name.startswith("chat."):
            return self._chat(name, arguments)
        return {"ok": True, **self._result(name, arguments)}

    def _chat(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self.posted.setdefault(arguments["channel"], [])
        if len(arguments["text"]) > 40_000:
            return {"ok": False, "error": "msg_too_long"}
        if name == "chat.postMessage":
            ts = f"1700000000.{len(self.calls):06}"
            channel.append({**arguments, "ts": ts, "user": BOT, "bot_id": "BBOT", "at": perf_counter()})
            return {"ok": True, "channel": arguments["channel"], "ts": ts}
        for message in channel:
            if message["ts"] == arguments["ts"]:
                message |= arguments
        return {"ok": True, "channel": arguments["channel"], "ts": arguments["ts"]}

    def _result(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        match name:
            case "conversations.members":
                more = "more" if arguments["channel"] == "CHUGE" else ""
                return {"members": ["U1", "U2", BOT], "response_metadata": {"next_cursor": more}}
            case "conversations.info":
                return {"channel": {"id": arguments["channel"], "creator": "U2"}}
            case "conversations.history":
                return {"messages": list(reversed(self.posted.get(arguments["channel"], [])))}
            case "conversations.replies":
                channel = self.posted.get(arguments["channel"], [])
                return {"messages": [m for m in channel if m.get("thread_ts") == arguments["ts"]]}
            case "files.getUploadURLExternal":
                id = f"F{len(self.files) + 1}"
                self.files[id] = b""
                return {"file_id": id, "upload_url": f"{self.url}/upload/{id}"}
            case "files.completeUploadExternal":
                return {"files": [{"id": file["id"]} for file in arguments["files"]]}
            case "users.info":
                user = {"id": arguments["user"], "is_bot": arguments["user"] == BOT}
                return {"user": user | self.users.get(arguments["user"], {})}
            case "conversations.open":
                return {"channel": {"id": f"D{arguments['users']}"}}
            case "views.open" | "views.update" | "views.publish":
                return {"view": {"id": arguments.get("view_id") or f"V{len(self.calls)}"}}
        return {}


@contextmanager
def slack_api() -> Iterator[SlackApi]:
    api = SlackApi()
    app = web.Application(client_max_size=10**8)
    app.router.add_post("/api/{name}", api.method)
    app.router.add_post("/upload/{id}", api.upload)
    app.router.add_get("/download/{id}", api.download)
    app.router.add_get("/socket", api.socket.connect)
    with loopback(app) as url:
        api.url = url
        yield api


def send_signed(url: str, payload: Mapping[str, Any], now: datetime, secret: str = SECRET) -> Answer:
    """The request Slack would send: events as JSON, commands, presses and forms as form fields."""
    if "event" in payload or "challenge" in payload:
        body, kind = json.dumps(payload), "application/json"
    elif "command" in payload:
        body = "&".join(f"{name}={quote(value, safe='')}" for name, value in payload.items())
        kind = "application/x-www-form-urlencoded"
    else:
        body, kind = "payload=" + quote(json.dumps(payload), safe=""), "application/x-www-form-urlencoded"
    moment = str(int(now.timestamp()))
    signature = hmac.new(secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": f"v0={signature}",
    }
    return post(f"{url}/slack/events", body, headers)


def _faults(arguments: Mapping[str, Any]) -> str:
    said = message_faults(arguments["blocks"]) if "blocks" in arguments else ""
    return said or (view_faults(arguments["view"]) if "view" in arguments else "")


async def _arguments(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    if request.content_type == "application/json":
        arguments: dict[str, Any] = json.loads(text or "{}")
        return arguments
    form = dict(parse_qsl(text))
    return {name: json.loads(value) if value[:1] in "[{" else value for name, value in form.items()}
