"""Tables as systems export them: any encoding, the usual separators, columns by any of their usual names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from adapters.sources.encodings import decoded, visible
from bot.errors import ConfigError
from content_index.errors import Unreadable

if TYPE_CHECKING:
    from _csv import Reader as _Reader

Headers: TypeAlias = Mapping[str, Sequence[str]]
"""A column's name here → the other names it goes by; all in lower case, words joined by `_`."""

LONGEST_CELL = 1_000_000
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the line of the file on which it begins. Every column of `Headers` has a cell, perhaps
    empty; `cells` also hold the columns that are none of them, by their own names."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Rejected:
    file: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file} line {self.number}: {self.reason}"


def read_table(path: Path, headers: Headers, needs: Collection[str]) -> list[Row]:
    """Rows in the file's order, cells without spaces around them; empty lines are no rows.
    Raises ConfigError when the file cannot be read or a column of `needs` is not there."""
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text.partition("\n")[0]))
    csv.field_size_limit(LONGEST_CELL)
    try:
        names = _named(next(reader, []), headers)
        _require(path, names, headers, needs)
        return list(_rows(reader, names, headers))
    except csv.Error as error:
        raise ConfigError(f"{path.name} line {reader.line_num}: {error}; export it again as CSV") from error


def _text(path: Path) -> str:
    try:
        # Only a line end ends a row; what else breaks a line may stand within a cell.
        return visible(_BREAKS.sub(" ", decoded(path.read_bytes())))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or 'not readable'}; name a CSV file") from error
    except Unreadable as error:
        raise ConfigError(f"{path.name}: {error}") from error


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _named(header: Sequence[str], headers: Headers) -> list[str]:
    known = {alias: name for name, aliases in headers.items() for alias in (name, *aliases)}
    written = ["_".join(cell.casefold().replace("-", " ").replace("_", " ").split()) for cell in header]
    return [known.get(name, name) for name in written]


def _require(path: Path, names: Sequence[str], headers: Headers, needs: Collection[str]) -> None:
    for name in needs:
        if name not in names:
            others = f" (or {', '.join(headers[name])})" if headers[name] else ""
            raise ConfigError(f"{path.name} has no column {name}{others}; its first line names the columns")
    twice = next((name for name in names if name in headers and names.count(name) > 1), None)
    if twice:
        raise ConfigError(f"{path.name} has two columns for {twice}; keep one")


def _rows(reader: _Reader, names: Sequence[str], headers: Headers) -> Iterator[Row]:
    begins = reader.line_num + 1
    for record in reader:
        cells = dict.fromkeys(headers, "") | dict(zip(names, (cell.strip() for cell in record), strict=False))
        if any(cells.values()):
            yield Row(begins, cells)
        begins = reader.line_num + 1
