"""A message was changed or deleted: what still waits for its author's Save follows it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import wording
from bot.chat import Deleted, Edited, Outcome, Person, Silence
from bot.crm_log import results
from bot.crm_log.desk import SETTLED, LogDesk
from bot.crm_log.draft import Draft, draft_from, render
from bot.crm_log.paper import Paper, paper_of, with_paper
from bot.notes.model import DialogContext
from bot.notes.understand import understand
from bot.ports import Card, Store
from bot.turns import Turns

NOTHING_WAITED = Silence("a message was changed or deleted of which nothing waits")


class Rewording:
    def __init__(self, store: Store, turns: Turns, log: LogDesk) -> None:
        self._store = store
        self._turns = turns
        self._log = log

    def change(self, event: Edited | Deleted, person: Person) -> Outcome:
        """The open draft as the message reads now, or closed. What was confirmed stays as it was."""
        with self._store.read() as uow:
            card = uow.cards.get(f"draft:{event.message_ref}")
        if card is None or card.person_id != person.id or card.state != "open":
            return NOTHING_WAITED
        if isinstance(event, Edited):
            return self._reworded(event, person, card)
        self._log.dismiss(event, person, card)
        return results.withdrawn(card.id, wording.MESSAGE_DELETED)

    def _reworded(self, event: Edited, person: Person, card: Card) -> Outcome:
        book = self._turns.book(person)
        meaning = understand(event.text, DialogContext(speaker=person), book, event.at)
        settled = [u for u in meaning.updates if u.record.kind in SETTLED]
        if not settled:
            self._log.dismiss(event, person, card)
            return results.withdrawn(card.id, wording.NO_NOTE_ANY_MORE)
        draft = _what_waits(draft_from(event.text, settled, book), paper_of(card))
        if not draft.updates:
            return NOTHING_WAITED
        with self._store.write() as uow:
            uow.cards.save(with_paper(card, replace(paper_of(card), draft=draft)))
            uow.commit()
        today = event.at.astimezone(ZoneInfo(person.zone)).date()
        return render(draft, card.id, book, today, heading=wording.AS_REWORDED, replaces=True)


def _what_waits(draft: Draft, paper: Paper) -> Draft:
    """Of a draft that came back from a save, what is not written yet: the rest would be written twice."""
    if not paper.running:
        return draft
    waiting = {one.before.id: one.note for one in paper.draft.updates}
    left = (one for one in draft.updates if one.before.id in waiting)
    return Draft(tuple(one if waiting[one.before.id] else replace(one, note="") for one in left))
