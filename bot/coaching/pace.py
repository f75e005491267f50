"""How often a manager hears from coaching when they leave it unanswered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.model import Nudge

IGNORED = 2
ASKED = "ignored"
"""The trigger of the question whether it is the wrong day, the wrong topic, or time to stop."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The nudges since the last answer that nobody answered while they were of use, oldest first."""

    ignored: tuple[Nudge, ...]
    asked: bool

    @property
    def halves(self) -> bool:
        """A digest is one message, whose nudges were planned at the same moment."""
        return len({nudge.planned_at for nudge in self.ignored}) >= IGNORED


def silence(recent: Sequence[Nudge]) -> Silence:
    """Any answer, a snooze or a "not relevant" too, ends it."""
    ignored: list[Nudge] = []
    asked = False
    for nudge in sorted(recent, key=lambda each: (each.planned_at, each.key)):
        if nudge.state in ("acted", "snoozed", "declined"):
            ignored, asked = [], False
        elif nudge.trigger == ASKED:
            asked = True
        elif nudge.state == "expired" and nudge.step_id and nudge.trigger != "try_first":
            ignored.append(nudge)
    return Silence(tuple(ignored), asked)
