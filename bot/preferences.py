"""What a person sets for themselves: on their home page, or with “my settings”."""

from __future__ import annotations

import difflib
import re
from zoneinfo import available_timezones

from bot import wording
from bot.chat import (
    Action,
    Facts,
    Form,
    FormErrors,
    FormField,
    Message,
    Outcome,
    Person,
    Press,
    Reply,
    Submit,
    Text,
)
from bot.coaching import digest
from bot.ports import Choices, Store, UnitOfWork

MINE = "me:"
CARD = MINE + "settings"
CHANGE = Action("change_mine", "Change", opens_form=True)
DATES = (("en-US", "Month first, as in 3/14/2026"), ("en-GB", "Day first, as in 14/3/2026"))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ANY_DAY = ("any", "Any working day")
YES_NO = (("yes", "Yes"), ("no", "No"))
_ASKED = re.compile(r"\W*(?:(?:show |change )?my )?(?:settings|preferences)\W*", re.IGNORECASE)
_CURRENCY = re.compile(r"[A-Z]{3}")


class Preferences:
    def __init__(self, store: Store) -> None:
        self._store = store

    def message(self, event: Message, person: Person) -> Reply | None:
        return self.card(person) if _ASKED.fullmatch(event.text) else None

    def card(self, person: Person) -> Reply:
        with self._store.read() as uow:
            rows = _rows(person, uow)
        facts = Facts(rows, wording.KNOWN_OF_YOU)
        return Reply((facts, Text(wording.WHO_CHANGES_IT)), (CHANGE,), "asker", "direct", CARD)

    def press(self, event: Press, person: Person) -> Outcome:
        with self._store.read() as uow:
            return _form(person, uow)

    def submit(self, event: Submit, person: Person) -> Outcome:
        zone, currency = (
            event.values.get("zone", "").strip(),
            event.values.get("currency", "").strip().upper(),
        )
        day = event.values.get("day", "")
        locale = event.values.get("locale", "")
        errors = {
            **_wrong_zone(zone),
            **({} if _CURRENCY.fullmatch(currency) else {"currency": "Three letters, as in USD or EUR."}),
            **({} if locale in dict(_dates(person)) else {"locale": "Choose one of the two."}),
            **({} if day in dict(_days()) else {"day": "Choose a day."}),
        }
        if errors:
            return FormErrors(errors)
        with self._store.write() as uow:
            uow.people.choose(person.id, Choices(zone, locale, currency))
            uow.coaching.prefer_weekday(person.id, None if day == ANY_DAY[0] else DAYS.index(day))
            if "digest" in event.values:
                (digest.wanted if event.values["digest"] == "yes" else digest.unwanted)(person, uow)
            uow.coaching.wake((person.id,))
            uow.commit()
        with self._store.read() as uow:
            return self.card(uow.people.get(person.id) or person)


def _rows(person: Person, uow: UnitOfWork) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Time zone", person.zone),
        ("Dates and numbers", dict(DATES).get(person.locale, person.locale)),
        ("Currency when none is said", person.currency),
        ("Coaching reaches you on", _day(person, uow)[1]),
        ("In the CRM", person.crm_user or "—"),
    ]
    if person.has_role("manager"):
        rows.append(("Weekly digest", "no" if uow.rollouts.muted(person.id, digest.CARD) else "yes"))
    return tuple(rows)


def _form(person: Person, uow: UnitOfWork) -> Form:
    zone = FormField("zone", "Time zone", value=person.zone, optional=False, hint="As in Europe/Berlin.")
    locale = FormField("locale", "Dates", "choice", person.locale, _dates(person), optional=False)
    currency = FormField("currency", "Currency when none is said", value=person.currency, optional=False)
    day = FormField("day", "Coaching reaches you on", "choice", _day(person, uow)[0], _days(), optional=False)
    weekly = "no" if uow.rollouts.muted(person.id, digest.CARD) else "yes"
    digests = FormField("digest", "Weekly digest of your team", "choice", weekly, YES_NO, optional=False)
    ours = (digests,) if person.has_role("manager") else ()
    return Form("preferences", CARD, "My settings", (zone, locale, currency, day, *ours))


def _dates(person: Person) -> tuple[tuple[str, str], ...]:
    own = () if person.locale in dict(DATES) else ((person.locale, f"As now ({person.locale})"),)
    return (*own, *DATES)


def _days() -> tuple[tuple[str, str], ...]:
    return (ANY_DAY, *((day, day) for day in DAYS))


def _day(person: Person, uow: UnitOfWork) -> tuple[str, str]:
    weekday = uow.coaching.preferred_weekday(person.id)
    return ANY_DAY if weekday is None or weekday >= len(DAYS) else (DAYS[weekday], DAYS[weekday])


def _wrong_zone(zone: str) -> dict[str, str]:
    known = available_timezones()
    if zone in known:
        return {}
    near = difflib.get_close_matches(zone, known, n=1, cutoff=0.6) or ["Europe/Berlin"]
    return {"zone": f"That is no time zone I know; write one such as {near[0]}."}
