"""The log loop: a note becomes a draft, only Save writes it, and once; Undo takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import wording
from bot.chat import Action, Address, Event, Message, Outcome, Part, Person, Press, Reply, Submit, Text
from bot.crm_log import edit
from bot.crm_log.draft import Draft, corrected, crm_update, draft_from, render
from bot.crm_log.results import saved, undone, waiting
from bot.crm_log.writer import CrmWriter
from bot.notes.model import RecordRef, RecordUpdate, Understanding
from bot.ports import Card, Crm, OutboxItem, Store, UnitOfWork
from bot.sales import Book, CrmUpdate
from bot.wire import dump, load

KEPT = timedelta(hours=72)
CHOICES = 4
GiveBack = Callable[[Person, Draft], tuple[Part, ...]]


class LogDesk:
    """`give_back` returns one cited thing worth having after a save, or nothing."""

    def __init__(self, store: Store, crm: Crm, writer: CrmWriter, give_back: GiveBack) -> None:
        self._store = store
        self._crm = crm
        self._writer = writer
        self._give_back = give_back

    # -- from words -------------------------------------------------------------------------------------

    def note(self, event: Message, person: Person, meaning: Understanding, book: Book) -> Reply:
        """The draft card for what the message says, a question where it is unclear, or why not."""
        settled = [u for u in meaning.updates if u.record.kind == "opportunity"]
        unclear = next((u for u in meaning.updates if u.record.kind == "ambiguous" and u.record.ids), None)
        if settled:
            return self._open_draft(
                event, person, draft_from(event.text, settled, book), book, _left_out(meaning)
            )
        if unclear:
            return self._ask_which(event, person, unclear, book)
        return wording.plain(_refusal(meaning))

    def correct(self, event: Message, person: Person, meaning: Understanding, book: Book) -> Reply:
        """Change the open draft as told; after a save, draft the correction anew."""
        with self._store.write() as uow:
            card = self.open_card("draft", person, event.where, uow)
            if card is None:
                return self.note(event, person, meaning, book)
            draft = corrected(_draft(card), meaning.updates)
            uow.cards.save(replace(card, payload=_payload(draft, card.payload["round"])))
            uow.commit()
        return render(draft, card.id, book, _today(event, person), replaces=True)

    def choose(self, event: Event, person: Person, card: Card, opportunity_id: str, book: Book) -> Reply:
        """The asker has said which opportunity: the waiting update becomes a draft on it."""
        if opportunity_id not in card.payload["candidates"]:
            return wording.plain(wording.OLD_CARD)
        waiting_update: RecordUpdate = load(card.payload["update"], RecordUpdate)
        settled = replace(waiting_update, record=RecordRef("opportunity", (opportunity_id,)))
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="answered"))
            uow.commit()
        return self._open_draft(event, person, draft_from(card.payload["text"], [settled], book), book)

    # -- from buttons and forms -------------------------------------------------------------------------

    def press(self, event: Press, person: Person, card: Card, book: Book) -> Outcome:
        if card.kind == "choice":
            return self.choose(event, person, card, event.value or event.action, book)
        if event.action == "undo":
            return self.undo(event, person, card, book)
        if event.action in ("save", "note_only"):
            return self.save(event, person, card, book, fields=event.action == "save")
        if card.state != "open":
            return wording.plain(wording.OLD_CARD)
        if event.action == "edit":
            return edit.form_for(_draft(card), card.id, book)
        if event.action == "discard":
            return self.discard(card)
        return wording.plain(wording.OLD_CARD)

    def submit(self, event: Submit, person: Person, card: Card, book: Book) -> Outcome:
        if card.state != "open":
            return wording.plain(wording.OLD_CARD)
        edited = edit.read_form(_draft(card), event.values, book)
        if not isinstance(edited, Draft):
            return edited
        with self._store.write() as uow:
            uow.cards.save(replace(card, payload=_payload(edited, card.payload["round"])))
            uow.commit()
        return render(edited, card.id, book, _today(event, person), replaces=True)

    def discard(self, card: Card) -> Reply:
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="discarded", payload=_wiped(card)))
            uow.commit()
        return Reply((Text("Discarded; nothing was written."),), card_id=card.id, replaces=True)

    def save(self, event: Event, person: Person, card: Card, book: Book, *, fields: bool = True) -> Reply:
        """Confirm the draft: the card's new state and the outbox rows commit together, then this process
        carries its own rows to the CRM at once. Pressing Save again finds them done."""
        if card.state == "open":
            updates = [
                crm_update(one, _draft(card).text, _key(card, one.before.id, "save"), fields=fields)
                for one in _draft(card).updates
            ]
            card = self._confirm(card, "confirmed", updates, person, event.at)
        if card.state != "confirmed":
            return wording.plain(wording.OLD_CARD)
        return self.settled(card, self._writer.settle(card.payload["keys"]), person, book, event.at)

    def undo(self, event: Event, person: Person, card: Card, book: Book) -> Reply:
        """Restore what stood before, unless someone has changed it since: then both are shown."""
        if card.state == "applied":
            with self._store.read() as uow:
                items = [i for key in card.payload["keys"] if (i := uow.crm_outbox.get(key))]
            updates = [u for i in items if (u := _inverse(i, _key(card, i.update.opportunity_id, "undo")))]
            card = self._confirm(card, "undoing", updates, person, event.at)
        if card.state != "undoing":
            return wording.plain(wording.NOTHING_TO_UNDO)
        return self.settled(card, self._writer.settle(card.payload["keys"]), person, book, event.at)

    def settled(
        self, card: Card, items: Sequence[OutboxItem], person: Person, book: Book, now: datetime
    ) -> Reply:
        """What became of a confirmed write, as the card now reads."""
        states = {item.state for item in items}
        if states & {"queued", "claimed"}:
            return waiting(card.id)
        if card.state == "undoing":
            reply, state = undone(
                card.id, items, self._current(items, person), book, _local(now, person).date()
            )
            return self._close(card, state, reply)
        if states <= {"applied"}:
            gift = self._give_back(person, _draft(card))
            # What changed no field has nothing to undo, and must not hide an earlier save that has.
            state = "applied" if any(item.update.set for item in items) else "noted"
            return self._close(card, state, saved(card.id, items, _local(now, person), gift))
        return self._reopen(card, items, person, book, now)

    # -- state of the conversation ----------------------------------------------------------------------

    def open_card(
        self, kind: str, person: Person, where: Address, uow: UnitOfWork, state: str = "open"
    ) -> Card | None:
        """The person's newest card of that kind and state, here or in their direct chat."""
        places = {where.key, _direct(person, where, uow).key}
        found = [uow.cards.latest(kind, person.id, place, [state]) for place in places]
        return max((c for c in found if c), key=lambda c: c.created_at, default=None)

    def updates_of(self, card: Card | None) -> tuple[RecordUpdate, ...]:
        """A draft card's updates as a later message can refer to them."""
        if card is None:
            return ()
        return tuple(
            RecordUpdate(RecordRef("opportunity", (o.before.id,)), o.changes) for o in _draft(card).updates
        )

    def _open_draft(self, event: Event, person: Person, draft: Draft, book: Book, heading: str = "") -> Reply:
        card = self._add_card(event, person, "draft", _payload(draft, 0))
        return render(_draft(card), card.id, book, _today(event, person), heading=heading)

    def _ask_which(self, event: Message, person: Person, update: RecordUpdate, book: Book) -> Reply:
        names = {o.id: o.name for o in book.mine}
        candidates = [i for i in update.record.ids if i in names][:CHOICES]
        if not candidates:
            return wording.plain(wording.NO_RECORD)
        payload = {"text": event.text, "update": dump(update, RecordUpdate), "candidates": candidates}
        card = self._add_card(event, person, "choice", payload)
        actions = tuple(Action(i, names[i], value=i) for i in card.payload["candidates"])
        return Reply((Text("Which one do you mean?"),), actions, "asker", "direct", card.id)

    def _add_card(self, event: Event, person: Person, kind: Any, payload: Mapping[str, Any]) -> Card:
        with self._store.write() as uow:
            card = uow.cards.add(
                Card(
                    id=f"{kind}:{event.id}",
                    kind=kind,
                    person_id=person.id,
                    where=_direct(person, event.where, uow),
                    state="open",
                    payload=payload,
                    created_at=event.at,
                    source_event=event.id,
                    expires_at=event.at + KEPT,
                )
            )
            uow.commit()
        return card

    def _confirm(
        self, card: Card, state: str, updates: Sequence[CrmUpdate], person: Person, now: datetime
    ) -> Card:
        with self._store.write() as uow:
            for update in updates:
                uow.crm_outbox.add(update.key, person.id, person.crm_user or person.id, card.id, update, now)
            payload = {**card.payload, "keys": [u.key for u in updates]}
            card = uow.cards.save(replace(card, state=state, payload=payload, expires_at=None))
            uow.commit()
        return card

    def _close(self, card: Card, state: str, reply: Reply) -> Reply:
        with self._store.write() as uow:
            uow.cards.save(replace(card, state=state))
            uow.commit()
        return reply

    def _reopen(
        self, card: Card, items: Sequence[OutboxItem], person: Person, book: Book, now: datetime
    ) -> Reply:
        """A conflict or a refused value: show the record as it is now and let the rep decide again."""
        unwritten = {i.update.opportunity_id: i for i in items if i.state != "applied"}
        current = self._current(items, person)
        draft = Draft(
            _draft(card).text,
            tuple(
                replace(one, before=current.get(one.before.id, one.before))
                for one in _draft(card).updates
                if one.before.id in unwritten
            ),
        )
        reasons = " ".join(dict.fromkeys(i.error for i in unwritten.values()))
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="open", payload=_payload(draft, card.payload["round"] + 1)))
            uow.commit()
        today = _local(now, person).date()
        return render(draft, card.id, book, today, heading=f"Not saved. {reasons}", replaces=True)

    def _current(self, items: Sequence[OutboxItem], person: Person) -> dict[str, Any]:
        speaker = person.crm_user or person.id
        ids = [i.update.opportunity_id for i in items if i.state == "conflict"]
        return {i: self._crm.opportunity(i, speaker) for i in ids}


def _inverse(item: OutboxItem, key: str) -> CrmUpdate | None:
    if item.applied is None or not item.update.set:
        return None
    before, after = item.applied.before, item.applied.after
    fields = item.update.set
    return CrmUpdate(
        key,
        item.update.opportunity_id,
        {field: getattr(before, field) for field in fields},
        {field: getattr(after, field) for field in fields},
    )


def _left_out(meaning: Understanding) -> str:
    kinds = {u.record.kind for u in meaning.updates} - {"opportunity"}
    if "not_permitted" in kinds:
        return "One part is about an opportunity that is not yours; I left it out."
    return "For one part I could not tell which opportunity; send it by itself." if kinds else ""


def _refusal(meaning: Understanding) -> str:
    kinds = {u.record.kind: u.record for u in meaning.updates}
    if "not_permitted" in kinds:
        return wording.NOT_PERMITTED
    if "new_account" in kinds:
        return wording.unknown_account(kinds["new_account"].name)
    return wording.NO_OPEN_OPPORTUNITY if "account" in kinds else wording.NO_RECORD


def _draft(card: Card) -> Draft:
    draft: Draft = load(card.payload["draft"], Draft)
    return draft


def _payload(draft: Draft, round_: int) -> Mapping[str, Any]:
    return {"draft": dump(draft, Draft), "round": round_, "keys": []}


def _wiped(card: Card) -> Mapping[str, Any]:
    return {"draft": dump(Draft("", ()), Draft), "round": card.payload["round"], "keys": []}


def _key(card: Card, opportunity_id: str, act: str) -> str:
    return f"{card.id}:{act}:{opportunity_id}:{card.payload['round']}"


def _direct(person: Person, where: Address, uow: UnitOfWork) -> Address:
    return where if where.kind == "direct" else (uow.people.address_of(person.id) or where)


def _local(at: datetime, person: Person) -> datetime:
    return at.astimezone(ZoneInfo(person.zone))


def _today(event: Event, person: Person) -> Any:
    return _local(event.at, person).date()
