"""A question on its way to somebody who knows, and the answer on its way back: each message once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.answers import expert_cards as cards
from bot.answers import expert_wording as words
from bot.answers.audience import Pages, principals
from bot.answers.routing import Route
from bot.chat import Address, Message, Person, Reply, Text
from bot.ports import Card, Inquiry, Outgoing, UnitOfWork
from bot.settings import DeskSettings

EXPERT = "expert:"
ANSWER = "answer:"
WRITTEN_KEPT = timedelta(days=3)
"""So long an answer that was written and not sent waits."""
EDITED_WITHIN = timedelta(days=1)
"""A card that could not be changed for so long is left as it is: its buttons say what has happened."""


def hand_to(way: Route, inquiry: Inquiry, pages: Pages, uow: UnitOfWork, now: datetime) -> Inquiry:
    """Everyone of `way` gets a card in their own chat. The inquiry knows whom it was given to."""
    ids = tuple(dict.fromkeys((*inquiry.asked, *(person.id for person in way.people))))
    desk_id = way.desk.id if way.desk else ""
    held = uow.inquiries.save(replace(inquiry, asked=ids, desk_id=desk_id, waiting_since=now, reminded=False))
    asker = person_of(inquiry.asker_id, uow)
    for expert in way.people:
        card = uow.cards.add(_card(expert, held, uow, now))
        seen = [page for id in held.document_ids if (page := pages.document(id, principals(expert)))]
        desk_name = way.desk.name if way.desk else ""
        today = now.astimezone(ZoneInfo(expert.zone)).date()
        reply = cards.question(card.id, held, asker, desk_name, seen, today)
        uow.outgoings.add(Outgoing(card.id, expert.id, reply, None, not_before=now))
    return held


def send_back(
    inquiry: Inquiry, card: Card, text: str, *, private: bool, uow: UnitOfWork, now: datetime
) -> Inquiry:
    """The first answer counts: it goes from the holder of `card` to the asker, and the others are told.
    Raises StaleState where somebody was quicker."""
    expert = person_of(card.person_id, uow)
    told = uow.inquiries.save(
        replace(
            inquiry, state="answered", answer=text, answered_by=expert.id, answered_at=now, private=private
        )
    )
    asker = person_of(inquiry.asker_id, uow)
    zone = ZoneInfo(asker.zone)
    day = now.astimezone(zone).date()
    # Who chose the asker alone is not heard in the thread.
    where = None if private and inquiry.in_thread else inquiry.reply_to
    shown = uow.cards.add(
        Card(
            id=ANSWER + inquiry.id,
            kind="answer",
            person_id=asker.id,
            where=where or uow.people.address_of(asker.id) or nowhere(asker),
            state="shown",
            payload={"question": inquiry.question, "sources": [], "inquiry": inquiry.id},
            created_at=now,
            source_event=inquiry.id,
        )
    )
    reply = cards.answer(shown.id, told, expert, day, day, private=private or not inquiry.in_thread)
    uow.outgoings.add(Outgoing(shown.id, asker.id, reply, where, not_before=now))
    # It stays for as long as a page can be made of the answer; words that waited in it are in the inquiry.
    uow.cards.save(replace(card, state="answered", payload={"inquiry": inquiry.id}, expires_at=None))
    for other in holders(inquiry, uow):
        if other.id != card.id:
            close(other, told, words.taken(expert), uow, now)
    return told


def holders(inquiry: Inquiry, uow: UnitOfWork) -> Sequence[Card]:
    """The open cards of those who have the question."""
    given = (uow.cards.get(card_id(inquiry, person_id)) for person_id in inquiry.asked)
    return [card for card in given if card and card.state == "open"]


def close(card: Card, inquiry: Inquiry, outcome: str, uow: UnitOfWork, now: datetime) -> None:
    """Somebody else's card: what was not sent yet never is, and what stands is changed where it stands."""
    uow.cards.save(replace(card, state="closed"))
    edit(card, cards.closed(card.id, inquiry, outcome), uow, now)


def edit(card: Card, reply: Reply, uow: UnitOfWork, now: datetime) -> None:
    waiting = uow.outgoings.get(card.id)
    if waiting and waiting.state == "queued":
        uow.outgoings.failed(card.id, "expired")
        return
    where = card.where if card.message_ref else None
    key = f"{card.id}:{card.version}"
    uow.outgoings.add(Outgoing(key, card.person_id, reply, where, now, now + EDITED_WITHIN))


def draft_card(event: Message, under: Card) -> Card:
    """What an expert wrote under a card, until it is sent or forgotten."""
    id = f"{EXPERT}{sha256(event.id.encode()).hexdigest()[:20]}"
    return replace(
        under,
        id=id,
        payload={**under.payload, "written": event.text},
        created_at=event.at,
        source_event=event.id,
        expires_at=event.at + WRITTEN_KEPT,
        message_ref="",
        version=0,
    )


def tell(person_id: str, text: str, key: str, uow: UnitOfWork, now: datetime) -> None:
    uow.outgoings.add(Outgoing(key, person_id, Reply((Text(text),)), None, not_before=now))


def nowhere(person: Person) -> Address:
    """The place of a card before it is delivered to somebody who has never written to the bot."""
    return Address("", "", person.id)


def card_id(inquiry: Inquiry, person_id: str) -> str:
    return f"{EXPERT}{inquiry.id}:{person_id}"


def person_of(person_id: str, uow: UnitOfWork) -> Person:
    """Someone who has left may still stand in an old question."""
    return uow.people.get(person_id) or Person(person_id, "A former colleague", "", frozenset())


def desk_named(desk_id: str, desks: Sequence[DeskSettings]) -> DeskSettings | None:
    return next((desk for desk in desks if desk.id == desk_id), None)


def _card(expert: Person, inquiry: Inquiry, uow: UnitOfWork, now: datetime) -> Card:
    id = card_id(inquiry, expert.id)
    return Card(
        id=id,
        kind="expert",
        person_id=expert.id,
        where=uow.people.address_of(expert.id) or nowhere(expert),
        state="open",
        payload={"inquiry": inquiry.id},
        created_at=now,
        source_event=id,
    )
