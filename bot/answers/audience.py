"""Who may see what: asked anew whenever something found earlier is shown or used again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from bot.chat import Person
from bot.ports import Searcher
from content_index.model import PUBLIC, Document, Passage, Principal


class Pages(Protocol):
    """What was found before, found again by name, with the audience checked each time. Raises
    `content_index.errors.ContentError` while the index cannot be read."""

    def document(self, document_id: str, allowed: frozenset[Principal]) -> Document | None: ...


class Content(Searcher, Pages, Protocol):
    def passages(self, document_id: str, allowed: frozenset[Principal]) -> Sequence[Passage]: ...


def principals(person: Person | None) -> frozenset[Principal]:
    """What `person` may see: everything public, and what is for them or their groups."""
    if person is None:
        return frozenset({PUBLIC})
    groups = (Principal(f"group:{name}") for name in person.groups)
    return frozenset({PUBLIC, Principal(f"person:{person.id}"), *groups})


def all_public(content: Pages, document_ids: Iterable[str]) -> bool:
    return all(content.document(one, frozenset({PUBLIC})) for one in document_ids)
