from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, distinct, func, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.evidence_tables import MuteRow, ReturningRow, RolloutRow, VoteRow
from adapters.store.rows import columns_of, given, insert_once, matched, selected, upsert, value_of, values
from bot.coaching.rollout import RUNNING, Rollout, Vote
from bot.errors import StaleState

_IN_PILOT = (
    selected(Rollout, RolloutRow)
    .where(RolloutRow.state == "pilot", RolloutRow.created_at < given("before"))
    .order_by(RolloutRow.created_at, RolloutRow.id)
)
_CLOSING = (
    selected(Rollout, RolloutRow)
    .where(RolloutRow.state == "polling")
    .where(or_(RolloutRow.closes_at.is_(None), RolloutRow.closes_at <= given("now")))
    .order_by(RolloutRow.id)
)


class SqlRollouts:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, rollout: Rollout) -> bool:
        return insert_once(self._session, RolloutRow, _values(rollout))

    def get(self, rollout_id: str) -> Rollout | None:
        row = self._session.get(RolloutRow, rollout_id)
        return None if row is None else _rollout(row)

    def save(self, rollout: Rollout) -> Rollout:
        saved = replace(rollout, version=rollout.version + 1)
        same = (RolloutRow.id == rollout.id, RolloutRow.version == rollout.version)
        if not matched(self._session, update(RolloutRow).where(*same).values(_values(saved))):
            raise StaleState("This pilot was changed meanwhile: read it again and retry.")
        return saved

    def running(self, manager_id: str) -> Sequence[Rollout]:
        found = select(RolloutRow).where(RolloutRow.manager_id == manager_id, RolloutRow.state.in_(RUNNING))
        return [
            _rollout(row)
            for row in self._session.scalars(found.order_by(RolloutRow.created_at, RolloutRow.id))
        ]

    def in_pilot(self, before: datetime) -> Sequence[Rollout]:
        found = values(self._session, Rollout, _IN_PILOT, before=before)
        return [replace(each, asked=tuple(each.asked)) for each in found]

    def closing(self, now: datetime) -> Sequence[Rollout]:
        found = values(self._session, Rollout, _CLOSING, now=now)
        return [replace(each, asked=tuple(each.asked)) for each in found]

    def vote(self, rollout_id: str, person_id: str, vote: Vote, at: datetime) -> None:
        values = {"rollout_id": rollout_id, "person_id": person_id, "vote": vote, "at": at}
        upsert(self._session, VoteRow, values)

    def votes(self, rollout_id: str) -> Sequence[Vote]:
        found = select(VoteRow.vote).where(VoteRow.rollout_id == rollout_id).order_by(VoteRow.vote)
        return cast("Sequence[Vote]", self._session.scalars(found).all())

    def mute(self, person_id: str, what: str) -> None:
        insert_once(self._session, MuteRow, {"person_id": person_id, "what": what})

    def unmute(self, person_id: str, what: str) -> None:
        self._session.execute(delete(MuteRow).where(MuteRow.person_id == person_id, MuteRow.what == what))

    def muted(self, person_id: str, what: str) -> bool:
        return self._session.get(MuteRow, (person_id, what)) is not None


class SqlReturning:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note(
        self, person_id: str, event_id: str, at: datetime, vector: str, model: str, document_id: str
    ) -> None:
        values = {"event_id": event_id, "person_id": person_id, "at": at, "vector": vector, "model": model}
        values["document_id"] = document_id
        insert_once(self._session, ReturningRow, values)

    def since(self, person_id: str, at: datetime, model: str) -> Sequence[str]:
        found = (
            select(ReturningRow.vector)
            .where(ReturningRow.person_id == person_id, ReturningRow.at >= at, ReturningRow.model == model)
            .order_by(ReturningRow.at, ReturningRow.event_id)
        )
        return self._session.scalars(found).all()

    def topics(self, people: Collection[str], since: datetime, at_least: int) -> Sequence[tuple[str, int]]:
        askers = func.count(distinct(ReturningRow.person_id))
        found = (
            select(ReturningRow.document_id, askers)
            .where(ReturningRow.person_id.in_(people), ReturningRow.at >= since)
            .where(ReturningRow.document_id != "")
            .group_by(ReturningRow.document_id)
            .having(askers >= at_least)
            .order_by(askers.desc(), ReturningRow.document_id)
        )
        return [(document_id, count) for document_id, count in self._session.execute(found)] if people else []

    def forget(self, before: datetime) -> None:
        self._session.execute(delete(ReturningRow).where(ReturningRow.at < before))


def _values(rollout: Rollout) -> dict[str, Any]:
    return {**columns_of(rollout), "asked": list(rollout.asked)}


def _rollout(row: RolloutRow) -> Rollout:
    return replace(value_of(Rollout, row), asked=tuple(row.asked))
