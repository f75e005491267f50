"""Salesforce's REST API on loopback over TLS, strict where Salesforce is: tokens by JWT, sharing, describes,
picklists, composite requests that are rolled back, unique external ids, amounts ignored beside products."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
import requests
import trustme
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.crm.salesforce.connection import open_session
from bot.ports import Clock
from tests.fakes.faults import Faults
from tests.fakes.loopback import loopback
from tests.fakes.salesforce_records import ROOT, Records, Row
from tests.fakes.salesforce_rules import EXTERNAL, Refusal, described

CLIENT = "client-id"
AUDIENCE = "https://login.salesforce.com"
OPERATOR = "bot@acme.example"


@cache
def key_pair() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


@dataclass
class Salesforce(Records):
    """Its API. `used` of `total` calls a day are gone. `tokens`: access token → user id."""

    url: str = ""
    used: int = 1
    total: int = 100_000
    faults: Faults = field(default_factory=Faults)
    tokens: dict[str, str] = field(default_factory=dict)

    # -- signing in -------------------------------------------------------------------------------------

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return web.json_response({"error": "unsupported_grant_type"}, status=400)
        try:
            claims = jwt.decode(
                str(form["assertion"]),
                key_pair()[1],
                ["RS256"],
                audience=AUDIENCE,
                issuer=CLIENT,
                options={"verify_exp": False},
            )
        except jwt.PyJWTError:
            return web.json_response({"error": "invalid_grant"}, status=400)
        late = datetime.fromtimestamp(claims["exp"], UTC) - self.clock()
        if claims["sub"] not in self.users or not timedelta(0) < late <= timedelta(minutes=5):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = self.users[claims["sub"]]
        answer = {"access_token": token, "instance_url": self.url}
        return web.json_response(answer | {"id": f"{AUDIENCE}/id/00D000000000001AAA/{self.tokens[token]}"})

    # -- HTTP -------------------------------------------------------------------------------------------

    async def api(self, request: web.Request) -> web.Response:
        user = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        headers = {"Sforce-Limit-Info": f"api-usage={self.used}/{self.total}"}
        try:
            if user is None:
                raise Refusal(401, "INVALID_SESSION_ID", "Session expired or invalid")
            if self.used >= self.total:
                raise Refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
            path = request.path_qs.removeprefix(ROOT)
            body = await request.json() if request.can_read_body else {}
            status, answer = self._answer(request.method, path, body, {}, user)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
        return web.json_response(answer, status=status, headers=headers)

    def _answer(
        self, method: str, path: str, body: Row, headers: Mapping[str, str], user: str
    ) -> tuple[int, Any]:
        parts = urlsplit(path)
        steps = [unquote(step) for step in parts.path.split("/") if step]
        match (method, *steps):
            case ("POST", "composite"):
                return 200, self._composite(body, user)
            case ("GET", "query"):
                return 200, self.query(parse_qs(parts.query)["q"][0], user)
            case ("GET", "query", cursor):
                number, _, start = cursor.partition("-")
                return 200, self.pages(int(number), int(start))
            case ("GET", "sobjects"):
                return 200, {"sobjects": [{"name": kind} for kind in sorted(self.objects)]}
            case ("GET", "sobjects", kind, "describe"):
                return 200, described(kind, self.extra.get(kind, {}), self.hidden)
            case ("PATCH", "sobjects", kind, name, mark):
                return self._upsert(kind, name, mark, body, user)
            case ("PATCH", "sobjects", kind, row_id):
                self.change(kind, row_id, body, headers, user)
                return 204, None
            case ("POST", "sobjects", kind):
                return 201, {"id": self.create(kind, body, user), "success": True, "errors": []}
            case ("DELETE", "sobjects", kind, row_id):
                if self.tables.get(kind, {}).pop(row_id, None) is None:
                    raise Refusal(404, "ENTITY_IS_DELETED", "entity is deleted")
                return 204, None
        raise Refusal(404, "NOT_FOUND", "The requested resource does not exist")

    def _upsert(self, kind: str, name: str, mark: str, body: Row, user: str) -> tuple[int, Any]:
        if name != EXTERNAL.get(kind):
            raise Refusal(400, "INVALID_FIELD", f"{name} is no external id")
        rows = self.tables.get(kind, {}).values()
        there = next((r for r in rows if str(r.get(name) or "").casefold() == mark.casefold()), None)
        if there is None:
            created = self.create(kind, {**body, name: mark}, user)
            return 201, {"id": created, "success": True, "created": True}
        self.change(kind, there["Id"], body, {}, user)
        return 200, {"id": there["Id"], "success": True, "created": False}

    def _composite(self, body: Row, user: str) -> Row:
        asked = body["compositeRequest"]
        queries = [one for one in asked if "/query" in one["url"]]
        if len(asked) > 25 or len(queries) > 5:
            raise Refusal(400, "LIMIT_EXCEEDED", "too many subrequests")
        before = deepcopy(self.tables)
        answers: list[Row] = []
        known: dict[str, str] = {}
        for one in asked:
            status, answer = self._part(one, known, user)
            if isinstance(answer, dict) and "id" in answer:
                known[one["referenceId"]] = answer["id"]
            answers.append({"referenceId": one["referenceId"], "httpStatusCode": status, "body": answer})
            if status >= 300 and body["allOrNone"]:
                self.tables = before
                return {"compositeResponse": [_rolled_back(x, one) for x in _all(asked, answers)]}
        return {"compositeResponse": answers}

    def _part(self, one: Row, known: Mapping[str, str], user: str) -> tuple[int, Any]:
        def filled(value: Any) -> Any:
            found = re.fullmatch(r"@\{(\w+)\.id\}", value) if isinstance(value, str) else None
            return known[found[1]] if found else value

        values = {name: filled(value) for name, value in (one.get("body") or {}).items()}
        path = one["url"].removeprefix(ROOT)
        try:
            return self._answer(one["method"], path, values, one.get("httpHeaders", {}), user)
        except Refusal as refusal:
            return refusal.status, refusal.body


def _all(asked: Sequence[Row], answers: Sequence[Row]) -> list[Row]:
    rest = [{"referenceId": one["referenceId"], "httpStatusCode": 400, "body": None} for one in asked]
    return [*answers, *rest[len(answers) :]]


def _rolled_back(answer: Row, failed: Row) -> Row:
    if answer["referenceId"] == failed["referenceId"]:
        return answer
    halted = [{"errorCode": "PROCESSING_HALTED", "message": "The transaction was rolled back"}]
    return {**answer, "httpStatusCode": 400, "body": halted}


@contextmanager
def salesforce(clock: Clock) -> Iterator[tuple[Salesforce, requests.Session]]:
    """The organisation, and a session that trusts its certificate."""
    server = Salesforce(clock)
    server.users[OPERATOR] = "005000000000999AAA"
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    _authority().issue_cert("127.0.0.1").configure_cert(tls)
    app = web.Application(middlewares=[server.faults.middleware])
    app.router.add_post("/services/oauth2/token", server.token)
    app.router.add_route("*", f"{ROOT}{{tail:.*}}", server.api)
    with loopback(app, tls) as url, _authority().cert_pem.tempfile() as trusted, open_session() as session:
        server.url = url
        # Else a bundle named in the environment would be trusted instead.
        session.trust_env = False
        session.verify = trusted
        yield server, session
