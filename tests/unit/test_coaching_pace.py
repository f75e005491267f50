"""Two in a row without an answer: half the pace and one question, and what its answers do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.coaching.calendar import Calendar
from bot.coaching.job import run_once
from bot.coaching.model import Nudge, NudgeState
from bot.coaching.pace import silence
from tests.fakes.coaching import NEW_YORK, SETTINGS, local, running_plan
from tests.unit.test_coaching_desk import WEDNESDAY, Chat, text_of
from tests.unit.test_coaching_rules import nudge

MONDAY = local("2026-03-23 10:00")
KEY = "plan-priya:2:ask:marta"


def left(*states: NudgeState, trigger: str = "observe") -> list[Nudge]:
    moments = [WEDNESDAY + timedelta(days=n) for n in range(len(states))]
    return [nudge(f"n{n}", moments[n], state=state, trigger=trigger) for n, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "halves"),
    [
        (("expired",), False),
        (("expired", "expired"), True),
        (("expired", "sent", "expired"), True),
        (("expired", "acted", "expired"), False),
        (("expired", "expired", "snoozed"), False),
        (("declined", "expired", "expired"), True),
        (("expired", "suppressed", "expired"), True),
    ],
)
def test_two_in_a_row_halve_and_any_answer_ends_it(states: tuple[NudgeState, ...], halves: bool) -> None:
    assert silence(left(*states)).halves == halves


def test_a_digest_counts_once_and_an_invitation_not_at_all() -> None:
    digest = [nudge(f"n{n}", WEDNESDAY, state="expired") for n in range(2)]
    assert not silence(digest).halves
    assert not silence(left("expired", "expired", trigger="try_first")).halves


def test_the_question_is_remembered_until_an_answer() -> None:
    asked = nudge("q", WEDNESDAY + timedelta(days=5), state="sent", trigger="ignored")
    assert silence([*left("expired", "expired"), asked]).asked
    later = nudge("n9", WEDNESDAY + timedelta(days=9), state="acted")
    assert not silence([*left("expired", "expired"), asked, later]).asked


@pytest.fixture
def asked() -> Chat:
    """Marta has answered nothing about day 7, and has the question."""
    chat = Chat()
    chat.practise("marta")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    for day in range(13):
        run_once(WEDNESDAY + timedelta(days=day), chat.store, SETTINGS)
    return chat


def test_the_question_has_three_answers(asked: Chat) -> None:
    waiting = asked.queued(KEY)
    assert waiting is not None
    assert text_of(waiting.reply).splitlines() == [
        "Wrong day, wrong topic, or stop?",
        "The last two about Priya and Discovery came at no good moment. "
        "From here I write half as often, until you answer one.",
        "Sent because two in a row found no answer; I ask only once.",
    ]
    labels = [action.label for action in waiting.reply.actions]
    assert labels == ["Wrong day", "Wrong topic", "Stop this plan"]


def test_wrong_day_asks_which_and_keeps_to_it(asked: Chat) -> None:
    assert asked.press(f"nudge:{KEY}", "wrong_day", "marta", MONDAY, KEY) == (
        "Which day of the week is better?"
    )
    said = asked.press(f"nudge:{KEY}", "Thursday", "marta", MONDAY, KEY)
    assert said == "Understood: I write about coaching on Thursdays, where that day is open."
    with asked.store.read() as uow:
        assert uow.coaching.preferred_weekday("marta") == 3
    sent = [run_once(local(f"2026-03-{day} 10:00"), asked.store, SETTINGS) for day in (25, 26)]
    assert [[event.reason for event in events if event.recipient_id == "marta"] for events in sent] == [
        [],
        ["due"],
    ]


def test_stop_ends_that_plan_in_a_press(asked: Chat) -> None:
    said = asked.press(f"nudge:{KEY}", "stop", "marta", MONDAY, KEY)
    assert said == "Discovery with Priya has ended; nothing more comes of it."
    assert asked.plan("priya").state == "stopped"


def test_wrong_topic_in_words_where_the_driver_has_only_one_behaviour(asked: Chat) -> None:
    said = text_of(asked.say("wrong topic", "marta", MONDAY))
    assert said.startswith("Discovery has no second thing to work on.")
    assert asked.say("wrong topic", "marta", MONDAY) is None
    assert asked.say("wrong day", "priya", MONDAY) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-25", "2026-03-26"), ("2026-03-26", "2026-03-26"), ("2026-03-27", "2026-03-27")],
)
def test_a_preferred_weekday_that_is_closed_is_passed_over(day: str, expected: str) -> None:
    away = (date(2026, 4, 2), date(2026, 4, 2))
    calendar = Calendar(NEW_YORK.zone, NEW_YORK.windows, absences=(away,), weekday=3)
    assert calendar.roll_to_weekday(date.fromisoformat(day)) == date.fromisoformat(expected)
