"""`cornerman people absences`: who is out and when, from a list."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from adapters.bootstrap import open_store
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.csv_tables import Headers, Rejected, Row, read_table
from adapters.csv_values import Days
from adapters.records_csv import PEOPLE, Names
from bot.chat import Person
from bot.coaching.absences import LONGEST_ABSENCE
from bot.coaching.calendar import Period
from bot.coaching.listed import Change, follow

COLUMNS: Headers = {
    "person": ("name", "full_name", "employee", "employee_name", "person_id"),
    "email": ("e_mail", "mail", "email_address", "work_email"),
    "from": ("first", "first_day", "start", "start_date", "begin", "from_date"),
    "to": ("last", "last_day", "end", "end_date", "until", "to_date"),
}
SOURCE = "csv"
AHEAD = timedelta(days=36500)


def bring(explicit: Path | None, file: Path, *, day_first: bool | None, dry_run: bool) -> int:
    """The file's absences take the place of those of the file before. While rows cannot be read none of
    those is withdrawn, and the exit code is 1."""
    settings = settings_of(explicit)
    _, store = open_store(settings)
    with store.write() as uow:
        people = uow.people.all()
        found, rejected = read_absences(file, people, day_first)
        today, changed = system_clock().date(), Change()
        for person in people:
            listed, since = found.get(person.id, []), (today, today + AHEAD)
            changed += follow(person.id, listed, SOURCE, since, uow, settings, whole=not rejected)
        if not dry_run:
            uow.commit()
    print(_said(changed, dry_run=dry_run))
    if rejected:
        print("None of an earlier file was withdrawn, as rows could not be read:", file=sys.stderr)
    for line in rejected:
        print(f"  {line}", file=sys.stderr)
    return 1 if rejected else 0


def read_absences(
    file: Path, people: Iterable[Person], day_first: bool | None
) -> tuple[dict[str, list[Period]], Sequence[Rejected]]:
    """By person id. Raises ConfigError for a file that cannot be read."""
    rows = read_table(file, COLUMNS, ["from", "to"])
    days = Days.of((row[column] for row in rows for column in ("from", "to")), day_first)
    names = Names((person.id, person.email, person.name) for person in people)
    found: dict[str, list[Period]] = {}
    rejected: list[Rejected] = []
    for row in rows:
        try:
            who, period = _absence(row, names, days)
        except ValueError as error:
            rejected.append(Rejected(file.name, row.number, str(error)))
        else:
            found.setdefault(who, []).append(period)
    return found, rejected


def _absence(row: Row, names: Names, days: Days) -> tuple[str, Period]:
    called = row["email"] or row["person"]
    if not called:
        raise ValueError("names nobody; write an id, a name or an e-mail address as person")
    who = names.find(called, PEOPLE)
    first, last = (_day(row, column, days) for column in ("from", "to"))
    if last < first:
        raise ValueError(f"ends ({last}) before it begins ({first})")
    if last - first > LONGEST_ABSENCE:
        raise ValueError(f"is longer than a year ({first} to {last}); check the years")
    return who, (first, last)


def _day(row: Row, column: str, days: Days) -> date:
    if not row[column]:
        raise ValueError(f"has no day in {column}; both days are needed and both are days off")
    return days.read(row[column])


def _said(changed: Change, *, dry_run: bool) -> str:
    counts = f"{changed.added} added, {changed.withdrawn} withdrawn, {changed.unchanged} unchanged."
    return counts + (" Nothing was written." if dry_run else "")
