"""How much one person hears from coaching. A nudge that left counts on the local day it left, one that is
still to leave on its day.

A manager: one message a business day, three in any seven days, one about the same rep in a calendar week
(Monday to Sunday). A rep: one step or signal in any seven days, two messages of any kind. What a person asked
for, by snoozing or by a proposal, keeps only to the one a day. For a manager who left two in a row unanswered
the same holds for twice the time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from bot.coaching.calendar import DAY, Calendar
from bot.coaching.model import Nudge
from bot.coaching.pace import ASKED

MANAGER_A_WEEK = 3
REP_TOUCHES_A_WEEK = 1
REP_A_WEEK = 2
WEEK = timedelta(days=7)
ABOUT_NOBODY = frozenset({"try_first", ASKED, "offer", "pilot", "poll", "digest", "team_result"})
"""Triggers of what is not about coaching a rep."""
ASKED_FOR = frozenset({"declined", "extended"})
"""News of a plan for which its reader has asked the other."""
NEWS = frozenset({"proposal", "stopped", "paused", "more_days", "opinion", "result", "untaken", *ASKED_FOR})
"""Triggers of what is said about a plan as such, not about a step of it."""

Over = Literal["daily_budget", "weekly_budget", "rep_budget"]
Kind: TypeAlias = Literal["touch", "news", "asked"]
"""A step or a signal, a message about a plan or a team, or what its reader has asked for."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What reached one person, or will: local days, those of them with a step or a signal, and for each rep
    the days of messages about them."""

    days: frozenset[date]
    touches: frozenset[date]
    about: Mapping[str, frozenset[date]]
    halved: bool = False

    def over(self, today: date, role: str, rep_id: str, kind: Kind = "touch") -> Over | None:
        """Why nothing more about `rep_id` may go out today, or None."""
        if today in self.days:
            return "daily_budget"
        if kind == "asked":
            return None
        week = WEEK * 2 if self.halved else WEEK
        if role == "rep":
            many = kind == "touch" and _most(self.touches, today, week) >= REP_TOUCHES_A_WEEK
            return "weekly_budget" if many or _most(self.days, today, WEEK) >= REP_A_WEEK else None
        if _most(self.days, today, week) >= MANAGER_A_WEEK:
            return "weekly_budget"
        monday = today - DAY * today.weekday()
        same_week = any(monday - (week - WEEK) <= day < monday + WEEK for day in self.about.get(rep_id, ()))
        return "rep_budget" if same_week else None


def spent(
    nudges: Sequence[Nudge], rep_of: Mapping[str, str], calendar: Calendar, *, halved: bool = False
) -> Spent:
    """`rep_of` maps plan ids to reps. Invitations to try a driver are about the manager, not a rep."""
    left = [(nudge, calendar.today(nudge.planned_at)) for nudge in nudges if nudge.state != "suppressed"]
    about: dict[str, frozenset[date]] = {}
    for nudge, day in left:
        rep = rep_of.get(nudge.plan_id, "")
        if nudge.trigger not in ABOUT_NOBODY:
            about[rep] = about.get(rep, frozenset()) | {day}
    touches = frozenset(day for nudge, day in left if nudge.trigger not in ABOUT_NOBODY | NEWS)
    return Spent(frozenset(day for _, day in left), touches, about, halved)


def is_step(nudge: Nudge) -> bool:
    """About a step of a plan: no invitation to try its driver, and no news of it."""
    return bool(nudge.step_id) and nudge.trigger not in ABOUT_NOBODY


def _most(days: Collection[date], today: date, week: timedelta) -> int:
    """The days in the fullest span of that length in which today lies."""
    near = [day for day in days if today - week < day < today + week]
    starts = (today - DAY * n for n in range(week.days))
    return max(sum(start <= day < start + week for day in near) for start in starts) if near else 0
