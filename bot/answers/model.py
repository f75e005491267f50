"""An answer before it is rendered: the sentences, each with the source that supports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

AnswerKind: TypeAlias = Literal["answered", "abstained"]


@dataclass(frozen=True, slots=True)
class Source:
    """A cited passage; not `public` when only some may see it. `verified` says when its owner last confirmed
    it, `review_by` when that runs out."""

    number: int
    passage_id: str
    document_id: str
    title: str
    section: str
    owner: str = ""
    updated: date | None = None
    verified: date | None = None
    review_by: date | None = None
    url: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What a follow-up refers to: the question that named the subject, the piece last put beside it ("EMEA"
    of "what about EMEA?"), and the lines last shown, each with the document it stands in."""

    question: str
    lines: tuple[tuple[str, str], ...] = ()
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the answer, word for word from the source `number`."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`abstained` is no answer: its lines, if any, and sources are only the nearest there is. `question` is
    the resolved one, `about` what a follow-up was completed with; `unmatched` are names in it that no page
    mentions."""

    kind: AnswerKind
    question: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    confidence: float
    unmatched: tuple[str, ...] = ()
    about: str = ""
