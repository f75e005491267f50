"""Who is let in: tokens botbuilder fetches keys for and checks itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from aiohttp import web
from botframework.connector.auth import AuthenticationConstants, JwtTokenExtractor
from botframework.connector.auth.jwt_token_extractor import _OpenIdMetadata
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.clock import system_clock
from bot.chat import Silence
from tests.fakes.loopback import loopback
from tests.fakes.teams_bot import hello, tenant
from tests.fakes.teams_service import TENANT


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def issuer(key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The Bot Framework's published keys, on loopback: botbuilder fetches and checks them itself."""
    public = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    app = web.Application()

    async def keys(_: web.Request) -> web.Response:
        return web.json_response({"keys": [{**public, "kid": "k", "endorsements": ["msteams"]}]})

    async def document(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": f"http://{request.host}/keys"})

    app.router.add_get("/keys", keys)
    app.router.add_get("/document", document)
    with loopback(app) as url:
        published = {
            address: _OpenIdMetadata(f"{url}/document")
            for address in (
                AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL,
                AuthenticationConstants.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL,
            )
        }
        monkeypatch.setattr(JwtTokenExtractor, "metadataCache", published)
        yield


def token(key: rsa.RSAPrivateKey, service_url: str, kid: str = "k", **own: Any) -> str:
    now = int(system_clock().timestamp())
    claims = {"iss": "https://api.botframework.com", "aud": "app-1", "serviceurl": service_url}
    times = {"nbf": now - 600, "exp": now + 600}
    return jwt.encode({**claims, **times, **own}, key, "RS256", {"kid": kid})


@pytest.mark.usefixtures("issuer")
def test_a_good_token_is_let_in(key: rsa.RSAPrivateKey) -> None:
    with tenant(lambda event: Silence("heard"), app_id="app-1") as teams:
        assert teams.send(f"Bearer {token(key, teams.service.url)}", text="hi").status == 202
        teams.settle()
    assert len(teams.door.answered) == 1


@pytest.mark.usefixtures("issuer")
@pytest.mark.parametrize(
    "own",
    [
        {"exp": 1},
        {"nbf": 32503680000},
        {"aud": "app-2"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": ""},
        {"serviceurl": "https://evil.example"},
        {"serviceurl": None},
        {"kid": "unknown"},
    ],
)
def test_a_signed_token_that_is_not_for_us_is_refused(key: rsa.RSAPrivateKey, own: dict[str, Any]) -> None:
    with tenant(hello, app_id="app-1") as teams:
        signed = token(key, **{"service_url": teams.service.url, **own})
        assert teams.send(f"Bearer {signed}", text="hi").status == 401
    assert teams.door.accepted == {}


@pytest.mark.usefixtures("issuer")
def test_a_token_signed_by_someone_else_is_refused() -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with tenant(hello, app_id="app-1") as teams:
        assert teams.send(f"Bearer {token(other, teams.service.url)}", text="hi").status == 401
    assert teams.door.accepted == {}


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer garbage", "Bearer a.b.c", "Basic dXNlcjpwYXNz"]
)
def test_what_is_no_token_is_refused(authorization: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with tenant(hello, app_id="app-1") as teams:
        assert teams.send(authorization, text="secret words").status == 401
    assert teams.door.accepted == {}
    assert "secret words" not in caplog.text


@pytest.mark.usefixtures("issuer")
@pytest.mark.parametrize(
    "service_url", ["http://smba.example/", "https://evil.example/", "", "ftp://[", None]
)
def test_a_service_that_the_token_does_not_name_is_never_called(
    key: rsa.RSAPrivateKey, service_url: str | None
) -> None:
    with tenant(hello, app_id="app-1") as teams:
        signed = token(key, teams.service.url)
        assert teams.send(f"Bearer {signed}", text="hi", serviceUrl=service_url).status == 401
        also = token(key, service_url or "")
        secure = (service_url or "").startswith("https:")
        assert teams.send(f"Bearer {also}", text="hi", serviceUrl=service_url).status == (
            202 if secure else 401
        )


def test_while_nothing_is_checked_answers_stay_on_this_machine() -> None:
    with tenant(hello) as teams:
        assert teams.send(text="hi", serviceUrl="https://smba.trafficmanager.net/teams/").status == 401
    assert teams.door.accepted == {}


def test_a_token_that_cannot_be_checked_now_is_to_come_again(
    key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = _OpenIdMetadata("http://127.0.0.1:9/document")
    address = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
    monkeypatch.setattr(JwtTokenExtractor, "metadataCache", {address: nowhere})
    with tenant(hello, app_id="app-1") as teams:
        assert teams.send(f"Bearer {token(key, teams.service.url)}", text="hi").status == 503
        assert teams.send("Bearer garbage", text="hi").status == 401
    assert teams.door.accepted == {}


@pytest.mark.usefixtures("issuer")
def test_only_the_tenants_that_are_served_are_let_in(key: rsa.RSAPrivateKey) -> None:
    with tenant(lambda event: Silence("heard"), app_id="app-1", tenants=[TENANT]) as teams:
        signed = f"Bearer {token(key, teams.service.url)}"
        assert teams.send(signed, text="hi").status == 202
        other = {"id": "a:2", "tenantId": "tenant-2"}
        assert teams.send(signed, text="hi", channelData={}, conversation=other).status == 403
        assert teams.send("Bearer garbage", text="hi", channelData={}, conversation=other).status == 401
    assert len(teams.door.accepted) == 1


@pytest.mark.usefixtures("issuer")
def test_no_other_channel_of_the_bot_framework_is_let_in(key: rsa.RSAPrivateKey) -> None:
    """There a caller chooses who they say they are."""
    with tenant(hello, app_id="app-1") as teams:
        signed = f"Bearer {token(key, teams.service.url)}"
        assert teams.send(signed, text="hi", channelId="directline").status == 401
    assert teams.door.accepted == {}
