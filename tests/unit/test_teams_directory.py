"""People from Entra, by a local server that speaks Microsoft Graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.bootstrap import open_store
from adapters.commands.people import sync
from adapters.config import DEMO_CONFIG, load_settings
from adapters.teams.directory import colleagues, graph_token
from bot.chat import Identity
from bot.errors import ConfigError
from tests.fakes.loopback import loopback

TENANT = "12345678-1234-1234-1234-123456789abc"
DANA = {"id": "aad-dana", "displayName": "Dana Wu", "mail": "dana@example.com", "accountEnabled": True}
ANN = {
    **{"id": "aad-ann", "displayName": "Ann Lee", "mail": None, "userPrincipalName": "ann@example.com"},
    **{
        "department": "Sales West",
        "preferredLanguage": "de-DE",
        "userType": "Member",
        "accountEnabled": True,
    },
    "manager": {"mail": "dana@example.com"},
}
OTHERS = [
    {
        "id": "g",
        "displayName": "Guest",
        "mail": "g@else.example",
        "userType": "Guest",
        "accountEnabled": True,
    },
    {"id": "c", "displayName": "Closed", "mail": "c@example.com", "accountEnabled": False},
    {"id": "r", "displayName": "Meeting room", "mail": None, "userPrincipalName": "", "accountEnabled": True},
]


class Graph:
    status = 200
    elsewhere = ""

    def __init__(self) -> None:
        self.tokens: set[str] = set()

    async def users(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers["Authorization"])
        if "more" in request.query:
            return web.json_response({"value": [ANN]}, status=self.status)
        more = self.elsewhere or f"http://{request.host}/v1.0/users?more=1"
        return web.json_response({"value": [DANA, *OTHERS], "@odata.nextLink": more}, status=self.status)


@pytest.fixture
def graph() -> Iterator[tuple[Graph, str]]:
    served, app = Graph(), web.Application()
    app.router.add_get("/v1.0/users", served.users)
    with loopback(app) as url:
        yield served, url


def test_every_page_is_read_and_guests_rooms_and_closed_accounts_left_out(graph: tuple[Graph, str]) -> None:
    served, url = graph
    dana, ann = colleagues("t-1", TENANT, url)
    assert (dana["name"], dana["email"], dana["manager"]) == ("Dana Wu", "dana@example.com", "")
    assert ann == {
        "name": "Ann Lee",
        "email": "ann@example.com",
        "manager": "dana@example.com",
        "groups": "Sales West",
        "locale": "de-DE",
        "identities": f"teams:{TENANT}:aad-ann",
    }
    assert served.tokens == {"Bearer t-1"}


@pytest.mark.parametrize(("status", "sentence"), [(403, "User.Read.All"), (500, "try again")])
def test_a_refusal_says_what_to_do(graph: tuple[Graph, str], status: int, sentence: str) -> None:
    graph[0].status = status
    with pytest.raises(ConfigError, match=sentence):
        list(colleagues("t-1", TENANT, graph[1]))


def test_the_token_is_shown_to_no_other_server(graph: tuple[Graph, str]) -> None:
    graph[0].elsewhere = "https://evil.example/v1.0/users"
    with pytest.raises(ConfigError, match="another server"):
        list(colleagues("t-1", TENANT, graph[1]))


def test_what_the_sign_in_says_is_told_without_the_secret() -> None:
    class Entra:
        def __init__(self, *_: object, **__: object) -> None: ...

        def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]:
            return {"error": "invalid_client", "error_description": "secret-1 is wrong"}

    with pytest.raises(ConfigError, match="invalid_client") as refused:
        graph_token("app", "secret-1", TENANT, Entra)
    assert "secret-1" not in str(refused.value)
    with pytest.raises(ConfigError, match="MicrosoftAppTenantId"):
        graph_token("app", "secret-1", "")


def test_managers_and_accounts_come_from_entra(
    graph: tuple[Graph, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"Id": "app", "Password": "p", "TenantId": TENANT}.items():
        monkeypatch.setenv(f"MicrosoftApp{name}", value)
    monkeypatch.setenv("MICROSOFT_GRAPH_URL", graph[1])
    monkeypatch.setattr("adapters.teams.directory.graph_token", lambda *_: "t-1")
    monkeypatch.setenv("CORNERMAN_DATA", str(tmp_path))
    assert sync(DEMO_CONFIG, None, entra=True, dry_run=False, many_left=False) == 0
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(tmp_path)})
    _, store = open_store(settings)
    with store.read() as uow:
        ann = uow.people.by_identity(Identity("teams", TENANT, "aad-ann"))
        assert ann is not None
        assert (ann.name, ann.manager_id, ann.groups) == ("Ann Lee", "dana", frozenset({"Sales-West"}))
        assert len(uow.people.all()) == len(settings.people) + 2
