"""What is printed in the terminal, and which card a number then means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from adapters.console.pictures import Keep, with_paths
from adapters.console.render import WIDTH, Style, render, unstyled, wrap
from bot.chat import Outcome, Reply


class Screen:
    """`width` is asked each time: a terminal's window may change. `keep` saves a picture."""

    def __init__(
        self,
        out: TextIO,
        style: Style = unstyled,
        width: Callable[[], int] = lambda: WIDTH,
        keep: Keep | None = None,
    ) -> None:
        self._out = out
        self._style = style
        self._width = width
        self._keep = keep

    def show(self, outcome: Outcome, heading: str = "") -> None:
        lines = [self._style("strong", heading)] if heading else []
        outcome = with_paths(outcome, self._keep)
        self._print("\n".join(filter(None, [*lines, render(outcome, self._width(), self._style)])))

    def say(self, text: str) -> None:
        self._print("\n".join(self._style("dim", line) for line in wrap(text, self._width()).splitlines()))

    def _print(self, text: str) -> None:
        if text:
            print(text + "\n", file=self._out, flush=True)


class Cards:
    """Everyone's last card with buttons. A number means the `owner`'s: whose was shown last."""

    def __init__(self) -> None:
        self._last: dict[str, Reply] = {}
        self.owner = ""

    def of(self, person_id: str) -> Reply | None:
        return self._last.get(person_id)

    def shown(self, person_id: str, reply: Reply) -> None:
        if reply.actions:
            self._last[person_id] = reply
            self.owner = person_id
        else:
            # What is said since has no buttons: a number must not press one that scrolled away.
            self._last.pop(person_id, None)

    def turn_to(self, person_id: str) -> Reply | None:
        """Numbers mean this person's card again, if there is one."""
        card = self.of(person_id)
        if card:
            self.owner = person_id
        return card

    def clear(self) -> None:
        self._last.clear()
        self.owner = ""
