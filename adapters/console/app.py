"""The terminal chat: a platform like the others, whose users are whoever sits at the keyboard."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from adapters.console.form import Filling, enter, is_for_form, refused, short, standing
from adapters.console.render import actions
from adapters.console.screen import Cards, Screen
from bot.chat import (
    TERMINAL,
    Address,
    Event,
    Form,
    FormErrors,
    Identity,
    Message,
    Outcome,
    Person,
    Press,
    Reply,
    Silence,
    Submit,
)
from bot.errors import CornermanError
from bot.ports import Clock, Door
from content_index.errors import ContentError

log = logging.getLogger(__name__)

PLATFORM = TERMINAL
WORKSPACE = "demo"
_CLOCK = re.compile(r"\+?(?P<count>\d{1,4})\s*(?P<unit>[dhwm])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FURTHEST = timedelta(days=366)
# Two digits: no card has more buttons, and a longer number is something to say.
_BUTTON = re.compile(r"\d{1,2}", re.ASCII)
_NAMED_AT_MOST = 5

HELP = "/as NAME speaks as someone else · /quit leaves."
DEMO_HELP = HELP + " /clock +1d moves the demo's time · /reset starts the demo over."
HELP_END = "A number presses the button with that number. Type help for what the bot does."


class Demo(Protocol):
    """What only a demo may do."""

    def move_clock(self, by: timedelta) -> None: ...
    def reset(self) -> None: ...


def address_of(person_id: str) -> Address:
    return Address(PLATFORM, WORKSPACE, person_id)


class ConsoleMessenger:
    """Prints what nobody asked for just now, and says for whom it is. Whoever sits at the terminal can speak
    as any of the `people`: all of them read along."""

    def __init__(
        self,
        screen: Screen,
        cards: Cards,
        name_of: Callable[[str], str],
        people: Callable[[], Sequence[Person]],
    ) -> None:
        self._screen = screen
        self._cards = cards
        self._name_of = name_of
        self._people = people

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        self._screen.show(reply, heading=f"» To {self._name_of(where.channel)}")
        self._cards.shown(where.channel, reply)
        return key

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self.send(where, reply, message_ref)

    def direct_to(self, who: Identity) -> Address:
        return address_of(who.user)

    def members(self, where: Address) -> Sequence[Identity]:
        return [Identity(PLATFORM, WORKSPACE, person.id) for person in self._people()]

    def is_program(self, who: Identity) -> bool:
        return False

    def runs(self, who: Identity, where: Address) -> bool:
        return False


class ConsoleChat:
    """`find` looks a speaker up by name, `people` are all who can speak, `tick` is one round of the worker,
    `demo` is None outside it. No error ends the chat: it is told in one line."""

    def __init__(
        self,
        door: Door,
        screen: Screen,
        cards: Cards,
        clock: Clock,
        find: Callable[[str], Person | None],
        people: Callable[[], Sequence[Person]],
        tick: Callable[[], None],
        demo: Demo | None,
    ) -> None:
        self._door = door
        self._screen = screen
        self._cards = cards
        self._clock = clock
        self._find = find
        self._people = people
        self._tick = tick
        self._demo = demo
        self._filling: Filling | None = None

    def run(self, speaker: Person, read: Callable[[str], str | None]) -> None:
        """Answer line by line until `/quit`, or until `read`, given the speaker's name, returns None."""
        self.speaker = speaker
        while (line := read(self.speaker.name)) is not None:
            if line.strip().lower() in ("/quit", "/exit"):
                return
            if self._survives(self._line, line):
                self._survives(self._tick)

    def _survives(self, step: Callable[..., None], *given: str) -> bool:
        try:
            step(*given)
        except (CornermanError, ContentError) as error:
            self._screen.say(str(error))
        except BrokenPipeError:
            raise
        except Exception as error:
            log.error("chat: %s", type(error).__name__)
            self._screen.say("Something went wrong on my side. Try again, or tell your administrator.")
        else:
            return True
        return False

    def _line(self, line: str) -> None:
        text = line.strip()
        if self._filling is not None and not is_for_form(self._filling.form, text):
            self._filling = None
            self._screen.say("You left the form; the draft stays as it was.")
            text = "" if text.lower() == "cancel" else text
        if text.startswith("/"):
            self._command(text)
        elif self._filling is not None:
            self._fill(self._filling, text)
        elif not (_BUTTON.fullmatch(text) and self._pressed(int(text))) and text:
            self._send(Message(_new_id(), self._clock(), self._identity(), self._where(), line))

    def _command(self, text: str) -> None:
        name, _, argument = text.partition(" ")
        if name == "/as":
            self._speak_as(argument.strip())
        elif name == "/clock":
            self._move_clock(argument.strip())
        elif name == "/reset" and self._demo:
            self._demo.reset()
            self._cards.clear()
            self._screen.say("The demo starts over.")
        elif name == "/reset":
            self._screen.say("/reset works in the demo only.")
        else:
            self._screen.say(f"{DEMO_HELP if self._demo else HELP}\n{HELP_END}")

    # -- who speaks, and when -----------------------------------------------------------------------------

    def _speak_as(self, name: str) -> None:
        person = self._find(name) if name else None
        if person is None:
            known = f"I know nobody called “{short(name)}”. " if name else ""
            self._screen.say(f"{known}Try {self._others()}.")
            return
        self.speaker = person
        roles = f" ({', '.join(sorted(person.roles))})" if person.roles else ""
        card = self._cards.turn_to(person.id)
        buttons = f" Buttons of your last card:\n{actions(card)}" if card else ""
        self._screen.say(f"You are now {person.name}{roles}.{buttons}")

    def _others(self) -> str:
        """People to speak as; those with a role in the loops first."""
        others = [p for p in self._people() if p.id != self.speaker.id]
        named = sorted(others, key=lambda p: not p.has_role("rep") and not p.has_role("manager"))
        shown = [f"/as {self._short_name(p)}" for p in named[:_NAMED_AT_MOST]]
        return ", ".join(shown[:-1]) + (" or " if len(shown) > 1 else "") + "".join(shown[-1:])

    def _short_name(self, person: Person) -> str:
        """The first name, if that finds this person; the id always does."""
        first = person.name.split()[0].lower()
        return first if self._find(first) == person else person.id

    def _move_clock(self, step: str) -> None:
        if self._demo is None:
            self._screen.say("/clock works in the demo only.")
            return
        match = _CLOCK.fullmatch(step)
        by = timedelta(**{_UNITS[match["unit"]]: int(match["count"])}) if match else None
        if by is None or by > _FURTHEST:
            self._screen.say("Say how far: /clock +1d (days), +2w (weeks), +3h (hours); at most a year.")
            return
        self._demo.move_clock(by)
        now = self._clock().astimezone(ZoneInfo(self.speaker.zone))
        self._screen.say(f"It is now {now:%A %d %B %Y, %H:%M}.")

    # -- buttons and forms --------------------------------------------------------------------------------

    def _pressed(self, number: int) -> bool:
        """False when the number means no button: then it is something said."""
        shown, own = self._cards.of(self._cards.owner), self._cards.of(self.speaker.id)
        if shown and self._cards.owner != self.speaker.id:
            self._not_yours(self._cards.owner, own)
            return True
        if own is None:
            return False
        if not 1 <= number <= len(own.actions):
            self._screen.say(f"There is no button {number}.\n{actions(own)}")
            return True
        action, now = own.actions[number - 1], self._clock()
        press = Press(_new_id(), now, self._identity(), self._where(), own.card_id, action.id, action.value)
        self._send(press)
        return True

    def _not_yours(self, owner: str, own: Reply | None) -> None:
        person = next((p for p in self._people() if p.id == owner), None)
        name, way = (person.name, self._short_name(person)) if person else (owner, owner)
        self._cards.turn_to(self.speaker.id)
        mine = f" Numbers now mean your own last card:\n{actions(own)}" if own else ""
        self._screen.say(f"That card is for {name}: /as {way} answers it.{mine}")

    def _fill(self, filling: Filling, text: str) -> None:
        filling, problems = enter(filling, text)
        self._filling = filling
        if problems:
            self._screen.say(f"{problems}\n{standing(filling)}")
            return
        form, now = filling.form, self._clock()
        values = filling.values()
        self._send(Submit(_new_id(), now, self._identity(), self._where(), form.card_id, form.id, values))

    # -- through the door ---------------------------------------------------------------------------------

    def _send(self, event: Event) -> None:
        self._door.accept(event)
        outcome = self._door.answer(event) or Silence("another process answers")
        self._show(outcome)
        self._door.delivered(event, outcome, event.where, event.id)

    def _show(self, outcome: Outcome) -> None:
        if isinstance(outcome, FormErrors) and self._filling:
            self._filling, errors = refused(self._filling, outcome.errors)
            self._screen.say(f"{errors}\n{standing(self._filling)}")
            return
        self._filling = Filling(outcome, {}) if isinstance(outcome, Form) else None
        self._screen.show(outcome)
        if isinstance(outcome, Reply):
            self._cards.shown(self.speaker.id, outcome)

    def _identity(self) -> Identity:
        return Identity(PLATFORM, WORKSPACE, self.speaker.id)

    def _where(self) -> Address:
        return address_of(self.speaker.id)


def _new_id() -> str:
    return f"console:{uuid.uuid4().hex}"
