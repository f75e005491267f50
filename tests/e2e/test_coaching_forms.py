"""Plans, snoozes and reminders picked in a form, as every platform gets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.chat import Form, FormErrors, Reply
from bot.coaching.model import Plan
from tests.e2e.house import House, build_house, words


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path)
    with house.app.store.write() as uow:
        for plan in uow.coaching.plans_of("marta"):
            uow.coaching.save_plan(replace(plan, state="stopped"))
        uow.commit()
    return house


def plans(house: House, who: str) -> list[Plan]:
    with house.app.store.read() as uow:
        return list(uow.coaching.plans_of(who))


def started(house: House, **values: str) -> Reply | FormErrors:
    outcome = house.submit(house.press(house.say("plan", "marta"), "start_plan", "marta"), "marta", **values)
    assert isinstance(outcome, Reply | FormErrors)
    return outcome


def test_a_manager_starts_a_plan_by_picking(house: House) -> None:
    form = house.press(house.say("plan", "marta"), "start_plan", "marta")
    assert isinstance(form, Form)
    rep, driver, day = form.fields
    assert ("priya", "Priya Raman") in rep.options
    assert driver.options == tuple((one.id, one.name) for one in house.app.settings.drivers)
    assert day.value == "2026-03-10"
    said = house.submit(form, "marta", rep="priya", driver=driver.options[0][0], day="2026-03-23")
    assert words(said).startswith("I have asked Priya: ")
    (plan,) = plans(house, "priya")
    assert (plan.state, plan.start_date, plan.driver_id) == (
        "proposed",
        date(2026, 3, 23),
        driver.options[0][0],
    )
    asked = next(reply for who, reply in house.later(days=1) if who == "priya")
    assert "It would not start before Mon 23 Mar." in words(asked)
    house.press(asked, "accept")
    (plan,) = plans(house, "priya")
    assert (plan.state, plan.start_date) == ("active", date(2026, 3, 23))


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"rep": "", "driver": ""}, {"rep", "driver"}),
        ({"rep": "lena"}, {"rep"}),
        ({"rep": "priya", "day": "soon"}, {"day"}),
        ({"rep": "priya", "day": "2026-03-09"}, {"day"}),
        ({"rep": "priya", "day": "2026-09-09"}, {"day"}),
    ],
)
def test_what_cannot_be_is_asked_for_again(house: House, values: dict[str, str], wrong: set[str]) -> None:
    outcome = started(house, **{"driver": house.app.settings.drivers[0].id, **values})
    assert isinstance(outcome, FormErrors)
    assert set(outcome.errors) == wrong
    assert plans(house, "priya") == []


def test_nobody_else_starts_a_plan(house: House) -> None:
    offered = house.say("plan", "marta")
    assert isinstance(offered, Reply)
    assert words(house.press(offered, "start_plan", "priya")).startswith("A plan is for two")
    form = house.press(offered, "start_plan", "marta")
    assert words(house.submit(form, "priya", rep="tom", driver="x")).startswith("A plan is for two")
    mine = house.say("plan")
    assert isinstance(mine, Reply)
    assert mine.actions == ()


def test_who_is_not_known_by_that_name_can_be_picked(house: House) -> None:
    offered = house.say("coach Xaver on discovery", "marta")
    assert isinstance(offered, Reply)
    assert [action.id for action in offered.actions] == ["start_plan"]


def test_a_reminder_comes_again_when_it_is_picked(house: House) -> None:
    house.say("remind me to call Dana tomorrow at 3pm")
    ((_, reminder),) = house.later(days=2)
    form = house.press(reminder, "remind_again")
    assert isinstance(form, Form)
    assert {field.name: field.value for field in form.fields} == {"day": "2026-03-13", "time": "09:00"}
    assert isinstance(house.submit(form, "priya", day="2026-03-01"), FormErrors)
    assert house.submit(form, "priya", time="tea") == FormErrors(
        {"time": "Write a time of day, for instance 15:30 or 3pm."}
    )
    said = house.submit(form, "priya", day="2026-03-16", time="3:30pm")
    assert words(said) == "I will remind you Mon 16 Mar at 15:30: call Dana."
    with house.app.store.read() as uow:
        (waiting,) = uow.coaching.reminders_of("priya")
    assert waiting.due == datetime(2026, 3, 16, 19, 30, tzinfo=UTC)
    assert words(house.press(reminder, "remind_again", "tom")) == words(
        house.submit(form, "tom", day="2026-03-16")
    )


def test_a_nudge_comes_back_on_the_day_that_is_picked(house: House) -> None:
    first = house.app.settings.drivers[0].id
    started(house, rep="priya", driver=first, day="2026-03-10")
    asked = next(reply for who, reply in house.later(days=1) if who == "priya")
    house.press(asked, "accept")
    nudge = next(
        reply
        for _ in range(30)
        for who, reply in house.later(days=1)
        if who == "priya" and any(action.id == "snooze" for action in reply.actions)
    )
    snoozed = house.press(nudge, "snooze")
    form = house.press(snoozed, "snooze_to")
    today = house.app.clock().date()
    assert house.submit(form, "priya", day=today.isoformat()) == FormErrors(
        {"day": f"Pick a day from tomorrow to {_shown(date.fromordinal(today.toordinal() + 30))}."}
    )
    wanted = date.fromordinal(today.toordinal() + 6)
    over_the_weekend = 7 - wanted.weekday() if wanted.weekday() > 4 else 0
    comes = date.fromordinal(wanted.toordinal() + over_the_weekend)
    again = house.submit(form, "priya", day=wanted.isoformat())
    assert f"I bring it back {_shown(comes)} at " in words(again)
    assert words(house.submit(form, "tom", day=wanted.isoformat())) != words(again)


def _shown(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
