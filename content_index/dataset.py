"""A set of questions with known answers: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` of one folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content_index.errors import ContentError
from content_index.model import Document

SOURCE = "corpus"
_KINDS = {"id": str | int, "text": str}


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """`corpus.jsonl` (id, title, text, optional path), `queries.jsonl` (id, text) and `qrels.tsv` (query,
    document, grade) of one folder; only questions with a relevant document."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


def read_dataset(folder: Path) -> Dataset:
    """Raises `ContentError` naming the file that is missing or malformed."""
    documents = [
        Document(f"{SOURCE}/{row['id']}", SOURCE, str(row["id"]), str(row.get("title") or ""), row["text"])
        for row in _rows(folder / "corpus.jsonl", ("id", "text"))
    ]
    if twice := next((id for id, count in Counter(one.id for one in documents).items() if count > 1), ""):
        raise ContentError(f"{folder / 'corpus.jsonl'} has “{twice.removeprefix(SOURCE + '/')}” twice.")
    grades = _grades(folder / "qrels.tsv")
    questions = [
        Question(str(row["id"]), row["text"], grades[str(row["id"])])
        for row in _rows(folder / "queries.jsonl", ("id", "text"))
        if str(row["id"]) in grades
    ]
    if not questions:
        raise ContentError(f"{folder} holds no question with a relevant document.")
    return Dataset(folder.resolve().name, tuple(documents), tuple(questions))


def read_texts(path: Path) -> list[str]:
    """The `text` of each line."""
    return [row["text"] for row in _rows(path, ("text",))]


def _rows(path: Path, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict) or not all(
                    isinstance(row.get(key), _KINDS[key]) for key in keys
                ):
                    raise ContentError(f"{path}, line {number}: it needs {' and '.join(keys)}.")
                yield row
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ContentError(f"{path} is not JSON lines.") from error


def _grades(path: Path) -> dict[str, dict[str, int]]:
    """A header line is known by its grade, which is no number."""
    grades: dict[str, dict[str, int]] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ContentError(f"{path} is not UTF-8.") from error
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if len(cells) == 3 and cells[2].lstrip("-").isdigit():
            if int(cells[2]) > 0:
                grades.setdefault(cells[0], {})[cells[1]] = int(cells[2])
        elif number > 1 and line.strip():
            raise ContentError(f"{path}, line {number}: it needs query, document and grade between tabs.")
    return grades
