"""Arguments of the commands about the CRM: what it has and lacks, and what waits for it."""

from __future__ import annotations

import argparse

from adapters.cli_records import add_import


def add_crm(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    crm = commands.add_parser("crm", help="what waits for the CRM, and bringing records in")
    actions = crm.add_subparsers(required=True, metavar="ACTION")
    _add_check(actions)
    add_import(actions)
    _add_outbox(actions)
    _add_shadow(actions)


def _add_outbox(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    outbox = actions.add_parser("outbox", help="how many confirmed updates wait to be written, and how long")
    outbox.add_argument("--json", action="store_true")
    outbox.set_defaults(run=_depth)
    dead = actions.add_parser("dead", help="confirmed updates that were given up; never their words")
    what = dead.add_subparsers(required=True, metavar="ACTION")
    listed = what.add_parser("list", help="whose they are, on what, and what the CRM said last")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_dead_list)
    for action, help in (("retry", "queue it anew"), ("drop", "forget it and its words")):
        parser = what.add_parser(action, help=help)
        parser.add_argument("keys", nargs="*", metavar="KEY")
        parser.add_argument("--all", action="store_true", help="every dead letter")
        parser.set_defaults(run=_dead_decide, action=action)


def _add_check(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = actions.add_parser(
        "check", help="whether your CRM has what Cornerman needs, and who writes there as whom; only reads"
    )
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)


def _add_shadow(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    shadow = actions.add_parser(
        "shadow", help="on trial: what would have been written, beside what sellers then entered"
    )
    shadow.add_argument("--days", type=int, default=30)
    shadow.add_argument("--json", action="store_true")
    shadow.set_defaults(run=_shadow)


def _check(arguments: argparse.Namespace) -> int:
    from adapters.commands.crm_check import check

    return check(arguments.config, as_json=arguments.json)


def _depth(arguments: argparse.Namespace) -> int:
    from adapters.commands.outbox import depth

    return depth(arguments.config, as_json=arguments.json)


def _dead_list(arguments: argparse.Namespace) -> int:
    from adapters.commands.outbox import list_dead

    return list_dead(arguments.config, as_json=arguments.json)


def _dead_decide(arguments: argparse.Namespace) -> int:
    from adapters.commands.outbox import drop, retry
    from bot.errors import ConfigError

    if not arguments.keys and not arguments.all:
        raise ConfigError("name the keys that `cornerman crm dead list` shows, or say --all")
    decide = retry if arguments.action == "retry" else drop
    return decide(arguments.config, arguments.keys, all_of_them=arguments.all)


def _shadow(arguments: argparse.Namespace) -> int:
    from adapters.commands.outbox import shadow

    return shadow(arguments.config, days=arguments.days, as_json=arguments.json)
