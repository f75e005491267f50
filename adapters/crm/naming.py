"""The built-in CRM's index of names: one in each process, kept up with what every process commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import ColumnElement, func, insert, select, text, true
from sqlalchemy.orm import Session

from adapters.crm.tables import AccountRow, ContactRow, CrmBase, OpportunityRow, RenamedRow
from bot.notes.directory import Directory
from bot.notes.names import Target
from bot.sales import Account, Contact, Opportunity

EVERY_RECORD = Target("everything", "")
MOST_LISTED = 2_000
"""Of more changes the index is built anew, which is quicker then."""
_ROWS = 10_000


def renamed(session: Session, records: Sequence[Target]) -> None:
    """To be committed with the change itself. More than MOST_LISTED stand for all there are."""
    if not records:
        return
    listed = records if len(records) <= MOST_LISTED else [EVERY_RECORD]
    if session.get_bind().dialect.name == "postgresql":
        # Numbers are drawn before the commit: a reader could see the later of two and miss the other.
        session.execute(text("LOCK TABLE crm_renamed IN SHARE ROW EXCLUSIVE MODE"))
    session.execute(insert(RenamedRow), [{"kind": kind, "record_id": id} for kind, id in listed])


def last_change(session: Session) -> int:
    """Rises with every commit that changes what records are called or whose they are."""
    return session.scalar(select(func.max(RenamedRow.seq))) or 0


@dataclass(frozen=True, slots=True)
class _State:
    """`seen` is the last change taken in; `since` are the records changed after `base` was built, and
    `recent` their names."""

    seen: int
    base: Directory
    since: frozenset[Target] = frozenset()
    recent: Directory | None = None


class Naming:
    """Built when first asked. Whoever asks waits until all that was committed before is taken in."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: _State | None = None

    def named(self, session: Session, said: str) -> frozenset[Target]:
        """The records that the text may name, and some that it does not."""
        state = self._current(session)
        recent = state.recent.named(said) if state.recent else frozenset()
        return state.base.named(said) | recent

    @property
    def bytes(self) -> int:
        """What the index holds in memory; 0 until it is built."""
        state = self._state
        return state.base.bytes + (state.recent.bytes if state.recent else 0) if state else 0

    def _current(self, session: Session) -> _State:
        last = last_change(session)
        state = self._state
        if state is not None and state.seen >= last:
            return state
        with self._lock:
            self._state = self._taken_in(session, self._state, last)
            return self._state

    def _taken_in(self, session: Session, state: _State | None, last: int) -> _State:
        if state is not None and state.seen >= last:
            return state
        changed = _changes(session, state) if state else None
        if state is None or changed is None:
            return _State(last, _directory(session))
        since = state.since | changed
        return _State(last, state.base, since, _directory(session, since))


def _changes(session: Session, state: _State) -> frozenset[Target] | None:
    """None when they are too many to be taken in one by one."""
    rows = select(RenamedRow.kind, RenamedRow.record_id).where(RenamedRow.seq > state.seen)
    found = frozenset(Target(kind, id) for kind, id in session.execute(rows.limit(MOST_LISTED + 1)))
    too_many = len(found | state.since) > MOST_LISTED or EVERY_RECORD in found
    return None if too_many else found


def _directory(session: Session, only: Iterable[Target] | None = None) -> Directory:
    def ids(kind: str) -> list[str] | None:
        return None if only is None else [target.id for target in only if target.kind == kind]

    return Directory(
        _accounts(session, ids("account")),
        _opportunities(session, ids("opportunity")),
        _contacts(session, ids("contact")),
    )


def _accounts(session: Session, ids: list[str] | None) -> Iterator[Account]:
    columns = (AccountRow.id, AccountRow.name, AccountRow.aliases)
    for id, name, aliases in session.execute(
        select(*columns).where(_among(AccountRow, ids)).execution_options(yield_per=_ROWS)
    ):
        yield Account(id, name, tuple(aliases))


def _opportunities(session: Session, ids: list[str] | None) -> Iterator[Opportunity]:
    columns = (OpportunityRow.id, OpportunityRow.account_id, OpportunityRow.name, OpportunityRow.owner_id)
    for row in session.execute(
        select(*columns).where(_among(OpportunityRow, ids)).execution_options(yield_per=_ROWS)
    ):
        yield Opportunity(*row)


def _contacts(session: Session, ids: list[str] | None) -> Iterator[Contact]:
    columns = (ContactRow.id, ContactRow.account_id, ContactRow.name)
    for row in session.execute(
        select(*columns).where(_among(ContactRow, ids)).execution_options(yield_per=_ROWS)
    ):
        yield Contact(*row)


def _among(table: type[CrmBase], ids: list[str] | None) -> ColumnElement[bool]:
    return true() if ids is None else table.__table__.c.id.in_(ids)
