"""A real aiohttp application on a free loopback port, for tests that speak HTTP to it."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

from aiohttp import web

SECONDS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@contextmanager
def loopback(app: web.Application, tls: SSLContext | None = None) -> Iterator[str]:
    """Yields the base URL, without a slash at its end. With `tls` it speaks https only."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="loopback")
    thread.start()

    def run(coroutine: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, loop).result(SECONDS)

    connected: set[asyncio.Transport] = set()

    async def remember(request: web.Request, _: web.StreamResponse) -> None:
        if request.transport is not None:
            connected.add(request.transport)

    async def hang_up() -> None:
        # Connections over TLS would say goodbye for longer than the loop is there.
        for transport in connected:
            transport.abort()
        await asyncio.sleep(0)

    if tls:
        app.on_response_prepare.append(remember)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    try:
        run(runner.setup())
        run(web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start())
        host, port = runner.addresses[0][:2]
        yield f"{'https' if tls else 'http'}://{host}:{port}"
    finally:
        run(runner.cleanup())
        run(hang_up())
        run(loop.shutdown_default_executor())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(SECONDS)
        loop.close()


def post(url: str, body: str, headers: Mapping[str, str]) -> Answer:
    return _ask(urllib.request.Request(url, body.encode(), dict(headers), method="POST"))


def get(url: str) -> Answer:
    return _ask(urllib.request.Request(url))


def _ask(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return Answer(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read().decode())
