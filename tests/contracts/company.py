"""The company whose CRM the suites use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
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
HALCYON = Account("A1", "Halcyon Labs", ("Halcyon",), "U1", "USD", "US")
BOREAL = Account("A2", "Boreal", owner_id="U2", currency="EUR")
CASTOR = Account("A3", "Castor", owner_id="U1")
DORIC = Account("A4", "Doric")
BETH = Contact("K1", "A1", "Beth Orlov", "Lab Director", "champion", "beth@halcyon.example")
CARL = Contact("K2", "A2", "Carl Bo")
CORA = Contact("K3", "A3", "Cora Dahl")
DORA = Contact("K4", "A4", "Dora Ek")
RESEARCH = Opportunity(
    id="P1",
    account_id="A1",
    name="Halcyon Labs - Research",
    owner_id="U1",
    team_ids=("U9", "U3"),
    stage="discovery",
    amount=Decimal("150000.50"),
    currency="USD",
    amount_type="ACV",
    close_date=date(2026, 5, 29),
    next_step="Send the paper",
    next_step_due=date(2026, 3, 20),
    seats=40,
    contacts=("K1",),
    competitors=("Quorvia",),
    verifiers=("budget",),
)
RENEWAL = Opportunity("P2", "A2", "Boreal renewal", "U2", stage="negotiation", amount=Decimal(9))
BARE = Opportunity("P3", "A1", "Halcyon bare", "U1", stage="discovery")


class SeededCrm(Crm, Protocol):
    def load_seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note] = (),
    ) -> None: ...


class OwnCrm(SeededCrm, Protocol):
    def clear(self) -> None: ...
