"""Arguments of the commands that bring people and records in."""

from __future__ import annotations

import argparse
from pathlib import Path

ORDERS = {"day-first": True, "month-first": False}


def add_people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    people = commands.add_parser("people", help="who works here, from a list that also tells who has left")
    actions = people.add_subparsers(required=True, metavar="ACTION")
    sync = actions.add_parser("sync", help="take on, change and close people as a CSV says")
    sync.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE.csv",
        help="one row a person; its first line names columns. Without it the company's own CRM is asked",
    )
    sync.add_argument("--entra", action="store_true", help="ask Entra, through Microsoft Graph, instead")
    sync.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    sync.add_argument("--many-left", action="store_true", help="close them although they are many")
    sync.set_defaults(run=_people_sync)
    absences = actions.add_parser(
        "absences", help="who is out and when, as a CSV says; replaces the last one"
    )
    absences.add_argument("file", type=Path, metavar="FILE.csv", help="columns person, from, to")
    absences.add_argument("--dates", choices=ORDERS, help="how 03/04/2026 is read")
    absences.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    absences.set_defaults(run=_people_absences)


def add_import(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("import", help="bring another CRM's export into the built-in one")
    for what in ("accounts", "contacts", "opportunities", "notes"):
        parser.add_argument(f"--{what}", type=Path, metavar="FILE.csv")
    parser.add_argument(
        "--stage",
        action="append",
        default=[],
        metavar="NAME=STAGE",
        help="what a stage of the file is called here; may be given several times",
    )
    parser.add_argument("--dates", choices=ORDERS, help="how 03/04/2026 is read")
    parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
    parser.add_argument(
        "--rejected", type=Path, metavar="OUT.csv", help="also write what was rejected and why here"
    )
    parser.set_defaults(run=_crm_import)


def _crm_import(arguments: argparse.Namespace) -> int:
    from adapters.commands.records import bring

    files = {what: getattr(arguments, what) for what in ("accounts", "contacts", "opportunities", "notes")}
    return bring(
        arguments.config,
        {what: path for what, path in files.items() if path is not None},
        arguments.stage,
        day_first=ORDERS.get(arguments.dates),
        dry_run=arguments.dry_run,
        rejected_file=arguments.rejected,
    )


def _people_sync(arguments: argparse.Namespace) -> int:
    from adapters.commands.people import sync

    return sync(
        arguments.config,
        arguments.file,
        entra=arguments.entra,
        dry_run=arguments.dry_run,
        many_left=arguments.many_left,
    )


def _people_absences(arguments: argparse.Namespace) -> int:
    from adapters.commands.absences import bring

    return bring(
        arguments.config,
        arguments.file,
        day_first=ORDERS.get(arguments.dates),
        dry_run=arguments.dry_run,
    )
