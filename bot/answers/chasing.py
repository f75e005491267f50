"""A question that an expert leaves unanswered: one reminder, then the asker is told and may ask another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.answers import expert_cards as cards
from bot.answers import expert_wording as words
from bot.answers import inquiries
from bot.answers.expert_desk import ExpertDesk
from bot.chat import Person
from bot.coaching.calendar import calendar_for
from bot.ports import Card, Clock, Inquiry, Outgoing, Store, UnitOfWork
from bot.settings import Settings

DAY = timedelta(days=1)
MORNING, EVENING = time(9), time(17)


class Chasing:
    def __init__(self, store: Store, experts: ExpertDesk, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._experts = experts
        self._settings = settings
        self._clock = clock

    def run(self) -> None:
        now = self._clock()
        with self._store.read() as uow:
            waiting = uow.inquiries.waiting(now - DAY / 2)
        for inquiry in waiting:
            with self._store.write() as uow:
                stored = uow.inquiries.get(inquiry.id)
                if stored == inquiry and inquiry.question:
                    self._look_at(inquiry, uow, now)
                    uow.commit()

    def _look_at(self, inquiry: Inquiry, uow: UnitOfWork, now: datetime) -> None:
        holding = inquiries.holders(inquiry, uow)
        people = [inquiries.person_of(card.person_id, uow) for card in holding]
        since = inquiry.waiting_since
        if since is None or not people or now < min(self._due(person, since) for person in people):
            return
        # Whoever had it before these was reminded then.
        fresh = [card for card in holding if card.created_at >= since]
        if fresh and not inquiry.reminded:
            _remind(inquiry, fresh, uow, now)
        else:
            self._tell(inquiry, people, uow, now)

    def _due(self, person: Person, since: datetime) -> datetime:
        """The same hour of the person's next working day, by daylight."""
        calendar = calendar_for(person, (), self._settings)
        local = calendar.local(since)
        clock = min(max(local.time().replace(tzinfo=None), MORNING), EVENING)
        return calendar.at(calendar.after_business(local.date(), 1), clock)

    def _tell(self, inquiry: Inquiry, people: Sequence[Person], uow: UnitOfWork, now: datetime) -> None:
        uow.inquiries.save(replace(inquiry, waiting_since=None))
        asker = inquiries.person_of(inquiry.asker_id, uow)
        where = uow.people.address_of(asker.id) or inquiries.nowhere(asker)
        id = f"waiting:{inquiry.id}:{len(inquiry.asked)}"
        card = uow.cards.add(Card(id, "waiting", asker.id, where, "open", {"inquiry": inquiry.id}, now, id))
        way = self._experts.next_way(inquiry, uow)
        reply = cards.waiting(card.id, words.silent(inquiry, people, way), way)
        uow.outgoings.add(Outgoing(card.id, asker.id, reply, None, not_before=now))


def _remind(inquiry: Inquiry, holding: Sequence[Card], uow: UnitOfWork, now: datetime) -> None:
    uow.inquiries.save(replace(inquiry, waiting_since=now, reminded=True))
    asker = inquiries.person_of(inquiry.asker_id, uow)
    for card in holding:
        reply = cards.reminder(card.id, inquiry, asker)
        uow.outgoings.add(Outgoing(f"{card.id}:reminder", card.person_id, reply, None, not_before=now))
