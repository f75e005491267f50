"""Arguments of the commands that bring people and records in."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    people = commands.add_parser("people", help="who works here, from a list that also tells who has left")
    sync = people.add_subparsers(required=True, metavar="ACTION").add_parser(
        "sync", help="take on, change and close people as a CSV says"
    )
    sync.add_argument(
        "file", type=Path, metavar="FILE.csv", help="one row a person; its first line names columns"
    )
    sync.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    sync.add_argument("--many-left", action="store_true", help="close them although they are many")
    sync.set_defaults(run=_people_sync)


def _people_sync(arguments: argparse.Namespace) -> int:
    from adapters.commands.people import sync

    return sync(arguments.config, arguments.file, dry_run=arguments.dry_run, many_left=arguments.many_left)
