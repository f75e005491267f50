"""Sending to Teams by address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from adapters.teams import parse, render
from adapters.teams.connector import Connector
from bot.chat import Address, Identity, Reply
from bot.errors import DeliveryError
from bot.ports import Account

GUESTS = frozenset({"guest", "anonymous"})
# Microsoft's endpoint for a first message, for a tenant that has never written to us.
GLOBAL_SERVICE = "https://smba.trafficmanager.net/teams/"


class Services(Protocol):
    """Each tenant's service as it last wrote to us."""

    def get(self, tenant: str, /) -> str | None: ...
    def __setitem__(self, tenant: str, service_url: str, /) -> None: ...


class TeamsMessenger:
    """`bot.ports.Messenger`, `Rooms` and `Accounts` for Teams, which keeps no keys: the caller's claim makes
    a send happen once."""

    def __init__(self, connector: Connector, services: Services) -> None:
        self._connector = connector
        self._services = services

    def remember(self, tenant: str, service_url: str) -> None:
        if service_url and self._services.get(tenant) != service_url:
            self._services[tenant] = service_url

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        """Refuses to put what only the asker may see anywhere but into a direct chat."""
        _check_private(where, reply)
        service, conversation = self._service(where.workspace), _conversation(where)
        refs = [self._connector.send(service, conversation, each) for each in render.messages(reply)]
        return refs[-1]

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        _check_private(where, reply)
        content = render.message(reply)
        self._connector.update(self._service(where.workspace), _conversation(where), message_ref, content)

    def direct_to(self, who: Identity) -> Address:
        """The personal chat with `who`, opened if need be."""
        chat = self._connector.open_chat(self._service(who.workspace), who.workspace, who.user)
        return Address(parse.PLATFORM, who.workspace, chat)

    def members(self, where: Address) -> Sequence[Identity]:
        """Teams counts no bots among them."""
        accounts = self._connector.members(self._service(where.workspace), where.channel)
        return [Identity(parse.PLATFORM, where.workspace, one.aad_object_id or one.id) for one in accounts]

    def is_program(self, who: Identity) -> bool:
        return False

    def account(self, who: Identity, where: Address) -> Account:
        """As Entra tells: a work address is given by the company, and no guest chooses theirs."""
        told = self._connector.member(self._service(where.workspace), where.channel, who.user)
        principal = str(told.get("userPrincipalName") or "")
        elsewhere = told.get("tenantId") not in (None, "", who.workspace)
        guest = str(told.get("userRole") or "").casefold() in GUESTS or "#EXT#" in principal or elsewhere
        return Account(str(told.get("email") or principal), guest)

    def _service(self, tenant: str) -> str:
        return self._services.get(tenant) or GLOBAL_SERVICE


def _conversation(where: Address) -> str:
    """In a channel the conversation of one thread, so that the message is a reply in it."""
    threaded = where.kind == "channel" and where.thread
    return f"{where.channel}{parse.THREAD}{where.thread}" if threaded else where.channel


def _check_private(where: Address, reply: Reply) -> None:
    if reply.visibility == "asker" and where.kind != "direct":
        raise DeliveryError(
            "This reply is for one person only: send it to their direct chat.", permanent=True
        )
