"""Who works here, as a CSV says it: rows to people of the settings' kind, and what they change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from adapters.config_relations import way_round
from adapters.config_rules import VALUES
from adapters.crm.colleagues import Colleague
from adapters.csv_tables import Headers, Rejected, Row, read_table
from adapters.csv_values import id_of_name
from bot.chat import Person, Role
from bot.settings import PersonSettings

COLUMNS: Headers = {
    "name": ("full_name", "employee", "employee_name", "sales_agent", "display_name"),
    "email": ("e_mail", "mail", "email_address", "work_email", "user_principal_name"),
    "id": ("person_id", "employee_id", "username", "login"),
    "roles": ("role",),
    "groups": ("group", "team", "teams", "department", "regional_office", "region"),
    "manager": ("manager_email", "manager_name", "reports_to", "supervisor"),
    "zone": ("time_zone", "timezone", "tz"),
    "locale": ("language", "lang"),
    "currency": ("currency_code",),
    "crm_user": ("crm_id", "crm_user_id", "owner_id", "salesforce_id", "hubspot_owner_id"),
    "identities": ("identity",),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """People with unique ids; their managers are ids of people here or known before. What the file leaves
    empty is empty."""

    people: tuple[PersonSettings, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    added: tuple[Person, ...]
    changed: tuple[Person, ...]
    left: tuple[str, ...]
    unchanged: int


def read_roster(path: Path, known: Sequence[Person], former: Sequence[Person] = ()) -> Roster:
    """Raises ConfigError when the file cannot be read."""
    return roster_of(read_table(path, COLUMNS, ["name"]), path.name, known, former)


def roster_of(
    rows: Iterable[Row], source: str, known: Sequence[Person], former: Sequence[Person] = ()
) -> Roster:
    """A row is someone known with the same id, CRM user, e-mail address or, where it has none, name; of the
    `former`, who have left, with the same e-mail address. A manager who is nobody known and has no row
    becomes a person too."""
    directory = _Directory(known, former)
    rejected: list[Rejected] = []
    taken: dict[str, tuple[Row, PersonSettings]] = {}
    for row in rows:
        read = _person(row, directory)
        if isinstance(read, PersonSettings) and read.id in taken:
            read = f"is the same person as line {taken[read.id][0].number}; keep one of the rows"
        if isinstance(read, str):
            rejected.append(Rejected(source, row.number, read))
        else:
            taken[read.id] = (row, read)
            directory.add(read)
    people, remarks = _with_managers(list(taken.values()), directory)
    return Roster(tuple(people), tuple(rejected), tuple(remarks))


def rows_of(colleagues: Iterable[Colleague]) -> Iterator[Row]:
    """Numbered from 1, as a CRM lists them."""
    for number, one in enumerate(colleagues, start=1):
        said = {"crm_user": one.crm_user, "name": one.name, "email": one.email, "manager": one.manager}
        rest = {"groups": one.team, "zone": one.zone, "locale": one.locale}
        yield Row(number, dict.fromkeys(COLUMNS, "") | said | rest)


def compare(
    people: Sequence[PersonSettings],
    known: Mapping[str, Person],
    synced: Set[str],
    person_of: Callable[[PersonSettings], Person],
) -> Changes:
    """`synced` came with an earlier file: those of them whom this one does not name, not
    even as somebody's manager, have left."""
    managers = {seed.manager for seed in people}
    filled = (_filled(seed, known.get(seed.id), seed.id in managers) for seed in people)
    wanted = {person.id: person for person in map(person_of, filled)}

    def same(id: str) -> bool:
        return id in synced and known.get(id) == wanted[id]

    return Changes(
        added=tuple(person for id, person in wanted.items() if id not in known),
        changed=tuple(wanted[id] for id in wanted if id in known and not same(id)),
        left=tuple(sorted(synced - wanted.keys() - managers)),
        unchanged=sum(map(same, wanted)),
    )


def _filled(seed: PersonSettings, known: Person | None, manages: bool) -> PersonSettings:
    """What the file leaves empty stays as it was. Whoever has no role and manages somebody is a manager,
    anybody else a rep."""
    before = known or Person("", "", "", frozenset(), zone="", currency="")
    implied: frozenset[Role] = before.roles | {"manager"} if manages else before.roles or frozenset({"rep"})
    return replace(
        seed,
        email=seed.email or before.email,
        roles=seed.roles or tuple(sorted(implied)),
        groups=seed.groups or tuple(sorted(before.groups)),
        zone=seed.zone or before.zone,
        locale=seed.locale or before.locale,
        currency=seed.currency or before.currency,
        # Without one their id here was once taken for it.
        crm_user=seed.crm_user or (before.crm_user if before.crm_user != before.id else ""),
    )


def _person(row: Row, directory: _Directory) -> PersonSettings | str:
    """The row's person, or what is wrong with it."""
    values = {column: row[column] for column in ("id", "name", "email", "zone", "locale", "crm_user")}
    values["currency"] = row["currency"].upper()
    lists = {column: _several(row[column]) for column in ("groups", "identities")}
    roles = [role.casefold() for role in _several(row["roles"])]
    if wrong := _wrong(values, lists):
        return wrong
    if not values["name"]:
        return "has no name; write one"
    if unknown := next((role for role in roles if role not in get_args(Role)), None):
        return f'"{unknown}" is no role; use one of {", ".join(get_args(Role))}'
    id = values.pop("id") or directory.id_of(values["email"], values["name"], values["crm_user"])
    if not id:
        return f'"{values["name"]}" gives no id in Latin letters; add a column id or email'
    return PersonSettings(
        id,
        **values,
        roles=cast(tuple[Role, ...], tuple(roles)),
        groups=tuple(lists["groups"]),
        identities=tuple(lists["identities"]),
    )


def _wrong(values: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> str | None:
    several = ((f"{column}.*", value) for column, found in lists.items() for value in found)
    for column, value in (*values.items(), *several):
        rule = VALUES.get(f"people.*.{column}")
        if value and rule and (sentence := rule(value)):
            return sentence
    return None


def _several(cell: str) -> list[str]:
    # A group's name here has no spaces; "North East" in a list of teams is one all the same.
    return [re.sub(r"\s+", "-", part.strip()) for part in re.split("[;,]", cell) if part.strip()]


class _Directory:
    """Finds people by what a file calls them."""

    def __init__(self, known: Sequence[Person], former: Sequence[Person]) -> None:
        everybody = (*former, *known)
        self._emails = {person.email.casefold(): person.id for person in everybody if person.email}
        self._crm_users = {person.crm_user: person.id for person in known if person.crm_user}
        self._names: dict[str, set[str]] = {}
        # Nobody gets the id of someone who has left, and with it what is theirs.
        self.ids = {person.id for person in everybody}
        for person in known:
            self._names.setdefault(_key(person.name), set()).add(person.id)

    def id_of(self, email: str, name: str, crm_user: str = "") -> str:
        """The id of whom these name, else a new one; empty where no id can be made."""
        if crm_user in self._crm_users:
            return self._crm_users[crm_user]
        if email:
            found = self._emails.get(email.casefold())
            local, _, domain = email.partition("@")
            return found or self._free(local, domain)
        namesakes = self._names.get(_key(name), set())
        return next(iter(namesakes)) if len(namesakes) == 1 else self._free(name, "")

    def add(self, person: PersonSettings) -> None:
        self.ids.add(person.id)
        if person.crm_user:
            self._crm_users[person.crm_user] = person.id
        if person.email:
            self._emails[person.email.casefold()] = person.id
        self._names.setdefault(_key(person.name), set()).add(person.id)

    def called(self, text: str) -> set[str]:
        """Ids of whom a cell may mean: an id, an e-mail address or a name."""
        if text in self.ids:
            return {text}
        by_email = self._emails.get(text.casefold())
        return {by_email} if by_email else self._names.get(_key(text), set())

    def _free(self, text: str, more: str) -> str:
        first = id_of_name(text)
        return first if first not in self.ids else f"{first}.{id_of_name(more)}" if more else ""


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _with_managers(
    read: Sequence[tuple[Row, PersonSettings]], directory: _Directory
) -> tuple[list[PersonSettings], list[str]]:
    remarks: list[str] = []
    new: dict[str, PersonSettings] = {}
    placed = [replace(p, manager=_manager(row, directory, new, remarks)) for row, p in read]
    people = [*placed, *new.values()]
    manager_of = {person.id: person.manager for person in people}
    circles = {person.id: way_round(person.id, manager_of) for person in people}
    for person in people:
        if circles[person.id]:
            remarks.append(f"{person.name}: nobody is their own manager ({' → '.join(circles[person.id])})")
    return [replace(p, manager="") if circles[p.id] else p for p in people], remarks


def _manager(row: Row, directory: _Directory, new: dict[str, PersonSettings], remarks: list[str]) -> str:
    text = row["manager"]
    found = directory.called(text) if text else set()
    if len(found) > 1:
        remarks.append(f'line {row.number}: "{text}" is the name of {len(found)} people; write an e-mail')
    if len(found) == 1 or not text:
        return next(iter(found), "")
    if found:
        return ""
    email = text if "@" in text else ""
    name = text.partition("@")[0].replace(".", " ").title() if email else text
    made = PersonSettings(directory.id_of(email, name), name, email, roles=("manager",))
    if not made.id:
        remarks.append(f'line {row.number}: the manager "{text}" has no row; add one with an id')
        return ""
    directory.add(made)
    new[made.id] = made
    return made.id
