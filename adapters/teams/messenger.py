"""Sending to Teams by address."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.teams import parse, render
from adapters.teams.connector import Connector
from adapters.teams.places import KeptPlaces
from bot.chat import Address, Identity, Reply
from bot.errors import DeliveryError
from bot.ports import Account

GUESTS = frozenset({"guest", "anonymous"})
# Microsoft's endpoint for a first message, for a tenant that has never written to us.
GLOBAL_SERVICE = "https://smba.trafficmanager.net/teams/"


class TeamsMessenger:
    """`bot.ports.Messenger`, `Rooms` and `Accounts` for Teams, which keeps no keys: the caller's claim makes
    a send happen once."""

    def __init__(self, connector: Connector, places: KeptPlaces) -> None:
        self._connector = connector
        self._places = places

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        """Refuses to put what only the asker may see anywhere but into a direct chat. Of several messages
        those that arrived before a refusal are not sent again."""
        return self.send_asked(where, reply, key, asker="")

    def send_asked(self, where: Address, reply: Reply, key: str, asker: str) -> str:
        """As `send`; `asker` is Teams' own id of whoever asked where others read along."""
        _check_private(where, reply)
        service, conversation = self._service(where.workspace), _conversation(where)
        *before, last = render.messages(reply, asker)
        arrived = self._places.arrived(key) if before else 0
        for number, each in enumerate(before[arrived:], arrived + 1):
            self._connector.send(service, conversation, each)
            self._places.has_arrived(key, number)
        ref = self._connector.send(service, conversation, last)
        if before:
            self._places.all_arrived(key)
        return ref

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        _check_private(where, reply)
        content = render.message(reply)
        self._connector.update(self._service(where.workspace), _conversation(where), message_ref, content)

    def direct_to(self, who: Identity) -> Address:
        """The personal chat with `who`, opened if need be."""
        return self._direct(who, hurried=False)

    def direct_at_once(self, who: Identity) -> Address:
        """As `direct_to`, while somebody waits: within seconds, or DeliveryError."""
        return self._direct(who, hurried=True)

    def _direct(self, who: Identity, *, hurried: bool) -> Address:
        chat = self._places.chat(who)
        where = Address(parse.PLATFORM, who.workspace, chat or self._opened(who, hurried))
        self._places.met(who, where)
        return where

    def _opened(self, who: Identity, hurried: bool) -> str:
        service = self._service(who.workspace)
        return self._connector.open_chat(service, who.workspace, who.user, hurried=hurried)

    def members(self, where: Address) -> Sequence[Identity]:
        """Teams counts no bots among them."""
        accounts = self._connector.members(self._service(where.workspace), where.channel)
        return [Identity(parse.PLATFORM, where.workspace, one.aad_object_id or one.id) for one in accounts]

    def is_program(self, who: Identity) -> bool:
        return False

    def runs(self, who: Identity, where: Address) -> bool:
        """Teams does not tell a bot who owns a channel."""
        return False

    def account(self, who: Identity, where: Address) -> Account:
        """As Entra tells: a work address is given by the company, and no guest chooses theirs."""
        told = self._connector.member(self._service(where.workspace), where.channel, who.user)
        principal = str(told.get("userPrincipalName") or "")
        elsewhere = told.get("tenantId") not in (None, "", who.workspace)
        guest = str(told.get("userRole") or "").casefold() in GUESTS or "#EXT#" in principal or elsewhere
        return Account(str(told.get("email") or principal), guest)

    def _service(self, tenant: str) -> str:
        return self._places.service(tenant) or GLOBAL_SERVICE


class AskedBy:
    """The messenger for what one person has asked."""

    def __init__(self, chats: TeamsMessenger, asker: str) -> None:
        self._chats = chats
        self._asker = asker
        self.update = chats.update
        self.direct_to = chats.direct_to

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        return self._chats.send_asked(where, reply, key, "" if where.kind == "direct" else self._asker)


def _conversation(where: Address) -> str:
    """In a channel the conversation of one thread, so that the message is a reply in it."""
    threaded = where.kind == "channel" and where.thread
    return f"{where.channel}{parse.THREAD}{where.thread}" if threaded else where.channel


def _check_private(where: Address, reply: Reply) -> None:
    if reply.visibility == "asker" and where.kind != "direct":
        raise DeliveryError(
            "This reply is for one person only: send it to their direct chat.", permanent=True
        )
