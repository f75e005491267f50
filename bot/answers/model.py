"""An answer before it is rendered: its lines, each with the source that supports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from content_index.units import Shape

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
    """A piece of the answer, word for word from the source `number`; the sources `also` say the same.
    `lead` opens it (the sentence above a list, the step above code), `mark` is an item's bullet or number,
    `cells` a table row as (column, value) pairs. Where it `runs_on`, the next line stands right after it in
    the source, and the number behind that one is for both."""

    text: str
    number: int
    shape: Shape = "sentence"
    lead: str = ""
    mark: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    also: tuple[int, ...] = ()
    runs_on: bool = False

    @property
    def whole(self) -> str:
        """What is read of it where it stands alone."""
        return f"{self.lead} {self.text}" if self.lead else self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """`abstained` is no answer: its lines, if any, and sources are only the nearest there is. `question` is
    the resolved one, `about` what a follow-up was completed with; `corrected` are words searched for in the
    place of slips, `unmatched` names in it that no page mentions. With `differ` the first two lines are
    sources that contradict each other, the newer first."""

    kind: AnswerKind
    question: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    confidence: float
    unmatched: tuple[str, ...] = ()
    about: str = ""
    corrected: tuple[str, ...] = ()
    differ: bool = False
