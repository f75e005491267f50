"""Elements small enough that a card can always be filled with whole ones. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from adapters.teams.slices import marked_slices

Element: TypeAlias = dict[str, Any]

ELEMENT = 17_000
"""Bytes of JSON; a card has 18,000."""


def size(element: object) -> int:
    return len(json.dumps(element).encode())


def fitted(element: Element) -> Iterator[Element]:
    """The same words in elements of at most 17,000 bytes each."""
    match element["type"]:
        case "TextBlock":
            yield from ({**element, "text": text} for text in marked_slices(element["text"]))
        case "FactSet":
            yield from ({**element, "facts": facts} for facts in grouped(element["facts"], ELEMENT - 100))
        case "Table":
            yield from _table(element)
        case _:
            yield element


def grouped(items: Sequence[Element], limit: int) -> Iterator[list[Element]]:
    """As many in a row as take `limit` bytes together; one that is larger comes by itself."""
    group: list[Element] = []
    taken = 0
    for item in items:
        # A comma and a space stand between two.
        needed = size(item) + 2
        if group and taken + needed > limit:
            yield group
            group, taken = [], 0
        group.append(item)
        taken += needed
    if group:
        yield group


def _table(table: Element) -> Iterator[Element]:
    """A long one in several, each with the header; one with rows too large for that as lines of text."""
    header, *rows = table["rows"]
    room = ELEMENT - size({**table, "rows": [header]})
    if any(size(row) + 2 > room for row in (header, *rows)):
        for row in table["rows"]:
            yield from fitted(_as_text(row))
        return
    for group in list(grouped(rows, room)) or [[]]:
        yield {**table, "rows": [header, *group]}


def _as_text(row: Element) -> Element:
    cells = (cell["items"][0]["text"].strip() for cell in row["cells"])
    return {"type": "TextBlock", "text": " · ".join(filter(None, cells)) or " ", "wrap": True}
