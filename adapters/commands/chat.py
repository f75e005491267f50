"""`cornerman chat` and `cornerman ask`: the bot in the terminal."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.bootstrap import App, build, configured_sources
from adapters.commands.configure import settings_of
from adapters.commands.index import sync_sources
from adapters.composer import composer_from
from adapters.console.app import ConsoleChat, ConsoleMessenger, address_of
from adapters.console.pictures import keep_in
from adapters.console.render import WIDTH, Style, ansi, render, unstyled
from adapters.console.screen import Cards, Screen
from adapters.demo import Demo, DemoClock
from adapters.extractor import extractor_from
from adapters.worker import Worker
from bot.answers import reply
from bot.answers.model import Answer
from bot.chat import Identity, Person, Reply, Text
from bot.errors import ConfigError
from bot.settings import Settings
from content_index.errors import ContentError, RetrievalBroken

NARROWEST, WIDEST = 40, 100


def chat(explicit: Path | None, user: str | None) -> int:
    settings = settings_of(explicit)
    clock = DemoClock()
    app = build(settings, clock, composer=composer_from(os.environ), extractor=extractor_from(os.environ))
    demo = Demo(app, clock) if settings.demo else None
    if demo:
        demo.prepare()
        _bring_in(settings)
    else:
        _give_everyone_a_console(app)
    speaker = _person(app, user or _first_seller(app))
    # The model takes seconds to load; the reader of the greeting does not wait for it.
    threading.Thread(target=_warm, args=(app,), daemon=True).start()
    _talk(app, demo, speaker)
    return 0


def ask(explicit: Path | None, question: str, user: str | None, *, as_json: bool) -> int:
    settings = settings_of(explicit)
    clock = DemoClock()
    app = build(settings, clock, composer=composer_from(os.environ), extractor=extractor_from(os.environ))
    if settings.demo:
        Demo(app, clock).prepare()
    answer = app.ask.worded(app.ask.answer(question, _person(app, user) if user else None))
    if problem := app.content.problem():
        print(f"cornerman: {problem}", file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(answer), default=date.isoformat, ensure_ascii=False))
    else:
        print(_printed(answer, app))
    return 0


def _bring_in(settings: Settings) -> None:
    try:
        sync_sources(settings, configured_sources(settings))
    except RetrievalBroken as error:
        # The index before goes on answering.
        print(f"cornerman: {error}", file=sys.stderr)


def _warm(app: App) -> None:
    # Whoever asks first meets the same error, where it can be told.
    with contextlib.suppress(ContentError):
        app.embedder.encode([""])
        app.content.problem()


def _printed(answer: Answer, app: App) -> str:
    card = reply.render(answer, "", app.clock().date())
    return render(card, _width(), _style(), with_actions=False)


def _style() -> Style:
    """Colour in a terminal, or where FORCE_COLOR asks for it; never where NO_COLOR does (no-color.org)."""
    coloured = (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")) and not os.environ.get("NO_COLOR")
    return ansi if coloured else unstyled


def _talk(app: App, demo: Demo | None, speaker: Person) -> None:
    _set_streams()
    interactive = sys.stdin.isatty()
    style = _style()
    pictures = app.settings.storage.directory / "pictures"
    screen, cards = Screen(sys.stdout, style, _width, keep_in(pictures)), Cards()
    messenger = ConsoleMessenger(screen, cards, lambda id: _name(app, id), lambda: _people(app))
    app.rooms["console"] = messenger
    worker = Worker(app, {"console": messenger})
    terminal = ConsoleChat(
        app.door,
        screen,
        cards,
        app.clock,
        find=lambda name: _found(app, name),
        people=lambda: _people(app),
        tick=worker.tick,
        demo=demo,
    )
    screen.show(_greeting(app, demo, speaker))
    if interactive:
        # Arrow keys and history for input().
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401
    terminal.run(speaker, _typed if interactive else _piped)


def _set_streams() -> None:
    """A pipe's reader sees each line at once, and no byte or character ends the chat."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", line_buffering=True)


def _width() -> int:
    return max(NARROWEST, min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDEST))


def _greeting(app: App, demo: Demo | None, speaker: Person) -> Reply:
    who = f"You are {speaker.name}. Type a question or a note; help shows what I do; /quit leaves."
    if demo is None:
        return Reply((Text(who),))
    now = app.clock().astimezone(ZoneInfo(speaker.zone))
    manager = next((p for p in _people(app) if p.id == speaker.manager_id), None)
    other = (
        f"/as {manager.name.split()[0].lower()} speaks as your manager"
        if manager
        else "/as NAME speaks as NAME"
    )
    ways = f"{other} · /clock +1d moves time · /reset starts the demo over."
    title = f"{app.settings.company.name} demo · {now:%A %d %B %Y}"
    return Reply((Text(title, strong=True), Text(f"{who}\n{ways}")))


def _typed(name: str) -> str | None:
    try:
        return input(_prompt(name))
    except EOFError:
        print()
        return None


def _piped(name: str) -> str | None:
    """Echoes the line, so that what is printed reads as a conversation."""
    line = sys.stdin.readline()
    if not line:
        return None
    print(_prompt(name) + line.rstrip())
    return line.rstrip("\n")


def _prompt(name: str) -> str:
    return f"{name.split()[0].lower()}> "


def _people(app: App) -> Sequence[Person]:
    with app.store.read() as uow:
        return uow.people.all()


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
        uow.commit()
