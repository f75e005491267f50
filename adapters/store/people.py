from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from adapters.store.coaching_tables import AT_ONCE, LookRow
from adapters.store.rows import any_of, columns_of, given, rows, selected, table_of, upsert, value, values
from adapters.store.tables import IdentityRow, PersonAddressRow, PersonChoiceRow, PersonRow
from bot import wire
from bot.chat import Address, Identity, Person
from bot.ports import Choices

_PEOPLE = selected(Person, PersonRow).order_by(PersonRow.name, PersonRow.id)
_HERE = _PEOPLE.where(PersonRow.left_at.is_(None))
_ONE = _HERE.where(PersonRow.id == given("person"))
_EACH = _HERE.where(PersonRow.id.in_(any_of("people")))
_CALLED = _HERE.where(given("key").in_((PersonRow.id_key, PersonRow.name_key, PersonRow.first_name_key)))
_REPORTS = _HERE.where(PersonRow.manager_id == given("manager"))
_FORMER = _PEOPLE.where(PersonRow.left_at.is_not(None))
_THE_ACCOUNT = (
    IdentityRow.platform == given("platform"),
    IdentityRow.workspace == given("workspace"),
    IdentityRow.user == given("user"),
)
_OF_ACCOUNT = _HERE.join(IdentityRow, IdentityRow.person_id == PersonRow.id).where(*_THE_ACCOUNT)
_NO_ACCOUNT = delete(IdentityRow).where(*_THE_ACCOUNT)
_ACCOUNTS = (
    selected(Identity, IdentityRow)
    .where(IdentityRow.person_id == given("person"))
    .order_by(IdentityRow.platform, IdentityRow.workspace, IdentityRow.user)
)
_CHOICES = selected(Choices, PersonChoiceRow).where(PersonChoiceRow.person_id == given("person"))
_ALL_CHOICES = select(table_of(PersonChoiceRow))
_ADDRESS = select(PersonAddressRow.address).where(PersonAddressRow.person_id == given("person"))
_WITH_ADDRESS = select(PersonAddressRow.person_id).where(PersonAddressRow.person_id.in_(any_of("people")))


class SqlPeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: str) -> Person | None:
        return next(iter(self._all(_ONE, person=person_id)), None)

    def get_each(self, people: Collection[str]) -> Mapping[str, Person]:
        return {person.id: person for person in self._all(_EACH, people=list(people))}

    def by_identity(self, identity: Identity) -> Person | None:
        return next(iter(self._all(_OF_ACCOUNT, **columns_of(identity))), None)

    def by_name(self, name: str) -> Sequence[Person]:
        return self._all(_CALLED, key=_key(name))

    def all(self) -> Sequence[Person]:
        return self._all(_HERE)

    def reports_of(self, manager_id: str) -> Sequence[Person]:
        return self._all(_REPORTS, manager=manager_id)

    def save(self, person: Person, *, synced: bool = False) -> None:
        chosen = value(self._session, Choices, _CHOICES, person=person.id)
        person = chosen.over(person) if chosen else person
        elsewhere = PersonRow.manager_id.is_distinct_from(person.manager_id)
        self._look_at(select(PersonRow.id).where(PersonRow.id == person.id, elsewhere))
        name_key = _key(person.name)
        values = columns_of(person) | {
            "roles": sorted(person.roles),
            "groups": sorted(person.groups),
            "id_key": _key(person.id),
            "name_key": name_key,
            "first_name_key": name_key.partition(" ")[0],
            "synced": synced,
            "left_at": None,
        }
        upsert(self._session, PersonRow, values)

    def choose(self, person_id: str, choices: Choices) -> None:
        upsert(self._session, PersonChoiceRow, columns_of(choices) | {"person_id": person_id})
        if person := self.get(person_id):
            self.save(person, synced=person_id in self.synced())

    def choices(self) -> Mapping[str, Choices]:
        found = rows(self._session, _ALL_CHOICES)
        return {row.person_id: Choices(row.zone, row.locale, row.currency) for row in found}

    def synced(self) -> Set[str]:
        return set(self._session.scalars(_HERE.with_only_columns(PersonRow.id).where(PersonRow.synced)))

    def former(self) -> Sequence[Person]:
        return self._all(_FORMER)

    def close(self, person_id: str, now: datetime) -> None:
        self._look_at(select(PersonRow.id).where(PersonRow.id == person_id))
        self._session.execute(update(PersonRow).where(PersonRow.id == person_id).values(left_at=now))
        for row in (IdentityRow, PersonAddressRow):
            self._session.execute(delete(row).where(row.person_id == person_id))

    def link(self, identity: Identity, person_id: str) -> None:
        upsert(self._session, IdentityRow, columns_of(identity) | {"person_id": person_id})

    def unlink(self, identity: Identity) -> None:
        person = self.by_identity(identity)
        where = self.address_of(person.id) if person else None
        if person and where and (where.platform, where.workspace) == (identity.platform, identity.workspace):
            self.forget_address(person.id, where)
        self._session.execute(_NO_ACCOUNT, columns_of(identity))

    def identities_of(self, person_id: str) -> Sequence[Identity]:
        return values(self._session, Identity, _ACCOUNTS, person=person_id)

    def remember_address(self, person_id: str, where: Address) -> None:
        upsert(
            self._session, PersonAddressRow, {"person_id": person_id, "address": wire.dump(where, Address)}
        )

    def forget_address(self, person_id: str, where: Address) -> None:
        if self.address_of(person_id) == where:
            self._session.execute(delete(PersonAddressRow).where(PersonAddressRow.person_id == person_id))

    def address_of(self, person_id: str) -> Address | None:
        for (address,) in rows(self._session, _ADDRESS, person=person_id):
            found: Address = wire.load(address, Address)
            return found
        return None

    def with_address(self, people: Collection[str]) -> Set[str]:
        return {who for (who,) in rows(self._session, _WITH_ADDRESS, people=list(people))}

    def _look_at(self, people: Select[str]) -> None:
        """Coaching looks at those who have a plan: their line changes."""
        self._session.execute(update(LookRow).where(LookRow.person_id.in_(people)).values(at=AT_ONCE))

    def _all(self, statement: Select[Any], **arguments: Any) -> Sequence[Person]:
        found = values(self._session, Person, statement, **arguments)
        return [replace(each, roles=frozenset(each.roles), groups=frozenset(each.groups)) for each in found]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
