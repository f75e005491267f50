"""Who works here, as Entra tells through Microsoft Graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.errors import ConfigError

GRAPH = "https://graph.microsoft.com"
FIELDS = "id,displayName,mail,userPrincipalName,department,preferredLanguage,accountEnabled,userType"
USERS = f"/v1.0/users?$select={FIELDS}&$expand=manager($select=mail,userPrincipalName)&$top=500"
SECONDS = 30.0


def colleagues(token: str, tenant: str, graph: str = GRAPH) -> Iterator[Mapping[str, str]]:
    """A row a person, by the columns of a people file; neither guests nor closed accounts. Needs the
    application permission User.Read.All. Raises ConfigError when Graph does not tell."""
    url = graph + USERS
    while url:
        page = _page(url, token)
        yield from (_row(user, tenant) for user in page.get("value") or () if _works_here(user))
        url = str(page.get("@odata.nextLink") or "")
        if url and not url.startswith(f"{graph}/"):
            raise ConfigError("Microsoft Graph leads to another server; nothing was changed")


def graph_token(app_id: str, password: str, tenant: str, connect: Callable[..., Any] | None = None) -> str:
    """Raises ConfigError when Microsoft gives none."""
    from msal import ConfidentialClientApplication

    if not (app_id and password and tenant):
        raise ConfigError("set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId to ask Entra")
    authority = f"https://login.microsoftonline.com/{tenant}"
    make = connect or ConfidentialClientApplication
    try:
        told = make(app_id, client_credential=password, authority=authority).acquire_token_for_client(
            scopes=[f"{GRAPH}/.default"]
        )
    except (OSError, ValueError) as error:
        raise ConfigError(f"Microsoft's sign-in cannot be reached ({type(error).__name__})") from None
    if "access_token" not in told:
        raise ConfigError(f"Microsoft gives no token to ask Entra: {told.get('error', 'no reason given')}")
    return str(told["access_token"])


def _page(url: str, token: str) -> Mapping[str, Any]:
    import requests

    try:
        answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS)
        answer.raise_for_status()
        page: Mapping[str, Any] = answer.json()
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        why = "give the app the permission User.Read.All, with consent" if status == 403 else "try again"
        raise ConfigError(f"Microsoft Graph answered {status}; {why}. Nothing was changed") from None
    except (requests.RequestException, ValueError) as error:
        raise ConfigError(f"Microsoft Graph cannot be reached ({type(error).__name__})") from None
    return page


def _works_here(user: Mapping[str, Any]) -> bool:
    return (
        user.get("accountEnabled") is not False and user.get("userType") != "Guest" and bool(_address(user))
    )


def _address(user: Mapping[str, Any]) -> str:
    return str(user.get("mail") or user.get("userPrincipalName") or "")


def _row(user: Mapping[str, Any], tenant: str) -> Mapping[str, str]:
    return {
        "name": str(user.get("displayName") or ""),
        "email": _address(user),
        "manager": _address(user.get("manager") or {}),
        "groups": str(user.get("department") or ""),
        "locale": str(user.get("preferredLanguage") or ""),
        "identities": f"teams:{tenant}:{user['id']}",
    }
