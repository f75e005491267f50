"""A page used on an opportunity: said with one tap, asked about once when nothing has shown how it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot import wording
from bot.chat import Action, Form, FormField, Outcome, Person, Reply, Submit, Text
from bot.coaching.evidence import Signal, Watched
from bot.coaching.model import Driver, Plan
from bot.ports import Card, Store, UnitOfWork
from bot.settings import Settings

USE = "use"
VALID = timedelta(days=28)
BETWEEN = "|"


class Uses:
    """Only for pages of a driver that the person has a plan on: nothing else would come of it."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def offered(self, reply: Reply, person: Person, card: Card) -> Reply:
        """`reply` to “Helpful”, and where it can be told on which opportunity the page is used."""
        with self._store.read() as uow:
            if not self._planned(person, card, uow) or not _open(person, uow):
                return reply
        return replace(
            reply, actions=(Action(USE, "Use it on an opportunity", opens_form=True),), card_id=card.id
        )

    def form(self, person: Person, card: Card) -> Outcome:
        with self._store.read() as uow:
            options = tuple((row.opportunity_id, row.name) for row in _open(person, uow))
        field = FormField("opportunity", "Opportunity", "choice", options=options, optional=False)
        return Form(USE, card.id, "Use it on an opportunity", (field,), "Note it")

    def submit(self, event: Submit, person: Person, card: Card) -> Outcome:
        with self._store.write() as uow:
            planned = self._planned(person, card, uow)
            wanted = event.values.get("opportunity", "")
            row = next((each for each in _open(person, uow) if each.opportunity_id == wanted), None)
            if planned is None or row is None:
                return wording.plain(wording.OLD_CARD)
            uow.coaching.wake((person.id,))
            uow.evidence.add_signal(_signal(*planned, row, person, card, event))
            uow.commit()
        words = f"Noted for {row.name}. In a week I ask you once how it went, if nothing shows it by then."
        return Reply((Text(f"{words} Only you see that."),), visibility="asker")

    def _planned(self, person: Person, card: Card, uow: UnitOfWork) -> tuple[Plan, Driver, str] | None:
        """The person's plan, its driver and the title of the page of it that the answer cites."""
        drivers = {driver.id: driver for driver in self._settings.drivers}
        for plan in uow.coaching.plans_of(person.id):
            driver = drivers.get(plan.driver_id)
            if plan.rep_id == person.id and plan.state == "active" and driver:
                titles = [s["title"] for s in card.payload["sources"] if s["document_id"] in driver.content]
                if titles:
                    return plan, driver, titles[0]
        return None


def _open(person: Person, uow: UnitOfWork) -> list[Watched]:
    return [row for row in uow.evidence.watched_of([person.id]) if row.status == "open"]


def _signal(
    plan: Plan, driver: Driver, title: str, row: Watched, person: Person, card: Card, event: Submit
) -> Signal:
    return Signal(
        f"{plan.id}:content_used:{card.id}:{row.opportunity_id}:{person.id}",
        "content_used",
        person.id,
        plan.id,
        person.id,
        driver.id,
        f"“{title}” on {row.name}",
        BETWEEN.join((row.opportunity_id, card.id)),
        event.at,
        event.at + VALID,
        visibility="rep_only",
    )
