"""The terminal chat: a platform like the others, whose users are whoever sits at the keyboard."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Protocol, TextIO
from zoneinfo import ZoneInfo

from adapters.console.render import Style, render, unstyled
from bot.chat import Address, Event, Form, Identity, Message, Outcome, Person, Press, Reply, Silence, Submit
from bot.ports import Clock, Door

PLATFORM = "console"
WORKSPACE = "demo"
_CLOCK = re.compile(r"^\+?(?P<count>\d{1,4})\s*(?P<unit>[dhwm])$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

HELP = (
    "/as NAME speaks as someone else · /clock +1d moves the demo's time · /reset starts the demo over · "
    "/quit leaves. A number presses the button with that number. Type help for what the bot does."
)


class Demo(Protocol):
    """What only a demo may do."""

    def move_clock(self, by: timedelta) -> None: ...
    def reset(self) -> None: ...


def address_of(person_id: str) -> Address:
    return Address(PLATFORM, WORKSPACE, person_id)


class ConsoleMessenger:
    """Prints what nobody asked for just now, and says for whom it is."""

    def __init__(self, out: TextIO, name_of: Callable[[str], str], style: Style = unstyled) -> None:
        self._out = out
        self._name_of = name_of
        self._style = style
        self.last: tuple[str, Reply] | None = None

    def send(self, where: Address, reply: Reply, key: str) -> str:
        heading = self._style("strong", f"» To {self._name_of(where.channel)}")
        print(f"\n{heading}\n{render(reply, style=self._style)}\n", file=self._out, flush=True)
        if reply.actions:
            self.last = (where.channel, reply)
        return key

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self.send(where, reply, message_ref)

    def direct_to(self, who: Identity) -> Address:
        return address_of(who.user)


class ConsoleChat:
    """`find` looks a speaker up by name, `tick` is one round of the worker, `demo` is None outside it."""

    def __init__(
        self,
        door: Door,
        messenger: ConsoleMessenger,
        clock: Clock,
        find: Callable[[str], Person | None],
        tick: Callable[[], None],
        demo: Demo | None,
        out: TextIO,
        style: Style = unstyled,
    ) -> None:
        self._door = door
        self._messenger = messenger
        self._clock = clock
        self._find = find
        self._tick = tick
        self._demo = demo
        self._out = out
        self._style = style
        self._form: Form | None = None

    def run(self, speaker: Person, lines: Iterable[str], prompt: Callable[[str], None]) -> None:
        """Answer line by line until the lines end or `/quit`."""
        self.speaker = speaker
        source = iter(lines)
        prompt(self.speaker.name)
        for line in source:
            if line.strip().lower() in ("/quit", "/exit"):
                return
            self._line(line.rstrip("\n"))
            self._tick()
            prompt(self.speaker.name)

    def _line(self, line: str) -> None:
        text = line.strip()
        if self._form is not None:
            self._fill_form(text)
        elif text.startswith("/"):
            self._command(text)
        elif text.isdigit() and (pressed := self._pressed(int(text))):
            self._send(pressed)
        elif text:
            self._send(Message(_new_id(), self._clock(), self._identity(), self._where(), line))

    def _command(self, text: str) -> None:
        name, _, argument = text.partition(" ")
        if name == "/as":
            self._speak_as(argument.strip())
        elif name == "/clock":
            self._move_clock(argument.strip())
        elif name == "/reset" and self._demo:
            self._demo.reset()
            self._messenger.last = None
            self._say("The demo starts over.")
        elif name == "/reset":
            self._say("/reset works in the demo only.")
        else:
            self._say(HELP)

    def _speak_as(self, name: str) -> None:
        person = self._find(name) if name else None
        if person is None:
            self._say(f"I know nobody called “{name}”. Try /as priya, /as tom or /as marta.")
            return
        self.speaker = person
        self._say(f"You are now {person.name} ({', '.join(sorted(person.roles))}).")

    def _move_clock(self, step: str) -> None:
        if self._demo is None:
            self._say("/clock works in the demo only.")
            return
        match = _CLOCK.match(step)
        if match is None:
            self._say("Say how far: /clock +1d (days), +2w (weeks), +3h (hours).")
            return
        self._demo.move_clock(timedelta(**{_UNITS[match["unit"]]: int(match["count"])}))
        self._say(f"It is now {self._clock().astimezone(_zone(self.speaker)):%A %d %B %Y, %H:%M}.")

    def _pressed(self, number: int) -> Press | None:
        if self._messenger.last is None:
            return None
        owner, reply = self._messenger.last
        if not 1 <= number <= len(reply.actions):
            return None
        action = reply.actions[number - 1]
        where = address_of(owner) if owner == self.speaker.id else self._where()
        return Press(
            _new_id(), self._clock(), self._identity(), where, reply.card_id, action.id, action.value
        )

    def _fill_form(self, text: str) -> None:
        form, self._form = self._form, None
        assert form is not None
        values = {f.name: f.value for f in form.fields}
        for name, value in _assignments(text):
            known = [key for key in values if key == name or key.split(".")[-1] == name]
            if not known:
                self._say(f"There is no field “{name}”. Fields: {', '.join(values)}.")
                self._form = form
                return
            values[known[0]] = value
        event = Submit(
            _new_id(), self._clock(), self._identity(), self._where(), form.card_id, form.id, values
        )
        outcome = self._send(event)
        if not isinstance(outcome, Reply):
            self._form = form

    def _send(self, event: Event) -> Outcome:
        self._door.accept(event)
        outcome = self._door.answer(event) or Silence("another process answers")
        self._form = outcome if isinstance(outcome, Form) else None
        print(render(outcome, style=self._style) + "\n", file=self._out, flush=True)
        if isinstance(outcome, Reply) and outcome.actions:
            self._messenger.last = (self.speaker.id, outcome)
        elif isinstance(outcome, Reply) and outcome.replaces:
            self._messenger.last = None
        self._door.delivered(event, outcome, event.where, event.id)
        return outcome

    def _say(self, text: str) -> None:
        print(self._style("dim", text) + "\n", file=self._out, flush=True)

    def _identity(self) -> Identity:
        return Identity(PLATFORM, WORKSPACE, self.speaker.id)

    def _where(self) -> Address:
        return address_of(self.speaker.id)


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    for piece in text.split(";"):
        if piece.strip():
            name, _, value = piece.partition("=")
            yield name.strip(), value.strip()


def _zone(person: Person) -> ZoneInfo:
    return ZoneInfo(person.zone)


def _new_id() -> str:
    return f"console:{uuid.uuid4().hex}"
