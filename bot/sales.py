"""The words of selling. One company's CRM, seen without its vendor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import PlainSerializer, PlainValidator

FieldName: TypeAlias = Literal[
    "amount",
    "currency",
    "amount_type",
    "stage",
    "close_date",
    "next_step",
    "next_step_due",
    "seats",
    "contacts",
    "competitors",
    "verifiers",
    "note_type",
    "status",
    "reason",
]


def _tag(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _untag(plain: Any) -> Any:
    match plain:
        case {"decimal": str(text)}:
            return Decimal(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case list():
            return tuple(plain)
    return plain


# JSON has one number and no date: the tag brings each value back as the type it was.
Value: TypeAlias = Annotated[
    Decimal | int | str | date | tuple[str, ...] | None, PlainSerializer(_tag), PlainValidator(_untag)
]
NoteType: TypeAlias = Literal["call", "meeting", "email", "other"]
Status: TypeAlias = Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class Stage:
    """`crm_value` is what the CRM calls it, where that is not what this CRM's adapter takes by default."""

    id: str
    name: str
    order: int
    synonyms: tuple[str, ...] = ()
    is_closed: bool = False
    is_won: bool = False
    crm_value: str = ""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Evidence that came from the customer, never from our own activity."""

    id: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    owner_id: str = ""
    currency: str = "USD"
    country: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    id: str
    account_id: str
    name: str
    title: str = ""
    role: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """`owner_id` and `team_ids` are CRM user ids. `contacts` are contact ids, `verifiers` verifier ids.

    `version` changes with every write to a field that the CRM keeps on the record itself, not on a task or a
    link beside it; it is opaque outside the CRM that issued it.
    """

    id: str
    account_id: str
    name: str
    owner_id: str
    team_ids: tuple[str, ...] = ()
    stage: str = ""
    amount: Decimal | None = None
    currency: str = "USD"
    amount_type: str = ""
    close_date: date | None = None
    next_step: str = ""
    next_step_due: date | None = None
    seats: int | None = None
    contacts: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    verifiers: tuple[str, ...] = ()
    status: Status = "open"
    reason: str = ""
    version: str = ""

    def writable_by(self, crm_user: str) -> bool:
        return crm_user == self.owner_id or crm_user in self.team_ids


@dataclass(frozen=True, slots=True)
class Note:
    """What a rep wrote about an opportunity or account. Visible to its author and the opportunity's team."""

    id: str
    author_id: str
    text: str
    written_at: datetime
    opportunity_id: str | None = None
    account_id: str | None = None
    note_type: NoteType = "other"


@dataclass(frozen=True, slots=True)
class Book:
    """The part of the CRM that one speaker's message is read against.

    `mine` are the opportunities the speaker may write. `others` are everyone else's that the message may
    name, kept only so that a note about one of them can be refused; the same holds for accounts and contacts
    where the speaker has no part. Nothing of these may ever be shown to the speaker.
    """

    speaker: str
    mine: tuple[Opportunity, ...]
    others: tuple[Opportunity, ...] = ()
    accounts: tuple[Account, ...] = ()
    contacts: tuple[Contact, ...] = ()
    stages: tuple[Stage, ...] = ()
    verifiers: tuple[Verifier, ...] = ()
    competitors: tuple[str, ...] = ()
    loss_reasons: tuple[str, ...] = ()
    fiscal_year_start_month: int = 1

    def account(self, account_id: str) -> Account | None:
        return next((a for a in self.accounts if a.id == account_id), None)

    def contact(self, contact_id: str) -> Contact | None:
        return next((c for c in self.contacts if c.id == contact_id), None)

    def stage(self, stage_id: str) -> Stage | None:
        return next((s for s in self.stages if s.id == stage_id), None)


ON_ACCOUNT = "account:"
AS_LEAD = "lead:"
"""What stands before an account's id, or a new company's name, in place of an opportunity's id."""


@dataclass(frozen=True, slots=True)
class CrmUpdate:
    """One confirmed write. `key` makes it happen once; `expect` holds the values the user saw:
    where one of them has changed since, nothing is written and `CrmConflict` is raised.

    List fields (`contacts`, `competitors`, `verifiers`) are whole values, old and new.
    A contact `new:Full Name` is created on the opportunity's account. An `opportunity_id` of `account:ID`
    keeps the note on that account, `lead:Name` on one of the speaker's that is created if need be: both set
    no fields, and what is applied then bears the account's name.
    """

    key: str
    opportunity_id: str
    set: dict[FieldName, Value] = field(default_factory=dict)
    expect: dict[FieldName, Value] = field(default_factory=dict)
    note: str = ""
    note_type: NoteType = "other"


@dataclass(frozen=True, slots=True)
class Applied:
    """The record before and after, both read back from the CRM. `repeated`: the key was applied before. Not
    `written`: the CRM is on trial, and `after` is what would have become of the record."""

    before: Opportunity
    after: Opportunity
    repeated: bool = False
    written: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an opportunity that got another value, as the CRM tells it. `by` is a CRM user id, empty
    where that is not told."""

    at: datetime
    field: FieldName
    old: Value
    new: Value
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """An opportunity that was won or lost, without whose it was and what it was called."""

    status: Status
    closed_on: date
    competitors: tuple[str, ...] = ()
    reason: str = ""
