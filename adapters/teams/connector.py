"""The Bot Framework behind plain calls. Only this module imports it, so its successor replaces one file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.teams.parse import Payload
from bot.errors import CornermanError, DeliveryError

T = TypeVar("T")

PERMANENT = frozenset({400, 403, 404, 405, 413})


PAGE = 500
"""As many members as Teams tells at once. What more people read is as good as public."""


class Unauthorised(CornermanError):
    """The request does not come from the Bot Framework."""


@dataclass(frozen=True, slots=True)
class _Configuration:
    """The names are botbuilder's."""

    APP_ID: str
    APP_PASSWORD: str
    APP_TENANTID: str
    APP_TYPE: str


class Connector:
    """Every call blocks the calling thread for an HTTP request: never call from an event loop."""

    def __init__(self, app_id: str = "", password: str = "", tenant: str = "") -> None:
        """`tenant` is given for a single-tenant app. Without `app_id` nothing is authenticated."""
        from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication

        kind = "SingleTenant" if tenant else "MultiTenant"
        self.app_id = app_id
        self._authentication = ConfigurationBotFrameworkAuthentication(
            _Configuration(app_id, password, tenant, kind)
        )

    def authenticate(self, body: Payload, authorization: str) -> None:
        """Raises Unauthorised unless the request bears a token of the Bot Framework for this app."""
        from botbuilder.schema import Activity

        activity = Activity(channel_id=body.get("channelId"), service_url=body.get("serviceUrl"))
        try:
            asyncio.run(self._authentication.authenticate_request(activity, authorization))
        except Exception as error:
            # botbuilder raises PermissionError, jwt's errors, KeyError and IndexError alike for a bad token.
            raise Unauthorised(f"The request's token was not accepted: {type(error).__name__}.") from None

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

    def open_chat(self, service_url: str, tenant: str, user: str) -> str:
        """The id of the personal chat with `user` (an Entra object id), where the app is installed."""
        from botbuilder.schema import ChannelAccount, ConversationParameters

        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=self._bot_id),
            members=[ChannelAccount(id=user)],
            tenant_id=tenant,
            channel_data={"tenant": {"id": tenant}},
        )
        opened = self._call(service_url, lambda client: client.conversations.create_conversation(wanted))
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

    @property
    def _bot_id(self) -> str:
        return f"28:{self.app_id}"

    def _activity(self, conversation: str, content: Mapping[str, Any]) -> Any:
        from botbuilder.schema import Activity

        sender, place = {"id": self._bot_id}, {"id": conversation}
        return Activity.deserialize(
            {**content, "channelId": "msteams", "from": sender, "conversation": place}
        )

    def _call(self, service_url: str, call: Callable[[Any], Awaitable[T]]) -> T:
        async def connected() -> T:
            from botframework.connector.auth import AuthenticationConstants, ClaimsIdentity

            claims = ClaimsIdentity({AuthenticationConstants.AUDIENCE_CLAIM: self.app_id}, True)
            factory = self._authentication.create_connector_factory(claims)
            audience = self._authentication.get_originating_audience()
            return await call(await factory.create(service_url, audience))

        return _translated(lambda: asyncio.run(connected()))


def _translated(call: Callable[[], T]) -> T:
    from msrest.exceptions import ClientException, HttpOperationError

    try:
        return call()
    except HttpOperationError as error:
        status = error.response.status_code
        raise DeliveryError(
            f"Teams refused the message with status {status}.", permanent=status in PERMANENT
        ) from None
    except (ClientException, OSError) as error:
        # A PermissionError is an OSError too: Microsoft did not give us a token.
        raise DeliveryError(
            f"Teams cannot be reached or does not accept MicrosoftAppPassword: {type(error).__name__}."
        ) from None
