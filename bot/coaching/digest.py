"""Once a week, for a manager: what the team looked for, what is missing, and the best answer of a colleague.

Of what people asked only pages are named, and only those that answered five or more different people; words
of a question only where their asker has passed them on; who asked, never.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

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
        with self._store.write() as uow:
            for manager in uow.people.all() if before else ():
                if manager.has_role("manager") and not uow.rollouts.muted(manager.id, CARD):
                    self._write(manager, week, uow, now)
            uow.installation.put(DONE, week)
            uow.commit()

    def _write(self, manager: Person, week: str, uow: UnitOfWork, now: datetime) -> None:
        parts = self._parts(manager, uow, now - WEEK)
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
        queueing.queue(key, "digest", manager, card, uow, self._settings, now)

    def _parts(self, manager: Person, uow: UnitOfWork, since: datetime) -> list[Part]:
        topics = self._topics(manager, uow, since)
        lines = [self._answer(manager, uow, since), _gaps(uow, since)]
        parts: list[Part] = [Text(line) for line in lines if line]
        return [*_chart(topics), *parts] if topics else parts

    def _topics(self, manager: Person, uow: UnitOfWork, since: datetime) -> list[tuple[str, int]]:
        team = [person.id for person in uow.people.reports_of(manager.id)]
        found = uow.returning.topics(team, since, TOPICS_FROM)
        # What all of a team looked up would say of each of them that they did.
        found = [(page, count) for page, count in found if count < len(team)]
        titled = [(self._title(page, manager), count) for page, count in found]
        return [(title, count) for title, count in titled if title][:SHOWN]

    def _answer(self, manager: Person, uow: UnitOfWork, since: datetime) -> str:
        """Of pages made this week from a colleague's answer, the one most had asked for."""
        for gap in sorted(uow.gaps.in_states(("published",)), key=lambda gap: -len(gap.askers)):
            answers = [one for one in uow.inquiries.of_gap(gap.id) if one.answered_at and not one.private]
            fresh = [one for one in answers if one.answered_at and one.answered_at >= since]
            author = uow.people.get(fresh[-1].answered_by) if fresh else None
            title = self._title(gap.document_id, manager)
            if author and title:
                return f"Best answer: “{title}”, from {author.name}."
        return ""

    def _title(self, document_id: str, reader: Person) -> str:
        try:
            page = self._pages.document(document_id, principals(reader))
        except NoContent:
            return ""
        return page.title if page else ""


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
