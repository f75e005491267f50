"""What is known of a competitor: won and lost lately by reason, and how old the page about it is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from bot import wording
from bot.chat import Facts, Part, Text
from bot.sales import Ended

LATELY = timedelta(days=90)
OLD = timedelta(days=180)
"""A page about a competitor that nobody changed for so long is said to be old."""
FEW = 5
"""Below this, shares and reasons would speak of single opportunities."""
NOT_TOLD = "This CRM does not tell me what everybody won and lost against {name}."


def question(name: str) -> str:
    return f"How do we win against {name}?"


def age_warning(updated: date | None, today: date) -> tuple[Part, ...]:
    if updated is None or today - updated <= OLD:
        return ()
    return (Text(f"This page is {wording.age(updated, today)}: check before you rely on it."),)


def lately(name: str, ended: Sequence[Ended] | None) -> Part:
    """Of the last 90 days, over the whole company."""
    if ended is None:
        return Text(NOT_TOLD.format(name=name))
    won = sum(one.status == "won" for one in ended)
    lost = [one for one in ended if one.status == "lost"]
    rows = [("Won", str(won)), ("Lost", str(len(lost)))]
    if len(ended) >= FEW:
        rows[0] = ("Won", f"{won} ({won * 100 // len(ended)}%)")
        reasons = Counter(one.reason.replace("_", " ") or "no reason given" for one in lost)
        told = (f"{reason} {count}" for reason, count in reasons.most_common())
        rows[1] = ("Lost", f"{len(lost)}: {', '.join(told)}" if lost else "0")
    return Facts(tuple(rows), f"Against {name} in the last 90 days, n = {len(ended)}")
