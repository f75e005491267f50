"""What must be known of Teams after a restart, kept in the store: where each tenant is reached."""

from __future__ import annotations

from bot.chat import Address, Identity
from bot.ports import Store


class KeptPlaces:
    """`adapters.teams.messenger.Services`, for every process that shares the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def get(self, tenant: str, /) -> str | None:
        if tenant not in self._known:
            with self._store.read() as uow:
                kept = uow.installation.get(_name(tenant))
            if kept is None:
                return None
            self._known[tenant] = kept
        return self._known[tenant]

    def __setitem__(self, tenant: str, service_url: str, /) -> None:
        with self._store.write() as uow:
            uow.installation.put(_name(tenant), service_url)
            uow.commit()
        self._known[tenant] = service_url

    def closed(self, who: Identity, where: Address) -> None:
        """The app was removed from this chat: nothing is sent there any more."""
        with self._store.write() as uow:
            if person := uow.people.by_identity(who):
                uow.people.forget_address(person.id, where)
                uow.commit()


def _name(tenant: str) -> str:
    return f"teams service of {tenant}"
