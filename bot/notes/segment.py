"""What the field readers are given: the part of a message about one record, and that record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.notes.clauses import Clause, Reading
from bot.notes.dates import DateHit
from bot.notes.model import Assertion, FieldChange
from bot.notes.money import Money
from bot.sales import Account, Book, Contact, FieldName, Opportunity, Value


@dataclass(frozen=True, slots=True)
class Passage:
    """`names` are the spans where companies and contacts stand; `people` are the contacts of the record's
    account; `terse` answers a card and may be bare, `saved` one whose values stand on the record; `on_card`
    is about the record of a card; `unsettled` words may be about another record than `opportunity` too;
    `lead`: about a company that the CRM does not know; `speaker`: the name of whoever writes."""

    reading: Reading
    start: int
    end: int
    book: Book
    today: date
    dates: tuple[DateHit, ...] = ()
    money: tuple[Money, ...] = ()
    names: tuple[tuple[int, int], ...] = ()
    opportunity: Opportunity | None = None
    account: Account | None = None
    people: tuple[Contact, ...] = ()
    terse: bool = False
    on_card: bool = False
    saved: bool = False
    unsettled: bool = False
    lead: bool = False
    speaker: str = ""

    @property
    def folded(self) -> str:
        """The whole message folded, blank outside this passage, so that offsets stay true."""
        whole = self.reading.folded
        return " " * self.start + whole[self.start : self.end]

    def clauses(self) -> Iterator[Clause]:
        return (c for c in self.reading.clauses if c.start < self.end and self.start < c.end)

    def said(self, start: int, end: int) -> str:
        return self.reading.text[start:end].strip()

    def change(
        self,
        field: FieldName,
        value: Value,
        start: int,
        end: int,
        *,
        hedged: bool = False,
        inferred: bool = False,
    ) -> FieldChange:
        assertion: Assertion = "hedged" if hedged else "inferred" if inferred else "stated"
        return FieldChange(field, value, self.said(start, end), assertion)
