"""A scene to practise in: what the customer says, out of the driver's own pages where they have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.audience import Content, principals
from bot.chat import Person
from bot.coaching import wording
from bot.coaching.model import Driver
from content_index.errors import ContentError
from content_index.model import Document, Passage

_QUOTED = r"[\"“](?P<line>[^\"“”\n]{8,200})[\"”]"
_HEADING = re.compile(rf"\s*{_QUOTED}\W*")
_SAYS = re.compile(
    rf"\b(?:they|customers?|buyers?|prospects?) (?:says?|asks?|tells? you|answers?)[:,]? {_QUOTED}",
    re.IGNORECASE,
)
_BOLD = re.compile(rf"^\*\*{_QUOTED}\*\*$", re.MULTILINE)
"""The heading of a section so short that it shares a passage."""
_ANY = re.compile(_QUOTED)


@dataclass(frozen=True, slots=True)
class Line:
    """Words from a page; without `document` and `passage` they are the bot's own."""

    text: str
    document: Document | None = None
    passage: Passage | None = None


def scene(driver: Driver, place: int, person: Person, content: Content) -> Line:
    """The customer's line number `place`, counted round and round, in the order enablement gave pages."""
    found = [line for each in _passages(driver, person, content) for line in _customer_lines(*each)]
    lines = found or [Line(text) for text in wording.CUSTOMER_LINES]
    return lines[place % len(lines)]


def spoken(driver: Driver, person: Person, content: Content) -> tuple[str, ...]:
    """What the driver's pages quote, customers' lines left out: how a seller could put it."""
    passages = list(_passages(driver, person, content))
    customers = {line.text for each in passages for line in _customer_lines(*each)}
    quoted = (match["line"] for _, passage in passages for match in _ANY.finditer(passage.text))
    return tuple(dict.fromkeys(line for line in quoted if line not in customers and len(line.split()) > 3))


def _passages(driver: Driver, person: Person, content: Content) -> Iterator[tuple[Document, Passage]]:
    allowed = principals(person)
    for page in driver.content:
        try:
            document, passages = content.document(page, allowed), content.passages(page, allowed)
        except ContentError:
            return
        if document:
            yield from ((document, passage) for passage in passages)


def _customer_lines(document: Document, passage: Passage) -> Iterator[Line]:
    heading = _HEADING.fullmatch(passage.headings[-1]) if passage.headings else None
    said = [heading["line"]] if heading else []
    said += [match["line"] for way in (_BOLD, _SAYS) for match in way.finditer(passage.text)]
    return (Line(text, document, passage) for text in said)
