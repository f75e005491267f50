"""Text cut to what one block of a card may hold, never within a link, an escape or a bold run. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST = 1_500
"""Characters. As JSON each takes up to twelve bytes, and a card has 18,000."""

LINK = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])*\]\([^)\s]*\)")
BOLD = re.compile(r"(?<!\\)\*\*")


def slices(text: str) -> Iterator[str]:
    """Plain text, to be escaped after it is cut."""
    rest = text
    while len(rest) > MOST:
        end = _good_end(rest)
        yield rest[:end]
        rest = rest[end:]
    if rest.strip():
        yield rest


def marked_slices(text: str) -> Iterator[str]:
    """Markdown of a card: what was bold across a cut is bold on both sides of it."""
    rest = text
    while len(rest) > MOST:
        end = _outside_marks(rest, _good_end(rest))
        piece, rest = rest[:end], rest[end:]
        if len(BOLD.findall(piece.rpartition("\n\n")[2])) % 2:
            piece, rest = piece + "**", "**" + rest
        yield piece
    if rest.strip():
        yield rest


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _good_end(text: str) -> int:
    """After a line, else after a word."""
    line, word = text.rfind("\n", MOST // 2, MOST), text.rfind(" ", MOST - 80, MOST)
    return next((end for end in (line, word) if end > 0), MOST)


def _outside_marks(text: str, end: int) -> int:
    for link in LINK.finditer(text):
        # One that begins the text and is longer than a block cannot be kept whole.
        if 0 < link.start() < end < link.end():
            end = link.start()
    before = text[:end]
    escaped = len(before) - len(before.rstrip("\\"))
    in_bold = text[end - 1 : end + 1] == "**" and escaped % 2 == 0
    return max(end - 1 if escaped % 2 or in_bold else end, 1)
