"""A real CRM on trial: everything is read live, drafted and checked, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from adapters.crm.colleagues import Colleague
from adapters.crm.remote import wanted_after
from adapters.crm.rules import Rules, check_expected, check_is_opportunity, note_type_of
from bot.ports import Crm
from bot.sales import Applied, Book, CrmUpdate, Note, Opportunity


class OutsideCrm(Crm, Protocol):
    """A CRM that holds connections, and knows who works there."""

    def close(self) -> None: ...
    def colleagues(self) -> Sequence[Colleague]:
        """Everybody with an active account."""
        ...


class ShadowCrm:
    def __init__(self, crm: OutsideCrm, rules: Rules) -> None:
        self._crm = crm
        self._rules = rules

    def close(self) -> None:
        self._crm.close()

    def colleagues(self) -> Sequence[Colleague]:
        return self._crm.colleagues()

    def book(self, speaker: str, said: str = "") -> Book:
        return self._crm.book(speaker, said)

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        return self._crm.opportunity(opportunity_id, speaker)

    def notes(self, opportunity_id: str, speaker: str) -> Sequence[Note]:
        return self._crm.notes(opportunity_id, speaker)

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        """What the write would have made of the record, with contacts that would be created as `new:NAME`."""
        check_is_opportunity(update)
        before = self._crm.opportunity(update.opportunity_id, speaker)
        check_expected(before, update)
        note_type_of(update)
        contacts = update.set.get("contacts")
        named = contacts if isinstance(contacts, tuple) else before.contacts
        after = wanted_after(before, update, self._rules, "", named)
        return Applied(before, after, written=False)
