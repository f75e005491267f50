"""The ask loop: a question in, a cited reply out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers import followup, reply
from bot.answers.compose import compose
from bot.answers.model import Answer, Asked, Source
from bot.chat import Excerpt, Message, Outcome, Part, Person, Press, Reply, Text
from bot.ports import Card, Searcher
from content_index.errors import NoContent
from content_index.model import PUBLIC, Passage, Principal, Query
from content_index.ports import Embedder


class Content(Searcher, Protocol):
    """The searcher, and what it found again by name, with the audience checked each time."""

    def passages(self, document_id: str, allowed: frozenset[Principal]) -> Sequence[Passage]: ...


def principals(person: Person | None) -> frozenset[Principal]:
    """What `person` may see: everything public, and what is for them or their groups."""
    if person is None:
        return frozenset({PUBLIC})
    groups = (Principal(f"group:{name}") for name in person.groups)
    return frozenset({PUBLIC, Principal(f"person:{person.id}"), *groups})


class AskDesk:
    def __init__(self, content: Content, embedder: Embedder, threshold: float) -> None:
        self._content = content
        self._embedder = embedder
        self._threshold = threshold

    def answer(self, question: str, person: Person | None, before: Asked | None = None) -> Answer:
        """Raises NoContent while nothing has been ingested."""
        follows = before is not None and followup.is_followup(question)
        resolved = followup.resolve(question, before.question if before else None)
        findings = self._content.search(Query(resolved, principals(person), k=10))
        known = before.lines if before and follows else ()
        return compose(findings, resolved, self._embedder, self._threshold, known)

    def message(
        self, event: Message, person: Person, before: Asked | None
    ) -> tuple[Reply, Card | None, Asked | None]:
        """The reply, the card that its buttons will act on, and what a later follow-up refers to. Nothing is
        written here."""
        try:
            answer = self.answer(event.text, person, before)
        except NoContent as error:
            return wording.plain(str(error)), None, None
        card = Card(
            id=f"answer:{event.id}",
            kind="answer",
            person_id=person.id,
            where=event.where,
            state="shown",
            payload=_payload(answer),
            created_at=event.at,
            source_event=event.id,
        )
        today = event.at.astimezone(ZoneInfo(person.zone)).date()
        follows = before is not None and followup.is_followup(event.text)
        subject = before.question if before and follows else event.text
        asked = Asked(subject, tuple(line.text for line in answer.lines))
        return reply.render(answer, card.id, today), card, asked

    def excerpt(self, question: str, person: Person, today: date) -> tuple[Part, ...]:
        """The best answering sentence with its source, or nothing where there is no solid one."""
        try:
            answer = self.answer(question, person)
        except NoContent:
            return ()
        if answer.kind == "abstained":
            return ()
        line, source = answer.lines[0], answer.sources[0]
        return (Text(f"{line.text} [{source.number}]"), reply.citation(source, today))

    def press(self, event: Press, person: Person, card: Card) -> Outcome:
        if event.action == "more":
            return self._more(person, card)
        return wording.plain(wording.OLD_CARD)

    def _more(self, person: Person, card: Card) -> Reply:
        """The whole passages, if the asker may still see them."""
        allowed = principals(person)
        texts = tuple(
            Excerpt(f"**{' › '.join((passage.title, *passage.headings))}**\n\n{passage.text}")
            for source in card.payload["sources"]
            for passage in self._content.passages(source["document_id"], allowed)
            if passage.id == source["passage_id"]
        )
        if not texts:
            return wording.plain("That page is no longer here. Ask again for the newest answer.")
        public = all(source["public"] for source in card.payload["sources"])
        return Reply(texts) if public else reply.for_asker(Reply(texts))


def _payload(answer: Answer) -> Mapping[str, Any]:
    return {
        "kind": answer.kind,
        "question": answer.question,
        "sources": [_kept(s) for s in answer.sources],
    }


def _kept(source: Source) -> Mapping[str, str | bool]:
    return {
        "document_id": source.document_id,
        "passage_id": source.passage_id,
        "title": source.title,
        "owner": source.owner,
        "public": source.public,
    }
