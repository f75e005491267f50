from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.rows import columns_of, upsert, value_of
from adapters.store.tables import IdentityRow, PersonAddressRow, PersonRow
from bot import wire
from bot.chat import Address, Identity, Person, Role

_HERE = select(PersonRow).where(PersonRow.left_at.is_(None))


class SqlPeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: str) -> Person | None:
        return self._first(_HERE.where(PersonRow.id == person_id))

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
        return self._all(select(PersonRow).where(PersonRow.left_at.is_not(None)))

    def close(self, person_id: str, now: datetime) -> None:
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

    def _first(self, statement: Select[PersonRow]) -> Person | None:
        row = self._session.scalars(statement).first()
        return None if row is None else _person(row)

    def _all(self, statement: Select[PersonRow]) -> Sequence[Person]:
        ordered = statement.order_by(PersonRow.name, PersonRow.id)
        return [_person(row) for row in self._session.scalars(ordered)]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _person(row: PersonRow) -> Person:
    return replace(
        value_of(Person, row), roles=frozenset(cast(list[Role], row.roles)), groups=frozenset(row.groups)
    )
