"""A person's own page: what is open, with its next step, what waits for them, their plan and what is known
of them. Every platform that has such a page renders it in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot import wording
from bot.chat import Action, Event, Facts, Form, Home, Message, Outcome, Person, Press, Reply, Submit, Text
from bot.coaching.desk import CoachingDesk
from bot.crm_log import edit
from bot.crm_log.desk import LogDesk
from bot.crm_log.draft import Draft, OpportunityDraft
from bot.crm_log.speaker import speaker_of
from bot.notes.model import FieldChange
from bot.ports import Crm, Store
from bot.preferences import Preferences
from bot.sales import Book, Opportunity
from bot.turns import book_of

OPPORTUNITY = "opportunity:"
"""What stands before an opportunity's id in its card's id."""
NEXT_STEP = Action("next_step", "Edit next step", opens_form=True)
LISTED = 12
FIELDS = ("0.next_step", "0.next_step_due")


class HomeDesk:
    def __init__(
        self, store: Store, crm: Crm, log: LogDesk, coaching: CoachingDesk, preferences: Preferences
    ) -> None:
        self._store = store
        self._crm = crm
        self._log = log
        self._coaching = coaching
        self._preferences = preferences

    def page(self, event: Event, person: Person) -> Home:
        book, away = book_of(self._crm, person)
        today = _today(event, person)
        drafts = self._log.open_drafts(person, book, event.at)
        heading = Text(wording.drafts_waiting(len(drafts)), strong=True)
        waiting = (replace(drafts[0], parts=(heading, *drafts[0].parts)), *drafts[1:]) if drafts else ()
        opportunities = (wording.plain(away),) if away else _opportunities(book, today)
        return Home((*waiting, *opportunities, self._plan(event, person), self._preferences.card(person)))

    def press(self, event: Press, person: Person) -> Outcome:
        book = self._crm.book(speaker_of(person))
        found = _mine(event.card_id, book)
        if found is None or event.action != NEXT_STEP.id:
            return wording.plain(wording.NOT_SHOWN)
        form = edit.form_for(_untouched(found), event.card_id, book)
        fields = tuple(field for field in form.fields if field.name in FIELDS)
        return Form("next_step", event.card_id, wording.NEXT_STEP_OF, fields, "Save")

    def submit(self, event: Submit, person: Person) -> Outcome:
        """What was typed into the form is confirmed by it: it is written at once, and can be undone."""
        book = self._crm.book(speaker_of(person))
        found = _mine(event.card_id, book)
        if found is None:
            return wording.plain(wording.NOT_SHOWN)
        entered = {name: text for name, text in event.values.items() if name in FIELDS}
        edited = edit.read_form(_untouched(found), entered, book, _today(event, person), person.locale)
        if not isinstance(edited, Draft):
            return edited
        if not edited.updates[0].changes:
            return wording.plain(wording.NOTHING_CHANGED)
        return self._log.write(event, person, edited, book)

    def _plan(self, event: Event, person: Person) -> Reply:
        asked = Message(event.id, event.at, event.who, event.where, "plan")
        with self._store.read() as uow:
            shown = self._coaching.message(asked, person, uow, event.at)
        heading = Text(wording.MY_PLAN, strong=True)
        return replace(shown, parts=(heading, *shown.parts)) if shown else Reply((heading,))


def _opportunities(book: Book, today: date) -> Sequence[Reply]:
    mine = sorted(
        (o for o in book.mine if o.status == "open"), key=lambda o: (o.close_date or date.max, o.name)
    )
    heading = Reply((Text(wording.opportunities_open(len(mine), LISTED), strong=bool(mine)),))
    return (heading, *(_opportunity(one, book, today) for one in mine[:LISTED]))


def _opportunity(one: Opportunity, book: Book, today: date) -> Reply:
    about = " · ".join(
        wording.show(f, getattr(one, f), book, today) for f in ("stage", "amount", "close_date")
    )
    due = f" · {wording.day(one.next_step_due, today)}" if one.next_step_due else ""
    step = (one.next_step or wording.NO_NEXT_STEP) + due
    return Reply(
        (Facts(((one.name, about), ("Next step", step))),), (NEXT_STEP,), card_id=OPPORTUNITY + one.id
    )


def _mine(card_id: str, book: Book) -> Opportunity | None:
    wanted = card_id.removeprefix(OPPORTUNITY)
    return next((o for o in book.mine if o.id == wanted and o.status == "open"), None)


def _untouched(one: Opportunity) -> Draft:
    no_changes: tuple[FieldChange, ...] = ()
    return Draft((OpportunityDraft(one, no_changes),))


def _today(event: Event, person: Person) -> date:
    return event.at.astimezone(ZoneInfo(person.zone)).date()
