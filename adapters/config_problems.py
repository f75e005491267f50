"""What is wrong in a configuration file, and on which line: tomllib itself forgets the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""`("people", 2, "zone")` is `zone` in the third `[[people]]`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about one key; it says what is allowed there."""

    path: KeyPath
    sentence: str


def written(path: KeyPath) -> str:
    """`people[2].zone`, counting from 0."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")


def report(file: str, problems: Iterable[Problem], lines: Mapping[KeyPath, int]) -> str:
    """One line a problem, `FILE:LINE: KEY: SENTENCE`, in the order of the file."""
    found = {(line_of(problem.path, lines), written(problem.path), problem.sentence) for problem in problems}
    return "\n".join(f"{file}:{line}: {key}: {sentence}" for line, key, sentence in sorted(found))


def line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """The key's own line; a missing key has the line of the table it is missing from."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


_TOKEN = re.compile(
    r"""(?P<blank>[ \t]+|\#[^\n]*)
      | (?P<newline>\r?\n)
      | (?P<string>\"\"\"(?:\\[\s\S]|[^\\])*?\"{3,5} | '''[\s\S]*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
      | (?P<mark>[\[\]{},=.])
      | (?P<bare>[^\s\[\]{},=."'\#]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def lines_of(toml: str) -> dict[KeyPath, int]:
    """The line (from 1) of every table, key and list item. `toml` is valid: tomllib has read it."""
    return _Walk(_tokens(toml)).document()


def _tokens(toml: str) -> list[_Token]:
    tokens, line = [], 1
    for match in _TOKEN.finditer(toml):
        kind = match.lastgroup or ""
        if kind != "blank":
            tokens.append(_Token(kind, match.group(), line))
        line += match.group().count("\n")
    return tokens


class _Walk:
    """Reads tokens from left to right, noting where each key begins."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = [*tokens, _Token("newline", "\n", 0)]
        self._at = 0
        self._lines: dict[KeyPath, int] = {}
        self._last_item: dict[KeyPath, int] = {}

    def document(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._at < len(self._tokens):
            if self._next.kind == "newline":
                self._at += 1
            elif self._next.text == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _header(self) -> KeyPath:
        line = self._take().line
        many = self._next.text == "["
        self._at += many
        keys = self._keys("]")
        self._at += many
        name = self._resolve((), keys[:-1]) + keys[-1:]
        if many:
            self._last_item[name] = self._last_item.get(name, -1) + 1
        path = self._resolve((), keys)
        for depth in range(1, len(path) + 1):
            self._lines.setdefault(path[:depth], line)
        return path

    def _resolve(self, path: KeyPath, keys: KeyPath) -> KeyPath:
        # In `[people.x]` after `[[people]]`, `people` means its newest item.
        for key in keys:
            path = (*path, key)
            if path in self._last_item:
                path = (*path, self._last_item[path])
        return path

    def _keys(self, end: str) -> KeyPath:
        keys: list[str] = []
        while (token := self._take()).text != end:
            if token.kind != "mark":
                keys.append(token.text.strip("\"'") if token.kind == "string" else token.text)
        return tuple(keys)

    def _pair(self, table: KeyPath) -> None:
        line = self._next.line
        path = self._resolve(table, self._keys("="))
        for depth in range(len(table) + 1, len(path) + 1):
            self._lines.setdefault(path[:depth], line)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._lines.setdefault(path, self._next.line)
        if self._next.text == "[":
            self._items(path)
        elif self._next.text == "{":
            self._inline_table(path)
        else:
            while self._next.kind != "newline" and self._next.text not in (",", "]", "}"):
                self._at += 1

    def _items(self, path: KeyPath) -> None:
        self._at += 1
        index = 0
        while self._next.text != "]":
            if self._next.kind == "newline" or self._next.text == ",":
                self._at += 1
            else:
                self._value((*path, index))
                index += 1
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        while self._next.text != "}":
            if self._next.kind == "newline" or self._next.text == ",":
                self._at += 1
            else:
                self._pair(path)
        self._at += 1
