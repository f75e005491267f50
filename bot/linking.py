"""Whose account it is that writes: known already, or told by the e-mail address its platform has verified."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import wording
from bot.chat import Address, Event, Identity, Message, Person, Reply
from bot.errors import DeliveryError
from bot.ports import Account, Accounts, Store, UnitOfWork

DEFAULT_ZONE = "UTC"
DEFAULT_LOCALE = "en-US"

log = logging.getLogger(__name__)


class Linking:
    """An account is linked once, to a person who is known and has no other account there; nobody is created.
    `accounts` by platform name."""

    def __init__(
        self, store: Store, accounts: Mapping[str, Accounts], company_zone: str = DEFAULT_ZONE
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._company_zone = company_zone

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
                found = self._settled(found, account, uow)
                uow.commit()
        return found

    def _settled(self, person: Person, account: Account, uow: UnitOfWork) -> Person:
        """With the zone and locale of their profile, where nobody has given them others."""
        zone = account.zone if _is_zone(account.zone) and person.zone == self._company_zone else person.zone
        locale = account.locale if account.locale and person.locale == DEFAULT_LOCALE else person.locale
        settled = replace(person, zone=zone, locale=locale)
        if settled != person:
            uow.people.save(settled, synced=person.id in uow.people.synced())
        return settled


def _is_zone(name: str) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


def _owner(account: Account, who: Identity, uow: UnitOfWork) -> Person | str:
    email = account.email.casefold()
    same = [p for p in uow.people.all() if email and p.email.casefold() == email]
    if len(same) != 1:
        return wording.UNKNOWN_PERSON
    theirs = uow.people.identities_of(same[0].id)
    taken = any(replace(each, user=who.user) == who for each in theirs)
    return wording.LINKED_ALREADY if taken else same[0]
