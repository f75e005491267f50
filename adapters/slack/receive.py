"""The two ways Slack's payloads reach the app: a socket it opens itself, or HTTP requests to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.errors import ConfigError

PATH = "/slack/events"
ACKNOWLEDGING = 16


class Socket:
    """Socket Mode: needs no public address. `app_token` is the app-level token (xapp-…)."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = SocketModeHandler(
            app, app_token, logger=logging.getLogger("adapters.slack.socket"), concurrency=ACKNOWLEDGING
        )

    def open(self) -> None:
        """Raises ConfigError when Slack does not accept the app-level token."""
        try:
            self._handler.client.connect()
        except SlackApiError:
            raise ConfigError(
                "Slack does not accept SLACK_APP_TOKEN: create an app-level token (xapp-…) "
                "with the scope connections:write on the app's page."
            ) from None

    def is_open(self) -> bool:
        return bool(self._handler.client.is_connected())

    def close(self) -> None:
        self._handler.client.close()


def build_receiver(app: App) -> web.Application:
    """Requests at /slack/events; Bolt answers 401 to those whose signature or age is wrong."""
    receiver = web.Application()
    # Not the answering pool: an acknowledgement must never queue behind answers.
    acknowledging = ThreadPoolExecutor(ACKNOWLEDGING, thread_name_prefix="slack-ack")

    async def events(request: web.Request) -> web.Response:
        payload = BoltRequest(
            body=(await request.read()).decode(errors="replace"),
            query=request.query_string,
            headers=dict(request.headers),
        )
        loop = asyncio.get_running_loop()
        return await to_aiohttp_response(await loop.run_in_executor(acknowledging, app.dispatch, payload))

    async def pool(_: web.Application) -> AsyncIterator[None]:
        yield
        acknowledging.shutdown()

    receiver.router.add_post(PATH, events)
    receiver.cleanup_ctx.append(pool)
    return receiver
