"""A server that speaks the chat completions protocol on loopback, well or badly."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.loopback import loopback


@dataclass
class Completions:
    """`says` is the text of the next replies; `body` is sent as it is instead, and `status` with either.
    `stalls` holds the reply back for as long as anyone listens, `drips` sends it a byte at a time for ever.
    `over` ends a stall. `asked` are the requests' bodies, `keys` their Authorization headers."""

    url: str = ""
    says: str = ""
    body: str | None = None
    status: int = 200
    stalls: bool = False
    drips: bool = False
    elsewhere: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(json.loads(await request.text()))
        self.keys.append(request.headers.get("Authorization", ""))
        if self.elsewhere:
            raise web.HTTPFound(self.elsewhere)
        if self.stalls:
            await asyncio.to_thread(self.over.wait)
        if self.drips:
            return await self._dripped(request)
        message = {"role": "assistant", "content": self.says}
        said = json.dumps({"choices": [{"index": 0, "message": message}]})
        return web.Response(text=said if self.body is None else self.body, status=self.status)

    async def _dripped(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.01)


@contextmanager
def completions() -> Iterator[Completions]:
    model = Completions()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.complete)
    with loopback(app) as url:
        model.url = f"{url}/v1"
        try:
            yield model
        finally:
            model.over.set()
