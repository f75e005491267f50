"""Slack's Web API on loopback, strict about blocks, and its Socket Mode websocket."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote

from aiohttp import WSMsgType, web

from tests.fakes.block_kit import message_faults, view_faults
from tests.fakes.loopback import Answer, loopback, post

TOKEN = "xoxb-test"
BOT = "UBOT"
TEAM = "T1"
SECRET = "signing-secret"


@dataclass
class SlackApi:
    """`calls` holds (method, arguments) in the order they came, `auth.test` excepted."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    acknowledged: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    envelopes: queue.Queue[dict[str, Any] | None] = field(default_factory=queue.Queue)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def arguments(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    async def method(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if request.headers.get("Authorization", "")[:8] != "Bearer x":
            return web.json_response({"ok": False, "error": "not_authed"})
        arguments = await _arguments(request)
        return web.json_response(self._answer(name, arguments, request.headers["Authorization"]))

    def _answer(self, name: str, arguments: dict[str, Any], authorization: str) -> dict[str, Any]:
        if name == "auth.test":
            known = authorization == f"Bearer {TOKEN}"
            me = {
                "ok": True,
                "team_id": TEAM,
                "user_id": BOT,
                "bot_id": "BBOT",
                "url": self.url,
                "user": "cm",
            }
            return me if known else {"ok": False, "error": "invalid_auth"}
        if name == "apps.connections.open":
            if not authorization.startswith("Bearer xapp-"):
                return {"ok": False, "error": "not_allowed_token_type"}
            return {"ok": True, "url": self.url.replace("http", "ws") + "/socket"}
        with self._lock:
            self.calls.append((name, arguments))
            count = len(self.calls)
        if name in self.failures:
            return {"ok": False, "error": self.failures[name]}
        if error := _faults(arguments):
            return {"ok": False, "error": "invalid_blocks", "detail": error}
        return {"ok": True, **_result(name, arguments, count)}

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        sending = asyncio.create_task(self._send(socket))
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self.acknowledged.put(json.loads(message.data))
        self.envelopes.put(None)
        await sending
        return socket

    async def _send(self, socket: web.WebSocketResponse) -> None:
        while envelope := await asyncio.to_thread(self.envelopes.get):
            await socket.send_json(envelope)


@contextmanager
def slack_api() -> Iterator[SlackApi]:
    api = SlackApi()
    app = web.Application()
    app.router.add_post("/api/{name}", api.method)
    app.router.add_get("/socket", api.socket)
    with loopback(app) as url:
        api.url = url
        yield api


def send_signed(url: str, payload: Mapping[str, Any], now: datetime, secret: str = SECRET) -> Answer:
    """The request Slack would send: events as JSON, presses and forms as a form field."""
    if "event" in payload:
        body, kind = json.dumps(payload), "application/json"
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


def _result(name: str, arguments: dict[str, Any], count: int) -> dict[str, Any]:
    match name:
        case "conversations.members":
            more = "more" if arguments["channel"] == "CHUGE" else ""
            return {"members": ["U1", "U2", BOT], "response_metadata": {"next_cursor": more}}
        case "users.info":
            return {"user": {"id": arguments["user"], "is_bot": arguments["user"] == BOT}}
        case "conversations.open":
            return {"channel": {"id": f"D{arguments['users']}"}}
        case "chat.postMessage":
            return {"channel": arguments["channel"], "ts": f"1700000000.{count:06}"}
        case "chat.update":
            return {"channel": arguments["channel"], "ts": arguments["ts"]}
    return {}


async def _arguments(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    if request.content_type == "application/json":
        arguments: dict[str, Any] = json.loads(text or "{}")
        return arguments
    form = dict(parse_qsl(text))
    return {name: json.loads(value) if value[:1] in "[{" else value for name, value in form.items()}
