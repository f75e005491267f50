"""The Bot Framework behind plain calls. Only this module imports it, so its successor replaces one file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from adapters.teams.parse import Payload
from bot.errors import CornermanError, DeliveryError, MessageGone

T = TypeVar("T")

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PERMANENT = frozenset({400, 403, 404, 405, 413})
PAGE = 500
"""As many members as Teams tells at once. What more people read is as good as public."""

CALL_SECONDS = 15.0
TRIES = 3
HURRIED_SECONDS = 5.0
"""For one try while somebody waits, of the ten or so that Teams waits itself."""
SHORT_WAIT = 5.0
"""Seconds that a call waits by itself when Teams asks to; longer ones are for the worker."""
UNSAID_WAIT = 1.0

NOT_INSTALLED = (
    "Teams does not let the app write there: install it for that person or team (Teams admin centre, Manage "
    "apps, or a setup policy), or ask them to unblock it."
)


class Unauthorised(CornermanError):
    """The request does not come from the Bot Framework."""


class KeysAway(CornermanError):
    """Microsoft's keys cannot be fetched, so that no token can be checked."""


@dataclass(frozen=True, slots=True)
class _Configuration:
    """The names are botbuilder's."""

    APP_ID: str
    APP_PASSWORD: str
    APP_TENANTID: str
    APP_TYPE: str


class Connector:
    """Every call blocks the calling thread for an HTTP request: never call from an event loop."""

    def __init__(
        self,
        app_id: str = "",
        password: str = "",
        tenant: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`tenant` is given for a single-tenant app. Without `app_id` nothing is authenticated."""
        from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication
        from botframework.connector.auth import MicrosoftAppCredentials

        kind = "SingleTenant" if tenant else "MultiTenant"
        self.app_id = app_id
        self._authentication = ConfigurationBotFrameworkAuthentication(
            _Configuration(app_id, password, tenant, kind)
        )
        # Kept: with credentials of its own, each call would fetch a token first.
        self._credentials = MicrosoftAppCredentials(app_id, password, tenant or None)
        self._sleep = sleep

    def authenticate(self, body: Payload, authorization: str) -> None:
        """Raises Unauthorised unless the request bears a token of the Bot Framework for this app and for the
        service it names, KeysAway when that cannot be checked."""
        from botbuilder.schema import Activity

        if self.app_id and body.get("channelId") != "msteams":
            # Other channels of the Bot Framework let a caller choose who they say they are.
            raise Unauthorised("The request does not come from Teams.")
        service_url = str(body.get("serviceUrl") or "")
        if not self._may_be_called(service_url):
            raise Unauthorised("The request names a service that is none of Teams.")
        activity = Activity(channel_id=body.get("channelId"), service_url=service_url)
        try:
            asyncio.run(self._authentication.authenticate_request(activity, authorization))
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, PermissionError):
                raise KeysAway(f"Microsoft's keys cannot be fetched: {type(error).__name__}.") from None
            # botbuilder raises PermissionError, jwt's errors, KeyError and IndexError alike for a bad token.
            raise Unauthorised(f"The request's token was not accepted: {type(error).__name__}.") from None

    def _may_be_called(self, service_url: str) -> bool:
        """Nobody vouches for the address while tokens are not checked: then answers stay on this machine."""
        try:
            parts = urlsplit(service_url)
        except ValueError:
            return False
        local = parts.scheme in ("http", "https") and parts.hostname in LOOPBACK
        return local or (bool(self.app_id) and parts.scheme == "https")

    def send(self, service_url: str, conversation: str, content: Mapping[str, Any]) -> str:
        """The new message's id."""
        activity = self._activity(conversation, content)
        sent = self._call(
            service_url, lambda client: client.conversations.send_to_conversation(conversation, activity)
        )
        return str(sent.id if sent else "")

    def update(
        self, service_url: str, conversation: str, message_ref: str, content: Mapping[str, Any]
    ) -> None:
        activity = self._activity(conversation, content)
        activity.id = message_ref
        self._call(
            service_url,
            lambda client: client.conversations.update_activity(conversation, message_ref, activity),
        )

    def open_chat(self, service_url: str, tenant: str, user: str, *, hurried: bool = False) -> str:
        """The id of the personal chat with `user` (an Entra object id), where the app is installed. `hurried`
        is tried once and for five seconds."""
        from botbuilder.schema import ChannelAccount, ConversationParameters

        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=self._bot_id),
            members=[ChannelAccount(id=user)],
            tenant_id=tenant,
            channel_data={"tenant": {"id": tenant}},
        )
        limits = (1, HURRIED_SECONDS) if hurried else (TRIES, CALL_SECONDS)
        opened = self._call(
            service_url, lambda client: client.conversations.create_conversation(wanted), *limits
        )
        return str(opened.id)

    def members(self, service_url: str, conversation: str) -> list[Any]:
        """The accounts (botbuilder's ChannelAccount) of the people there. Raises DeliveryError for more than
        one page of them."""
        told = self._call(
            service_url,
            lambda client: client.conversations.get_conversation_paged_members(conversation, PAGE),
        )
        if told.continuation_token:
            raise DeliveryError(f"More than {PAGE} people read there.", permanent=True)
        return list(told.members or ())

    def member(self, service_url: str, conversation: str, user: str) -> Mapping[str, Any]:
        """What the directory says of someone there, by Teams' names: email, userPrincipalName, userRole,
        tenantId."""
        told = self._call(
            service_url, lambda client: client.conversations.get_conversation_member(conversation, user)
        )
        return dict(told.additional_properties)

    @property
    def _bot_id(self) -> str:
        return f"28:{self.app_id}"

    def _activity(self, conversation: str, content: Mapping[str, Any]) -> Any:
        from botbuilder.schema import Activity

        sender, place = {"id": self._bot_id}, {"id": conversation}
        return Activity.deserialize(
            {**content, "channelId": "msteams", "from": sender, "conversation": place}
        )

    def check_password(self) -> None:
        """Raises DeliveryError when Microsoft gives no token for this app."""
        try:
            self._credentials.get_access_token()
        except Exception as error:
            # Besides PermissionError whatever msal and requests raise, which may quote the secret.
            raise DeliveryError(f"Microsoft gives no token for this app: {type(error).__name__}.") from None

    def _call(
        self,
        service_url: str,
        call: Callable[[Any], Awaitable[T]],
        tries: int = TRIES,
        seconds: float = CALL_SECONDS,
    ) -> T:
        """Waits when Teams asks for a short wait. Raises DeliveryError."""
        from botframework.connector.aio import ConnectorClient

        async def connected() -> T:
            client = ConnectorClient(self._credentials, base_url=service_url)
            return await asyncio.wait_for(call(client), seconds)

        for left in reversed(range(tries)):
            try:
                return _translated(lambda: asyncio.run(connected()))
            except DeliveryError as error:
                if not left or not 0 < error.retry_after <= SHORT_WAIT:
                    raise
                self._sleep(error.retry_after)
        raise AssertionError("the last try returns or raises")


def _translated(call: Callable[[], T]) -> T:
    from azure.core.exceptions import DeserializationError
    from msrest.exceptions import ClientException, HttpOperationError

    try:
        return call()
    except HttpOperationError as error:
        raise _refusal(error.response.status_code, error.response.headers) from None
    except DeserializationError:
        # A gateway before Teams, which speaks no JSON.
        raise DeliveryError("Teams gave an answer that cannot be read.") from None
    except TimeoutError:
        raise DeliveryError("Teams did not answer in time.") from None
    except (ClientException, OSError) as error:
        # A PermissionError is an OSError too: Microsoft did not give us a token.
        raise DeliveryError(
            f"Teams cannot be reached or does not accept MicrosoftAppPassword: {type(error).__name__}."
        ) from None


def _refusal(status: int, headers: Mapping[str, str]) -> DeliveryError:
    if status == 403:
        return DeliveryError(f"{NOT_INSTALLED} (Status 403.)", permanent=True)
    asked = _seconds(headers.get("Retry-After", "")) if status == 429 else 0.0
    said = f"Teams refused the message with status {status}."
    kind = MessageGone if status == 404 else DeliveryError
    return kind(said, permanent=status in PERMANENT, retry_after=asked)


def _seconds(header: str) -> float:
    try:
        return max(float(header), UNSAID_WAIT)
    except ValueError:
        return UNSAID_WAIT
