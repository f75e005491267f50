"""What a reply is made of. Every platform renders each of these in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. Renderers escape them; line breaks are kept. `strong` is a heading's weight."""

    text: str
    strong: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Content as its author wrote it, in Markdown: tables, lists and code stay readable."""

    markdown: str
    kind: Literal["excerpt"] = "excerpt"


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, shown as a short table."""

    rows: tuple[tuple[str, str], ...]
    title: str = ""
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One field of a draft: `said` holds the user's words the value came from.

    `selected` is False for what was only mentioned (hedged): shown, never written by Save.
    `edited` values were typed into the form: nobody said them, and `said` is empty. `inferred` values only
    follow from what was said.
    """

    field: str
    label: str
    old: str
    new: str
    said: str
    selected: bool = True
    edited: bool = False
    inferred: bool = False

    @property
    def lead_in(self) -> str:
        """What stands before the words it came from."""
        return "from" if self.inferred else "you said"


@dataclass(frozen=True, slots=True)
class Diff:
    title: str
    rows: tuple[DiffRow, ...]
    kind: Literal["diff"] = "diff"


@dataclass(frozen=True, slots=True)
class Citation:
    """`[number] title › section · owner · age · status`."""

    number: int
    title: str
    section: str = ""
    owner: str = ""
    age: str = ""
    status: str = ""
    url: str = ""
    kind: Literal["citation"] = "citation"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its length is in proportion to `size`, `told` stands at its end."""

    name: str
    size: float
    told: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`png` is base64 text, so that a stored reply is plain JSON; `alt` says what the picture shows. One with
    `bars` under `title` and no `png` is drawn just before it is sent, which takes longer than an answer may.
    """

    png: str
    alt: str
    title: str = ""
    bars: tuple[Bar, ...] = ()
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class File:
    """A small text file to keep, such as a table for a spreadsheet."""

    name: str
    text: str
    kind: Literal["file"] = "file"


Part: TypeAlias = Text | Excerpt | Facts | Diff | Citation | Picture | File
