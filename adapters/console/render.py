"""A reply as terminal text. Pure; `width` in columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from bot.chat import (
    Citation,
    Diff,
    DiffRow,
    Excerpt,
    Facts,
    Form,
    FormErrors,
    Outcome,
    Part,
    Picture,
    Reply,
    Silence,
    Text,
)

Style = Callable[[str, str], str]
"""style(kind, text): kind is `strong`, `dim`, `added`, `action` or `plain`."""


def unstyled(kind: str, text: str) -> str:
    return text


def ansi(kind: str, text: str) -> str:
    codes = {"strong": "1", "dim": "2", "added": "32", "action": "36"}
    return f"\x1b[{codes[kind]}m{text}\x1b[0m" if kind in codes else text


def render(outcome: Outcome, width: int = 96, style: Style = unstyled, *, with_actions: bool = True) -> str:
    match outcome:
        case Reply():
            blocks = [_part(part, width, style) for part in outcome.parts]
            lines = _join(outcome.parts, blocks)
            offered = outcome.actions and with_actions
            return lines + ("\n" + style("action", actions(outcome)) if offered else "")
        case Form():
            rows = [f"  {f.name} = {f.value or '—'}   ({f.label})" for f in outcome.fields]
            hint = f"Type what to change, for example {outcome.fields[0].name}=85000. Enter keeps all."
            return "\n".join([style("strong", outcome.title), *rows, style("dim", hint)])
        case FormErrors():
            return "\n".join(f"{name}: {why}" for name, why in outcome.errors.items())
        case Silence():
            return ""


def actions(reply: Reply) -> str:
    """`1 Save · 2 Edit · 3 Discard`: a number presses it."""
    return " · ".join(f"{n} {action.label}" for n, action in enumerate(reply.actions, start=1))


def _join(parts: tuple[Part, ...], blocks: list[str]) -> str:
    out = ""
    for n, block in enumerate(blocks):
        gap = (
            ""
            if n == 0
            else "\n"
            if isinstance(parts[n], Citation) and isinstance(parts[n - 1], Citation)
            else "\n\n"
        )
        gap = "\n" if isinstance(parts[n], Citation) and n else gap
        out += gap + block
    return out


def _part(part: Part, width: int, style: Style) -> str:
    match part:
        case Text():
            return style("strong" if part.strong else "plain", _wrap(part.text, width))
        case Excerpt():
            return textwrap.indent(part.markdown, "  │ ", lambda _: True)
        case Facts():
            return _facts(part, width, style)
        case Diff():
            return "\n".join([style("strong", part.title), *(_row(row, style) for row in part.rows)])
        case Citation():
            return style("dim", citation(part))
        case Picture():
            return f"[picture: {part.alt}]"


def citation(part: Citation) -> str:
    place = f"{part.title} › {part.section}" if part.section else part.title
    return " · ".join(
        x for x in (f"[{part.number}] {place}", part.owner, part.age, part.status, part.url) if x
    )


def _facts(part: Facts, width: int, style: Style) -> str:
    column = max((len(label) for label, _ in part.rows), default=0)
    column = min(column, width // 2)
    rows = [f"  {label:<{column}}  {value}" for label, value in part.rows]
    return "\n".join(([style("strong", part.title)] if part.title else []) + rows)


def _row(row: DiffRow, style: Style) -> str:
    change = f"{row.old} → {row.new}" if row.old else row.new
    said = f' · you said "{row.said}"' if row.said else ""
    if row.selected:
        return f"  {style('added', '✓')} {row.label}: {change}{style('dim', said)}"
    return style("dim", f"  · {row.label}: {row.new} — only mentioned, not selected{said}")


def _wrap(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width, break_long_words=False) for line in text.splitlines())
