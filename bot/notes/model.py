"""What a message was understood to mean, before anyone has agreed to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.chat import Person
from bot.sales import FieldName, Value

Intent: TypeAlias = Literal["question", "crm_update", "crm_lookup", "coaching", "smalltalk", "other"]
Assertion: TypeAlias = Literal["stated", "inferred", "hedged"]
DialogAct: TypeAlias = Literal["confirm", "cancel", "undo", "correction", "choice"]
RecordKind: TypeAlias = Literal["opportunity", "account", "ambiguous", "new_account", "not_permitted"]


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Which record a clause is about. `ids` are opportunity ids, or one account id for `account`;
    `ambiguous` with no ids means no idea which; `name` is the company for `new_account`."""

    kind: RecordKind
    ids: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value with the words it came from. `hedged` was mentioned and must not be written.

    For list fields the value is a tuple with the added items only (`remove` for taken-away ones).
    """

    field: FieldName
    value: Value
    said: str
    assertion: Assertion = "stated"
    remove: bool = False


@dataclass(frozen=True, slots=True)
class RecordUpdate:
    """`text` holds the message's words about this record and no other; empty stands for all of them."""

    record: RecordRef
    changes: tuple[FieldChange, ...] = ()
    text: str = ""

    def value(self, field: FieldName) -> Value:
        """The value that Save would write for `field`, or None."""
        return next((c.value for c in self.changes if c.field == field and c.assertion != "hedged"), None)


@dataclass(frozen=True, slots=True)
class Understanding:
    """`updates` is empty for everything but a crm_update; a correction holds only the changed fields (none
    where it does not say which it means), an undo the saved records that it names, without changes.
    `confidence` is the intent's, 0 to 1. `choice` is the picked candidate's place, from 0."""

    intent: Intent
    updates: tuple[RecordUpdate, ...] = ()
    secondary_intent: Intent | None = None
    dialog_act: DialogAct | None = None
    choice: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DialogContext:
    """What the conversation remembers that a note can refer to.

    `pending` waits for Save, `applied` was just saved, `candidates` is the list shown when the bot
    asked which opportunity (in that order) with `asked_for` the update waiting for the answer;
    `recent` are opportunity ids spoken of lately, newest first.
    """

    speaker: Person
    pending: tuple[RecordUpdate, ...] = ()
    applied: tuple[RecordUpdate, ...] = ()
    candidates: tuple[str, ...] = ()
    asked_for: RecordUpdate | None = None
    recent: tuple[str, ...] = ()
