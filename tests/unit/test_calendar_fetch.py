"""A calendar over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from adapters.calendars import fetch as fetching
from adapters.calendars.fetch import CalendarFailed, fetch


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/moved": 302, "/gone": 404}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/ok")
        self.end_headers()
        self.wfile.write(b"x" * (2000 if self.path == "/large" else 10))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_calendar_is_read_whole(site: str) -> None:
    assert fetch(f"{site}/ok") == b"x" * 10


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/moved", "its address redirects; use the one it leads to"),
        ("/gone", "its address answers 404; make a new one in the calendar"),
        ("/large", "it is larger than 0 MB"),
    ],
)
def test_what_is_no_small_calendar_is_refused(
    site: str, path: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with pytest.raises(CalendarFailed) as refused:
        fetch(f"{site}{path}")
    assert str(refused.value) == why


def test_a_calendar_that_takes_too_long_is_left(site: str) -> None:
    with pytest.raises(CalendarFailed, match=r"^it takes longer than -1 seconds$"):
        fetching.fetch(f"{site}/ok", -1)


def test_nobody_answering_is_told_without_the_address() -> None:
    with pytest.raises(CalendarFailed, match=r"^its address does not answer \(ConnectError\)$"):
        fetch("http://127.0.0.1:9/SECRET.ics")
