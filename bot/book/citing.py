"""Several excerpts in one reply, numbered through. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.chat import Citation, Part, Text


def numbered(excerpts: Sequence[tuple[str, Sequence[Part]]]) -> tuple[Part, ...]:
    """`excerpts` are (heading, parts) as AskDesk.excerpt gives them, each with a source of its own number."""
    return tuple(part for n, (title, parts) in enumerate(excerpts, start=1) for part in _one(n, title, parts))


def _one(number: int, title: str, parts: Sequence[Part]) -> Iterator[Part]:
    if title:
        yield Text(title, strong=True)
    was = next((part.number for part in parts if isinstance(part, Citation)), number)
    for part in parts:
        match part:
            case Citation():
                yield replace(part, number=number)
            case Text(text) if text.endswith(f"[{was}]"):
                yield replace(part, text=f"{text.removesuffix(f'[{was}]')}[{number}]")
            case _:
                yield part
