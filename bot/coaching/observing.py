"""Once a day each seller's opportunities are looked at: what the customers did is what coaching is about."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.chat import Person
from bot.coaching import reading, watching
from bot.coaching.evidence import SINCE_VERIFIER, VERIFIERS, Baseline, Signal, SignalKind, Watched
from bot.coaching.model import Driver, Plan
from bot.errors import CrmError, CrmTransient
from bot.ports import Clock, Crm, Store, UnitOfWork
from bot.sales import Opportunity
from bot.settings import Settings

log = logging.getLogger(__name__)

EVERY = timedelta(hours=20)
RETRY = timedelta(hours=1)
AT_ONCE = 20
USEFUL_FOR = timedelta(days=21)
"""So long it may wait for a week in which no step comes."""
APART = timedelta(days=14)
"""Between two remarks to one seller that an opportunity has become quiet."""


class Observing:
    def __init__(self, store: Store, crm: Crm, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._crm = crm
        self._settings = settings
        self._clock = clock

    def run(self) -> None:
        now = self._clock()
        with self._store.read() as uow:
            people = [
                person for id in uow.evidence.to_observe(now, AT_ONCE) if (person := uow.people.get(id))
            ]
        for person in people:
            try:
                found = self._crm.book(person.crm_user).mine
            except CrmError as error:
                self._again(person, now + RETRY)
                log.warning("opportunities of %s cannot be looked at: %s", person.id, type(error).__name__)
                if isinstance(error, CrmTransient):
                    return
                continue
            self._note(person, [each for each in found if each.owner_id == person.crm_user], now)

    def _again(self, person: Person, at: datetime) -> None:
        with self._store.write() as uow:
            uow.evidence.observe_again(person.id, at)
            uow.commit()

    def _note(self, person: Person, found: Sequence[Opportunity], now: datetime) -> None:
        with self._store.write() as uow:
            before = {row.opportunity_id: row for row in uow.evidence.watched([each.id for each in found])}
            today = reading.calendar(person, uow, self._settings).today(now)
            after = watching.looked_at(before, found, person.id, today)
            uow.evidence.put_watched(person.id, after)
            uow.evidence.add_moves(watching.moves(before, after, now))
            for plan in uow.coaching.plans_of(person.id):
                if plan.rep_id == person.id and plan.state in ("active", "wrapping_up"):
                    self._follow(plan, before, after, now, today, uow)
            uow.evidence.observe_again(person.id, now + EVERY)
            uow.commit()

    def _follow(
        self,
        plan: Plan,
        before: dict[str, Watched],
        after: Sequence[Watched],
        now: datetime,
        today: date,
        uow: UnitOfWork,
    ) -> None:
        driver = reading.driver(plan.driver_id, self._settings)
        if not uow.evidence.baselines_of(plan.id):
            since = watching.since_verifier(after, driver, today)
            uow.evidence.put_baseline(Baseline(plan.id, VERIFIERS, *watching.counted(after, driver)))
            uow.evidence.put_baseline(Baseline(plan.id, SINCE_VERIFIER, *since))
        said = uow.evidence.signals_of(plan.id)
        signals = [
            *_recognition(plan, before, after, driver, said, now),
            *self._quiet(plan, after, said, now, uow),
        ]
        added = [signal for signal in signals if uow.evidence.add_signal(signal)]
        uow.coaching.wake({signal.recipient_id for signal in added})

    def _quiet(
        self, plan: Plan, after: Sequence[Watched], said: Sequence[Signal], now: datetime, uow: UnitOfWork
    ) -> list[Signal]:
        lately = any(one.kind == "no_evidence" and now - one.observed_at < APART for one in said)
        if lately or plan.state != "active":
            return []
        team = uow.evidence.watched_of([person.id for person in uow.people.reports_of(plan.manager_id)])
        rep = reading.calendar(reading.person(plan.rep_id, uow), uow, self._settings)
        known = {one.source_ref for one in said if one.kind == "no_evidence"}
        old = [row for row in watching.stale(after, team, rep.today(now)) if row.opportunity_id not in known]
        return [_signal(plan, "no_evidence", plan.rep_id, row, row.opportunity_id, now) for row in old[:1]]


def _recognition(
    plan: Plan,
    before: dict[str, Watched],
    after: Sequence[Watched],
    driver: Driver,
    said: Sequence[Signal],
    now: datetime,
) -> Iterator[Signal]:
    """The first evidence of a plan, to both of its two."""
    found = watching.fresh(before, after, driver)
    if not found or any(one.kind == "verifier" for one in said):
        return
    row, verifier = found[0]
    for person_id in (plan.rep_id, plan.manager_id):
        yield _signal(plan, "verifier", person_id, row, f"{row.opportunity_id}:{verifier}", now)


def _signal(
    plan: Plan, kind: SignalKind, recipient_id: str, row: Watched, source_ref: str, now: datetime
) -> Signal:
    return Signal(
        f"{plan.id}:{kind}:{source_ref}:{recipient_id}",
        kind,
        recipient_id,
        plan.id,
        plan.rep_id,
        plan.driver_id,
        row.name,
        source_ref,
        now,
        now + USEFUL_FOR,
    )
