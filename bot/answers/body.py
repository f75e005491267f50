"""The lines of an answer as parts: prose, lists, tables and code, a number behind each piece. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from bot import wording
from bot.answers.model import Answer, Line
from bot.chat import Excerpt, Part, Text

WIDEST_TABLE = 72
"""A table of more characters than this in a row would be broken by a chat window: its rows become lines."""
DIFFER = "Sources differ:"
FENCE = "```"
_OWN_NUMBER = re.compile(r"\[(\d{1,3})\]")


def body(answer: Answer, today: date) -> tuple[Part, ...]:
    """Sentences of one source run on; a new source, list or row begins a new line; code stands apart. What
    stands together in the source has one number, behind its last line. Two sources that differ stand first,
    each with its date."""
    lines = [_unnumbered(line) for line in answer.lines]
    at = 2 if answer.differ else 0
    sides = [_side(line, answer, today) for line in lines[:at]]
    opening = (Text("\n".join((DIFFER, *sides))),) if sides else ()
    together = groupby(lines[at:], _kept_together)
    return (*opening, *(part for _, some in together for part in _parts(list(some))))


def _unnumbered(line: Line) -> Line:
    """A page's own “[1]” must not read as one of the answer's sources; code is shown as it is."""
    if line.shape == "code":
        return line
    cells = tuple((column, _OWN_NUMBER.sub(r"(\1)", value)) for column, value in line.cells)
    return replace(line, text=_OWN_NUMBER.sub(r"(\1)", line.text), cells=cells)


def _side(line: Line, answer: Answer, today: date) -> str:
    source = next(source for source in answer.sources if source.number == line.number)
    dates = (("verified", source.verified), ("updated", source.updated))
    known = ", ".join(f"{what} {wording.day(when, today)}" for what, when in dates if when)
    return f"• {line.whole} {_numbers(line)}" + (f" ({known})" if known else "")


def _kept_together(line: Line) -> str:
    return line.shape if line.shape in ("code", "row") else "words"


def _parts(lines: Sequence[Line]) -> Iterator[Part]:
    if lines[0].shape == "code":
        for line in lines:
            yield from _code(line)
    elif lines[0].shape == "row" and (table := _table(lines)):
        yield Excerpt(table)
    else:
        yield Text("\n".join(_paragraphs(lines)))


def _code(line: Line) -> Iterator[Part]:
    if line.lead:
        yield Text(f"{line.lead} {_numbers(line)}")
    yield Text(line.text) if FENCE in line.text else Excerpt(f"{FENCE}\n{line.text}\n{FENCE}")


def _table(lines: Sequence[Line]) -> str:
    """Two or more rows of the same columns as a small Markdown table; empty where they are no such rows."""
    columns = [column for column, _ in lines[0].cells]
    rows = [[*(value for _, value in line.cells[:-1]), _last_cell(line)] for line in lines]
    same = all([column for column, _ in line.cells] == columns for line in lines)
    fits = all(len(" | ".join(row)) <= WIDEST_TABLE and "|" not in "".join(row) for row in (columns, *rows))
    if len(lines) < 2 or not same or not fits:
        return ""
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows))


def _last_cell(line: Line) -> str:
    return f"{line.cells[-1][1]}{_ending(line)}"


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    for (shape, _, lead), some in groupby(lines, lambda line: (line.shape, line.number, line.lead)):
        marked = "" if shape == "sentence" else "• "
        pieces = [f"{f'{line.mark} ' if line.mark else marked}{line.text}{_ending(line)}" for line in some]
        opened = [lead, *pieces] if lead else pieces
        yield (" " if shape == "sentence" else "\n").join(opened)


def _ending(line: Line) -> str:
    return "" if line.runs_on else f" {_numbers(line)}"


def _numbers(line: Line) -> str:
    return "".join(f"[{number}]" for number in (line.number, *line.also))
