"""Files that people sent in Slack, fetched with the bot's token."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import IO, Any
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.errors import DeliveryError

FILES = "files.slack.com"
SECONDS = 30


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Slack sends whoever may not read a file to its sign-in page; the token goes nowhere else."""

    def redirect_request(
        self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


def fetched(client: WebClient, url: str, limit: int) -> bytes:
    """Needs the scope files:read. Raises DeliveryError."""
    place, own = urlsplit(url), urlsplit(client.base_url)
    at_slack = (place.scheme, place.hostname) == ("https", FILES)
    if not at_slack and (place.scheme, place.netloc) != (own.scheme, own.netloc):
        raise DeliveryError(
            "it does not lie with Slack, and I fetch files from nowhere else.", permanent=True
        )
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {client.token}"})
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            data: bytes = answer.read(limit + 1)
    except (urllib.error.URLError, OSError, HTTPException) as error:
        status = getattr(error, "code", type(error).__name__)
        raise DeliveryError(
            f"Slack did not hand it over ({status}): the app may lack the scope files:read."
        ) from None
    if len(data) > limit:
        raise DeliveryError(f"it is larger than {limit // 1_000_000} MB.", permanent=True)
    return data
