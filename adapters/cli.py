"""The `cornerman` command: arguments in, one clear line and a non-zero exit on failure."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from adapters.cli_crm import add_crm
from adapters.cli_doctor import add_doctor, add_teams
from adapters.cli_records import add_people

DESCRIPTION = "Answers sellers from your own pages, logs their notes and helps managers coach."
DATASET_SYSTEMS = "lexical,dense,rrf_baseline,hybrid"


def main() -> int:
    code = run(sys.argv[1:])
    _leave_past_daemons(code)
    return code


def run(argv: Sequence[str]) -> int:
    arguments = _parser().parse_args(argv)
    from bot.errors import CornermanError
    from content_index.errors import ContentError

    try:
        return int(arguments.run(arguments) or 0)
    except (CornermanError, ContentError) as error:
        print(f"cornerman: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has left; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"cornerman: {_refused(error)}", file=sys.stderr)
        return 1


def _refused(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}; check that it is there, who may use it, and the disk's space"


def _leave_past_daemons(code: int) -> None:
    # A daemon thread still in torch (the chat's model, loading) would be unwound there by Python's own way
    # out, and C++ aborts on that. All that matters is committed by now, so nobody waits for it either.
    if any(thread.daemon for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cornerman", description=DESCRIPTION)
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="default: ./cornerman.toml, else the demo's"
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_chat(commands)
    _add_index(commands)
    _add_content(commands)
    add_people(commands)
    add_crm(commands)
    _add_serving(commands)
    _add_eval(commands)
    _add_config(commands)
    add_doctor(commands)
    add_teams(commands)
    return parser


def _add_chat(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    chat = commands.add_parser("chat", help="talk to the bot in the terminal")
    chat.add_argument("--as", dest="user", metavar="USER", help="a person's id or name")
    chat.set_defaults(run=_chat)
    ask = commands.add_parser("ask", help="ask one question; without --as only public content answers")
    ask.add_argument("question")
    ask.add_argument("--as", dest="user", metavar="USER")
    ask.add_argument("--json", action="store_true")
    ask.set_defaults(run=_ask)


def _add_index(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    index = commands.add_parser("index", help="bring content in, or see what is there")
    actions = index.add_subparsers(required=True, metavar="ACTION")
    sync = actions.add_parser("sync", help="ingest what changed: all configured sources, or those named")
    sync.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="a configured source's name, a folder or a URL"
    )
    sync.add_argument("--rebuild", action="store_true", help="read and embed everything again")
    sync.set_defaults(run=_index_sync)
    status = actions.add_parser("status", help="what is indexed, and which files were skipped and why")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_index_status)
    remove = actions.add_parser("remove", help="forget a source and its pages")
    remove.add_argument("source")
    remove.set_defaults(run=_index_remove)


def _add_content(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gaps = commands.add_parser("gaps", help="questions that no page answers; who asked is never shown")
    gaps.add_argument("--as", dest="user", metavar="USER", help="whose eyes see the pages named beside them")
    gaps.add_argument("--close", metavar="ID", help="take one off the list and forget its words")
    gaps.add_argument("--json", action="store_true")
    gaps.set_defaults(run=_gaps)
    content = commands.add_parser("content", help="pages made of experts' answers")
    drafts = content.add_subparsers(required=True, metavar="WHAT").add_parser("drafts")
    actions = drafts.add_subparsers(required=True, metavar="ACTION")
    waiting = actions.add_parser("list", help="those that wait to be published")
    waiting.add_argument("--json", action="store_true")
    waiting.set_defaults(run=_drafts_list)
    for action, help in (("publish", "answer from it from now on"), ("drop", "delete it")):
        parser = actions.add_parser(action, help=help)
        parser.add_argument("name")
        parser.set_defaults(run=_drafts_decide, action=action)


def _add_serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="the bot, with health, readiness and metrics over HTTP")
    serve.add_argument("--slack", action="store_true")
    serve.add_argument("--teams", action="store_true")
    serve.add_argument(
        "--no-worker", action="store_true", help="leave outbox and coaching to `cornerman worker`"
    )
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="outbox and coaching, without answering")
    worker.set_defaults(run=_worker)


def _add_eval(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evaluate = commands.add_parser("eval", help="measure retrieval, notes or coaching")
    kinds = evaluate.add_subparsers(required=True, metavar="WHAT")
    retrieval = kinds.add_parser("retrieval")
    retrieval.add_argument(
        "datasets",
        type=Path,
        nargs="+",
        metavar="DIR",
        help="folder with corpus.jsonl, queries.jsonl and qrels.tsv; several are also pooled",
    )
    retrieval.add_argument("--systems", default=DATASET_SYSTEMS)
    retrieval.add_argument("--k", type=_positive, default=10)
    retrieval.add_argument("--unanswerable", type=Path, metavar="FILE")
    retrieval.add_argument("--leave-gold-out", action="store_true")
    retrieval.add_argument("--json", action="store_true")
    retrieval.set_defaults(run=_eval_retrieval)
    notes = kinds.add_parser("notes")
    notes.add_argument("--crm", type=Path, required=True)
    notes.add_argument("--messages", type=Path, required=True)
    notes.add_argument("--out", type=Path, required=True)
    notes.set_defaults(run=_eval_notes)
    coaching = kinds.add_parser("coaching")
    coaching.add_argument("scenario", type=Path)
    coaching.add_argument("--out", type=Path, required=True)
    coaching.set_defaults(run=_eval_coaching)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _add_config(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    config = commands.add_parser("config", help="check the configuration, or start one")
    actions = config.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", help="every problem in the file, with its line")
    check.set_defaults(run=_config_check)
    init = actions.add_parser("init", help="write a commented cornerman.toml here")
    init.set_defaults(run=_config_init)


# Each command imports what it needs: `config check` must not wait for what only the bot uses.


def _chat(arguments: argparse.Namespace) -> int:
    from adapters.commands.chat import chat

    return chat(arguments.config, arguments.user)


def _ask(arguments: argparse.Namespace) -> int:
    from adapters.commands.chat import ask

    return ask(arguments.config, arguments.question, arguments.user, as_json=arguments.json)


def _index_sync(arguments: argparse.Namespace) -> int:
    from adapters.commands.index import sync

    return sync(arguments.config, arguments.sources, rebuild=arguments.rebuild)


def _index_status(arguments: argparse.Namespace) -> int:
    from adapters.commands.index import status

    return status(arguments.config, as_json=arguments.json)


def _index_remove(arguments: argparse.Namespace) -> int:
    from adapters.commands.index import remove

    return remove(arguments.config, arguments.source)


def _gaps(arguments: argparse.Namespace) -> int:
    from adapters.commands.content import close_gap, list_gaps

    if arguments.close:
        return close_gap(arguments.config, arguments.close)
    return list_gaps(arguments.config, reader=arguments.user, as_json=arguments.json)


def _drafts_list(arguments: argparse.Namespace) -> int:
    from adapters.commands.content import list_drafts

    return list_drafts(arguments.config, as_json=arguments.json)


def _drafts_decide(arguments: argparse.Namespace) -> int:
    from adapters.commands.content import drop, publish

    return (publish if arguments.action == "publish" else drop)(arguments.config, arguments.name)


def _serve(arguments: argparse.Namespace) -> int:
    from adapters.commands.serve import serve

    return serve(
        arguments.config, slack=arguments.slack, teams=arguments.teams, worker=not arguments.no_worker
    )


def _worker(arguments: argparse.Namespace) -> int:
    from adapters.commands.serve import worker

    return worker(arguments.config)


def _eval_retrieval(arguments: argparse.Namespace) -> int:
    from adapters.commands.evaluate import retrieval

    return retrieval(
        arguments.config,
        arguments.datasets,
        arguments.systems.split(","),
        arguments.k,
        arguments.unanswerable,
        leave_gold_out=arguments.leave_gold_out,
        as_json=arguments.json,
    )


def _eval_notes(arguments: argparse.Namespace) -> int:
    from adapters.commands.evaluate import notes

    return notes(arguments.crm, arguments.messages, arguments.out)


def _eval_coaching(arguments: argparse.Namespace) -> int:
    from adapters.commands.evaluate import coaching

    return coaching(arguments.scenario, arguments.out)


def _config_check(arguments: argparse.Namespace) -> int:
    from adapters.commands.configure import check

    return check(arguments.config)


def _config_init(arguments: argparse.Namespace) -> int:
    from adapters.commands.configure import init

    return init()


if __name__ == "__main__":
    sys.exit(main())
