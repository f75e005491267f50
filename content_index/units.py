"""Cut a passage into the smallest pieces that can stand alone: sentences, list items, table rows, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from content_index.markdown import TAGS, Block, blocks

Shape: TypeAlias = Literal["sentence", "item", "row", "code"]

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\\(?=[\\`*_{}\[\]()#+.!|-]))")
_CODE = re.compile(r"`([^`\n]+)`")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
# With a hyphen or an attribute it is an element of the page's own; <your-token> and <examples> are words.
_ELEMENT = re.compile(
    r"<([a-z]+-[\w-]+|[a-z]\w*(?=\s[^<>]*=))[^<>]{0,500}>(.{0,2000}?)</\1>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(
    rf"</?(?:{TAGS})(?![\w-])[^<>]{{0,200}}>|<[a-z][\w-]*\s[^<>=]{{0,100}}=[^<>]{{0,500}}>", re.IGNORECASE
)
_LIST = re.compile(r"^(\s*)([-*+•]|\d{1,3}[.)])\s+(.*)$")
_QUOTE = re.compile(r"^\s*>\s?", re.MULTILINE)
_HEADLINE = re.compile(r"(\*\*|__)[^*_\n]+\1:?")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_CAPITAL = "A-Z0-9À-ÞΑ-ΩА-Я\u05d0-\u06ff"
"""What a sentence begins with; Hebrew and Arabic know no small letters."""
_END = re.compile(
    rf"(?:(?<=[.!?؟])|(?<=[.!?؟][\"”’)]))\s+(?=[\"“‘(«]?[{_CAPITAL}])|(?<=[。！？])(?![」』”）])"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|Mr|Mrs|Ms|Dr|No|Inc|Ltd|St|z\.B|bzw)\.)$")
_LONG_ITEM = 200
"""An item of more characters than this is cut into its sentences."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`position` counts pieces within the passage. `lead` opens it: the sentence or small heading above a
    list, the step above code. Items of one list and rows of one table share their `group`. `mark` is an
    item's bullet or number, `cells` a row as (column, value) pairs; code keeps its lines, without fences."""

    text: str
    position: int
    lead: str = ""
    shape: Shape = "sentence"
    group: int = -1
    mark: str = ""
    cells: tuple[tuple[str, str], ...] = ()


def plain(markdown: str) -> str:
    """Markdown's inline marks removed, words and what stands in backticks untouched."""
    parts = _CODE.split(_LINK.sub(r"\1", markdown))
    parts[::2] = (_MARKS.sub("", _untagged(part)).replace("`", "") for part in parts[::2])
    return " ".join("".join(parts).split())


def _untagged(markdown: str) -> str:
    return _TAG.sub("", _ELEMENT.sub(r"\2", _ADDRESS.sub(r"\1", markdown)))


def units(markdown: str) -> tuple[Unit, ...]:
    """The pieces of one passage in reading order."""
    pieces = _Cutter().cut(markdown)
    return tuple(replace(piece, position=n) for n, piece in enumerate(p for p in pieces if p.text.strip()))


class _Cutter:
    """Walks the blocks once. `_lead` is the sentence that ends with a colon or the small heading that opens
    what follows, `_last` the words just before."""

    def __init__(self) -> None:
        self._lead = ""
        self._last = ""
        self._group = -1
        self._in_list = False

    def cut(self, markdown: str) -> Iterator[Unit]:
        for block in blocks(markdown):
            if block.kind == "text" and all(_QUOTE.match(line) for line in block.text.splitlines()):
                yield from self.cut(_QUOTE.sub("", block.text))
            else:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Unit]:
        if block.kind == "item":
            yield from self._items(block.text)
            return
        if block.kind == "code":
            yield from self._code(block.text)
            return
        self._in_list = False
        if block.kind == "table":
            yield from self._rows(block.text)
        elif block.kind == "heading" or _HEADLINE.fullmatch(block.text.strip()):
            self._lead = self._last = plain(block.text)
        else:
            yield from self._prose(block.text)

    def _prose(self, text: str) -> Iterator[Unit]:
        sentences = _sentences(plain(_QUOTE.sub("", text)))
        opens = bool(sentences) and sentences[-1].endswith(":")
        heading = "" if self._lead.endswith(":") else self._lead
        for sentence in sentences[:-1] if opens else sentences:
            yield Unit(sentence, 0, heading)
        self._lead = sentences[-1] if opens else ""
        self._last = sentences[-1] if sentences else ""

    def _items(self, text: str) -> Iterator[Unit]:
        if not self._in_list:
            self._group += 1
            self._in_list = True
        above: list[tuple[int, str]] = []
        for indent, mark, item in _listed(text):
            above = [(depth, words) for depth, words in above if depth < indent]
            opened = next((words for _, words in reversed(above) if words.endswith(":")), self._lead)
            first, *more = _sentences(item) if len(item) > _LONG_ITEM else [item]
            yield Unit(first, 0, opened, "item", self._group, mark)
            yield from (Unit(sentence, 0) for sentence in more)
            above.append((indent, item))
            self._last = item

    def _rows(self, text: str) -> Iterator[Unit]:
        self._group += 1
        for cells in _cells(text):
            words = " · ".join(f"{column}: {value}" if column else value for column, value in cells)
            yield Unit(words, 0, "", "row", self._group, "", cells)
        self._lead = self._last = ""

    def _code(self, text: str) -> Iterator[Unit]:
        lines = text.split("\n")[1:]
        inside = lines[:-1] if lines and lines[-1].strip().startswith(("```", "~~~")) else lines
        yield Unit("\n".join(inside).strip("\n"), 0, self._last or self._lead, "code")
        self._last = ""


def _listed(text: str) -> Iterator[tuple[int, str, str]]:
    """(indent, mark, words) of each item; a bullet's mark is •."""
    found: list[tuple[int, str, str]] = []
    for line in text.split("\n"):
        if match := _LIST.match(line):
            mark = match[2] if match[2][0].isdigit() else "•"
            found.append((len(match[1]), mark, match[3]))
        elif found:
            indent, mark, words = found[-1]
            found[-1] = (indent, mark, f"{words} {line.strip()}")
    return ((indent, mark, plain(words)) for indent, mark, words in found)


def _cells(text: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Each row below the header as (column, value) pairs; empty values are left out."""
    rows = [_row(line) for line in text.split("\n") if not _RULE.match(line)]
    columns = rows[0]
    for row in rows[1:]:
        padded = [*columns, *[""] * (len(row) - len(columns))]
        yield tuple((column, value) for column, value in zip(padded, row, strict=False) if value)


def _row(line: str) -> list[str]:
    return [plain(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _sentences(text: str) -> list[str]:
    sentences: list[str] = []
    for piece in _END.split(text):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += " " + piece
        else:
            sentences.append(piece.strip())
    return [s for s in sentences if s]
