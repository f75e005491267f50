"""Whose account it is that writes: known already, or told by the e-mail address its platform has verified."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from bot import wording
from bot.chat import Address, Event, Identity, Message, Person, Reply
from bot.errors import DeliveryError
from bot.ports import Account, Accounts, Store, UnitOfWork

log = logging.getLogger(__name__)


class Linking:
    """An account is linked once, to a person who is known and has no other account there; nobody is created.
    `accounts` by platform name."""

    def __init__(self, store: Store, accounts: Mapping[str, Accounts]) -> None:
        self._store = store
        self._accounts = accounts

    def person(self, event: Event) -> Person | Reply:
        """The reply says why the account is nobody's. Nobody is looked up for talk among people."""
        with self._store.read() as uow:
            person = uow.people.by_identity(event.who)
        if person:
            return person
        if isinstance(event, Message) and event.overheard:
            return wording.plain(wording.UNKNOWN_PERSON)
        found = self._link(event.who, event.where)
        return found if isinstance(found, Person) else wording.plain(found)

    def _link(self, who: Identity, where: Address) -> Person | str:
        directory = self._accounts.get(who.platform)
        if directory is None:
            return wording.UNKNOWN_PERSON
        try:
            account = directory.account(who, where)
        except DeliveryError as error:
            log.warning("an account of %s could not be looked up: %s", who.platform, error)
            return wording.UNKNOWN_PERSON if error.permanent else wording.NOT_LOOKED_UP
        if account.guest:
            return wording.GUEST
        with self._store.write() as uow:
            found = _owner(account, who, uow)
            if isinstance(found, Person):
                uow.people.link(who, found.id)
                uow.commit()
        return found


def _owner(account: Account, who: Identity, uow: UnitOfWork) -> Person | str:
    email = account.email.casefold()
    same = [p for p in uow.people.all() if email and p.email.casefold() == email]
    if len(same) != 1:
        return wording.UNKNOWN_PERSON
    theirs = uow.people.identities_of(same[0].id)
    taken = any(replace(each, user=who.user) == who for each in theirs)
    return wording.LINKED_ALREADY if taken else same[0]
