"""Cut a passage into the smallest pieces that can stand alone: sentences, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\\(?=[\\`*_{}\[\]()#+.!|-]))")
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,200}>")
_LIST = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)$")
_QUOTE = re.compile(r"^\s*>\s?")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_CAPITAL = "A-Z0-9À-ÞΑ-ΩА-Я\u05d0-\u06ff"
"""What a sentence begins with; Hebrew and Arabic know no small letters."""
_END = re.compile(
    rf"(?:(?<=[.!?؟])|(?<=[.!?؟][\"”’)]))\s+(?=[\"“‘(«]?[{_CAPITAL}])|(?<=[。！？])(?![」』”）])"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|Mr|Mrs|Ms|Dr|No|Inc|Ltd|St|z\.B|bzw)\.)$")


@dataclass(frozen=True, slots=True)
class Unit:
    """`position` counts pieces within the passage; `lead` is the sentence that opens the list it is in."""

    text: str
    position: int
    lead: str = ""


def plain(markdown: str) -> str:
    """Markdown's inline marks removed, words untouched."""
    return " ".join(_MARKS.sub("", _TAG.sub("", _LINK.sub(r"\1", markdown))).split())


def units(markdown: str) -> tuple[Unit, ...]:
    """The pieces of one passage in reading order. Code blocks are left out: they are shown whole or not."""
    pieces = ((text, lead) for block in _blocks(markdown) for text, lead in block)
    return tuple(Unit(text, n, lead) for n, (text, lead) in enumerate(p for p in pieces if p[0]))


def _blocks(markdown: str) -> Iterator[list[tuple[str, str]]]:
    """Each block as (text, lead) pairs. A sentence before a list leads it when it ends with a colon."""
    lead = ""
    for kind, lines in _grouped(markdown):
        if kind == "table":
            yield [(row, "") for row in _rows(lines)]
        elif kind == "list":
            yield [(item, lead) for item in _items(lines)]
        elif kind == "prose":
            sentences = _sentences(plain(" ".join(_QUOTE.sub("", line) for line in lines)))
            lead = sentences[-1] if sentences and sentences[-1].endswith(":") else ""
            yield [(s, "") for s in sentences if s != lead]


def _grouped(markdown: str) -> Iterator[tuple[str, list[str]]]:
    fenced = False
    kinds: list[tuple[str, str]] = []
    for line in markdown.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
            kinds.append(("code", line))
        elif fenced:
            kinds.append(("code", line))
        else:
            kinds.append((_kind(line, kinds[-1][0] if kinds else "blank"), line))
    for kind, group in groupby(kinds, key=lambda pair: pair[0]):
        if kind not in ("blank", "code"):
            yield kind, [line for _, line in group]


def _kind(line: str, before: str) -> str:
    if not line.strip():
        return "blank"
    if line.lstrip().startswith("|"):
        return "table"
    if _LIST.match(line) or (before == "list" and line.startswith((" ", "\t"))):
        return "list"
    return "heading" if line.startswith("#") else "prose"


def _rows(lines: list[str]) -> list[str]:
    """`Plan: Team · Price: $29` for each row under the header."""
    cells = [
        [plain(c) for c in line.strip().strip("|").split("|")] for line in lines if not _RULE.match(line)
    ]
    if len(cells) < 2:
        return [" · ".join(c for c in row if c) for row in cells]
    header, *rows = cells
    return [
        " · ".join(f"{h}: {c}" if h else c for h, c in zip(header, row, strict=False) if c) for row in rows
    ]


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        match = _LIST.match(line)
        if match or not items:
            items.append(match.group(1) if match else line)
        else:
            items[-1] += " " + line
    return [plain(item) for item in items]


def _sentences(text: str) -> list[str]:
    sentences: list[str] = []
    for piece in _END.split(text):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += " " + piece
        else:
            sentences.append(piece.strip())
    return [s for s in sentences if s]
