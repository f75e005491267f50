"""The desk that answers what sellers ask of their own book, and managers of their team's pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers.desk import AskDesk
from bot.book import briefing, cards, focus, history, naming, pipeline, rivals
from bot.book import wording as words
from bot.book.briefing import Known
from bot.book.citing import numbered
from bot.book.heard import asks_for_team, heard, unknown_account
from bot.book.request import Grouping, Request
from bot.book.team import team_book
from bot.chat import Action, Outcome, Part, Person, Press, Reply, Submit, Text
from bot.crm_log.speaker import speaker_of
from bot.notes.date_makers import Calendar
from bot.notes.model import Understanding
from bot.notes.understand import month_first
from bot.ports import Crm, Outgoing, Store
from bot.sales import ON_ACCOUNT, Book, Opportunity
from bot.turns import Turn, Turns

CARD = "book:"
"""What stands before the id of a card of this desk. Nothing of it is kept: its buttons say all they mean."""
BRIEF = "brief"
CHOICES = 4


class BookDesk:
    def __init__(self, store: Store, crm: Crm, ask: AskDesk, turns: Turns) -> None:
        self._store = store
        self._crm = crm
        self._ask = ask
        self._turns = turns

    def message(self, turn: Turn, meaning: Understanding) -> Reply | None:
        """None where the message asks nothing of the book."""
        text, book = turn.event.text, turn.book
        if reply := self.of_team(turn, meaning):
            return reply
        request = heard(text, book, turn.context.recent, _calendar(turn, book), meaning)
        if request is not None:
            return wording.plain(turn.away) if turn.away else self._answer(request, turn)
        return self._otherwise(turn, meaning)

    def press(self, event: Press, person: Person) -> Outcome:
        book = self._crm.book(speaker_of(person))
        found = next((one for one in book.mine if one.id == event.value), None)
        if event.action != BRIEF or found is None:
            return wording.plain(wording.NOT_SHOWN)
        return self._brief(found, person, book, event.at.astimezone(ZoneInfo(person.zone)).date())

    def submit(self, event: Submit, person: Person) -> Outcome:
        """No card of this desk opens a form."""
        return wording.plain(wording.OLD_CARD)

    def _answer(self, request: Request, turn: Turn) -> Reply:
        book, today = turn.book, turn.today
        if request.records:
            self._turns.remember(turn, turn.memory.with_recent(request.records))
        match request.kind:
            case "brief" | "record" if len(request.records) > (
                1 if request.kind == "brief" else cards.RECORDS
            ):
                return self._which(request.records, turn)
            case "brief":
                (one,) = (each for each in book.mine if each.id == request.records[0])
                return self._brief(one, turn.person, book, today)
            case "record":
                return cards.records(request, book, today)
            case "changes":
                return self._changed(request, turn)
            case "focus":
                return self._focus(turn)
            case "rival":
                (name,) = request.filters.competitors
                page = self._rival(name, turn.person, today)
                return Reply((Text(name, strong=True), *page), visibility="asker")
            case "pipeline":
                notes = (Text(words.NO_TEAM),) if request.team else ()
                return self._pipeline(request, book, turn, notes)
        return cards.listing(request, book, today)

    def _changed(self, request: Request, turn: Turn) -> Reply:
        since = request.since or turn.today - history.USUAL
        zone = ZoneInfo(turn.person.zone)
        begin = datetime.combine(since, time(), zone).astimezone(UTC)
        parts: list[Part] = []
        for one in (each for each in turn.book.mine if each.id in request.records):
            told = self._crm.changes(one.id, speaker_of(turn.person), begin)
            parts += history.card(one, told, turn.book, since, turn.today, zone)
        return Reply(tuple(parts), visibility="asker")

    def _focus(self, turn: Turn) -> Reply:
        with self._store.read() as uow:
            watched = uow.evidence.watched_of([turn.person.id])
        return focus.card(turn.book, {row.opportunity_id: row for row in watched}, turn.today)

    def of_team(self, turn: Turn, meaning: Understanding) -> Reply | None:
        """A manager's view of what those who report to them hold: fields and evidence, and no more. None for
        whoever nobody reports to, or who asks something else. Needs no book of the manager's own."""
        if not (turn.person.has_role("manager") and asks_for_team(turn.event.text)):
            return None
        with self._store.read() as uow:
            reports = uow.people.reports_of(turn.person.id)
        if not reports:
            return None
        book, without = team_book(reports, self._crm)
        request = heard(turn.event.text, book, (), _calendar(turn, book), meaning)
        if request is None or request.kind not in ("pipeline", "list"):
            return None
        notes = (Text(words.without(without)),) if without else ()
        if request.kind == "pipeline":
            return self._pipeline(request, book, turn, notes, team=True)
        wanted = request.filters
        if wanted.without or wanted.lacks or wanted.lacks_all or wanted.step_due:
            return wording.plain(words.NO_GAPS)
        listed = cards.listing(request, book, turn.today)
        return replace(listed, parts=(*notes, *listed.parts))

    def _pipeline(
        self, request: Request, book: Book, turn: Turn, notes: Sequence[Text] = (), *, team: bool = False
    ) -> Reply:
        """The words at once; the picture and the file follow as soon as the worker has drawn them."""
        if not pipeline.still_open(book):
            return Reply((*notes, Text(words.NO_PIPELINE)), visibility="asker")
        by: tuple[Grouping, ...] = (request.by,) if request.by else ("stage", "month", "competitor")
        title = pipeline.title(team=team)
        pictures = (pipeline.picture(title, book, each) for each in by)
        reply = Reply((*pictures, pipeline.file(book)), visibility="asker", deliver="direct")
        with self._store.write() as uow:
            where = turn.event.where if turn.event.where.kind == "direct" else None
            uow.outgoings.add(
                Outgoing(f"pipeline:{turn.event.id}", turn.person.id, reply, where, turn.event.at)
            )
            uow.commit()
        head = (Text(f"{title}: {pipeline.total_line(book)}", strong=True), *notes)
        return Reply((*head, *pipeline.tables(book, by), Text(words.FOLLOWS)), visibility="asker")

    def _which(self, records: Sequence[str], turn: Turn) -> Reply:
        """At most four to choose from; a button briefs."""
        by_id = {one.id: one for one in turn.book.mine}
        found = [by_id[one] for one in records]
        actions = tuple(Action(BRIEF, one.name, value=one.id) for one in found[:CHOICES])
        question = Text(wording.which_one(len(actions), len(found)))
        return Reply((question,), actions, visibility="asker", card_id=f"{CARD}{turn.event.id}")

    def _brief(self, one: Opportunity, person: Person, book: Book, today: date) -> Reply:
        with self._store.read() as uow:
            watched = uow.evidence.watched([one.id])
        known = Known(self._turns.notes(one.id, person), watched[0].verifiers if watched else None)
        parts = briefing.brief(one, known, book, person, today)
        return Reply((*parts, *self._pages(one, person, book, today)), visibility="asker")

    def _pages(self, one: Opportunity, person: Person, book: Book, today: date) -> tuple[Part, ...]:
        """What is known of the competitor, and what the content says for the stage."""
        stage, found = book.stage(one.stage), []
        for name in one.competitors[:1]:
            found.append(("", self._rival(name, person, today)))
        if stage and (pages := self._ask.excerpt(words.in_stage(stage.name), person, today)):
            found.append((words.for_stage(stage.name), pages))
        return numbered(found)

    def _rival(self, name: str, person: Person, today: date) -> tuple[Part, ...]:
        """The competitor's page with its age, and what was won and lost against them lately."""
        page, updated = self._ask.dated(rivals.question(name), person, today)
        ended = self._crm.ended(today - rivals.LATELY, name)
        return (*page, *rivals.age_warning(updated, today), rivals.lately(name, ended))

    def _otherwise(self, turn: Turn, meaning: Understanding) -> Reply | None:
        """An account without an open opportunity, another's, or nobody's."""
        text, book = turn.event.text, turn.book
        name = unknown_account(text) if meaning.intent != "crm_update" else ""
        if turn.away or not (name or meaning.intent == "crm_lookup"):
            return None
        accounts = naming.named_accounts(text, book)
        if len(accounts) == 1:
            notes = self._turns.notes(f"{ON_ACCOUNT}{accounts[0].id}", turn.person)
            return briefing.account_brief(accounts[0], notes, book, turn.today)
        if naming.names_only_others(text, book):
            return wording.plain(wording.NOT_SHOWN)
        return wording.plain(words.unknown_account(name)) if name else None


def _calendar(turn: Turn, book: Book) -> Calendar:
    return Calendar(turn.today, month_first(turn.person.locale), book.fiscal_year_start_month)
