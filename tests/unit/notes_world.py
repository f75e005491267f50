"""A small invented company for tests of note understanding."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.evaluate_notes import book, person
from bot.chat import Person
from bot.notes.model import DialogContext, FieldChange, RecordUpdate, Understanding
from bot.notes.understand import understand
from bot.sales import Book, FieldName, Value

HERE = Path(__file__).parent
CRM = HERE / "notes_crm.json"
MESSAGES = HERE / "notes_messages.jsonl"
SEED: dict[str, Any] = json.loads(CRM.read_text(encoding="utf-8"))
NOW = datetime.fromisoformat(SEED["reference_time"])
PEOPLE: dict[str, Person] = {u["id"]: person(u) for u in SEED["users"]}
BOOKS: dict[str, Book] = {i: book(SEED, i) for i in PEOPLE}


def understood(text: str, user: str = "R1", context: DialogContext | None = None) -> Understanding:
    return understand(text, context or DialogContext(PEOPLE[user]), BOOKS[user], NOW)


def only_update(text: str, user: str = "R1", context: DialogContext | None = None) -> RecordUpdate:
    (update,) = understood(text, user, context).updates
    return update


def written(text: str, field: FieldName, user: str = "R1") -> list[Value]:
    """Every value that Save would write for `field`."""
    changes = changes_of(text, user)
    return [c.value for c in changes if c.field == field and c.assertion != "hedged"]


def hedged(text: str, field: FieldName, user: str = "R1") -> list[Value]:
    return [c.value for c in changes_of(text, user) if c.field == field and c.assertion == "hedged"]


def changes_of(text: str, user: str = "R1") -> list[FieldChange]:
    return [c for u in understood(text, user).updates for c in u.changes]
