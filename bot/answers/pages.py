"""An expert's answer becomes a page: a draft with one tap, an answer once enablement publishes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers import expert_cards as cards
from bot.answers import expert_wording as words
from bot.answers import inquiries
from bot.answers.audience import principals
from bot.answers.drafts import document_id, draft_from, name_for, name_of, readers_of_both, section_of
from bot.answers.gaps import close
from bot.chat import Outcome, Person, Press, Reply
from bot.ports import Card, Drafts, Gap, Inquiry, Outgoing, PageDraft, Store, UnitOfWork

PAGE = "page:"


class PageDesk:
    def __init__(self, store: Store, drafts: Drafts) -> None:
        self._store = store
        self._drafts = drafts

    def make(self, inquiry: Inquiry, person: Person, now: datetime) -> Reply:
        """The answered inquiry as a draft, which enablement may publish. One answer makes one page."""
        if not (inquiry.question and inquiry.answer):
            return wording.plain(words.FORGOTTEN)
        with self._store.read() as uow:
            expert = inquiries.person_of(inquiry.answered_by, uow)
            gap = uow.gaps.get(inquiry.gap_id)
        if gap is None or gap.state in ("published", "closed"):
            return wording.plain(words.DECIDED)
        # The file first: after a crash there is a draft that nobody was told of, and the next press tells.
        page = self._written(inquiry, expert, gap, now.astimezone(ZoneInfo(expert.zone)).date())
        with self._store.write() as uow:
            _note_draft(page, inquiry.gap_id, person, uow, now)
            for reader in _deciders(uow):
                if reader.id != person.id:
                    _offer(page, inquiry, reader, uow, now)
            mine = _card(page, inquiry.gap_id, person, uow, now) if decides(person) else None
            uow.commit()
        own = person.id == expert.id and page.name == name_for(inquiry)
        return cards.draft(mine.id if mine else "", page, readable=own or _reads(person, page))

    def _written(self, inquiry: Inquiry, expert: Person, gap: Gap, day: date) -> PageDraft:
        """A page of its own, or a section of the draft that another answer to the same gap has become."""
        page = draft_from(inquiry, expert, day)
        first = self._drafts.page(name_of(gap.document_id)) if gap.state == "drafted" else None
        if first and first.name != page.name:
            both = readers_of_both(first, page)
            if self._drafts.append(first.name, section_of(inquiry, expert, day), both):
                return self._drafts.page(first.name) or first
        self._drafts.write(page)
        return page

    def show(self, gap_id: str, person: Person, now: datetime) -> Reply:
        """The draft of a gap once more, for whoever decides on it."""
        with self._store.write() as uow:
            gap = uow.gaps.get(gap_id)
            page = self._drafts.page(name_of(gap.document_id)) if gap and gap.state == "drafted" else None
            card = _card(page, gap_id, person, uow, now) if page else None
            uow.commit()
        if page is None or card is None:
            return wording.plain(words.DECIDED)
        return cards.draft(card.id, page, readable=_reads(person, page))

    def press(self, event: Press, person: Person, card: Card) -> Outcome:
        if not decides(person):
            return wording.plain(words.NOT_ENABLEMENT)
        with self._store.write() as uow:
            gap = uow.gaps.get(card.payload["gap"])
            said = words.DECIDED
            if gap and gap.state == "drafted" and gap.document_id == card.payload["document_id"]:
                said = decide(gap, event.action, person, uow, event.at)
            uow.commit()
        if event.action == "drop" and said != words.DECIDED:
            self._drafts.drop(name_of(card.payload["document_id"]))
        return cards.decided(card.id, said)


def decide(gap: Gap, action: str, person: Person, uow: UnitOfWork, now: datetime) -> str:
    """Publish or drop, as far as the store goes; the folder follows. The others who could have are told."""
    if action == "publish":
        uow.gaps.save(replace(gap, state="published"))
    else:
        close(gap, uow)
    uow.audit.record(now, person.id, f"draft_{action}", gap.document_id, {})
    said = words.published(person, len(gap.askers)) if action == "publish" else words.dropped(person)
    for other in _deciders(uow):
        card = uow.cards.get(_card_id(name_of(gap.document_id), other))
        if card and other.id != person.id:
            inquiries.edit(card, cards.decided(card.id, said), uow, now)
    return said


def decides(person: Person) -> bool:
    return person.has_role("enablement") or person.has_role("admin")


def _deciders(uow: UnitOfWork) -> Sequence[Person]:
    """Enablement; where there is none, the administrators."""
    people = uow.people.all()
    return [p for p in people if p.has_role("enablement")] or [p for p in people if decides(p)]


def _note_draft(page: PageDraft, gap_id: str, person: Person, uow: UnitOfWork, now: datetime) -> None:
    gap = uow.gaps.get(gap_id)
    if gap and gap.document_id != document_id(page.name):
        uow.gaps.save(replace(gap, state="drafted", document_id=document_id(page.name)))
        uow.audit.record(now, person.id, "draft_made", document_id(page.name), {})


def _offer(page: PageDraft, inquiry: Inquiry, reader: Person, uow: UnitOfWork, now: datetime) -> None:
    """Once for each answer in it: the card is the same, and stands where it was shown last."""
    card = _card(page, inquiry.gap_id, reader, uow, now)
    reply = cards.draft(card.id, page, readable=_reads(reader, page))
    key = card.id if page.name == name_for(inquiry) else f"{card.id}:{inquiry.id}"
    uow.outgoings.add(Outgoing(key, reader.id, reply, None, not_before=now))


def _reads(person: Person, page: PageDraft) -> bool:
    return not principals(person).isdisjoint(page.audience)


def _card(page: PageDraft, gap_id: str, person: Person, uow: UnitOfWork, now: datetime) -> Card:
    id = _card_id(page.name, person)
    where = uow.people.address_of(person.id) or inquiries.nowhere(person)
    payload = {"gap": gap_id, "document_id": document_id(page.name)}
    return uow.cards.add(Card(id, "page", person.id, where, "open", payload, now, source_event=id))


def _card_id(name: str, person: Person) -> str:
    return f"{PAGE}{name.removesuffix('.md')}:{person.id}"
