"""In which Slack workspaces the app is installed, and installations that were begun."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from adapters.database import reading
from adapters.store.rows import insert_once, upsert
from adapters.store.tables import Base


class SlackInstallationRow(Base):
    __tablename__ = "slack_installation"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[str]
    installed_at: Mapped[datetime]


class SlackStateRow(Base):
    __tablename__ = "slack_state"
    state: Mapped[str] = mapped_column(primary_key=True)
    issued_at: Mapped[datetime] = mapped_column(index=True)


class SqlSlackInstallations:
    """Knows no token: what it is given is sealed. Each call is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._writing = engine
        self._reading = reading(engine)

    def get(self, workspace: str) -> str | None:
        with Session(self._reading) as session:
            row = session.get(SlackInstallationRow, workspace)
            return row.sealed if row else None

    def put(self, workspace: str, sealed: str, now: datetime) -> None:
        with Session(self._writing) as session:
            values = {"workspace": workspace, "sealed": sealed, "installed_at": now}
            upsert(session, SlackInstallationRow, values)
            session.commit()

    def replace(self, workspace: str, before: str, after: str) -> None:
        """Unless it was installed anew meanwhile."""
        same = (SlackInstallationRow.workspace == workspace, SlackInstallationRow.sealed == before)
        with Session(self._writing) as session:
            session.execute(update(SlackInstallationRow).where(*same).values(sealed=after))
            session.commit()

    def forget(self, workspace: str, ended_at: datetime) -> None:
        """Unless it was installed anew after that."""
        ended = (
            SlackInstallationRow.workspace == workspace,
            SlackInstallationRow.installed_at <= ended_at,
        )
        with Session(self._writing) as session:
            session.execute(delete(SlackInstallationRow).where(*ended))
            session.commit()

    def begin(self, state: str, now: datetime, expired: datetime) -> None:
        """Those issued before `expired` are forgotten."""
        with Session(self._writing) as session:
            session.execute(delete(SlackStateRow).where(SlackStateRow.issued_at < expired))
            insert_once(session, SlackStateRow, {"state": state, "issued_at": now})
            session.commit()

    def end(self, state: str, expired: datetime) -> bool:
        """Whether it was begun, no earlier than `expired`, and not ended yet."""
        ended = delete(SlackStateRow).where(SlackStateRow.state == state).returning(SlackStateRow.issued_at)
        with Session(self._writing) as session:
            issued_at = session.scalars(ended).first()
            session.commit()
        return issued_at is not None and issued_at >= expired
