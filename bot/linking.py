"""Whose account it is that writes: known already, or told by the e-mail address its platform has verified."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import wording
from bot.chat import Address, Event, Identity, Message, Person, Reply
from bot.errors import DeliveryError, MessageGone
from bot.ports import Account, Accounts, Store, UnitOfWork

DEFAULT_ZONE = "UTC"
DEFAULT_LOCALE = "en-US"

log = logging.getLogger(__name__)


LOOK_AGAIN = timedelta(hours=1)
LOOKED_AT = 10_000
"""Accounts of which is remembered when they were looked at last."""


class Linking:
    """An account is linked once, to a person who is known and has no other account there; nobody is created.
    Once an hour is asked whether it is still a colleague's: a guest's is taken from its person, unless an
    administrator has named it, in `named`. `accounts` by platform name."""

    def __init__(
        self,
        store: Store,
        accounts: Mapping[str, Accounts],
        company_zone: str = DEFAULT_ZONE,
        named: Collection[Identity] = (),
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._company_zone = company_zone
        self._named = frozenset(named)
        self._looked_at: OrderedDict[Identity, datetime] = OrderedDict()

    def person(self, event: Event) -> Person | Reply:
        """The reply says why the account is nobody's. Nobody is looked up for talk among people."""
        with self._store.read() as uow:
            person = uow.people.by_identity(event.who)
        overheard = isinstance(event, Message) and event.overheard
        # What opens a thread is answered with what everybody may see, if at all.
        unasked = isinstance(event, Message) and event.overheard and event.opens_thread
        if person and (unasked or not (why := self._no_colleague(event, person))):
            return person
        if person:
            return wording.plain(why)
        if overheard:
            return wording.plain(wording.UNKNOWN_PERSON)
        found = self._link(event.who, event.where)
        if isinstance(found, Person):
            self._looked(event)
            return found
        return wording.plain(found)

    def _no_colleague(self, event: Event, person: Person) -> str:
        """What says so, or ''; what the platform does not tell changes nothing."""
        directory, looked_at = self._accounts.get(event.who.platform), self._looked_at.get(event.who)
        if directory is None or event.who in self._named or (looked_at and event.at - looked_at < LOOK_AGAIN):
            return ""
        why = ""
        try:
            if directory.account(event.who, event.where).guest:
                why = wording.GUEST
        except MessageGone:
            why = wording.UNKNOWN_PERSON
        except DeliveryError as error:
            log.warning("an account of %s could not be looked at again: %s", event.who.platform, error)
        if why:
            self._taken_from(person, event)
        else:
            self._looked(event)
        return why

    def _taken_from(self, person: Person, event: Event) -> None:
        log.warning(
            "an account of %s is a guest's now, or gone: %s has it no more", event.who.platform, person.id
        )
        with self._store.write() as uow:
            uow.people.unlink(event.who)
            uow.commit()

    def _looked(self, event: Event) -> None:
        self._looked_at[event.who] = event.at
        self._looked_at.move_to_end(event.who)
        if len(self._looked_at) > LOOKED_AT:
            self._looked_at.popitem(last=False)

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
