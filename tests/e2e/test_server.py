"""The operators' server over real HTTP."""

from __future__ import annotations

import asyncio
import socket

import pytest

from adapters.server import Listener, Metric, build_server, listening
from bot.errors import ConfigError
from tests.fakes.loopback import get, loopback


def test_up_is_not_ready() -> None:
    checks = {"database": lambda: "The database is locked; stop the other process.", "index": lambda: None}
    with loopback(build_server(checks, ())) as url:
        assert (get(f"{url}/healthz").status, get(f"{url}/healthz").json) == (200, {"up": True})
        ready = get(f"{url}/readyz")
    assert ready.status == 503
    assert ready.json == {
        "ready": False,
        "failed": {"database": "The database is locked; stop the other process."},
        "degraded": {},
    }


def test_ready_when_every_check_passes() -> None:
    with loopback(build_server({"database": lambda: None}, ())) as url:
        ready = get(f"{url}/readyz")
    assert (ready.status, ready.json) == (200, {"ready": True, "failed": {}, "degraded": {}})


def test_what_works_with_less_is_ready_and_says_so() -> None:
    notices = {"content": lambda: "An older index answers.", "database": lambda: "It is slow."}
    with loopback(build_server({"database": lambda: None, "content": lambda: None}, (), notices)) as url:
        told = get(f"{url}/readyz")
    assert told.status == 200
    assert told.json["degraded"] == {"content": "An older index answers.", "database": "It is slow."}
    with loopback(build_server({"database": lambda: "locked"}, (), notices)) as url:
        assert get(f"{url}/readyz").json["degraded"] == {"content": "An older index answers."}


def test_a_check_that_breaks_is_a_reason_without_its_words() -> None:
    def broken() -> str | None:
        raise RuntimeError("token xoxb-1")

    with loopback(build_server({"slack": broken}, ())) as url:
        ready = get(f"{url}/readyz")
    assert ready.json["failed"] == {"slack": "the check itself failed: RuntimeError"}


def test_metrics_are_prometheus_text_read_when_asked() -> None:
    answers = [3.0]
    metrics = (
        Metric("cornerman_answers_total", "Answers given.", lambda: answers[0], labels={"platform": "slack"}),
        Metric("cornerman_inbox_open", "Events\nwaiting.", lambda: 0.5, kind="gauge"),
        Metric("cornerman_answers_total", "Answers given.", lambda: 1, labels={"platform": 'te"ams'}),
    )
    with loopback(build_server({}, metrics)) as url:
        answers[0] = 1234567.0
        text = get(f"{url}/metrics").text
    assert text == (
        "# HELP cornerman_answers_total Answers given.\n"
        "# TYPE cornerman_answers_total counter\n"
        'cornerman_answers_total{platform="slack"} 1234567\n'
        'cornerman_answers_total{platform="te\\"ams"} 1\n'
        "# HELP cornerman_inbox_open Events\\nwaiting.\n"
        "# TYPE cornerman_inbox_open gauge\n"
        "cornerman_inbox_open 0.5\n"
    )


def test_listening_serves_until_the_block_ends() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def serve() -> int:
        async with listening([Listener(build_server({}, ()), "127.0.0.1", port)]):
            return (await asyncio.to_thread(get, f"http://127.0.0.1:{port}/healthz")).status

    assert asyncio.run(serve()) == 200
    with pytest.raises(OSError, match="refused"):
        get(f"http://127.0.0.1:{port}/healthz")


def test_a_taken_port_is_one_clear_sentence() -> None:
    async def serve(port: int) -> None:
        async with listening([Listener(build_server({}, ()), "127.0.0.1", port)]):
            raise AssertionError("the port was taken")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Cannot listen on 127.0.0.1:{port}"):
            asyncio.run(serve(port))
