"""Text and Markdown as Adaptive Card elements, whose own Markdown knows only bold, italics, lists, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

FENCE = "```"
SPECIAL = re.compile(r"[\\*\[\]`]|(?<!\w)_|_(?!\w)")
LINE_START = re.compile(r"(?m)^(\s*)([-+#>]|\d+(?=[.)]))")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
BRACKET = re.compile(r"(?<!\\)[\[\]]")
UNKNOWN = re.compile(r"~~(.+?)~~|`([^`\n]+)`|(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)")


def escape(text: str) -> str:
    """Text whose characters show as they are: none makes bold, a list, a link or a heading."""
    plain = _uncalled(SPECIAL.sub(lambda match: "\\" + match[0], text))
    return LINE_START.sub(lambda match: _literal(match[1], match[2]), plain)


def opens(url: str) -> bool:
    """A link Teams follows, and short enough to stand in one block."""
    return bool(re.fullmatch(r"https?://[!-z|~]{1,1000}", url))


def _uncalled(text: str) -> str:
    """Cards work out `{{DATE(…)}}` within any text; here it stays as it was written."""
    return text.replace("{{", "{\u2060{")


def _literal(indent: str, mark: str) -> str:
    # A backslash cannot escape a digit; a joiner nobody sees keeps "1." from becoming a list.
    return f"{indent}{mark}\u2060" if mark.isdigit() else f"{indent}\\{mark}"


def from_markdown(markdown: str) -> Iterator[dict[str, Any]]:
    lines = markdown.split("\n")
    paragraph: list[str] = []
    at = 0
    while at < len(lines):
        end = _block_end(lines, at)
        if end == at + 1 and not HEADING.match(lines[at]):
            paragraph.append(lines[at])
        else:
            yield from _text(paragraph)
            paragraph = []
            yield _block(lines[at:end])
        at = end
    yield from _text(paragraph)


def _block_end(lines: list[str], start: int) -> int:
    """Where the fence, table or single line that begins at `start` ends (exclusive)."""
    if lines[start].lstrip().startswith(FENCE):
        closing = (i for i in range(start + 1, len(lines)) if lines[i].lstrip().startswith(FENCE))
        return next(closing, len(lines) - 1) + 1
    end = start + 1
    if "|" in lines[start] and end < len(lines) and RULE.match(lines[end]):
        while end < len(lines) and "|" in lines[end]:
            end += 1
    return end


def _block(lines: list[str]) -> dict[str, Any]:
    if heading := HEADING.match(lines[0]):
        return _block_of(_inline(heading[1]), weight="Bolder")
    if lines[0].lstrip().startswith(FENCE):
        inside = [line for line in lines[1:] if not line.lstrip().startswith(FENCE)]
        return _block_of("\n\n".join(map(escape, inside)) or " ", fontType="Monospace")
    return _table([lines[0], *lines[2:]])


def _table(lines: list[str]) -> dict[str, Any]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    width = max(map(len, rows))
    return {
        "type": "Table",
        "columns": [{"width": 1} for _ in range(width)],
        "rows": [_row([*row, *[""] * (width - len(row))]) for row in rows],
    }


def _row(cells: list[str]) -> dict[str, Any]:
    blocks = [{"type": "TableCell", "items": [_block_of(_inline(cell) or " ")]} for cell in cells]
    return {"type": "TableRow", "cells": blocks}


def _text(lines: list[str]) -> Iterator[dict[str, Any]]:
    """List items follow each other on single lines; other lines need an empty one between them."""
    text = ""
    for line in (_inline(line.rstrip()) for line in lines if line.strip()):
        item = re.match(r"\s*([-*+]|\d+[.)])\s", line)
        text += ("\n" if item and text else "\n\n" if text else "") + line
    if text:
        yield _block_of(text)


def _inline(line: str) -> str:
    """Strikes, code, pictures and links within the content have no mark here: their words stay. No bracket
    that is left makes a link."""
    pieces: list[str] = []
    at = 0
    for match in UNKNOWN.finditer(line):
        pieces += [_unlinked(line[at : match.start()]), _words(match)]
        at = match.end()
    return "".join([*pieces, _unlinked(line[at:])])


def _unlinked(text: str) -> str:
    return _uncalled(BRACKET.sub(lambda match: "\\" + match[0], text))


def _words(match: re.Match[str]) -> str:
    if match[5] and not match[3] and opens(match[5]):
        return f"[{escape(match[4] or match[5])}]({match[5]})"
    return escape(match[1] or match[2] or match[4] or "")


def _block_of(text: str, **style: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **style}
