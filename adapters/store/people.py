from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.coaching_tables import AT_ONCE, LookRow
from adapters.store.rows import columns_of, selected, upsert, value_of, values
from adapters.store.tables import IdentityRow, PersonAddressRow, PersonRow
from bot import wire
from bot.chat import Address, Identity, Person

_PEOPLE = selected(Person, PersonRow)
_HERE = _PEOPLE.where(PersonRow.left_at.is_(None))


class SqlPeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: str) -> Person | None:
        return self._first(_HERE.where(PersonRow.id == person_id))

    def get_each(self, people: Collection[str]) -> Mapping[str, Person]:
        return {person.id: person for person in self._all(_HERE.where(PersonRow.id.in_(people)))}

    def by_identity(self, identity: Identity) -> Person | None:
        return self._first(
            _HERE.join(IdentityRow, IdentityRow.person_id == PersonRow.id).where(
                IdentityRow.platform == identity.platform,
                IdentityRow.workspace == identity.workspace,
                IdentityRow.user == identity.user,
            )
        )

    def by_name(self, name: str) -> Sequence[Person]:
        key = _key(name)
        return self._all(
            _HERE.where(
                or_(PersonRow.id_key == key, PersonRow.name_key == key, PersonRow.first_name_key == key)
            )
        )

    def all(self) -> Sequence[Person]:
        return self._all(_HERE)

    def reports_of(self, manager_id: str) -> Sequence[Person]:
        return self._all(_HERE.where(PersonRow.manager_id == manager_id))

    def save(self, person: Person, *, synced: bool = False) -> None:
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

    def synced(self) -> Set[str]:
        return set(self._session.scalars(_HERE.with_only_columns(PersonRow.id).where(PersonRow.synced)))

    def former(self) -> Sequence[Person]:
        return self._all(_PEOPLE.where(PersonRow.left_at.is_not(None)))

    def close(self, person_id: str, now: datetime) -> None:
        self._look_at(select(PersonRow.id).where(PersonRow.id == person_id))
        self._session.execute(update(PersonRow).where(PersonRow.id == person_id).values(left_at=now))
        for row in (IdentityRow, PersonAddressRow):
            self._session.execute(delete(row).where(row.person_id == person_id))

    def link(self, identity: Identity, person_id: str) -> None:
        upsert(self._session, IdentityRow, columns_of(identity) | {"person_id": person_id})

    def identities_of(self, person_id: str) -> Sequence[Identity]:
        statement = (
            select(IdentityRow)
            .where(IdentityRow.person_id == person_id)
            .order_by(IdentityRow.platform, IdentityRow.workspace, IdentityRow.user)
        )
        return [value_of(Identity, row) for row in self._session.scalars(statement)]

    def remember_address(self, person_id: str, where: Address) -> None:
        values = {"person_id": person_id, "address": wire.dump(where, Address)}
        upsert(self._session, PersonAddressRow, values)

    def forget_address(self, person_id: str, where: Address) -> None:
        if self.address_of(person_id) == where:
            self._session.execute(delete(PersonAddressRow).where(PersonAddressRow.person_id == person_id))

    def address_of(self, person_id: str) -> Address | None:
        row = self._session.get(PersonAddressRow, person_id)
        if row is None:
            return None
        address: Address = wire.load(row.address, Address)
        return address

    def with_address(self, people: Collection[str]) -> Set[str]:
        theirs = select(PersonAddressRow.person_id).where(PersonAddressRow.person_id.in_(people))
        return set(self._session.scalars(theirs))

    def _look_at(self, people: Select[str]) -> None:
        """Coaching looks at those who have a plan: their line changes."""
        self._session.execute(update(LookRow).where(LookRow.person_id.in_(people)).values(at=AT_ONCE))

    def _first(self, statement: Select[Any]) -> Person | None:
        return next(iter(self._all(statement.limit(1))), None)

    def _all(self, statement: Select[Any]) -> Sequence[Person]:
        found = values(self._session, Person, statement.order_by(PersonRow.name, PersonRow.id))
        return [replace(each, roles=frozenset(each.roles), groups=frozenset(each.groups)) for each in found]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
