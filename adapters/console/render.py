"""A reply as terminal text. Pure; `width` in columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator

from adapters.console.form import handle, shown_value
from bot.chat import (
    Citation,
    Diff,
    DiffRow,
    Excerpt,
    Facts,
    File,
    Form,
    FormErrors,
    Home,
    Outcome,
    Part,
    Picture,
    Reply,
    Silence,
    Text,
)

Style = Callable[[str, str], str]
"""style(kind, text): kind is `strong`, `dim`, `added`, `action` or `plain`."""

WIDTH = 96


def unstyled(kind: str, text: str) -> str:
    return text


def ansi(kind: str, text: str) -> str:
    codes = {"strong": "1", "dim": "2", "added": "32", "action": "36"}
    return f"\x1b[{codes[kind]}m{text}\x1b[0m" if kind in codes else text


def render(
    outcome: Outcome, width: int = WIDTH, style: Style = unstyled, *, with_actions: bool = True
) -> str:
    match outcome:
        case Reply():
            lines = _join(outcome.parts, [_part(part, width, style) for part in outcome.parts])
            if not (outcome.actions and with_actions):
                return lines
            return "\n".join(filter(None, [lines, _styled(actions(outcome, width), "action", style)]))
        case Form():
            return _form(outcome, width, style)
        case FormErrors():
            return "\n".join(f"{name}: {why}" for name, why in outcome.errors.items())
        case Home():
            return "\n\n".join(render(card, width, style) for card in outcome.cards)
        case Silence():
            return ""


def actions(reply: Reply, width: int = WIDTH) -> str:
    """`▸ 1 Save · 2 Edit · 3 Discard`: a number presses it. Lines break between buttons only."""
    lines = [""]
    for n, action in enumerate(reply.actions, start=1):
        button = f"{n} {action.label}"
        longer = f"{lines[-1]} · {button}" if lines[-1] else button
        if len(longer) + 2 > width and lines[-1]:
            lines.append(button)
        else:
            lines[-1] = longer
    return "\n".join(("▸ " if n == 0 else "  ") + line for n, line in enumerate(lines))


def _form(form: Form, width: int, style: Style) -> str:
    names = [handle(form, field) for field in form.fields]
    column = min(max(map(len, names), default=0), width // 2)
    rows = []
    for name, field in zip(names, form.fields, strict=True):
        rows.append(_hanging(f"  {name:<{column}} = ", shown_value(field), width))
        if field.options:
            options = ", ".join(label for _, label in field.options)
            rows.append(_styled(_hanging(" " * (column + 5), f"one of {options}", width), "dim", style))
        if field.hint:
            rows.append(_styled(_hanging(" " * (column + 5), field.hint, width), "dim", style))
    example = f"{names[0]}=85000" if names and names[0].endswith("amount") else "FIELD=VALUE"
    hint = (
        f"Type what to change, for example {example}; several fields with “;” between. "
        "Enter keeps what stands here, cancel leaves the form."
    )
    return "\n".join([style("strong", form.title), *rows, _styled(wrap(hint, width), "dim", style)])


def _join(parts: tuple[Part, ...], blocks: list[str]) -> str:
    out = ""
    for n, block in enumerate(blocks):
        gap = "\n" if isinstance(parts[n], Citation) else "\n\n"
        out += (gap if n else "") + block
    return out


def _part(part: Part, width: int, style: Style) -> str:
    match part:
        case Text():
            return _styled(wrap(part.text, width), "strong" if part.strong else "plain", style)
        case Excerpt():
            lines = _excerpt_lines(part.markdown, width - 4)
            return textwrap.indent("\n".join(lines), "  │ ", lambda _: True)
        case Facts():
            return _facts(part, width, style)
        case Diff():
            rows = [_row(row, width, style) for row in part.rows]
            return "\n".join([style("strong", part.title), *rows])
        case Citation():
            return _styled(_hanging("", citation(part), width, under=4), "dim", style)
        case Picture():
            return f"[picture: {part.alt}]"
        case File():
            return f"[{part.name}]\n{part.text.strip()}"


def citation(part: Citation) -> str:
    place = f"{part.title} › {part.section}" if part.section else part.title
    return " · ".join(
        x for x in (f"[{part.number}] {place}", part.owner, part.age, part.status, part.url) if x
    )


def _excerpt_lines(markdown: str, width: int) -> Iterator[str]:
    """Prose and lists are wrapped; tables and code keep their lines."""
    in_code = False
    for line in markdown.splitlines():
        fence = line.lstrip().startswith(("```", "~~~"))
        in_code ^= fence
        bullet = re.match(r"\s*(?:(?:[-*+>]|\d{1,3}[.)])\s+)?", line)
        if in_code or fence or len(line) <= width or line.lstrip().startswith("|") or not bullet:
            yield line
        else:
            yield from _hanging(bullet[0], line[bullet.end() :], width).splitlines()


def _facts(part: Facts, width: int, style: Style) -> str:
    column = max((len(label) for label, _ in part.rows), default=0)
    column = min(column, width // 2)
    rows = [_hanging(f"  {label:<{column}}  ", value, width) for label, value in part.rows]
    return "\n".join(([style("strong", part.title)] if part.title else []) + rows)


def _row(row: DiffRow, width: int, style: Style) -> str:
    said = f'{row.lead_in} "{" ".join(row.said.split())}"' if row.said else ""
    said = "your edit" if row.edited else said
    if not row.selected:
        mentioned = f"{row.label}: {row.new} — only mentioned, not selected" + (f" · {said}" if said else "")
        return _styled(_hanging("  · ", mentioned, width), "dim", style)
    change = f"{row.label}: {row.old} → {row.new}" if row.old else f"{row.label}: {row.new}"
    shown = _hanging("  ✓ ", change, width).replace("✓", style("added", "✓"), 1)
    if not said:
        return shown
    if len(change) + len(said) + 7 <= width:
        return shown + style("dim", f" · {said}")
    return shown + "\n" + _styled(_hanging("    ", said, width), "dim", style)


def _styled(text: str, kind: str, style: Style) -> str:
    """Line by line, so that a pager or a scrolled window never starts within a style."""
    return "\n".join(style(kind, line) if line.strip() else line for line in text.split("\n"))


def _hanging(opening: str, text: str, width: int, under: int | None = None) -> str:
    """`text` after `opening`; its later lines stand under its first, or `under` columns in."""
    rest = " " * (len(opening) if under is None else under)
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=opening,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) or opening.rstrip()


def wrap(text: str, width: int) -> str:
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )
