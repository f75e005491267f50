"""A reply as an Adaptive Card 1.5, small enough for Teams. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from adapters.teams.markdown import escape, from_markdown
from bot.chat import Action, Citation, Diff, DiffRow, Excerpt, Facts, Part, Picture, Reply, Text

Element: TypeAlias = dict[str, Any]

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
# Teams refuses a message above about 28 KB, its envelope included.
BYTES = 24_000
BLOCK = 2_000
SUMMARY = 500
IN_A_ROW = 6
STYLES: Mapping[str, str] = {"primary": "positive", "danger": "destructive"}
MORE = "… there is more than fits into one message."


def card(reply: Reply) -> Element:
    """Under 24,000 bytes as JSON: words give way from the end, and say that they did; buttons stay."""
    words = [element for part in reply.parts for element in _part(part)]
    buttons = _buttons(reply)
    while words and _size(envelope([*words, *buttons])) > BYTES:
        words = [*(words[:-2] if words[-1] == text_block(MORE) else words[:-1]), text_block(MORE)]
    return envelope([*words, *buttons])


def message(reply: Reply) -> Element:
    """The card as a message activity; `summary` is what notifications show."""
    return {
        "type": "message",
        "summary": summary(reply),
        "attachments": [{"contentType": CONTENT_TYPE, "content": card(reply)}],
    }


def summary(reply: Reply) -> str:
    words = "\n".join(line for part in reply.parts for line in _words(part))
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"


def envelope(body: Sequence[Element]) -> Element:
    return {"type": "AdaptiveCard", "$schema": SCHEMA, "version": "1.5", "body": list(body)}


def text_block(text: str, **style: Any) -> Element:
    return {"type": "TextBlock", "text": text, "wrap": True, **style}


def _part(part: Part) -> Iterator[Element]:
    match part:
        case Text(text, strong):
            heavy = {"weight": "Bolder"} if strong else {}
            yield from (text_block(escape(piece), **heavy) for piece in _pieces(text))
        case Excerpt(markdown):
            for element in from_markdown(markdown):
                yield from _cut(element)
        case Facts(rows, title):
            yield from _fact_set(title, [(label, escape(value)) for label, value in rows])
        case Diff(title, rows):
            yield from _fact_set(title, [_change(row) for row in rows])
        case Citation():
            yield text_block(_source(part), size="Small", isSubtle=True, spacing="Small")
        case Picture(png, alt):
            yield {"type": "Image", "url": f"data:image/png;base64,{png}", "altText": alt}


def _pieces(text: str) -> Iterator[str]:
    """Lines stay lines: Teams needs an empty line between them."""
    return _slices(re.sub(r"\n+", "\n\n", text.strip()))


def _cut(element: Element) -> Iterator[Element]:
    if element["type"] == "TextBlock":
        yield from ({**element, "text": text} for text in _slices(element["text"]))
    else:
        yield element


def _slices(text: str) -> Iterator[str]:
    """At most 2,000 characters each, cut at a line's end, else at a space."""
    rest = text
    while len(rest) > BLOCK:
        end = max(rest.rfind("\n", 1, BLOCK), rest.rfind(" ", BLOCK - 80, BLOCK))
        end = end if end > 0 else BLOCK
        yield rest[:end]
        rest = rest[end:]
    if rest.strip():
        yield rest


def _fact_set(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[Element]:
    if title.strip():
        yield text_block(escape(title), weight="Bolder")
    if rows:
        yield {"type": "FactSet", "facts": [{"title": label, "value": value} for label, value in rows]}


def _change(row: DiffRow) -> tuple[str, str]:
    """Old and new value with the words they came from. A hedged value is visibly not part of Save."""
    new = f"**{escape(row.new)}**" if row.selected else f"{escape(row.new)} (not selected)"
    change = f"{escape(row.old)} → {new}" if row.old else new
    said = f" · {row.lead_in} “{escape(' '.join(row.said.split()))}”" if row.said else ""
    said = " · your edit" if row.edited else said
    return f"{'☑' if row.selected else '☐'} {row.label}", change + said


def _source(citation: Citation) -> str:
    place = escape(f"{citation.title} › {citation.section}" if citation.section else citation.title)
    # Teams opens https only, and a bracket or space would end the link.
    url = citation.url.replace(" ", "%20").replace(")", "%29")
    shown = f"[{place}]({url})" if re.match(r"https?://", url) else place
    about = [escape(word) for word in (citation.owner, citation.age, citation.status) if word]
    return " · ".join([f"\\[{citation.number}\\] {shown}", *about])


def _words(part: Part) -> Iterator[str]:
    match part:
        case Text(text):
            yield text
        case Excerpt(markdown):
            yield markdown
        case Facts(rows, title):
            yield from filter(None, [title, *(f"{label}: {value}" for label, value in rows)])
        case Diff(title, rows):
            yield from filter(None, [title, *(f"{row.label}: {row.new}" for row in rows if row.selected)])
        case Citation():
            yield f"[{part.number}] {part.title}"
        case Picture(_, alt):
            yield alt


def _buttons(reply: Reply) -> list[Element]:
    """Rows of six: Teams hides what exceeds six in one."""
    buttons = [_button(action, reply.card_id) for action in reply.actions]
    rows = (buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW))
    return [{"type": "ActionSet", "actions": row} for row in rows]


def _button(action: Action, card_id: str) -> Element:
    data = {"card_id": card_id, "action": action.id, "value": action.value}
    style = {"style": STYLES[action.style]} if action.style in STYLES else {}
    if action.opens_form:
        # Only a submitted action can open a dialog; an executed one cannot.
        fetch = {**data, "msteams": {"type": "task/fetch"}}
        return {"type": "Action.Submit", "title": action.label, "data": fetch, **style}
    return {"type": "Action.Execute", "title": action.label, "verb": action.id, "data": data, **style}


def _size(element: Element) -> int:
    return len(json.dumps(element).encode())
