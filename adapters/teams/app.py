"""The aiohttp app at /api/messages: Teams' activities in, the door's outcomes out."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor
from typing import Any

from aiohttp import web

from adapters.teams import form, render
from adapters.teams.connector import Connector, Unauthorised
from adapters.teams.fitting import Element
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.parse import Payload, message_ref, parse, tenant
from bot.chat import Event, Form, FormErrors, Outcome, Reply, Submit
from bot.delivery import deliver, log_failure
from bot.errors import ConfigError
from bot.ports import Clock, Door

log = logging.getLogger(__name__)

PATH = "/api/messages"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NOTHING_SHOWN = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""}


def build_app(
    door: Door,
    executor: Executor,
    connector: Connector,
    messenger: TeamsMessenger,
    clock: Clock,
    host: str,
) -> web.Application:
    """Raises ConfigError when others can reach `host` and there is no app id to check tokens by."""
    if not connector.app_id:
        if host not in LOOPBACK:
            raise ConfigError(
                "Teams on a public interface needs MicrosoftAppId and MicrosoftAppPassword: "
                "without them anyone could write to the bot. Set them, or listen on 127.0.0.1."
            )
        log.warning("MicrosoftAppId is not set: Teams requests are not checked, on this machine only")
    app = web.Application()
    app.router.add_post(PATH, _Listener(door, executor, connector, messenger, clock).receive)
    return app


class _Listener:
    def __init__(
        self,
        door: Door,
        executor: Executor,
        connector: Connector,
        messenger: TeamsMessenger,
        clock: Clock,
    ) -> None:
        self._door = door
        self._executor = executor
        self._connector = connector
        self._messenger = messenger
        self._clock = clock

    async def receive(self, request: web.Request) -> web.Response:
        """A message is acknowledged once it is kept; whoever presses a button waits for what it does."""
        body = await _activity(request)
        # Not the answering pool: an acknowledgement must never queue behind answers.
        event = await asyncio.to_thread(self._keep, body, request.headers.get("Authorization", ""))
        invoked = body.get("type") == "invoke"
        if event is None:
            return _invoked(_nothing(body)) if invoked else web.Response(status=202)
        answering = asyncio.get_running_loop().run_in_executor(self._executor, self._answer, event, body)
        return _invoked(await answering) if invoked else web.Response(status=202)

    def _keep(self, body: Payload, authorization: str) -> Event | None:
        """None for what needs no answer: not for the bot, or kept before."""
        try:
            self._connector.authenticate(body, authorization)
        except Unauthorised as error:
            log.info("%s", error)
            raise web.HTTPUnauthorized from None
        event = self._parse(body)
        try:
            return event if event and self._door.accept(event) else None
        except Exception as error:
            log.error("activity not kept: %s", type(error).__name__)
            raise web.HTTPInternalServerError from None

    def _parse(self, body: Payload) -> Event | None:
        try:
            self._messenger.remember(tenant(body), str(body.get("serviceUrl") or ""))
            return parse(body, self._clock())
        except (KeyError, TypeError, AttributeError, ValueError):
            raise web.HTTPBadRequest(reason="not an activity of Teams") from None

    def _answer(self, event: Event, body: Payload) -> Element:
        """What fails here stays in the inbox, and the worker takes it up."""
        try:
            outcome = self._door.answer(event)
            if outcome is None:
                return _nothing(body)
            where, ref = deliver(self._door, self._messenger, event, outcome, message_ref(body))
            self._door.delivered(event, outcome, where, ref)
            return _response(event, outcome, body, updated=ref != "" and ref == message_ref(body))
        except Exception as error:
            log_failure(event, error)
            return _nothing(body)


async def _activity(request: web.Request) -> Payload:
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(reason="the body is not JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(reason="the body is not an activity")
    return body


def _response(event: Event, outcome: Outcome, body: Payload, updated: bool) -> Element:
    """What the person who pressed sees in the card or dialog itself."""
    name = body.get("name")
    if name == "adaptiveCard/action" and isinstance(outcome, Reply) and updated:
        return {"statusCode": 200, "type": render.CONTENT_TYPE, "value": render.card(outcome)}
    if name == "task/fetch" and isinstance(outcome, Form):
        return form.dialog(outcome, message_ref(body))
    if name == "task/fetch" and isinstance(outcome, Reply):
        return form.notice(render.summary(outcome))
    if isinstance(outcome, FormErrors) and isinstance(event, Submit):
        data: dict[str, Any] = body["value"]["data"]
        again = form.entered(data["form"], event.values)
        return form.dialog(again, message_ref(body), outcome.errors)
    return _nothing(body)


def _nothing(body: Payload) -> Element:
    return NOTHING_SHOWN if body.get("name") == "adaptiveCard/action" else {}


def _invoked(answer: Element) -> web.Response:
    """An empty answer closes a dialog."""
    return web.json_response(answer) if answer else web.Response(status=200)
