"""The picture of a plan's days: what each reader may see, in marks, in words and in a file that opens."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
from PIL import Image

from bot.chat import Person
from bot.coaching.model import Plan, Step, StepKind, StepState
from bot.coaching.timeline import Mark, Timeline, described, draw, timeline
from bot.drawing import AMBER, GREEN, can_draw
from tests.fakes.coaching import DISCOVERY, MARTA, PRIYA, local

START, TODAY = date(2026, 3, 2), date(2026, 3, 20)
PLAN = Plan(
    "p", "marta", "priya", "discovery", "active", "marta", local("2026-03-02 10:00"), START, date(2026, 5, 1)
)


def step(seq: int, day: int, state: StepState, kind: StepKind = "observe", *, rep: bool = False) -> Step:
    due = date.fromordinal(START.toordinal() + day)
    return Step(f"p:{seq}", "p", seq, kind, "rep" if rep else "manager", day, due, state)


STEPS = (
    step(0, 0, "done", "agree"),
    step(1, 3, "done", "practice", rep=True),
    step(2, 7, "skipped"),
    replace(step(3, 8, "skipped"), outcome="merged"),
    step(4, 14, "expired", "practice", rep=True),
    step(5, 60, "planned", "final"),
)


def seen_by(reader: Person) -> Timeline:
    return timeline(PLAN, STEPS, DISCOVERY, MARTA, PRIYA, reader, TODAY, [date(2026, 3, 9)])


def test_the_rep_sees_every_step_and_the_evidence() -> None:
    line = seen_by(PRIYA)
    assert line == Timeline(
        "Discovery",
        "Marta",
        "Priya",
        60,
        18,
        (
            Mark("manager", 0, "done"),
            Mark("rep", 3, "done"),
            Mark("manager", 7, "left_out"),
            Mark("rep", 14, "left_out"),
            Mark("manager", 60, "open"),
            Mark("customer", 7, "evidence"),
        ),
    )
    assert described(line) == (
        "Day 18 of 60 of Discovery: 1 of 3 steps of Marta done; 1 left out; practice done 1 of 2 times; "
        "customer evidence on day 7."
    )


def test_the_manager_is_not_shown_what_became_of_the_practice() -> None:
    line = seen_by(MARTA)
    assert [mark for mark in line.marks if mark.lane == "rep"] == [
        Mark("rep", 3, "unsaid"),
        Mark("rep", 14, "unsaid"),
    ]
    assert "practice" not in described(line)


def test_a_plan_that_is_over_or_has_not_begun_has_no_today() -> None:
    over = timeline(replace(PLAN, state="completed"), STEPS, DISCOVERY, MARTA, PRIYA, PRIYA, TODAY)
    later = timeline(PLAN, STEPS, DISCOVERY, MARTA, PRIYA, PRIYA, date(2026, 3, 1))
    assert over.today is later.today is None
    assert described(over).startswith("60 days of Discovery: ")
    assert described(over).endswith("no new customer evidence.")


def test_the_picture_is_small_and_has_the_colours_of_its_marks() -> None:
    png = base64.b64decode(draw(seen_by(PRIYA)))
    assert len(png) < 20_000
    image = Image.open(BytesIO(png)).convert("RGB")
    assert image.size == (900, 330)
    drawn = np.unique(np.asarray(image, dtype=int).reshape(-1, 3), axis=0)
    for wanted in (GREEN, AMBER):
        colour = [int(wanted[n : n + 2], 16) for n in (1, 3, 5)]
        assert np.abs(drawn - colour).sum(axis=1).min() < 30


def test_names_the_font_cannot_draw_are_left_to_the_words() -> None:
    assert can_draw("Zoë Müller")
    assert not can_draw("李娜")
    assert not can_draw("Łukasz")
    line = replace(seen_by(PRIYA), rep="李娜", driver="発見")
    assert draw(line) == draw(replace(line, rep="张伟", driver="探索"))
    assert draw(line) != draw(seen_by(PRIYA))
