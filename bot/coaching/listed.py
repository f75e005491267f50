"""Days off as a list says them: an administrator's file, or a calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.coaching import absences
from bot.coaching.calendar import Period
from bot.coaching.model import WITHDRAWN, Absence
from bot.ports import UnitOfWork
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Change:
    added: int = 0
    withdrawn: int = 0
    unchanged: int = 0

    def __add__(self, other: Change) -> Change:
        return Change(
            self.added + other.added,
            self.withdrawn + other.withdrawn,
            self.unchanged + other.unchanged,
        )


def follow(
    person_id: str,
    listed: Collection[Period],
    source: str,
    since: Period,
    uow: UnitOfWork,
    settings: Settings,
    *,
    whole: bool = True,
) -> Change:
    """What `source` says of the person replaces what it said before, in the days of `since`. What the person
    said themselves stays, a return before its end too. Plans that have moved stay where they are. Unless the
    list is `whole`, nothing is withdrawn."""
    known = {(each.first, each.last): each for each in uow.coaching.absences_of(person_id)}
    wanted = sorted({each for each in listed if _meets(each, since)})
    fresh = [each for each in wanted if each not in known or known[each].source == WITHDRAWN]
    earlier = [each for each in known.values() if each.source == source]
    gone = [each for each in earlier if whole and _meets((each.first, each.last), since)]
    gone = [each for each in gone if (each.first, each.last) not in wanted]
    for absence in gone:
        uow.coaching.add_absence(replace(absence, source=WITHDRAWN))
    for first, last in fresh:
        absences.note(Absence(person_id, first, last, source), uow, settings)
    return Change(len(fresh), len(gone), len(wanted) - len(fresh))


def _meets(days: Period, since: Period) -> bool:
    return days[0] <= since[1] and since[0] <= days[1]
