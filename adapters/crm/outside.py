"""A company's own CRM by its name in the configuration; unless writing is switched on it is only read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from adapters.crm.rules import Rules
from adapters.crm.shadow import OutsideCrm, PlanningCrm, ShadowCrm
from bot.errors import ConfigError
from bot.ports import Clock
from bot.settings import Settings

PRODUCTION = "https://login.salesforce.com"
SANDBOX = "https://test.salesforce.com"


def open_outside(settings: Settings, clock: Clock, environ: Mapping[str, str]) -> OutsideCrm:
    """Connects nothing yet. Raises ConfigError where a secret is not in the environment."""
    rules = Rules(settings.stages, settings.verifiers, settings.competitors, settings.loss_reasons)
    crm = FACTORIES[settings.crm](settings, rules, clock, environ)
    return crm if writes(settings) else ShadowCrm(crm)


def writes(settings: Settings) -> bool:
    """Whether a confirmed update reaches the CRM."""
    kept = {"salesforce": settings.salesforce.writes, "hubspot": settings.hubspot.writes}
    return kept.get(settings.crm, True)


def _salesforce(settings: Settings, rules: Rules, clock: Clock, environ: Mapping[str, str]) -> PlanningCrm:
    from adapters.crm.salesforce.connection import SignIn, open_session
    from adapters.crm.salesforce.crm import SalesforceCrm

    own = settings.salesforce
    # In an environment variable the lines of a key often come as one.
    key = _secret(environ, "SALESFORCE_PRIVATE_KEY").replace("\\n", "\n")
    audience = SANDBOX if own.sandbox else PRODUCTION
    return SalesforceCrm(
        SignIn(own.url.rstrip("/"), audience, _secret(environ, "SALESFORCE_CLIENT_ID"), key),
        own.username,
        rules,
        clock,
        open_session(),
        fields=dict(own.fields.items()),
        currency=settings.company.currency,
        fiscal_year_start_month=settings.company.fiscal_year_start_month,
    )


def _hubspot(settings: Settings, rules: Rules, clock: Clock, environ: Mapping[str, str]) -> PlanningCrm:
    from adapters.crm.hubspot.client import BASE
    from adapters.crm.hubspot.crm import HubSpotCrm

    return HubSpotCrm(
        _secret(environ, "HUBSPOT_TOKEN"),
        rules,
        clock,
        time.sleep,
        fields=dict(settings.hubspot.fields.items()),
        currency=settings.company.currency,
        fiscal_year_start_month=settings.company.fiscal_year_start_month,
        base=environ.get("HUBSPOT_API_URL", BASE),
    )


def _secret(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ConfigError(f"{name} is not set: export it before starting, it never stands in a file")
    return value


FACTORIES: Mapping[str, Callable[[Settings, Rules, Clock, Mapping[str, str]], PlanningCrm]] = {
    "salesforce": _salesforce,
    "hubspot": _hubspot,
}
