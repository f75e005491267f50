"""The Bot Framework's connector service on loopback: what a Teams `serviceUrl` points at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.teams.places import KeptPlaces
from tests.fakes.loopback import Answer, loopback, post
from tests.fakes.store import FakeStore

BOT = "28:bot"
TENANT = "tenant-1"
PERSON = "aad-1"
LIMIT = 28 * 1024


@dataclass
class TeamsService:
    """`calls` holds (verb, conversation, message id, activity) in the order they came; the verbs are
    send, update and open. `status` refuses every call; `refusals` are statuses and headers of the next ones.
    `people` are what the directory says of accounts by id."""

    url: str = ""
    calls: list[tuple[str, str, str, dict[str, Any]]] = field(default_factory=list)
    status: int = 0
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    people: dict[str, dict[str, str]] = field(default_factory=dict)

    def cards(self, verb: str) -> list[dict[str, Any]]:
        return [activity["attachments"][0]["content"] for name, _, _, activity in self.calls if name == verb]

    async def send(self, request: web.Request) -> web.Response:
        return await self._record("send", request, f"act-{len(self.calls) + 1}")

    async def update(self, request: web.Request) -> web.Response:
        return await self._record("update", request, request.match_info["message"])

    async def open(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        if refused := self._refused():
            return refused
        self.calls.append(("open", "", "", wanted))
        return web.json_response({"id": f"chat-{wanted['members'][0]['id']}"}, status=201)

    async def members(self, request: web.Request) -> web.Response:
        if refused := self._refused():
            return refused
        people = [{"id": "29:1", "aadObjectId": PERSON}, {"id": "29:guest"}]
        more = {"continuationToken": "more"} if request.match_info["conversation"] == "19:huge" else {}
        return web.json_response({"members": people, **more})

    async def member(self, request: web.Request) -> web.Response:
        if refused := self._refused():
            return refused
        user = request.match_info["user"]
        if user not in self.people:
            return web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)
        return web.json_response({"id": f"29:{user}", "aadObjectId": user, **self.people[user]})

    def _refused(self) -> web.Response | None:
        status, headers = self.refusals.pop(0) if self.refusals else (self.status, {})
        body = {"error": {"code": "Refused", "message": "secret of the service"}}
        return web.json_response(body, status=status, headers=headers) if status else None

    async def _record(self, verb: str, request: web.Request, message: str) -> web.Response:
        text = await request.text()
        if refused := self._refused():
            return refused
        if len(text.encode()) > LIMIT:
            return web.json_response({"error": {"code": "MessageSizeTooBig"}}, status=413)
        self.calls.append((verb, request.match_info["conversation"], message, json.loads(text)))
        return web.json_response({"id": message})


@contextmanager
def teams_service(service: TeamsService | None = None) -> Iterator[TeamsService]:
    service = service or TeamsService()
    app = web.Application()
    app.router.add_post("/v3/conversations", service.open)
    app.router.add_get("/v3/conversations/{conversation}/pagedmembers", service.members)
    app.router.add_get("/v3/conversations/{conversation}/members/{user}", service.member)
    app.router.add_post("/v3/conversations/{conversation}/activities", service.send)
    app.router.add_put("/v3/conversations/{conversation}/activities/{message}", service.update)
    with loopback(app) as url:
        service.url = url
        yield service


def reached(service_url: str) -> KeptPlaces:
    """What is known once the tenant has written from this service."""
    places = KeptPlaces(FakeStore())
    places.served(TENANT, service_url)
    return places


def activity(service_url: str, **own: Any) -> dict[str, Any]:
    """A personal message of one person; `own` replaces what differs."""
    return {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "timestamp": "2026-03-02T09:00:00.1234567Z",
        "serviceUrl": service_url,
        "from": {"id": "29:person", "name": "Priya", "aadObjectId": PERSON},
        "recipient": {"id": BOT, "name": "Cornerman"},
        "conversation": {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **own,
    }


def send_activity(url: str, body: Mapping[str, Any], authorization: str = "") -> Answer:
    headers = {"Content-Type": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    return post(f"{url}/api/messages", json.dumps(body), headers)
