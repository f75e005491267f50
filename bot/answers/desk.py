"""The ask loop: a question in, a cited reply out; then feedback, more, an expert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

from bot import wording
from bot.answers import followup, reply, sharing
from bot.answers.audience import Content, all_public, principals
from bot.answers.compose import compose
from bot.answers.model import Answer, Asked, Line, Source
from bot.answers.sharing import Sharing
from bot.chat import Excerpt, Message, Outcome, Part, Person, Press, Reply, Text
from bot.ports import Card, Feedback, Outgoing, Store, UnitOfWork
from content_index.errors import NoContent
from content_index.model import Query
from content_index.ports import Embedder

Verdict = Literal["helpful", "outdated", "wrong", "incomplete", "cant_find"]


class AskDesk:
    def __init__(
        self, store: Store, content: Content, embedder: Embedder, threshold: float, sharing: Sharing
    ) -> None:
        self._store = store
        self._content = content
        self._embedder = embedder
        self._threshold = threshold
        self._sharing = sharing

    def answer(self, question: str, person: Person | None, before: Asked | None = None) -> Answer:
        """Raises NoContent while nothing has been ingested."""
        follows = before is not None and followup.is_followup(question)
        resolved = followup.resolve(question, before.question if before else None)
        findings = self._content.search(Query(resolved, principals(person), k=10))
        known = self._still_seen(before, person) if before and follows else ()
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
        share = self._sharing.kept(answer, event.where, person)
        card = Card(
            id=f"answer:{event.id}",
            kind="answer",
            person_id=person.id,
            where=event.where,
            state="shown",
            payload={**_payload(answer), "share": share},
            created_at=event.at,
            source_event=event.id,
        )
        today = event.at.astimezone(ZoneInfo(person.zone)).date()
        follows = before is not None and followup.is_followup(event.text)
        subject = before.question if before and follows else event.text
        asked = Asked(subject, tuple((line.text, _document_of(line, answer)) for line in answer.lines))
        shown = reply.render(answer, card.id, today)
        if share:
            shown = replace(shown, actions=(*shown.actions, sharing.SHARE))
        return shown, card, asked

    def _still_seen(self, before: Asked, person: Person | None) -> tuple[str, ...]:
        allowed = principals(person)
        return tuple(text for text, page in before.lines if self._content.document(page, allowed))

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
        if event.action in sharing.ACTIONS:
            return self._sharing.press(event, person, card)
        card = self._as_seen(card, person)
        outcome = self._pressed(event, person, card)
        public = all_public(self._content, (source["document_id"] for source in card.payload["sources"]))
        return outcome if public or not isinstance(outcome, Reply) else reply.for_asker(outcome)

    def _as_seen(self, card: Card, person: Person) -> Card:
        """The card with those of its sources that whoever pressed may see now."""
        allowed = principals(person)
        kept = card.payload["sources"]
        seen = [source for source in kept if self._content.document(source["document_id"], allowed)]
        return replace(card, payload={**card.payload, "sources": seen})

    def _pressed(self, event: Press, person: Person, card: Card) -> Outcome:
        verdict = event.action
        if verdict == "not_helpful":
            return Reply((Text("Thank you. What is the matter with it?"),), reply.FEEDBACK, card_id=card.id)
        if verdict in get_args(Verdict):
            return self._feedback(cast(Verdict, verdict), event, person, card)
        if verdict == "more":
            return self._more(person, card)
        if verdict == "expert":
            return self._expert(event, person, card)
        return wording.plain(wording.OLD_CARD)

    def _feedback(self, verdict: Verdict, event: Press, person: Person, card: Card) -> Reply:
        documents = tuple(dict.fromkeys(source["document_id"] for source in card.payload["sources"]))
        said = next((a.label.lower() for a in reply.FEEDBACK if a.id == verdict), "")
        complaint = f"{person.name} marked an answer from your page as “{said}”"
        with self._store.write() as uow:
            uow.feedback.record(Feedback(card.id, person.id, verdict, documents, event.at))
            told = _tell_owners(uow, card, complaint, event, person) if said else ""
            uow.commit()
        if verdict == "helpful":
            return wording.plain("Good to know, thank you.")
        return wording.plain(
            "Thank you. " + (f"{told} will hear of it." if told else "It is noted for enablement.")
        )

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

    def _expert(self, event: Press, person: Person, card: Card) -> Reply:
        question = f"{person.name} asks: “{card.payload['question']}”. Please answer them directly"
        with self._store.write() as uow:
            told = _tell_owners(uow, card, question, event, person)
            uow.commit()
        if told:
            return wording.plain(f"I passed your question to {told}; they will write to you directly.")
        owners = list(dict.fromkeys(s["owner"] for s in card.payload["sources"] if s["owner"]))
        if owners:
            return wording.plain(
                f"The page belongs to {' and '.join(owners)}; I cannot reach them here, so please ask there."
            )
        return wording.plain("That page names no owner. Ask your enablement team to add one.")


def _tell_owners(uow: UnitOfWork, card: Card, what: str, event: Press, asker: Person) -> str:
    """Queue one message to each owner who is a person here, other than the asker; returns their names."""
    names = []
    for source in card.payload["sources"]:
        owner = next(iter(uow.people.by_name(source["owner"])), None) if source["owner"] else None
        if owner is None or owner.id == asker.id or owner.name in names:
            continue
        names.append(owner.name)
        body = Text(f"{what} ({source['title']}).")
        key = f"{card.id}:{event.action}:{asker.id}:{owner.id}"
        uow.outgoings.add(Outgoing(key, owner.id, Reply((body,)), None, not_before=event.at))
    return " and ".join(names)


def _payload(answer: Answer) -> Mapping[str, Any]:
    return {
        "question": answer.question,
        "sources": [_kept(s) for s in answer.sources],
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
