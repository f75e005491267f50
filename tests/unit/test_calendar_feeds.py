"""Sellers' calendars: what is taken from them, and what never is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.calendars.feeds import Feeds
from adapters.calendars.fetch import CalendarFailed, fetch
from adapters.calendars.naming import named
from adapters.calendars.reading import days_off, read
from bot.coaching.model import WITHDRAWN
from bot.sales import Account, Opportunity
from bot.settings import CalendarSettings
from tests.fakes.coaching import PRIYA, SETTINGS, TOM, local, settle
from tests.fakes.crm import FakeCrm
from tests.fakes.store import FakeStore

NOW = local("2026-03-10 10:00")
ZONE = "America/New_York"
ACME = Account("a1", "Acme Inc.", ("ACME Rockets",))
RENEWAL = Opportunity("o1", "a1", "Acme renewal", "priya")


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\nDTSTAMP:20260301T000000Z\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//\n{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def off(*events: str) -> list[tuple[date, date]]:
    found = read(calendar(*events), ZONE, NOW - timedelta(days=1), NOW + timedelta(days=180))
    return days_off(found, ZONE)


WEEK = "UID:w\nDTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260321\nSUMMARY:{}"
MARCH = [(date(2026, 3, 16), date(2026, 3, 20))]


@pytest.mark.parametrize(
    "title", ["Vacation", "Urlaub Priya", "Congés", "Vacaciones!", "OOO", "férias", "Vakantie", "休暇"]
)
def test_a_vacation_over_whole_days_is_days_off_in_several_languages(title: str) -> None:
    assert off(WEEK.format(title)) == MARCH


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (WEEK.format("x") + "\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", MARCH),
        (WEEK.format("x") + "\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", []),
        (WEEK.format("Vacation of Tom") + "\nTRANSP:TRANSPARENT", []),
        (WEEK.format("Vacation") + "\nSTATUS:CANCELLED", []),
        (WEEK.format("Optometrist"), []),
        (
            "UID:d\nDTSTART:20260316T130000Z\nDTEND:20260316T140000Z\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nSUMMARY:d",
            [],
        ),
        (
            "UID:d\nDTSTART:20260316T130000Z\nDTEND:20260316T210000Z\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nSUMMARY:d",
            [(date(2026, 3, 16), date(2026, 3, 16))],
        ),
    ],
)
def test_what_is_a_day_off(event: str, expected: list[tuple[date, date]]) -> None:
    assert off(event) == expected


def test_a_series_that_never_ends_within_a_second_is_not_followed() -> None:
    assert off("UID:s\nDTSTART:20260316T130000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:x", WEEK.format("PTO")) == MARCH


@pytest.mark.parametrize("raw", [b"", b"<html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", b"\xff\xfe\x00"])
def test_garbage_is_refused_in_a_sentence_without_its_text(raw: bytes) -> None:
    with pytest.raises(CalendarFailed, match=r"^it is no calendar that can be read"):
        read(raw, ZONE, NOW, NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Call with ACME", "Acme Inc."),
        ("Acme rockets / Northlight", "Acme Inc."),
        ("Acmeology training", None),
        ("Team lunch", None),
        ("Acme and Borealis", None),
    ],
)
def test_a_title_names_one_customer_or_none(title: str, found: str | None) -> None:
    mine = [RENEWAL, Opportunity("o2", "a2", "Borealis", "priya")]
    hit = named(title, mine, {"a1": ACME, "a2": Account("a2", "Borealis")})
    assert (hit[1] if hit else None) == found
    assert named(title, [replace(RENEWAL, status="won")], {"a1": ACME}) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/x.ics", "does not begin with https://"),
        ("file:///etc/passwd", "does not begin with https://"),
        ("https://", "does not begin with https://"),
    ],
)
def test_only_https_is_read(url: str, why: str) -> None:
    with pytest.raises(CalendarFailed, match=why):
        fetch(url)


CALL = (
    "UID:c\nDTSTART;TZID=America/New_York:20260312T140000\n"
    "DTEND;TZID=America/New_York:20260312T150000\nSUMMARY:{}"
)
STANDUP = (
    "UID:s\nDTSTART:20260311T150000Z\nDTEND:20260311T153000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:Acme weekly"
)


class House:
    def __init__(self, **raw: Callable[[], bytes]) -> None:
        self.store, self.now = FakeStore(), NOW
        settle(self.store, replace(PRIYA, crm_user="priya"), replace(TOM, crm_user="tom"))
        self.raw = raw
        crm = FakeCrm((), clock=lambda: self.now)
        crm.accounts["a1"], crm.opportunities["o1"] = ACME, RENEWAL
        self.feeds = Feeds(
            self.store,
            crm,
            replace(SETTINGS, calendars=tuple(CalendarSettings(who, env=who) for who in raw)),
            lambda: self.now,
            {who: f"https://{who}" for who in raw},
            lambda url: self.raw[url.removeprefix("https://")](),
        )

    def later(self, **raw: Callable[[], bytes]) -> None:
        self.raw |= raw
        self.now += timedelta(hours=1)
        self.feeds.run()

    def calls(self) -> dict[str, datetime]:
        with self.store.read() as uow:
            found = uow.coaching.calls_of_each(["priya"], self.now).get("priya", ())
            return {call.id: call.starts_at for call in found}

    def off(self, who: str) -> dict[date, str]:
        with self.store.read() as uow:
            return {each.first: each.source for each in uow.coaching.absences_of(who)}


def test_days_off_and_calls_follow_the_calendar_and_its_words_stay_out() -> None:
    house = House(priya=lambda: calendar(CALL.format("Acme: SECRET plan"), STANDUP, WEEK.format("Vacation")))
    house.feeds.run()
    assert sorted(house.calls().values()) == [
        datetime(2026, 3, 11, 15, tzinfo=UTC),
        datetime(2026, 3, 12, 18, tzinfo=UTC),
        datetime(2026, 3, 18, 15, tzinfo=UTC),
    ]
    assert house.off("priya") == {date(2026, 3, 16): "calendar"}
    with house.store.read() as uow:
        assert "SECRET" not in repr(uow.coaching.calls_of_each(["priya"], NOW))
    before = house.calls()
    house.later(priya=lambda: calendar(CALL.replace("12T1", "13T1").format("Acme")))
    (id, moved), *rest = house.calls().items()
    assert (moved, rest) == (datetime(2026, 3, 13, 18, tzinfo=UTC), [])
    assert before[id] == datetime(2026, 3, 12, 18, tzinfo=UTC)
    assert house.off("priya") == {date(2026, 3, 16): WITHDRAWN}


def test_a_calendar_that_fails_is_told_once_and_keeps_what_it_said(caplog: pytest.LogCaptureFixture) -> None:
    house = House(priya=lambda: calendar(CALL.format("Acme")), tom=lambda: calendar(WEEK.format("Vacation")))
    house.feeds.run()
    before = house.calls()
    with caplog.at_level(logging.WARNING):
        house.later(priya=lambda: b"<html>SECRET", tom=lambda: calendar())
        house.later()
    assert [record.getMessage() for record in caplog.records] == [
        "calendar of priya: it is no calendar that can be read (ValueError); what was known of it is kept"
    ]
    assert before
    assert house.calls() == before
    assert house.off("tom") == {date(2026, 3, 16): WITHDRAWN}


def test_within_the_hour_a_calendar_is_not_read_again() -> None:
    asked: list[None] = []

    def answer() -> bytes:
        asked.append(None)
        return calendar()

    house = House(priya=answer)
    for minutes, times in ((0, 1), (30, 1), (59, 1), (60, 2)):
        house.now = NOW + timedelta(minutes=minutes)
        house.feeds.run()
        assert len(asked) == times
