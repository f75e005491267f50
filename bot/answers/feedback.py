"""What people say of an answer: who wrote it hears of it, and whoever complained hears when it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal, TypeAlias, cast, get_args

from bot import wording
from bot.answers import expert_wording as words
from bot.answers import inquiries
from bot.answers.audience import Pages, principals
from bot.answers.gaps import GapList
from bot.answers.routing import owners, reachable
from bot.chat import Form, FormErrors, FormField, Outcome, Person, Press, Reply, Submit
from bot.ports import Card, Feedback, Store, UnitOfWork, Watch
from bot.settings import DeskSettings
from content_index.model import Document

Complaint: TypeAlias = Literal["outdated", "wrong", "incomplete", "cant_find"]
Verdict: TypeAlias = Literal["helpful", "outdated", "wrong", "incomplete", "cant_find"]
ACTIONS = frozenset({"helpful", "not_helpful"})
FORM = "feedback"
LONGEST_REMARK = 1_000


class FeedbackDesk:
    def __init__(self, store: Store, pages: Pages, gaps: GapList, desks: Sequence[DeskSettings]) -> None:
        self._store = store
        self._pages = pages
        self._gaps = gaps
        self._desks = desks

    def press(self, event: Press, person: Person, card: Card) -> Outcome:
        if event.action == "not_helpful":
            return _form(card)
        if card.payload.get("inquiry"):
            return self._of_expert("helpful", "", event, person, card)
        with self._store.write() as uow:
            uow.feedback.record(Feedback(card.id, person.id, "helpful", _ids(card.payload), event.at))
            uow.commit()
        return wording.plain(words.GOOD_TO_KNOW)

    def submit(self, event: Submit, person: Person, card: Card) -> Outcome:
        verdict, remark = event.values.get("reason", ""), event.values.get("remark", "").strip()
        if verdict not in get_args(Complaint):
            return FormErrors({"reason": words.WHICH_REASON})
        if len(remark) > LONGEST_REMARK:
            return FormErrors({"remark": words.too_long_a_remark(len(remark), LONGEST_REMARK)})
        if card.payload.get("inquiry"):
            return self._of_expert(cast(Complaint, verdict), remark, event, person, card)
        return self._of_pages(cast(Complaint, verdict), remark, event, person, card)

    def _of_pages(self, verdict: Complaint, remark: str, event: Submit, person: Person, card: Card) -> Reply:
        """The owners hear of it, and the page is watched: the person is told when its text has changed."""
        question, ids = card.payload["question"], _ids(card.payload)
        if verdict == "cant_find":
            own = card.person_id == person.id
            self._gaps.note(question, ids, person.id, event.at, quotable=own)
        allowed = principals(person)
        seen = [page for id in ids if (page := self._pages.document(id, allowed))]
        with self._store.write() as uow:
            uow.feedback.record(Feedback(card.id, person.id, verdict, ids, event.at))
            for page in seen:
                uow.watches.put(Watch(page.id, person.id, verdict, digest(page), event.at))
            told, untold = self._owners(seen, person, uow)
            for owner, titles in told.items():
                said = words.complaint(person, verdict, wording.listed(titles), question, remark)
                inquiries.tell(owner.id, said, f"{card.id}:{verdict}:{person.id}:{owner.id}", uow, event.at)
            uow.commit()
        return wording.plain(words.heard(tuple(told), untold, watched=bool(seen)))

    def _owners(
        self, pages: Sequence[Document], person: Person, uow: UnitOfWork
    ) -> tuple[Mapping[Person, Sequence[str]], Sequence[str]]:
        """Those who can be told, each with the titles of their pages; and what is said of the others."""
        told: dict[Person, list[str]] = {}
        untold: list[str] = []
        for page in pages:
            known = owners(page.owner, self._desks, uow) if page.owner else ()
            reached = [one for one in known if reachable(one, uow)]
            for owner in reached:
                if owner.id != person.id:
                    told.setdefault(owner, []).append(f"“{page.title}”")
            if page.owner and not reached:
                untold.append(words.out_of_reach(page.title, page.owner, known))
        return told, untold

    def _of_expert(
        self, verdict: Verdict, remark: str, event: Press | Submit, person: Person, card: Card
    ) -> Reply:
        with self._store.write() as uow:
            uow.feedback.record(Feedback(card.id, person.id, verdict, (), event.at))
            inquiry = uow.inquiries.get(card.payload["inquiry"])
            expert = uow.people.get(inquiry.answered_by) if inquiry else None
            if expert and expert.id != person.id:
                said = words.of_answer(person, verdict, card.payload["question"], remark)
                inquiries.tell(expert.id, said, f"{card.id}:{verdict}:{person.id}", uow, event.at)
            uow.commit()
        heard_by = (expert,) if expert and expert.id != person.id else ()
        return wording.plain(words.heard(heard_by, (), watched=False))


def _form(card: Card) -> Form:
    reason = FormField(
        "reason", words.WHAT_IS_WRONG, "choice", "", words.REASONS, optional=False, hint=words.WHO_HEARS
    )
    remark = FormField("remark", words.WHAT_IT_SHOULD_SAY, "long_text", hint=words.THEY_READ_IT)
    return Form(FORM, card.id, words.NOT_HELPFUL, (reason, remark), "Send")


def digest(page: Document) -> str:
    return sha256(page.text.encode("utf-8", "replace")).hexdigest()[:16]


def _ids(payload: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source["document_id"] for source in payload["sources"]))
