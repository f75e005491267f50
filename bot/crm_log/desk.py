"""The log loop: a note becomes a draft, only Save writes it, and once; Undo takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot import wording
from bot.chat import Action, Address, Event, Message, Outcome, Person, Press, Reply, Submit, Text
from bot.crm_log import edit, results
from bot.crm_log.draft import Draft, corrected, draft_from, record_of, render
from bot.crm_log.paper import Paper, paper_of, with_paper, wordless
from bot.crm_log.saving import KEPT, Saver, remember_act
from bot.notes.model import RecordRef, RecordUpdate, Understanding
from bot.ports import Card, Store, UnitOfWork
from bot.sales import Book
from bot.wire import dump, load

CHOICES = 4
SETTLED = frozenset({"opportunity", "account", "new_account"})
CardKind = Literal["draft", "choice"]


class LogDesk:
    def __init__(self, store: Store, saver: Saver) -> None:
        self._store = store
        self._saver = saver

    # -- from words -------------------------------------------------------------------------------------

    def note(
        self,
        event: Message,
        person: Person,
        meaning: Understanding,
        book: Book,
        asked: Card | None = None,
    ) -> Reply:
        """The draft card for what the message says, a question where it is unclear, or why not. `asked` is
        the open question: what answers it otherwise than by one choice, such as "both", closes it."""
        if asked and {u.text for u in meaning.updates} == {asked.payload["text"]}:
            self._save_card(replace(asked, state="answered", payload={}))
        settled = [u for u in meaning.updates if u.record.kind in SETTLED]
        unclear = next((u for u in meaning.updates if u.record.kind == "ambiguous" and u.record.ids), None)
        if settled:
            draft = draft_from(event.text, settled, book)
            card = self._add_card(event, person, "draft", dump(Paper(draft), Paper))
            return render(
                paper_of(card).draft, card.id, book, _today(event, person), heading=_left_out(meaning)
            )
        if unclear:
            return self._ask_which(event, person, unclear, book)
        return wording.plain(_refusal(meaning))

    def correct(
        self,
        event: Message,
        person: Person,
        card: Card | None,
        meaning: Understanding,
        book: Book,
        saved: Card | None = None,
    ) -> Reply:
        """Change the open draft as told; after a save, draft the correction anew."""
        if card is None or any(u.record.kind not in SETTLED for u in meaning.updates):
            reply = self.note(event, person, meaning, book)
            return _with_saved(reply, saved, meaning) if card is None else reply
        paper = paper_of(card)
        known = {record_of(one) for one in paper.draft.updates}
        elsewhere = any(u.record not in known for u in meaning.updates)
        # "not Acme, Lakeshore": the same words belong to another record.
        said = next((one.note for one in paper.draft.updates), event.text)
        draft = (
            draft_from(said, meaning.updates, book)
            if elsewhere
            else corrected(paper.draft, meaning.updates, event.text)
        )
        self._save_card(with_paper(card, replace(paper, draft=draft)))
        return render(draft, card.id, book, _today(event, person), replaces=True)

    def choose(self, event: Event, person: Person, card: Card, opportunity_id: str, book: Book) -> Reply:
        """The asker has said which opportunity: the waiting update becomes a draft on it. One choice makes
        one draft, however often it is pressed."""
        offered = card.payload.get("candidates", ())
        if (
            card.state != "open"
            or opportunity_id not in offered
            or not any(o.id == opportunity_id for o in book.mine)
        ):
            return results.closed(card.state)
        update: RecordUpdate = load(card.payload["update"], RecordUpdate)
        settled = replace(update, record=RecordRef("opportunity", (opportunity_id,)))
        paper = Paper(draft_from(card.payload["text"], [settled], book))
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="answered", payload={}))
            added = uow.cards.add(_card(event, person, "draft", dump(paper, Paper), card.where, card.id))
            remember_act(uow, event, person, added.id)
            uow.commit()
        return render(paper_of(added).draft, added.id, book, _today(event, person))

    def dismiss(self, event: Event, person: Person, card: Card) -> Reply:
        """Discard a draft, or leave a question unanswered; the words go with it."""
        gone = wordless(card) if card.kind == "draft" else replace(card, payload={})
        with self._store.write() as uow:
            uow.cards.save(replace(gone, state="discarded"))
            remember_act(uow, event, person, card.id)
            uow.commit()
        return results.discarded(card.id)

    def ask_again(self, event: Event, person: Person, card: Card, book: Book) -> Reply:
        """The draft once more, with the question whether it is meant."""
        draft = paper_of(card).draft
        return render(draft, card.id, book, _today(event, person), heading="Save this one?")

    def ask_which_field(self, event: Event, person: Person, card: Card | None, book: Book) -> Reply:
        """The draft unchanged, if there is one, with the question which of its numbers is meant."""
        if card is None:
            return wording.plain(wording.WHICH_NUMBER)
        draft = paper_of(card).draft
        return render(draft, card.id, book, _today(event, person), heading=wording.WHICH_NUMBER)

    def save(self, event: Event, person: Person, card: Card, book: Book) -> Reply:
        return self._saver.save(event, person, card, book)

    def undo(self, event: Event, person: Person, card: Card, book: Book) -> Reply:
        return self._saver.undo(event, person, card, book)

    def resume(self, event: Event, person: Person, card: Card, book: Book) -> Reply:
        """The same message again: carry on with the card it acted on."""
        if card.kind == "choice":
            return results.discarded(card.id)
        return self._saver.resume(card, person, book, event.at)

    # -- from buttons and forms -------------------------------------------------------------------------

    def press(self, event: Press, person: Person, card: Card, book: Book) -> Outcome:
        if card.kind == "choice":
            return self.choose(event, person, card, event.value or event.action, book)
        if event.action == "undo":
            return self._saver.undo(event, person, card, book)
        if event.action in ("save", "note_only"):
            return self._saver.save(event, person, card, book, fields=event.action == "save")
        if card.state != "open":
            return results.closed(card.state)
        if event.action == "edit":
            return edit.form_for(paper_of(card).draft, card.id, book)
        if event.action == "discard":
            return self.dismiss(event, person, card)
        return wording.plain(wording.OLD_CARD)

    def submit(self, event: Submit, person: Person, card: Card, book: Book) -> Outcome:
        if card.state != "open":
            return results.closed(card.state)
        paper = paper_of(card)
        edited = edit.read_form(paper.draft, event.values, book, _today(event, person), person.locale)
        if not isinstance(edited, Draft):
            return edited
        self._save_card(with_paper(card, replace(paper, draft=edited)))
        return render(edited, card.id, book, _today(event, person), replaces=True)

    def write(self, event: Event, person: Person, draft: Draft, book: Book) -> Reply:
        """Save what needs no other confirmation, as its author typed it field by field."""
        card = self._add_card(event, person, "draft", dump(Paper(draft), Paper))
        return self._saver.save(event, person, card, book)

    def open_drafts(self, person: Person, book: Book, now: datetime) -> tuple[Reply, ...]:
        """What waits for this person's Save, newest first."""
        with self._store.read() as uow:
            cards = uow.cards.all_of("draft", person.id, ["open"])
        today = now.astimezone(ZoneInfo(person.zone)).date()
        waiting = [card for card in cards if card.expires_at is None or card.expires_at > now]
        return tuple(render(paper_of(card).draft, card.id, book, today) for card in waiting)

    # -- cards ------------------------------------------------------------------------------------------

    def updates_of(self, card: Card | None) -> tuple[RecordUpdate, ...]:
        """A draft card's updates as a later message can refer to them."""
        if card is None:
            return ()
        drafts = paper_of(card).draft.updates
        return tuple(RecordUpdate(record_of(one), one.changes, one.note) for one in drafts)

    def _ask_which(self, event: Message, person: Person, update: RecordUpdate, book: Book) -> Reply:
        names = {o.id: o.name for o in book.mine}
        fitting = [i for i in update.record.ids if i in names]
        candidates = fitting[:CHOICES]
        if not candidates:
            return wording.plain(wording.NO_RECORD)
        said = update.text or event.text
        payload = {"text": said, "update": dump(update, RecordUpdate), "candidates": candidates}
        card = self._add_card(event, person, "choice", payload)
        actions = tuple(Action(i, names.get(i, i), value=i) for i in card.payload.get("candidates", ()))
        question = wording.which_one(len(candidates), len(fitting))
        return Reply((Text(question),), actions, "asker", "direct", card.id)

    def _add_card(self, event: Event, person: Person, kind: CardKind, payload: Mapping[str, Any]) -> Card:
        with self._store.write() as uow:
            where = _direct(person, event.where, uow)
            card = uow.cards.add(_card(event, person, kind, payload, where, event.id))
            uow.commit()
        return card

    def _save_card(self, card: Card) -> None:
        with self._store.write() as uow:
            uow.cards.save(card)
            uow.commit()


def _card(
    event: Event, person: Person, kind: CardKind, payload: Mapping[str, Any], where: Address, source: str
) -> Card:
    return Card(
        id=f"{kind}:{source}",
        kind=kind,
        person_id=person.id,
        where=where,
        state="open",
        payload=payload,
        created_at=event.at,
        source_event=source,
        expires_at=event.at + KEPT,
    )


def _with_saved(reply: Reply, saved: Card | None, meaning: Understanding) -> Reply:
    """A correction that moves to another record leaves what was saved where it is, and says so."""
    if saved is None:
        return reply
    names = {o.before.id: o.before.name for o in paper_of(saved).draft.updates}
    ids = {i for u in meaning.updates for i in u.record.ids}
    left = ", ".join(name for i, name in names.items() if i not in ids)
    hint = Text(f"What you saved on {left} stays there; “undo” takes it back.")
    return replace(reply, parts=(hint, *reply.parts)) if left else reply


def _left_out(meaning: Understanding) -> str:
    kinds = {u.record.kind for u in meaning.updates} - SETTLED
    if "not_permitted" in kinds:
        return "One part is about an opportunity that is not yours; I left it out."
    return "For one part I could not tell which opportunity; send it by itself." if kinds else ""


def _refusal(meaning: Understanding) -> str:
    refused = any(u.record.kind == "not_permitted" for u in meaning.updates)
    return wording.NOT_PERMITTED if refused else wording.NO_RECORD


def _direct(person: Person, where: Address, uow: UnitOfWork) -> Address:
    return where if where.kind == "direct" else (uow.people.address_of(person.id) or where)


def _today(event: Event, person: Person) -> date:
    return event.at.astimezone(ZoneInfo(person.zone)).date()
