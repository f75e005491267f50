"""Sending to Slack, and Slack's refusals as this product's errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from adapters.slack import parse, render
from bot.chat import Address, Identity, Reply
from bot.errors import DeliveryError

# Whatever else Slack answers may pass: its own faults, rate limits, a token being rotated.
PERMANENT = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
        "invalid_blocks",
        "is_archived",
        "message_not_found",
        "msg_too_long",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
    }
)


def web_client(token: str, api_url: str) -> WebClient:
    """A client that waits out Slack's rate limits as Slack asks and tries a broken connection again."""
    return WebClient(
        token=token,
        base_url=api_url,
        retry_handlers=[ConnectionErrorRetryHandler(), RateLimitErrorRetryHandler(max_retry_count=2)],
    )


MOST_MEMBERS = 1000
"""As many as Slack tells at once. What more people read is as good as public."""


class SlackMessenger:
    """`bot.ports.Messenger` and `Rooms` for Slack, which keeps no keys: the caller's claim makes a send
    happen once."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def send(self, where: Address, reply: Reply, key: str) -> str:
        """Refuses to put what only the asker may see anywhere but into a direct chat."""
        _check_private(where, reply)
        sent = _answered(
            lambda: (
                self._client.api_call(
                    "chat.postMessage", json={**_message(where, reply), "thread_ts": where.thread}
                ).data
            )
        )
        return str(sent["ts"])

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        _check_private(where, reply)
        _answered(
            lambda: (
                self._client.api_call("chat.update", json={**_message(where, reply), "ts": message_ref}).data
            )
        )

    def direct_to(self, who: Identity) -> Address:
        """The direct chat with `who`, opened if need be."""
        opened = _answered(lambda: self._client.conversations_open(users=who.user).data)
        return Address(parse.PLATFORM, who.workspace, str(opened["channel"]["id"]))

    def members(self, where: Address) -> Sequence[Identity]:
        """Needs the scopes channels:read, groups:read and mpim:read. Guests from other workspaces come under
        this one's name, where nobody knows them."""
        told = _answered(
            lambda: self._client.conversations_members(channel=where.channel, limit=MOST_MEMBERS).data
        )
        if (told.get("response_metadata") or {}).get("next_cursor"):
            raise DeliveryError(f"More than {MOST_MEMBERS} people read there.", permanent=True)
        return [Identity(parse.PLATFORM, where.workspace, str(user)) for user in told["members"]]

    def is_program(self, who: Identity) -> bool:
        """Needs the scope users:read."""
        told = _answered(lambda: self._client.users_info(user=who.user).data)
        return bool(told["user"].get("is_bot"))

    def open_form(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """`trigger_id` is good for three seconds after the press."""
        _answered(lambda: self._client.views_open(trigger_id=trigger_id, view=dict(view)).data)


def _message(where: Address, reply: Reply) -> dict[str, Any]:
    return {
        "channel": where.channel,
        "text": render.fallback(reply),
        "blocks": render.blocks(reply),
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _check_private(where: Address, reply: Reply) -> None:
    if reply.visibility == "asker" and where.kind != "direct":
        raise DeliveryError(
            "This reply is for one person only: send it to their direct chat.", permanent=True
        )


def _answered(call: Callable[[], Any]) -> Mapping[str, Any]:
    try:
        answer: Mapping[str, Any] = call()
        return answer
    except SlackApiError as error:
        code = str(error.response.get("error", "unknown"))
        raise DeliveryError(f"Slack refused the call: {code}.", permanent=code in PERMANENT) from None
    except OSError as error:
        raise DeliveryError(f"Slack cannot be reached: {type(error).__name__}.") from None
