"""The aiohttp app at /api/messages: Teams' activities in, the door's outcomes out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import TypeAlias, TypeVar

from aiohttp import web

from adapters.lanes import Lanes
from adapters.teams.connector import LOOPBACK, Connector, KeysAway, Unauthorised
from adapters.teams.entries import asked, found, is_action, parse_action, taken_up
from adapters.teams.fitting import Element
from adapters.teams.form import in_words
from adapters.teams.invokes import failed, no_chat, not_yet, nothing, response, view_of
from adapters.teams.judging import SENT, judges, parse_judged
from adapters.teams.messenger import AskedBy, TeamsMessenger
from adapters.teams.parse import (
    Payload,
    address_of,
    chat_of,
    identity_of,
    message_ref,
    parse,
    removed,
    tenant,
)
from adapters.teams.places import KeptPlaces
from adapters.teams.views import is_refresh
from bot.chat import Event, Form, FormErrors, Identity, Outcome, Part, Reply, Text
from bot.delivery import deliver, kind_and_place, log_failure, record
from bot.errors import ConfigError, DeliveryError
from bot.ports import Clock, Door

log = logging.getLogger(__name__)

T = TypeVar("T")

Cite: TypeAlias = Callable[[Identity, str], Sequence[Part]]
"""What to insert for a question, of pages that everyone in the company may read; nothing for strangers."""

PATH = "/api/messages"
ACKNOWLEDGING = 16
INVOKE_SECONDS = 8.0
"""Teams shows an error to whoever pressed and waited for longer than about ten."""


def nothing_to_cite(who: Identity, question: str) -> Sequence[Part]:
    return ()


def build_app(
    door: Door,
    executor: Executor,
    connector: Connector,
    places: KeptPlaces,
    clock: Clock,
    host: str,
    tenants: Collection[str] = (),
    cite: Cite = nothing_to_cite,
) -> web.Application:
    """Only `tenants` are served where any are named. Raises ConfigError when others can reach `host` and
    there is no app id to check tokens by."""
    if not connector.app_id:
        if host not in LOOPBACK:
            raise ConfigError(
                "Teams on a public interface needs MicrosoftAppId and MicrosoftAppPassword: "
                "without them anyone could write to the bot. Set them, or listen on 127.0.0.1."
            )
        log.warning("MicrosoftAppId is not set: Teams requests are not checked, on this machine only")
    app = web.Application()
    listener = _Listener(door, executor, connector, places, clock, frozenset(tenants), cite)
    app.router.add_post(PATH, listener.receive)
    app.cleanup_ctx.append(listener.pool)
    return app


class _Listener:
    def __init__(
        self,
        door: Door,
        executor: Executor,
        connector: Connector,
        places: KeptPlaces,
        clock: Clock,
        tenants: Collection[str],
        cite: Cite,
    ) -> None:
        self._door = door
        self._executor = executor
        self._lanes = Lanes(executor)
        self._connector = connector
        self._places = places
        self._messenger = TeamsMessenger(connector, places)
        self._clock = clock
        self._tenants = tenants
        self._cite = cite
        # Not the answering pool: an acknowledgement must never queue behind answers.
        self._acknowledging = ThreadPoolExecutor(ACKNOWLEDGING, thread_name_prefix="teams-ack")

    async def pool(self, _: web.Application) -> AsyncIterator[None]:
        yield
        self._acknowledging.shutdown()

    async def receive(self, request: web.Request) -> web.Response:
        """A message is acknowledged once it is kept; whoever presses a button waits for what it does."""
        body = await _activity(request)
        await self._soon(partial(self._check, body, request.headers.get("Authorization", "")))
        if body.get("type") != "invoke":
            await self._soon(partial(self._keep, body))
            return web.Response(status=202)
        return _invoked(await self._invoke(body))

    async def _invoke(self, body: Payload) -> Element:
        """Teams shows a fault of its own where it is not told one in a sentence."""
        try:
            if is_refresh(body):
                return view_of(body)
            if asked(body) is not None:
                loop = asyncio.get_running_loop()
                return await _in_time(loop.run_in_executor(self._executor, self._find, body), body)
            if is_action(body):
                return await self._soon(partial(self._take_up, body))
            answering = await self._soon(partial(self._keep, body))
        except web.HTTPInternalServerError:
            return failed(body)
        return await _in_time(asyncio.wrap_future(answering), body) if answering else nothing(body)

    async def _soon(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._acknowledging, work)

    def _find(self, body: Payload) -> Element:
        try:
            return found(self._cite(identity_of(body), asked(body) or ""))
        except Exception as error:
            log.error("nothing found to cite: %s", kind_and_place(error))
            return failed(body)

    def _take_up(self, body: Payload) -> Element:
        """What is answered in the presser's own chat."""
        try:
            self._keep(body)
        except DeliveryError as error:
            log.warning("an action on a message was not taken up: %s", error)
            return no_chat(error, body)
        return taken_up()

    def _keep(self, body: Payload) -> Future[Element] | None:
        """What it leads to, once it is its turn in its chat; None for what needs no answer: not for the bot,
        or kept before."""
        try:
            event = self._parse(body)
            return self._queue(event, body) if event else None
        except (web.HTTPException, DeliveryError):
            raise
        except Exception as error:
            log.error("activity not kept: %s", kind_and_place(error))
            raise web.HTTPInternalServerError from None

    def _queue(self, event: Event, body: Payload) -> Future[Element] | None:
        outcome: Future[Element] = Future()
        lane, answer = event.where.key, partial(self._answer, event, body, outcome)
        with self._lanes.gate.first():
            fresh = self._door.accept(event)
            begins = fresh and self._lanes.add(lane, event.at, answer)
        if begins:
            self._lanes.start(lane)
        return outcome if fresh else None

    def _check(self, body: Payload, authorization: str) -> None:
        try:
            self._connector.authenticate(body, authorization)
        except Unauthorised as error:
            log.info("%s", error)
            raise web.HTTPUnauthorized from None
        except KeysAway as error:
            log.error("%s", error)
            raise web.HTTPServiceUnavailable from None
        if self._tenants and _tenant(body) not in self._tenants:
            log.info("an activity of a tenant that is not served here was refused")
            raise web.HTTPForbidden

    def _parse(self, body: Payload) -> Event | None:
        try:
            self._places.served(tenant(body), str(body.get("serviceUrl") or ""))
            if gone := removed(body):
                self._places.closed(*gone)
            elif here := chat_of(body):
                self._places.met(*here)
            if judges(body):
                card_id = self._door.card_at(address_of(body), message_ref(body))
                return parse_judged(body, card_id, self._clock())
            if is_action(body):
                where = self._messenger.direct_at_once(identity_of(body))
                return parse_action(body, where, self._clock())
            return parse(body, self._clock())
        except (KeyError, TypeError, AttributeError, ValueError):
            raise web.HTTPBadRequest(reason="not an activity of Teams") from None

    def _answer(self, event: Event, body: Payload, shown: Future[Element]) -> None:
        """What fails here stays in the inbox, and the worker takes it up."""
        try:
            shown.set_result(self._answered(event, body))
        except Exception as error:
            log_failure(event, error)
            shown.set_result(nothing(body))

    def _answered(self, event: Event, body: Payload) -> Element:
        outcome = self._door.answer(event)
        if outcome is None:
            return nothing(body)
        outcome = _as_message(outcome, body)
        chats = AskedBy(self._messenger, str(body["from"]["id"]))
        where, ref = deliver(self._door, chats, event, outcome, message_ref(body))
        record(self._door, event, outcome, where, ref)
        return response(event, outcome, body, updated=ref != "" and ref == message_ref(body))


def _as_message(outcome: Outcome, body: Payload) -> Outcome:
    """What this kind of activity has no dialog for."""
    if isinstance(outcome, Form) and body.get("type") != "invoke":
        return in_words(outcome)
    if isinstance(outcome, FormErrors) and body.get("name") == SENT:
        return Reply((Text("\n".join(outcome.errors.values())),), visibility="asker")
    return outcome


async def _in_time(answering: asyncio.Future[Element], body: Payload) -> Element:
    done, _ = await asyncio.wait({answering}, timeout=INVOKE_SECONDS)
    return answering.result() if done else not_yet(body)


async def _activity(request: web.Request) -> Payload:
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(reason="the body is not JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(reason="the body is not an activity")
    return body


def _tenant(body: Payload) -> str:
    try:
        return tenant(body)
    except AttributeError:
        raise web.HTTPBadRequest(reason="not an activity of Teams") from None


def _invoked(answer: Element) -> web.Response:
    """An empty answer closes a dialog."""
    return web.json_response(answer) if answer else web.Response(status=200)
