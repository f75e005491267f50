"""What must be known of Teams after a restart, kept in the store: where tenants and people are reached, and
how much of a long answer has arrived."""

from __future__ import annotations

import logging

from bot.chat import Address, Identity
from bot.errors import StoreError
from bot.ports import Store

log = logging.getLogger(__name__)


class KeptPlaces:
    """For every process that shares the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def service(self, tenant: str) -> str:
        """Where the tenant last wrote from, or ''."""
        return self._get(_service(tenant))

    def served(self, tenant: str, service_url: str) -> None:
        if service_url and self.service(tenant) != service_url:
            self._put(_service(tenant), service_url)

    def chat(self, who: Identity) -> str:
        """The id of their personal chat with the bot, or ''."""
        return self._get(_chat(who))

    def met(self, who: Identity, where: Address) -> None:
        """They and the bot have this chat."""
        if where.kind == "direct" and self.chat(who) != where.channel:
            self._put(_chat(who), where.channel)

    def closed(self, who: Identity, where: Address) -> None:
        """The app was removed from this chat: nothing is sent there any more."""
        own = where.kind == "direct"
        if own:
            self._known.pop(_chat(who), None)
        with self._store.write() as uow:
            if own:
                uow.installation.forget(_chat(who))
            if person := uow.people.by_identity(who):
                uow.people.forget_address(person.id, where)
            uow.commit()

    def arrived(self, key: str) -> int:
        """How many messages of that send are there already, of one that broke off."""
        with self._store.read() as uow:
            return int(uow.installation.get(_sent(key)) or 0)

    def has_arrived(self, key: str, messages: int) -> None:
        """What was sent is sent, also where the database is busy just then."""
        try:
            with self._store.write() as uow:
                uow.installation.put(_sent(key), str(messages))
                uow.commit()
        except StoreError as error:
            log.warning("a part of a message was sent, and that is not noted: %s", type(error).__name__)

    def all_arrived(self, key: str) -> None:
        try:
            with self._store.write() as uow:
                uow.installation.forget(_sent(key))
                uow.commit()
        except StoreError as error:
            log.warning("a message was sent whole, and that is not noted: %s", type(error).__name__)

    def _get(self, name: str) -> str:
        if name not in self._known:
            with self._store.read() as uow:
                kept = uow.installation.get(name)
            if kept is None:
                return ""
            self._known[name] = kept
        return self._known[name]

    def _put(self, name: str, value: str) -> None:
        with self._store.write() as uow:
            uow.installation.put(name, value)
            uow.commit()
        self._known[name] = value


def _service(tenant: str) -> str:
    return f"teams service of {tenant}"


def _chat(who: Identity) -> str:
    return f"teams chat of {who.workspace}/{who.user}"


def _sent(key: str) -> str:
    return f"teams messages of {key}"
