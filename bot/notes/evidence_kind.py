"""What a kind of evidence is told by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`pairs` are (thing, done to it, verbs that take it as object); `phrases` stand by themselves."""

    pairs: tuple[tuple[str, str, str], ...] = ()
    phrases: tuple[str, ...] = ()
