from __future__ import annotations

import pytest

from bot.coaching.model import Reminder
from tests.fakes.coaching import local
from tests.unit.test_coaching_desk import TUESDAY, Chat, text_of


def waiting(chat: Chat, who: str = "tom") -> list[Reminder]:
    with chat.store.read() as uow:
        return list(uow.coaching.reminders_of(who))


@pytest.mark.parametrize(
    ("asked", "text", "due"),
    [
        ("remind me friday 4pm acme", "acme", "2026-03-13 16:00"),
        ("remind me friday 4pm to send acme the quote", "send acme the quote", "2026-03-13 16:00"),
        ("remind me to call Dana 16:30 tomorrow", "call Dana", "2026-03-11 16:30"),
        ("remind me at 9am tomorrow to call Dana", "call Dana", "2026-03-11 09:00"),
        ("remind me tomorrow to prepare the 4pm call", "prepare the 4pm call", "2026-03-11 09:00"),
        ("remind me on Monday to ask whether Friday works", "ask whether Friday works", "2026-03-16 09:00"),
        ("remind me tuesday 8:15 standup", "standup", "2026-03-17 08:15"),
    ],
)
def test_day_hour_and_words_are_told_apart(asked: str, text: str, due: str) -> None:
    chat = Chat()
    assert text_of(chat.say(asked, "tom")).endswith(f": {text}.")
    (reminder,) = waiting(chat)
    assert (reminder.text, reminder.due) == (text, local(due))


@pytest.mark.parametrize(
    ("asked", "hour"),
    [("remind me to call Dana tomorrow at 25:00", "25:00"), ("remind me friday 13am acme", "13am")],
)
def test_an_hour_that_is_none_is_asked_back_and_not_stored(asked: str, hour: str) -> None:
    chat = Chat()
    assert text_of(chat.say(asked, "tom")) == (
        f"“{hour}” is no time of day, so I noted nothing: at what time, for instance “at 3pm”?"
    )
    assert waiting(chat) == []


def test_ones_own_reminders_are_listed_and_the_only_one_cancelled() -> None:
    chat = Chat()
    assert text_of(chat.say("my reminders", "tom")).startswith("No reminder is waiting.")
    chat.say("remind me friday 4pm acme", "tom")
    chat.say("remind me friday 5pm lumina", "priya", TUESDAY.replace(minute=5))
    assert text_of(chat.say("my reminders", "tom")) == (
        "• Fri 13 Mar at 16:00: acme\n“cancel my reminder” takes one back."
    )
    assert text_of(chat.say("don't remind me", "tom")) == "Cancelled: Fri 13 Mar at 16:00: acme."
    assert waiting(chat) == []
    assert len(waiting(chat, "priya")) == 1
    with chat.store.read() as uow:
        assert [each.text for each in uow.coaching.due_reminders(local("2026-03-14 09:00"))] == ["lumina"]


@pytest.mark.parametrize(
    ("said", "left"), [("cancel my reminder about acme", "lumina"), ("cancel my last reminder", "acme")]
)
def test_of_several_one_is_named(said: str, left: str) -> None:
    chat = Chat()
    chat.say("remind me friday 4pm acme", "tom")
    chat.say("remind me thursday 4pm lumina", "tom", TUESDAY.replace(minute=5))
    asked = text_of(chat.say("cancel my reminder", "tom"))
    assert asked.splitlines()[1:] == ["• Thu 12 Mar at 16:00: lumina", "• Fri 13 Mar at 16:00: acme"]
    assert len(waiting(chat)) == 2
    chat.say(said, "tom")
    assert [each.text for each in waiting(chat)] == [left]
