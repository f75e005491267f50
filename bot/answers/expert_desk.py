"""Ask an expert: to the page's owner or a desk, and back to where it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers import expert_cards as cards
from bot.answers import expert_wording as words
from bot.answers import inquiries
from bot.answers.audience import Pages, all_public, principals
from bot.answers.drafts import narrowest
from bot.answers.gaps import GapList
from bot.answers.pages import PageDesk
from bot.answers.routing import NearPage, Route, owners, reachable, route, to_desk
from bot.chat import Address, FormErrors, Message, Outcome, Person, Press, Reply, Submit
from bot.ports import Card, Inquiry, Store, UnitOfWork
from bot.settings import DeskSettings


class ExpertDesk:
    def __init__(
        self, store: Store, pages: Pages, gaps: GapList, drafts: PageDesk, desks: Sequence[DeskSettings]
    ) -> None:
        self._store = store
        self._pages = pages
        self._gaps = gaps
        self._drafts = drafts
        self._desks = desks

    # -- the asker --------------------------------------------------------------------------------------

    def ask(self, event: Press, person: Person, card: Card) -> Reply:
        """The question of an answer or abstention, once for each asker, however often it is pressed."""
        near = _near(card.payload)
        ids = tuple(page.document_id for page in near)
        own = card.person_id == person.id
        gap_id = self._gaps.note(card.payload["question"], ids, person.id, event.at, quotable=own)
        inquiry = Inquiry(
            id=sha256(f"{card.id}:{person.id}".encode()).hexdigest()[:20],
            gap_id=gap_id,
            asker_id=person.id,
            question=card.payload["question"],
            reply_to=self._reply_to(event, ids),
            document_ids=ids,
            audience=self._audience(ids, person),
            asked_at=event.at,
        )
        answered = card.payload.get("kind") == "answered"
        with self._store.write() as uow:
            said = self._asked(inquiry, near, uow, event, answered=answered)
            uow.commit()
        return wording.plain(said)

    def _asked(
        self, inquiry: Inquiry, near: Sequence[NearPage], uow: UnitOfWork, event: Press, *, answered: bool
    ) -> str:
        asker = inquiries.person_of(inquiry.asker_id, uow)
        stored = uow.inquiries.get(inquiry.id)
        if stored and stored.state != "unanswered":
            return words.standing(stored, uow.people.get(stored.answered_by), _today(event, asker))
        if stored:
            return words.nobody(self._out_of_reach(near, asker, uow))
        passed_over = (inquiry.asker_id,)
        way = route(inquiry.question, near, self._desks, uow, passed_over=passed_over, answered=answered)
        opened = uow.inquiries.add(replace(inquiry, state="open" if way else "unanswered"))
        if way is None:
            return words.nobody(self._out_of_reach(near, asker, uow))
        inquiries.hand_to(way, opened, self._pages, uow, event.at)
        return words.passed_to(way, inquiry)

    def ask_next(self, event: Press, person: Person, card: Card) -> Reply:
        """Others too, where the first are silent; those keep their cards."""
        with self._store.write() as uow:
            inquiry = uow.inquiries.get(card.payload["inquiry"])
            if inquiry is None or card.state != "open" or inquiry.state != "open":
                answerer = uow.people.get(inquiry.answered_by) if inquiry else None
                said = words.standing(inquiry, answerer, _today(event, person)) if inquiry else words.NOBODY
            elif way := self.next_way(inquiry, uow):
                said = words.passed_to(way, inquiries.hand_to(way, inquiry, self._pages, uow, event.at))
            else:
                said = words.NOBODY_LEFT
            if card.state == "open":
                uow.cards.save(replace(card, state="closed"))
            uow.commit()
        return replace(wording.plain(said), card_id=card.id, replaces=True)

    def _out_of_reach(self, near: Sequence[NearPage], asker: Person, uow: UnitOfWork) -> Sequence[str]:
        """Whose the nearest page is that is not the asker's own, and how to write to them."""
        for page in near:
            known = owners(page.owner, self._desks, uow) if page.owner else ()
            if page.owner and asker not in known:
                return (words.out_of_reach(page.title, page.owner, known),)
        return ()

    def _reply_to(self, event: Press, document_ids: Sequence[str]) -> Address | None:
        """Where it was asked, unless others there may not see what the answer is about, or want it quiet."""
        if event.where.kind == "direct":
            return event.where
        with self._store.read() as uow:
            quiet = uow.channels.rules(event.where).answers == "quiet"
        return event.where if not quiet and all_public(self._pages, document_ids) else None

    def _audience(self, document_ids: Sequence[str], person: Person) -> tuple[str, ...]:
        allowed = principals(person)
        found = [page for id in document_ids if (page := self._pages.document(id, allowed))]
        return narrowest(page.audience for page in found) if found else ()

    # -- the expert -------------------------------------------------------------------------------------

    def press(self, event: Press, person: Person, card: Card) -> Outcome:
        with self._store.write() as uow:
            inquiry = uow.inquiries.get(card.payload.get("inquiry", ""))
            outcome = self._pressed(event, person, card, inquiry, uow) if inquiry else None
            uow.commit()
        if inquiry and event.action == "make_draft" and card.state == "answered":
            return self._drafts.make(inquiry, person, event.at)
        return outcome or wording.plain(wording.OLD_CARD)

    def written(self, event: Message, person: Person) -> Reply | None:
        """An answer typed in the thread under the expert's card, shown before it is sent: not all that is
        said there is meant for the asker. None for any other message."""
        if not event.where.thread or event.where.kind != "direct":
            return None
        with self._store.write() as uow:
            under = uow.cards.shown_as("expert", person.id, event.where.thread)
            inquiry = uow.inquiries.get(under.payload.get("inquiry", "")) if under else None
            if under is None or inquiry is None or inquiry.state != "open" or under.state != "open":
                return None
            card = uow.cards.add(inquiries.draft_card(event, under))
            asker = inquiries.person_of(inquiry.asker_id, uow)
            uow.commit()
        return cards.confirm(card.id, inquiry, asker, event.text)

    def _pressed(
        self, event: Press, person: Person, card: Card, inquiry: Inquiry, uow: UnitOfWork
    ) -> Outcome | None:
        asker = inquiries.person_of(inquiry.asker_id, uow)
        if card.state == "answered":
            return None
        if card.state != "open" or inquiry.state != "open":
            return self._gone(card, inquiry, uow)
        match event.action:
            case "answer":
                return cards.answer_form(card.id, inquiry, asker, card.payload.get("written", ""))
            case "send" if text := card.payload.get("written"):
                return self._sent(event, person, card, inquiry, text, uow)
            case "pass_on":
                others = [d for d in self._desks if to_desk(d, uow, (*inquiry.asked, asker.id)).people]
                return cards.pass_form(card.id, others)
            case "decline":
                return self._declined(event, person, card, inquiry, uow)
        return None

    def submit(self, event: Submit, person: Person, card: Card) -> Outcome:
        with self._store.write() as uow:
            inquiry = uow.inquiries.get(card.payload.get("inquiry", ""))
            outcome: Outcome = wording.plain(wording.OLD_CARD)
            if inquiry and (card.state != "open" or inquiry.state != "open"):
                outcome = self._gone(card, inquiry, uow)
            elif inquiry and event.form == cards.ANSWER_FORM:
                outcome = self._answered(event, person, card, inquiry, uow)
            elif inquiry and event.form == cards.PASS_FORM:
                outcome = self._passed_on(event, person, card, inquiry, uow)
            uow.commit()
        return outcome

    def _answered(
        self, event: Submit, person: Person, card: Card, inquiry: Inquiry, uow: UnitOfWork
    ) -> Outcome:
        text = event.values.get("answer", "").strip()
        if not text:
            return FormErrors({"answer": words.SAY_SOMETHING})
        if len(text) > wording.MESSAGE_LIMIT:
            return FormErrors({"answer": wording.too_long(len(text))})
        private = event.values.get("readers") == "asker"
        return self._sent(event, person, card, inquiry, text, uow, private=private)

    def _sent(
        self,
        event: Press | Submit,
        person: Person,
        card: Card,
        inquiry: Inquiry,
        text: str,
        uow: UnitOfWork,
        *,
        private: bool = False,
    ) -> Reply:
        told = inquiries.send_back(inquiry, card, text, private=private, uow=uow, now=event.at)
        gap = uow.gaps.get(inquiry.gap_id)
        if gap and gap.state == "open":
            uow.gaps.save(replace(gap, state="answered"))
        uow.audit.record(event.at, person.id, "expert_answered", inquiry.id, {"desk": inquiry.desk_id})
        return cards.answered(card.id, told, inquiries.person_of(inquiry.asker_id, uow))

    def _declined(self, event: Press, person: Person, card: Card, inquiry: Inquiry, uow: UnitOfWork) -> Reply:
        """While nobody else has it, it goes on to a desk that can, or back to the asker with a reason."""
        uow.cards.save(replace(card, state="closed"))
        if not inquiries.holders(inquiry, uow):
            self._hand_on(event, inquiry, uow)
        return cards.closed(card.id, inquiry, words.DECLINED)

    def next_way(self, inquiry: Inquiry, uow: UnitOfWork) -> Route | None:
        """To those who have not had it yet."""
        near = self._near_again(inquiry, uow)
        passed_over = (*inquiry.asked, inquiry.asker_id)
        return route(inquiry.question, near, self._desks, uow, passed_over=passed_over, answered=False)

    def _hand_on(self, event: Press, inquiry: Inquiry, uow: UnitOfWork) -> None:
        if way := self.next_way(inquiry, uow):
            inquiries.hand_to(way, inquiry, self._pages, uow, event.at)
            return
        uow.inquiries.save(replace(inquiry, state="unanswered"))
        key = f"{inquiry.id}:nobody"
        inquiries.tell(inquiry.asker_id, f"“{inquiry.question}” {words.NOBODY_LEFT}", key, uow, event.at)

    def _passed_on(
        self, event: Submit, person: Person, card: Card, inquiry: Inquiry, uow: UnitOfWork
    ) -> Outcome:
        way = self._chosen(event.values, inquiry, uow)
        if isinstance(way, FormErrors):
            return way
        name = way.desk.name if way.desk else way.people[0].name
        said = words.passed_on(person, name)
        for other in inquiries.holders(inquiry, uow):
            if other.id != card.id:
                inquiries.close(other, inquiry, said, uow, event.at)
        uow.cards.save(replace(card, state="closed"))
        inquiries.hand_to(way, inquiry, self._pages, uow, event.at)
        return cards.closed(card.id, inquiry, f"Passed on to {name}.")

    def _chosen(self, values: Mapping[str, str], inquiry: Inquiry, uow: UnitOfWork) -> Route | FormErrors:
        desk = inquiries.desk_named(values.get("desk", ""), self._desks)
        name = values.get("person", "").strip()
        if bool(desk) == bool(name):
            return FormErrors({"person": words.ONE_OF_BOTH if self._desks else "Name a person."})
        if desk:
            way = to_desk(desk, uow, (*inquiry.asked, inquiry.asker_id))
            return way if way.people else FormErrors({"desk": "Everyone there has had it already."})
        found = uow.people.by_name(name)
        if len(found) != 1:
            many = "several people" if found else "nobody"
            return FormErrors({"person": f"I know {many} called “{name}”; write the full name."})
        return _to_person(found[0], inquiry, uow)

    def _gone(self, card: Card, inquiry: Inquiry, uow: UnitOfWork) -> Reply:
        answerer = uow.people.get(inquiry.answered_by)
        said = words.taken(answerer) if answerer else words.NOT_YOURS
        return cards.closed(card.id, inquiry, said)

    def _near_again(self, inquiry: Inquiry, uow: UnitOfWork) -> tuple[NearPage, ...]:
        allowed = principals(inquiries.person_of(inquiry.asker_id, uow))
        found = [page for id in inquiry.document_ids if (page := self._pages.document(id, allowed))]
        return tuple(NearPage(page.id, page.title, page.owner) for page in found)


def _to_person(person: Person, inquiry: Inquiry, uow: UnitOfWork) -> Route | FormErrors:
    if person.id == inquiry.asker_id:
        return FormErrors({"person": f"{person.name} asked it."})
    if person.id in inquiry.asked:
        return FormErrors({"person": f"{person.name} has had it already."})
    if not reachable(person, uow):
        return FormErrors({"person": f"I cannot reach {person.name} here."})
    return Route((person,))


def _near(payload: Mapping[str, Any]) -> tuple[NearPage, ...]:
    pages = {source["document_id"]: source for source in payload["sources"]}
    return tuple(NearPage(id, source["title"], source["owner"]) for id, source in pages.items())


def _today(event: Press, person: Person) -> date:
    return event.at.astimezone(ZoneInfo(person.zone)).date()
