"""The store over SQLAlchemy: one transaction per unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from adapters.database import reading
from adapters.store.cards import SqlCards
from adapters.store.channels import SqlChannels
from adapters.store.coaching import SqlCoaching
from adapters.store.conversations import SqlConversations
from adapters.store.crm_outbox import SqlCrmOutbox
from adapters.store.engine import BUSY_SECONDS
from adapters.store.evidence import SqlEvidence
from adapters.store.experts import SqlGaps, SqlInquiries, SqlWatches
from adapters.store.inbox import SqlInbox
from adapters.store.outgoings import SqlOutgoings
from adapters.store.people import SqlPeople
from adapters.store.records import SqlAudit, SqlFeedback, SqlInstallation
from adapters.store.rollouts import SqlReturning, SqlRollouts
from adapters.store.tables import Base
from adapters.store.turn import Turn
from bot import ports
from bot.errors import StoreUnavailable


class SqlUnitOfWork:
    def __init__(self, session: Session, *, may_commit: bool) -> None:
        self.people: ports.People = SqlPeople(session)
        self.conversations: ports.Conversations = SqlConversations(session)
        self.cards: ports.Cards = SqlCards(session)
        self.crm_outbox: ports.CrmOutbox = SqlCrmOutbox(session)
        self.outgoings: ports.Outgoings = SqlOutgoings(session)
        self.inbox: ports.Inbox = SqlInbox(session)
        self.coaching: ports.CoachingStore = SqlCoaching(session)
        self.evidence: ports.EvidenceStore = SqlEvidence(session)
        self.rollouts: ports.Rollouts = SqlRollouts(session)
        self.returning: ports.Returning = SqlReturning(session)
        self.feedback: ports.FeedbackStore = SqlFeedback(session)
        self.inquiries: ports.Inquiries = SqlInquiries(session)
        self.gaps: ports.Gaps = SqlGaps(session)
        self.watches: ports.Watches = SqlWatches(session)
        self.audit: ports.Audit = SqlAudit(session)
        self.installation: ports.Installation = SqlInstallation(session)
        self.channels: ports.Channels = SqlChannels(session)
        self._session = session
        self._may_commit = may_commit

    def commit(self) -> None:
        if not self._may_commit:
            raise RuntimeError("A reading unit of work cannot commit: open it with write().")
        self._session.commit()


class SqlStore:
    """`engine` comes from `adapters.store.engine.connect` and has been migrated."""

    def __init__(self, engine: Engine) -> None:
        self._writing = engine
        self._reading = reading(engine)
        self._writers = Turn(float(str(engine.url.query.get("timeout", BUSY_SECONDS))))
        self._one_writer = engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[ports.UnitOfWork]:
        with _session(self._reading) as session:
            yield SqlUnitOfWork(session, may_commit=False)

    @contextmanager
    def write(self, *, ahead: bool = False) -> Iterator[ports.UnitOfWork]:
        # SQLite has its writers try again and again, and among many threads some never get their turn.
        turn = self._writers.taken(ahead=ahead) if self._one_writer else nullcontext()
        with turn, _session(self._writing) as session:
            yield SqlUnitOfWork(session, may_commit=True)

    def wipe(self) -> None:
        """Empties every table, for a demo that starts over."""
        with _session(self._writing) as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())
            session.commit()


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    # Rows are read again by every statement, and statements alone change them: nothing is flushed.
    options = {"populate_existing": True, "synchronize_session": False}
    with Session(engine, autoflush=False, expire_on_commit=False, execution_options=options) as session:
        try:
            session.connection()
        except PoolExhausted as exhausted:
            raise StoreUnavailable("All connections to the database are busy: try again.") from exhausted
        yield session
