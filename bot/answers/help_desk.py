"""What follows an answer: verdicts, questions to experts, pages made of their answers, and the gap list."""

from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers import expert_wording as words
from bot.answers import feedback, gap_report, gaps
from bot.answers.again import ONE_ON_ONE, Again
from bot.answers.audience import Pages
from bot.answers.expert_desk import ExpertDesk
from bot.answers.feedback import FeedbackDesk
from bot.answers.gaps import GapList
from bot.answers.pages import PageDesk, decides
from bot.answers.uses import USE, Uses
from bot.chat import Action, Message, Outcome, Person, Press, Reply, Submit, Text
from bot.ports import Card, Store
from content_index.confidence import telling_words

_GAPS = re.compile(
    r"\W*(?:(?:show|list)(?: me)? )?(?:the |our |all |open |content )*gaps?(?: list)?\W*", re.IGNORECASE
)

QUOTE = Action("quote", "Show enablement my words", asker_only=True)


class HelpDesk:
    def __init__(
        self,
        store: Store,
        pages: Pages,
        gaps: GapList,
        experts: ExpertDesk,
        feedback: FeedbackDesk,
        drafts: PageDesk,
        again: Again,
        uses: Uses,
    ) -> None:
        self._store = store
        self._pages = pages
        self._gaps = gaps
        self._experts = experts
        self._feedback = feedback
        self._drafts = drafts
        self._again = again
        self._uses = uses

    def after(self, reply: Reply, card: Card, person: Person) -> Reply:
        """The answer with what follows from its question: asked before, or answered by no page."""
        return self._again.noted(self._note_gap(reply, card, person), card, person)

    def _note_gap(self, reply: Reply, card: Card, person: Person) -> Reply:
        """A question that was not answered goes on the gap list, and the asker is told so."""
        question = card.payload["question"]
        if card.payload["kind"] != "abstained" or not telling_words(question):
            return reply
        if card.payload.get("limited"):
            # Another page may well answer it: no gap.
            return replace(reply, parts=(*reply.parts, Text(words.LIMITED)))
        self._gaps.note(question, _near(card), person.id, card.created_at)
        return replace(reply, parts=(*reply.parts, Text(words.NOTED)), actions=(*reply.actions, QUOTE))

    def message(self, event: Message, person: Person) -> Reply | None:
        """The gap list, or an expert's words under a question, if that is what the message is."""
        if written := self._experts.written(event, person):
            return written
        if not _GAPS.fullmatch(event.text):
            return None
        if not decides(person):
            return wording.plain(words.NOT_FOR_SELLERS)
        with self._store.write() as uow:
            found = gap_report.report(person, uow, self._pages)
            id = f"gaps:{event.id}"
            uow.cards.add(Card(id, "gaps", person.id, event.where, "open", {}, event.at, event.id))
            uow.commit()
        return gap_report.render(found, id, event.at.astimezone(ZoneInfo(person.zone)).date())

    def press(self, event: Press, person: Person, card: Card) -> Outcome | None:
        """None for what is not this desk's."""
        if card.kind == "answer" and card.state == "withdrawn":
            return wording.plain(wording.OLD_CARD)
        if card.kind == "answer" and event.action == "expert":
            return self._experts.ask(event, person, card)
        if card.kind == "answer" and event.action == ONE_ON_ONE:
            return self._again.bring(event, person, card)
        if card.kind == "answer" and event.action == QUOTE.id:
            return self._quote(event, person, card)
        if card.kind == "answer" and event.action in feedback.ACTIONS:
            heard = self._feedback.press(event, person, card)
            if event.action == "helpful" and isinstance(heard, Reply):
                return self._uses.offered(heard, person, card)
            return heard
        if card.kind == "answer" and event.action == USE:
            return self._uses.form(person, card)
        if card.kind == "expert":
            return self._experts.press(event, person, card)
        if card.kind == "waiting":
            return self._experts.ask_next(event, person, card)
        if card.kind == "page":
            return self._drafts.press(event, person, card)
        if card.kind == "gaps":
            return self._press_gaps(event, person, card)
        return None

    def submit(self, event: Submit, person: Person, card: Card) -> Outcome | None:
        if card.kind == "expert":
            return self._experts.submit(event, person, card)
        if card.kind == "answer" and event.form == feedback.FORM:
            return self._feedback.submit(event, person, card)
        if card.kind == "answer" and event.form == USE:
            return self._uses.submit(event, person, card)
        if card.kind == "gaps" and decides(person):
            return self._close(event, person)
        return None

    def _quote(self, event: Press, person: Person, card: Card) -> Reply:
        if card.person_id != person.id:
            return wording.plain(words.NOT_YOUR_WORDS)
        self._gaps.note(card.payload["question"], _near(card), person.id, event.at, quotable=True)
        return wording.plain(words.QUOTED)

    def _press_gaps(self, event: Press, person: Person, card: Card) -> Outcome:
        if not decides(person):
            return wording.plain(words.NOT_ENABLEMENT)
        with self._store.read() as uow:
            inquiry = uow.inquiries.get(event.value)
            open_gaps = gap_report.report(person, uow, self._pages).gaps
        if event.action == gap_report.CLOSE_FORM and open_gaps:
            return gap_report.close_form(card.id, open_gaps)
        if event.action == gap_report.MAKE and inquiry:
            return self._drafts.make(inquiry, person, event.at)
        if event.action == gap_report.SHOW:
            return self._drafts.show(event.value, person, event.at)
        return wording.plain(wording.OLD_CARD)

    def _close(self, event: Submit, person: Person) -> Outcome:
        with self._store.write() as uow:
            gap = uow.gaps.get(event.values.get("gap", ""))
            if gap is None or gap.state == "closed":
                return wording.plain(words.CLOSED_BEFORE)
            gaps.close(gap, uow)
            uow.audit.record(event.at, person.id, "gap_closed", gap.id, {})
            uow.commit()
        return wording.plain(words.CLOSED_GAP)


def _near(card: Card) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source["document_id"] for source in card.payload["sources"]))
