"""Questions that need a person: who was asked, what no page answers, and who waits for it to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from bot.chat import Address

GapState: TypeAlias = Literal["open", "answered", "drafted", "published", "closed"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One person's question to an expert. `asked` are all who were given it; who still holds it is in their
    cards. `reply_to` is where it was asked and the answer goes; None is the asker's own chat instead.
    `document_ids` are the nearest pages, `audience` the principals who may see every one of them, empty where
    there is no page. A `private` answer is for the asker alone. `waiting_since` is when those who were given
    it last got it or were reminded; None when nobody is waited for."""

    id: str
    gap_id: str
    asker_id: str
    question: str
    reply_to: Address | None
    document_ids: tuple[str, ...]
    audience: tuple[str, ...]
    asked_at: datetime
    asked: tuple[str, ...] = ()
    desk_id: str = ""
    state: Literal["open", "answered", "unanswered"] = "open"
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    private: bool = False
    waiting_since: datetime | None = None
    reminded: bool = False
    version: int = 0

    @property
    def in_thread(self) -> bool:
        """The answer is read by others than the asker."""
        return self.reply_to is not None and self.reply_to.kind != "direct"


class Inquiries(Protocol):
    def add(self, inquiry: Inquiry) -> Inquiry:
        """Returns the one stored under the same id if there is one."""
        ...

    def get(self, inquiry_id: str) -> Inquiry | None: ...
    def save(self, inquiry: Inquiry) -> Inquiry:
        """Raises StaleState when `version` is no longer the stored one."""
        ...

    def of_gap(self, gap_id: str) -> Sequence[Inquiry]:
        """Oldest first."""
        ...

    def waiting(self, before: datetime) -> Sequence[Inquiry]:
        """Open ones that wait since before that moment, the longest first."""
        ...

    def forget(self, before: datetime) -> int:
        """Wipes question and answer of those asked before that moment; returns how many had any."""
        ...


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that no page answers. `askers` are kept to tell them when it is mended, for nothing else.
    `vector` is the question's embedding by `model`, float32 in base64. `document_id` is the page written for
    it. Only `quotable` words, of an asker who passed them on, are shown. A closed gap holds no words and no
    people."""

    id: str
    question: str
    document_ids: tuple[str, ...]
    vector: str
    model: str
    askers: tuple[str, ...]
    first_asked: datetime
    last_asked: datetime
    state: GapState = "open"
    document_id: str = ""
    quotable: bool = False
    version: int = 0


class Gaps(Protocol):
    def add(self, gap: Gap) -> Gap:
        """Returns the one stored under the same id if there is one."""
        ...

    def get(self, gap_id: str) -> Gap | None: ...
    def save(self, gap: Gap) -> Gap:
        """Raises StaleState when `version` is no longer the stored one."""
        ...

    def in_states(self, states: Sequence[GapState]) -> Sequence[Gap]:
        """Those asked last come first."""
        ...


@dataclass(frozen=True, slots=True)
class Watch:
    """Someone found a page wanting, and is told when its text is no longer the one with this digest."""

    document_id: str
    person_id: str
    verdict: Literal["outdated", "wrong", "incomplete", "cant_find"]
    digest: str
    since: datetime


class Watches(Protocol):
    def put(self, watch: Watch) -> None:
        """A person's newer watch on the same page replaces the older."""
        ...

    def all(self) -> Sequence[Watch]:
        """Oldest first."""
        ...

    def remove(self, document_id: str, person_id: str) -> None: ...
