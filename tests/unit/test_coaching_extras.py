"""30 more days if both agree, another behaviour at the midpoint, starts a week apart, two drivers a team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.coaching.job import run_once
from bot.coaching.schedule import staggered
from tests.fakes.coaching import SETTINGS, local, person, running_plan, settle
from tests.unit.test_coaching_desk import Chat, text_of

END = local("2026-05-04 10:00")
KEY = "plan-priya:8:1:marta"


@pytest.fixture
def ending() -> Chat:
    """Day 60 of Marta and Priya: the wrap-up has come."""
    chat = Chat()
    chat.practise("marta")
    running_plan(chat.store, date(2026, 3, 5), today=date(2026, 5, 4))
    run_once(END, chat.store, SETTINGS)
    return chat


def test_both_agree_and_thirty_days_come(ending: Chat) -> None:
    before = ending.steps("plan-priya")
    said = ending.press(f"nudge:{KEY}", "extend", "marta", END, KEY)
    assert said == "I have asked Priya. The 30 days are added only if you both agree."
    assert ending.plan("priya").state == "wrapping_up"
    card = ending.queued("plan-priya:more_days:1:priya")
    assert card is not None
    assert text_of(card.reply).startswith("Marta would like 30 more days on Discovery.")
    assert ending.press("plan:plan-priya", "more", "priya", END) == (
        "30 more days, until Wed 3 Jun. “plan” shows the steps."
    )
    plan, after = ending.plan("priya"), ending.steps("plan-priya")
    assert (plan.state, plan.end_date, plan.extra) == ("active", date(2026, 6, 3), "agreed")
    assert {key: after[key] for key in before if key != ("manager", 60)} == {
        key: step for key, step in before.items() if key != ("manager", 60)
    }
    assert (after["manager", 60].state, after["manager", 60].outcome) == ("skipped", "extended")
    added = {key: step.due_date for key, step in after.items() if key not in before}
    assert added == {
        ("rep", 67): date(2026, 5, 11),
        ("manager", 75): date(2026, 5, 19),
        ("manager", 90): date(2026, 6, 3),
    }


def test_it_is_added_once(ending: Chat) -> None:
    ending.press(f"nudge:{KEY}", "extend", "marta", END, KEY)
    ending.press("plan:plan-priya", "more", "priya", END)
    over = "That one is over already; nothing was changed."
    assert ending.press("plan:plan-priya", "more", "priya", END) == over
    assert ending.press(f"nudge:{KEY}", "extend", "marta", END, KEY) == over


def test_nobody_agrees_with_themselves_or_for_others(ending: Chat) -> None:
    ending.press(f"nudge:{KEY}", "extend", "marta", END, KEY)
    assert ending.press("plan:plan-priya", "more", "marta", END).startswith("That one is over")
    assert ending.press("plan:plan-priya", "more", "tom", END).startswith("That card belongs")
    assert ending.plan("priya").end_date == date(2026, 5, 4)


def test_the_rep_may_ask_in_words_and_the_manager_agree_in_words(ending: Chat) -> None:
    assert text_of(ending.say("30 more days", "priya", END)).startswith("I have asked Marta.")
    assert text_of(ending.say("30 more days with Priya", "marta", END)).startswith("30 more days, until")
    assert ending.plan("priya").end_date == date(2026, 6, 3)


def test_enough_leaves_the_end_and_tells_nobody(ending: Chat) -> None:
    ending.press(f"nudge:{KEY}", "extend", "marta", END, KEY)
    said = ending.press("plan:plan-priya", "enough", "priya", END)
    assert said == "The plan ends as it was planned. Marta need not be told why."
    assert ending.queued("plan-priya:extended:1:marta") is None


def test_the_midpoint_keeps_or_changes_the_behaviour(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = Chat()
    driver = replace(SETTINGS.drivers[0], behaviours=("asks why now", "asks who decides"))
    settings = replace(SETTINGS, drivers=(driver,))
    monkeypatch.setattr("tests.unit.test_coaching_desk.DESK._settings", settings)
    chat.practise("marta")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 4, 3))
    noon = local("2026-04-03 10:00")
    run_once(noon, chat.store, settings)
    key = "plan-priya:5:1:marta"
    waiting = chat.queued(key)
    assert waiting is not None
    assert [a.label for a in waiting.reply.actions] == ["Keep", "Change", "Snooze", "Not relevant"]
    said = chat.press(f"nudge:{key}", "change", "marta", noon, key)
    assert said == "✓ Day 30 of 60 · Priya · Discovery. From now on: asks who decides."
    assert "Working on: asks who decides." in text_of(chat.say("plan", "priya", noon))


@pytest.mark.parametrize(
    ("taken", "start"),
    [
        ([], "2026-03-11"),
        (["2026-03-04"], "2026-03-11"),
        (["2026-03-09"], "2026-03-16"),
        (["2026-03-13", "2026-03-16"], "2026-03-23"),
        (["2026-03-16"], "2026-03-11"),
    ],
)
def test_plans_of_one_manager_start_in_different_weeks(taken: list[str], start: str) -> None:
    days = [date.fromisoformat(day) for day in taken]
    assert staggered(date(2026, 3, 11), days) == date.fromisoformat(start)
    assert staggered(date(2026, 12, 31), [date(2026, 12, 28)]) == date(2027, 1, 4)
    assert timedelta(days=0) <= staggered(date(2026, 3, 11), days) - date(2026, 3, 11)


def test_a_third_driver_is_refused_until_one_is_retired(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = Chat()
    closing = replace(SETTINGS.drivers[0], id="closing", name="Closing")
    settings = replace(SETTINGS, drivers=(*SETTINGS.drivers, closing))
    monkeypatch.setattr("tests.unit.test_coaching_desk.DESK._settings", settings)
    settle(chat.store, person("una", manager="marta"))
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    assert text_of(chat.say("coach Tom on value selling", "marta")).startswith("I have asked Tom")
    assert text_of(chat.say("coach Una on closing", "marta")) == (
        "Your team works on Discovery and Value selling. "
        "Retire one first: “stop coaching NAME” ends each plan on it."
    )
    chat.say("stop coaching Tom", "marta")
    assert text_of(chat.say("coach Una on closing", "marta", END)).startswith("I have asked Una")
