"""Save and Undo: confirm a draft, carry it to the CRM, say what became of it. Every step may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import wording
from bot.chat import Event, Part, Person, Reply
from bot.crm_log import results
from bot.crm_log.dead_letters import taken_up
from bot.crm_log.draft import Draft, OpportunityDraft, crm_update, render
from bot.crm_log.paper import Paper, paper_of, with_paper
from bot.crm_log.speaker import speaker_of
from bot.crm_log.writer import CrmWriter
from bot.errors import CrmError, StaleState
from bot.memory import recall
from bot.ports import Card, Crm, OutboxItem, Outgoing, Store, UnitOfWork
from bot.sales import Book, CrmUpdate, Opportunity
from content_index.errors import ContentError

KEPT = timedelta(hours=72)
"""How long an unanswered draft waits, and how long a saved one keeps its words."""
ACTS_REMEMBERED = 20
GiveBack = Callable[[Person, Draft], tuple[Part, ...]]


class Saver:
    """`give_back` returns one cited thing worth having after a save, or nothing."""

    def __init__(self, store: Store, crm: Crm, writer: CrmWriter, give_back: GiveBack) -> None:
        self._store = store
        self._crm = crm
        self._writer = writer
        self._give_back = give_back

    def save(self, event: Event, person: Person, card: Card, book: Book, *, fields: bool = True) -> Reply:
        """Confirm the draft: the card's new state and the outbox rows commit together, then this process
        carries its own rows to the CRM at once."""
        if card.state == "open":
            paper = paper_of(card)
            given_up = [item for item in self._items(paper.running) if item.state == "dead"]
            wanted = (crm_update(u, paper.key(card, u.before.id), fields=fields) for u in paper.draft.updates)
            updates = [update for one in wanted for update in taken_up(one, given_up)]
            card = self._confirm(card, "confirmed", updates, event, person)
        if card.state != "confirmed":
            return results.closed(card.state)
        return self.resume(card, person, book, event.at)

    def undo(self, event: Event, person: Person, card: Card, book: Book) -> Reply:
        """Restore what stood before, unless someone has changed it since: then both are shown."""
        if card.state == "applied":
            paper = paper_of(card)
            items = self._items(paper.saved)
            if not items:
                # So long ago that what stood before is forgotten.
                return wording.plain(wording.NOTHING_TO_UNDO)
            updates = [_inverse(i, paper.key(card, i.update.opportunity_id)) for i in items if i.applied]
            card = self._confirm(card, "undoing", updates, event, person)
        if card.state != "undoing":
            return wording.plain(wording.NOTHING_TO_UNDO)
        return self.resume(card, person, book, event.at)

    def resume(self, card: Card, person: Person, book: Book, now: datetime) -> Reply:
        """Carry on with a card where it stands, and say how it stands."""
        if card.state in ("confirmed", "undoing"):
            self._writer.settle(paper_of(card).running)
            return self.conclude(card, person, book, now, give_back=True)
        return self._as_it_stands(card, person, book, now)

    def conclude(
        self,
        card: Card,
        person: Person,
        book: Book,
        now: datetime,
        *,
        give_back: bool = False,
        tell: bool = False,
    ) -> Reply:
        """What became of a confirmed write. `tell` also queues it to the person's own chat, in the same
        transaction that closes the card."""
        paper = paper_of(card)
        items = self._items(paper.running)
        if not all(_is_over(item) for item in items):
            return results.waiting(card.id)
        after, reply = self._ended(card, paper, items, person, book, now)
        try:
            with self._store.write() as uow:
                after = uow.cards.save(after)
                if tell:
                    uow.outgoings.add(_told(card, paper, replace(reply, replaces=False), now))
                uow.commit()
        except StaleState:
            return self._as_it_stands(self._again(card), person, book, now)
        return self._with_gift(reply, after, paper, person) if give_back else reply

    def _ended(
        self, card: Card, paper: Paper, items: Sequence[OutboxItem], person: Person, book: Book, now: datetime
    ) -> tuple[Card, Reply]:
        done = [item for item in items if item.applied]
        local = now.astimezone(ZoneInfo(person.zone))
        if card.state == "undoing":
            left = tuple(key for key, item in zip(paper.saved, items, strict=False) if not item.applied)
            reply = results.undone(card.id, items, self._current(items), book, local.date())
            return with_paper(card, replace(paper, saved=left), "applied" if left else "undone"), reply
        changed = (item.key for item in done if item.update.set and item.applied and item.applied.written)
        paper = replace(paper, saved=tuple(dict.fromkeys((*paper.saved, *changed))))
        if len(done) == len(items):
            # What changed no field has nothing to undo, and must not hide an earlier save that has.
            after = with_paper(card, paper, "applied" if paper.saved else "noted")
            return replace(after, expires_at=now + KEPT), results.saved(card.id, items, book, local)
        return self._reopened(card, paper, items, person, book, now)

    def _reopened(
        self, card: Card, paper: Paper, items: Sequence[OutboxItem], person: Person, book: Book, now: datetime
    ) -> tuple[Card, Reply]:
        """A conflict or a refused value: show the record as it is now and let the rep decide again."""
        unwritten = {item.update.opportunity_id for item in items if not item.applied}
        done = [(item.update, item.applied.after) for item in items if item.applied]
        current = {update.opportunity_id: after for update, after in done if update.set}
        changed = self._current(items)
        current |= changed
        noted = {update.opportunity_id for update, _ in done if not update.set}

        def afresh(one: OpportunityDraft) -> OpportunityDraft:
            note = "" if one.before.id in noted else one.note
            return replace(one, before=current.get(one.before.id, one.before), note=note)

        draft = Draft(tuple(afresh(u) for u in paper.draft.updates if u.before.id in unwritten))
        after = replace(with_paper(card, replace(paper, draft=draft), "open"), expires_at=now + KEPT)
        today = now.astimezone(ZoneInfo(person.zone)).date()
        heading = results.not_saved(items, changed, book, today)
        return after, render(draft, card.id, book, today, heading=heading, replaces=True)

    def _as_it_stands(self, card: Card, person: Person, book: Book, now: datetime) -> Reply:
        paper = paper_of(card)
        items = self._items(paper.running)
        local = now.astimezone(ZoneInfo(person.zone))
        match card.state:
            case "applied" | "noted" | "undone" if not items:
                return wording.plain(wording.OLD_CARD)
            case "open":
                return render(paper.draft, card.id, book, local.date(), replaces=True)
            case "applied" | "noted" if all(item.applied for item in items):
                return results.saved(card.id, items, book, local)
            case "applied" | "undone":
                return results.undone(card.id, items, {}, book, local.date())
            case "discarded":
                return results.discarded(card.id)
            case "confirmed" | "undoing":
                return results.waiting(card.id)
        return wording.plain(wording.OLD_CARD)

    def _with_gift(self, reply: Reply, card: Card, paper: Paper, person: Person) -> Reply:
        """Looked up after all is written and closed: without content there is just no gift."""
        if card.state != "applied":
            return reply
        try:
            return replace(reply, parts=(*reply.parts, *self._give_back(person, paper.draft)))
        except ContentError:
            return reply

    def _confirm(
        self, card: Card, state: str, updates: Sequence[CrmUpdate], event: Event, person: Person
    ) -> Card:
        paper, speaker = paper_of(card), speaker_of(person)
        running = replace(paper, running=tuple(u.key for u in updates), round=paper.round + 1)
        with self._store.write() as uow:
            for update in updates:
                item = uow.crm_outbox.add(update.key, person.id, speaker, card.id, update, event.at)
                if item.state == "dead":
                    uow.crm_outbox.revive(update.key, event.at, update, speaker)
            card = uow.cards.save(replace(with_paper(card, running, state), expires_at=None))
            remember_act(uow, event, person, card.id)
            uow.commit()
        return card

    def _items(self, keys: Sequence[str]) -> list[OutboxItem]:
        with self._store.read() as uow:
            return [item for key in keys if (item := uow.crm_outbox.get(key))]

    def _again(self, card: Card) -> Card:
        with self._store.read() as uow:
            return uow.cards.get(card.id) or card

    def _current(self, items: Sequence[OutboxItem]) -> dict[str, Opportunity]:
        """The records that someone else has changed, as they are; left out where the CRM does not say."""
        found = {}
        for item in items:
            if item.state == "conflict":
                try:
                    record = self._crm.opportunity(item.update.opportunity_id, item.speaker)
                except CrmError:
                    continue
                found[record.id] = record
        return found


def remember_act(uow: UnitOfWork, event: Event, person: Person, card_id: str) -> None:
    """Which card a message acted on: should the same message come again, it must not act on another."""
    state = uow.conversations.load(event.where.key, person.id)
    known = recall(state, event.at).data
    acted = {**known.get("acted", {}), event.id: card_id}
    kept = dict(list(acted.items())[-ACTS_REMEMBERED:])
    uow.conversations.save(replace(state, data={**known, "acted": kept}), event.at)


def _inverse(item: OutboxItem, key: str) -> CrmUpdate:
    assert item.applied is not None, "only applied writes are taken back"
    before, after = item.applied.before, item.applied.after
    fields = item.update.set
    return CrmUpdate(
        key,
        item.update.opportunity_id,
        {field: getattr(before, field) for field in fields},
        {field: getattr(after, field) for field in fields},
    )


def _is_over(item: OutboxItem) -> bool:
    return item.state not in ("queued", "claimed")


def _told(card: Card, paper: Paper, reply: Reply, now: datetime) -> Outgoing:
    return Outgoing(f"{card.id}:result:{paper.round}", card.person_id, reply, None, not_before=now)
