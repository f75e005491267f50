"""`cornerman crm import`: what another CRM exported, into the built-in one."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from adapters.bootstrap import builtin_crm, open_store
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar
from adapters.crm.builtin import BuiltinCrm
from adapters.crm.seed import Holdings
from adapters.csv_tables import Rejected
from adapters.records_csv import Reader
from bot.errors import ConfigError
from bot.settings import Settings

BATCH = 1_000


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_Named)


def bring(
    explicit: Path | None,
    files: Mapping[str, Path],
    stages: Sequence[str],
    *,
    day_first: bool | None,
    dry_run: bool,
    rejected_file: Path | None,
) -> int:
    """Rows that are wrong are listed and left out, the others written; then it exits with 1."""
    if not files:
        raise ConfigError("name at least one file: --accounts, --contacts, --opportunities or --notes")
    settings = settings_of(explicit)
    if settings.crm != "builtin":
        raise ConfigError(f"records are imported into the built-in CRM only; yours are in {settings.crm}")
    engine, store = open_store(settings)
    crm = builtin_crm(settings, engine, system_clock)
    held = crm.held()
    with store.read() as uow:
        people = uow.people.all()
    reader = Reader(
        held,
        people,
        settings.stages,
        renamed=_renamed(stages, settings),
        currency=settings.company.currency,
        day_first=day_first,
    )
    read = reader.read(files)
    _report(reader.rejected, rejected_file)
    changed = _changed(held, read)
    busy = () if dry_run else _write(crm, changed, held)
    rejected = Counter(one.file for one in reader.rejected)
    for what, path in files.items():
        before, after = getattr(held, what), getattr(read, what)
        print(_said(what, before, after, len(getattr(changed, what)), rejected[path.name]))
    if reader.rejected:
        print(_reasons(reader.rejected))
    for id in busy:
        print(f"  {id} was changed meanwhile and left as it is; import it again", file=sys.stderr)
    print("Nothing was written." if dry_run else "Written.")
    return 1 if reader.rejected or busy else 0


def _renamed(stages: Sequence[str], settings: Settings) -> dict[str, str]:
    known = [stage.id for stage in settings.stages]
    pairs = [text.rpartition("=") for text in stages]
    for name, _, id in pairs:
        if not name or id not in known:
            raise ConfigError(f"--stage {name}={id}: write NAME=STAGE with one of {', '.join(known)}")
    return {name: id for name, _, id in pairs}


def _report(rejected: Sequence[Rejected], file: Path | None) -> None:
    for line in rejected:
        print(f"  {line}", file=sys.stderr)
    if file:
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(["file", "line", "reason"])
            table.writerows((one.file, one.number, one.reason) for one in rejected)


def _changed(held: Holdings, read: Holdings) -> Holdings:
    return Holdings(
        accounts=_unlike(held.accounts, read.accounts),
        contacts=_unlike(held.contacts, read.contacts),
        opportunities=_unlike(held.opportunities, read.opportunities),
        notes=read.notes,
    )


def _unlike(held: Sequence[Record], read: Sequence[Record]) -> tuple[Record, ...]:
    before = {record.id: record for record in held}
    return tuple(record for record in read if before.get(record.id) != record)


def _write(crm: BuiltinCrm, records: Holdings, held: Holdings) -> Sequence[str]:
    """In batches: what a crash leaves out, the next run brings. Returns the ids of opportunities that
    somebody has changed since they were `held` so."""
    seen = {one.id: one for one in held.opportunities}
    busy: list[str] = []
    with progress_bar() as progress:

        def put(what: str, records: Sequence[Record], load: Callable[[Sequence[Record]], None]) -> None:
            for start in range(0, len(records), BATCH):
                load(records[start : start + BATCH])
                progress(what, min(start + BATCH, len(records)), len(records))

        put("accounts", records.accounts, lambda batch: crm.load_seed(accounts=batch))
        put("contacts", records.contacts, lambda batch: crm.load_seed(contacts=batch))
        put("opportunities", records.opportunities, lambda batch: busy.extend(crm.bring(batch, seen)))
        put("notes", records.notes, lambda batch: crm.load_seed(notes=batch))
    return busy


def _said(what: str, held: Sequence[_Named], read: Sequence[_Named], changed: int, rejected: int) -> str:
    known = {record.id for record in held}
    new = sum(record.id not in known for record in read)
    return f"{what}: {new} new, {changed - new} changed, {len(read) - changed} unchanged, {rejected} rejected"


def _reasons(rejected: Sequence[Rejected]) -> str:
    """The commonest first; what stands in quotes differs from row to row."""
    kinds = Counter(re.sub(r'"[^"]*"', "…", one.reason) for one in rejected)
    return "\n".join(f"  {count} × {reason}" for reason, count in kinds.most_common(10))
