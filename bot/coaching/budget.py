"""How much one person hears from coaching. A nudge that left counts on the local day it left.

A manager: one message a business day, three in any seven days, one about the same rep in a calendar week
(Monday to Sunday). A rep: one in any seven days. What a person asked back by snoozing keeps only to the
one a day. For a manager who left two in a row unanswered the same holds for twice the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.coaching.calendar import Calendar
from bot.coaching.model import Nudge
from bot.coaching.pace import ASKED

MANAGER_A_WEEK = 3
REP_A_WEEK = 1
WEEK = timedelta(days=7)
ABOUT_NOBODY = frozenset({"try_first", ASKED, "offer", "pilot", "poll", "digest", "wants_time"})
"""Triggers of what is not about coaching a rep."""

Over = Literal["daily_budget", "weekly_budget", "rep_budget"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What already reached one person: local days, and for each rep the days a message was about them."""

    days: frozenset[date]
    about: Mapping[str, frozenset[date]]
    halved: bool = False

    def over(self, today: date, role: str, rep_id: str, *, asked: bool) -> Over | None:
        """Why nothing more about `rep_id` may go out today, or None."""
        if today in self.days:
            return "daily_budget"
        if asked:
            return None
        week = WEEK * 2 if self.halved else WEEK
        last_week = sum(today - week < day <= today for day in self.days)
        if last_week >= (MANAGER_A_WEEK if role == "manager" else REP_A_WEEK):
            return "weekly_budget"
        first = today - timedelta(days=today.weekday()) - (week - WEEK)
        same_week = any(first <= day <= today for day in self.about.get(rep_id, ()))
        return "rep_budget" if role == "manager" and same_week else None


def spent(
    nudges: Sequence[Nudge], rep_of: Mapping[str, str], calendar: Calendar, *, halved: bool = False
) -> Spent:
    """`rep_of` maps plan ids to reps. Invitations to try a driver are about the manager, not a rep."""
    left = [nudge for nudge in nudges if nudge.state != "suppressed"]
    about: dict[str, frozenset[date]] = {}
    for nudge in left:
        rep = rep_of.get(nudge.plan_id, "")
        if nudge.trigger not in ABOUT_NOBODY:
            about[rep] = about.get(rep, frozenset()) | {calendar.today(nudge.planned_at)}
    return Spent(frozenset(calendar.today(nudge.planned_at) for nudge in left), about, halved)
