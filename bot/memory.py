"""What a conversation remembers of one person, read from its stored state. Plain JSON in and out."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.answers.model import Asked
from bot.ports import ConversationState

log = logging.getLogger(__name__)

SPOKEN_OF = timedelta(hours=2)
"""After so long "it" and "and for a renewal?" no longer mean what was spoken of before."""
RECENT = 5
NO_PRACTICE: Mapping[str, Any] = {"practice": None}


def recall(state: ConversationState, now: datetime) -> Memory:
    """What is stored, or nothing where another version stored it in a form of its own."""
    memory = Memory(state.data, now)
    try:
        memory.check()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # The kind of fault alone: its words may quote what was asked.
        log.warning(
            "what %s had in %s is forgotten: %s", state.person_id, state.address_key, type(error).__name__
        )
        return Memory({}, now)
    return memory


@dataclass(frozen=True, slots=True)
class Memory:
    """`data` as stored, seen from `now`."""

    data: Mapping[str, Any]
    now: datetime

    def check(self) -> None:
        """Raises one of several built-in errors where `data` cannot be read."""
        asked = self.asked("")
        if practice := self.practice:
            asked_of, scene = practice
            if not (isinstance(asked_of, str) and isinstance(scene, int)):
                raise TypeError
        said = (
            ()
            if asked is None
            else (asked.question, asked.slot, *(word for line in asked.lines for word in line))
        )
        if not all(isinstance(one, str) for one in (*said, *self.recent, *self.last_acts)):
            raise TypeError

    @property
    def last_question(self) -> str:
        """The event it was asked with, or ''."""
        return str((self._fresh("asked") or {}).get("event", ""))

    def asked(self, event_id: str) -> Asked | None:
        """The last question and what was shown, for a follow-up."""
        kept = self._asked_before(event_id)
        if not kept:
            return None
        # Another version kept the lines without their documents: then nobody can say who may see them.
        lines = tuple((line[0], line[1]) for line in kept["lines"] if isinstance(line, list))
        return Asked(kept["question"], lines, kept.get("slot", ""))

    @property
    def recent(self) -> tuple[str, ...]:
        """Opportunity ids spoken of lately, newest first."""
        return tuple(self._fresh("recent") or ())

    @property
    def practice(self) -> tuple[str, int] | None:
        """The driver being practised and which of its scenes, from 0. No word of an answer is ever kept."""
        kept = self._fresh("practice")
        return (kept[0], kept[1]) if kept else None

    @property
    def shown(self) -> str:
        """The id of the card shown last; kept once for all conversations of a person."""
        return str(self.data.get("shown", ""))

    def acted(self, event_id: str) -> str:
        """The card this event acted on when it came before; empty for a new event."""
        return str(self.data.get("acted", {}).get(event_id, ""))

    @property
    def last_acts(self) -> tuple[str, ...]:
        """Ids of the cards acted on in this conversation, the last act first, each once."""
        return tuple(dict.fromkeys(reversed(list(self.data.get("acted", {}).values()))))

    def with_asked(self, asked: Asked, event_id: str) -> Mapping[str, Any]:
        kept = {"question": asked.question, "lines": [list(line) for line in asked.lines], "slot": asked.slot}
        before = self._asked_before(event_id)
        earlier = {**before, "before": None} if before else None
        return {"asked": self._at({**kept, "event": event_id, "before": earlier})}

    def with_recent(self, opportunity_ids: Sequence[str]) -> Mapping[str, Any]:
        return {"recent": self._at(list(dict.fromkeys([*opportunity_ids, *self.recent]))[:RECENT])}

    def with_practice(self, driver_id: str, scene: int) -> Mapping[str, Any]:
        return {"practice": self._at([driver_id, scene])}

    def _asked_before(self, event_id: str) -> Any:
        """An event that comes again finds what it found the first time: nobody may have read its reply."""
        kept = self._fresh("asked")
        return kept["before"] if kept and kept.get("event") == event_id else kept

    def _at(self, value: Any) -> Mapping[str, Any]:
        return {"value": value, "at": self.now.isoformat()}

    def _fresh(self, name: str) -> Any:
        kept = self.data.get(name)
        if not kept or self.now - datetime.fromisoformat(kept["at"]) > SPOKEN_OF:
            return None
        return kept["value"]
