"""Who works in a company's own CRM, as it says itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colleague:
    """`manager` is an e-mail address. Empty where the CRM does not say."""

    crm_user: str
    name: str
    email: str
    manager: str = ""
    team: str = ""
    zone: str = ""
    locale: str = ""
