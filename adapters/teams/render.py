"""A reply as Adaptive Cards 1.5, each small enough for Teams. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.teams.fitting import ELEMENT, Element, fitted, grouped, size
from adapters.teams.guidelines import buttons, labelled, thumbs
from adapters.teams.markdown import escape, from_markdown, opens
from adapters.teams.slices import shortened, slices
from adapters.teams.views import for_asker
from bot.chat import Action, Citation, Diff, DiffRow, Excerpt, Facts, File, Part, Picture, Reply, Text

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
# Teams refuses a message above about 28 KB, its envelope and sources included.
BYTES = 18_000
MESSAGES = 5
SUMMARY = 500
LABEL = 200
VALUE = 1_000
CHANGED = 380
"""Characters of each of three in one row; as JSON they take up to twelve bytes."""
TITLE = 100
IN_A_ROW = 6
LINES = 60
STYLES: Mapping[str, str] = {"primary": "positive", "danger": "destructive"}
MORE = "… there is more than fits here."


def card(reply: Reply) -> Element:
    """The reply in one card of under 18,000 bytes as JSON: words that do not fit are left out from the end,
    and it says so; buttons stay."""
    words = _words_of(reply)
    while words and size(_last(reply, words)) > BYTES:
        words = [*(words[:-2] if words[-1] == text_block(MORE) else words[:-1]), text_block(MORE)]
    return _last(reply, words)


def cards(reply: Reply) -> list[Element]:
    """The reply in as many cards as its words need, up to five; the last bears the buttons, and is the one
    that changes later."""
    groups = list(grouped(_words_of(reply), BYTES - 200)) or [[]]
    if len(groups) > MESSAGES:
        groups = [*groups[: MESSAGES - 1], [*groups[MESSAGES - 1][:-1], text_block(MORE)]]
    *before, last = groups
    if size(_last(reply, last)) > BYTES:
        before, last = [*before, last[:-1]], last[-1:]
    if size(_last(reply, last)) > BYTES:
        before, last = [*before, last], []
    return [*(envelope(group) for group in before if group), _last(reply, last)]


def message(reply: Reply) -> Element:
    """The reply in one message, to stand where another stood."""
    return _activity(reply, card(reply)) | thumbs(reply)


def messages(reply: Reply, asker: str = "") -> list[Element]:
    """The last bears the buttons; those that only the asker may press nobody else sees, where `asker`, their
    id with Teams, is given."""
    *before, last = cards(reply)
    shown = for_asker(last, reply, asker, BYTES) if asker else last
    return [*(_activity(reply, each) for each in before), _activity(reply, shown) | thumbs(reply)]


def summary(reply: Reply) -> str:
    return shortened("\n".join(line for part in reply.parts for line in _words(part)), SUMMARY)


def _activity(reply: Reply, content: Element) -> Element:
    """A message activity; `summary` is what notifications show and screen readers read first."""
    return {
        "type": "message",
        "summary": summary(reply),
        "attachments": [{"contentType": CONTENT_TYPE, "content": content}],
        **labelled(reply),
    }


def _last(reply: Reply, words: Sequence[Element]) -> Element:
    """`fallbackText` is for clients that cannot draw the card."""
    return envelope([*words, *_buttons(reply)]) | {
        "fallbackText": escape(shortened(summary(reply), LABEL)) or "…"
    }


def _words_of(reply: Reply) -> list[Element]:
    return [whole for part in reply.parts for element in _part(part) for whole in fitted(element)]


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
            yield from from_markdown(markdown)
        case Facts(rows, title):
            yield from _fact_set(title, [(label, _value(value)) for label, value in rows])
        case Diff(title, rows):
            yield from _fact_set(title, [_change(row) for row in rows])
        case Citation():
            yield text_block(_source(part), size="Small", isSubtle=True, spacing="Small")
        case Picture(png, alt):
            yield _picture(png, alt)
        case File(name, text):
            yield from _file(name, text)


def _pieces(text: str) -> Iterator[str]:
    """Lines stay lines: Teams needs an empty line between them."""
    return slices(re.sub(r"\n+", "\n\n", text.strip()))


def _fact_set(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[Element]:
    if title.strip():
        yield text_block(escape(shortened(title, VALUE)), weight="Bolder")
    if rows:
        facts = [{"title": escape(shortened(label, LABEL)), "value": value} for label, value in rows]
        yield {"type": "FactSet", "facts": facts}


def _value(text: str) -> str:
    return escape(shortened(text, VALUE))


def _picture(png: str, alt: str) -> Element:
    """What is too large to travel in a card is told in its words."""
    shown = {"type": "Image", "url": f"data:image/png;base64,{png}", "altText": shortened(alt, VALUE)}
    return shown if size(shown) <= ELEMENT else text_block(_value(alt))


def _file(name: str, text: str) -> Iterator[Element]:
    """A bot's file needs its reader's consent to be stored in Teams, and a place there; lines to copy need
    neither."""
    lines = text.splitlines()
    shown = "\n\n".join(escape(line) for line in lines[:LINES])
    yield text_block(escape(f"{name}, to copy"), weight="Bolder", spacing="Medium")
    yield text_block(shown, fontType="Monospace", size="Small")
    if len(lines) > LINES:
        yield text_block(f"… {len(lines) - LINES} more lines.", isSubtle=True)


def _change(row: DiffRow) -> tuple[str, str]:
    """Old and new value with the words they came from. A hedged value is visibly not part of Save."""
    spoken = " ".join(row.said.split())
    before, after, words = (escape(shortened(each, CHANGED)) for each in (row.old, row.new, spoken))
    new = f"**{after}**" if row.selected else f"{after} (not selected)"
    change = f"{before} → {new}" if row.old else new
    said = f" · {row.lead_in} “{words}”" if row.said else ""
    said = " · your edit" if row.edited else said
    return f"{'☑' if row.selected else '☐'} {row.label}", change + said


def _source(citation: Citation) -> str:
    named = f"{citation.title} › {citation.section}" if citation.section else citation.title
    place = _value(named) or "page"
    # Teams opens https only, and a bracket or space would end the link.
    url = citation.url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("{", "%7B")
    shown = f"[{place}]({url})" if opens(url) else place
    about = [
        escape(shortened(word, LABEL)) for word in (citation.owner, citation.age, citation.status) if word
    ]
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
        case File(name):
            yield name


def _buttons(reply: Reply) -> list[Element]:
    """Rows of six: Teams hides what exceeds six in one."""
    shown = [_button(action, reply.card_id) for action in buttons(reply)]
    rows = (shown[at : at + IN_A_ROW] for at in range(0, len(shown), IN_A_ROW))
    return [{"type": "ActionSet", "actions": row} for row in rows]


def _button(action: Action, card_id: str) -> Element:
    data = {"card_id": card_id, "action": action.id, "value": action.value}
    style = {"style": STYLES[action.style]} if action.style in STYLES else {}
    title = shortened(action.label, TITLE)
    if action.opens_form:
        # Only a submitted action can open a dialog; an executed one cannot.
        fetch = {**data, "msteams": {"type": "task/fetch"}}
        return {"type": "Action.Submit", "title": title, "data": fetch, **style}
    return {"type": "Action.Execute", "title": title, "verb": action.id, "data": data, **style}
