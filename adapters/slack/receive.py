"""The two ways Slack's payloads reach the app: a socket it opens itself, or HTTP requests to it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from aiohttp import web
from aiohttp.typedefs import Handler
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigError

T = TypeVar("T")

PATH = "/slack/events"
ACKNOWLEDGING = 16
PING = 2.0
"""Seconds. A connection that ends without a word is noticed after one of them, or after four unanswered."""
CONNECTING = 60.0


class Socket:
    """Socket Mode: needs no public address. `app_token` is the app-level token (xapp-…).

    The client on asyncio: the one on threads reads an ended connection without a pause and notices its end
    after five pings (slack_sdk 3.47).
    """

    def __init__(self, app: App, app_token: str, ping: float = PING) -> None:
        self._app = app
        self._app_token = app_token
        self._ping = ping
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack-socket", daemon=True)
        # Not the answering pool: an acknowledgement must never queue behind answers.
        self._acknowledging = ThreadPoolExecutor(ACKNOWLEDGING, thread_name_prefix="slack-ack")
        self._client: SocketModeClient | None = None

    def open(self) -> None:
        """Raises ConfigError when Slack does not accept the app-level token."""
        self._thread.start()
        try:
            self._run(self._connect())
        except SlackApiError:
            raise ConfigError(
                "Slack does not accept SLACK_APP_TOKEN: create an app-level token (xapp-…) "
                "with the scope connections:write on the app's page."
            ) from None
        except (OSError, TimeoutError):
            raise ConfigError(
                f"Slack cannot be reached at {self._app.client.base_url}: check the network or SLACK_API_URL."
            ) from None

    def is_open(self) -> bool:
        return self._client is not None and self._run(self._client.is_connected())

    def close(self) -> None:
        """What was kept by then is answered; the rest Slack sends again."""
        self._run(self._disconnect())
        self._acknowledging.shutdown()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CONNECTING)
        self._loop.close()

    async def _connect(self) -> None:
        client = SocketModeClient(
            self._app_token,
            logger=logging.getLogger("adapters.slack.socket"),
            web_client=AsyncWebClient(base_url=self._app.client.base_url),
            ping_interval=self._ping,
        )
        self._client = client
        client.socket_mode_request_listeners.append(self._receive)
        # Asked for here: its own way of connecting tries for ever, whatever is wrong.
        client.wss_uri = await client.issue_new_wss_url()
        await cast(Any, client).connect()

    async def _disconnect(self) -> None:
        if self._client:
            await cast(Any, self._client).close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # aiohttp's connections end in the loop's next round.
        await asyncio.sleep(0)

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        response = await self._loop.run_in_executor(self._acknowledging, run_bolt_app, self._app, request)
        await send_async_response(client, request, response, start_time=0.0)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(CONNECTING)


def build_receiver(app: App) -> web.Application:
    """Requests at /slack/events; Bolt answers 401 to those whose signature or age is wrong. And the two pages
    of an app that is installed by OAuth."""
    receiver = web.Application()
    # Not the answering pool: an acknowledgement must never queue behind answers.
    acknowledging = ThreadPoolExecutor(ACKNOWLEDGING, thread_name_prefix="slack-ack")

    def answered_by(handle: Callable[[BoltRequest], BoltResponse]) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            payload = BoltRequest(
                body=(await request.read()).decode(errors="replace"),
                query=request.query_string,
                headers=dict(request.headers),
            )
            loop = asyncio.get_running_loop()
            return await to_aiohttp_response(await loop.run_in_executor(acknowledging, handle, payload))

        return answer

    async def pool(_: web.Application) -> AsyncIterator[None]:
        yield
        acknowledging.shutdown()

    receiver.router.add_post(PATH, answered_by(app.dispatch))
    if flow := app.oauth_flow:
        receiver.router.add_get(flow.install_path, answered_by(flow.handle_installation))
        receiver.router.add_get(flow.redirect_uri_path, answered_by(flow.handle_callback))
    receiver.cleanup_ctx.append(pool)
    return receiver
