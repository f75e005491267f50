"""Markdown as a flat run of blocks. Every step is linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from content_index.hidden import without_hidden

Kind: TypeAlias = Literal["heading", "code", "table", "item", "text"]
_GoesOn: TypeAlias = Callable[[str, int], bool]

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FRONT_MATTER_KEY = re.compile(r"[\w-]+\s*:")
TAGS = "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|center|del|details|div|dd|dl|dt|em|embed"
TAGS += "|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li"
TAGS += "|link|mark|marquee|meta|nav|noscript|object|ol|option|p|picture|pre|section|select|small|source|span"
TAGS += "|strong|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|tr|u|ul|video"
# Bounded repeats: an unclosed opening must not make the match scan the rest of a 2 MB line again and again.
_MARKUP = re.compile(
    rf"(`[^`\n]*`)|</?(?:{TAGS})\b[^<>\n]{{0,2000}}>"
    r"|\[!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)\]\([^)\n]{0,2000}\)|!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"
    r"|\[([^\[\]\n]{1,500})\]\(\s{0,9}<?\s{0,9}(?:javascript|vbscript|data|file)\s{0,9}:"
    r"(?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_QUOTES = re.compile(r"(?:>[ \t]*){2,}")
_PADDING = re.compile(r"( ) +|(---)-+")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)")


@dataclass(frozen=True, slots=True)
class Block:
    """`level` is 1..6 for headings and 0 otherwise; a code block's `text` holds its fences."""

    kind: Kind
    text: str
    level: int = 0


def blocks(text: str) -> list[Block]:
    """What readers of the page do not see is left out (content_index.hidden), and so are images, HTML tags,
    front matter and links that lead into a script; code is left as it is."""
    lines = _without_front_matter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    found: list[Block] = []
    prose: list[str] = []
    for is_code, part in _code_and_prose(lines):
        if is_code:
            found.extend(_prose_blocks(prose))
            prose = []
            found.append(Block("code", "\n".join(part)))
        else:
            prose.extend(part)
    found.extend(_prose_blocks(prose))
    return found


def plain_links(text: str) -> str:
    """Links as their words only: addresses say little to a search."""
    return _LINK.sub(r"\1", text)


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines[0].rstrip() != "---" or len(lines) < 2 or not _FRONT_MATTER_KEY.match(lines[1]):
        return lines
    ends = (row for row, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    end = next(ends, None)
    return lines if end is None else lines[end + 1 :]


def _code_and_prose(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    prose: list[str] = []
    unclosed: dict[str, int] = {}
    row = 0
    while row < len(lines):
        end = _code_end(lines, row, unclosed)
        if end is None:
            after = _comment_end(lines, row, unclosed)
            prose += lines[row:after]
            row = after
        else:
            yield False, prose
            yield True, lines[row:end]
            prose, row = [], end
    yield False, prose


def _code_end(lines: list[str], row: int, unclosed: dict[str, int]) -> int | None:
    """The row after the code block that opens at `row`; None where none does, or where it never closes
    (`unclosed` remembers that by fence character, so that the search is made once)."""
    opening = _FENCE.match(lines[row])
    if opening is None or (opening[1][0] == "`" and "`" in opening[2]):
        return None
    mark, size = opening[1][0], len(opening[1])
    if size >= unclosed.get(mark, 1_000_000):
        return None
    for end in range(row + 1, len(lines)):
        closing = lines[end].strip()
        if len(closing) >= size and closing == mark * len(closing):
            return end + 1
    unclosed[mark] = size
    return None


def _comment_end(lines: list[str], row: int, unclosed: dict[str, int]) -> int:
    """The row after the comment that `row` leaves open, fences inside it being part of it; else the next."""
    begin = lines[row].rfind("<!--")
    if begin < 0 or "-->" in lines[row][begin:] or "<!--" in unclosed:
        return row + 1
    for end in range(row + 1, len(lines)):
        if "-->" in lines[end]:
            return end + 1
    unclosed["<!--"] = 1
    return row + 1


def _prose_blocks(lines: list[str]) -> Iterator[Block]:
    if not lines:
        return
    lines = _MARKUP.sub(lambda found: found[1] or found[2] or "", without_hidden("\n".join(lines))).split(
        "\n"
    )
    row = 0
    while row < len(lines):
        if not lines[row].strip():
            row += 1
            continue
        block, row = _block_at(lines, row)
        yield block


def _block_at(lines: list[str], row: int) -> tuple[Block, int]:
    if heading := _HEADING.match(lines[row]):
        return Block("heading", _words_only(heading[2].strip().rstrip("#")), len(heading[1])), row + 1
    if _is_table(lines, row):
        end = _run(lines, row, lambda line, _: "|" in line)
        return Block("table", "\n".join(_PADDING.sub(r"\1\2", line.strip()) for line in lines[row:end])), end
    if item := _ITEM.match(lines[row]):
        indent = len(item[1])
        end = _run(lines, row, lambda line, at: not _starts_block(lines, at) or _is_deeper(line, indent))
        return Block("item", "\n".join(line.rstrip() for line in lines[row:end])), end
    if row + 1 < len(lines) and (underline := _UNDERLINE.match(lines[row + 1])):
        return Block("heading", _words_only(lines[row]), 1 if underline[1][0] == "=" else 2), row + 2
    end = _run(lines, row, lambda _, at: not _starts_block(lines, at))
    return Block("text", "\n".join(_QUOTES.sub("> ", line.strip()) for line in lines[row:end])), end


def _words_only(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", plain_links(text)).split())


def _run(lines: list[str], row: int, goes_on: _GoesOn) -> int:
    end = row + 1
    while end < len(lines) and lines[end].strip() and goes_on(lines[end], end):
        end += 1
    return end


def _starts_block(lines: list[str], row: int) -> bool:
    line = lines[row]
    return bool(_HEADING.match(line) or _ITEM.match(line)) or _is_table(lines, row)


def _is_deeper(line: str, indent: int) -> bool:
    item = _ITEM.match(line)
    return item is not None and len(item[1]) > indent


def _is_table(lines: list[str], row: int) -> bool:
    if "|" not in lines[row] or row + 1 >= len(lines):
        return False
    rule = lines[row + 1].strip()
    return "-" in rule and "|" in rule and set(rule) <= set("|-: \t")
