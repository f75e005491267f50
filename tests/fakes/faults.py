"""What goes wrong between us and a CRM: answers that refuse or get lost, requests that never arrive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Fault:
    """`lost`: the request is carried out and its answer never arrives; `dropped`: it is not carried out;
    `answer`: it is not carried out and answered with this."""

    kind: Literal["lost", "dropped", "answer"]
    status: int = 500
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Faults:
    """`requests` holds (method, path) of everything that arrived. `at` says which requests, counted from 1
    since `arm`, go wrong; `path` restricts the count to paths that contain it."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    at: dict[int, Fault] = field(default_factory=dict)
    path: str = ""
    count: int = 0
    meanwhile: dict[int, Callable[[], object]] = field(default_factory=dict)

    def arm(self, fault: Fault, *numbers: int, path: str = "") -> None:
        self.at, self.path, self.count = dict.fromkeys(numbers or (1,), fault), path, 0

    def just_before(self, number: int, action: Callable[[], object]) -> None:
        """What somebody else does before the request of this number arrives, counted from now."""
        self.path, self.count, self.meanwhile = "", 0, {number: action}

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        if self.path not in request.path:
            return await handler(request)
        self.count += 1
        if action := self.meanwhile.pop(self.count, None):
            action()
        fault = self.at.pop(self.count, None)
        if fault is None:
            return await handler(request)
        if fault.kind == "answer":
            return web.json_response(fault.body, status=fault.status, headers=fault.headers)
        answer = await handler(request) if fault.kind == "lost" else web.Response()
        if request.transport is not None:
            request.transport.abort()
        return answer
