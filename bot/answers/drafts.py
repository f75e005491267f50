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

FOR_ENABLEMENT = "group:enablement"

_LONGEST_NAME = 60
_WORD = re.compile(r"[a-z0-9]+")


def draft_from(inquiry: Inquiry, expert: Person, day: date) -> PageDraft:
    """Owned by whoever answered. Seen by those who may see every page that was nearest; without such a page
    by the expert's groups, and failing that by the expert alone."""
    groups = tuple(sorted(f"group:{name}" for name in expert.groups))
    audience = inquiry.audience if inquiry.document_ids else groups
    return PageDraft(
        name=name_for(inquiry),
        title=inquiry.question,
        text=inquiry.answer,
        owner=expert.name,
        audience=audience or (f"person:{expert.id}",),
        written=day,
    )


def name_for(inquiry: Inquiry) -> str:
    return f"{_slug(inquiry.question)}-{inquiry.id[:8]}.md"


def section_of(inquiry: Inquiry, expert: Person, day: date) -> str:
    """A second answer to a question that has a draft: below the first, under its own author's name."""
    return f"## {expert.name} · {day.day} {day:%B %Y}\n\n{inquiry.answer.strip()}"


def readers_of_both(first: PageDraft, second: PageDraft) -> tuple[str, ...]:
    """Those who may read each of the two answers; enablement decides where that is nobody."""
    audiences = (frozenset(map(Principal, page.audience)) for page in (first, second))
    return narrowest(audiences) or (FOR_ENABLEMENT,)


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
