"""After pages changed: drafts that were published are taken in, and who waited for a page is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answers import expert_wording as words
from bot.answers import gaps, inquiries
from bot.answers.audience import Pages, principals
from bot.answers.drafts import name_of
from bot.answers.feedback import digest
from bot.answers.sent_files import PUBLISHED
from bot.ports import Clock, Drafts, Gap, PageDraft, Store, Watch
from content_index.errors import NoContent
from content_index.model import Principal

WATCHED = timedelta(days=180)
"""So long somebody waits for a page to change."""
BETWEEN_TRIES = timedelta(minutes=5)
"""A page that could not be taken in is tried again only so often: each try reads the whole index."""


class Mending:
    """`take_in` syncs the published pages into the index. It is the index that says what is mended, so that
    whoever synced it, and wherever, the same people are told, once."""

    def __init__(
        self, store: Store, pages: Pages, drafts: Drafts, take_in: Callable[[], None], clock: Clock
    ) -> None:
        self._store = store
        self._pages = pages
        self._drafts = drafts
        self._take_in = take_in
        self._clock = clock
        self._next_try = datetime.min.replace(tzinfo=UTC)

    def run(self) -> None:
        with self._store.read() as uow:
            watches = uow.watches.all()
        for watch in watches:
            self._look_at(watch)
        self._forget()
        self._finish_pages()

    def _finish_pages(self) -> None:
        """What cannot be taken in now stops here, after everything that does not depend on it."""
        with self._store.read() as uow:
            written = uow.gaps.in_states(("drafted", "published"))
        self._take_in_sent_files()
        self._publish([gap for gap in written if gap.state == "published"])
        for gap in written:
            page = self._drafts.page(name_of(gap.document_id))
            if page and self._is_in(gap, page):
                self._tell_askers(gap, page)

    def _take_in_sent_files(self) -> None:
        with self._store.read() as uow:
            due = uow.installation.get(PUBLISHED)
        now = self._clock()
        if not due or now < self._next_try:
            return
        self._next_try = now + BETWEEN_TRIES
        self._take_in()
        self._next_try = now
        with self._store.write() as uow:
            if uow.installation.get(PUBLISHED) == due:
                uow.installation.put(PUBLISHED, "")
            uow.commit()

    def _publish(self, decided: list[Gap]) -> None:
        now = self._clock()
        fresh = [self._drafts.publish(name_of(gap.document_id), now.date()) for gap in decided]
        pages = [(gap, self._drafts.page(name_of(gap.document_id))) for gap in decided]
        missing = any(page and not self._is_in(gap, page) for gap, page in pages)
        if any(fresh) or (missing and now >= self._next_try):
            self._next_try = now + BETWEEN_TRIES
            self._take_in()

    def _is_in(self, gap: Gap, page: PageDraft) -> bool:
        readers = frozenset(Principal(name) for name in page.audience)
        try:
            return self._pages.document(gap.document_id, readers) is not None
        except NoContent:
            return False

    def _tell_askers(self, gap: Gap, page: PageDraft) -> None:
        """Those of the askers who may see the page; the gap closes and with it who asked is forgotten."""
        now = self._clock()
        readers = frozenset(Principal(name) for name in page.audience)
        with self._store.write() as uow:
            current = uow.gaps.get(gap.id)
            if current is None or current.state not in ("drafted", "published"):
                return
            asked = {one.asker_id: one.question for one in uow.inquiries.of_gap(gap.id)}
            if len(current.askers) == 1:
                asked.setdefault(current.askers[0], current.question)
            for person_id in current.askers:
                person = uow.people.get(person_id)
                if person and not principals(person).isdisjoint(readers):
                    said = words.mended(asked.get(person_id, ""), page.title, page.owner)
                    inquiries.tell(person_id, said, f"{gap.id}:{gap.document_id}:{person_id}", uow, now)
            gaps.close(current, uow)
            uow.commit()

    def _look_at(self, watch: Watch) -> None:
        with self._store.read() as uow:
            person = uow.people.get(watch.person_id)
        try:
            page = self._pages.document(watch.document_id, principals(person)) if person else None
        except NoContent:
            return
        now = self._clock()
        changed = page is not None and digest(page) != watch.digest
        if not changed and now - watch.since < WATCHED:
            return
        with self._store.write() as uow:
            uow.watches.remove(watch.document_id, watch.person_id)
            if page and person and changed:
                since, today = (at.astimezone(ZoneInfo(person.zone)).date() for at in (watch.since, now))
                said = words.changed(page.title, watch.verdict, since, today)
                key = f"{watch.document_id}:{watch.person_id}:{watch.since.isoformat()}"
                inquiries.tell(person.id, said, key, uow, now)
            uow.commit()

    def _forget(self) -> None:
        with self._store.write() as uow:
            gaps.forget(uow, self._clock())
            uow.commit()
