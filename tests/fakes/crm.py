"""A CRM in memory with the built-in one's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from adapters.crm.rules import Rules, changed, check_expected, check_may_see, note_type_of
from bot.errors import CrmNotFound, CrmPermission, CrmValidation
from bot.notes.directory import Directory
from bot.ports import Clock
from bot.sales import (
    AS_LEAD,
    ON_ACCOUNT,
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
    Stage,
    Value,
    Verifier,
)


class FakeCrm:
    """The dictionaries are its records by id; tests may look at them and put more in."""

    def __init__(
        self,
        stages: Sequence[Stage],
        verifiers: Sequence[Verifier] = (),
        competitors: Sequence[str] = (),
        loss_reasons: Sequence[str] = (),
        fiscal_year_start_month: int = 1,
        *,
        clock: Clock,
    ) -> None:
        self.accounts: dict[str, Account] = {}
        self.contacts: dict[str, Contact] = {}
        self.opportunities: dict[str, Opportunity] = {}
        self.kept_notes: dict[str, Note] = {}
        self._open_stages: dict[str, str] = {}
        self._writes: dict[str, Applied] = {}
        self._changes: list[tuple[str, Change]] = []
        self._rules = Rules(tuple(stages), tuple(verifiers), tuple(competitors), tuple(loss_reasons))
        self._fiscal_year_start_month = fiscal_year_start_month
        self._clock = clock

    def load_seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note] = (),
    ) -> None:
        self.accounts.update((account.id, account) for account in accounts)
        self.contacts.update((contact.id, contact) for contact in contacts)
        self.kept_notes.update((note.id, note) for note in notes)
        for opportunity in opportunities:
            self._put(opportunity)

    def clear(self) -> None:
        for records in (self.accounts, self.contacts, self.opportunities, self.kept_notes, self._writes):
            records.clear()

    def book(self, speaker: str, said: str = "") -> Book:
        by_id = sorted(self.opportunities.values(), key=lambda opportunity: opportunity.id)
        mine = tuple(o for o in by_id if speaker and o.writable_by(speaker))
        directory = Directory(self.accounts.values(), by_id, self.contacts.values())
        named = {target.id for target in directory.named(said)}
        named_at = named | {c.account_id for c in self.contacts.values() if c.id in named}
        owned = {a.id for a in self.accounts.values() if speaker and a.owner_id == speaker}
        reach = owned | {o.account_id for o in mine}
        return Book(
            speaker=speaker,
            mine=mine,
            others=tuple(
                _outline(o) for o in by_id if o not in mine and (o.id in named or o.account_id in named_at)
            ),
            accounts=tuple(a for id, a in sorted(self.accounts.items()) if id in reach | named),
            contacts=tuple(
                c if c.account_id in reach else Contact(c.id, c.account_id, c.name)
                for id, c in sorted(self.contacts.items())
                if c.account_id in reach or id in named
            ),
            stages=self._rules.stages,
            verifiers=self._rules.verifiers,
            competitors=self._rules.competitors,
            loss_reasons=self._rules.loss_reasons,
            fiscal_year_start_month=self._fiscal_year_start_month,
        )

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        if opportunity_id not in self.opportunities:
            raise CrmNotFound("There is no such opportunity any more.")
        check_may_see(self.opportunities[opportunity_id], speaker)
        return self.opportunities[opportunity_id]

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        newest_first = reversed(self.kept_notes.values())
        if record_id.startswith(ON_ACCOUNT):
            account = record_id.removeprefix(ON_ACCOUNT)
            about = [n for n in newest_first if (n.account_id, n.author_id) == (account, speaker)]
        else:
            self.opportunity(record_id, speaker)
            about = [n for n in newest_first if n.opportunity_id == record_id]
        return sorted(about, key=lambda note: note.written_at, reverse=True)

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> Sequence[Change]:
        self.opportunity(opportunity_id, speaker)
        told = [change for id, change in self._changes if id == opportunity_id and change.at >= since]
        return list(reversed(told))

    def ended(self, since: date, competitor: str) -> Sequence[Ended]:
        return [
            Ended(o.status, o.close_date, o.competitors, o.reason)
            for _, o in sorted(self.opportunities.items())
            if o.status != "open" and o.close_date and o.close_date >= since and competitor in o.competitors
        ]

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        if update.opportunity_id.startswith((AS_LEAD, ON_ACCOUNT)):
            return self._note_on_account(update, speaker)
        before = self.opportunity(update.opportunity_id, speaker)
        if update.key in self._writes:
            return replace(self._writes[update.key], repeated=True)
        check_expected(before, update)
        wanted: dict[FieldName, Value] = dict(update.set)
        created: dict[str, Contact] = {}
        if "contacts" in wanted:
            wanted["contacts"] = self._linked(before.account_id, wanted["contacts"], created)
        after = changed(before, wanted, self._rules, self._open_stages.get(before.id, ""))
        if before.status == "open" and after.status != "open":
            self._open_stages[before.id] = before.stage
        self.contacts.update(created)
        self._put(after)
        self._keep_note(update, speaker)
        for name in update.set:
            old, new = getattr(before, name, None), getattr(after, name, None)
            if old != new:
                self._changes.append((before.id, Change(self._clock(), name, old, new, speaker)))
        self._writes[update.key] = Applied(before, self.opportunities[before.id])
        return self._writes[update.key]

    def _note_on_account(self, update: CrmUpdate, speaker: str) -> Applied:
        if update.key in self._writes:
            return replace(self._writes[update.key], repeated=True)
        if update.set:
            raise CrmValidation("An account has no such fields: open an opportunity for them.")
        kind, _, named = update.opportunity_id.partition(":")
        account = self.accounts.get(named) if f"{kind}:" == ON_ACCOUNT else self._lead(named, speaker)
        if account is None:
            raise CrmNotFound("There is no such account any more.")
        if account.owner_id != speaker:
            raise CrmPermission("This account belongs to another team: ask its owner to add you.")
        note_id = f"note:{update.key}"
        kind_of_note = note_type_of(update)
        if update.note:
            self.kept_notes[note_id] = Note(
                note_id, speaker, update.note, self._clock(), None, account.id, kind_of_note
            )
        outline = Opportunity(f"{ON_ACCOUNT}{account.id}", account.id, account.name, speaker)
        self._writes[update.key] = Applied(outline, outline)
        return self._writes[update.key]

    def _lead(self, said: str, speaker: str) -> Account:
        name = " ".join(said.split())
        if not name or not speaker:
            raise CrmValidation("A lead needs a name, and somebody whose it is.")
        own = (a for a in self.accounts.values() if a.owner_id == speaker)
        found = next((a for a in own if a.name.casefold() == name.casefold()), None)
        account = found or Account(f"account:{len(self.accounts) + 1}", name, (), speaker)
        self.accounts[account.id] = account
        return account

    def _put(self, opportunity: Opportunity) -> None:
        stored = self.opportunities.get(opportunity.id)
        version = 1 if stored is None else int(stored.version) + 1
        self.opportunities[opportunity.id] = replace(opportunity, version=str(version))

    def _keep_note(self, update: CrmUpdate, speaker: str) -> None:
        if update.note:
            note_id = f"note:{update.key}"
            self.kept_notes[note_id] = Note(
                note_id,
                speaker,
                update.note,
                self._clock(),
                update.opportunity_id,
                None,
                note_type_of(update),
            )

    def _linked(self, account_id: str, wanted: Value, created: dict[str, Contact]) -> tuple[str, ...]:
        if not isinstance(wanted, tuple | list):
            raise CrmValidation("The contacts must be a list.", "contacts")
        return tuple(self._contact_id(account_id, item, created) for item in wanted)

    def _contact_id(self, account_id: str, item: str, created: dict[str, Contact]) -> str:
        if not item.startswith("new:"):
            if item not in self.contacts:
                raise CrmValidation(f"There is no contact {item}: choose another.", "contacts")
            return item
        name = " ".join(item.removeprefix("new:").split())
        if not name:
            raise CrmValidation("A new contact needs a name.", "contacts")
        for contact in (*self.contacts.values(), *created.values()):
            if (contact.account_id, contact.name.casefold()) == (account_id, name.casefold()):
                return contact.id
        contact_id = f"contact:{len(self.contacts) + len(created) + 1}"
        created[contact_id] = Contact(contact_id, account_id, name)
        return contact_id


def _outline(opportunity: Opportunity) -> Opportunity:
    return Opportunity(
        opportunity.id,
        opportunity.account_id,
        opportunity.name,
        opportunity.owner_id,
        stage=opportunity.stage,
        status=opportunity.status,
    )
