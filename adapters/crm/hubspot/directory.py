"""What is known of the whole portal, so that a name can be recognised: accounts, and outlines of deals.

HubSpot's lists are long and its search is slow and lags, so this is kept for some minutes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.crm.hubspot.client import VERSION, HubSpotClient
from adapters.crm.hubspot.fields import COMPANY, OUTLINE, OWNER
from bot.ports import Clock
from bot.sales import Account

KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Listing:
    """`accounts_of`: deal id → company id. `deals` are records with their outline properties."""

    read_at: datetime
    accounts: tuple[Account, ...]
    deals: tuple[Mapping[str, Any], ...]
    accounts_of: Mapping[str, str]


class Directory:
    def __init__(self, client: HubSpotClient, currency: str, clock: Clock) -> None:
        self._client = client
        self._currency = currency
        self._clock = clock
        self._lock = threading.Lock()
        self._listing: Listing | None = None

    def listing(self) -> Listing:
        # One thread reads, the others wait for it: twice the calls would meet the limit.
        with self._lock:
            if self._listing is None or self._clock() - self._listing.read_at >= KEPT:
                self._listing = self._read()
            return self._listing

    def forget(self) -> None:
        """An account has come: whoever asks next reads again."""
        self._listing = None

    def _read(self) -> Listing:
        companies = self._client.pages(f"/crm/objects/{VERSION}/companies", properties=",".join(COMPANY))
        accounts = tuple(_account(record, self._currency) for record in companies)
        deals = tuple(
            self._client.pages(
                f"/crm/objects/{VERSION}/deals", properties=",".join(OUTLINE), associations="companies"
            )
        )
        owners = {str(deal["id"]): company_of(deal) for deal in deals}
        return Listing(self._clock(), tuple(sorted(accounts, key=lambda a: a.id)), deals, owners)


def company_of(deal: Mapping[str, Any]) -> str:
    """The company that HubSpot names first is the primary one."""
    named = deal.get("associations", {}).get("companies", {}).get("results", [])
    return str(named[0]["id"]) if named else ""


def _account(record: Mapping[str, Any], currency: str) -> Account:
    held = record["properties"]
    return Account(
        str(record["id"]),
        held.get("name") or "",
        owner_id=held.get(OWNER) or "",
        currency=currency,
        country=held.get("country") or "",
    )
