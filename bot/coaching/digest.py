"""Once a week, for a manager: what the team looked for, what is missing, and the best answer of a colleague.

Of what people asked only pages are named, and only those that answered five or more different people; words
of a question only where their asker has passed them on; who asked, never.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from bot import drawing
from bot.answers.audience import Pages, principals
from bot.chat import Action, Part, Person, Reply, Text
from bot.coaching import queueing, wording
from bot.coaching.bars import bars
from bot.ports import Clock, Store, UnitOfWork
from bot.settings import Settings
from content_index.errors import NoContent

CARD = "digest:"
WEEK = timedelta(days=7)
TOPICS_FROM = 5
SHOWN = 3
DONE = "digest_week"
_Answer: TypeAlias = tuple[str, str]
"""A page, and the name of whose answer it is."""


class Digests:
    def __init__(self, store: Store, pages: Pages, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._pages = pages
        self._settings = settings
        self._clock = clock

    def run(self) -> None:
        """In the first round of a week everybody's is written; each leaves in its reader's own window.
        Whoever has just begun hears nothing of half a week."""
        now = self._clock()
        year, number, _ = now.isocalendar()
        week = f"{year}-W{number:02}"
        with self._store.read() as uow:
            before = uow.installation.get(DONE)
            if before == week:
                return
            answers = _answers(uow, now - WEEK)
            managers = [person for person in uow.people.all() if before and person.has_role("manager")]
        for manager in managers:
            self._write(manager, week, answers, now)
        with self._store.write() as uow:
            uow.installation.put(DONE, week)
            uow.commit()

    def _write(self, manager: Person, week: str, answers: Sequence[_Answer], now: datetime) -> None:
        """Read first, so that nobody waits for it; what is written twice in a crash has one key."""
        with self._store.read() as uow:
            muted = uow.rollouts.muted(manager.id, CARD)
            parts = [] if muted else self._parts(manager, answers, uow, now - WEEK)
        if not parts:
            return
        key = f"{CARD}{manager.id}:{week}"
        heading = Text("Your team’s week", strong=True)
        card = Reply(
            (heading, *parts, Text(wording.because("digest"))),
            (Action("mute", "No weekly digest"),),
            deliver="direct",
            card_id=key,
        )
        with self._store.write() as uow:
            queueing.queue(key, "digest", manager, card, uow, self._settings, now)
            uow.commit()

    def _parts(
        self, manager: Person, answers: Sequence[_Answer], uow: UnitOfWork, since: datetime
    ) -> list[Part]:
        topics = self._topics(manager, uow, since)
        lines = [self._best(answers, manager), _gaps(uow, since)]
        parts: list[Part] = [Text(line) for line in lines if line]
        return [*_chart(topics), *parts] if topics else parts

    def _topics(self, manager: Person, uow: UnitOfWork, since: datetime) -> list[tuple[str, int]]:
        team = [person.id for person in uow.people.reports_of(manager.id)]
        found = uow.returning.topics(team, since, TOPICS_FROM)
        # What all of a team looked up would say of each of them that they did.
        found = [(page, count) for page, count in found if count < len(team)]
        titled = [(self._title(page, manager), count) for page, count in found]
        return [(title, count) for title, count in titled if title][:SHOWN]

    def _best(self, answers: Sequence[_Answer], reader: Person) -> str:
        """The page of this week’s most had asked for, of those from colleagues that they may read."""
        titled = ((self._title(page, reader), author) for page, author in answers)
        return next((f"Best answer: “{title}”, from {author}." for title, author in titled if title), "")

    def _title(self, document_id: str, reader: Person) -> str:
        try:
            page = self._pages.document(document_id, principals(reader))
        except NoContent:
            return ""
        return page.title if page else ""


def _answers(uow: UnitOfWork, since: datetime) -> list[_Answer]:
    """Pages made since from a colleague's answer, what most had asked for first."""
    found: list[_Answer] = []
    for gap in sorted(uow.gaps.in_states(("published",)), key=lambda gap: -len(gap.askers)):
        answers = [one for one in uow.inquiries.of_gap(gap.id) if one.answered_at and not one.private]
        fresh = [one for one in answers if one.answered_at and one.answered_at >= since]
        author = uow.people.get(fresh[-1].answered_by) if fresh else None
        found += [(gap.document_id, author.name)] if author else []
    return found


def _chart(topics: Sequence[tuple[str, int]]) -> Iterator[Part]:
    """A title that cannot be drawn is numbered there and named below."""
    yield bars("Looked up by five or more of the team", topics)
    undrawn = [f"{n}. {title}" for n, (title, _) in enumerate(topics, 1) if not drawing.can_draw(title)]
    if undrawn:
        yield Text("\n".join(undrawn))


def _gaps(uow: UnitOfWork, since: datetime) -> str:
    open_ones = uow.gaps.in_states(("open", "answered", "drafted"))
    asked = [gap.question for gap in open_ones if gap.quotable and gap.last_asked >= since][:SHOWN]
    return "No page answers yet: " + "; ".join(f"“{question}”" for question in asked) if asked else ""


def wanted(person: Person, uow: UnitOfWork) -> str | None:
    if not person.has_role("manager"):
        return None
    uow.rollouts.unmute(person.id, CARD)
    return "You get the weekly digest, in your first free morning of a week. “no digest” ends it."


def unwanted(person: Person, uow: UnitOfWork) -> str | None:
    if not person.has_role("manager"):
        return None
    uow.rollouts.mute(person.id, CARD)
    return "No weekly digest from now on. “digest” brings it back."
