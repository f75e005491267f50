"""Out of Markdown with HTML in it, what readers of the page do not see: comments, scripts, hidden elements.

Colours are not looked at: white words on white are words like any others.
"""

from __future__ import annotations

import re
from functools import cache

_OPENING = re.compile(r"`[^`\n]*`|<!--|<([a-z][a-z0-9-]{0,30})\b([^<>]{0,2000})>|\]\(data:", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:@-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_UNSHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?![\d.])",
    re.IGNORECASE,
)
_NEVER_SHOWN = {"script", "style", "template"}
_NAMES = (
    "a article aside b blockquote body center dd details div dl dt em figure font footer form h1 h2 h3 h4 h5"
)
_NAMES += " h6 header i li main nav ol p section small span strong sub sup table tbody td th tr u ul"
_HIDEABLE = frozenset(_NAMES.split())
"""Few names, so that looking for the end of each is linear however many names a page invents."""


def without_hidden(text: str) -> str:
    """Linear in the length of the text. What is opened and never closed stays, as words like any others."""
    kept: list[str] = []
    start = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, start):
        end = _end(text, opening, unclosed)
        kept.append(text[start : opening.end() if end is None else opening.start()])
        if end is not None and opening[0].startswith("]"):
            kept.append("](data)")
        start = opening.end() if end is None else end
    return "".join((*kept, text[start:]))


def _end(text: str, opening: re.Match[str], unclosed: set[str]) -> int | None:
    """Where what the opening hides ends; None where it hides nothing."""
    what = (opening[1] or opening[0]).lower()
    if what in unclosed:
        return None
    if what == "<!--":
        end = _after(text, "-->", opening.end())
    elif what == "](data:":
        end = _after(text, ")", opening.end())
    elif what in _NEVER_SHOWN:
        closing = _edges(what, only_closing=True).search(text, opening.end())
        end = closing.end() if closing else None
    elif what in _HIDEABLE and _hides(opening[2]):
        end = _closed(text, what, opening.end())
    else:
        return None
    if end is None:
        unclosed.add(what)
    return end


def _after(text: str, closing: str, start: int) -> int | None:
    found = text.find(closing, start)
    return None if found < 0 else found + len(closing)


def _closed(text: str, tag: str, start: int) -> int | None:
    """Where the element ends whose opening tag ended at `start`, elements of the same name within it."""
    depth = 1
    for edge in _edges(tag).finditer(text, start):
        depth += -1 if edge[0].startswith("</") else 1
        if depth == 0:
            return edge.end()
    return None


@cache
def _edges(tag: str, only_closing: bool = False) -> re.Pattern[str]:
    slash = "/" if only_closing else "/?"
    return re.compile(rf"<{slash}{tag}\b[^<>]{{0,2000}}>", re.IGNORECASE)


def _hides(attributes: str) -> bool:
    values = {one[1].lower(): one[2] or "" for one in _ATTRIBUTE.finditer(attributes)}
    return "hidden" in values or bool(_UNSHOWN.search(values.get("style", "")))
