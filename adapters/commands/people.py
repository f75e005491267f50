"""`cornerman people`: who works here, from a list that also tells who has left."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from adapters.bootstrap import open_store
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar
from adapters.config import with_defaults
from adapters.crm.outside import open_outside
from adapters.csv_tables import Row
from adapters.roster import COLUMNS, Changes, Roster, compare, read_roster, roster_of, rows_of
from adapters.seeding import identity_of, person_of
from bot.chat import Person
from bot.errors import ConfigError, CornermanError
from bot.ports import Store
from bot.settings import PersonSettings, Settings

ENTRA = ("Id", "Password", "TenantId")
FEW = 5
SHARE = 0.2
"""More leavers than a few and than this share of everybody look like half a file."""


def sync(
    explicit: Path | None, file: Path | None, *, entra: bool = False, dry_run: bool, many_left: bool
) -> int:
    """From the file, from Entra, or without either from the company's own CRM. People of the configuration
    file stay as it says. Exits with 1 where rows were left out."""
    settings = settings_of(explicit)
    _, store = open_store(settings)
    with store.read() as uow:
        known, former, synced = uow.people.all(), uow.people.former(), uow.people.synced()
    if file:
        roster, users = _matched(read_roster(file, known, former), settings)
    elif entra:
        roster, users = _matched(roster_of(_in_entra(), "Entra", known, former), settings)
    else:
        rows = _in_crm(settings)
        roster, users = roster_of(rows, settings.crm, known, former), _users(rows)
    configured = {person.id for person in settings.people}
    # Whoever came with a list and stands in the file by now no longer leaves with a list.
    synced = synced - configured
    people = [person for person in roster.people if person.id not in configured]
    found = _found(settings, users, known)
    changes = compare(people, {p.id: p for p in known}, synced, lambda seed: _person(seed, settings))
    if roster.rejected and changes.left:
        # The rows left out may be theirs.
        changes = replace(changes, left=())
        print("Nobody was taken to have left, as rows could not be read:", file=sys.stderr)
    _check(changes, len(synced), allowed=many_left or dry_run)
    if not dry_run:
        _apply(store, changes, people, found)
    print(_said(changes, len(roster.people) - len(people), dry_run=dry_run))
    _tell(changes, known)
    if found:
        print(f"{_count(len(found))} now known in the CRM, of those in the configuration file.")
    for line in (*map(str, roster.rejected), *roster.remarks):
        print(f"  {line}", file=sys.stderr)
    return 1 if roster.rejected else 0


def _in_entra() -> Iterable[Row]:
    from adapters.teams.directory import GRAPH, colleagues, graph_token

    app_id, password, tenant = (os.environ.get(f"MicrosoftApp{name}", "") for name in ENTRA)
    token = graph_token(app_id, password, tenant)
    rows = colleagues(token, tenant, os.environ.get("MICROSOFT_GRAPH_URL") or GRAPH)
    return [Row(number, dict.fromkeys(COLUMNS, "") | dict(row)) for number, row in enumerate(rows, start=1)]


def _matched(roster: Roster, settings: Settings) -> tuple[Roster, Mapping[str, str]]:
    """Whom the file names no CRM user for has the one with their e-mail address."""
    if settings.crm == "builtin":
        return roster, {}
    try:
        users = _users(_in_crm(settings))
    except CornermanError as error:
        remark = f"nobody was matched with the CRM by e-mail address: {error}"
        return replace(roster, remarks=(*roster.remarks, remark)), {}
    people = [replace(p, crm_user=p.crm_user or users.get(p.email.casefold(), "")) for p in roster.people]
    remarks = [
        f"{one.name} ({one.id}) is no user of the CRM by this e-mail address: they can ask, and log nothing"
        for one in people
        if not one.crm_user and "rep" in (one.roles or ("rep",))
    ]
    return replace(roster, people=tuple(people), remarks=(*roster.remarks, *remarks)), users


def _users(rows: Iterable[Row]) -> Mapping[str, str]:
    """E-mail address, case-folded → CRM user."""
    return {row["email"].casefold(): row["crm_user"] for row in rows if row["email"]}


def _in_crm(settings: Settings) -> Sequence[Row]:
    if settings.crm == "builtin":
        raise ConfigError("the built-in CRM does not know who works here; name a CSV file")
    crm = open_outside(settings, system_clock, os.environ)
    try:
        return list(rows_of(crm.colleagues()))
    finally:
        crm.close()


def _person(seed: PersonSettings, settings: Settings) -> Person:
    return person_of(with_defaults(seed, settings))


def _check(changes: Changes, synced: int, *, allowed: bool) -> None:
    left = len(changes.left)
    if not allowed and left > max(FEW, SHARE * synced):
        raise ConfigError(
            f"{left} of {synced} people are not listed and would be closed; nothing was changed. "
            "If they have left, say so with --many-left; --dry-run names them"
        )


def _found(settings: Settings, users: Mapping[str, str], known: Iterable[Person]) -> Sequence[Person]:
    """People of the configuration file who are to be given the CRM user with their e-mail address."""
    unnamed = {person.id for person in settings.people if not person.crm_user}
    theirs = ((person, users.get(person.email.casefold(), "")) for person in known if person.id in unnamed)
    return [replace(person, crm_user=user) for person, user in theirs if user not in ("", person.crm_user)]


def _apply(store: Store, changes: Changes, people: Sequence[PersonSettings], found: Sequence[Person]) -> None:
    wanted = {identity_of(text): seed.id for seed in people for text in seed.identities}
    touched = [*changes.added, *changes.changed]
    with store.write() as uow, progress_bar() as progress:
        for done, person in enumerate(touched, start=1):
            uow.people.save(person, synced=True)
            progress("people", done, len(touched))
        for person in found:
            uow.people.save(person)
        for identity, id in wanted.items():
            uow.people.link(identity, id)
        for id in changes.left:
            uow.people.close(id, system_clock())
        uow.commit()


def _said(changes: Changes, configured: int, *, dry_run: bool) -> str:
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.left)} left, "
    kept = f"; {configured} stand in the configuration file and stay as it says" if configured else ""
    return f"{counts}{changes.unchanged} unchanged{kept}." + (" Nothing was written." if dry_run else "")


def _count(number: int) -> str:
    return "1 person is" if number == 1 else f"{number} people are"


def _tell(changes: Changes, known: Iterable[Person]) -> None:
    names = {person.id: person.name for person in known}
    for id in changes.left:
        print(f"  left: {names[id]} ({id})")
