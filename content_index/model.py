"""The words of retrieval."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NewType, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]
"""Shape (dimension,) or (rows, dimension); rows are unit length, so a dot product is the cosine."""

Principal = NewType("Principal", str)
"""Who may see: `public`, `group:NAME` or `person:ID`."""

PUBLIC = Principal("public")


def seen_by_all(audiences: Iterable[frozenset[Principal]]) -> frozenset[Principal]:
    """Who may see what is for each of these audiences, as far as principals can say it; empty for nobody, and
    public only when each of them is."""
    restricted = [audience for audience in audiences if PUBLIC not in audience]
    return frozenset.intersection(*restricted) if restricted else frozenset({PUBLIC})


def lies_within(document_id: str, folders: Collection[str]) -> bool:
    """True of every document where no folder is named."""
    return not folders or any(document_id.startswith(f"{folder}/") for folder in folders)


@dataclass(frozen=True, slots=True)
class Document:
    """One page of content, as Markdown. `id` is `source/path` and stays the same over edits.

    `audience`: a person sees the document when one of their principals is in it.
    `path` is relative to the source with `/`; `url` opens the original where there is one.
    """

    id: str
    source: str
    path: str
    title: str
    text: str
    audience: frozenset[Principal] = frozenset({PUBLIC})
    owner: str = ""
    updated: date | None = None
    verified: date | None = None
    review_by: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be cited. `headings` leads from the top to the piece, title excluded;
    `text` is Markdown without its headings; `position` counts from 0 within the document."""

    id: str
    document_id: str
    title: str
    headings: tuple[str, ...]
    text: str
    position: int

    @property
    def section(self) -> str:
        return " › ".join(self.headings)


@dataclass(frozen=True, slots=True)
class Query:
    """`allowed` are the asker's principals: nothing outside them is ever returned, counted or hinted at; nor
    outside the sources and folders `within` where any are named (`source`, or `source/folder`)."""

    text: str
    allowed: frozenset[Principal]
    k: int = 10
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A higher score is better, always. `dense` is the cosine with the question, `likeness` the whitened
    one (content_index.whitening), `lexical` the BM25 score, 0.0 where the passage has none of its words."""

    passage: Passage
    document: Document
    score: float
    dense: float = 0.0
    likeness: float = 0.0
    lexical: float = 0.0


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as it was typed, and the word of the pages that was searched for instead."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The hits for one query, best first. `confidence` in 0..1 says how likely the hits answer it;
    `unmatched` are the question's own telling words that no passage the asker may see contains. `meant` is
    the question without greetings, and with these `corrections` of slips of the fingers; `vector` is the
    one it was searched with."""

    query: Query
    hits: tuple[Hit, ...]
    confidence: float
    unmatched: tuple[str, ...] = ()
    meant: str = ""
    corrections: tuple[Correction, ...] = ()
    vector: Vector = field(default_factory=lambda: np.zeros(0, np.float32), compare=False, repr=False)
