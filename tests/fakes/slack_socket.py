"""Slack's end of Socket Mode: envelopes, acknowledgements, and connections that end in the middle of it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from aiohttp import WSMsgType, web


@dataclass
class SlackSocket:
    """An envelope is sent again over the next connection for as long as nobody has acknowledged it.
    `acknowledged` holds by envelope what came with it, `moments` the seconds when it was given to be sent
    and when it was acknowledged."""

    acknowledged: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    moments: dict[str, list[float]] = field(default_factory=dict)
    connections: int = 0
    _open: list[web.WebSocketResponse] = field(default_factory=list)
    _pending: dict[str, dict[str, Any]] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        self._loop = asyncio.get_running_loop()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._open.append(socket)
        for envelope in list(self._pending.values()):
            await self._send(socket, envelope)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))
        if socket in self._open:
            self._open.remove(socket)
        return socket

    def deliver(self, id: str, payload: Mapping[str, Any]) -> None:
        kind = "events_api" if "event" in payload else "slash_commands" if "command" in payload else None
        envelope = {"envelope_id": id, "type": kind or "interactive", "payload": payload, "retry_attempt": 0}
        self._run(self._deliver(envelope))

    def again(self, id: str, payload: Mapping[str, Any]) -> None:
        """As Slack does when an acknowledgement got lost: another envelope, the same event."""
        self.deliver(f"{id}:again", payload)

    def drop(self) -> None:
        """The connection is gone without a word."""
        self._run(self._drop())

    def refresh(self) -> None:
        """Slack asks to connect anew, as it does every few hours."""
        self._run(self._refresh())

    def wait_for(self, count: int, seconds: float = 60) -> None:
        """Until so many envelopes are acknowledged."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.acknowledged) >= count, seconds), (
                f"{len(self.acknowledged)} of {count} envelopes were acknowledged"
            )

    def _acknowledge(self, said: Mapping[str, Any]) -> None:
        with self._changed:
            self.acknowledged[said["envelope_id"]] = said.get("payload") or {}
            self.moments[said["envelope_id"]].append(perf_counter())
            self._pending.pop(said["envelope_id"], None)
            self._changed.notify_all()

    async def _deliver(self, envelope: dict[str, Any]) -> None:
        self._pending[envelope["envelope_id"]] = envelope
        self.moments[envelope["envelope_id"]] = [perf_counter()]
        if self._open:
            await self._send(self._open[-1], envelope)

    async def _send(self, socket: web.WebSocketResponse, envelope: dict[str, Any]) -> None:
        self.sent.append(envelope["envelope_id"])
        try:
            await socket.send_json(envelope)
        except ConnectionError:
            return
        envelope["retry_attempt"] += 1

    async def _drop(self) -> None:
        while self._open:
            socket = self._open.pop()
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()

    async def _refresh(self) -> None:
        while self._open:
            socket = self._open.pop()
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    def _run(self, work: Any) -> None:
        if self._loop is None:
            work.close()
            raise AssertionError("nobody has connected yet")
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)
