"""A message from which words are taken as they are understood, so that what is left shows what was not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_][\w'&.-]*")


@dataclass(slots=True)
class Words:
    """`text` is folded. Taken words are blank in `left`, which keeps the length of `text`."""

    text: str
    left: str = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where `pattern` stands among what is left; its words are taken."""
        match = pattern.search(self.left)
        if match and match.group().strip():
            self.blank(match.start(), match.end())
            return match
        return None

    def take_all(self, pattern: re.Pattern[str]) -> bool:
        """Whether any was there."""
        found = False
        while self.take(pattern):
            found = True
        return found

    def blank(self, start: int, end: int) -> None:
        self.left = self.left[:start] + " " * (end - start) + self.left[end:]

    def rest(self, typed: str) -> tuple[str, ...]:
        """The words that nobody took, as they stand in `typed`, of which `text` is the folded form."""
        return tuple(typed[m.start() : m.end()].rstrip(".-'") for m in _WORD.finditer(self.left))
