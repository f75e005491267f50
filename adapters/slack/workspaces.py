"""Sending to several workspaces of one company, to each with its own token."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from slack_sdk import WebClient

from adapters.slack.calls import web_client
from adapters.slack.installations import Installations, Installed
from adapters.slack.messenger import SlackMessenger
from adapters.slack.pace import Pace
from bot.chat import Address, Identity, Reply
from bot.errors import DeliveryError
from bot.ports import Account


class Messengers(Protocol):
    def of(self, workspace: str) -> SlackMessenger:
        """Raises DeliveryError where the app is not installed."""
        ...


class OneWorkspace:
    """Whatever workspace is named: people from others write in the channels of this one too."""

    def __init__(self, messenger: SlackMessenger) -> None:
        self._messenger = messenger

    def of(self, workspace: str) -> SlackMessenger:
        return self._messenger


class Workspaces:
    """`bot.ports.Messenger`, `Rooms`, `Accounts` and `Attachments` for every workspace where the app is
    installed at that moment, by whatever process. Each keeps a pace and an order of its own."""

    def __init__(self, installations: Installations, api_url: str, pace: Callable[[], Pace] = Pace) -> None:
        self.installations = installations
        self.client: WebClient = web_client("", api_url)
        self._pace = pace
        self._lock = threading.Lock()
        self._messengers: dict[str, SlackMessenger] = {}

    def of(self, workspace: str) -> SlackMessenger:
        installed = self.installations.find(workspace)
        if installed is None:
            raise DeliveryError(f"The app is not installed in the workspace {workspace}.", permanent=True)
        return self._messenger(installed)

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        return self.of(where.workspace).send(where, reply, key, again)

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self.of(where.workspace).update(where, message_ref, reply)

    def direct_to(self, who: Identity) -> Address:
        return self.of(who.workspace).direct_to(who)

    def members(self, where: Address) -> Sequence[Identity]:
        return self.of(where.workspace).members(where)

    def is_program(self, who: Identity) -> bool:
        return self.of(who.workspace).is_program(who)

    def runs(self, who: Identity, where: Address) -> bool:
        return self.of(where.workspace).runs(who, where)

    def account(self, who: Identity, where: Address) -> Account:
        return self.of(where.workspace).account(who, where)

    def fetch(self, who: Identity, ref: str, limit: int) -> bytes:
        return self.of(who.workspace).fetch(who, ref, limit)

    def _messenger(self, installed: Installed) -> SlackMessenger:
        with self._lock:
            known = self._messengers.get(installed.workspace)
            if known is None:
                known = SlackMessenger(web_client(installed.token, self.client.base_url), self._pace())
                self._messengers[installed.workspace] = known
            # Installed anew it has another token, and the order of what waits to be sent stays.
            known.client.token = installed.token
            return known
