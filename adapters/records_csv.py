"""Accounts, contacts, opportunities and notes as another CRM exports them: rows to records, or why not."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, TypeVar, get_args

from adapters.crm.seed import Holdings
from adapters.csv_tables import Headers, Rejected, Row, read_table
from adapters.csv_values import Days, amount, id_of_name, whole
from bot.chat import Person
from bot.sales import Account, Contact, Note, NoteType, Opportunity, Stage

ACCOUNTS: Headers = {
    "name": ("account", "account_name", "company", "company_name"),
    "id": ("account_id", "company_id", "record_id"),
    "owner": ("account_owner", "company_owner", "owner_email", "sales_agent"),
    "currency": ("currency_code", "currencyisocode"),
    "country": ("office_location", "billing_country", "country_region"),
    "aliases": ("alias", "also_known_as"),
}
CONTACTS: Headers = {
    "name": ("full_name", "contact", "contact_name"),
    "first_name": ("firstname",),
    "last_name": ("lastname", "surname"),
    "id": ("contact_id", "record_id"),
    "account": ("account_name", "company", "company_name", "account_id"),
    "title": ("job_title", "jobtitle"),
    "role": ("buying_role", "contact_role"),
    "email": ("e_mail", "email_address"),
}
OPPORTUNITIES: Headers = {
    "id": ("opportunity_id", "deal_id", "record_id"),
    "name": ("opportunity", "opportunity_name", "deal", "deal_name", "dealname"),
    "account": ("account_name", "company", "company_name", "account_id", "associated_company"),
    "product": ("product_name",),
    "owner": ("sales_agent", "opportunity_owner", "deal_owner", "owner_name", "owner_email", "owner_id"),
    "stage": ("deal_stage", "stage_name", "stagename", "dealstage"),
    "amount": ("close_value", "deal_value", "value"),
    "currency": ("currency_code", "currencyisocode", "deal_currency_code"),
    "close_date": ("closing_date", "expected_close_date", "closedate"),
    "next_step": ("nextstep",),
    "seats": ("quantity", "licences", "licenses", "users"),
    "reason": ("loss_reason", "lost_reason", "closed_lost_reason"),
}
NOTES: Headers = {
    "text": ("note", "body", "content", "note_body"),
    "id": ("note_id",),
    "opportunity": ("opportunity_id", "opportunity_name", "deal", "deal_id", "deal_name"),
    "account": ("account_name", "company", "company_name", "account_id"),
    "author": ("owner", "created_by", "sales_agent", "author_email"),
    "date": ("created", "created_at", "written_at", "created_date", "activity_date"),
    "type": ("note_type", "activity_type"),
}
Record = TypeVar("Record", Account, Contact, Opportunity, Note)
TYPES: Mapping[str, NoteType] = {name: name for name in get_args(NoteType)}


class Reader:
    """Reads the files of one import: contacts, opportunities and notes may name what the accounts and
    opportunities bring, or what the CRM `held` already. A cell left empty keeps what the record held. What is
    wrong with a row goes to `rejected`. `renamed` are ids of stages by the file's names for them."""

    def __init__(
        self,
        held: Holdings,
        people: Sequence[Person],
        stages: Sequence[Stage],
        *,
        renamed: Mapping[str, str],
        currency: str,
        day_first: bool | None = None,
    ) -> None:
        self.rejected: list[Rejected] = []
        self._currency = currency
        self._day_first = day_first
        self._accounts = Names((a.id, a.name, *a.aliases) for a in held.accounts)
        self._opportunities = Names((o.id, o.name) for o in held.opportunities)
        self._people = Names((p.crm_user, p.id, p.email, p.name) for p in people)
        self._stages = Names((s.id, s.name, *s.synonyms) for s in stages)
        self._renamed = {_key(name): id for name, id in renamed.items()}
        self._stage = {stage.id: stage for stage in stages}
        self._held_accounts = {account.id: account for account in held.accounts}
        self._held_contacts = {contact.id: contact for contact in held.contacts}
        self._held_opportunities = {opportunity.id: opportunity for opportunity in held.opportunities}

    def read(self, files: Mapping[str, Path]) -> Holdings:
        """`files` by what they hold, as the fields of Holdings are called. Raises ConfigError for a file that
        cannot be read."""
        return Holdings(
            accounts=self._accounts_in(files.get("accounts")),
            contacts=self._read(files.get("contacts"), CONTACTS, ["account"], self._contact),
            opportunities=self._opportunities_in(files.get("opportunities")),
            notes=self._read(files.get("notes"), NOTES, ["text", "author", "date"], self._note, "date"),
        )

    def _accounts_in(self, path: Path | None) -> tuple[Account, ...]:
        read = self._read(path, ACCOUNTS, ["name"], self._account)
        for account in read:
            self._accounts.add(account.id, account.name, *account.aliases)
        return read

    def _opportunities_in(self, path: Path | None) -> tuple[Opportunity, ...]:
        read = self._read(path, OPPORTUNITIES, ["account", "owner", "stage"], self._opportunity, "close_date")
        for opportunity in read:
            self._opportunities.add(opportunity.id, opportunity.name)
        return read

    def _read(
        self,
        path: Path | None,
        headers: Headers,
        needs: Sequence[str],
        make: Callable[[Row, Days], Record],
        dated: str = "",
    ) -> tuple[Record, ...]:
        if path is None:
            return ()
        rows = read_table(path, headers, needs)
        days = Days.of((row[dated] for row in rows) if dated else (), self._day_first)
        made: dict[str, Record] = {}
        lines: dict[str, int] = {}
        for row in rows:
            try:
                record = make(row, days)
                if record.id in made:
                    raise ValueError(f"repeats line {lines[record.id]} ({record.id}); keep one of them")
            except ValueError as error:
                self.rejected.append(Rejected(path.name, row.number, str(error)))
            else:
                made[record.id], lines[record.id] = record, row.number
        return tuple(made.values())

    def _account(self, row: Row, days: Days) -> Account:
        name = _needed(row, "name")
        id = row["id"] or self._accounts.only(name) or _id(name)
        held = self._held_accounts.get(id, Account(id, name, currency=self._currency))
        aliases = tuple(part.strip() for part in row["aliases"].split(";") if part.strip())
        owner = self._people.find(row["owner"], PEOPLE) if row["owner"] else ""
        return _given(
            held,
            name=name,
            aliases=aliases,
            owner_id=owner,
            currency=row["currency"].upper(),
            country=row["country"],
        )

    def _contact(self, row: Row, days: Days) -> Contact:
        name = row["name"] or f"{row['first_name']} {row['last_name']}".strip()
        if not name:
            raise ValueError("has no name; write one")
        account = self._account_of(row)
        id = row["id"] or f"{account}/{_id(name)}"
        held = self._held_contacts.get(id, Contact(id, account, name))
        return _given(held, name=name, title=row["title"], role=row["role"], email=row["email"])

    def _opportunity(self, row: Row, days: Days) -> Opportunity:
        account = self._account_of(row)
        owner = self._people.find(_needed(row, "owner"), PEOPLE)
        stage = self._stage[self._stage_of(_needed(row, "stage"))]
        name = row["name"] or " – ".join(filter(None, (row["account"], row["product"])))
        id = row["id"] or self._opportunities.only(name) or _id(name)
        fresh = Opportunity(id, account, name, owner, currency=self._currency)
        return replace(
            _given(
                self._held_opportunities.get(id, fresh),
                name=row["name"],
                amount=amount(row["amount"]) if row["amount"] else None,
                currency=row["currency"].upper(),
                close_date=days.read(row["close_date"]) if row["close_date"] else None,
                next_step=row["next_step"],
                seats=whole(row["seats"]) if row["seats"] else None,
                reason=row["reason"],
            ),
            account_id=account,
            owner_id=owner,
            stage=stage.id,
            status="open" if not stage.is_closed else "won" if stage.is_won else "lost",
        )

    def _note(self, row: Row, days: Days) -> Note:
        text = _needed(row, "text")
        author = self._people.find(_needed(row, "author"), PEOPLE)
        about = row["opportunity"]
        opportunity = self._opportunities.find(about, "an opportunity; import it first") if about else None
        account = None if opportunity else self._account_of(row)
        day = days.read(_needed(row, "date"))
        digest = hashlib.sha256("|".join((opportunity or account or "", author, str(day), text)).encode())
        return Note(
            id=row["id"] or f"import:{digest.hexdigest()[:24]}",
            author_id=author,
            text=text,
            written_at=datetime.combine(day, time(12), UTC),
            opportunity_id=opportunity,
            account_id=account,
            note_type=TYPES.get(row["type"].casefold(), "other"),
        )

    def _account_of(self, row: Row) -> str:
        return self._accounts.find(_needed(row, "account"), "an account; add it to the accounts")

    def _stage_of(self, name: str) -> str:
        if _key(name) in self._renamed:
            return self._renamed[_key(name)]
        return self._stages.find(name, f'a stage; say which it is with --stage "{name}=STAGE"')


PEOPLE = "a person here; run `cornerman people sync` first"


class Names:
    """Ids by what people call them. The first word of each entry is the id that is found."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        self._ids: dict[str, set[str]] = {}
        self._exact: set[str] = set()
        for entry in entries:
            self.add(*entry)

    def add(self, id: str, *names: str) -> None:
        self._exact.add(id)
        for name in (id, *names):
            if name:
                self._ids.setdefault(_key(name), set()).add(id)

    def only(self, name: str) -> str:
        found = self._ids.get(_key(name), set())
        return next(iter(found)) if len(found) == 1 else ""

    def find(self, name: str, what: str) -> str:
        """Raises ValueError where no one, or more than one, is called so."""
        if name in self._exact:
            return name
        found = self._ids.get(_key(name), set())
        if len(found) > 1:
            raise ValueError(f'"{name}" is the name of {len(found)}; use an id')
        if not found:
            near = difflib.get_close_matches(_key(name), self._ids, n=1, cutoff=0.85)
            hint = f' (near: "{near[0]}")' if near else ""
            raise ValueError(f'"{name}" is not {what}{hint}')
        return next(iter(found))


def _given(held: Record, **cells: Any) -> Record:
    """The record with what the row says; empty cells say nothing."""
    return replace(held, **{name: value for name, value in cells.items() if value not in ("", None, ())})


def _needed(row: Row, column: str) -> str:
    if not row[column]:
        raise ValueError(f"has no {column}; write one")
    return row[column]


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter == "@")


def _id(name: str) -> str:
    return id_of_name(name) or hashlib.sha256(name.encode()).hexdigest()[:12]
