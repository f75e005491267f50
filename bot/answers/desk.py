"""The ask loop: a question in, a cited reply out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers import reply, sharing, thread
from bot.answers.audience import Content, all_public, principals
from bot.answers.compose import compose
from bot.answers.help_desk import HelpDesk
from bot.answers.model import Answer, Asked, Line, Source
from bot.answers.rephrase import rephrased
from bot.answers.sharing import Sharing
from bot.chat import Excerpt, Message, Outcome, Part, Person, Press, Reply, Submit, Text
from bot.ports import Card, Composer
from content_index.common_words import COMMON
from content_index.errors import NoContent
from content_index.model import Findings, Query, lies_within
from content_index.ports import Embedder
from content_index.sentences import SentenceVectors


class AskDesk:
    def __init__(
        self,
        content: Content,
        sentences: SentenceVectors,
        embedder: Embedder,
        threshold: float,
        sharing: Sharing,
        help: HelpDesk,
        composer: Composer | None = None,
    ) -> None:
        self._content = content
        self._sentences = sentences
        self._embedder = embedder
        self._threshold = threshold
        self._sharing = sharing
        self._help = help
        self._composer = composer

    def answer(self, question: str, person: Person | None, before: Asked | None = None) -> Answer:
        """Raises NoContent while nothing has been ingested."""
        return self.turn(question, person, before)[0]

    def turn(
        self, question: str, person: Person | None, before: Asked | None, within: Collection[str] = ()
    ) -> tuple[Answer, Asked]:
        """The answer of the pages in the folders `within`, or of all, and what a later follow-up refers to.
        Raises NoContent while nothing was ingested."""
        allowed, folders = principals(person), frozenset(within)

        def search(text: str) -> Findings:
            return self._content.search(Query(text, allowed, within=folders))

        turn = thread.understood(question, before, search)
        read = self._still_seen(before, person, folders) if before and turn.about else ()
        known = thread.already_read(read, turn.fresh)
        answer = compose(turn.findings, turn.text, self._sentences, self._threshold, known)
        shown = tuple((line.text, _document_of(line, answer)) for line in answer.lines)
        told = tuple(one.meant for one in turn.findings.corrections if one.meant not in COMMON)
        return replace(answer, about=turn.about, corrected=told), replace(turn.subject, lines=shown)

    def worded(self, answer: Answer) -> Answer:
        """The answer in the composer's words where there is one and the sources support them."""
        return rephrased(answer, self._composer, self._embedder) if self._composer else answer

    def message(
        self, event: Message, person: Person, before: Asked | None, within: Collection[str] = ()
    ) -> tuple[Reply, Card | None, Asked | None]:
        """The reply, the card that its buttons will act on, and what a later follow-up refers to. Nothing is
        written here."""
        try:
            answer, asked = self.turn(event.text, person, before, within)
        except NoContent as error:
            return wording.plain(str(error)), None, None
        answer = self.worded(answer)
        share = self._sharing.kept(answer, event.where, person)
        card = Card(
            id=f"answer:{event.id}",
            kind="answer",
            person_id=person.id,
            where=event.where,
            state="shown",
            payload={**_payload(answer), "share": share, "limited": bool(within)},
            created_at=event.at,
            source_event=event.id,
        )
        today = event.at.astimezone(ZoneInfo(person.zone)).date()
        shown = reply.render(answer, card.id, today)
        if share:
            shown = replace(shown, actions=(*shown.actions, sharing.SHARE))
        return shown, card, asked

    def _still_seen(self, before: Asked, person: Person | None, within: Collection[str]) -> tuple[str, ...]:
        allowed = principals(person)
        lines = ((text, page) for text, page in before.lines if lies_within(page, within))
        return tuple(text for text, page in lines if self._content.document(page, allowed))

    def excerpt(self, question: str, person: Person | None, today: date) -> tuple[Part, ...]:
        """The best answering sentence with its source, or nothing where there is no solid one; without a
        person of what is public."""
        return self.dated(question, person, today)[0]

    def dated(
        self, question: str, person: Person | None, today: date
    ) -> tuple[tuple[Part, ...], date | None]:
        """An excerpt, and the day on which its page was last changed, where that is known."""
        try:
            answer = self.answer(question, person)
        except NoContent:
            return (), None
        if answer.kind == "abstained":
            return (), None
        line, source = answer.lines[0], answer.sources[0]
        parts = (Text(f"{line.whole} [{source.number}]"), reply.citation(source, today))
        return parts, source.updated

    def press(self, event: Press, person: Person, card: Card) -> Outcome:
        if event.action in sharing.ACTIONS:
            return self._sharing.press(event, person, card)
        card = self._as_seen(card, person)
        return self._kept_private(self._pressed(event, person, card), card)

    def submit(self, event: Submit, person: Person, card: Card) -> Outcome:
        card = self._as_seen(card, person)
        outcome = self._help.submit(event, person, card) or wording.plain(wording.OLD_CARD)
        return self._kept_private(outcome, card)

    def _kept_private(self, outcome: Outcome, card: Card) -> Outcome:
        public = all_public(self._content, (source["document_id"] for source in card.payload["sources"]))
        return outcome if public or not isinstance(outcome, Reply) else reply.for_asker(outcome)

    def _as_seen(self, card: Card, person: Person) -> Card:
        """The card with those of its sources that whoever pressed may see now."""
        allowed = principals(person)
        kept = card.payload["sources"]
        seen = [source for source in kept if self._content.document(source["document_id"], allowed)]
        return replace(card, payload={**card.payload, "sources": seen})

    def _pressed(self, event: Press, person: Person, card: Card) -> Outcome:
        if helped := self._help.press(event, person, card):
            return helped
        if event.action == "more":
            return self._more(person, card)
        return wording.plain(wording.OLD_CARD)

    def _more(self, person: Person, card: Card) -> Reply:
        """The whole passages, as far as they are still there."""
        allowed = principals(person)
        texts = tuple(
            Excerpt(f"**{' › '.join((passage.title, *passage.headings))}**\n\n{passage.text}")
            for source in card.payload["sources"]
            for passage in self._content.passages(source["document_id"], allowed)
            if passage.id == source["passage_id"]
        )
        if not texts:
            return wording.plain("That page is no longer here. Ask again for the newest answer.")
        return Reply(texts)


def _payload(answer: Answer) -> Mapping[str, Any]:
    return {
        "kind": answer.kind,
        "question": answer.question,
        "sources": [_kept(s) for s in answer.sources],
        "sure": answer.confidence,
    }


def _document_of(line: Line, answer: Answer) -> str:
    return next(source.document_id for source in answer.sources if source.number == line.number)


def _kept(source: Source) -> Mapping[str, str]:
    return {
        "document_id": source.document_id,
        "passage_id": source.passage_id,
        "title": source.title,
        "owner": source.owner,
    }
