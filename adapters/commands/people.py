"""`cornerman people`: who works here, from a list that also tells who has left."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from adapters.bootstrap import identity_of, open_store, person_of
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar
from adapters.config import with_defaults
from adapters.crm.outside import open_outside
from adapters.csv_tables import Row
from adapters.roster import Changes, compare, read_roster, roster_of, rows_of
from bot.chat import Person
from bot.errors import ConfigError
from bot.ports import Store
from bot.settings import PersonSettings, Settings

FEW = 5
SHARE = 0.2
"""More leavers than a few and than this share of everybody look like half a file."""


def sync(explicit: Path | None, file: Path | None, *, dry_run: bool, many_left: bool) -> int:
    """From the file, or without one from the company's own CRM. People of the configuration file stay as it
    says. Exits with 1 where rows were left out."""
    settings = settings_of(explicit)
    _, store = open_store(settings)
    with store.read() as uow:
        known, former, synced = uow.people.all(), uow.people.former(), uow.people.synced()
    if file:
        roster = read_roster(file, known, former)
    else:
        roster = roster_of(_in_crm(settings), settings.crm, known, former)
    configured = {person.id for person in settings.people}
    # Whoever came with a list and stands in the file by now no longer leaves with a list.
    synced = synced - configured
    people = [person for person in roster.people if person.id not in configured]
    changes = compare(people, {p.id: p for p in known}, synced, lambda seed: _person(seed, settings))
    if roster.rejected and changes.left:
        # The rows left out may be theirs.
        changes = replace(changes, left=())
        print("Nobody was taken to have left, as rows could not be read:", file=sys.stderr)
    _check(changes, len(synced), allowed=many_left or dry_run)
    if not dry_run:
        _apply(store, changes, people)
    print(_said(changes, len(roster.people) - len(people), dry_run=dry_run))
    _tell(changes, known)
    for line in (*map(str, roster.rejected), *roster.remarks):
        print(f"  {line}", file=sys.stderr)
    return 1 if roster.rejected else 0


def _in_crm(settings: Settings) -> Sequence[Row]:
    if settings.crm == "builtin":
        raise ConfigError("the built-in CRM does not know who works here; name a CSV file")
    crm = open_outside(settings, system_clock, os.environ)
    try:
        return list(rows_of(crm.colleagues()))
    finally:
        crm.close()


def _person(seed: PersonSettings, settings: Settings) -> Person:
    return person_of(with_defaults(seed, settings.company))


def _check(changes: Changes, synced: int, *, allowed: bool) -> None:
    left = len(changes.left)
    if not allowed and left > max(FEW, SHARE * synced):
        raise ConfigError(
            f"{left} of {synced} people are not listed and would be closed; nothing was changed. "
            "If they have left, say so with --many-left; --dry-run names them"
        )


def _apply(store: Store, changes: Changes, people: Sequence[PersonSettings]) -> None:
    wanted = {identity_of(text): seed.id for seed in people for text in seed.identities}
    touched = [*changes.added, *changes.changed]
    with store.write() as uow, progress_bar() as progress:
        for done, person in enumerate(touched, start=1):
            uow.people.save(person, synced=True)
            progress("people", done, len(touched))
        for identity, id in wanted.items():
            uow.people.link(identity, id)
        for id in changes.left:
            uow.people.close(id, system_clock())
        uow.commit()


def _said(changes: Changes, configured: int, *, dry_run: bool) -> str:
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.left)} left, "
    kept = f"; {configured} stand in the configuration file and stay as it says" if configured else ""
    return f"{counts}{changes.unchanged} unchanged{kept}." + (" Nothing was written." if dry_run else "")


def _tell(changes: Changes, known: Iterable[Person]) -> None:
    names = {person.id: person.name for person in known}
    for id in changes.left:
        print(f"  left: {names[id]} ({id})")
