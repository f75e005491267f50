"""Documents to passages: one section each where sections are short, pieces of a section where it is long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from content_index.markdown import Block, blocks, plain_links
from content_index.model import Document, Passage

VERSION = "2"
"""Changes whenever the same document would give other passages, other embedded text or other words."""

LIMIT = 200
"""Words in a passage, about; code blocks and table rows stay whole up to five times as many."""

_WHOLE = 5 * LIMIT

_TINY = 20
_MERGED = 80
_FRAGMENT = 60
_RUN = 240
_CODE_LINE = 1_000
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Section:
    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    has_children: bool = False


def chunk(document: Document) -> tuple[Passage, ...]:
    """Passages in reading order; none only when the document holds no text at all."""
    sections = _merge_tiny(_sections(document))
    pieces = [(section.headings, text) for section in sections for text in _pieces(section)]
    return tuple(
        Passage(f"{document.id}#{position}", document.id, document.title, headings, text, position)
        for position, (headings, text) in enumerate(pieces)
    )


def embedding_text(passage: Passage) -> str:
    """What is embedded and indexed for a passage."""
    return " › ".join((passage.title, *passage.headings)) + "\n" + plain_links(passage.text)


def _sections(document: Document) -> list[_Section]:
    path: list[tuple[int, str]] = []
    found: list[tuple[tuple[tuple[int, str], ...], list[Block]]] = [((), [])]
    for block in blocks(document.text):
        if block.kind != "heading":
            found[-1][1].append(block)
        elif block.text:
            path = [entry for entry in path if entry[0] < block.level]
            if path or not _same_words(block.text, document.title):
                path.append((block.level, block.text))
            found.append((tuple(path), []))
    paths = [levels for levels, _ in found]
    nested = [_leads(path, following) for path, following in zip(paths, [*paths[1:], ()], strict=True)]
    sections = [
        _Section(tuple(text for _, text in levels), tuple(body) or _heading_as_text(levels, parent), parent)
        for (levels, body), parent in zip(found, nested, strict=True)
    ]
    return [section for section in sections if section.blocks]


def _leads(path: tuple[tuple[int, str], ...], following: tuple[tuple[int, str], ...]) -> bool:
    return len(following) > len(path) and following[: len(path)] == path


def _heading_as_text(path: tuple[tuple[int, str], ...], has_children: bool) -> tuple[Block, ...]:
    """A heading with nothing under it may still be the whole statement."""
    return () if has_children or not path else (Block("text", path[-1][1]),)


def _merge_tiny(sections: Sequence[_Section]) -> list[_Section]:
    merged: list[_Section] = []
    run: list[_Section] = []
    total = 0
    for section in sections:
        size = _section_size(section)
        tiny = _is_tiny(section, size)
        siblings = run and section.headings[:-1] == run[0].headings[:-1]
        if run and not (tiny and siblings and total + size <= _MERGED):
            merged.append(_as_one(run))
            run, total = [], 0
        if tiny:
            run.append(section)
            total += size
        else:
            merged.append(section)
    return [*merged, _as_one(run)] if run else merged


def _is_tiny(section: _Section, size: int) -> bool:
    # A question and its short answer is what a seller looks for; it stays a passage of its own.
    leaf = bool(section.headings) and not section.has_children
    return leaf and not section.headings[-1].endswith("?") and size < _TINY


def _as_one(run: Sequence[_Section]) -> _Section:
    if len(run) == 1:
        return run[0]
    together: list[Block] = []
    for section in run:
        together += (Block("text", f"**{section.headings[-1]}**"), *section.blocks)
    return _Section(run[0].headings[:-1], tuple(together))


def _section_size(section: _Section) -> int:
    return sum(_size(block.text) for block in section.blocks)


def _pieces(section: _Section) -> Iterator[str]:
    units = [unit for block in section.blocks for unit in _units(block)]
    sizes = [_size(unit.text) for unit in units]
    target = _even(sum(sizes))
    taken: list[Block] = []
    total = 0
    for unit, size in zip(units, sizes, strict=True):
        if taken and (total >= target or total + size > LIMIT):
            yield _joined(taken)
            taken, total = [], 0
        taken.append(unit)
        total += size
    if taken:
        yield _joined(taken)


def _even(size: int) -> int:
    """The size of each of as few pieces as hold `size` words, so that no section ends in a scrap."""
    count = max(1, -(-size // LIMIT))
    return min(LIMIT, size // count + LIMIT // 20)


def _units(block: Block) -> Iterator[Block]:
    """The parts of a block that may stand in different pieces."""
    size = _size(block.text)
    if size <= (_WHOLE if block.kind == "code" else LIMIT):
        yield block
    else:
        parts = {"table": _table_parts, "code": _code_parts}.get(block.kind, _text_parts)
        yield from (replace(block, text=text) for text in parts(block.text, _even(size)))


def _table_parts(text: str, limit: int) -> Iterator[str]:
    header, rule, *rows = text.split("\n")
    if _size(header) > LIMIT // 2 or any(_size(row) > _WHOLE for row in rows):
        yield from _text_parts(text, limit)
        return
    for some in _groups(rows, limit, _size(header)):
        yield "\n".join((header, rule, *some))


def _code_parts(text: str, limit: int) -> Iterator[str]:
    opening, *lines, closing = text.split("\n")
    short = (line[at : at + _CODE_LINE] for line in lines for at in range(0, len(line) or 1, _CODE_LINE))
    for some in _groups(short, limit, 0):
        yield "\n".join((opening, *some, closing))


def _text_parts(text: str, limit: int) -> Iterator[str]:
    for some in _groups(_fragments(text), limit, 0):
        if part := "".join(some).strip():
            yield part


def _groups(parts: Iterable[str], limit: int, start: int) -> Iterator[list[str]]:
    taken: list[str] = []
    total = start
    for part in parts:
        size = _size(part)
        if taken and total + size > limit:
            yield taken
            taken, total = [], start
        taken.append(part)
        total += size
    yield taken


def _fragments(text: str) -> Iterator[str]:
    """Lines, else sentences, else words, else runs of characters, each small beside a passage."""
    for line in text.splitlines(keepends=True):
        if _size(line) <= _FRAGMENT:
            yield line
            continue
        for sentence in _SENTENCE_END.split(line):
            if _size(sentence) <= _FRAGMENT:
                yield sentence + " "
            else:
                yield from _word_runs(sentence)


def _word_runs(text: str) -> Iterator[str]:
    for word in text.split():
        yield from (word[at : at + _RUN] for at in range(0, len(word) - _RUN, _RUN))
        yield word[(len(word) - 1) // _RUN * _RUN :] + " "


def _joined(units: Sequence[Block]) -> str:
    text = units[0].text
    for before, unit in pairwise(units):
        text += ("\n" if before.kind == unit.kind == "item" else "\n\n") + unit.text
    return text


def _size(text: str) -> int:
    """Words; text without spaces (Chinese, one endless token) counts by its bytes."""
    return max(len(text.split()), len(text.encode("utf-8", "replace")) // 12)


def _same_words(one: str, other: str) -> bool:
    return _SPACES.sub(" ", one).strip().casefold() == _SPACES.sub(" ", other).strip().casefold()
