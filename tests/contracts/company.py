"""The company whose CRM the suites use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.ports import Crm
from bot.sales import Account, Contact, Note, Opportunity, Stage, Verifier

NOW = datetime(2026, 3, 11, 14, 0, tzinfo=UTC)
STAGES = (
    Stage("discovery", "Discovery", 1),
    Stage("negotiation", "Negotiation", 2),
    Stage("closed_won", "Closed Won", 3, is_closed=True, is_won=True),
    Stage("closed_lost", "Closed Lost", 4, is_closed=True),
)
VERIFIERS = (Verifier("budget", "Budget confirmed"), Verifier("champion", "Champion named"))
COMPETITORS = ("Quorvia", "Nimbex")
LOSS_REASONS = ("price", "timing")


class SeededCrm(Crm, Protocol):
    def load_seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note] = (),
    ) -> None: ...
    def clear(self) -> None: ...
