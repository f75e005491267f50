"""A plan's days as a picture: who did what and when the customer did something, read at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot import drawing
from bot.chat import Person, Picture
from bot.coaching import wording
from bot.coaching.model import Driver, Plan, Step
from bot.coaching.schedule import OPEN_STEPS, plan_day, total_days
from bot.drawing import AMBER, BLUE, FAINT, GREEN, GREY, INK, PAPER, Canvas, Point

Kind: TypeAlias = Literal["done", "open", "left_out", "unsaid", "evidence"]
"""`unsaid`: a step whose outcome is for its owner alone."""
Lane: TypeAlias = Literal["manager", "rep", "customer"]

WIDTH, HEIGHT = 900, 330
LEFT, RIGHT = 150, 860
LANES: dict[Lane, int] = {"manager": 112, "rep": 168, "customer": 224}
TOP, BOTTOM = 76, 250
MARKED_DAYS = 15
BIG, SMALL = 24, 18
RADIUS = 13


@dataclass(frozen=True, slots=True)
class Mark:
    lane: Lane
    day: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Timeline:
    """`days` is the plan's length; `today` a plan day, None before it starts and once it is over."""

    driver: str
    manager: str
    rep: str
    days: int
    today: int | None
    marks: tuple[Mark, ...]


def timeline(
    plan: Plan,
    steps: Sequence[Step],
    driver: Driver,
    manager: Person,
    rep: Person,
    reader: Person,
    today: date,
    evidence: Sequence[date] = (),
) -> Timeline:
    """What `reader` may see of it: of a rep's practice only its days, but for the rep."""
    shown = [_mark(step, hidden=reader.id != plan.rep_id) for step in steps if step.outcome != "merged"]
    found = [Mark("customer", plan_day(plan, steps, day), "evidence") for day in evidence]
    begun = plan.start_date is not None and plan.start_date <= today
    under_way = begun and plan.state in ("active", "paused", "wrapping_up")
    now = plan_day(plan, steps, plan.paused_since or today) if under_way else None
    who, whom = wording.first_name(manager), wording.first_name(rep)
    return Timeline(driver.name, who, whom, total_days(steps), now, (*shown, *found))


def picture(line: Timeline) -> Picture:
    return Picture(draw(line), described(line))


def described(line: Timeline) -> str:
    """The same in words, for who cannot see it."""
    managers = [mark for mark in line.marks if mark.lane == "manager"]
    done = sum(mark.kind == "done" for mark in managers)
    left_out = sum(mark.kind == "left_out" for mark in managers)
    parts = [f"{done} of {len(managers)} steps of {line.manager} done"]
    parts += [f"{left_out} left out"] if left_out else []
    mine = [mark for mark in line.marks if mark.lane == "rep" and mark.kind in ("done", "left_out")]
    if mine:
        parts += [f"practice done {sum(mark.kind == 'done' for mark in mine)} of {len(mine)} times"]
    yet = " yet" if line.today is not None else ""
    days = [f"day {mark.day}" for mark in line.marks if mark.kind == "evidence"]
    parts += [f"customer evidence on {', '.join(days)}" if days else f"no new customer evidence{yet}"]
    where = f"Day {line.today} of {line.days}" if line.today is not None else f"{line.days} days"
    return f"{where} of {line.driver}: {'; '.join(parts)}."


def draw(line: Timeline) -> str:
    """PNG in base64."""
    canvas = Canvas(WIDTH, HEIGHT)
    _title(canvas, line)
    _grid(canvas, line)
    for mark in line.marks:
        _draw_mark(canvas, (_x(mark.day, line.days), LANES[mark.lane]), mark.kind)
    _legend(canvas, line)
    return canvas.png()


def _mark(step: Step, *, hidden: bool) -> Mark:
    if step.recipient == "rep" and hidden:
        return Mark("rep", step.day, "unsaid")
    if step.state in OPEN_STEPS:
        return Mark(step.recipient, step.day, "open")
    return Mark(step.recipient, step.day, "done" if step.state == "done" else "left_out")


def _title(canvas: Canvas, line: Timeline) -> None:
    where = f"day {line.today} of {line.days}" if line.today is not None else f"{line.days} days"
    room = RIGHT - 24 - drawing.width_of(where, BIG) - 24
    name = line.driver if drawing.can_draw(line.driver) else "Coaching"
    canvas.text((24, 34), drawing.cut(name, BIG, room), BIG, anchor="lm")
    canvas.text((RIGHT, 34), where, BIG, GREY, anchor="rm")


def _grid(canvas: Canvas, line: Timeline) -> None:
    # Faint uprights every fifteen days; the names stand left of their lanes.
    for day in range(0, line.days + 1, MARKED_DAYS):
        x = _x(day, line.days)
        canvas.line((x, TOP), (x, BOTTOM), colour=FAINT, width=1)
        canvas.text((x, BOTTOM + 6), str(day), SMALL, GREY, anchor="ma")
    names: dict[Lane, str] = {
        "manager": line.manager if drawing.can_draw(line.manager) else "Manager",
        "rep": line.rep if drawing.can_draw(line.rep) else "Seller",
        "customer": "Customers",
    }
    for lane, y in LANES.items():
        canvas.line((LEFT, y), (RIGHT, y), colour=FAINT, width=3)
        canvas.text((24, y), drawing.cut(names[lane], SMALL + 2, LEFT - 44), SMALL + 2, anchor="lm")
    if line.today is not None:
        x = _x(line.today, line.days)
        canvas.line((x, TOP - 2), (x, BOTTOM), colour=BLUE, width=3)
        canvas.text((x, TOP - 14), "today", SMALL, BLUE, anchor="mm")


def _draw_mark(canvas: Canvas, at: Point, kind: Kind) -> None:
    x, y = at
    match kind:
        case "done":
            canvas.disc(at, RADIUS, GREEN)
            canvas.line((x - 6, y), (x - 1.5, y + 5), (x + 6.5, y - 5), colour=PAPER, width=3)
        case "left_out":
            canvas.disc(at, RADIUS, PAPER, GREY, 2)
            canvas.line((x - 5, y - 5), (x + 5, y + 5), colour=GREY, width=2.5)
            canvas.line((x - 5, y + 5), (x + 5, y - 5), colour=GREY, width=2.5)
        case "open":
            canvas.disc(at, RADIUS, PAPER, INK, 2.5)
        case "unsaid":
            canvas.disc(at, RADIUS - 5, GREY)
        case "evidence":
            reach = RADIUS + 2
            canvas.shape((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y), fill=AMBER)


def _legend(canvas: Canvas, line: Timeline) -> None:
    words: tuple[tuple[Kind, str], ...] = (
        ("done", "done"),
        ("open", "to come"),
        ("left_out", "left out"),
        ("unsaid", f"{line.rep}’s own" if drawing.can_draw(line.rep) else "the seller’s own"),
        ("evidence", "evidence"),
    )
    there = {mark.kind for mark in line.marks}
    x = 24.0 + RADIUS
    for kind, name in words:
        if kind in there:
            _draw_mark(canvas, (x, HEIGHT - 26), kind)
            canvas.text((x + RADIUS + 8, HEIGHT - 26), name, SMALL, anchor="lm")
            x += RADIUS + 8 + drawing.width_of(name, SMALL) + 36


def _x(day: int, days: int) -> float:
    return LEFT + (RIGHT - LEFT) * min(max(day, 0), days) / max(days, 1)
