"""What operators reach over HTTP: is it up, can it work, how much has it done. And running HTTP apps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from aiohttp import web

from bot.errors import ConfigError

Check: TypeAlias = Callable[[], str | None]
"""None when all is well, else the reason in one sentence. May block: it runs in a thread."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure, read when it is asked for. Never anything people wrote, names included."""

    name: str
    help: str
    read: Callable[[], float]
    kind: Literal["counter", "gauge"] = "counter"
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listener:
    app: web.Application
    host: str
    port: int


def build_server(
    checks: Mapping[str, Check],
    metrics: Sequence[Metric],
    notices: Mapping[str, Check] = MappingProxyType({}),
) -> web.Application:
    """`/healthz`: the process runs. `/readyz`: 503 with the reasons while any check gives one; what `notices`
    give is told as `degraded` and keeps nobody from being served. `/metrics`: Prometheus text."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"up": True})

    async def readyz(_: web.Request) -> web.Response:
        failed = await _reasons(checks)
        degraded = await _reasons({name: notice for name, notice in notices.items() if name not in failed})
        told = {"ready": not failed, "failed": failed, "degraded": degraded}
        return web.json_response(told, status=503 if failed else 200)

    async def figures(_: web.Request) -> web.Response:
        text = await asyncio.to_thread(prometheus, metrics)
        return web.Response(text=text, content_type="text/plain", charset="utf-8")

    server = web.Application()
    server.router.add_get("/healthz", healthz)
    server.router.add_get("/readyz", readyz)
    server.router.add_get("/metrics", figures)
    return server


@asynccontextmanager
async def listening(listeners: Sequence[Listener]) -> AsyncIterator[None]:
    """Serves every app until the block ends. Raises ConfigError for a port that cannot be had."""
    async with AsyncExitStack() as stack:
        for listener in listeners:
            # Paths and user agents say nothing an operator needs; no access log.
            runner = web.AppRunner(listener.app, access_log=None)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            try:
                await web.TCPSite(runner, listener.host, listener.port).start()
            except OSError as error:
                raise ConfigError(
                    f"Cannot listen on {listener.host}:{listener.port} ({error.strerror}): "
                    "choose another port under [server], or stop what uses it."
                ) from None
        yield


def prometheus(metrics: Sequence[Metric]) -> str:
    """Metrics of one name, with different labels, share its HELP and TYPE lines and stand together."""
    lines: list[str] = []
    for name in dict.fromkeys(metric.name for metric in metrics):
        same = [metric for metric in metrics if metric.name == name]
        lines += [f"# HELP {name} {_escaped(same[0].help)}", f"# TYPE {name} {same[0].kind}"]
        lines += [f"{name}{_labels(metric.labels)} {metric.read():.15g}" for metric in same]
    return "".join(f"{line}\n" for line in lines)


def _labels(labels: Mapping[str, str]) -> str:
    quoted = (f'{name}="{_quoted(value)}"' for name, value in labels.items())
    return "{" + ",".join(quoted) + "}" if labels else ""


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\"")


async def _reasons(checks: Mapping[str, Check]) -> dict[str, str]:
    reasons = await asyncio.gather(*(asyncio.to_thread(_reason, check) for check in checks.values()))
    return {name: why for name, why in zip(checks, reasons, strict=True) if why is not None}


def _reason(check: Check) -> str | None:
    try:
        return check()
    except Exception as error:
        return f"the check itself failed: {type(error).__name__}"
