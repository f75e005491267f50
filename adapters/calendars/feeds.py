"""Sellers' calendars, once an hour: days off, and calls on their own open opportunities."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from adapters.calendars.fetch import CalendarFailed, fetch
from adapters.calendars.naming import named
from adapters.calendars.reading import Happening, days_off, meetings, read
from bot.chat import Person
from bot.coaching import reading
from bot.coaching.calls import PlannedCall
from bot.coaching.listed import follow
from bot.errors import CornermanError
from bot.ports import Clock, Crm, Store
from bot.settings import CalendarSettings, Settings

log = logging.getLogger(__name__)

SOURCE = "calendar"
EVERY = timedelta(hours=1)
AT_ONCE = 3
"""Calendars read in one round, so that what else waits is not kept long."""
AHEAD = timedelta(days=180)
CALLS_AHEAD = timedelta(days=30)
BEFORE = timedelta(days=1)


class Feeds:
    def __init__(
        self,
        store: Store,
        crm: Crm,
        settings: Settings,
        clock: Clock,
        environ: Mapping[str, str],
        get: Callable[[str], bytes] = fetch,
    ) -> None:
        self._store = store
        self._crm = crm
        self._settings = settings
        self._clock = clock
        self._environ = environ
        self._get = get
        self._next: dict[str, datetime] = {}
        self._failing: set[str] = set()

    def run(self) -> None:
        """A calendar that cannot be read is told once; what it said before is kept, and others go on."""
        now = self._clock()
        due = [each for each in self._settings.calendars if self._next.get(each.person, now) <= now]
        for each in due[:AT_ONCE]:
            self._next[each.person] = now + EVERY
            try:
                self._follow(each, now)
            except CornermanError as error:
                if each.person not in self._failing:
                    log.warning("calendar of %s: %s; what was known of it is kept", each.person, error)
                self._failing.add(each.person)
            else:
                self._failing.discard(each.person)

    def _follow(self, feed: CalendarSettings, now: datetime) -> None:
        with self._store.read() as uow:
            person = uow.people.get(feed.person)
        if person is None:
            raise CalendarFailed("nobody here has this id; `cornerman people sync` brings people")
        found = read(self._get(_address(feed, self._environ)), person.zone, now - BEFORE, now + AHEAD)
        calls = self._calls(found, person, now)
        with self._store.write() as uow:
            today = reading.calendar(person, uow, self._settings).today(now)
            since = (today, today + AHEAD)
            follow(person.id, days_off(found, person.zone), SOURCE, since, uow, self._settings)
            if list(uow.coaching.calls_of_each([person.id], now).get(person.id, ())) != calls:
                uow.coaching.put_calls(person.id, calls)
            uow.commit()

    def _calls(self, found: list[Happening], person: Person, now: datetime) -> list[PlannedCall]:
        ahead = [each for each in meetings(found, now) if each.starts <= now + CALLS_AHEAD]
        if not ahead or not person.has_role("rep") or not person.crm_user:
            return []
        book = self._crm.book(person.crm_user)
        mine = [each for each in book.mine if each.owner_id == person.crm_user]
        accounts = {account.id: account for account in book.accounts}
        calls = {
            id: PlannedCall(id, person.id, hit[0].id, hit[1], each.starts)
            for each in ahead
            if (hit := named(each.summary, mine, accounts))
            for id in [_id(person, each)]
        }
        return sorted(calls.values(), key=lambda call: (call.starts_at, call.id))


def _address(feed: CalendarSettings, environ: Mapping[str, str]) -> str:
    if feed.env:
        found = environ.get(feed.env, "")
    else:
        try:
            found = Path(feed.file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            found = ""
    if not found.strip():
        raise CalendarFailed(f"its address is not in {feed.env or feed.file}; put it there")
    return found.strip().replace("webcal://", "https://", 1)


def _id(person: Person, each: Happening) -> str:
    return hashlib.sha256(f"{person.id} {each.id}".encode()).hexdigest()[:24]
