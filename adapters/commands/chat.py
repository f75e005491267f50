"""`cornerman chat` and `cornerman ask`: the bot in the terminal."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from adapters.bootstrap import App, build, configured_sources
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.index import sync_sources
from adapters.console.app import ConsoleChat, ConsoleMessenger, address_of
from adapters.console.render import ansi, render, unstyled
from adapters.demo import Demo, DemoClock
from adapters.worker import Worker
from bot.answers import reply
from bot.answers.model import Answer
from bot.chat import Identity, Person
from bot.errors import ConfigError


def chat(explicit: Path | None, user: str | None) -> int:
    settings = settings_of(explicit)
    clock = DemoClock()
    app = build(settings, clock)
    demo = Demo(app, clock) if settings.demo else None
    if demo:
        demo.prepare()
        sync_sources(settings, configured_sources(settings))
    else:
        _give_everyone_a_console(app)
    speaker = _person(app, user or _first_seller(app))
    # The model takes seconds to load; the reader of the greeting does not wait for it.
    threading.Thread(target=app.embedder.encode, args=([""],), daemon=True).start()
    _talk(app, demo, speaker)
    return 0


def ask(explicit: Path | None, question: str, user: str | None, *, as_json: bool) -> int:
    app = build(settings_of(explicit), system_clock)
    answer = app.ask.answer(question, _person(app, user) if user else None)
    if as_json:
        print(json.dumps(asdict(answer), default=date.isoformat, ensure_ascii=False))
    else:
        print(_printed(answer, app))
    return 0


def _printed(answer: Answer, app: App) -> str:
    card = reply.render(answer, "", app.clock().date())
    return render(card, style=ansi if sys.stdout.isatty() else unstyled, with_actions=False)


def _talk(app: App, demo: Demo | None, speaker: Person) -> None:
    interactive = sys.stdin.isatty()
    style = ansi if sys.stdout.isatty() and "NO_COLOR" not in os.environ else unstyled
    messenger = ConsoleMessenger(sys.stdout, lambda id: _name(app, id), style)
    worker = Worker(app, {"console": messenger})
    terminal = ConsoleChat(
        app.door, messenger, app.clock, lambda n: _found(app, n), worker.tick, demo, sys.stdout, style
    )
    print(_greeting(app, demo, speaker) + "\n")
    terminal.run(speaker, _lines(interactive), _prompt if interactive else lambda name: None)


def _greeting(app: App, demo: Demo | None, speaker: Person) -> str:
    who = f"You are {speaker.name}. Type a question or a note; help shows what I do; /quit leaves."
    if demo is None:
        return who
    now = app.clock().astimezone()
    return (
        f"{app.settings.company.name} demo · {now:%A %d %B %Y} here. {who}\n"
        "/as marta speaks as her manager · /clock +1d moves time · /reset starts the demo over."
    )


def _lines(interactive: bool) -> Iterator[str]:
    if not interactive:
        for line in sys.stdin:
            print(f"> {line.rstrip()}")
            yield line
        return
    import readline  # noqa: F401  # arrow keys and history for input()

    while True:
        try:
            yield input()
        except EOFError:
            return


def _prompt(name: str) -> None:
    print(f"{name.split()[0].lower()}> ", end="", flush=True)


def _found(app: App, name: str) -> Person | None:
    with app.store.read() as uow:
        return next(iter(uow.people.by_name(name)), None)


def _name(app: App, person_id: str) -> str:
    person = _found(app, person_id)
    return person.name if person else person_id


def _person(app: App, name: str) -> Person:
    person = _found(app, name)
    if person is None:
        raise ConfigError(
            f"there is nobody called “{name}”; people stand under [[people]] in the configuration"
        )
    return person


def _first_seller(app: App) -> str:
    with app.store.read() as uow:
        people = uow.people.all()
    known = {p.id for p in people}
    seller = next((p.id for p in app.settings.people if "rep" in p.roles and p.id in known), None)
    if seller is None:
        raise ConfigError("nobody has the role rep; add a person under [[people]] in the configuration")
    return seller


def _give_everyone_a_console(app: App) -> None:
    with app.store.write() as uow:
        for person in uow.people.all():
            where = address_of(person.id)
            uow.people.link(Identity(where.platform, where.workspace, person.id), person.id)
            if uow.people.address_of(person.id) is None:
                uow.people.remember_address(person.id, where)
        uow.commit()
