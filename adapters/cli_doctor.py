"""Arguments of `cornerman doctor` and `cornerman teams`."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="check tokens and scopes, and say what is missing")
    platform = doctor.add_mutually_exclusive_group(required=True)
    platform.add_argument("--slack", action="store_true")
    platform.add_argument("--teams", action="store_true")
    doctor.set_defaults(run=_doctor)


def add_teams(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    actions = commands.add_parser("teams", help="the app package for Teams").add_subparsers(
        required=True, metavar="ACTION"
    )
    package = actions.add_parser("package", help="write the zip that an administrator uploads")
    package.add_argument("--out", type=Path, default=Path("cornerman-teams.zip"), metavar="FILE.zip")
    package.set_defaults(run=_package)


def _doctor(arguments: argparse.Namespace) -> int:
    from adapters.commands.doctor import slack, teams

    return slack(arguments.config) if arguments.slack else teams(arguments.config)


def _package(arguments: argparse.Namespace) -> int:
    import os

    from adapters.teams.package import write_package

    write_package(arguments.out, os.environ)
    print(f"{arguments.out}: upload it in the Teams admin centre under Manage apps.")
    return 0
