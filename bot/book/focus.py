"""Where the customer moves and where not: a seller's open opportunities by customer evidence, and one to
consider dropping. For that seller alone; of a healthy one nothing is remarked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import wording
from bot.book.choosing import is_open
from bot.book.wording import UNKNOWN
from bot.chat import Facts, Reply, Text
from bot.coaching.evidence import Watched
from bot.sales import Book, Opportunity

LISTED = 15
QUIET = timedelta(days=42)
"""So long without anything new from the customer is worth a word."""
LATE = timedelta(days=14)
ENOUGH = 2
"""One thing amiss is everyday life; two are a reason to think about it."""
NOTHING_OPEN = "You have no open opportunities to weigh."
TITLE = "Your open opportunities, most customer evidence first"


@dataclass(frozen=True, slots=True)
class Weighed:
    """`newest` is the day on which the last evidence was first seen, None where that is unknown; `reasons`
    are why it may be worth dropping, each in words."""

    opportunity: Opportunity
    newest: date | None
    reasons: tuple[str, ...]


def weighed(book: Book, watched: Mapping[str, Watched], today: date) -> tuple[Weighed, ...]:
    """The speaker's own open ones, most evidence first, then the newest."""
    own = [one for one in book.mine if one.owner_id == book.speaker and is_open(one, book)]
    found = [_weighed(one, watched.get(one.id), today) for one in own]
    return tuple(sorted(found, key=_rank))


def _rank(each: Weighed) -> tuple[int, int, str]:
    newest = each.newest.toordinal() if each.newest else 0
    return -len(each.opportunity.verifiers), -newest, each.opportunity.name


def _weighed(one: Opportunity, seen: Watched | None, today: date) -> Weighed:
    newest = max((day for day in seen.verifiers.values() if day), default=None) if seen else None
    quiet_since = newest or (seen.first_on if seen else None)
    return Weighed(one, newest, tuple(_reasons(one, quiet_since, today)))


def _reasons(one: Opportunity, quiet_since: date | None, today: date) -> list[str]:
    found = []
    if not one.verifiers:
        found.append("nothing the customer did is known")
    elif quiet_since and today - quiet_since >= QUIET:
        found.append(f"nothing new from the customer since {wording.day(quiet_since, today)} at the latest")
    if one.close_date and one.close_date < today:
        found.append(f"its close date, {wording.day(one.close_date, today)}, has passed")
    if not one.next_step:
        found.append("there is no next step")
    elif one.next_step_due and today - one.next_step_due >= LATE:
        found.append(f"its next step was due {wording.day(one.next_step_due, today)}")
    return found


def to_drop(found: Sequence[Weighed]) -> Weighed | None:
    """The one with most against it; of several alike the one with least evidence."""
    doubtful = [each for each in found if len(each.reasons) >= ENOUGH]
    return max(doubtful, key=lambda each: (len(each.reasons), -len(each.opportunity.verifiers)), default=None)


def card(book: Book, watched: Mapping[str, Watched], today: date) -> Reply:
    found = weighed(book, watched, today)
    if not found:
        return Reply((Text(NOTHING_OPEN),), visibility="asker", deliver="direct")
    more = f"; {len(found) - LISTED} more not shown" if len(found) > LISTED else ""
    rows = tuple((each.opportunity.name, _line(each, book, today)) for each in found[:LISTED])
    doubtful = to_drop(found)
    remark = (Text(_remark(doubtful)),) if doubtful else ()
    return Reply((Facts(rows, TITLE + more), *remark), visibility="asker", deliver="direct")


def _line(each: Weighed, book: Book, today: date) -> str:
    one = each.opportunity
    count = f"{len(one.verifiers)} of {len(book.verifiers)}"
    newest = f", newest {wording.day(each.newest, today)}" if each.newest else ""
    stage = wording.show("stage", one.stage, book, today)
    closes = f"closes {wording.day(one.close_date, today)}" if one.close_date else f"close date {UNKNOWN}"
    return f"{count}{newest} · {stage} · {closes}"


def _remark(doubtful: Weighed) -> str:
    return (
        f"One to consider dropping: {doubtful.opportunity.name}, because {wording.listed(doubtful.reasons)}. "
        "Only you see this; keep it if you know better."
    )
