"""The opportunities of a book that a request means, in the order it wants them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from bot.book.filters import amount_within
from bot.book.request import Filters, Request
from bot.sales import Book, Opportunity


def chosen(request: Request, opportunities: Iterable[Opportunity], book: Book) -> tuple[Opportunity, ...]:
    found = [one for one in opportunities if fits(one, request.filters, book)]
    found.sort(key=lambda one: (one.close_date or date.max, one.name))
    if request.order != "close_date":
        sign = -1 if request.order == "largest" else 1
        # What has no amount is neither large nor small.
        found.sort(key=lambda one: (one.amount is None, sign * (one.amount or 0)))
    return tuple(found[: request.most])


def fits(one: Opportunity, wanted: Filters, book: Book) -> bool:
    return (
        _has_status(one, wanted, book)
        and (not wanted.stages or one.stage in wanted.stages)
        and (wanted.closes is None or wanted.closes.holds(one.close_date))
        and (wanted.step_due is None or wanted.step_due.holds(one.next_step_due))
        and amount_within(one.amount, wanted)
        and not any(getattr(one, name) for name in wanted.without)
        and set(wanted.has) <= set(one.verifiers)
        and not set(wanted.lacks) & set(one.verifiers)
        and not (wanted.lacks_all and one.verifiers)
        and (not wanted.competitors or bool(set(wanted.competitors) & set(one.competitors)))
        and (not wanted.accounts or one.account_id in wanted.accounts)
        and (not wanted.reasons or one.reason in wanted.reasons)
    )


def is_open(one: Opportunity, book: Book) -> bool:
    stage = book.stage(one.stage)
    return one.status == "open" and not (stage and stage.is_closed)


def _has_status(one: Opportunity, wanted: Filters, book: Book) -> bool:
    if wanted.status == "open":
        return is_open(one, book)
    return one.status != "open" if wanted.status == "closed" else one.status == wanted.status


def totals(opportunities: Iterable[Opportunity]) -> Mapping[str, Decimal]:
    """Sums by currency: nothing is converted, as no rate is known."""
    found: dict[str, Decimal] = {}
    for one in opportunities:
        if one.amount is not None:
            found[one.currency] = found.get(one.currency, Decimal(0)) + one.amount
    return found
