"""Slack's Web API: one try of one method, and what its refusals mean."""

from __future__ import annotations

import urllib.error
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import DeliveryError, MessageGone

API_URL = "https://slack.com/api/"
TIMEOUT = 10

# Whatever else Slack answers may pass: its own faults, rate limits, a token being rotated.
PERMANENT = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "expired_trigger_id",
        "invalid_blocks",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "trigger_expired",
        "user_disabled",
        "user_not_found",
        "users_not_found",
    }
)
GONE = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})


class Refused(Exception):
    """`code` is Slack's own, or what befell the connection. `wait` are the seconds Slack asks for, if it
    does. A `doubtful` call may have been carried out all the same."""

    def __init__(self, code: str, *, wait: float | None = None, doubtful: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait
        self.doubtful = doubtful

    @property
    def final(self) -> bool:
        return self.code in PERMANENT

    @property
    def silent(self) -> bool:
        """Slack has said nothing that tells what is the matter."""
        return not self.final and self.wait is None

    def told(self) -> DeliveryError:
        kind = MessageGone if self.code in GONE else DeliveryError
        wait = self.wait or 0.0
        return kind(f"Slack refused the call: {self.code}.", permanent=self.final, retry_after=wait)


def web_client(token: str, api_url: str = API_URL, timeout: int = TIMEOUT) -> WebClient:
    """Tries nothing again by itself: whoever calls knows what may be repeated, and in which order."""
    return WebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])


def call(client: WebClient, method: str, **arguments: Any) -> Mapping[str, Any]:
    """What Slack answers. Raises Refused."""
    try:
        answer: Mapping[str, Any] = client.api_call(method, json=arguments).data  # type: ignore[assignment]
        return answer
    except SlackApiError as error:
        raise _refusal(error.response) from None
    except urllib.error.URLError as error:
        reached = not isinstance(error.reason, ConnectionRefusedError)
        raise Refused(type(error.reason).__name__, doubtful=reached) from None
    except (OSError, HTTPException, SlackClientError) as error:
        raise Refused(type(error).__name__, doubtful=True) from None


def asked(client: WebClient, method: str, **arguments: Any) -> Mapping[str, Any]:
    """As `call`, for methods that take no JSON."""
    try:
        answer: Mapping[str, Any] = client.api_call(method, data=arguments).data  # type: ignore[assignment]
        return answer
    except SlackApiError as error:
        raise _refusal(error.response) from None
    except (OSError, HTTPException, SlackClientError) as error:
        raise Refused(type(error).__name__, doubtful=True) from None


def _refusal(response: Any) -> Refused:
    """A body that is no JSON comes as plain values, anything else as the client's own response."""
    plain = isinstance(response, dict)
    status = response["status"] if plain else response.status_code
    headers = response["headers"] if plain else response.headers
    body = {} if plain else response
    code = str(body.get("error") or f"http_{status}")
    if status == 429 or code in RATE_LIMITED:
        return Refused("ratelimited", wait=_seconds(headers))
    return Refused(code, doubtful=status >= 500 or code in ("internal_error", "fatal_error"))


def _seconds(headers: Mapping[str, Any]) -> float:
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), "1")
    try:
        return max(float(told[0] if isinstance(told, list) else told), 0.0)
    except ValueError:
        return 1.0
