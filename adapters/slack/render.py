"""A reply as Block Kit, within Slack's limits by construction. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from adapters.slack.mrkdwn import cut, escape, from_markdown, link, split
from bot.chat import Action, Citation, Diff, DiffRow, Excerpt, Facts, File, Home, Part, Picture, Reply, Text

Block: TypeAlias = dict[str, Any]
T = TypeVar("T")

NO_PICTURES: Mapping[str, str] = MappingProxyType({})
BLOCKS = 50
HOME = 100
SECTION = 3000
FIELD = 2000
FIELDS = 10
BUTTONS = 25
LABEL = 75
FORM = "!"
"""Ends the id of a button that opens a form: Slack opens one only within three seconds of the press."""
FALLBACK = 3000
CHARACTERS = 12_000
"""Of all words with what surrounds them: Slack's own limit for a message (msg_blocks_too_long) is documented
nowhere and was met at 13,200."""


def blocks(reply: Reply, pictures: Mapping[str, str] = NO_PICTURES) -> list[Block]:
    """1 to 50: the words give way to the buttons, and say that they did. `pictures` are Slack's file ids of
    the pictures it has; any other is told in words."""
    buttons = _buttons(reply)
    words = [block for part in reply.parts for block in _part(part, pictures)]
    return _fitting(words, BLOCKS - len(buttons)) + buttons or [_context("…")]


def _fitting(words: list[Block], room: int) -> list[Block]:
    sizes = accumulate(len(json.dumps(block, ensure_ascii=False)) + 2 for block in words)
    fitting = sum(size <= CHARACTERS for size in sizes)
    if len(words) <= min(room, fitting):
        return words
    return [*words[: min(room - 1, fitting)], _context("… there is more than fits into one message.")]


def home(page: Home) -> Block:
    """At most 100 blocks: the cards that do not fit give way as a whole, and the page says so."""
    shown: list[Block] = []
    for number, card in enumerate(page.cards):
        divided: list[Block] = [*([{"type": "divider"}] if shown else []), *_part_of_home(card, number)]
        if len(shown) + len(divided) > HOME - 1:
            shown.append(_context("… there is more than fits onto this page."))
            break
        shown += divided
    return {"type": "home", "blocks": shown or [_context("…")]}


def _part_of_home(card: Reply, number: int) -> list[Block]:
    """Two cards may bear one id there: their rows of buttons still differ."""
    return [
        {**block, "block_id": f"{block['block_id']}{number:03}"} if block["type"] == "actions" else block
        for block in blocks(card)
    ]


def fallback(reply: Reply) -> str:
    """The reply as plain words, for notifications and screen readers."""
    return cut("\n".join(line for part in reply.parts for line in _words(part)), FALLBACK) or "…"


def _part(part: Part, pictures: Mapping[str, str]) -> Iterator[Block]:
    match part:
        case Text(text, strong):
            lines = escape(text).strip().split("\n")
            shown = [_bold(line) if strong and line.strip() else line for line in lines]
            yield from map(_section, split("\n".join(shown), SECTION))
        case Excerpt(markdown):
            yield from map(_section, split(from_markdown(markdown), SECTION))
        case Facts(rows, title):
            yield from _titled(title, [f"{_bold(escape(label))}\n{escape(value)}" for label, value in rows])
        case Diff(title, rows):
            yield from _titled(title, [_change(row) for row in rows])
        case Citation():
            yield _context(_source(part))
        case Picture(png, alt) if png in pictures:
            yield {"type": "image", "slack_file": {"id": pictures[png]}, "alt_text": cut(alt, FIELD) or "…"}
        case Picture(_, alt):
            yield _context(f"[{escape(alt)}]")
        case File(name):
            yield _context(f"{escape(name)} comes as a file.")


def _titled(title: str, fields: Sequence[str]) -> Iterator[Block]:
    if title.strip():
        yield _section(_bold(cut(escape(title), SECTION - 2)))
    for some in _batches(fields, FIELDS):
        yield {"type": "section", "fields": [_mrkdwn(cut(field, FIELD)) for field in some]}


def _change(row: DiffRow) -> str:
    """Old and new value with the words they came from. A hedged value is visibly not part of Save."""
    struck = f"~{_one_line(row.old)}~" if row.selected else _one_line(row.old)
    old = f"{struck} → " if row.old else ""
    mark, new = ("☑", _bold(_one_line(row.new))) if row.selected else ("☐", _one_line(row.new))
    note = "" if row.selected else " (not selected)"
    said = f"\n_{row.lead_in} “{_one_line(row.said)}”_" if row.said else ""
    said = "\n_your edit_" if row.edited else said
    return f"{mark} {_bold(escape(row.label))}{note}\n{old}{new}{said}"


def _source(citation: Citation) -> str:
    place = f"{citation.title} › {citation.section}" if citation.section else citation.title
    about = [escape(word) for word in (citation.owner, citation.age, citation.status) if word]
    return " · ".join([f"[{citation.number}] {link(citation.url, place)}", *about])


def _words(part: Part) -> Iterator[str]:
    match part:
        case Text(text):
            yield escape(text)
        case Excerpt(markdown):
            yield escape(markdown)
        case Facts(rows, title):
            yield from filter(None, [escape(title), *(escape(f"{label}: {value}") for label, value in rows)])
        case Diff(title, rows):
            yield from filter(None, [escape(title), *(escape(_spoken(row)) for row in rows)])
        case Citation():
            yield _source(Citation(part.number, part.title, part.section))
        case Picture(_, alt):
            yield escape(alt)
        case File(name):
            yield escape(name)


def _spoken(row: DiffRow) -> str:
    change = f"{row.label}: {row.old} → {row.new}" if row.old else f"{row.label}: {row.new}"
    return change if row.selected else f"{change} (not selected)"


def _buttons(reply: Reply) -> list[Block]:
    """The card's id travels in the block's id, the action's in the button's; both numbered to be unique."""
    return [
        {
            "type": "actions",
            "block_id": f"{reply.card_id}#{row}",
            "elements": [_button(action, place) for place, action in enumerate(some)],
        }
        for row, some in enumerate(_batches(reply.actions, BUTTONS))
    ]


def _button(action: Action, place: int) -> Block:
    label = action.label if len(action.label) <= LABEL else action.label[: LABEL - 1] + "…"
    label = label if label.strip() else "…"
    button: Block = {
        "type": "button",
        "action_id": f"{action.id}#{place}{FORM if action.opens_form else ''}",
        "text": {"type": "plain_text", "text": label, "emoji": False},
    }
    if action.value:
        button["value"] = action.value
    if action.style != "default":
        button["style"] = action.style
    return button


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(cut(text, FIELD))]}


def _mrkdwn(text: str) -> Block:
    # verbatim: names such as @everyone or #general inside quoted words stay words.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _bold(escaped: str) -> str:
    return f"*{escaped}*"


def _one_line(text: str) -> str:
    return escape(" ".join(text.split()))


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[at : at + size] for at in range(0, len(items), size))
