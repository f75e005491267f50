"""Is everything there that Teams needs? Never repeats a secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from adapters.teams.connector import LOOPBACK, Connector
from adapters.teams.package import APP_ID, GUID
from bot.errors import DeliveryError

Finding: TypeAlias = tuple[bool, str]
"""Whether it is fine, and the sentence that says so or what to do."""


def examine(
    environ: Mapping[str, str],
    host: str,
    known: int,
    connect: Callable[[str, str, str], Connector] = Connector,
) -> Iterator[Finding]:
    """`known` counts the people whose Teams account is linked already."""
    app_id, password = environ.get(APP_ID, ""), environ.get("MicrosoftAppPassword", "")
    if not app_id:
        local = host in LOOPBACK
        yield (
            local,
            (
                f"{APP_ID} is not set: requests are not checked, and only this machine is served."
                if local
                else f"{APP_ID} is not set and [server] host is {host}: `serve --teams` refuses to start."
            ),
        )
        return
    yield bool(GUID.fullmatch(app_id)), f"{APP_ID} is {app_id}; it has to be the GUID of your Azure bot."
    if not password:
        yield False, "MicrosoftAppPassword is not set: make a client secret of the app and export its value."
        return
    tenant = environ.get("MicrosoftAppTenantId", "")
    yield (
        True,
        f"One tenant is served: {tenant}."
        if tenant
        else "No MicrosoftAppTenantId: `serve --teams` needs `tenants` under [teams].",
    )
    yield _token(connect(app_id, password, tenant))
    yield True, f"{known} people have written from Teams or are linked to an account there."


def _token(connector: Connector) -> Finding:
    try:
        connector.check_password()
    except DeliveryError as error:
        return (
            False,
            f"{error} Copy the secret's value (not its id), and the tenant's id for a single-tenant app.",
        )
    return True, "Microsoft gives a token for this app."
