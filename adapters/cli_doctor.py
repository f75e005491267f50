"""Arguments of `cornerman doctor`."""

from __future__ import annotations

import argparse


def add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="check tokens and scopes, and say what is missing")
    doctor.add_argument("--slack", action="store_true", required=True)
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from adapters.commands.doctor import slack

    return slack()
