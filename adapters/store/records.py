"""What is kept beside conversations: verdicts, the audit trail, facts of the installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from adapters.store.rows import columns_of, insert_once, table_of, upsert, value_of
from adapters.store.tables import AuditRow, FeedbackDocumentRow, FeedbackRow, InstallationRow
from bot.ports import AuditEntry, Feedback


class SqlFeedback:
    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, feedback: Feedback) -> None:
        upsert(
            self._session, FeedbackRow, columns_of(feedback) | {"document_ids": list(feedback.document_ids)}
        )
        of_this = (
            FeedbackDocumentRow.card_id == feedback.card_id,
            FeedbackDocumentRow.person_id == feedback.person_id,
        )
        self._session.execute(delete(FeedbackDocumentRow).where(*of_this))
        for document_id in feedback.document_ids:
            values = {
                "document_id": document_id,
                "card_id": feedback.card_id,
                "person_id": feedback.person_id,
            }
            insert_once(self._session, FeedbackDocumentRow, values)

    def of_document(self, document_id: str) -> Sequence[Feedback]:
        same = (FeedbackDocumentRow.card_id == FeedbackRow.card_id) & (
            FeedbackDocumentRow.person_id == FeedbackRow.person_id
        )
        statement = (
            select(FeedbackRow)
            .join(FeedbackDocumentRow, same)
            .where(FeedbackDocumentRow.document_id == document_id)
            .order_by(FeedbackRow.given_at, FeedbackRow.card_id, FeedbackRow.person_id)
        )
        return [_feedback(row) for row in self._session.scalars(statement)]


class SqlAudit:
    def __init__(self, session: Session) -> None:
        self._session = session

    def record(
        self, at: datetime, actor_id: str, action: str, subject: str, detail: Mapping[str, str]
    ) -> None:
        self.record_each([AuditEntry(at, actor_id, action, subject, detail)])

    def record_each(self, entries: Sequence[AuditEntry]) -> None:
        rows = [columns_of(entry) | {"detail": dict(entry.detail)} for entry in entries]
        if rows:
            self._session.execute(insert(table_of(AuditRow)), rows)


class SqlInstallation:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str) -> str | None:
        row = self._session.get(InstallationRow, name)
        return None if row is None else row.value

    def put(self, name: str, value: str) -> None:
        upsert(self._session, InstallationRow, {"name": name, "value": value})

    def forget(self, name: str) -> None:
        self._session.execute(delete(InstallationRow).where(InstallationRow.name == name))


def _feedback(row: FeedbackRow) -> Feedback:
    flat = value_of(Feedback, row)
    return Feedback(flat.card_id, flat.person_id, flat.verdict, tuple(row.document_ids), flat.given_at)
