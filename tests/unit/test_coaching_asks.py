from __future__ import annotations

from datetime import date, time

import pytest

from bot.coaching.asks import Ask, understood
from bot.coaching.when import clock_in, day_in, no_clock_in

TUESDAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coach Priya on discovery", Ask("coach", "Priya", "discovery")),
        ("Please coach Priya Raman on Value selling.", Ask("coach", "Priya Raman", "Value selling")),
        ("coach me on price objections", Ask("practise", driver="price objections")),
        (
            "I coached Tom on discovery today, went well",
            Ask("coached", "Tom", rest="discovery today, went well"),
        ),
        ("What’s next with Priya?", Ask("next", "Priya")),
        ("my plan", Ask("plan")),
        ("show me the coaching plans", Ask("plan")),
        ("stop coaching Tom", Ask("stop", "Tom")),
        ("stop my plan", Ask("stop")),
        ("pause coaching with Tom", Ask("pause", "Tom")),
        ("out until the 23rd", Ask("out", rest="until the 23rd")),
        ("I'm on vacation from Monday to Friday", Ask("out", rest="from Monday to Friday")),
        ("remind me to call Dana on Thursday", Ask("remind", rest="to call Dana on Thursday")),
        ("my reminders", Ask("reminders")),
        ("cancel my reminder", Ask("cancel_reminder")),
        ("cancel my last reminder", Ask("cancel_reminder", rest="last")),
        ("delete the reminder about Acme", Ask("cancel_reminder", rest="Acme")),
        ("don't remind me", Ask("cancel_reminder")),
        ("practice discovery", Ask("practise", driver="discovery")),
        ("snooze until next week", Ask("snooze", rest="next week")),
        ("who hasn't logged anything?", Ask("watch")),
        ("rank my reps", Ask("watch")),
    ],
)
def test_understood(text: str, expected: Ask) -> None:
    assert understood(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how do we coach customers?",
        "who are our customers that use more than 50 seats",
        "who worked on the Acme proposal?",
        "who is the best competitor?",
        "Acme is out until the 23rd, follow up then",
        "the plan is to sign on Friday",
        "what is our pricing plan for schools?",
        "remind them to sign",
        "remind me what our discount floor is",
        "x" * 400,
    ],
)
def test_left_to_others(text: str) -> None:
    assert understood(text) is None


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("follow up on Thursday", date(2026, 3, 12), "follow up"),
        ("on tuesday", date(2026, 3, 17), ""),
        ("next Thursday", date(2026, 3, 19), ""),
        ("until the 23rd", date(2026, 3, 23), ""),
        ("through the 5th", date(2026, 4, 5), ""),
        ("the 31st", date(2026, 3, 31), ""),
        ("in two weeks", date(2026, 3, 24), ""),
        ("in 3 days", date(2026, 3, 13), ""),
        ("25 March", date(2026, 3, 25), ""),
        ("January 5", date(2027, 1, 5), ""),
        ("2026-04-01 call Bo", date(2026, 4, 1), "call Bo"),
        ("next week", date(2026, 3, 16), ""),
        ("today", TUESDAY, ""),
    ],
)
def test_days(text: str, day: date, rest: str) -> None:
    assert day_in(text, TUESDAY) == (day, rest)


@pytest.mark.parametrize("text", ["call a 3rd party", "30 February", "2026-13-01", "the 40th", "soon"])
def test_no_day(text: str) -> None:
    assert day_in(text, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at 3pm", time(15)),
        ("at 9:30", time(9, 30)),
        ("at 12am", time(0)),
        ("at noon", time(12)),
        ("at 12 pm", time(12)),
        ("4pm", time(16)),
        ("4:30 pm", time(16, 30)),
        ("16:00", time(16)),
    ],
)
def test_clock(text: str, clock: time) -> None:
    assert clock_in(text) == (clock, "")


@pytest.mark.parametrize(
    "text", ["at 25", "at 9:75", "25:00", "14am", "the 4pm call", "meet at Acme", "send 4 decks"]
)
def test_no_clock(text: str) -> None:
    assert clock_in(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("call Dana at 25:00", "25:00"),
        ("call Dana at 25", "25"),
        ("at 9:75 call Dana", "9:75"),
        ("call Dana 14am", "14am"),
        ("call Dana at 25 Main Street", None),
        ("call Dana at 3pm", None),
        ("call Dana", None),
    ],
)
def test_what_looks_like_an_hour_and_is_none(text: str, said: str | None) -> None:
    assert no_clock_in(text) == said
