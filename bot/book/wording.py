"""Sentences about a seller's own book, in one voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot import wording
from bot.book.request import Filters, Period
from bot.sales import Book, Opportunity

UNKNOWN = "unknown"
NONE_OPEN = "You have no open opportunities."
NOT_CONVERTED = " by the bare figure, as no currency is converted"
NO_HISTORY = "This CRM does not tell me what changed when; this is how it stands now."
NO_TEAM = "Nobody reports to you here, so this is your own."
NO_PIPELINE = "There is nothing open to draw."
FOLLOWS = "The picture and a CSV file follow."
NO_GAPS = (
    "I list no gaps in other people's opportunities. “team pipeline” shows their stages, amounts, "
    "competitors and evidence; what is missing is best asked of whoever owns it."
)


def opportunities(count: int) -> str:
    return f"{count} {'opportunity' if count == 1 else 'opportunities'}"


def unread(words: Sequence[str]) -> str:
    said = wording.listed([f"“{word}”" for word in words])
    return f"I could not use {said} and left it out."


def money(one: Opportunity, *, several: bool) -> str:
    if one.amount is None:
        return "no amount"
    shown = wording.money(one.amount)
    return f"{one.currency} {shown}" if several else shown


def sums(totals: Mapping[str, Decimal]) -> str:
    """`USD 519,120 and EUR 240,000`: nothing is converted."""
    return wording.listed([f"{code} {wording.money(total)}" for code, total in sorted(totals.items())])


def period(found: Period, today: date) -> str:
    if found.first and found.last:
        if found.first == found.last:
            return f"on {wording.day(found.first, today)}"
        return f"{wording.day(found.first, today)} to {wording.day(found.last, today)}"
    if found.last:
        return f"until {wording.day(found.last, today)}"
    return f"from {wording.day(found.first, today)}" if found.first else "on any day"


def described(found: Filters, book: Book, today: date) -> str:
    """The filters in words, so that a misunderstanding shows: `open, in Proposal, closing until 31 Mar`."""
    names = {verifier.id: verifier.label for verifier in book.verifiers}
    stages = [stage.name for stage in book.stages if stage.id in found.stages]
    accounts = [account.name for account in book.accounts if account.id in found.accounts]
    parts: list[str] = [found.status]
    parts += [f"in {_or(stages)}"] if stages else []
    parts += [f"at {_or(accounts)}"] if accounts else []
    parts += [_closing(found, today)] if found.closes else []
    parts += [_due(found.step_due, today)] if found.step_due else []
    parts += [_amount(found.over, found.under)] if (found.over, found.under) != (None, None) else []
    parts += [f"without {wording.LABELS[name].lower()}" for name in found.without]
    parts += ["without any customer evidence"] if found.lacks_all else []
    parts += [f"with “{names[one]}”" for one in found.has] + [
        f"without “{names[one]}”" for one in found.lacks
    ]
    parts += [f"against {_or(found.competitors)}"] if found.competitors else []
    parts += [f"for {_or([r.replace('_', ' ') for r in found.reasons])}"] if found.reasons else []
    return ", ".join(parts)


def _closing(found: Filters, today: date) -> str:
    verb = "closing" if found.status == "open" else "closed"
    return f"{verb} {period(found.closes, today)}" if found.closes else ""


def _due(due: Period, today: date) -> str:
    if due == Period():
        return "with a next step that has a day"
    if due.last and due.last < today and due.first is None:
        return "with an overdue next step"
    return f"with a next step due {period(due, today)}"


def _amount(over: Decimal | None, under: Decimal | None) -> str:
    if over is not None and under is not None:
        return f"from {wording.money(over)} to {wording.money(under)}"
    return (
        f"over {wording.money(over)}" if over is not None else f"under {wording.money(under or Decimal(0))}"
    )


def _or(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def in_stage(name: str) -> str:
    """The question that finds what the content says for a stage."""
    return f"What should I do in the {name} stage?"


def for_stage(name: str) -> str:
    return f"For {name}"


def unknown_account(name: str) -> str:
    return (
        f"I find no account “{name}” among yours, so there is nothing to prepare from. “my opportunities” "
        "lists what you have; if they are new, tell me what happened and I keep it as a lead."
    )


def without(names: Sequence[str]) -> str:
    return f"Without {wording.listed(names)}: the CRM did not give their book just now."


def as_bars(title: str) -> str:
    return f"{title}, as bars. The figures stand in words in the message before."


def changed_since(name: str, since: date, today: date) -> str:
    return f"{name}: changed since {wording.day(since, today)}"


def unchanged(name: str, since: date, today: date) -> str:
    return f"No change of {name} is known since {wording.day(since, today)}."
