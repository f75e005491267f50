"""One calendar over HTTP: small, quick, and from where its owner said, nowhere else."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from bot.errors import CornermanError

LARGEST = 5_000_000
SECONDS = 20.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class CalendarFailed(CornermanError):
    """The sentence says why a calendar was not read, and never its address: whoever has that can read it."""


def fetch(url: str, seconds: float = SECONDS) -> bytes:
    """Raises CalendarFailed. No redirect is followed: a calendar may not lead into the company's network."""
    import httpx2

    _check(url)
    deadline, body = time.monotonic() + seconds, bytearray()
    try:
        with (
            httpx2.Client(timeout=SECONDS, follow_redirects=False) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.is_redirect:
                raise CalendarFailed("its address redirects; use the one it leads to")
            if answer.status_code != 200:
                raise CalendarFailed(
                    f"its address answers {answer.status_code}; make a new one in the calendar"
                )
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise CalendarFailed(f"it is larger than {LARGEST // 1_000_000} MB")
                if time.monotonic() > deadline:
                    raise CalendarFailed(f"it takes longer than {seconds:g} seconds")
    except httpx2.HTTPError as error:
        raise CalendarFailed(f"its address does not answer ({type(error).__name__})") from None
    except httpx2.InvalidURL:
        raise CalendarFailed("its address is no URL") from None
    return bytes(body)


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        secure = False
    if not secure or not parts.hostname:
        raise CalendarFailed("its address does not begin with https://")
