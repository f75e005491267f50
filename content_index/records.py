"""Documents and passages as lines of JSON, read one at a time from where they lie."""

from __future__ import annotations

import json
import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from content_index.model import Document, Passage, Principal


class Lines:
    """The lines of a file by number, mapped, not loaded."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0
            self._bytes = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        ends = np.flatnonzero(np.frombuffer(self._bytes, np.uint8) == ord("\n"))
        self._starts = np.concatenate(([0], ends + 1))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(self._bytes[self._starts[row] : self._starts[row + 1]])
        return line


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the catalogue; its passages are `count` rows from `first`."""

    id: str
    audience: frozenset[Principal]
    first: int
    count: int


def catalogue_text(entries: Sequence[Entry]) -> str:
    audiences = sorted({tuple(sorted(entry.audience)) for entry in entries})
    place = {audience: number for number, audience in enumerate(audiences)}
    rows = [[entry.id, place[tuple(sorted(entry.audience))], entry.first, entry.count] for entry in entries]
    return json.dumps({"audiences": audiences, "documents": rows})


def catalogue_from(text: str) -> list[Entry]:
    content = json.loads(text)
    audiences = [frozenset(Principal(name) for name in names) for names in content["audiences"]]
    return [Entry(key, audiences[place], first, count) for key, place, first, count in content["documents"]]


def document_line(document: Document, fingerprint: str) -> str:
    return _line(
        {
            "id": document.id,
            "source": document.source,
            "path": document.path,
            "fingerprint": fingerprint,
            "audience": sorted(document.audience),
            "title": document.title,
            "owner": document.owner,
            "updated": _day(document.updated),
            "verified": _day(document.verified),
            "review_by": _day(document.review_by),
            "url": document.url,
            "text": document.text,
        }
    )


def document_from(line: dict[str, Any]) -> Document:
    return Document(
        id=line["id"],
        source=line["source"],
        path=line["path"],
        title=line["title"],
        text=line["text"],
        audience=frozenset(Principal(name) for name in line["audience"]),
        owner=line["owner"],
        updated=_date(line["updated"]),
        verified=_date(line["verified"]),
        review_by=_date(line["review_by"]),
        url=line["url"],
    )


def passage_line(passage: Passage) -> str:
    return _line(
        {
            "id": passage.id,
            "document_id": passage.document_id,
            "title": passage.title,
            "headings": passage.headings,
            "text": passage.text,
            "position": passage.position,
        }
    )


def passage_from(line: dict[str, Any]) -> Passage:
    return Passage(
        line["id"],
        line["document_id"],
        line["title"],
        tuple(line["headings"]),
        line["text"],
        line["position"],
    )


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")) + "\n"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
