"""An expert's answer as a page: its name, and who may see it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from bot.chat import Person
from bot.ports import Inquiry, PageDraft
from content_index.model import Principal, seen_by_all

ANSWERS = "answers"
"""The source that published pages belong to."""

_LONGEST_NAME = 60
_WORD = re.compile(r"[a-z0-9]+")


def draft_from(inquiry: Inquiry, expert: Person, day: date) -> PageDraft:
    """Owned by whoever answered. Seen by those who may see every page that was nearest; without such a page
    by the expert's groups, and failing that by the expert alone."""
    groups = tuple(sorted(f"group:{name}" for name in expert.groups))
    audience = inquiry.audience if inquiry.document_ids else groups
    return PageDraft(
        name=f"{_slug(inquiry.question)}-{inquiry.id[:8]}.md",
        title=inquiry.question,
        text=inquiry.answer,
        owner=expert.name,
        audience=audience or (f"person:{expert.id}",),
        written=day,
    )


def narrowest(audiences: Iterable[frozenset[Principal]]) -> tuple[str, ...]:
    """Who may see every one of these pages, in the form in which inquiries keep it."""
    return tuple(sorted(seen_by_all(audiences)))


def document_id(name: str) -> str:
    return f"{ANSWERS}/{name}"


def name_of(document_id: str) -> str:
    return document_id.removeprefix(f"{ANSWERS}/")


def _slug(question: str) -> str:
    plain = unicodedata.normalize("NFKD", question.casefold()).encode("ascii", "ignore").decode()
    name = ""
    for word in _WORD.findall(plain):
        if len(name) + len(word) >= _LONGEST_NAME:
            break
        name += f"-{word}" if name else word
    return name or "question"
