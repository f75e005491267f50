"""A small real CRM in SQL tables, for teams without one and for the demo."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Engine, delete, select, true
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from adapters.clock import system_clock
from adapters.crm import book, past, seed
from adapters.crm.account_notes import is_on_account
from adapters.crm.customers import Customers
from adapters.crm.leads import account_of, outline_of
from adapters.crm.naming import EVERY_RECORD, Naming, renamed
from adapters.crm.records import fields_of, note_of, opportunity_of
from adapters.crm.rules import Rules, changed, check_expected, check_may_see, note_type_of
from adapters.crm.tables import AccountRow, ContactRow, NoteRow, OpportunityRow, TeamRow, WriteRow
from adapters.database import reading
from bot import wire
from bot.errors import CrmNotFound, CrmTransient, CrmValidation, StoreError, StoreUnavailable
from bot.notes.names import Target
from bot.ports import Clock
from bot.sales import (
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

log = logging.getLogger(__name__)

NEW_CONTACT = "new:"
AWAY = "The CRM does not answer right now."
REFUSED = "The CRM refused the write: it repeats a record or refers to one that is gone."


class BuiltinCrm:
    """`engine` has been migrated. `clock` dates the notes. Raises CrmTransient while the database is locked
    or gone."""

    def __init__(
        self,
        engine: Engine,
        stages: Sequence[Stage],
        verifiers: Sequence[Verifier] = (),
        competitors: Sequence[str] = (),
        loss_reasons: Sequence[str] = (),
        fiscal_year_start_month: int = 1,
        clock: Clock = system_clock,
    ) -> None:
        self._writing = engine
        self._reading = reading(engine)
        self._rules = Rules(tuple(stages), tuple(verifiers), tuple(competitors), tuple(loss_reasons))
        self._fiscal_year_start_month = fiscal_year_start_month
        self._clock = clock
        self._naming = Naming()
        self._customers = Customers()

    @property
    def index_bytes(self) -> int:
        """What the index of names holds in memory; 0 until the first message."""
        return self._naming.bytes

    def book(self, speaker: str, said: str = "") -> Book:
        with _session(self._reading) as session:
            named = self._naming.named(session, said) if said else frozenset()
            accounts, contacts = self._customers.of(session, speaker)
            return Book(
                speaker=speaker,
                mine=book.mine(session, speaker),
                others=book.others(session, speaker, named),
                accounts=(*accounts, *book.accounts_named(session, accounts, named)),
                contacts=(*contacts, *book.contacts_named(session, contacts, named)),
                stages=self._rules.stages,
                verifiers=self._rules.verifiers,
                competitors=self._rules.competitors,
                loss_reasons=self._rules.loss_reasons,
                fiscal_year_start_month=self._fiscal_year_start_month,
            )

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        with _session(self._reading) as session:
            _, found = _find(session, opportunity_id)
            check_may_see(found, speaker)
            return found

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        with _session(self._reading) as session:
            if record_id.startswith(ON_ACCOUNT):
                account = NoteRow.account_id == record_id.removeprefix(ON_ACCOUNT)
                about = (account, NoteRow.author_id == speaker)
            else:
                check_may_see(_find(session, record_id)[1], speaker)
                about = (NoteRow.opportunity_id == record_id, true())
            newest_first = (
                select(NoteRow).where(*about).order_by(NoteRow.written_at.desc(), NoteRow.seq.desc())
            )
            return [note_of(row) for row in session.scalars(newest_first)]

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> Sequence[Change]:
        with _session(self._reading) as session:
            check_may_see(_find(session, opportunity_id)[1], speaker)
            return past.changes(session, opportunity_id, since)

    def ended(self, since: date, competitor: str) -> Sequence[Ended]:
        with _session(self._reading) as session:
            return past.ended(session, since, competitor)

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        if is_on_account(update):
            return self._note_on_account(update, speaker)
        with _session(self._writing) as session:
            row, before = _find(session, update.opportunity_id, lock=True)
            check_may_see(before, speaker)
            earlier = session.get(WriteRow, update.key)
            if earlier is not None:
                return _repeated(earlier)
            check_expected(before, update)
            self._write(session, row, before, update)
            self._keep_note(session, update, speaker)
            session.flush()
            applied = Applied(before, _find(session, update.opportunity_id)[1])
            past.keep_changes(session, applied, self._clock(), speaker)
            self._remember(session, update.key, applied)
            session.commit()
            return applied

    def _note_on_account(self, update: CrmUpdate, speaker: str) -> Applied:
        with _session(self._writing) as session:
            earlier = session.get(WriteRow, update.key)
            if earlier is not None:
                return _repeated(earlier)
            account = account_of(session, update, speaker)
            self._keep_note(session, update, speaker, account.id)
            outline = outline_of(account)
            applied = Applied(outline, outline)
            self._remember(session, update.key, applied)
            session.commit()
            return applied

    def _remember(self, session: Session, key: str, applied: Applied) -> None:
        kept = wire.dump(applied, Applied)
        session.add(WriteRow(key=key, applied=kept, applied_at=self._clock()))

    def load_seed(
        self,
        accounts: Sequence[Account] = (),
        contacts: Sequence[Contact] = (),
        opportunities: Sequence[Opportunity] = (),
        notes: Sequence[Note] = (),
    ) -> None:
        """Inserts, or replaces records of the same id. CrmValidation when one names a missing account."""
        with _session(self._writing) as session:
            seed.load(session, accounts, contacts, opportunities, notes)
            kinds: Mapping[str, Sequence[Account | Contact | Opportunity]] = {
                "account": accounts,
                "contact": contacts,
                "opportunity": opportunities,
            }
            renamed(session, [Target(kind, one.id) for kind, records in kinds.items() for one in records])
            session.commit()

    def bring(self, opportunities: Sequence[Opportunity], seen: Mapping[str, Opportunity]) -> tuple[str, ...]:
        """Inserts, or replaces those that still are as `seen`; returns the ids of the others, left alone."""
        with _session(self._writing) as session:
            ids = [one.id for one in opportunities]
            now = {one.id: one for one in seed.opportunities(session, ids, lock=True)}
            changed = tuple(id for id in ids if now.get(id) != seen.get(id))
            brought = [one for one in opportunities if one.id not in changed]
            seed.load(session, (), (), brought, ())
            renamed(session, [Target("opportunity", one.id) for one in brought])
            session.commit()
        return changed

    def held(self) -> seed.Holdings:
        with _session(self._reading) as session:
            return seed.held(session)

    def forget_receipts(self, before: datetime) -> None:
        """Writes applied before then are no longer known by their keys."""
        with _session(self._writing) as session:
            session.execute(delete(WriteRow).where(WriteRow.applied_at < before))
            session.commit()

    def clear(self) -> None:
        """Removes every record, note and remembered write."""
        with _session(self._writing) as session:
            seed.clear(session)
            renamed(session, [EVERY_RECORD])
            session.commit()

    def _write(self, session: Session, row: OpportunityRow, before: Opportunity, update: CrmUpdate) -> None:
        wanted: dict[FieldName, Value] = dict(update.set)
        if "contacts" in wanted:
            wanted["contacts"] = _linked(session, before.account_id, wanted["contacts"])
        after = changed(before, wanted, self._rules, row.open_stage)
        if before.status == "open" and after.status != "open":
            row.open_stage = before.stage
        for name, value in fields_of(after).items():
            setattr(row, name, value)
        row.revision += 1

    def _keep_note(
        self, session: Session, update: CrmUpdate, speaker: str, account_id: str | None = None
    ) -> None:
        if not update.note:
            return
        note = NoteRow(
            id=f"note:{update.key}",
            opportunity_id=None if account_id else update.opportunity_id,
            account_id=account_id,
            author_id=speaker,
            text=update.note,
            note_type=note_type_of(update),
            written_at=self._clock(),
        )
        session.add(note)


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    options = {"populate_existing": True}
    try:
        with Session(engine, autoflush=False, expire_on_commit=False, execution_options=options) as session:
            yield session
    except PoolExhausted as exhausted:
        log.warning("all connections to the CRM's database are busy")
        raise CrmTransient(AWAY) from exhausted
    except StoreUnavailable as unavailable:
        # Sellers read a CRM's errors; where the database is, is for operators.
        log.warning("the CRM cannot be used: %s", unavailable)
        raise CrmTransient(AWAY) from unavailable
    except StoreError as refused:
        log.warning("the CRM refused a write: %s", refused)
        raise CrmValidation(REFUSED) from refused


def _find(session: Session, opportunity_id: str, *, lock: bool = False) -> tuple[OpportunityRow, Opportunity]:
    statement = select(OpportunityRow).where(OpportunityRow.id == opportunity_id)
    row = session.scalars(statement.with_for_update() if lock else statement).first()
    if row is None:
        raise CrmNotFound("There is no such opportunity any more.")
    members = (
        select(TeamRow.user_id).where(TeamRow.opportunity_id == opportunity_id).order_by(TeamRow.position)
    )
    return row, opportunity_of(row, session.scalars(members).all())


def _linked(session: Session, account_id: str, wanted: Value) -> tuple[str, ...]:
    """Contact ids, of contacts created on the account where `new:Full Name` asks for it."""
    if not isinstance(wanted, tuple | list):
        raise CrmValidation("The contacts must be a list.", "contacts")
    named = [item for item in wanted if item.startswith(NEW_CONTACT)]
    given = [item for item in wanted if not item.startswith(NEW_CONTACT)]
    known = set(session.scalars(select(ContactRow.id).where(ContactRow.id.in_(given))))
    if missing := [item for item in given if item not in known]:
        raise CrmValidation(f"There is no contact {missing[0]}: choose another.", "contacts")
    created = {item: _created(session, account_id, item.removeprefix(NEW_CONTACT)) for item in named}
    return tuple(created.get(item, item) for item in wanted)


def _created(session: Session, account_id: str, full_name: str) -> str:
    """Undo only unlinks, so that the contact may be there already when the same note is saved again."""
    name = " ".join(full_name.split())
    if not name:
        raise CrmValidation("A new contact needs a name.", "contacts")
    # Two writers on two opportunities of the account must not both miss the other's contact.
    session.execute(select(AccountRow.id).where(AccountRow.id == account_id).with_for_update())
    on_account = select(ContactRow).where(ContactRow.account_id == account_id)
    for contact in session.scalars(on_account):
        if contact.name.casefold() == name.casefold():
            return contact.id
    contact = ContactRow(
        id=f"contact:{uuid4().hex}", account_id=account_id, name=name, title="", role="", email=""
    )
    session.add(contact)
    session.flush()
    renamed(session, [Target("contact", contact.id)])
    return contact.id


def _repeated(earlier: WriteRow) -> Applied:
    applied: Applied = wire.load(earlier.applied, Applied)
    return Applied(applied.before, applied.after, repeated=True)
