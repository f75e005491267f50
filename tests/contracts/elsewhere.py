"""A CRM that is not ours under the same suite: the suite's short ids in, the vendor's own ids on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from adapters.crm.shadow import PlanningCrm
from bot.errors import CrmConflict
from bot.sales import (
    Account,
    Applied,
    Book,
    Change,
    Contact,
    CrmUpdate,
    Ended,
    FieldName,
    Note,
    Opportunity,
    Value,
)

Rename = Callable[[str], str]


class Vendor(Protocol):
    """`theirs` and `ours` leave ids they do not know as they are. `required` are fields that the vendor
    does not let anybody empty."""

    required: frozenset[FieldName]

    def theirs(self, short: str) -> str: ...
    def ours(self, wire: str) -> str: ...
    def seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note],
    ) -> None:
        """Puts records, whose ids are the vendor's already, into the vendor's store."""
        ...


@dataclass
class Elsewhere:
    crm: PlanningCrm
    vendor: Vendor

    @property
    def required(self) -> frozenset[FieldName]:
        return self.vendor.required

    def load_seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note] = (),
    ) -> None:
        seed(self.vendor, accounts, contacts, opportunities, notes)

    def book(self, speaker: str, said: str = "") -> Book:
        book, name = self.crm.book(self.vendor.theirs(speaker), said), self.vendor.ours
        return replace(
            book,
            speaker=name(book.speaker),
            mine=tuple(_opportunity(o, name) for o in book.mine),
            others=tuple(_opportunity(o, name) for o in book.others),
            accounts=tuple(_account(a, name) for a in book.accounts),
            contacts=tuple(_contact(c, name) for c in book.contacts),
        )

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        name = self.vendor.theirs
        return _opportunity(self.crm.opportunity(name(opportunity_id), name(speaker)), self.vendor.ours)

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        name = self.vendor.theirs
        found = self.crm.notes(_behind(record_id, name), name(speaker))
        return [_note(n, self.vendor.ours) for n in found]

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> Sequence[Change] | None:
        name = self.vendor.theirs
        told = self.crm.changes(name(opportunity_id), name(speaker), since)
        return None if told is None else [replace(c, by=self.vendor.ours(c.by)) for c in told]

    def ended(self, since: date, competitor: str) -> Sequence[Ended] | None:
        return self.crm.ended(since, competitor)

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        return self._asked(self.crm.update, update, speaker)

    def plan(self, update: CrmUpdate, speaker: str) -> Applied:
        return self._asked(self.crm.plan, update, speaker)

    def _asked(self, ask: Callable[[CrmUpdate, str], Applied], update: CrmUpdate, speaker: str) -> Applied:
        name = self.vendor.theirs
        wire = replace(
            update,
            opportunity_id=_behind(update.opportunity_id, name),
            set=_values(update.set, name),
            expect=_values(update.expect, name),
        )
        with self._conflicts():
            applied = ask(wire, name(speaker))
        before, after = (_opportunity(o, self.vendor.ours) for o in (applied.before, applied.after))
        return replace(applied, before=before, after=after)

    @contextmanager
    def _conflicts(self) -> Iterator[None]:
        try:
            yield
        except CrmConflict as conflict:
            current = _opportunity(conflict.current, self.vendor.ours)
            raise CrmConflict(str(conflict), current, conflict.fields) from conflict


def seed(
    vendor: Vendor,
    accounts: Sequence[Account],
    contacts: Sequence[Contact],
    opportunities: Sequence[Opportunity],
    notes: Sequence[Note] = (),
) -> None:
    name = vendor.theirs
    vendor.seed(
        [_account(a, name) for a in accounts],
        [_contact(c, name) for c in contacts],
        [_opportunity(o, name) for o in opportunities],
        [_note(n, name) for n in notes],
    )


def _values(values: Mapping[FieldName, Value], name: Rename) -> dict[FieldName, Value]:
    contacts = values.get("contacts")
    if not isinstance(contacts, tuple):
        return dict(values)
    return {**values, "contacts": tuple(name(one) for one in contacts)}


def _behind(record_id: str, name: Rename) -> str:
    """Of `account:ID` the id alone is the vendor's."""
    kind, mark, id = record_id.rpartition(":")
    return f"{kind}{mark}{name(id)}"


def _account(account: Account, name: Rename) -> Account:
    return replace(account, id=name(account.id), owner_id=name(account.owner_id))


def _contact(contact: Contact, name: Rename) -> Contact:
    return replace(contact, id=name(contact.id), account_id=name(contact.account_id))


def _opportunity(opportunity: Opportunity, name: Rename) -> Opportunity:
    return replace(
        opportunity,
        id=_behind(opportunity.id, name),
        account_id=name(opportunity.account_id),
        owner_id=name(opportunity.owner_id),
        team_ids=tuple(name(one) for one in opportunity.team_ids),
        contacts=tuple(name(one) for one in opportunity.contacts),
    )


def _note(note: Note, name: Rename) -> Note:
    return replace(
        note,
        id=name(note.id),
        author_id=name(note.author_id),
        opportunity_id=note.opportunity_id and name(note.opportunity_id),
        account_id=note.account_id and name(note.account_id),
    )
