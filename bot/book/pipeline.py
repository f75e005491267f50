"""What is open, by stage, month and competitor: fields of the CRM only, never who did what or when. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from bot.book import wording as words
from bot.book.choosing import is_open, totals
from bot.book.request import Grouping
from bot.chat import Bar, Facts, File, Picture
from bot.sales import Book, Opportunity

NAMES: Mapping[Grouping, str] = {
    "stage": "By stage",
    "month": "By close month",
    "competitor": "By competitor",
}
NO_MONTH, NO_RIVAL = "no close date", "none known"
MONTHS, RIVALS = 12, 8
"""So many groups are shown; the rest come as one."""
COLUMNS = ("Account", "Opportunity", "Stage", "Amount", "Currency", "Close date", "Competitors", "Evidence")


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    count: int
    sums: Mapping[str, Decimal]

    @property
    def told(self) -> str:
        return f"{self.count} · {words.sums(self.sums)}" if self.sums else f"{self.count} · no amount"


def grouped(opportunities: Iterable[Opportunity], by: Grouping, book: Book) -> tuple[Group, ...]:
    """In the order of stages, of months, or the most first. One with two competitors counts with each."""
    found: dict[str, list[Opportunity]] = {}
    for one in opportunities:
        for key in _keys(one, by):
            found.setdefault(key, []).append(one)
    if by == "stage":
        ordered = [stage.id for stage in book.stages if stage.id in found]
        ordered += sorted(set(found) - set(ordered))
        return tuple(_group(_stage(key, book), found[key]) for key in ordered)
    if by == "month":
        ordered = sorted(found, key=lambda key: (not key, key))
        return _cut([_group(_month(key), found[key]) for key in ordered], MONTHS, "later")
    ordered = sorted(found, key=lambda key: (not key, -len(found[key]), key))
    return _cut([_group(key or NO_RIVAL, found[key]) for key in ordered], RIVALS, "others")


def _keys(one: Opportunity, by: Grouping) -> Sequence[str]:
    if by == "competitor":
        return one.competitors or ("",)
    if by == "month":
        return (one.close_date.strftime("%Y-%m") if one.close_date else "",)
    return (one.stage,)


def _group(name: str, found: Sequence[Opportunity]) -> Group:
    return Group(name, len(found), totals(found))


def _cut(groups: list[Group], most: int, rest: str) -> tuple[Group, ...]:
    if len(groups) <= most:
        return tuple(groups)
    tail = groups[most - 1 :]
    sums: dict[str, Decimal] = {}
    for group in tail:
        for code, total in group.sums.items():
            sums[code] = sums.get(code, Decimal(0)) + total
    return (*groups[: most - 1], Group(rest, sum(group.count for group in tail), sums))


def _stage(stage_id: str, book: Book) -> str:
    stage = book.stage(stage_id)
    return stage.name if stage else stage_id or words.UNKNOWN


def _month(key: str) -> str:
    return f"{date.fromisoformat(f'{key}-01'):%b %Y}" if key else NO_MONTH


def still_open(book: Book) -> tuple[Opportunity, ...]:
    return tuple(one for one in book.mine if is_open(one, book))


def tables(book: Book, by: Sequence[Grouping]) -> tuple[Facts, ...]:
    found = still_open(book)
    return tuple(
        Facts(tuple((group.name, group.told) for group in grouped(found, each, book)), NAMES[each])
        for each in by
    )


def picture(title: str, book: Book, by: Grouping) -> Picture:
    """To be drawn when it is sent. Bars are as long as the sums where all are in one currency, else as the
    counts. One for each grouping: of three in one Teams takes none, as it is too large for a card."""
    found = still_open(book)
    heading = f"{title} {NAMES[by].lower()}"
    bars = tuple(_bars(grouped(found, by, book), set(totals(found))))
    return Picture("", words.as_bars(heading), heading, bars)


def _bars(groups: Sequence[Group], currencies: set[str]) -> Iterator[Bar]:
    for group in groups:
        size = float(sum(group.sums.values())) if len(currencies) == 1 else float(group.count)
        yield Bar(group.name, size, group.told)


def file(book: Book) -> File:
    """Each open opportunity with its fields, as a table that spreadsheets read."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in sorted(still_open(book), key=lambda one: (one.close_date or date.max, one.name)):
        writer.writerow([_cell(value) for value in _row(one, book)])
    return File("pipeline.csv", out.getvalue())


def _row(one: Opportunity, book: Book) -> Iterator[str]:
    account = book.account(one.account_id)
    labels = {v.id: v.label for v in book.verifiers}
    yield account.name if account else ""
    yield one.name
    yield _stage(one.stage, book)
    yield "" if one.amount is None else str(one.amount)
    yield one.currency
    yield one.close_date.isoformat() if one.close_date else ""
    yield "; ".join(one.competitors)
    yield "; ".join(labels.get(v, v) for v in one.verifiers)


def _cell(value: str) -> str:
    """A spreadsheet would run what begins so as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def total_line(book: Book) -> str:
    found = still_open(book)
    return f"{words.opportunities(len(found))} open: {words.sums(totals(found)) or 'no amounts'}"


def title(*, team: bool) -> str:
    return "Your team's pipeline" if team else "Your pipeline"
