"""Lists and records of a seller's own book as a reply. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import wording
from bot.book import wording as words
from bot.book.choosing import chosen, totals
from bot.book.request import Filters, Request
from bot.chat import Facts, Part, Reply, Text
from bot.sales import Book, FieldName, Opportunity

LISTED = 20
RECORDS = 3
SHOWN: tuple[FieldName, ...] = ("stage", "amount", "close_date", "next_step", "next_step_due", "seats")
_ORDERS = {
    "close_date": ", the next to close first",
    "largest": ", the largest first",
    "smallest": ", the smallest first",
}


def listing(request: Request, book: Book, today: date) -> Reply:
    found = chosen(request, book.mine, book)
    notes: tuple[Part, ...] = (Text(words.unread(request.unread)),) if request.unread else ()
    if not found:
        return _private(*notes, Text(_none(request, book, today)))
    head: tuple[Part, ...] = ()
    if request.tell == "total":
        head = (Text(_total(found), strong=True),)
    rows = tuple((one.name, line(one, request.filters, book, today)) for one in found[:LISTED])
    return _private(*notes, *head, Facts(rows, _title(request, found, book, today)))


def _none(request: Request, book: Book, today: date) -> str:
    if request.filters == Filters() and not request.team:
        return words.NONE_OPEN
    whose = "your team's" if request.team else "yours"
    return f"None of {whose} is {words.described(request.filters, book, today)}."


def _title(request: Request, found: Sequence[Opportunity], book: Book, today: date) -> str:
    order = _ORDERS[request.order] if len(found) > 1 else ""
    if order and request.order != "close_date" and len({one.currency for one in found}) > 1:
        order += words.NOT_CONVERTED
    more = f"; {len(found) - LISTED} more not shown" if len(found) > LISTED else ""
    return f"{len(found)} {words.described(request.filters, book, today)}{order}{more}"


def _total(found: Sequence[Opportunity]) -> str:
    without = sum(one.amount is None for one in found)
    over = f" over {words.opportunities(len(found))}"
    return f"{words.sums(totals(found)) or 'No amount'}{over}" + (
        f", {without} of them without an amount" if without else ""
    )


def line(one: Opportunity, filters: Filters, book: Book, today: date) -> str:
    several = len({each.currency for each in book.mine}) > 1
    shown = [
        wording.show("stage", one.stage, book, today),
        words.money(one, several=several),
        wording.show("close_date", one.close_date, book, today),
    ]
    if filters.step_due is not None:
        due = wording.day(one.next_step_due, today) if one.next_step_due else words.UNKNOWN
        shown.append(f"{one.next_step or words.UNKNOWN}, due {due}")
    if filters.status == "lost" and one.reason:
        shown.append(wording.show("reason", one.reason, book, today))
    return " · ".join(shown)


def records(request: Request, book: Book, today: date) -> Reply:
    """The value asked for in one sentence, then each record as it stands."""
    by_id = {one.id: one for one in book.mine}
    found = [by_id[one] for one in request.records if one in by_id][:RECORDS]
    asked = [name for name in request.fields if name != "next_step_due"][:1]
    told = tuple(
        Text(f"{one.name}: {_told(one, name, book, today)}.", strong=True) for one in found for name in asked
    )
    return _private(*told, *(record(one, book, today) for one in found))


def _told(one: Opportunity, name: FieldName, book: Book, today: date) -> str:
    shown = value(one, name, book, today)
    if name == "next_step" and one.next_step_due:
        shown += f", due {wording.day(one.next_step_due, today)}"
    if name == "contacts":
        people = [_person(c.name, c.title) for c in book.contacts if c.account_id == one.account_id]
        shown = "; ".join(people) or words.UNKNOWN
    return f"{_LABELS.get(name, wording.LABELS[name]).lower()} {shown}"


_LABELS: dict[FieldName, str] = {"close_date": "closes", "verifiers": "evidence", "contacts": "people there:"}


def _person(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


def record(one: Opportunity, book: Book, today: date) -> Facts:
    ended = () if one.status == "open" else (("Status", one.status),)
    rows = tuple((wording.LABELS[name], value(one, name, book, today)) for name in SHOWN)
    return Facts((*ended, *rows), one.name)


def value(one: Opportunity, name: FieldName, book: Book, today: date) -> str:
    shown = wording.show(name, getattr(one, name), book, today)
    if name == "amount" and one.amount is not None:
        shown = f"{one.currency} {shown}"
    return words.UNKNOWN if shown == "—" else shown


def _private(*parts: Part) -> Reply:
    return Reply(parts, visibility="asker")
