from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.coaching.job import run_once
from bot.coaching.model import ENDED, Absence
from tests.fakes.coaching import SETTINGS, running_plan
from tests.unit.test_coaching_desk import TUESDAY, WEDNESDAY, Chat, text_of


def noted(chat: Chat, who: str = "marta") -> list[tuple[date, date]]:
    with chat.store.read() as uow:
        return [(a.first, a.last) for a in uow.coaching.absences_of(who) if a.source != ENDED]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("out until 1 march", "Sun 1 Mar"),
        ("out until the 8th", "Sun 8 Mar"),
        ("out until February 20", "Fri 20 Feb"),
        ("out on 9 march", "Mon 9 Mar"),
        ("out from 1 march to 20 march", "Sun 1 Mar"),
        ("out until 2026-03-02", "Mon 2 Mar"),
        ("out until 1 march 2026", "Sun 1 Mar"),
    ],
)
def test_a_day_that_has_passed_is_asked_back_and_nothing_noted(text: str, day: str) -> None:
    chat = Chat()
    assert text_of(chat.say(text, "marta")) == (
        f"{day} has passed, so I noted nothing: until which day are you out "
        "(with its year, if that is another one)?"
    )
    assert noted(chat) == []


def test_a_long_absence_is_noted_once_its_year_is_said() -> None:
    chat = Chat()
    assert text_of(chat.say("out until 1 june", "marta")) == (
        "Through Mon 1 Jun is 84 days, so I noted nothing yet: if you mean it, write “out until 1 June 2026”."
    )
    assert noted(chat) == []
    chat.say("out until 1 June 2026", "marta")
    assert noted(chat) == [(date(2026, 3, 10), date(2026, 6, 1))]


def test_a_long_stretch_to_come_is_asked_back_with_both_its_days() -> None:
    chat = Chat()
    said = text_of(chat.say("out from 1 april to 30 june", "marta"))
    assert said.endswith("write “out from 1 April 2026 until 30 June 2026”.")
    chat.say("out from 1 April 2026 until 30 June 2026", "marta")
    assert noted(chat) == [(date(2026, 4, 1), date(2026, 6, 30))]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("out until 30 april", (date(2026, 3, 10), date(2026, 4, 30))),
        ("out until the 2nd", (date(2026, 3, 10), date(2026, 4, 2))),
        ("out until 10 march", (date(2026, 3, 10), date(2026, 3, 10))),
        ("out from 28 december to 3 january", (date(2026, 12, 28), date(2027, 1, 3))),
        ("out from the 30th to the 3rd", (date(2026, 3, 30), date(2026, 4, 3))),
        ("out until 2027-03-01", (date(2026, 3, 10), date(2027, 3, 1))),
    ],
)
def test_what_is_plain_is_noted_without_a_question(text: str, span: tuple[date, date]) -> None:
    chat = Chat()
    assert text_of(chat.say(text, "marta")).startswith("Noted: out")
    assert noted(chat) == [span]


@pytest.mark.parametrize("text", ["back", "I'm back", "i’m back!", "I am back", "back at work"])
def test_coming_back_ends_the_absence(text: str) -> None:
    chat = Chat()
    chat.practise("marta")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    chat.say("out until the 11th", "marta")
    assert run_once(WEDNESDAY, chat.store, SETTINGS) == []
    assert text_of(chat.say(text, "marta", WEDNESDAY)) == (
        "Welcome back. You were noted as out through today; that ends now."
    )
    assert noted(chat) == [(date(2026, 3, 10), date(2026, 3, 10))]
    (event,) = run_once(WEDNESDAY, chat.store, SETTINGS)
    assert (event.recipient_id, event.reason) == ("marta", "due")
    assert chat.say(text, "marta", WEDNESDAY) is None


def test_nobody_is_back_who_was_not_out() -> None:
    chat = Chat()
    chat.say("out from the 16th to the 20th", "marta")
    assert chat.say("back", "marta") is None
    assert chat.say("back", "tom") is None
    assert noted(chat) == [(date(2026, 3, 16), date(2026, 3, 20))]


def test_the_same_days_taken_again_move_a_plan_once() -> None:
    chat = Chat()
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    chat.say("out until the 23rd", "priya")
    assert text_of(chat.say("back", "priya")) == (
        "Welcome back. You were noted as out through Mon 23 Mar; that ends now. "
        "Your plan keeps the dates it has moved to; “plan” shows them."
    )
    chat.say("out until the 23rd", "priya", TUESDAY + timedelta(hours=1))
    assert noted(chat, "priya") == [(date(2026, 3, 10), date(2026, 3, 23))]
    assert chat.plan("priya").paused_days == 10


def test_an_ended_absence_is_kept_as_ended() -> None:
    chat = Chat()
    chat.say("out until the 12th", "tom")
    chat.say("back", "tom")
    with chat.store.read() as uow:
        assert uow.coaching.absences_of("tom") == [
            Absence("tom", date(2026, 3, 10), date(2026, 3, 12), ENDED)
        ]
