"""HubSpot's CRM API 2026-09 on loopback, strict where HubSpot is: properties and their options, pipelines,
batch sizes, unique values, rate limits with their headers, a search that lags, and its error bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.ports import Clock
from tests.fakes.faults import Faults
from tests.fakes.hubspot_rules import PIPELINES, PROPERTIES, Refusal, checked, defaults, described
from tests.fakes.loopback import loopback

TOKEN = "pat-test"
ROOT = "/crm/objects/2026-09"
LINKS = "/crm/associations/2026-09"
Record = dict[str, Any]


@dataclass
class HubSpot:
    """`objects`: kind → id → record; `links`: (kind, to) → id → ids. `search` sees `index`, which only
    `reindex` refreshes. `rules` are the portal's: stage → properties it requires."""

    clock: Clock
    url: str = ""
    zone: str = "US/Eastern"
    objects: dict[str, dict[str, Record]] = field(default_factory=dict)
    links: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    index: dict[str, Record] = field(default_factory=dict)
    rules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    properties: dict[str, dict[str, str]] = field(
        default_factory=lambda: {kind: dict(shapes) for kind, shapes in PROPERTIES.items()}
    )
    pipelines: dict[str, dict[str, dict[str, str]]] = field(
        default_factory=lambda: {
            one: {id: dict(s) for id, s in held.items()} for one, held in PIPELINES.items()
        }
    )
    faults: Faults = field(default_factory=Faults)
    owners: list[Record] = field(default_factory=list)
    limit: int = 190
    _next: int = 70000
    _seen: list[Any] = field(default_factory=list)

    # -- what tests do ----------------------------------------------------------------------------------

    def put(self, kind: str, properties: dict[str, str], record_id: str = "") -> str:
        if not record_id:
            self._next += 1
            record_id = str(self._next)
        known = self.objects.setdefault(kind, {})
        record = known.get(record_id) or {"id": record_id, "properties": {}, "history": {}, "version": 0}
        known[record_id] = self._changed(kind, record, properties)
        return record_id

    def link(self, kind: str, to: str, one: str, other: str) -> None:
        for key, a, b in (((kind, to), one, other), ((to, kind), other, one)):
            ids = self.links.setdefault(key, {}).setdefault(a, [])
            if b not in ids:
                ids.append(b)

    def unlink(self, kind: str, to: str, one: str, other: str) -> None:
        for key, a, b in (((kind, to), one, other), ((to, kind), other, one)):
            self.links[key][a] = [x for x in self.links.get(key, {}).get(a, []) if x != b]

    def reindex(self) -> None:
        self.index = deepcopy(self.objects.get("deals", {}))

    # -- what the API does ------------------------------------------------------------------------------

    def _changed(self, kind: str, record: Record, properties: dict[str, str]) -> Record:
        held = {**record["properties"], **{k: v for k, v in properties.items() if v != ""}}
        for name in (name for name, value in properties.items() if value == ""):
            held.pop(name, None)
        history = deepcopy(record["history"])
        for name, value in properties.items():
            if record["properties"].get(name) != value:
                at = self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
                history.setdefault(name, []).insert(0, {"value": value, "timestamp": at})
        held |= defaults(kind, held)
        return {**record, "properties": held, "history": history, "version": record["version"] + 1}

    def _shown(self, record: Record, properties: Sequence[str]) -> Record:
        version = timedelta(milliseconds=record["version"])
        return {
            "id": record["id"],
            "properties": {name: record["properties"].get(name) for name in properties},
            "updatedAt": (self.clock() + version).isoformat(timespec="milliseconds"),
            "archived": False,
        }

    def _associations(self, kind: str, record_id: str, to: str) -> Record:
        ids = self.links.get((kind, to), {}).get(record_id, [])
        return {"results": [{"id": one, "type": f"{kind}_to_{to}"} for one in ids]}

    def _whole(self, kind: str, record: Record, request: web.Request) -> Record:
        shown = self._shown(record, request.query.get("properties", "").split(","))
        linked = [to for to in request.query.get("associations", "").split(",") if to]
        found = {to: self._associations(kind, record["id"], to) for to in linked}
        shown["associations"] = {to: one for to, one in found.items() if one["results"]}
        if named := request.query.get("propertiesWithHistory", ""):
            shown["propertiesWithHistory"] = {
                name: record["history"].get(name, []) for name in named.split(",")
            }
        return shown

    async def details(self, _: web.Request) -> web.Response:
        return web.json_response({"portalId": 1, "timeZone": self.zone, "companyCurrency": "USD"})

    async def described(self, request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        return web.json_response({"results": described(kind, self.properties)})

    async def piped(self, _: web.Request) -> web.Response:
        found = [
            {
                "id": one,
                "label": one.title(),
                "stages": [
                    {"id": id, "label": id.title(), "metadata": dict(meta)} for id, meta in stages.items()
                ],
            }
            for one, stages in self.pipelines.items()
        ]
        return web.json_response({"results": found})

    async def owned_by(self, request: web.Request) -> web.Response:
        if int(request.query["limit"]) > 500:
            raise Refusal("limit must be 500 or less", "VALIDATION_ERROR")
        start, limit = int(request.query.get("after", 0)), int(request.query["limit"])
        here = [one for one in self.owners if not one["archived"]]
        more = {"paging": {"next": {"after": str(start + limit)}}} if start + limit < len(here) else {}
        return web.json_response({"results": here[start : start + limit], **more})

    async def list(self, request: web.Request) -> web.Response:
        kind, limit = request.match_info["kind"], int(request.query.get("limit", 10))
        if limit > 100:
            raise Refusal("limit must be 100 or less", "VALIDATION_ERROR")
        ids = sorted(self.objects.get(kind, {}), key=int)
        start = int(request.query.get("after", 0))
        page = [self._whole(kind, self.objects[kind][one], request) for one in ids[start : start + limit]]
        more = {"paging": {"next": {"after": str(start + limit)}}} if start + limit < len(ids) else {}
        return web.json_response({"results": page, **more})

    async def read(self, request: web.Request) -> web.Response:
        return web.json_response(self._whole(request.match_info["kind"], self._record(request), request))

    async def patch(self, request: web.Request) -> web.Response:
        kind, record = request.match_info["kind"], self._record(request)
        properties = (await request.json())["properties"]
        checked(
            kind, {**record["properties"], **properties}, properties, self.rules, self.properties, new=False
        )
        self.objects[kind][record["id"]] = self._changed(kind, record, properties)
        return web.json_response(self._shown(self.objects[kind][record["id"]], list(properties)))

    def _record(self, request: web.Request) -> Record:
        kind, one = request.match_info["kind"], request.match_info["id"]
        if one not in self.objects.get(kind, {}):
            raise Refusal("resource not found", "OBJECT_NOT_FOUND", status=404)
        return self.objects[kind][one]

    async def batch_read(self, request: web.Request) -> web.Response:
        kind, body = request.match_info["kind"], await _batch(request)
        by = body.get("idProperty", "")
        known = self.objects.get(kind, {})
        found = {one["properties"].get(by): one for one in known.values()} if by else known
        ids = [one["id"] for one in body["inputs"]]
        shown = [self._shown(found[one], body["properties"]) for one in ids if one in found]
        missing = [one for one in ids if one not in found]
        errors = {"numErrors": 1, "errors": [{"category": "OBJECT_NOT_FOUND"}]} if missing else {}
        return web.json_response({"results": shown, **errors}, status=207 if missing else 200)

    async def upsert(self, request: web.Request) -> web.Response:
        kind, body = request.match_info["kind"], await _batch(request)
        results = []
        for one in body["inputs"]:
            by, value, properties = one["idProperty"], one["id"], one["properties"]
            held = {r["properties"].get(by): r for r in self.objects.get(kind, {}).values()}
            there = held.get(value)
            merged = {**(there["properties"] if there else {}), **properties, by: value}
            checked(kind, merged, {**properties, by: value}, self.rules, self.properties, new=there is None)
            saved = self.put(kind, {**properties, by: value}, there["id"] if there else "")
            shown = self._shown(self.objects[kind][saved], [*properties, by])
            results.append({**shown, "new": there is None})
        return web.json_response({"status": "COMPLETE", "results": results})

    async def search(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("limit", 10) > 200 or len(body["filterGroups"]) > 5:
            raise Refusal("search asks for too much", "VALIDATION_ERROR")
        found = [one for one in self.index.values() if any(_fits(one, g) for g in body["filterGroups"])]
        shown = [self._shown(one, body["properties"]) for one in found[: body.get("limit", 10)]]
        return web.json_response({"total": len(found), "results": shown})

    async def linked(self, request: web.Request) -> web.Response:
        key = (request.match_info["kind"], request.match_info["to"])
        ids = [one["id"] for one in (await _batch(request, 1000))["inputs"]]
        found = [(one, self.links.get(key, {}).get(one, [])) for one in ids]
        rows = [
            {"from": {"id": one}, "to": [{"toObjectId": int(other)} for other in others]}
            for one, others in found
            if others
        ]
        return web.json_response({"results": rows}, status=200 if len(rows) == len(ids) else 207)

    async def associate(self, request: web.Request) -> web.Response:
        kind, to = request.match_info["kind"], request.match_info["to"]
        for one in (await _batch(request, 2000))["inputs"]:
            for side, what in ((kind, one["from"]["id"]), (to, one["to"]["id"])):
                if what not in self.objects.get(side, {}):
                    raise Refusal("invalid object id", "VALIDATION_ERROR")
            self.link(kind, to, one["from"]["id"], one["to"]["id"])
        return web.json_response({"status": "COMPLETE", "results": []})

    async def archive(self, request: web.Request) -> web.Response:
        kind, to = request.match_info["kind"], request.match_info["to"]
        for one in (await _batch(request, 2000))["inputs"]:
            for other in one["to"]:
                self.unlink(kind, to, one["from"]["id"], other["id"])
        return web.Response(status=204)

    @web.middleware
    async def guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _refused(Refusal("credentials are not valid", "INVALID_AUTHENTICATION", status=401))
        now = self.clock()
        self._seen = [at for at in self._seen if now - at < timedelta(seconds=10)] + [now]
        if len(self._seen) > self.limit:
            return _limited("TEN_SECONDLY_ROLLING")
        try:
            answer: web.StreamResponse = await handler(request)
        except Refusal as refusal:
            return _refused(refusal)
        answer.headers["X-HubSpot-RateLimit-Remaining"] = str(self.limit - len(self._seen))
        return answer


async def _batch(request: web.Request, most: int = 100) -> dict[str, Any]:
    body: dict[str, Any] = await request.json()
    if not 0 < len(body["inputs"]) <= most:
        raise Refusal(f"a batch holds 1 to {most} inputs", "VALIDATION_ERROR")
    return body


def _fits(record: Record, group: dict[str, Any]) -> bool:
    def one(condition: dict[str, str]) -> bool:
        held = record["properties"].get(condition["propertyName"]) or ""
        if condition["operator"] == "CONTAINS_TOKEN":
            return condition["value"] in held.split(";")
        return bool(held == condition["value"])

    return all(one(condition) for condition in group["filters"])


def _refused(refusal: Refusal) -> web.Response:
    return web.json_response(refusal.body, status=refusal.status)


def _limited(policy: str) -> web.Response:
    return web.json_response(
        {
            "status": "error",
            "message": f"You have reached your {policy.lower()} limit.",
            "errorType": "RATE_LIMIT",
            "policyName": policy,
        },
        status=429,
    )


@contextmanager
def hubspot(clock: Clock) -> Iterator[HubSpot]:
    server = HubSpot(clock)
    app = web.Application(middlewares=[server.faults.middleware, server.guard])
    app.router.add_get("/account-info/2026-09/details", server.details)
    app.router.add_get("/crm/owners/2026-09", server.owned_by)
    app.router.add_get("/crm/properties/2026-09/{kind}", server.described)
    app.router.add_get("/crm/pipelines/2026-09/deals", server.piped)
    app.router.add_post(f"{ROOT}/{{kind}}/batch/read", server.batch_read)
    app.router.add_post(f"{ROOT}/{{kind}}/batch/upsert", server.upsert)
    app.router.add_post(f"{ROOT}/deals/search", server.search)
    app.router.add_get(f"{ROOT}/{{kind}}", server.list)
    app.router.add_get(f"{ROOT}/{{kind}}/{{id}}", server.read)
    app.router.add_patch(f"{ROOT}/{{kind}}/{{id}}", server.patch)
    app.router.add_post(f"{LINKS}/{{kind}}/{{to}}/batch/read", server.linked)
    app.router.add_post(f"{LINKS}/{{kind}}/{{to}}/batch/associate/default", server.associate)
    app.router.add_post(f"{LINKS}/{{kind}}/{{to}}/batch/archive", server.archive)
    with loopback(app) as url:
        server.url = url
        yield server
